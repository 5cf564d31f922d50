"""Submodel 18: family, friends and neighbours shield, wear out while they carry, and come back."""

from pathlib import Path

import numpy as np
import pytest

from simulation.handle import held
from simulation.startup import branch
from simulation.week import live_weeks
from tests.simulation.corners import HELP_WORKS, alone, weeks_of_trouble
from tests.simulation.neighbourhood import NO_TURNOVER, first_day, lived, scenario

WEEKS = 40


def test_strength_is_the_weekly_recursion_of_what_is_carried(area: Path) -> None:
    """Law: 0.01 a week down while somebody has a severe need or a plan asks, else 0.005 back to the start."""
    of = scenario(
        area, "krachtenbundeling", warmup_weeks=4, parameters={**NO_TURNOVER, "network_look_weeks": 1.0}
    )
    state = first_day(of, rate=0.0)
    live_weeks(held(state), -of.warmup_weeks, 0)
    world = branch(state, of)
    given = world.households
    strength = given.network.copy()
    asked = 0
    for week in range(WEEKS):
        asked_before = given.network_asked.copy()
        live_weeks(held(world), week, week + 1)
        severe = np.zeros(given.size, bool)
        severe[world.needs.household[(world.needs.severity >= 3) & (world.needs.eligible == 1)]] = True
        carries = severe | (asked_before > 0)  # a plan is made after the hours of its week were given
        sure = (asked_before == given.network_asked) | severe
        expected = np.where(
            carries, np.maximum(0.0, strength - 0.01), np.minimum(given.network_start, strength + 0.005)
        )
        moving = given.network_place >= 0
        assert given.network[moving & sure] == pytest.approx(expected[moving & sure], abs=1e-12)
        strength = np.where(moving, given.network, given.network_start)
        asked += int(given.network_asked.sum())
    assert asked > 0 and (strength < given.network_start).sum() > 10


def test_hazards_follow_within_a_round(area: Path) -> None:
    """What hazards are computed from is never further behind than a round of weeks can take it."""
    of = scenario(area, warmup_weeks=26, parameters={"network_look_weeks": 13.0})
    given = lived(of, WEEKS).households
    behind = np.abs(given.network_seen - given.network)
    assert behind.max() <= 13 * 0.01 + 1e-12
    assert (given.network < given.network_start).any()


def test_nothing_shields_and_nothing_is_asked_at_the_nulls(area: Path) -> None:
    of = scenario(area, "krachtenbundeling", warmup_weeks=26)
    state = first_day(of)
    state.p.network_protection = 0.0
    state.households.shield = 1.0
    live_weeks(held(state), -of.warmup_weeks, 0)
    quiet = {"network_protection": 0.0, "network_help": 0.0}
    worlds = [lived(of, WEEKS, state, **quiet, network_loss=loss) for loss in (0.0, 0.05)]
    assert np.array_equal(worlds[0].weekly, worlds[1].weekly)
    assert (worlds[0].households.shield == 1.0).all()
    none = lived(of, WEEKS, state, network_asked_share=0.0)
    assert not none.households.network_asked.any()


@pytest.mark.parametrize("protection", [0.0, 1.5])
def test_the_strong_meet_less_trouble(area: Path, protection: float) -> None:
    still = {
        **NO_TURNOVER,
        "network_loss": 0.0,
        "network_protection": protection,
        "frailty_sd_household": 0.0,
    }
    of = scenario(area, years=3, warmup_weeks=0, parameters=still)
    world = first_day(of, rate=0.0)
    run = lived(of, 120, world)
    strong = run.households.network_start > np.median(run.households.network_start)
    past = run.needs.episode - world.needs.episode
    heavy = np.bincount(run.needs.household, weights=past, minlength=run.households.size)
    heavy /= run.households.needs
    if protection > 0.0:
        assert heavy[strong].mean() < 0.9 * heavy[~strong].mean()
    else:
        assert abs(heavy[strong].mean() - heavy[~strong].mean()) < 0.3 * heavy.mean()


# ---- corners: one plan wins, and loses, through the network alone


def test_a_plan_that_asks_a_strong_network_wins(area: Path) -> None:
    mechanism = {"network_help": 0.5, "network_asked_share": 1.0, "network_loss": 0.0}
    separate, one_plan = alone(
        area,
        {"plan": 1.0},
        mechanism,
        {**HELP_WORKS, "network_help": 0.0, "network_protection": 0.0, "plan_conflict": 0.1},
    )
    assert weeks_of_trouble(one_plan) < weeks_of_trouble(separate)


def test_a_plan_that_wears_the_network_out_loses(area: Path) -> None:
    mechanism = {"network_protection": 1.5, "network_asked_share": 1.0, "network_loss": 0.05}
    separate, one_plan = alone(
        area, {"plan": 1.0}, mechanism, {**HELP_WORKS, "network_help": 0.0, "network_protection": 0.0}
    )
    assert weeks_of_trouble(one_plan) > weeks_of_trouble(separate)
    assert one_plan.households["network"].mean() < separate.households["network"].mean()
