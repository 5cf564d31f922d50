"""Numbers of rows decide nothing (T11): relabelled organisations, lists, professionals and households."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from simulation import Scenario
from simulation.build import build_world
from simulation.columns import NAMES
from simulation.handle import held
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.neighbourhood import POLICIES, scenario
from tests.simulation.relabel import everything_counted, relabel

BUSY = {"debt_signal_rate": 0.1, "outreach": 1.0}
RESTLESS = {
    "leaving_rate_per_year": 6.0,
    "vacancy_weeks": 3.0,
}  # far beyond bounds: colleagues leave together
WEEKS = 40


def live(
    of: Scenario,
    weeks: int,
    between: Callable[[World], World] = lambda world: world,
    changes: Mapping[str, float] | None = None,
) -> World:
    """Live the start-up and some weeks of the policy, and do something before each week.

    Args:
        of: the scenario.
        weeks: weeks under the policy.
        between: from the world before a week to the world that lives it.
        changes: numbers to set, also beyond their bounds.

    Returns:
        The world at the end.
    """
    world = build_world(of.loaded_area, of.start_values, of.seed, 0, of.warmup_weeks)
    for week in range(-of.warmup_weeks, weeks):
        if week == 0:
            world = branch(world, of)
        for name, value in (changes or {}).items():
            world.p[name] = value
        world = between(world)
        live_weeks(held(world), week, week + 1)
    return world


def differences(one: World, other: World, before: int) -> list[str]:
    """Where two runs counted differently: the first weeks and columns, then other tables.

    Args:
        one: a world at the end.
        other: another.
        before: weeks of start-up.

    Returns:
        One line each; none when they are equal.
    """
    apart = np.argwhere(one.weekly != other.weekly)
    found = [f"week {int(week) - before}: {NAMES[place]}" for week, place in apart[:8]]
    both = everything_counted(one), everything_counted(other)
    return found + [name for name in both[0] if not np.array_equal(both[0][name], both[1][name])]


@pytest.mark.parametrize("policy", POLICIES)
def test_relabelled_records_live_the_same(area: Path, policy: str) -> None:
    """Every week everybody gets another number: households, residents, needs, providers, lists, posts."""
    of = scenario(area, policy, warmup_weeks=26, parameters=BUSY)
    luck = np.random.default_rng(11)
    plain = live(of, WEEKS, changes=RESTLESS)
    other = live(of, WEEKS, lambda world: relabel(world, luck), RESTLESS)
    assert differences(plain, other, of.warmup_weeks) == []
    assert plain.household_cost.sum(axis=0).tolist() == other.household_cost.sum(axis=0).tolist()
    assert Bookkeeper(other, WEEKS - 1).contradictions() == []
