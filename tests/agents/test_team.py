"""The shared team: one broad intake, the right help at once, and who of the team goes (model 8.7, 8.8)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import team as rules

chances = st.floats(0.0, 1.0)


@given(base=chances, gain=st.floats(0.0, 0.1), disciplines=st.integers(0, 5), highest=chances)
def test_more_disciplines_never_make_the_first_help_fit_less_often(
    base: float, gain: float, disciplines: int, highest: float
) -> None:
    right = rules.right_at_first(base, gain, disciplines, highest)
    assert base <= right <= max(base, highest)
    assert rules.right_at_first(base, gain, disciplines + 1, highest) >= right


def test_right_at_first_at_its_edges() -> None:
    assert rules.right_at_first(0.7, 0.05, 0, 0.95) == 0.7
    assert rules.right_at_first(0.7, 0.05, 2, 0.95) == pytest.approx(0.8)
    assert rules.right_at_first(0.9, 0.1, 5, 0.95) == 0.95
    assert rules.right_at_first(1.0, 0.1, 5, 0.95) == 1.0, "consulting never makes a right choice wrong"


@given(
    intake=st.floats(0.0, 12.0),
    factor=st.floats(1.0, 3.0),
    talk=st.floats(0.0, 2.0),
    disciplines=st.integers(0, 5),
    hours=st.floats(0.0, 2.0),
)
def test_a_broad_intake_costs_at_least_a_narrow_one(
    intake: float, factor: float, talk: float, disciplines: int, hours: float
) -> None:
    broad = rules.broad_intake_hours(intake, factor, talk, disciplines, hours)
    assert broad >= intake
    assert rules.broad_intake_hours(intake, factor, talk, disciplines + 1, hours) == pytest.approx(
        broad + hours
    )


def test_a_broad_intake_with_every_null_costs_nothing_extra() -> None:
    assert rules.broad_intake_hours(6.0, 1.0, 0.0, 0, 1.0) == 6.0
    assert rules.broad_intake_hours(0.0, 1.6, 0.0, 0, 0.0) == 0.0
    assert rules.broad_intake_hours(6.0, 1.6, 0.75, 2, 1.0) == pytest.approx(12.35)


members = st.tuples(st.sampled_from([0.5, 0.7, 1.0]), st.integers(0, 100_000))


@given(members, members, members)
def test_who_goes_is_an_order(a: tuple[float, int], b: tuple[float, int], c: tuple[float, int]) -> None:
    def better(one: tuple[float, int], other: tuple[float, int]) -> bool:
        return bool(rules.suits_better(*one, *other))

    assert better(a, b) == (a > b)
    assert not (better(a, b) and better(b, a))
    assert not (better(a, b) and better(b, c)) or better(a, c)


def test_skill_goes_before_time() -> None:
    assert rules.suits_better(1.0, 0, 0.7, 100_000)
    assert rules.suits_better(0.7, 10, 0.7, 9)
    assert not rules.suits_better(0.7, 10, 0.7, 10)
