"""Numbers as a Dutch and an English reader write them."""

from datetime import date

import pytest

from results.numbers import NOTHING, Form, Language, write_amount, write_date, write_duration, write_number


@pytest.mark.parametrize(
    ("value", "decimals", "language", "signed", "wanted"),
    [
        (1234.5, 1, "nl", False, "1.234,5"),
        (1234.5, 1, "en", False, "1,234.5"),
        (1234567, 0, "nl", False, "1.234.567"),
        (-0.04, 1, "nl", True, "0,0"),
        (0.04, 1, "nl", True, "0,0"),
        (-3.25, 2, "nl", False, "−3,25"),
        (3.25, 2, "nl", True, "+3,25"),
        (float("nan"), 2, "nl", True, NOTHING),
        (float("inf"), 2, "en", False, NOTHING),
    ],
)
def test_number(value: float, decimals: int, language: Language, signed: bool, wanted: str) -> None:
    assert write_number(value, decimals, language, signed=signed) == wanted


@pytest.mark.parametrize(
    ("value", "form", "decimals", "language", "signed", "bare", "wanted"),
    [
        (1234.4, "euro", 0, "nl", False, False, "€ 1.234"),
        (1234.4, "euro", 0, "en", False, False, "€1,234"),
        (-1234.4, "euro", 0, "nl", True, False, "−€ 1.234"),
        (12.0, "euro", 0, "nl", True, False, "+€ 12"),
        (-0.3, "euro", 0, "nl", True, False, "€ 0"),
        (-1234.4, "euro", 0, "nl", True, True, "−1.234"),
        (0.125, "share", 1, "nl", False, False, "12,5%"),
        (0.125, "share", 1, "en", False, False, "12.5%"),
        (-0.004, "share", 1, "nl", True, False, "−0,4%-punt"),
        (0.004, "share", 1, "en", True, False, "+0.4 pp"),
        (0.004, "share", 1, "nl", True, True, "+0,4"),
        (float("nan"), "euro", 0, "nl", False, False, NOTHING),
    ],
)
def test_amount(
    value: float, form: Form, decimals: int, language: Language, signed: bool, bare: bool, wanted: str
) -> None:
    assert write_amount(value, form, decimals, language, signed=signed, bare=bare) == wanted


def test_date() -> None:
    assert write_date(date(2027, 3, 3), "nl") == "3 mrt 2027"
    assert write_date(date(2027, 5, 3), "en") == "3 May 2027"


@pytest.mark.parametrize(
    ("seconds", "wanted"),
    [(0.2, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (200, "3 min 20 s"), (7500, "2 uur 5 min")],
)
def test_duration(seconds: float, wanted: str) -> None:
    assert write_duration(seconds, "nl") == wanted
