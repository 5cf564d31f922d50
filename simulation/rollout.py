"""A policy comes and goes by its calendar: in each neighbourhood in its own weeks, to its own extent."""

from collections.abc import Mapping

import numpy as np

from agents.case import WAITING
from agents.compiled import rule
from simulation import parameters
from simulation.build import pool_staff
from simulation.closing import close_where_due
from simulation.counters import OPEN_N, PENDING_N, SHARED_LIST
from simulation.draws import FIDELITY_QUEUE, PEOPLE, draw, stream
from simulation.fidelity import use_fidelity
from simulation.listing import stage_of, stand_in, step_out
from simulation.new_ways import enter_new_ways, give_accounts
from simulation.parameters import entries
from simulation.selecting import follow_ranked
from simulation.world import Floats, Ints, Records, World

# Levers that grow with the part of the area where the policy is at work; others hold wherever it is.
GROWING = ("share (fidelity)", "ratio")


def lever_weeks(
    before: Mapping[str, float], full: Mapping[str, float], share: Floats
) -> tuple[Records, Ints]:
    """What the levers stand at in each week.

    Args:
        before: every number without the policy.
        full: every number where the policy is at work.
        share: week -> part of the area where it is, 0-1.

    Returns:
        Records of all numbers, the first without the policy and the second in full, and which record holds in
        each week.
    """
    rows: dict[float, int] = {0.0: 0, 1.0: 1}
    records = [parameters.record(before), parameters.record(full)]
    number = np.zeros(len(share), np.int64)
    for week, part in enumerate(share.tolist()):
        if part not in rows:
            rows[part] = len(records)
            records.append(parameters.record(_between(before, full, part)))
        number[week] = rows[part]
    return np.concatenate(records).view(np.recarray), number


def _between(before: Mapping[str, float], full: Mapping[str, float], part: float) -> dict[str, float]:
    """Every number while the policy is at work in a part of the area; budgets ask it once a budget year."""
    between = dict(before)
    for name, value in full.items():
        if entries()[name].unit not in GROWING:
            between[name] = value
        elif value != before[name]:
            between[name] = (1.0 - part) * before[name] + part * value
    return between


@rule
def roll_out(w: World, week: int) -> None:
    """Where the calendar says so, the policy begins, grows, pauses or ends this week.

    Args:
        w: the world.
        week: this week.
    """
    if week <= 0:
        return
    changes = w.lever_row[week] != w.lever_row[week - 1]
    for place in range(w.reach_now.size):
        changes = changes or w.reach[week, place] != w.reach[week - 1, place]
    if changes:
        set_reach(w, week)


@rule
def set_reach(w: World, week: int) -> None:
    """Bring households, staff and waiting cases to how far the policy is this week.

    Args:
        w: the world.
        week: this week.

    All draws are keyed by household, post and case: more reach only adds, less reach only takes away.
    """
    w.reach_now[:] = w.reach[week]
    w.p[0] = w.levers[w.lever_row[week]]
    for index in range(w.households.size):
        use_fidelity(w, index)
    follow_ranked(w, week)
    pool_staff(w)
    give_accounts(w)
    enter_new_ways(w)
    share_lists(w)
    close_where_due(w, week)
    for place in range(w.counters[OPEN_N]):
        w.opened[place].look_week = min(w.opened[place].look_week, week)
    for place in range(w.counters[PENDING_N]):
        w.pending[place].look_week = week


@rule
def share_lists(w: World) -> None:
    """Waiting cases go to the shared list, or back to that of their provider, and keep their place in time.

    Args:
        w: the world.
    """
    of_fidelity = stream(PEOPLE, 0, FIDELITY_QUEUE)
    for place in range(w.counters[PENDING_N]):
        index = w.pending[place].case
        case = w.cases[index]
        if case.state != WAITING:
            continue
        pooled = w.lists[case.own_list].poolable and draw(case.key, of_fidelity) < w.p[0].queue
        if pooled != case.pooled:
            case.pooled = pooled
            joined, stage = int(case.joined_week), stage_of(case)
            step_out(w, index)
            queue = int(w.counters[SHARED_LIST]) if pooled else int(case.own_list)
            stand_in(w, index, queue, stage, joined)
