"""The start-up: weeks of fragmented working that all policies of one seed share, lived once and branched."""

from collections import OrderedDict
from threading import Lock

import numpy as np

from agents.case import WAITING
from agents.compiled import rule
from agents.organisation import START_STAGE
from simulation import parameters
from simulation.build import build_world, pool_staff
from simulation.census_columns import CENSUS_NAMES, CENSUS_WEEKS
from simulation.columns import WIDTH
from simulation.counters import PENDING_N, SHARED_LIST, TO_CLOSE
from simulation.draws import FIDELITY_QUEUE, PEOPLE, draw, stream
from simulation.handle import held
from simulation.listing import stand_in, step_out
from simulation.occupancy import use_fidelity
from simulation.onset_calendar import write_anew
from simulation.policies import ALL
from simulation.products import DAY_ACTIVITY
from simulation.scenario import Scenario
from simulation.week import live_weeks
from simulation.world import World
from simulation.world_room import copy_world

KEPT_STATES = 4
_states: "OrderedDict[tuple[str, int], World]" = OrderedDict()
_lock = Lock()


def started(scenario: Scenario, copy: int = 0, *, keep: bool = True) -> World:
    """The world at the end of the start-up, as the policy finds it.

    Args:
        scenario: the scenario; policies that share area, seed and model parameters share this state.
        copy: which copy of the area.
        keep: whether to keep the state for another policy; not with so many copies that it would be gone by
            then, and memory would grow for nothing.

    Returns:
        A state to branch from; do not change it.
    """
    key = (scenario.start_digest, copy)
    with _lock:
        if key in _states:
            _states.move_to_end(key)
            return _states[key]
    world = build_world(
        scenario.loaded_area, scenario.start_values, scenario.seed, copy, scenario.warmup_weeks
    )
    live_weeks(held(world), -scenario.warmup_weeks, 0)
    if not keep:
        return world
    with _lock:
        _states[key] = world
        while len(_states) > KEPT_STATES:
            _states.popitem(last=False)
    return world


def forget_states() -> None:
    """Forget every stored start-up."""
    with _lock:
        _states.clear()


def branch(state: World, scenario: Scenario) -> World:
    """Start a policy in a copy of the state at the end of the start-up.

    Args:
        state: the world at the end of the start-up.
        scenario: the scenario with its policy and horizon.

    Returns:
        A world in which week 0 can be lived under the policy.
    """
    weeks, before = scenario.weeks, scenario.warmup_weeks
    domains = state.severity_count.shape[0]
    weekly = np.zeros((before + weeks, WIDTH), np.int64)
    weekly[:before] = state.weekly[:before]
    bills = np.zeros(max(before + weeks, state.wlz_bills.size) + 512, np.int64)
    bills[: state.wlz_bills.size] = state.wlz_bills
    world = copy_world(
        state,
        p=parameters.record(scenario.values),
        weekly=weekly,
        wlz_bills=bills,
        calendar=np.full(before + weeks + 1, -1, np.int32),
        census=np.zeros((weeks // CENSUS_WEEKS, len(CENSUS_NAMES)), np.int64),
        asked_cohort=np.zeros((domains, weeks), np.int64),
        helped_cohort=np.zeros((domains, weeks, int(scenario.values["first_help_horizon"]) + 1), np.int64),
        all_asked_cohort=np.zeros(weeks, np.int64),
        all_helped_cohort=np.zeros((weeks, int(scenario.values["all_help_horizon"]) + 1), np.int64),
    )
    world.household_cost[:] = 0
    world.event_total[:] = 0
    choose_partners(world, scenario)
    start_policy(held(world))
    return world


def choose_partners(world: World, scenario: Scenario) -> None:
    """Only the partners of a policy share their lists and hours, and stand behind the common front door.

    Args:
        world: a branch; its lists are changed.
        scenario: its scenario.
    """
    partners = scenario.loaded_policy.partners
    if ALL in partners:
        return
    names = list(scenario.loaded_area.organisations["organisation"])
    for waiting_list in world.lists:
        if waiting_list.organisation >= 0 and names[waiting_list.organisation] not in partners:
            waiting_list.poolable = 0
            waiting_list.at_door = 0


@rule
def start_policy(w: World) -> None:
    """Let the policy begin: who uses the door, who is in the team, which waiting cases the team takes over.

    Args:
        w: the world.
    """
    write_anew(w)
    for index in range(w.households.size):
        use_fidelity(w, index)
    pool_staff(w)
    if w.p[0].locations_closed_share > 0.0:
        w.counters[TO_CLOSE] = 1
        for number in range(w.lists.size):
            if w.lists[number].product == DAY_ACTIVITY:
                w.lists[number].factor *= 1.0 - w.p[0].locations_closed_share
    of_fidelity = stream(PEOPLE, 0, FIDELITY_QUEUE)
    for place in range(w.counters[PENDING_N]):
        index = w.pending[place].case
        case = w.cases[index]
        if case.state != WAITING or not w.lists[case.own_list].poolable:
            continue
        case.pooled = draw(case.key, of_fidelity) < w.p[0].queue
        if case.pooled:
            joined = case.joined_week
            step_out(w, index)
            stand_in(w, index, int(w.counters[SHARED_LIST]), START_STAGE, joined)
