"""Material bottlenecks: how they arise with a need, stand in the way, are seen, and are paid away."""

from agents.bottleneck import thinks_money_helps
from agents.case import OPEN
from agents.compiled import Record, rule
from agents.domains import LEARNING, PARTICIPATIEWET, WMO
from simulation.agenda import note_due, strike_out
from simulation.caseload import close
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import column
from simulation.counters import APPEALS_N
from simulation.diary import BOTTLENECK_SOLVED, note_need
from simulation.draws import BOTTLENECK_SEEN, child_key, draw
from simulation.hindrance import hinders, lift
from simulation.ledger import book_beside_cases
from simulation.products import STUDENT_TRANSPORT
from simulation.world import World

CENTS = 100
PAYMENTS, ASSISTANCE = column("total_custom_payments"), column("total_special_assistance")


@rule
def look_for_bottleneck(w: World, household_index: int, week: int) -> None:
    """At an intake or a plan, helpers look whether money would take something out of the way.

    Args:
        w: the world.
        household_index: which household.
        week: this week.

    With a custom budget they pay at once, also where nothing stands in the way; without it they ask for
    special assistance, for what does.
    """
    p = w.p[0]
    household = w.households[household_index]
    if p.bottleneck_share <= 0.0 or week < household.paid_until:
        return
    of_seeing = w.streams[BOTTLENECK_SEEN]
    stands = False
    for index in range(household.first_need, household.first_need + household.needs):
        need = w.needs[index]
        if not need.bottleneck:
            continue
        stands = True
        u = draw(need.key, of_seeing)
        if thinks_money_helps(True, p.bottleneck_sensitivity, p.bottleneck_specificity, u):
            household.paid_until = week + YEAR_WEEKS
            if household.custom:
                pay(w, household_index, WMO, PAYMENTS)
                if draw(child_key(need.key, 1), of_seeing) < p.custom_payment_works:
                    solve(w, index, week)
            else:
                household.appeal_week = week + int(p.special_assistance_weeks)
                note_due(w, w.appeals, APPEALS_N, index, household.appeal_week)
    if not stands and household.custom:
        u = draw(household.key, of_seeing)
        if thinks_money_helps(False, p.bottleneck_sensitivity, p.bottleneck_specificity, u):
            household.paid_until = week + YEAR_WEEKS
            pay(w, household_index, WMO, PAYMENTS)


@rule
def pay(w: World, household_index: int, payer: int, counted: int) -> None:
    """Pay for something a household needs.

    Args:
        w: the world.
        household_index: which household.
        payer: who pays.
        counted: column in which the payment is counted.
    """
    w.now[counted] += 1
    book_beside_cases(w, household_index, payer, int(w.p[0].custom_payment * CENTS))


@rule
def appeals_decided(w: World, week: int) -> None:
    """Special assistance and exceptions are decided on after some weeks; some help.

    Args:
        w: the world.
        week: this week.
    """
    of_deciding = w.streams[BOTTLENECK_SEEN]
    for place in range(w.counters[APPEALS_N] - 1, -1, -1):
        due = w.appeals[place].week
        if due > week:
            continue
        index = w.appeals[place].index
        strike_out(w, w.appeals, APPEALS_N, place)
        need = w.needs[index]
        household = w.households[need.household]
        if household.appeal_week != due or not need.bottleneck:
            continue
        if draw(child_key(need.key, 2), of_deciding) < w.p[0].special_assistance_works:
            pay(w, need.household, PARTICIPATIEWET, ASSISTANCE)
            solve(w, index, week)


@rule
def solve(w: World, index: int, week: int) -> None:
    """A payment took a bottleneck away: a car that drives again makes the school bus superfluous.

    Args:
        w: the world.
        index: the need with which the bottleneck came.
        week: this week.
    """
    household = w.households[w.needs[index].household]
    of_school = hinders(w, w.needs[index], LEARNING)
    note_need(w, BOTTLENECK_SOLVED, index, week)
    lift(w, index)
    if not of_school:
        return
    for number in range(household.first_need, household.first_need + household.needs):
        if w.needs[number].domain == LEARNING:
            stop_transport(w, w.needs[number], week)


@rule
def stop_transport(w: World, need: Record, week: int) -> None:
    """End the student transport of a need.

    Args:
        w: the world.
        need: record of the need.
        week: this week.
    """
    index = need.first_case
    while index >= 0:
        following = w.cases[index].next_of_need
        if w.cases[index].product == STUDENT_TRANSPORT and w.cases[index].state == OPEN:
            close(w, index, week)
        index = following
