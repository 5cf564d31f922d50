"""Phase 11, once a quarter: look at every household as a survey and a register would."""

from agents.compiled import Record, prefetch, rule
from agents.domains import (
    ADDICTION,
    ADULT_AGE,
    CONNECTION,
    DAILY,
    HOUSING,
    LEARNING,
    MENTAL,
    MODERATE,
    MONEY,
    PARENTING,
    WORK,
)
from agents.need import level_in
from agents.resident import utility
from simulation.census_columns import (
    AT_WEEK,
    BODY,
    CENSUS_WEEKS,
    DEBT_N,
    DISTINCT_SUM,
    HALF_YEAR_WEEKS,
    HOUSEHOLDS_N,
    INDICATED_N,
    MICRO,
    MULTI_PROBLEM_N,
    PILE_UP_N,
    QUALITY,
    QUALITY_N,
    RESIDENTS_N,
    STRICT_CENTS,
    STRICT_N,
    TWO_LAWS_N,
    UNDER_18_N,
    UTILITY,
    WMO_CLIENTS_N,
    YEAR_WEEKS,
    YOUTH_CARE_N,
)
from simulation.helpers import forget_old_links
from simulation.ledger import settle_accounts, spent_by_municipality
from simulation.phases.census_cells import count_helped, count_member, count_unmet
from simulation.phases.census_heavy import count_heavy
from simulation.world import World

PILLARS_N = 5
DIMENSIONS_N = 6
SCALE = 10.0
AHEAD = 4  # households whose helpers are fetched ahead of their turn
YEAR_OF_BITS = (1 << YEAR_WEEKS) - 1


@rule
def census(w: World, week: int) -> None:
    """Keep the memory of heavy weeks; at the end of a quarter count, and forget faces of over a year ago.

    Args:
        w: the world.
        week: this week.
    """
    remember_heavy_weeks(w)
    if (week + 1) % CENSUS_WEEKS != 0:
        return
    if week < -YEAR_WEEKS:
        for index in range(w.households.size):
            forget_old_links(w, index, week)
        return
    if (week + 1) % YEAR_WEEKS == 0:
        settle_accounts(w)
    row = w.census_row
    row[:] = 0
    row[AT_WEEK] = week
    for index in range(w.households.size):
        if index + AHEAD < w.households.size:
            prefetch(w.links, max(0, w.households[index + AHEAD].first_link))
            first = max(0, w.households[index + AHEAD // 2].first_link)
            prefetch(w.links, max(0, w.links[first].after))
        count_household(w, index, week)
    for index in range(w.residents.size):
        count_resident(w, index, week)
    if week >= 0:
        count_unmet(w)
        count_heavy(w, week)
        w.census[(week + 1) // CENSUS_WEEKS - 1, :] = row


@rule
def remember_heavy_weeks(w: World) -> None:
    """Note for each household whether this was a week of many severe needs with a child at home.

    Args:
        w: the world.
    """
    domains = w.p[0].strict_multi_problem_domains
    for place in range(w.families.size):
        household = w.households[w.families[place]]
        heavy = household.has_child and household.heavy_domains >= domains
        if heavy or household.multi_weeks != 0:
            household.multi_weeks = ((household.multi_weeks << 1) | heavy) & YEAR_OF_BITS


@rule
def bits(value: int) -> int:
    """Count the ones in a number.

    Args:
        value: a number of 0 or more.

    Returns:
        How many of its bits are one.
    """
    count = 0
    while value != 0:
        value &= value - 1
        count += 1
    return count


@rule
def count_household(w: World, index: int, week: int) -> None:
    """Count one household in the census.

    Args:
        w: the world.
        index: which household.
        week: this week.
    """
    p = w.p[0]
    household = w.households[index]
    row = w.census_row
    faces = forget_old_links(w, index, week)
    row[HOUSEHOLDS_N] += 1
    if household.helpers > 0:
        row[DISTINCT_SUM] += faces
        row[QUALITY_N] += 1
        score = int(quality(p, household, faces, week) * MICRO)
        row[QUALITY] += score
        if week >= 0:
            count_helped(w, household, score)
    row[DEBT_N] += level_in(int(household.levels), MONEY) >= MODERATE
    if household.indicated_open >= p.pile_up_cases:
        pillars = 0
        for pillar in range(PILLARS_N):
            pillars += w.pillars_open[index, pillar] > 0
        row[PILE_UP_N] += pillars >= p.pile_up_pillars
    if bits(household.multi_weeks) >= p.strict_multi_problem_weeks:
        row[MULTI_PROBLEM_N] += 1
        if (week + 1) % YEAR_WEEKS == 0:
            row[STRICT_N] += 1
            row[STRICT_CENTS] += spent_by_municipality(w, index) - w.year_base[index]
    if (week + 1) % YEAR_WEEKS == 0:
        w.year_base[index] = spent_by_municipality(w, index)
    if (week + 1) % HALF_YEAR_WEEKS == 0:
        seen = bits(household.pillars_seen)
        row[INDICATED_N] += seen > 0
        row[TWO_LAWS_N] += seen > 1
        household.pillars_seen = 0
        for pillar in range(PILLARS_N):
            if w.pillars_open[index, pillar] > 0:
                household.pillars_seen |= 1 << pillar


@rule
def quality(p: Record, household: Record, faces: int, week: int) -> float:
    """How a helped household would rate its help, from 10 down.

    Args:
        p: parameters.
        household: record of the household.
        faces: different helpers in the last 52 weeks.
        week: this week.

    Returns:
        Experienced quality, 0-10. Source: model 10.
    """
    wait = min(p.quality_wait_max, household.last_wait / p.quality_weeks_per_point)
    many = min(p.quality_faces_max, max(0.0, faces - p.quality_free_faces) * p.quality_per_face)
    story = p.quality_repeated_story if week - household.story_week < YEAR_WEEKS else 0.0
    choice = p.quality_no_choice if week - household.no_choice_week < YEAR_WEEKS else 0.0
    return SCALE - wait - many - story - choice - p.quality_conflict * (1.0 - household.conflict)


@rule
def count_resident(w: World, index: int, week: int) -> None:
    """Count one resident in the census.

    Args:
        w: the world.
        index: which resident.
        week: this week.
    """
    row = w.census_row
    resident = w.residents[index]
    row[RESIDENTS_N] += 1
    before = row[UTILITY]
    household = w.households[resident.household]
    levels = int(household.levels) | int(resident.levels)
    if levels == 0:
        row[UTILITY] += MICRO
        for dimension in range(DIMENSIONS_N):
            row[BODY + dimension] += int(SCALE * MICRO)
    else:
        count_losses(w, levels)
    if week >= 0:
        count_member(w, household, row[UTILITY] - before)
    child = resident.age < ADULT_AGE
    row[UNDER_18_N] += child
    if (week + 1) % HALF_YEAR_WEEKS == 0:
        row[WMO_CLIENTS_N] += resident.wmo_seen or resident.wmo_open > 0
        resident.wmo_seen = 0
    if (week + 1) % YEAR_WEEKS == 0:
        row[YOUTH_CARE_N] += child and (resident.youth_seen or resident.youth_open > 0)
        resident.youth_seen = 0


@rule
def count_losses(w: World, levels: int) -> None:
    """Count what own and household needs take from the life of a resident.

    Args:
        w: the world.
        levels: severities of those needs, three bits a domain.
    """
    p = w.p[0]
    row = w.census_row
    losses = (0.0, p.disutility_1, p.disutility_2, p.disutility_3, p.disutility_4)
    loss = w.scratch[0:9]
    total = 0.0
    for domain in range(9):
        loss[domain] = losses[level_in(levels, domain)]
        total += loss[domain]
    row[UTILITY] += int(utility(total, p.utility_floor) * MICRO)
    score = w.scratch[9:15]
    score[0] = loss[DAILY]
    score[1] = (loss[MENTAL] + loss[ADDICTION]) / 2.0
    score[2] = (loss[CONNECTION] + loss[WORK]) / 2.0
    score[3] = (loss[HOUSING] + loss[MONEY]) / 2.0
    score[4] = (loss[WORK] + loss[LEARNING] + loss[CONNECTION]) / 3.0
    score[5] = (loss[DAILY] + loss[PARENTING]) / 2.0
    for dimension in range(DIMENSIONS_N):
        row[BODY + dimension] += int(SCALE * (1.0 - score[dimension] / p.disutility_4) * MICRO)
