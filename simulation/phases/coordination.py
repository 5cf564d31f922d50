"""Helpers talk: what it costs in hours, and how far their plans come to agree."""

from agents.compiled import Record, rule
from agents.household import (
    conflict_of_plans,
    consistency_of_plans,
    remembered_pair_hours,
    talks_of_helper,
)
from simulation.columns import COST_OUTSIDE, COST_UNASSIGNED, TOTAL
from simulation.doubts import doubt_household
from simulation.draws import PEOPLE, PHASE, draw, stream
from simulation.world import TOGETHER_N, World

SECONDS = 3600
WEEKS_PER_MONTH = 4
CASHABLE, BILLS = TOTAL + 1, TOTAL + 10


@rule
def meets_this_week(household: Record, week: int) -> bool:
    """Whether the monthly meeting of a household falls in this week.

    Args:
        household: record of the household.
        week: this week.

    Returns:
        Whether it meets; each household has its own week of the month.
    """
    phase = int(draw(household.dwelling, stream(PEOPLE, 0, PHASE)) * WEEKS_PER_MONTH)
    return (week + phase) % WEEKS_PER_MONTH == 0


@rule
def talk_seconds(w: World, household: Record, week: int) -> int:
    """Time each helper of a household plans to spend on the others this week.

    Args:
        w: the world.
        household: record of the household, with two or more helpers with hours.
        week: this week.

    Returns:
        Seconds per helper: a monthly meeting under one plan, else a talk with each of a few others.
    """
    p = w.p[0]
    if household.plan:
        return int(p.meeting_hours_per_month * SECONDS) if meets_this_week(household, week) else 0
    talks = talks_of_helper(household.helpers_with_hours, int(p.talk_partners_max))
    return int(p.talk_hours_per_week * talks * SECONDS)


@rule
def plan_talks(w: World, week: int) -> None:
    """Add up the coordination that is asked of each professional.

    Args:
        w: the world.
        week: this week.
    """
    for place in range(w.counters[TOGETHER_N]):
        household = w.households[w.together[place]]
        seconds = talk_seconds(w, household, week)
        household.talk_seconds = seconds
        if seconds == 0:
            continue
        index = household.first_link
        while index >= 0:
            link = w.links[index]
            if link.cases_with_hours > 0 and link.worker >= 0:
                worker = w.professionals[link.worker]
                if household.plan:
                    worker.asked_meetings += seconds
                else:
                    worker.asked_coordination += seconds
            index = link.after


@rule
def hold_talks(w: World, week: int) -> None:
    """The talks take place as far as there is time, and plans come to agree.

    Args:
        w: the world.
        week: this week.

    A talk of an hour between two helpers is one pair-hour; a meeting gives every pair its full length.
    """
    p = w.p[0]
    for place in range(w.counters[TOGETHER_N]):
        household = w.households[w.together[place]]
        seconds = household.talk_seconds
        held = 0.0
        if seconds > 0:
            held = share_held(w, household, seconds)
        others = household.helpers_with_hours - 1
        per_pair = seconds / SECONDS * held
        if not household.plan:
            per_pair /= others
        household.pair_hours = remembered_pair_hours(
            household.pair_hours, per_pair, p.consistency_window_weeks
        )
        household.consistency = consistency_of_plans(
            household.pair_hours, p.consistency_max, p.chair_skill_nobody, p.consistency_hours
        )
        conflict = conflict_of_plans(p.plan_conflict, household.consistency, household.helpers_with_hours)
        if conflict != household.conflict:
            household.conflict = conflict
            doubt_household(w, household)


@rule
def share_held(w: World, household: Record, seconds: int) -> float:
    """How much of the planned talking takes place; outside providers send a bill for their part.

    Args:
        w: the world.
        household: record of the household.
        seconds: planned seconds per helper.

    Returns:
        Mean over the helpers of the part they had time for.
    """
    total = 0.0
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases_with_hours > 0:
            if link.worker >= 0:
                total += w.professionals[link.worker].talk_share
            else:
                total += 1.0
                product = w.products[link.product]
                cents = int(seconds * product.cents_per_hour / SECONDS)
                if product.payer_adult >= 0:
                    w.now[COST_OUTSIDE + product.payer_adult] += cents
                    w.now[COST_UNASSIGNED + product.payer_adult] += cents
                    w.now[BILLS] += cents
                    w.now[CASHABLE] += int(cents * product.cashable)
        index = link.after
    return total / household.helpers_with_hours
