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


@given(lost=st.floats(0.0, 0.35), maturity=chances)
def test_a_new_team_loses_a_part_and_a_settled_one_nothing(lost: float, maturity: float) -> None:
    assert 1.0 - lost <= rules.practised(lost, maturity) <= 1.0
    assert rules.practised(lost, 1.0) == rules.practised(0.0, maturity) == 1.0


@given(maturity=chances, growth=st.floats(0.005, 0.05), weeks=st.integers(0, 300))
def test_routines_settle_by_a_fixed_part_of_the_rest(maturity: float, growth: float, weeks: int) -> None:
    now = maturity
    for _ in range(weeks):
        now = rules.maturity_after_week(now, growth, 1.0, 1.0)
    assert now == pytest.approx(1.0 - (1.0 - maturity) * (1.0 - growth) ** weeks)
    assert rules.maturity_after_week(maturity, growth, 0.99, 1.0) == maturity


@given(skill=chances, better=st.floats(0.0, 0.1))
def test_the_chosen_are_never_worse_nor_more_than_fully_skilled(skill: float, better: float) -> None:
    assert skill <= rules.selected(skill, better) <= 1.0
    assert rules.selected(skill, 0.0) == skill
