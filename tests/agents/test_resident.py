"""A resident: which needs fit an age, long-term care, and the worth of a week (model 2, 8.25, 8.26, 10)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import domains as d
from agents.resident import utility, wlz_hazard

ages = st.integers(0, 110)


# ---- 8.26 long-term care


@given(age=ages, floor=st.integers(0, 3), weeks=st.integers(0, 300), needed=st.integers(1, 52))
def test_long_term_care_asks_half_a_year_and_age_or_a_lasting_need(
    age: int, floor: int, weeks: int, needed: int
) -> None:
    hazard = wlz_hazard(age, floor, weeks, needed, 0.01, 0.001)
    if weeks < needed:
        assert hazard == 0.0
    elif age >= d.OLD_AGE:
        assert hazard == 0.01
    else:
        assert hazard == (0.001 if floor == 3 else 0.0)


def test_long_term_care_at_its_edges() -> None:
    assert wlz_hazard(67, 0, 26, 26, 0.01, 0.001) == 0.01
    assert wlz_hazard(67, 3, 25, 26, 0.01, 0.001) == 0.0
    assert wlz_hazard(66, 2, 500, 26, 0.01, 0.001) == 0.0
    assert wlz_hazard(90, 3, 500, 26, 0.0, 0.0) == 0.0


# ---- 8.25 ages and needs


@given(age=ages)
def test_coming_of_age_only_adds_work(age: int) -> None:
    """At 18 all needs of a 17-year-old stay, and work is added; nothing is lost before 23."""
    resident_domains = set(d.RESIDENT_DOMAINS)
    here = {domain for domain in resident_domains if d.may_have_need(domain, age)}
    later = {domain for domain in resident_domains if d.may_have_need(domain, age + 1)}
    if age == d.ADULT_AGE - 1:
        assert later - here == {d.WORK}
        assert here <= later
    assert {d.MENTAL, d.DAILY, d.CONNECTION} <= here


@pytest.mark.parametrize(
    ("domain", "first", "last"),
    [(d.WORK, 18, 66), (d.LEARNING, 4, 22), (d.ADDICTION, 15, 110), (d.MENTAL, 0, 110)],
)
def test_edges_of_ages(domain: int, first: int, last: int) -> None:
    fits = [age for age in range(-1, 112) if d.may_have_need(domain, age)]
    assert fits[0] <= first and first in fits and last in fits
    assert domain == d.MENTAL or (first - 1) not in fits
    assert last == 110 or (last + 1) not in fits


def test_household_needs_belong_to_no_resident() -> None:
    assert not any(d.may_have_need(domain, age) for domain in d.HOUSEHOLD_DOMAINS for age in range(100))
    assert set(d.HOUSEHOLD_DOMAINS) | set(d.RESIDENT_DOMAINS) == set(range(len(d.DOMAINS)))


@pytest.mark.parametrize(
    ("age", "group"), [(0, d.CHILD), (17, d.CHILD), (18, d.ADULT), (66, d.ADULT), (67, d.OLD)]
)
def test_age_groups(age: int, group: int) -> None:
    assert d.age_group(age) == group


# ---- 10 utility


@given(loss=st.floats(0.0, 10.0), lowest=st.floats(0.0, 0.3))
def test_utility_falls_with_loss_down_to_its_floor(loss: float, lowest: float) -> None:
    assert lowest <= utility(loss, lowest) <= 1.0
    if loss <= 1.0 - lowest:
        assert utility(loss, lowest) == 1.0 - loss


def test_a_life_without_needs_is_worth_one() -> None:
    assert utility(0.0, 0.1) == 1.0
    assert utility(5.0, 0.1) == 0.1
