"""Pieces of a page in HTML."""

import pytest

from results.elements import sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("samen: +€ 4.287.000 in", 'samen: <span class="whole">+€&nbsp;4.287.000</span> in'),
        ("less: −€12.", 'less: <span class="whole">−€12</span>.'),
        ("€ 12 (+€ 3, +1 tot +5)", '€&nbsp;12 <span class="whole">(+€&nbsp;3, +1 tot +5)</span>'),
        ("een + of <b>", "een + of &lt;b&gt;"),
    ],
)
def test_an_amount_and_its_sign_and_what_is_in_brackets_stay_on_one_line(text: str, shown: str) -> None:
    assert sentence(text) == shown
