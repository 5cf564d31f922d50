"""Phase 11, once a quarter: why so many helpers come to the households with most of them.

Each helper of the heavy group now is put under one heading: the first one; more products for the person who
has most helpers; for somebody else in the household; there by extra referrals only; or only to direct. Faces
of the last year that are gone were replaced, or their help ended.
"""

from agents.case import OPEN
from agents.compiled import Record, rule
from agents.need import NEVER
from simulation.census_columns import (
    HEAVY_DIRECTORS,
    HEAVY_ENDED,
    HEAVY_HOUSEHOLDS,
    HEAVY_PEOPLE,
    HEAVY_PRODUCTS,
    HEAVY_REFERRALS,
    HEAVY_REPLACED,
    MICRO,
)
from simulation.directing import director_link
from simulation.world import HELPER_BINS, World

NOBODY = -1
MOST_PERSONS = 64


@rule
def count_heavy(w: World, week: int) -> None:
    """Count the helpers of the heavy group by what brought them.

    Args:
        w: the world.
        week: this week.

    Where several households with the same number of helpers share the last places of the group, each counts
    for its part of them.
    """
    wanted = max(1, int(round(w.households.size * w.p[0].heavy_group_share)))
    level = HELPER_BINS - 1
    above = 0
    while level > 1 and above + w.helper_count[level] < wanted:
        above += w.helper_count[level]
        level -= 1
    if w.helper_count[level] == 0:
        return
    at_level = min(MICRO, MICRO * (wanted - above) // w.helper_count[level])
    for index in range(w.households.size):
        helpers = min(int(w.households[index].helpers), HELPER_BINS - 1)
        if helpers >= level:
            count_causes(w, w.households[index], MICRO if helpers > level else at_level, week)


@rule
def count_causes(w: World, household: Record, weight: int, week: int) -> None:
    """Count the helpers of one household by what brought them.

    Args:
        w: the world.
        household: its record, with at least one helper.
        weight: how much of it counts, in millionths.
        week: this week.
    """
    row = w.census_row
    persons = w.scratch[0:MOST_PERSONS]
    persons[:] = 0.0
    referred = directs = 0
    director = director_link(w, household)
    place = household.first_link
    while place >= 0:
        link = w.links[place]
        if link.cases > 0:
            owner = comes_for(w, household, place)
            if owner == NOBODY and place == director and link.cases == 1:
                directs = 1
            elif owner == NOBODY:
                referred += 1
            else:
                persons[min(owner - int(household.first_resident), MOST_PERSONS - 1)] += 1.0
        else:
            row[HEAVY_REPLACED if link.replaced else HEAVY_ENDED] += weight
        place = link.after
    asked = int(household.helpers) - referred - directs
    most = int(persons.max())
    row[HEAVY_HOUSEHOLDS] += weight
    row[HEAVY_PRODUCTS] += weight * max(0, most - 1)
    row[HEAVY_PEOPLE] += weight * (asked - most)
    row[HEAVY_REFERRALS] += weight * (referred if asked > 0 or referred == 0 else referred - 1)
    row[HEAVY_DIRECTORS] += weight * (directs if asked + referred > 0 else 0)


@rule
def comes_for(w: World, household: Record, link: int) -> int:
    """For whom a helper first came to the household.

    Args:
        w: the world.
        household: its record.
        link: place of his link.

    Returns:
        The resident of his longest running case, the first of the household for what concerns all; -1 when
        only extra referrals brought him.
    """
    found = NOBODY
    week = NEVER
    key = household.key
    for index in range(household.first_need, household.first_need + household.needs):
        place = w.needs[index].first_case
        while place >= 0:
            case = w.cases[place]
            his = case.state == OPEN and case.link == link and not case.referred
            if his and (found == NOBODY or (case.start_week, case.key) < (week, key)):
                found = case.resident if case.resident >= 0 else household.first_resident
                week, key = case.start_week, case.key
            place = case.next_of_need
    return int(found)
