"""A professional's week: hours there are, registration, and how a week is divided (model 6, 8.6 to 8.8)."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import professional as rules
from agents.professional import PROFESSIONAL

seconds = st.integers(0, 200_000)


def worker(available: int, asked: int = 0, coordination: int = 0, meetings: int = 0) -> np.record:
    """A professional at the beginning of a week.

    Args:
        available: seconds he is there.
        asked: seconds his running cases ask.
        coordination: seconds of talks.
        meetings: seconds of meetings.

    Returns:
        His record.
    """
    one: np.record = np.zeros(1, PROFESSIONAL).view(np.recarray)[0]
    one.available, one.asked = available, asked
    one.asked_coordination, one.asked_meetings = coordination, meetings
    return one


@given(available=seconds, asked=seconds, coordination=seconds, meetings=seconds, share=st.floats(0.0, 0.7))
def test_a_divided_week_is_the_whole_week(
    available: int, asked: int, coordination: int, meetings: int, share: float
) -> None:
    one = worker(available, asked, coordination, meetings)
    rules.divide_week(one, share, 0, 0)
    on_cases = min(available, asked)
    parts = (one.coordination, one.meetings, one.registration, one.left)
    assert all(part >= 0 for part in parts)
    assert on_cases + sum(int(part) for part in parts) == available
    assert 0.0 <= one.case_share <= 1.0 and 0.0 <= one.talk_share <= 1.0
    assert one.coordination <= coordination and one.meetings <= meetings


def test_cases_go_before_talks_and_talks_before_registration() -> None:
    short = worker(1000, asked=1000, coordination=500, meetings=500)
    rules.divide_week(short, 0.24, 0, 0)
    assert (short.case_share, short.talk_share, short.registration, short.left) == (1.0, 0.0, 0, 0)
    enough = worker(10_000, asked=1000, coordination=500, meetings=500)
    rules.divide_week(enough, 0.24, 0, 0)
    assert (enough.case_share, enough.talk_share, enough.registration, enough.left) == (1.0, 1.0, 2400, 5600)
    half = worker(1000, asked=2000)
    rules.divide_week(half, 0.24, 0, 0)
    assert half.case_share == 0.5


def test_somebody_who_is_away_gives_nothing() -> None:
    away = worker(0, asked=1000, coordination=100)
    rules.divide_week(away, 0.24, 0, 0)
    assert (away.case_share, away.talk_share, away.left, away.registration) == (0.0, 0.0, 0, 0)
    idle = worker(0)
    rules.divide_week(idle, 0.24, 0, 0)
    assert (idle.case_share, idle.talk_share) == (1.0, 1.0)


@given(hours=st.floats(0.0, 40.0), leave=st.floats(0.1, 0.15), factor=st.floats(0.1, 3.0))
def test_net_hours_are_proportional_to_contract_and_factor(hours: float, leave: float, factor: float) -> None:
    assert rules.net_hours(hours, leave, factor) == pytest.approx(
        hours * rules.net_hours(1.0, leave, 1.0) * factor
    )
    assert rules.net_hours(0.0, leave, factor) == 0.0
    assert rules.net_hours(36.0, 0.0, 1.0) == 36.0


@given(base=st.floats(0.0, 0.4), extra=st.floats(0.0, 0.15), regimes=st.integers(1, 6))
def test_each_regime_beyond_the_first_adds_the_same(base: float, extra: float, regimes: int) -> None:
    share = rules.registration_share(base, extra, regimes)
    assert rules.registration_share(base, extra, regimes + 1) - share == pytest.approx(extra)
    assert rules.registration_share(base, extra, 1) == base
    assert rules.registration_share(base, 0.0, regimes) == base


@given(organisation=st.integers(1, 4), of_team=st.floats(0.0, 1.0))
def test_one_account_takes_one_regime_and_an_old_judge_adds_one(organisation: int, of_team: float) -> None:
    usual = rules.regimes_now(organisation, False, False, of_team)
    assert usual == organisation
    assert rules.regimes_now(organisation, False, True, of_team) == usual + of_team
    for pooled in (False, True):
        assert rules.regimes_now(organisation, True, pooled, of_team) == max(1.0, usual - 1.0)


@given(load=st.floats(0.0, 3.0), extra=st.floats(0.0, 0.3), free=st.floats(-0.5, 1.0))
def test_strain_settles_where_what_comes_equals_what_passes(load: float, extra: float, free: float) -> None:
    rest = (0.02 * (load - 1.0) + 0.05 * extra - 0.02 * free) / 0.03
    again = rules.strain_after_week(rest, load, extra, free, 0.02, 0.05, 0.02, 0.03)
    assert again == pytest.approx(rest, abs=1e-12)
    above = rules.strain_after_week(rest + 1.0, load, extra, free, 0.02, 0.05, 0.02, 0.03)
    assert rest < above < rest + 1.0
    assert rules.strain_after_week(0.0, load, extra, free, 0.0, 0.0, 0.0, 0.03) == 0.0


@given(available=st.integers(1, 200_000), unused=seconds, short=seconds)
def test_load_is_one_when_it_just_fits(available: int, unused: int, short: int) -> None:
    unused = min(unused, available)
    load = rules.load_of_week(available, unused, short)
    assert (load > 1.0) == (short > unused) and load >= 0.0
    assert rules.load_of_week(available, 0, 0) == 1.0


@given(hazard=st.floats(0.0, 0.02), strain=st.floats(-3.0, 3.0))
def test_strain_works_on_the_hazard(hazard: float, strain: float) -> None:
    chance = rules.chance_under_strain(hazard, strain)
    assert -np.log1p(-chance) == pytest.approx(hazard * np.exp(strain), abs=1e-12)
    assert 0.0 <= chance <= rules.chance_under_strain(hazard, strain + 0.1) <= 1.0
    assert rules.chance_under_strain(0.0, strain) == 0.0


def test_autonomy_runs_from_one_to_nothing() -> None:
    assert [rules.autonomy(regimes, 4.0) for regimes in (0.0, 1.0, 4.0, 5.0)] == [1.0, 0.75, 0.0, -0.25]


def test_what_does_not_fit_is_short() -> None:
    full = worker(1000, asked=1500, coordination=200, meetings=100)
    rules.divide_week(full, 0.24, 0, 0)
    assert full.short == 500 + 300 + 240
    enough = worker(10_000, asked=1000)
    rules.divide_week(enough, 0.24, 0, 0)
    assert enough.short == 0


@given(
    skill=st.floats(0.7, 1.0),
    share=st.floats(0.0, 1.0),
    learning=st.floats(0.0, 0.05),
    forgetting=st.floats(0.0, 0.02),
    kept=st.floats(0.0, 1.0),
)
def test_skill_stays_between_lowest_and_full(
    skill: float, share: float, learning: float, forgetting: float, kept: float
) -> None:
    after = rules.skill_after_week(skill, 0.7, share, learning, forgetting, kept)
    assert 0.7 - 1e-12 <= after <= 1.0 + 1e-12
    assert rules.skill_after_week(skill, 0.7, 1.0, learning, forgetting, kept) >= skill
    assert rules.skill_after_week(skill, 0.7, 0.0, learning, forgetting, kept) <= skill
    assert rules.skill_after_week(skill, 0.7, 0.0, learning, forgetting, 1.0) == skill
    assert rules.skill_after_week(skill, 0.7, share, 0.0, 0.0, kept) == skill


@given(available=seconds, asked=seconds, home_base=st.integers(0, 7200), training=st.integers(0, 14_400))
def test_training_goes_first_and_home_base_last(
    available: int, asked: int, home_base: int, training: int
) -> None:
    one = worker(available, asked)
    rules.divide_week(one, 0.24, home_base, training)
    assert one.training == min(training, available)
    cases = round(float(one.case_share) * asked)
    assert one.training + cases + one.registration + one.home_base + one.left == available
    assert 0 <= one.home_base <= home_base and (one.left == 0 or one.home_base == home_base)


@given(left=seconds, asked=seconds)
def test_room_is_what_is_left(left: int, asked: int) -> None:
    one = worker(0)
    one.left = left
    assert rules.has_room(one, asked, False) == (left >= asked)
    assert rules.has_room(one, asked, True)
    one.vacant = 1
    assert not rules.has_room(one, asked, False)


def test_with_unlimited_hours_a_vacant_post_takes_cases_too() -> None:
    """Otherwise somebody waits although capacity is unlimited."""
    one = worker(0)
    one.vacant = 1
    assert rules.has_room(one, 3600, True)
