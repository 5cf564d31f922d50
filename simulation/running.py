"""What runs on: a case gets the same hours and costs the same every week, until something changes."""

from agents.compiled import Record, rule
from simulation.active import change_visits
from simulation.columns import TOTAL
from simulation.counters import BOOKED_WEEK, DELIVERED_WEEK, LEAVERS_N
from simulation.doubts import doubt_dose
from simulation.hours import case_seconds, case_travel
from simulation.ledger import book, book_to_household, week_cents
from simulation.purses import charge
from simulation.trust import count_contact
from simulation.world import RUNNING, SPENT, World

DELIVERED = TOTAL + 7


@rule
def ask_of_provider(w: World, case: Record, sign: int) -> None:
    """Add what a case asks in a week to the week of its worker or provider, or take it off.

    Args:
        w: the world.
        case: record of the case.
        sign: 1 or -1.
    """
    if case.worker >= 0:
        w.professionals[case.worker].asked += sign * (case.norm + case_travel(w, case))
    elif case.own_list >= 0:
        w.lists[case.own_list].used += sign * case.norm


@rule
def settle_norm(w: World, case: Record) -> None:
    """Compute anew what an open case asks in a week.

    Args:
        w: the world.
        case: record of the case.
    """
    ask_of_provider(w, case, -1)
    case.norm = case_seconds(w, case)
    ask_of_provider(w, case, 1)


@rule
def count_given(w: World, case: Record, sign: int) -> None:
    """Add what a case gets in a week to all running sums, or take it off.

    Args:
        w: the world.
        case: record of the case.
        sign: 1 or -1.
    """
    if case.worker >= 0:
        worker = w.professionals[case.worker]
        worker.runs_direct += sign * case.given
        worker.runs_travel += sign * case.travel
        w.domain_runs[case.worker, case.domain] += sign * case.given
        if case.payer >= 0:
            w.payer_runs[case.worker, case.payer] += sign * case.given
    book(w, w.bill, case, sign)
    charge(w, case, RUNNING, sign)
    w.bill[DELIVERED] += sign * case.cents


@rule
def give_hours(w: World, index: int, week: int) -> None:
    """Give an open case its hours, or its part of them when its worker is short of time, from this week on.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    count_given(w, case, -1)
    book_to_household(w, case, week - 1)
    before = case.given
    if case.worker >= 0:
        share = w.professionals[case.worker].case_share
        case.given = int(case.norm * share)
        case.travel = int(case_travel(w, case) * share)
    else:
        case.given = case.norm
    case.cents = week_cents(w, case)
    count_given(w, case, 1)
    if (before > 0) != (case.given > 0):
        count_contact(w, w.households[case.household], 1 if case.given > 0 else -1)
    if w.products[case.product].home_visits:
        change_visits(w, w.households[case.household], case.given - before)
    doubt_dose(w, case.need)


@rule
def stop_hours(w: World, case: Record) -> None:
    """A case ends: after this week it asks and gets nothing any more.

    Args:
        w: the world.
        case: record of the case.

    A case that was delivered this week and not yet booked is booked here.
    """
    count_given(w, case, -1)
    if w.counters[BOOKED_WEEK] < w.counters[DELIVERED_WEEK]:
        book(w, w.now, case, 1)
        charge(w, case, SPENT, 1)
    book_to_household(w, case, w.counters[DELIVERED_WEEK])
    if case.given > 0:
        count_contact(w, w.households[case.household], -1)
    if w.products[case.product].home_visits and case.given > 0:
        household = w.households[case.household]
        if household.visit_gone == 0:
            w.leavers[w.counters[LEAVERS_N]] = case.household
            w.counters[LEAVERS_N] += 1
        household.visit_gone += case.given
    ask_of_provider(w, case, -1)
    doubt_dose(w, case.need)


@rule
def another_payer(w: World, case: Record, payer: int) -> None:
    """From next week on another payer pays for a case.

    Args:
        w: the world.
        case: record of the case.
        payer: number of the payer, -1 outside the model.
    """
    if payer == case.payer:
        return
    count_given(w, case, -1)
    book_to_household(w, case, w.counters[DELIVERED_WEEK])
    case.payer = payer
    case.cents = week_cents(w, case)
    count_given(w, case, 1)
