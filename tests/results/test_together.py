"""Chances that are judged together: Holm's correction beside the closed test that it shortens."""

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from results.together import correct_together

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=5)


@given(CHANCES)
def test_the_correction_is_the_closed_test_of_every_group_that_holds_a_result(chances: list[float]) -> None:
    places = range(len(chances))
    groups = [group for size in range(1, len(chances) + 1) for group in combinations(places, size)]
    closed = [
        max(min(1.0, len(group) * min(chances[each] for each in group)) for group in groups if place in group)
        for place in places
    ]
    assert correct_together(chances) == pytest.approx(closed)


def test_what_could_not_be_told_stays_so_and_does_not_count() -> None:
    corrected = correct_together([0.01, math.nan, 0.04])
    assert corrected[0] == pytest.approx(0.02)
    assert math.isnan(corrected[1])
    assert corrected[2] == pytest.approx(0.04)


def test_nothing_to_judge_is_nothing() -> None:
    assert correct_together([]) == []
