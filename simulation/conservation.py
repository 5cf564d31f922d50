"""The books must balance: laws that hold every week, recomputed from cases, links and events."""

from agents.case import FREE, OPEN
from agents.compiled import rule
from agents.domains import MODERATE, WLZ, may_have_need
from simulation.closing import kept_hours
from simulation.columns import (
    ASKED,
    CLOSED_BEFORE_START,
    COST_EVENTS,
    COST_OUTSIDE,
    COST_OWN,
    COST_PROJECT,
    COST_UNASSIGNED,
    DOWNS,
    ENDED,
    EVENT_COUNTS,
    LEFT,
    LOST,
    MOVED_LEVELS,
    ONSET_LEVELS,
    SEVERITY,
    STAFF,
    STARTED,
    TARIFF_OWN,
    TOTAL,
    UPS,
    WAITED,
    column,
)
from simulation.counters import (
    ADAPT_UNTIL,
    BEFORE,
    FOLLOWED_N,
    HELPERS_SUM,
    OPEN_N,
    PENDING_N,
    UNMET_N,
    VISITORS_N,
    WLZ_N,
)
from simulation.directing import directors_apart
from simulation.laws import (
    ASKED_LAW,
    BOOKED_LAW,
    BUDGETS_LAW,
    CASELOAD_LAW,
    CHANGE_LAW,
    DIRECTORS_LAW,
    EVENTS_LAW,
    HOURS_LAW,
    HOUSEHOLD_LAW,
    LINKS_LAW,
    LOST_LAW,
    NEGATIVE_LAW,
    OPEN_LAW,
    OWNERS_LAW,
    POST_COST_LAW,
    POSTS_LAW,
    PROJECT_LAW,
    PURSES_LAW,
    RUNNING_LAW,
    SEVERITY_LAW,
    UNMET_LAW,
    WAITING_LAW,
    WALK_IN_LAW,
    WLZ_LAW,
    note,
)
from simulation.purse_checks import budgets_apart, purses_apart
from simulation.walk_in import free_places
from simulation.world import Floats, World

_PAYERS, _EVENTS, _DOMAINS, _LEVELS = 7, 8, 9, 5
_TRANSFERS, _DELIVERED, _GONE, _IN_LINE, _BILLS = TOTAL, TOTAL + 7, TOTAL + 8, TOTAL + 9, TOTAL + 10
_BESIDE = column("total_beside_cases")
_JOINED, _LEFT_WALK_IN = column("total_walk_in_joined"), column("total_walk_in_left")
_WEEKS_PER_YEAR, _CENTS = 52.0, 100.0
_CENTS_A_POST = 2.0  # rounding of weekly post cost, cents


@rule
def check_week(w: World, week: int, deviations: Floats) -> None:
    """Check every law at the end of a week.

    Args:
        w: the world.
        week: the week just lived.
        deviations: largest deviation per law; updated.
    """
    check_hours(w, week, deviations)
    check_cases(w, week, deviations)
    check_euros(w, week, deviations)
    check_running(w, deviations)
    note(deviations, PURSES_LAW, purses_apart(w))
    note(deviations, BUDGETS_LAW, budgets_apart(w, week))
    check_helpers(w, deviations)
    note(deviations, DIRECTORS_LAW, directors_apart(w))
    visiting = check_needs(w, week, deviations)
    check_walk_in(w, week, visiting, deviations)
    note(deviations, LOST_LAW, w.now[LOST] + w.now[LOST + 1])


@rule
def check_hours(w: World, week: int, deviations: Floats) -> None:
    """Hours per professional: what is available is used or unused; posts are filled or vacant.

    Args:
        w: the world.
        week: this week.
        deviations: largest deviation per law.
    """
    p = w.p[0]
    euros = 0.0
    vacant, sick = 0, 0
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        parts = (
            worker.direct,
            worker.travel,
            worker.coordination,
            worker.meetings,
            worker.registration,
            worker.intake,
            worker.home_base,
            worker.training,
            worker.unused,
        )
        used = 0
        for part in parts:
            used += part
            note(deviations, NEGATIVE_LAW, min(0, part))
        note(deviations, HOURS_LAW, worker.available - used)
        vacant += worker.vacant
        sick += worker.sick
        factor = w.lists[worker.own_list].factor if worker.own_list >= 0 else 1.0
        factor *= kept_hours(w, worker.own_list, week)
        euros += worker.contract_hours / p.full_time_hours * factor * p.post_cost_per_year / _WEEKS_PER_YEAR
    filled = w.professionals.size - vacant
    note(deviations, POSTS_LAW, w.now[STAFF] - w.professionals.size)
    note(deviations, POSTS_LAW, w.now[STAFF + 1] - vacant)
    note(deviations, POSTS_LAW, min(0, filled - sick))
    note(deviations, POSTS_LAW, max(0, w.now[STAFF + 6] - min(w.now[STAFF + 3], w.now[STAFF + 4])))
    row = week + w.counters[BEFORE]
    before = w.weekly[row - 1, STAFF + 1] if row > 0 else 0
    note(deviations, POSTS_LAW, vacant - before - w.now[STAFF + 3] + w.now[STAFF + 4])
    if week < w.counters[ADAPT_UNTIL]:
        return  # hours of lists change at the end of these weeks, after they were paid
    booked = 0.0
    for payer in range(_PAYERS):
        booked += w.now[COST_OWN + payer]
    apart = abs(booked - euros * _CENTS)
    note(deviations, POST_COST_LAW, max(0.0, apart - _CENTS_A_POST * w.professionals.size))


@rule
def check_cases(w: World, week: int, deviations: Floats) -> None:
    """Asked = started + left + closed before start + pending; started = ended + open; weeks in line add up.

    Args:
        w: the world.
        week: this week.
        deviations: largest deviation per law.
    """
    rows = week + w.counters[BEFORE] + 1
    pending = w.scratch[0:32]
    opened = w.scratch[32:64]
    pending[:] = 0.0
    opened[:] = 0.0
    pending_weeks = 0
    for index in range(w.cases.size):
        case = w.cases[index]
        if case.state == OPEN:
            opened[case.product] += 1
        elif case.state > FREE:
            pending[case.product] += 1
            pending_weeks += week - case.asked_week + 1
    waited = 0
    for product in range(w.products.size):
        started = total(w, rows, STARTED + product)
        waited += total(w, rows, WAITED + product)
        gone = total(w, rows, LEFT + product) + total(w, rows, CLOSED_BEFORE_START + product)
        note(deviations, ASKED_LAW, total(w, rows, ASKED + product) - started - gone - pending[product])
        note(deviations, OPEN_LAW, started - total(w, rows, ENDED + product) - opened[product])
    note(deviations, WAITING_LAW, total(w, rows, _IN_LINE) - waited - total(w, rows, _GONE) - pending_weeks)
    note(deviations, OPEN_LAW, w.counters[OPEN_N] - opened.sum())
    note(deviations, ASKED_LAW, w.counters[PENDING_N] - pending.sum())


@rule
def total(w: World, rows: int, column: int) -> int:
    """Sum of a column over the weeks so far.

    Args:
        w: the world.
        rows: number of weeks.
        column: which column.

    Returns:
        The sum.
    """
    result = 0
    for row in range(rows):
        result += w.weekly[row, column]
    return result


@rule
def check_euros(w: World, week: int, deviations: Floats) -> None:
    """Every delivered case-week is booked once; households' accounts add up; events add up over households.

    Args:
        w: the world.
        week: this week.
        deviations: largest deviation per law.
    """
    booked = w.now[_TRANSFERS] - w.now[_BILLS]
    for payer in range(_PAYERS):
        booked += w.now[TARIFF_OWN + payer] + w.now[COST_OUTSIDE + payer]
    booked -= w.now[COST_UNASSIGNED + WLZ] + w.now[_BESIDE]
    note(deviations, BOOKED_LAW, booked - w.now[_DELIVERED])
    running = 0
    for place in range(week + w.counters[BEFORE] + 1, w.wlz_bills.size):
        running += w.wlz_bills[place]
    note(deviations, WLZ_LAW, w.counters[WLZ_N] - running)
    project = 0
    for payer in range(_PAYERS):
        project += w.now[COST_PROJECT + payer]
    note(deviations, PROJECT_LAW, project - project_of_week(w, week))
    if week < 0:
        return
    first = w.counters[BEFORE]
    last = week + first + 1
    paid, events = w.scratch[0:_PAYERS], w.scratch[_PAYERS : _PAYERS + _EVENTS]
    paid[:] = 0.0
    events[:] = 0.0
    for index in range(w.households.size):
        for payer in range(_PAYERS):
            paid[payer] += w.household_cost[index, payer]
        for event in range(_EVENTS):
            events[event] += w.event_total[index, event]
    for payer in range(_PAYERS):
        weekly = 0
        for row in range(first, last):
            weekly += w.weekly[row, TARIFF_OWN + payer] + w.weekly[row, COST_OUTSIDE + payer]
            weekly += w.weekly[row, COST_EVENTS + payer] - w.weekly[row, COST_UNASSIGNED + payer]
        note(deviations, HOUSEHOLD_LAW, paid[payer] - weekly)
    benefits = total(w, last, _TRANSFERS) - total(w, first, _TRANSFERS)
    note(deviations, HOUSEHOLD_LAW, int(w.household_benefits.sum()) - benefits)
    for event in range(_EVENTS):
        weekly = 0
        for row in range(first, last):
            weekly += w.weekly[row, EVENT_COUNTS + event]
        note(deviations, EVENTS_LAW, events[event] - weekly)


@rule
def project_of_week(w: World, week: int) -> int:
    """What the project of a policy costs in a week.

    Args:
        w: the world.
        week: this week.

    Returns:
        Cents; nothing before the policy and after its years, counted from when it first was anywhere.
    """
    p = w.p[0]
    began = 0
    while began <= week and w.reach[began].max() <= 0.0:
        began += 1
    runs = week >= began and week - began < int(p.project_years * _WEEKS_PER_YEAR)
    return int(p.project_cost_per_year * _CENTS / _WEEKS_PER_YEAR) if runs else 0


@rule
def check_running(w: World, deviations: Floats) -> None:
    """What runs on is the sum of the open cases: seconds of each worker by payer, travel, and cents.

    Args:
        w: the world.
        deviations: largest deviation per law.
    """
    cents = w.bill[_DELIVERED]
    for place in range(w.counters[OPEN_N]):
        cents -= w.cases[w.opened[place].case].cents
    note(deviations, RUNNING_LAW, cents)
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        direct, travel, paid = worker.runs_direct, worker.runs_travel, 0
        for payer in range(_PAYERS):
            paid += w.payer_runs[index, payer]
        case_index = worker.first_case
        while case_index >= 0:
            case = w.cases[case_index]
            direct -= case.given
            travel -= case.travel
            paid -= case.given if case.payer >= 0 else 0
            case_index = case.worker_after
        note(deviations, RUNNING_LAW, direct)
        note(deviations, RUNNING_LAW, travel)
        note(deviations, RUNNING_LAW, paid)


@rule
def check_helpers(w: World, deviations: Floats) -> None:
    """Helper links of households = caseload links of workers = what is counted.

    Args:
        w: the world.
        deviations: largest deviation per law.
    """
    counted = 0
    linked_cases = 0
    for index in range(w.households.size):
        household = w.households[index]
        helpers, with_hours = 0, 0
        place = household.first_link
        while place >= 0:
            link = w.links[place]
            helpers += link.cases > 0
            with_hours += link.cases_with_hours > 0
            linked_cases += link.cases
            place = link.after
        note(deviations, LINKS_LAW, household.helpers - helpers)
        note(deviations, LINKS_LAW, household.helpers_with_hours - with_hours)
        counted += helpers
    note(deviations, LINKS_LAW, counted - w.tally[HELPERS_SUM])
    caseloads, with_worker, with_link = 0, 0, 0
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        caseloads += worker.caseload
        place = worker.first_case
        while place >= 0:
            note(deviations, CASELOAD_LAW, w.cases[place].worker - index)
            with_worker += 1
            place = w.cases[place].worker_after
    for place in range(w.counters[OPEN_N]):
        case = w.cases[w.opened[place].case]
        caseloads -= case.worker >= 0
        with_worker -= case.worker >= 0
        with_link += case.link >= 0
    note(deviations, CASELOAD_LAW, caseloads)
    note(deviations, CASELOAD_LAW, with_worker)
    for place in range(w.counters[FOLLOWED_N]):
        with_link += w.followed[place].link >= 0  # a director is a helper without a case
    note(deviations, LINKS_LAW, linked_cases - with_link)


@rule
def check_walk_in(w: World, week: int, visiting: int, deviations: Floats) -> None:
    """Visitors of the walk-in = who came less who left, and no more than there are places.

    Args:
        w: the world.
        week: this week.
        visiting: needs that are brought to the walk-in.
        deviations: largest deviation per law.
    """
    rows = week + w.counters[BEFORE] + 1
    came = total(w, rows, _JOINED) - total(w, rows, _LEFT_WALK_IN)
    note(deviations, WALK_IN_LAW, w.counters[VISITORS_N] - visiting)
    note(deviations, WALK_IN_LAW, came - visiting)
    note(deviations, WALK_IN_LAW, min(0, free_places(w)))


@rule
def check_needs(w: World, week: int, deviations: Floats) -> int:
    """Severity counts are those of the needs; they change by ups, downs, onsets and moves; needs fit ages.

    Args:
        w: the world.
        week: this week.
        deviations: largest deviation per law.

    Returns:
        How many needs are brought to the walk-in.
    """
    counts = w.scratch[0:45]
    counts[:] = 0.0
    unmet, visiting = 0, 0
    for index in range(w.needs.size):
        need = w.needs[index]
        visiting += need.walks_in > 0
        if need.eligible:
            unmet += need.severity >= MODERATE and need.open_cases == 0
            counts[need.domain * _LEVELS + need.severity] += 1
            note(deviations, SEVERITY_LAW, max(0, need.floor - need.severity) if need.severity > 0 else 0)
        if need.resident >= 0:
            fits = may_have_need(need.domain, w.residents[need.resident].age)
            note(deviations, OWNERS_LAW, (1.0 if fits else 0.0) - need.eligible)
    note(deviations, UNMET_LAW, w.tally[UNMET_N] - unmet)
    for domain in range(_DOMAINS):
        now, before = 0.0, 0.0
        for level in range(_LEVELS):
            column = SEVERITY + domain * _LEVELS + level
            note(deviations, SEVERITY_LAW, counts[domain * _LEVELS + level] - w.now[column])
            now += level * w.now[column]
            if week + w.counters[BEFORE] > 0:
                before += level * w.weekly[week + w.counters[BEFORE] - 1, column]
        change = w.now[UPS + domain] - w.now[DOWNS + domain]
        change += w.now[ONSET_LEVELS + domain] + w.now[MOVED_LEVELS + domain]
        if week + w.counters[BEFORE] > 0:
            note(deviations, CHANGE_LAW, now - before - change)
    return visiting
