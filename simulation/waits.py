"""How long people wait: each asking is followed until the first hour of help."""

from agents.compiled import Record, rule
from agents.domains import MODERATE
from simulation.world import World

NOT_COUNTED = -2_000_000_000


@rule
def asking_begins(w: World, need: Record, week: int) -> None:
    """Someone asks for help with a need that has none.

    Args:
        w: the world.
        need: record of the need.
        week: this week.
    """
    if need.asked_week != NOT_COUNTED or need.open_cases > 0:
        return
    need.asked_week = week
    if week >= 0:
        w.asked_cohort[need.domain, week] += 1


@rule
def asking_helped(w: World, need: Record, week: int) -> None:
    """The first hour of help for a need.

    Args:
        w: the world.
        need: record of the need.
        week: this week.
    """
    asked = need.asked_week
    need.asked_week = NOT_COUNTED
    if asked >= 0:
        waited = week - asked
        if waited <= w.p[0].first_help_horizon:
            w.helped_cohort[need.domain, asked, waited] += 1
    if need.in_count:
        need.in_count = 0
        leave_count(w, need.household, week, True)


@rule
def asking_void(w: World, need: Record) -> None:
    """The people who asked moved away: their wait is not known.

    Args:
        w: the world.
        need: record of the need.
    """
    if need.asked_week >= 0:
        w.asked_cohort[need.domain, need.asked_week] -= 1
    need.asked_week = NOT_COUNTED


@rule
def count_begins(w: World, household_index: int, week: int) -> None:
    """A household without help asks: from now count the weeks until every need at 2 and over has help.

    Args:
        w: the world.
        household_index: which household.
        week: this week.
    """
    household = w.households[household_index]
    if week < 0 or household.count_week >= 0:
        return
    left = 0
    for index in range(household.first_need, household.first_need + household.needs):
        need = w.needs[index]
        if need.severity >= MODERATE and need.open_cases == 0:
            need.in_count = 1
            left += 1
    household.count_left = left
    household.count_helped = 0
    if left > 0:
        household.count_week = week
        w.all_asked_cohort[week] += 1


@rule
def leave_count(w: World, household_index: int, week: int, helped: bool) -> None:
    """One need less to wait for, because help came or because it passed.

    Args:
        w: the world.
        household_index: which household.
        week: this week.
        helped: whether help came.
    """
    household = w.households[household_index]
    household.count_left -= 1
    if helped:
        household.count_helped += 1
    if household.count_left > 0 or household.count_week < 0:
        return
    asked = household.count_week
    household.count_week = NOT_COUNTED
    if household.count_helped > 0 and week - asked <= w.p[0].all_help_horizon:
        w.all_helped_cohort[asked, week - asked] += 1


@rule
def count_void(w: World, household_index: int) -> None:
    """A household moves away before every need had help.

    Args:
        w: the world.
        household_index: which household.
    """
    household = w.households[household_index]
    if household.count_week >= 0:
        w.all_asked_cohort[household.count_week] -= 1
    household.count_week = NOT_COUNTED
    household.count_left = 0
    for index in range(household.first_need, household.first_need + household.needs):
        w.needs[index].in_count = 0
