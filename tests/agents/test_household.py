"""A household: frailty, spill-over, plans that contradict, talking, asking (model 8.1 to 8.6)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import household as rules
from agents.domains import MENTAL, MONEY

shares = st.floats(0.0, 1.0)


# ---- 8.1 frailty


@pytest.mark.parametrize("deviation", [0.5, 1.1, 1.2])
def test_frailty_is_one_on_average(deviation: float) -> None:
    scores = np.random.default_rng(1).normal(0.0, deviation, 400_000)
    factors = [rules.frailty_factor(z, deviation**2) for z in scores]
    margin = 4.0 * np.std(factors) / math.sqrt(len(factors))
    assert np.mean(factors) == pytest.approx(1.0, abs=margin)


def test_equal_people_have_the_same_frailty() -> None:
    assert rules.frailty_factor(0.0, 0.0) == 1.0


# ---- 8.2 spill-over


@given(strength=st.floats(0.0, 0.25), pressure=st.floats(0.0, 60.0), cap=st.floats(1.0, 20.0))
def test_spill_over_multiplies_between_one_and_its_cap(strength: float, pressure: float, cap: float) -> None:
    factor = rules.spill_over(strength, pressure, cap)
    assert 1.0 <= factor <= cap
    if factor < cap:
        halves = rules.spill_over(strength, pressure / 2, cap)
        assert factor == pytest.approx(halves**2)


def test_no_other_needs_or_no_strength_means_no_spill_over() -> None:
    assert rules.spill_over(0.12, 0.0, 6.0) == 1.0
    assert rules.spill_over(0.0, 40.0, 6.0) == 1.0
    assert rules.spill_over(0.25, 1e6, 6.0) == 6.0


# ---- 8.3 asking and seeing


@given(rate=shares, trust=shares, wait=st.floats(0.0, 200.0), patience=st.floats(26.0, 1e9))
def test_asking_falls_with_distrust_and_with_the_list(
    rate: float, trust: float, wait: float, patience: float
) -> None:
    chance = rate * trust * math.exp(-wait / patience)
    assert chance >= rules.asking_chance(rate, trust, wait, patience)
    if chance > 1e-12:
        assert chance * (1.0 - 1e-9) < rules.asking_chance(rate, trust, wait, patience)


def test_asking_at_its_edges() -> None:
    assert rules.asking_chance(1.0, 0.0, 0.0, 100.0) <= 0.0
    assert rules.asking_chance(0.0, 1.0, 0.0, 100.0) <= 0.0
    assert rules.asking_chance(1.0, 1.0, 0.0, 100.0) > 0.999999
    # a wait as long as people's patience leaves 37%
    assert rules.asking_chance(1.0, 1.0, 100.0, 100.0) > 0.3678
    assert rules.asking_chance(1.0, 1.0, 100.0, 100.0) <= 0.3679


@given(rate=st.floats(0.0, 0.1), hours=st.floats(0.0, 40.0))
def test_two_half_visits_see_as_much_as_a_whole_one(rate: float, hours: float) -> None:
    unseen = math.exp(-rate * hours / 2)
    chance = 1.0 - unseen**2
    assert not rules.seen_at_home(rate, hours, chance + 1e-12)
    assert chance < 1e-12 or rules.seen_at_home(rate, hours, chance - 1e-12)


def test_nobody_sees_anything_without_a_visit() -> None:
    assert not rules.seen_at_home(0.1, 0.0, 0.0)
    assert not rules.seen_at_home(0.0, 10.0, 0.0)


@pytest.mark.parametrize(
    ("domain", "adult", "expected"),
    [(MONEY, True, 0.001), (MENTAL, True, 0.02), (MENTAL, False, 0.03), (0, True, 0.03)],
)
def test_each_kind_of_need_has_its_rate_of_asking(domain: int, adult: bool, expected: float) -> None:
    assert rules.asking_rate(0.001, 0.02, 0.03, domain == MONEY, domain == MENTAL and adult) == expected


# ---- 8.5 conflicting plans


@given(conflict=st.floats(0.0, 0.1), consistency=shares, helpers=st.integers(2, 30))
def test_conflict_falls_with_helpers_and_rises_with_talking(
    conflict: float, consistency: float, helpers: int
) -> None:
    factor = rules.conflict_of_plans(conflict, consistency, helpers)
    assert 0.0 < factor <= 1.0
    assert rules.conflict_of_plans(conflict, consistency, helpers + 1) <= factor
    assert rules.conflict_of_plans(conflict, min(1.0, consistency + 0.1), helpers) >= factor
    plans = 1.0 + (1.0 - consistency) * (helpers - 1)
    assert factor * (1.0 + conflict * (plans - 1.0)) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("conflict", "consistency", "helpers"), [(0.1, 0.0, 1), (0.1, 0.0, 0), (0.0, 0.0, 20), (0.1, 1.0, 20)]
)
def test_no_conflict_for_one_helper_one_plan_or_no_loss(
    conflict: float, consistency: float, helpers: int
) -> None:
    assert rules.conflict_of_plans(conflict, consistency, helpers) == 1.0


# ---- 8.6 coordination


@given(
    hours=st.floats(0.0, 50.0),
    highest=st.floats(0.5, 1.0),
    chair=st.floats(0.4, 1.0),
    scale=st.floats(1.0, 10.0),
)
def test_talking_has_decreasing_returns(hours: float, highest: float, chair: float, scale: float) -> None:
    """What is left to agree on halves with every ln(2) x scale pair-hours."""
    phi = rules.consistency_of_plans(hours, highest, chair, scale)
    assert 0.0 <= phi <= highest * chair
    later = rules.consistency_of_plans(hours + scale * math.log(2.0), highest, chair, scale)
    assert highest * chair - later == pytest.approx((highest * chair - phi) / 2)


def test_no_talk_no_agreement() -> None:
    assert rules.consistency_of_plans(0.0, 0.9, 1.0, 3.0) == 0.0
    assert rules.consistency_of_plans(1e9, 0.9, 0.7, 3.0) == pytest.approx(0.63)


@given(
    talks=st.lists(st.one_of(st.none(), st.integers(0, 9000)), min_size=1, max_size=90),
    window=st.integers(4, 26),
)
def test_talks_are_remembered_for_exactly_their_window(talks: list[int | None], window: int) -> None:
    """Weeks in which nothing was written down (None) count as silent, however many there are."""
    household = np.zeros(1, rules.HOUSEHOLD).view(np.recarray)[0]
    household.talk_week, ring = -2_000_000_000, np.full(rules.RING_WEEKS, 777, np.int32)
    for week, seconds in enumerate(talks):
        if seconds is None:
            continue
        household.pair_seconds = rules.remembered_talk(household, ring, seconds, window, week)
        heard = [talk or 0 for talk in talks[max(0, week - window + 1) : week + 1]]
        assert household.pair_seconds == sum(heard)


def test_silence_is_forgotten() -> None:
    household = np.zeros(1, rules.HOUSEHOLD).view(np.recarray)[0]
    household.talk_week, ring = -2_000_000_000, np.zeros(rules.RING_WEEKS, np.int32)
    household.pair_seconds = rules.remembered_talk(household, ring, 3600, 12, 0)
    assert household.pair_seconds == 3600
    assert rules.remembered_talk(household, ring, 0, 12, 12) == 0


@given(helpers=st.integers(1, 30), most=st.integers(1, 8))
def test_a_helper_rings_a_few_others_and_never_himself(helpers: int, most: int) -> None:
    talks = rules.talks_of_helper(helpers, most)
    assert 0 <= talks <= min(most, helpers - 1)
    assert talks == helpers - 1 or talks == most


def test_a_single_helper_rings_nobody() -> None:
    assert rules.talks_of_helper(1, 4) == 0
    assert rules.talks_of_helper(2, 4) == 1
