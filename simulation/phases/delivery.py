"""Phase 7, delivery: the hours that are given, and the dose that counts next week."""

from agents.case import OPEN, dose_of_case
from agents.compiled import Record, rule
from simulation.caseload import same_face_goes_on
from simulation.columns import HOURS, TOTAL
from simulation.ledger import week_cents
from simulation.phases.hours import travel_seconds
from simulation.pressure import mark_stale
from simulation.world import LONGEST_VISITS, OPEN_N, World

DELIVERED = TOTAL + 7


@rule
def delivery(w: World, week: int) -> None:
    """Deliver what was promised and compute what it does.

    Args:
        w: the world.
        week: this week.
    """
    give_hours(w, week)
    for place in range(w.counters[OPEN_N]):
        index = w.opened[place]
        need_index = w.cases[index].need
        if first_open(w, need_index) == index:
            set_dose(w, need_index, week)
    close_weeks(w)


@rule
def give_hours(w: World, week: int) -> None:
    """Every open case gets its hours, or its part of them when its worker is short of time.

    Args:
        w: the world.
        week: this week.
    """
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        worker.direct = 0
        worker.travel = 0
    w.payer_seconds[:] = 0
    delivered = 0
    for place in range(w.counters[OPEN_N]):
        case = w.cases[w.opened[place]]
        product = w.products[case.product]
        if case.worker >= 0:
            worker = w.professionals[case.worker]
            travel = travel_seconds(w, case.product, case.norm)
            case.given = int(case.norm * worker.case_share)
            worker.direct += case.given
            worker.travel += int(travel * worker.case_share)
            w.payer_seconds[case.worker, case.payer] += case.given
        else:
            case.given = case.norm
            if case.link >= 0:
                same_face_goes_on(w, case.link, week)
        case.given_week = week
        case.cents = week_cents(w, case) if case.payer >= 0 else 0
        delivered += case.cents
        if product.home_visits and case.given > 0:
            visit(w, w.households[case.household], case.given, week)
    w.now[DELIVERED] += delivered


@rule
def visit(w: World, household: Record, seconds: int, week: int) -> None:
    """Remember how long helpers were in the home this week.

    Args:
        w: the world.
        household: record of the household.
        seconds: direct time of one case.
        week: this week.
    """
    if household.visit_week != week:
        household.visit_week = week
        household.visit_seconds = 0
    household.visit_seconds += seconds
    w.counters[LONGEST_VISITS] = max(w.counters[LONGEST_VISITS], household.visit_seconds)


@rule
def first_open(w: World, need_index: int) -> int:
    """The first open case of a need.

    Args:
        w: the world.
        need_index: which need.

    Returns:
        Place of the case, -1 none.
    """
    index = w.needs[need_index].first_case
    while index >= 0 and w.cases[index].state != OPEN:
        index = w.cases[index].next_of_need
    return int(index)


@rule
def set_dose(w: World, need_index: int, week: int) -> None:
    """What all help for a need together is worth this week.

    Args:
        w: the world.
        need_index: which need.
        week: this week.

    A wrong plan gives nothing in its domain; a wrong common plan gives nothing anywhere in the household.
    """
    need = w.needs[need_index]
    household = w.households[need.household]
    without = 1.0
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.state == OPEN and case.given > 0 and wrong_until(household, case) <= week:
            without *= 1.0 - dose_of_case(case.given, case.norm, case.skill, household.conflict)
        index = case.next_of_need
    dose = 1.0 - without
    if dose != need.dose:
        need.dose = dose
        mark_stale(w, need)


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
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        used = worker.direct + worker.travel + worker.coordination + worker.meetings
        used += worker.registration + worker.intake + worker.home_base
        worker.unused = worker.available - used
        w.now[HOURS] += worker.available
        w.now[HOURS + 1] += worker.direct
        w.now[HOURS + 2] += worker.coordination
        w.now[HOURS + 3] += worker.meetings
        w.now[HOURS + 4] += worker.registration
        w.now[HOURS + 5] += worker.travel
        w.now[HOURS + 6] += worker.intake
        w.now[HOURS + 7] += worker.home_base
        w.now[HOURS + 8] += worker.unused
