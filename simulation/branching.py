"""A run goes on under another policy from any week: same people, same luck, same state of that week."""

import numpy as np

from simulation.errors import InputError
from simulation.rollout import lever_weeks
from simulation.scale import at_scale
from simulation.scenario import Scenario
from simulation.selections import selections_in
from simulation.startup import choose_partners, part_of_area
from simulation.world import Floats, World
from simulation.world_room import copy_world


def branch_at(world: World, week: int, lived: Scenario, scenario: Scenario) -> World:
    """Let a run go on under another policy from this week on.

    Args:
        world: the run at the start of a week; it is left as it is.
        week: that week.
        lived: what was lived so far.
        scenario: what is lived from now on; its calendar counts from the first week of the run.

    Returns:
        A world of its own. Levers that hold for a budget year change when the next one begins, as they do
        when a policy begins by its calendar.

    Raises:
        InputError: the scenarios do not share their start-up or horizon, no week has been lived, or the
            policy so far is in the middle of its calendar.
    """
    _check(week, lived, scenario)
    if scenario.digest == lived.digest and scenario.partners == lived.partners:
        return copy_world(world)
    before = world.reach[week - 1]
    if not ((before == 0.0).all() or (before == 1.0).all()):
        raise InputError(
            f"week {week}: policy {lived.policy!r} is at work in part of the area; branch from a week "
            "in which it is everywhere in full, or nowhere"
        )
    values = at_scale(scenario.values, world.households.size * scenario.copies)
    now = {name: float(world.p[name][0]) for name in values}
    reach: Floats = np.where(np.arange(scenario.weeks)[:, None] < week, 0.0, scenario.reach)
    homes = np.bincount(world.households.neighbourhood, minlength=reach.shape[1])
    levers, lever_row = lever_weeks(now, values, part_of_area(reach, homes))
    room = selections_in(scenario.weeks, scenario.values) - len(world.selections)
    branched = copy_world(
        world,
        levers=levers,
        lever_row=lever_row,
        reach=np.ascontiguousarray(reach),
        reached_part=part_of_area(np.maximum.accumulate(reach), homes),
        selections=np.pad(world.selections, ((0, max(0, room)), (0, 0))),
    )
    choose_partners(branched, scenario)
    return branched


def _check(week: int, lived: Scenario, scenario: Scenario) -> None:
    """Refuse what cannot go on from here."""
    if lived.start_digest != scenario.start_digest:
        raise InputError(
            f"policy {scenario.policy!r}: a branch needs the same area, seed, start-up and model parameters "
            f"as {lived.policy!r}; only policies and levers may differ"
        )
    if scenario.years != lived.years:
        raise InputError(f"years {scenario.years}: the run has {lived.years} years; give the branch as many")
    if week < 1:
        raise InputError(
            "week 0: nothing has been lived under the policy; make a NeighbourhoodModel of the other scenario"
        )
