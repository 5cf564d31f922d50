"""What must be computed anew because something changed: hours of cases, doses of needs."""

from agents.case import OPEN
from agents.compiled import Record, prefetch, rule
from simulation.counters import DOUBTFUL_N, UNSETTLED_N
from simulation.world import World

NEEDS_KEPT = 62  # bits of a whole number that are surely free


@rule
def doubt_dose(w: World, need_index: int) -> None:
    """Note that the dose of a need must be computed anew.

    Args:
        w: the world.
        need_index: which need.
    """
    need = w.needs[need_index]
    if not need.in_doubt:
        need.in_doubt = 1
        w.doubtful[w.counters[DOUBTFUL_N]] = need_index
        w.counters[DOUBTFUL_N] += 1


@rule
def doubt_household(w: World, household: Record) -> None:
    """Note that every dose in a household must be computed anew, as when its plans come to agree.

    Args:
        w: the world.
        household: record of the household.
    """
    number = next_helped(household, 0)
    while number >= 0:
        prefetch(w.needs, household.first_need + number)
        number = next_helped(household, number + 1)
    number = next_helped(household, 0)
    while number >= 0:
        index = household.first_need + number
        if w.needs[index].open_cases > 0:
            doubt_dose(w, index)
        number = next_helped(household, number + 1)


@rule
def next_helped(household: Record, number: int) -> int:
    """The next need of a household that may have open cases, as far as the household itself knows.

    Args:
        household: record of the household.
        number: from which of its needs on, 0 first.

    Returns:
        Which of its needs, -1 when none is left; of those beyond what is kept count of it is not known.
    """
    while number < household.needs:
        if number >= NEEDS_KEPT or (household.helped >> number) & 1:
            return number
        number += 1
    return -1


@rule
def note_helped(w: World, index: int) -> None:
    """The first case of a need opened, or its last one closed.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    household = w.households[need.household]
    number = index - household.first_need
    if number < NEEDS_KEPT:
        if need.open_cases > 0:
            household.helped |= 1 << number
        else:
            household.helped &= ~(1 << number)


@rule
def unsettle(w: World, index: int) -> None:
    """Note that the hours of a case must be computed anew.

    Args:
        w: the world.
        index: place of the case.
    """
    case = w.cases[index]
    if not case.unsettled:
        case.unsettled = 1
        w.unsettled[w.counters[UNSETTLED_N]] = index
        w.counters[UNSETTLED_N] += 1


@rule
def unsettle_cases(w: World, need: Record, week: int) -> None:
    """The severity of a need changed: its open cases ask other hours and may end, others may become urgent.

    Args:
        w: the world.
        need: record of the need.
        week: this week.
    """
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.state == OPEN:
            unsettle(w, index)
            w.opened[case.place].look_week = week
        else:
            w.pending[case.place].look_week = week
        index = case.next_of_need
