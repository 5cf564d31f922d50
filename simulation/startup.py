"""The start-up: weeks of fragmented working that all policies of one seed share, lived once and branched."""

from collections import OrderedDict
from threading import Lock

import numpy as np

from agents.compiled import rule
from agents.domains import MUNICIPAL_PAYERS
from simulation.active import set_all_hazards
from simulation.build import build_world
from simulation.census_columns import CENSUS_NAMES, CENSUS_WEEKS, YEAR_WEEKS
from simulation.columns import WIDTH
from simulation.handle import held
from simulation.onset_calendar import blank_pages, write_anew
from simulation.policies import ALL
from simulation.purses import set_budgets
from simulation.rollout import lever_weeks, set_reach
from simulation.scale import at_scale
from simulation.scenario import Scenario
from simulation.selecting import choose_households
from simulation.selections import selections_in
from simulation.shelf import Shelf
from simulation.week import live_weeks
from simulation.world import SELECTION_FACTS, STEP, Floats, Ints, World
from simulation.world_room import copy_world, refit_world

KEPT_STATES = 4
_states: "OrderedDict[tuple[str, int], World]" = OrderedDict()
_lock = Lock()
_shelves: list[Shelf] = []


def keep_on(shelf: Shelf | None) -> None:
    """Have start-ups that are lived from now on kept on a shelf too; they are not unless this is asked.

    Args:
        shelf: where; None to keep them in memory only.
    """
    with _lock:
        _shelves[:] = [] if shelf is None else [shelf]


def lived(scenario: Scenario, copy: int = 0) -> bool:
    """Whether a start-up was lived and is still kept, in memory or on a shelf.

    Args:
        scenario: the scenario.
        copy: which copy of the area.
    """
    key = (scenario.start_digest, copy)
    return key in _states or any(key in shelf for shelf in _shelves)


def started(scenario: Scenario, copy: int = 0) -> World:
    """The world at the end of the start-up, as the policy finds it.

    Args:
        scenario: the scenario; policies that share area, seed and model parameters share this state.
        copy: which copy of the area.

    Returns:
        A state to branch from; do not change it.
    """
    return _find(scenario, copy, keep=True)[0]


def begun(scenario: Scenario, copy: int = 0, *, keep: bool = True) -> World:
    """A world of which the start-up was lived and week 0 can be lived under the policy.

    Args:
        scenario: the scenario; policies that share area, seed and model parameters share its start-up.
        copy: which copy of the area.
        keep: whether to keep the start-up for another policy; not with so many copies that it would be gone
            by then, and memory would grow for nothing.

    Returns:
        A world of its own.
    """
    state, kept = _find(scenario, copy, keep=keep)
    return branch(state, scenario, used_up=not kept)


def _find(scenario: Scenario, copy: int, *, keep: bool) -> tuple[World, bool]:
    """Give the state at the end of the start-up, and whether it is kept in memory for others."""
    key = (scenario.start_digest, copy)
    with _lock:
        if key in _states:
            _states.move_to_end(key)
            return _states[key], True
        shelf = _shelves[0] if _shelves else None
    world = shelf.take(key) if shelf is not None else None
    if world is not None:
        return world, False
    world = _live(scenario, copy)
    if not keep or (shelf is not None and shelf.put(key, world)):
        return world, False
    with _lock:
        _states[key] = world
        while len(_states) > KEPT_STATES:
            _states.popitem(last=False)
    return world, True


def _live(scenario: Scenario, copy: int) -> World:
    """Live the weeks of a start-up."""
    area, weeks = scenario.loaded_area, scenario.warmup_weeks
    world = build_world(area, scenario.start_values, scenario.seed, copy, weeks)
    live_weeks(held(world), -weeks, 0)
    return world


def forget_states() -> None:
    """Forget every start-up in memory."""
    with _lock:
        _states.clear()


def branch(state: World, scenario: Scenario, *, used_up: bool = False) -> World:
    """Start a policy in the state at the end of the start-up, or in a copy of it.

    Args:
        state: the world at the end of the start-up.
        scenario: the scenario with its policy and horizon.
        used_up: whether nobody else needs that state, so that it need not be copied.

    Returns:
        A world in which week 0 can be lived under the policy.
    """
    weeks, before = scenario.weeks, scenario.warmup_weeks
    onset_lines = blank_pages(state.needs.size, before + weeks)
    domains = state.severity_count.shape[0]
    values = at_scale(scenario.values, state.households.size * scenario.copies)
    followed = int(scenario.values["recovery_horizon"]) + 1
    weekly = np.zeros((before + weeks, WIDTH), np.int64)
    weekly[:before] = state.weekly[:before]
    bills = np.zeros(max(before + weeks, state.wlz_bills.size) + 512, np.int64)
    bills[: state.wlz_bills.size] = state.wlz_bills
    reach = scenario.reach
    homes = np.bincount(state.households.neighbourhood, minlength=reach.shape[1])
    levers, lever_row = lever_weeks(scenario.start_values, values, part_of_area(reach, homes))
    world = (refit_world if used_up else copy_world)(
        state,
        p=levers[lever_row[:1]],
        levers=levers,
        lever_row=lever_row,
        reach=reach,
        reached_part=part_of_area(np.maximum.accumulate(reach), homes),
        weekly=weekly,
        budget_years=np.zeros((weeks // YEAR_WEEKS, *state.budget_years.shape[1:]), np.int64),
        wlz_bills=bills,
        calendar=np.full(before + weeks + 1, -1, np.int32),
        onset_lines=onset_lines,
        steps=np.zeros(max(onset_lines.size, state.steps.size), STEP).view(np.recarray),
        census=np.zeros((weeks // CENSUS_WEEKS, len(CENSUS_NAMES)), np.int64),
        asked_cohort=np.zeros((domains, weeks), np.int64),
        helped_cohort=np.zeros((domains, weeks, int(scenario.values["first_help_horizon"]) + 1), np.int64),
        all_asked_cohort=np.zeros(weeks, np.int64),
        all_helped_cohort=np.zeros((weeks, int(scenario.values["all_help_horizon"]) + 1), np.int64),
        selections=np.zeros((selections_in(weeks, scenario.values), SELECTION_FACTS), np.int64),
        bad_cohort=np.zeros(weeks, np.int64),
        recovered_cohort=np.zeros((weeks, followed), np.int64),
        well_cohort=np.zeros(weeks, np.int64),
        relapsed_cohort=np.zeros((weeks, followed), np.int64),
    )
    municipal = list(MUNICIPAL_PAYERS)
    world.households.cost_mark -= world.household_cost[:, municipal].sum(axis=1)
    counts = (
        world.household_cost,
        world.cost_before,
        world.household_benefits,
        world.year_base,
        world.event_total,
    )
    for counted in counts:
        counted[:] = 0
    choose_partners(world, scenario)
    start_policy(held(world))
    return world


def part_of_area(reach: Floats, homes: Ints) -> Floats:
    """In how large a part of the area a policy is, week by week.

    Args:
        reach: week, neighbourhood -> how far it is there.
        homes: neighbourhood -> number of households.

    Returns:
        The mean over households.
    """
    part: Floats = reach @ homes / homes.sum()
    part[(reach == 1.0).all(axis=1)] = 1.0  # the mean of ones may be a hair off
    return part


def choose_partners(world: World, scenario: Scenario) -> None:
    """Only the partners of a policy share their lists and hours, and stand behind the common front door.

    Args:
        world: a branch; its lists are changed.
        scenario: its scenario.
    """
    names = list(scenario.loaded_area.organisations["organisation"])
    for waiting_list in world.lists:
        if waiting_list.organisation < 0:
            continue
        joins = ALL in scenario.partners or names[waiting_list.organisation] in scenario.partners
        kind = world.products[waiting_list["product"]]
        waiting_list.poolable = kind.poolable if joins else 0
        waiting_list.at_door = 1 if joins else 0
        waiting_list.pools = kind.pool if joins else 0


@rule
def start_policy(w: World) -> None:
    """Let the policy begin: who uses the door, who is in the team or followed, which cases are taken over.

    Args:
        w: the world.
    """
    write_anew(w)
    set_all_hazards(w)
    set_reach(w, 0)
    set_budgets(w)
    choose_households(w, -1)
