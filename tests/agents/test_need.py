"""A need on its own: onset, worsening, recovery, the quiet clock, memory, chronic levels (model 8.1)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import need as needs
from agents.need import NEED, NEVER
from tests.exact.acceptance import ERROR, binomial_limits
from tests.exact.queues import stationary

hazards = st.floats(1e-6, 5.0)
shares = st.floats(0.0, 1.0)


def one() -> np.record:
    """A need about which nothing is known yet."""
    need: np.record = np.zeros(1, NEED).view(np.recarray)[0]
    return need


# ---- hazards and weeks


@given(onset=hazards, up=hazards, down=hazards)
def test_halving_the_step_changes_nothing(onset: float, up: float, down: float) -> None:
    """Two half weeks leave as many needs untouched as a whole one, and split them in the same proportion."""
    whole = [needs.share_of_week(risk, up + down) for risk in (up, down)]
    half = [needs.share_of_week(risk / 2, (up + down) / 2) for risk in (up, down)]
    stays = 1.0 - sum(half)
    assert 1.0 - sum(whole) == pytest.approx(stays**2, abs=1e-12)
    for risk_whole, risk_half in zip(whole, half, strict=True):
        assert risk_whole == pytest.approx(risk_half * (1.0 + stays), rel=1e-9)
    assert needs.share_of_week(onset, onset) == pytest.approx(1.0 - math.exp(-onset))


def test_without_hazard_nothing_happens() -> None:
    assert needs.share_of_week(0.0, 0.0) == 0.0
    assert needs.share_of_week(0.0, 1.0) == 0.0
    assert needs.share_of_week(1e6, 1e6) == 1.0


@given(rate=hazards, frailty=hazards, spill=st.floats(1.0, 20.0))
def test_onset_is_proportional_to_frailty_and_to_other_needs(
    rate: float, frailty: float, spill: float
) -> None:
    assert needs.onset_hazard(rate, frailty, spill) == pytest.approx(
        rate * needs.onset_hazard(1.0, frailty, spill)
    )
    assert needs.onset_hazard(rate, frailty, 1.0) <= needs.onset_hazard(rate, frailty, spill)
    assert needs.onset_hazard(0.0, frailty, spill) == 0.0


@given(
    rate=hazards,
    dose=shares,
    prevents=st.floats(0.0, 0.7),
    speeds=st.floats(0.0, 4.0),
    spill=st.floats(1.0, 20.0),
)
def test_help_slows_worsening_and_quickens_recovery(
    rate: float, dose: float, prevents: float, speeds: float, spill: float
) -> None:
    up = needs.worsening_hazard(rate, 1.0, prevents, dose, spill)
    down = needs.recovery_hazard(rate, 1.0, speeds, dose)
    assert 0.0 <= up <= needs.worsening_hazard(rate, 1.0, prevents, 0.0, spill)
    assert down >= needs.recovery_hazard(rate, 1.0, speeds, 0.0)
    # linear in the dose
    half = [needs.recovery_hazard(rate, 1.0, speeds, share) for share in (0.0, 0.5, 1.0)]
    assert half[1] == pytest.approx((half[0] + half[2]) / 2)


def test_help_without_effect_changes_no_hazard() -> None:
    assert needs.worsening_hazard(0.02, 0.5, 0.0, 1.0, 2.0) == needs.worsening_hazard(
        0.02, 0.5, 0.4, 0.0, 2.0
    )
    assert needs.recovery_hazard(0.04, 0.5, 0.0, 1.0) == needs.recovery_hazard(0.04, 0.5, 3.0, 0.0)


def test_recovery_does_not_depend_on_other_needs_and_worsening_does() -> None:
    assert needs.worsening_hazard(0.02, 1.0, 0.4, 0.0, 3.0) == pytest.approx(0.06)


# ---- a week on the ladder


@given(
    severity=st.integers(1, 3),
    up=st.floats(0.0, 0.5),
    down=st.floats(0.0, 0.5),
    u=st.floats(0.0, 1.0, exclude_max=True),
)
def test_one_step_at_most(severity: int, up: float, down: float, u: float) -> None:
    assert abs(needs.next_severity(severity, up, down, u) - severity) <= 1


def test_steps_are_taken_as_often_as_they_should() -> None:
    up, down, trials = 0.12, 0.31, 100_000
    draws = (np.arange(trials) + 0.5) / trials
    ends = np.array([needs.next_severity(2, up, down, u) for u in draws])
    assert (ends == 3).mean() == pytest.approx(up, abs=2 / trials)
    assert (ends == 1).mean() == pytest.approx(down, abs=2 / trials)


@given(u=st.floats(0.0, 1.0, exclude_max=True), down=st.floats(0.0, 0.4), more=st.floats(0.0, 0.2))
def test_more_help_never_ends_worse_with_the_same_luck(u: float, down: float, more: float) -> None:
    """A dose moves probability from standing still to recovering; whoever recovered still does."""
    assert needs.next_severity(2, 0.1, down + more, u) <= needs.next_severity(2, 0.1, down, u)
    assert needs.next_severity(2, 0.1 - more / 2, down, u) <= needs.next_severity(2, 0.1, down, u)


@pytest.mark.parametrize(("floor", "level"), [(0, 1), (1, 1), (2, 2), (3, 3)])
def test_onset_is_light_or_at_once_chronic(floor: int, level: int) -> None:
    assert needs.level_after_onset(floor) == level


# ---- the quiet clock


@given(u=st.floats(0.0, 1.0, exclude_max=True), hazard=st.floats(1e-4, 2.0), split=st.integers(1, 50))
def test_clock_does_not_care_when_it_is_looked_at(u: float, hazard: float, split: int) -> None:
    """Setting the same hazard again in a later week leaves the week of onset where it was."""
    need = one()
    need.budget = needs.new_clock(u)
    needs.set_clock(need, hazard, 0)
    onset = int(need.onset_week)
    if 0 < split < onset:
        needs.set_clock(need, hazard, split)
        assert abs(int(need.onset_week) - onset) <= (
            abs(need.budget / hazard - round(need.budget / hazard)) < 1e-6
        )


def test_clock_gives_the_geometric_law_of_weekly_onset() -> None:
    """P(onset in week n) = (1 - p)^(n - 1) p with p = 1 - exp(-h), exact binomial acceptance at 0.1%."""
    hazard, trials, rng = 0.3, 20_000, np.random.default_rng(1)
    weeks = np.zeros(trials, np.int64)
    need = one()
    for trial, u in enumerate(rng.random(trials)):
        need.budget, need.hazard, need.clock_week = needs.new_clock(u), 0.0, 10
        needs.set_clock(need, hazard, 10)
        weeks[trial] = need.onset_week - 10
    chance = 1.0 - math.exp(-hazard)
    for number in range(1, 9):
        low, high = binomial_limits(trials, (1.0 - chance) ** (number - 1) * chance, ERROR / 8)
        assert low <= np.count_nonzero(weeks == number) <= high


@given(
    u=st.floats(0.0, 0.999), first=st.floats(1e-3, 1.0), then=st.floats(1e-3, 1.0), week=st.integers(1, 20)
)
def test_clock_spends_its_budget_at_the_hazard_of_each_week(
    u: float, first: float, then: float, week: int
) -> None:
    need = one()
    need.budget = needs.new_clock(u)
    needs.set_clock(need, first, 0)
    if need.onset_week <= week:
        return
    budget = float(need.budget)
    needs.set_clock(need, then, week)
    assert need.budget == pytest.approx(budget - first * week, abs=1e-12)
    assert need.onset_week == pytest.approx(week + max(1, math.ceil(need.budget / then)), abs=1)
    assert need.onset_week > week


def test_clock_without_hazard_never_runs_out() -> None:
    need = one()
    need.budget = needs.new_clock(0.5)
    needs.set_clock(need, 0.0, 3)
    assert need.onset_week == NEVER
    needs.set_clock(need, 1e-300, 4)
    assert need.onset_week == NEVER
    assert needs.new_clock(0.0) == 0.0


# ---- memory


@given(st.lists(st.integers(0, 4), min_size=1, max_size=120))
def test_memory_keeps_forty_two_weeks(severities: list[int]) -> None:
    need, memory = one(), np.zeros(2, np.uint64)
    need.severity, need.level_week = severities[0], 0
    for week, severity in enumerate(severities):
        if severity != need.severity:
            needs.remember(memory, int(need.severity), week - int(need.level_week))
            need.severity, need.level_week = severity, week
    kept, now = severities[::-1][:42], len(severities) - 1
    assert [needs.severity_before(need, memory, weeks, now) for weeks in range(len(kept))] == kept
    if len(severities) < 42:
        assert needs.severity_before(need, memory, 41, now) == 0


@given(st.integers(0, 4), st.integers(0, 4), st.integers(1, 60))
def test_memory_of_many_weeks_at_once_is_that_of_each_week(before: int, then: int, weeks: int) -> None:
    at_once, one_by_one = np.zeros(2, np.uint64), np.zeros(2, np.uint64)
    for memory in (at_once, one_by_one):
        needs.remember(memory, before, 30)
    needs.remember(at_once, then, weeks)
    for _ in range(weeks):
        needs.remember(one_by_one, then, 1)
    assert at_once.tolist() == one_by_one.tolist()


@given(st.lists(st.integers(0, 4), min_size=9, max_size=9))
def test_packed_severities_read_back(severities: list[int]) -> None:
    levels = 0
    for domain, severity in enumerate(severities):
        levels = needs.with_level(needs.with_level(levels, domain, 7), domain, severity)
    assert [needs.level_in(levels, domain) for domain in range(9)] == severities


# ---- who has what for life, and how severe


@given(
    floor=st.integers(0, 3),
    up=st.lists(st.floats(0.01, 0.4), min_size=4, max_size=4),
    down=st.lists(st.floats(0.05, 0.5), min_size=4, max_size=4),
)
def test_long_run_severity_is_the_stationary_law(floor: int, up: list[float], down: list[float]) -> None:
    """Against linear algebra: the stationary vector of the same chain."""
    ups, downs = np.array([*up, 0.0]), np.array([0.0, *down])
    chain = np.zeros((5 - floor, 5 - floor))
    for level in range(floor, 5):
        here = level - floor
        if level < 4:
            chain[here, here + 1] = ups[level]
        if level > floor:
            chain[here, here - 1] = downs[level]
        chain[here, here] = 1.0 - chain[here].sum()
    exact = np.concatenate([np.zeros(floor), stationary(chain)])
    weights = np.zeros(5)
    needs.long_run_weights(floor, ups, downs, weights)
    edges = np.cumsum(exact)
    for severity in range(floor, 5):
        low = edges[severity - 1] if severity else 0.0
        if exact[severity] > 1e-9:
            middle = (low + edges[severity]) / 2
            assert needs.long_run_severity(floor, ups[0], weights, middle) == severity


def test_without_onset_everybody_is_well_and_the_unlucky_draw_is_a_crisis() -> None:
    ups, downs, weights = np.array([0.1, 0.1, 0.1, 0.1, 0.0]), np.full(5, 0.1), np.zeros(5)
    for floor, onset, u, severity in ((0, 0.0, 0.999999, 0), (3, 0.0, 0.999999, 4), (2, 0.1, 0.0, 2)):
        needs.long_run_weights(floor, ups, downs, weights)
        assert needs.long_run_severity(floor, onset, weights, u) == severity


def test_without_worsening_nobody_is_above_his_chronic_level() -> None:
    weights = np.zeros(5)
    needs.long_run_weights(2, np.zeros(5), np.full(5, 0.1), weights)
    assert needs.long_run_severity(2, 0.0, weights, 0.999999) == 2


@given(share=st.floats(0.0, 1.0), light=st.floats(0.0, 0.5), moderate=st.floats(0.0, 0.5))
def test_chronic_levels_come_in_their_shares(share: float, light: float, moderate: float) -> None:
    points = (np.arange(400) + 0.5) / 400
    levels = np.array([needs.chronic_level(share, light, moderate, u) for u in points])
    expected = [1.0 - share, share * light, share * moderate, share * (1.0 - light - moderate)]
    for level, wanted in enumerate(expected):
        assert (levels == level).mean() == pytest.approx(wanted, abs=2 / 400)


def test_nobody_is_chronic_when_the_share_is_nothing() -> None:
    assert needs.chronic_level(0.0, 0.25, 0.6, 0.0) == 0
    assert needs.chronic_level(1.0, 0.0, 0.0, 0.999) == 3
