"""Phase 7, delivery: the hours that are given, and the dose that counts next week."""

from agents.cache_lines import SECOND
from agents.case import OPEN, dose_of_case
from agents.compiled import Record, prefetch, prefetch_line, rule
from agents.domains import MODERATE
from agents.network import informal_help
from simulation.active import change_visits
from simulation.agenda import strike_out
from simulation.columns import HOURS
from simulation.counters import CHANGES_N, DELIVERED_WEEK, DOUBTFUL_N, LEAVERS_N, REVIEWS_N, UNSETTLED_N
from simulation.doubts import doubt_dose, doubt_household
from simulation.helpers import another_face
from simulation.ladder import set_hazards
from simulation.phases.directors import directors_work
from simulation.running import DELIVERED, give_hours
from simulation.world import World


@rule
def delivery(w: World, week: int) -> None:
    """Deliver what was promised and compute what it does.

    Args:
        w: the world.
        week: this week.

    Only cases about which something changed are looked at; the others get what they got last week.
    """
    for place in range(w.counters[LEAVERS_N]):
        household = w.households[w.leavers[place]]
        change_visits(w, household, -household.visit_gone)
        household.visit_gone = 0
    w.counters[LEAVERS_N] = 0
    send_others(w, week)
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if worker.case_share != worker.share_used:
            worker.share_used = worker.case_share
            case_index = worker.first_case
            while case_index >= 0:
                give_hours(w, case_index, week)
                case_index = w.cases[case_index].worker_after
    for place in range(w.counters[UNSETTLED_N]):
        case = w.cases[w.unsettled[place]]
        case.unsettled = 0
        if case.state == OPEN:
            give_hours(w, w.unsettled[place], week)
    w.counters[UNSETTLED_N] = 0
    w.counters[DELIVERED_WEEK] = week
    w.now[DELIVERED] += w.bill[DELIVERED]
    put_plans_right(w, week)
    directors_work(w, week)
    count = w.counters[DOUBTFUL_N]
    for place in range(count):
        if place + 8 < count:
            prefetch(w.needs, w.doubtful[place + 8])
            prefetch_line(w.needs, w.doubtful[place + 8], SECOND)
        if place + 4 < count:
            need = w.needs[w.doubtful[place + 4]]
            prefetch(w.cases, max(0, need.first_case))
            prefetch_line(w.households, need.household, SECOND)
        if place + 2 < count:
            first = w.needs[w.doubtful[place + 2]].first_case
            prefetch(w.cases, max(0, w.cases[max(0, first)].next_of_need))
        set_dose(w, w.doubtful[place], week)
    w.counters[DOUBTFUL_N] = 0
    close_weeks(w)


@rule
def send_others(w: World, week: int) -> None:
    """Outside providers send someone else when the time has come.

    Args:
        w: the world.
        week: this week.
    """
    for place in range(w.counters[CHANGES_N] - 1, -1, -1):
        due = w.changes[place].week
        if due <= week:
            index = w.changes[place].index
            strike_out(w, w.changes, CHANGES_N, place)
            if w.links[index].change_week == due and w.links[index].cases > 0:
                another_face(w, index, week)


@rule
def put_plans_right(w: World, week: int) -> None:
    """At its review a wrong plan is put right; what help does is computed anew.

    Args:
        w: the world.
        week: this week.
    """
    for place in range(w.counters[REVIEWS_N] - 1, -1, -1):
        if w.reviews[place].week <= week:
            index = w.reviews[place].index
            strike_out(w, w.reviews, REVIEWS_N, place)
            if index >= 0:
                doubt_dose(w, index)
            else:
                doubt_household(w, w.households[-1 - index])


@rule
def set_dose(w: World, need_index: int, week: int) -> None:
    """What all help for a need together is worth this week.

    Args:
        w: the world.
        need_index: which need.
        week: this week.

    A wrong plan gives nothing in its domain; a wrong common plan gives nothing anywhere in the household. A
    visit to the walk-in adds its own dose, and a network that a plan asked one for light and moderate needs.
    """
    need = w.needs[need_index]
    household = w.households[need.household]
    without = 1.0
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.state == OPEN and case.given > 0 and wrong_until(household, case) <= week:
            routine = min(practice_of(w, case), household.routine)
            together = household.conflict
            without *= 1.0 - dose_of_case(case.given, case.norm, case.skill, routine, case.owned, together)
        index = case.next_of_need
    if need.walks_in:
        without *= 1.0 - w.p[0].walk_in_dose
    if household.network_asked and need.open_cases > 0 and need.severity <= MODERATE:
        without *= 1.0 - informal_help(w.p[0].network_help, household.network_seen)
    need.in_doubt = 0
    dose = 1.0 - without
    if dose != need.dose:
        need.dose = dose
        set_hazards(w, need)


@rule
def practice_of(w: World, case: Record) -> float:
    """What the routines of whoever does a case leave of its dose.

    Args:
        w: the world.
        case: record of an open case.

    Returns:
        0-1; 1 for whoever works as he always did, and for everybody from outside.
    """
    return w.professionals[case.worker].practice if case.worker >= 0 else 1.0


@rule
def wrong_until(household: Record, case: Record) -> int:
    """Until when a wrong plan takes the worth out of a case.

    Args:
        household: record of the household.
        case: record of the case.

    Returns:
        Week of the review. A common plan covers the cases it was made for; a later case has its own risk.
    """
    if not household.plan:
        return case.wrong_until
    if case.start_week <= household.plan_week:
        return household.plan_wrong_until
    return max(case.wrong_until, household.plan_wrong_until)


@rule
def close_weeks(w: World) -> None:
    """Close the week of every professional: what was not used, and the totals by activity.

    Args:
        w: the world.
    """
    w.payer_seconds[:] = w.payer_runs
    w.domain_seconds[:] = w.domain_runs
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        worker.direct = worker.runs_direct
        worker.travel = worker.runs_travel
        used = worker.direct + worker.travel + worker.coordination + worker.meetings
        used += worker.registration + worker.intake + worker.home_base + worker.training
        worker.unused = worker.available - used
        worker.training_owed -= worker.training
        w.now[HOURS] += worker.available
        w.now[HOURS + 1] += worker.direct
        w.now[HOURS + 2] += worker.coordination
        w.now[HOURS + 3] += worker.meetings
        w.now[HOURS + 4] += worker.registration
        w.now[HOURS + 5] += worker.travel
        w.now[HOURS + 6] += worker.intake
        w.now[HOURS + 7] += worker.home_base
        w.now[HOURS + 8] += worker.training
        w.now[HOURS + 9] += worker.unused
