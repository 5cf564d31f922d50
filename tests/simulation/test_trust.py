"""Submodel 21: trust follows what households meet with, by the same rule under every policy."""

from pathlib import Path

import numpy as np

from agents.case import OPEN
from simulation.handle import held
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.corners import ALL_ALIKE, alone
from tests.simulation.neighbourhood import CONSTANT_TRUST, NO_TURNOVER, first_day, lived, scenario

WEEKS = 30


def meets_somebody(world: World) -> np.ndarray:
    """Which households somebody comes to every week, from their cases.

    Args:
        world: the world.

    Returns:
        One truth a household.
    """
    here = (world.cases.state == OPEN) & (world.cases.given > 0)
    return np.bincount(world.cases.household[here], minlength=world.households.size) > 0


def test_trust_is_the_weekly_recursion_of_contacts(area: Path) -> None:
    """Law: in each week with contact T grows by a part of what is missing; also in its last week."""
    of = scenario(area, warmup_weeks=4, parameters={**NO_TURNOVER, "trust_loss": 0.0, "trust_gain": 0.05})
    state = first_day(of, rate=0.0)
    live_weeks(held(state), -of.warmup_weeks, 0)
    world = branch(state, of)
    trust = world.households.trust.copy()
    before = meets_somebody(world)
    for week in range(WEEKS):
        live_weeks(held(world), week, week + 1)
        after = meets_somebody(world)
        gained = trust + 0.05 * (1.0 - trust)
        certain = before & after
        assert np.array_equal(world.households.trust[certain], gained[certain])
        nobody = ~before & ~after & (world.households.trust != trust)
        assert (world.households.trust[nobody] == gained[nobody]).all()  # came and went in one week
        trust = world.households.trust.copy()
        before = after
    assert (trust > state.households.trust).sum() > 20


def test_trust_does_not_depend_on_when_it_is_looked_at(area: Path) -> None:
    of = scenario(area, "krachtenbundeling", warmup_weeks=8)
    at_once = lived(of, WEEKS)
    state = first_day(of)
    live_weeks(held(state), -of.warmup_weeks, 0)
    world = branch(state, of)
    for week in range(WEEKS):
        live_weeks(held(world), week, week + 1)
    assert np.array_equal(world.households.trust, at_once.households.trust)
    assert np.array_equal(world.weekly, at_once.weekly)


def test_trust_stays_as_it_was_at_its_null_and_within_bounds_at_its_extremes(area: Path) -> None:
    of = scenario(area, "krachtenbundeling", parameters={**NO_TURNOVER, **CONSTANT_TRUST})
    state = first_day(of, rate=0.0)
    start = state.households.trust.copy()
    assert np.array_equal(lived(of, 0, state).households.trust, start)
    world = lived(of, WEEKS, state)
    assert np.array_equal(world.households.trust, start)
    for gain, loss in ((0.2, 0.3), (0.0, 0.3), (0.2, 0.0)):
        trust = lived(of, WEEKS, state, trust_gain=gain, trust_loss=loss).households.trust
        assert ((trust >= 0.0) & (trust <= 1.0)).all() and not np.array_equal(trust, start)


def test_who_gives_up_at_the_common_door_does_not_knock_again_for_some_weeks(area: Path) -> None:
    hasty = {"leaving_list_rate": 0.05, "door_hours_share": 0.05, "intake": 1.0, **CONSTANT_TRUST}
    none = lived(scenario(area, parameters=hasty), WEEKS, door_pause_weeks=0.0)
    long = lived(scenario(area, parameters=hasty), WEEKS, door_pause_weeks=26.0)
    assert (long.households.door_from > WEEKS).any() and not (none.households.door_from > WEEKS).any()
    assert not np.array_equal(none.weekly, long.weekly)


# ---- corners: trust alone makes one front door win, and lose


def test_telling_the_story_once_keeps_more_trust(area: Path) -> None:
    separate, one_door = alone(
        area, {"intake": 1.0}, {"trust_loss": 0.3, "trust_gain": 0.0}, {"asking_rate_other": 0.09}
    )
    assert one_door.households["trust"].mean() > separate.households["trust"].mean()
    assert (
        one_door.summary["unmet_weeks_per_household_per_year"]
        < (separate.summary["unmet_weeks_per_household_per_year"])
    )


def test_a_door_that_is_too_narrow_loses_trust(area: Path) -> None:
    """Hours are finite and people give up: at a narrow door more of them do, and sooner tell it all again."""
    world = {**ALL_ALIKE, "unlimited_capacity": 0.0, "hours_change": 1.5, "leaving_list_rate": 0.05}
    world |= {"positive_health_conversation_hours": 1.5, "door_hours_share": 0.05}
    world |= {"broad_intake_valid_weeks": 4.0, "trust_loss": 0.3, "trust_gain": 0.0}
    separate, one_door = (
        lived(scenario(area, parameters={**world, "intake": share}), 52).households for share in (0.0, 1.0)
    )
    assert one_door.trust.mean() < separate.trust.mean()
