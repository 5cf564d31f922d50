"""The ledger: what a week of a case costs and who pays; each euro passes here once."""

from agents.compiled import Record, rule
from agents.domains import ADULT_AGE
from agents.household import COUPLE, COUPLE_WITH_CHILDREN
from simulation.columns import COST_OUTSIDE, TARIFF_OWN, TOTAL
from simulation.products import OWN
from simulation.world import World

SECONDS = 3600
TRANSFERS, CASHABLE = TOTAL, TOTAL + 1


@rule
def is_child(w: World, case: Record) -> bool:
    """Whether a case is for somebody under 18; a household's case is not.

    Args:
        w: the world.
        case: record of the case.

    Returns:
        Whether a child is helped.
    """
    return case.resident >= 0 and w.residents[case.resident].age < ADULT_AGE


@rule
def payer_of(w: World, case: Record) -> int:
    """Who pays for a case.

    Args:
        w: the world.
        case: record of the case.

    Returns:
        Number of the payer, -1 outside the model.
    """
    product = w.products[case.product]
    return product.payer_child if is_child(w, case) else product.payer_adult


@rule
def week_cents(w: World, case: Record) -> int:
    """What a week of a case costs at tariff.

    Args:
        w: the world.
        case: record of the case; its hours of this week are delivered.

    Returns:
        Cents. A couple gets more social assistance than a single person.
    """
    product = w.products[case.product]
    if product.transfer:
        kind = w.households[case.household].kind
        if kind == COUPLE or kind == COUPLE_WITH_CHILDREN:
            return int(w.benefit_couple[0])
    return int(case.given * product.cents_per_hour / SECONDS + product.cents_per_week)


@rule
def book_case(w: World, case: Record, week: int) -> None:
    """Book the week of a case once, also when the case closes this week.

    Args:
        w: the world.
        case: record of the case.
        week: this week.

    Products from outside are paid at tariff; own hours are noted at tariff but paid as posts; benefits are
    transfers.
    """
    if case.given_week != week or case.booked_week == week:
        return
    case.booked_week = week
    payer = int(case.payer)
    if payer < 0:
        return
    product = w.products[case.product]
    cents = case.cents
    if product.transfer:
        w.now[TRANSFERS] += cents
        return
    w.household_cost[case.household, payer] += cents
    if product.delivery == OWN:
        w.now[TARIFF_OWN + payer] += cents
    else:
        w.now[COST_OUTSIDE + payer] += cents
        w.now[CASHABLE] += int(cents * product.cashable)
