"""Helpers talk: what it costs in hours, and how far their plans come to agree."""

from agents.cache_lines import SECOND
from agents.compiled import Record, prefetch, prefetch_line, rule
from agents.domains import MODERATE
from agents.household import conflict_of_plans, consistency_of_plans, remembered_talk
from simulation.columns import COST_OUTSIDE, COST_UNASSIGNED, TOTAL
from simulation.counters import REARRANGED_N, TOGETHER_N
from simulation.directing import has_director, share_given
from simulation.doubts import doubt_household
from simulation.ledger import book_cashable
from simulation.talks import (
    CASHABLE_PART,
    EVERY_WEEK,
    SECONDS,
    arrange,
    bucket_of_week,
)
from simulation.world import World

PAYERS_N = 7
AHEAD = 4  # records that are fetched ahead of their turn
BILLS = TOTAL + 10


@rule
def plan_talks(w: World, week: int) -> None:
    """Add up the coordination that is asked of each professional, and bill that of outside helpers.

    Args:
        w: the world.
        week: this week.
    """
    count = w.counters[REARRANGED_N]
    for place in range(count):
        if place + AHEAD < count:
            prefetch(w.households, w.rearranged[place + AHEAD])
            prefetch_line(w.households, w.rearranged[place + AHEAD], SECOND)
        if place + 2 < count:
            prefetch(w.links, max(0, w.households[w.rearranged[place + 2]].first_link))
        if place + 1 < count:
            first = max(0, w.households[w.rearranged[place + 1]].first_link)
            prefetch(w.links, max(0, w.links[first].after))
        arrange(w, w.rearranged[place])
    w.counters[REARRANGED_N] = 0
    meeting = bucket_of_week(w, week)
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        worker.asked_coordination = w.talks_asked[index, EVERY_WEEK]
        worker.asked_meetings = w.talks_asked[index, meeting]
    for payer in range(PAYERS_N):
        cents = w.talk_bills[EVERY_WEEK, payer] + w.talk_bills[meeting, payer]
        w.now[COST_OUTSIDE + payer] += cents
        w.now[COST_UNASSIGNED + payer] += cents
        w.now[BILLS] += cents
        part = CASHABLE_PART + payer
        book_cashable(w.now, payer, w.talk_bills[EVERY_WEEK, part] + w.talk_bills[meeting, part])


@rule
def hold_talks(w: World, week: int) -> None:
    """The talks take place as far as there is time, and plans come to agree.

    Args:
        w: the world.
        week: this week.

    A talk of an hour between two helpers is one pair-hour; a meeting gives every pair its full length; an
    hour of a director with a helper counts half for each pair of that helper.
    """
    p = w.p[0]
    window = int(p.consistency_window_weeks)
    meeting = bucket_of_week(w, week)
    doubt_talks(w)
    count = w.counters[TOGETHER_N]
    for place in range(count):
        index = w.together[place]
        if place + AHEAD < count:
            prefetch(w.households, w.together[place + AHEAD])
            prefetch_line(w.households, w.together[place + AHEAD], SECOND)
            prefetch(w.talk_ring, w.together[place + AHEAD])
            prefetch_line(w.talk_ring, w.together[place + AHEAD], SECOND)
        household = w.households[index]
        changed = household.talk_doubt
        if changed:
            household.talk_doubt = 0
            household.talk_held = share_held(w, household)
        per_pair = 0
        if household.talk_bucket == meeting:
            per_pair = int(household.talk_seconds * household.talk_held)
        elif household.talk_bucket == EVERY_WEEK:
            others = household.helpers_with_hours - 1
            per_pair = int(household.talk_seconds * household.talk_held / others)
        if household.following >= 0:
            here = w.followed[household.following]
            per_pair += int(here.each * household.talk_held * share_given(w, here, week))
        total = remembered_talk(household, w.talk_ring[index], per_pair, window, week)
        if changed or total != household.pair_seconds:
            household.pair_seconds = total
            household.consistency = consistency_of_plans(
                total / SECONDS, p.consistency_max, chair_skill(w, household), p.consistency_hours
            )
            conflict = conflict_of_plans(p.plan_conflict, household.consistency, household.helpers_with_hours)
            if conflict != household.conflict:
                household.conflict = conflict
                doubt_household(w, household)


@rule
def doubt_talks(w: World) -> None:
    """Somebody has more or less time to talk than last week: the households he comes to notice.

    Args:
        w: the world.
    """
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if worker.talk_share != worker.talk_share_used:
            worker.talk_share_used = worker.talk_share
            case_index = worker.first_case
            while case_index >= 0:
                w.households[w.cases[case_index].household].talk_doubt = 1
                case_index = w.cases[case_index].worker_after


@rule
def share_held(w: World, household: Record) -> float:
    """How much of the planned talking takes place.

    Args:
        w: the world.
        household: record of the household, with two or more helpers with hours.

    Returns:
        Mean over the helpers of the part they had time for; outside helpers always have it.
    """
    total = 0.0
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases_with_hours > 0:
            total += w.professionals[link.worker].talk_share if link.worker >= 0 else 1.0
        index = link.after
    return total / household.helpers_with_hours


@rule
def chair_skill(w: World, household: Record) -> float:
    """How well whoever leads the talking does that.

    Args:
        w: the world.
        household: record of the household.

    Returns:
        The skill of the director, averaged over the domains in which the household has needs at 2 and over
        (over all domains if there are none); what there is without a chair if there is no director.
    """
    if not has_director(w, household):
        return w.p[0].chair_skill_nobody
    worker = w.followed[household.following].director
    if worker < 0:
        return 1.0
    total, count = 0.0, 0
    for index in range(household.first_need, household.first_need + household.needs):
        if w.needs[index].severity >= MODERATE:
            total += w.skills[worker, w.needs[index].domain]
            count += 1
    return total / count if count > 0 else w.skills[worker].mean()
