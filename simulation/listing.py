"""Where a case stands before its first hour: at the door, in the pile of decisions, on a list."""

from agents.case import BEFORE_INTAKE, DECIDING, FREE, WAITING, priority_class
from agents.compiled import Record, rule
from agents.need import NEVER
from agents.organisation import BUDGET_STAGE, INTAKE_STAGE, START_STAGE, join_lane, lane, quit_lane
from simulation.counters import HELD_N, PENDING_N
from simulation.world import DECISION_RING, World

PENDING, OPENED, LISTED = range(3)  # rows of the stock of cases


@rule
def add_pending(w: World, index: int) -> None:
    """Put a case among those that have not started.

    Args:
        w: the world.
        index: place of the case.
    """
    case = w.cases[index]
    case.place = w.counters[PENDING_N]
    here = w.pending[case.place]
    here.key = case.key
    here.case = index
    here.look_week = NEVER
    w.counters[PENDING_N] += 1
    w.stock[PENDING, case.product] += 1


@rule
def drop_pending(w: World, index: int) -> None:
    """Take a case from those that have not started.

    Args:
        w: the world.
        index: place of the case.
    """
    case = w.cases[index]
    w.counters[PENDING_N] -= 1
    last = w.pending[w.counters[PENDING_N]]
    here = w.pending[case.place]
    here.key = last.key
    here.case = last.case
    here.look_week = last.look_week
    w.cases[last.case].place = case.place
    w.stock[PENDING, case.product] -= 1


@rule
def root_need(w: World, household_index: int) -> int:
    """The need that presses most on the others.

    Args:
        w: the world.
        household_index: which household.

    Returns:
        The need with the largest sum of matrix weights times its severity, -1 when nothing is the matter.
    """
    household = w.households[household_index]
    root = -1
    most = 0.0
    for index in range(household.first_need, household.first_need + household.needs):
        need = w.needs[index]
        if need.severity > 0:
            pressure = need.severity * w.spill[:, need.domain].sum()
            if pressure > most:
                most = pressure
                root = index
    return root


@rule
def weighs_more(need: Record, other: Record) -> bool:
    """Which of two needs a resident himself puts first: the most severe, ties by hashed key.

    Args:
        need: record of a need.
        other: record of another.

    Returns:
        Whether the first weighs more.
    """
    if need.severity != other.severity:
        return need.severity > other.severity
    return need.key < other.key


@rule
def first_need(w: World, household_index: int) -> int:
    """The need that goes first: what weighs most where residents are in the lead, elsewhere the root cause.

    Args:
        w: the world.
        household_index: which household.

    Returns:
        The need, -1 when nothing is the matter.
    """
    household = w.households[household_index]
    if not household.own_choice:
        return root_need(w, household_index)
    felt = -1
    for index in range(household.first_need, household.first_need + household.needs):
        if w.needs[index].severity > 0 and (felt < 0 or weighs_more(w.needs[index], w.needs[felt])):
            felt = index
    return felt


@rule
def class_of(w: World, need_index: int) -> int:
    """Priority class of a case under the admission rule of the front door.

    Args:
        w: the world.
        need_index: the need it is for.

    Returns:
        0 first, 2 last. Admission 0: first come, first served; 1: worst first; 2: root cause first.
    """
    need = w.needs[need_index]
    admission = int(w.p[0].admission)
    if admission == 0:
        return 1
    if admission == 1:
        return priority_class(need.severity)
    return 0 if first_need(w, need.household) == need_index else 1


@rule
def looks_beyond_the_need(w: World) -> bool:
    """Whether the class of a case hangs on more than the severity of the need it is for.

    Args:
        w: the world.

    Returns:
        Whether it also changes with other needs of the household: root cause first.
    """
    return int(w.p[0].admission) > 1


@rule
def stand_in(w: World, index: int, queue: int, stage: int, week: int) -> None:
    """Stand in a list.

    Args:
        w: the world.
        index: place of the case.
        queue: the list.
        stage: before intake, waiting for the start, or waiting for the next budget year.
        week: this week.
    """
    case = w.cases[index]
    case.queue = queue
    case.joined_week = week
    case.state = BEFORE_INTAKE if stage == INTAKE_STAGE else WAITING
    case.held = stage == BUDGET_STAGE
    w.counters[HELD_N] += case.held
    join_lane(w.cases, w.heads[queue], w.tails[queue], index, lane(stage, case.priority))
    w.stock[LISTED, case.product] += 1
    if case.own_list >= 0:
        w.lists[case.own_list].length += 1
        w.lists[case.own_list].joined_sum += case.asked_week


@rule
def stage_of(case: Record) -> int:
    """In which stage of its list a case stands.

    Args:
        case: record of a case in a list.

    Returns:
        Before intake, waiting for the start, or waiting for the next budget year.
    """
    if case.state == BEFORE_INTAKE:
        return INTAKE_STAGE
    return BUDGET_STAGE if case.held else START_STAGE


@rule
def step_out(w: World, index: int) -> None:
    """Step out of the list or the pile of decisions in which a case is.

    Args:
        w: the world.
        index: place of the case.
    """
    case = w.cases[index]
    if case.state == DECIDING:
        slot = case.decision_week % DECISION_RING
        quit_lane(w.cases, w.decisions, w.decision_tails, index, slot)
        case.state = FREE
        return
    stage = stage_of(case)
    w.counters[HELD_N] -= case.held
    quit_lane(w.cases, w.heads[case.queue], w.tails[case.queue], index, lane(stage, case.priority))
    w.stock[LISTED, case.product] -= 1
    if case.own_list >= 0:
        w.lists[case.own_list].length -= 1
        w.lists[case.own_list].joined_sum -= case.asked_week
    case.state = FREE


@rule
def change_class(w: World, index: int, priority: int, week: int) -> None:
    """A need became a crisis risk while its case was on a list: it goes to the end of the urgent lane.

    Args:
        w: the world.
        index: place of the case.
        priority: new class.
        week: this week.
    """
    case = w.cases[index]
    if case.state == BEFORE_INTAKE or case.state == WAITING:
        stage = stage_of(case)
        queue = case.queue
        step_out(w, index)
        case.priority = priority
        stand_in(w, index, queue, stage, week)
    else:
        case.priority = priority
