"""The ledger: what a week of a case costs and who pays; each euro passes here once."""

import numpy as np

from agents.cache_lines import SECOND
from agents.compiled import Record, prefetch, prefetch_line, rule
from agents.domains import ADULT_AGE, MUNICIPAL_PAYERS
from agents.household import COUPLE, COUPLE_WITH_CHILDREN
from simulation.columns import CASHABLE_OF, COST_OUTSIDE, TARIFF_OWN, TOTAL, column
from simulation.counters import DELIVERED_WEEK, DOOR_LIST, OPEN_N
from simulation.products import OWN
from simulation.world import SPENT, World

SECONDS = 3600
PAYERS_N = 7
AHEAD = 8  # cases that are fetched ahead of their turn
TRANSFERS, CASHABLE = TOTAL, TOTAL + 1
BESIDE_CASES = column("total_beside_cases")


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
        case: record of the case; its hours are known.

    Returns:
        Cents; nothing when nobody in the model pays. A couple gets more social assistance than a single
        person.
    """
    if case.payer < 0:
        return 0
    product = w.products[case.product]
    if product.transfer:
        kind = w.households[case.household].kind
        if kind == COUPLE or kind == COUPLE_WITH_CHILDREN:
            return int(w.benefit_couple[0])
    return int(case.given * product.cents_per_hour / SECONDS + product.cents_per_week)


@rule
def book_cashable(columns: np.ndarray, payer: int, cents: int) -> None:
    """Note what a payer could really take out of its budget if it were not spent.

    Args:
        columns: the bill of all running cases, or this week.
        payer: number of the payer.
        cents: cashable part of the cost; below 0 for what was taken out.
    """
    columns[CASHABLE] += cents
    columns[CASHABLE_OF + payer] += cents


@rule
def book_beside_cases(w: World, household_index: int, payer: int, cents: int) -> None:
    """Pay for something that belongs to a household and to no case, such as a visit to the walk-in.

    Args:
        w: the world.
        household_index: which household.
        payer: who pays; no contract covers it, and all of it is cashable.
        cents: what it costs.
    """
    w.now[COST_OUTSIDE + payer] += cents
    w.now[BESIDE_CASES] += cents
    book_cashable(w.now, payer, cents)
    w.household_cost[household_index, payer] += cents
    w.purses[w.counters[DOOR_LIST], payer, SPENT] += cents


@rule
def book(w: World, columns: np.ndarray, case: Record, sign: int) -> None:
    """Write the week of a case in the columns where it belongs.

    Args:
        w: the world.
        columns: the bill of all running cases, or this week.
        case: record of the case.
        sign: 1 to add it, -1 to take it off.

    Products from outside are paid at tariff; own hours are noted at tariff but paid as posts; benefits are
    transfers.
    """
    if case.cents == 0:
        return
    cents = sign * int(case.cents)
    payer = int(case.payer)
    product = w.products[case.product]
    if product.transfer:
        columns[TRANSFERS] += cents
    elif product.delivery == OWN:
        columns[TARIFF_OWN + payer] += cents
    else:
        columns[COST_OUTSIDE + payer] += cents
        book_cashable(columns, payer, sign * int(case.cents * product.cashable))


@rule
def book_running(w: World) -> None:
    """Book this week of every running case.

    Args:
        w: the world.
    """
    for payer in range(PAYERS_N):
        w.now[TARIFF_OWN + payer] += w.bill[TARIFF_OWN + payer]
        w.now[COST_OUTSIDE + payer] += w.bill[COST_OUTSIDE + payer]
        w.now[CASHABLE_OF + payer] += w.bill[CASHABLE_OF + payer]
    w.now[TRANSFERS] += w.bill[TRANSFERS]
    w.now[CASHABLE] += w.bill[CASHABLE]


@rule
def book_to_household(w: World, case: Record, through: int) -> None:
    """Bring the account of a household, benefits apart, and the hours of a worker up to date with a case.

    Args:
        w: the world.
        case: record of the case.
        through: last week that was delivered at the present price.
    """
    if case.cents > 0:
        cents = int(case.cents) * (through - int(case.account_week))
        if w.products[case.product].transfer:
            w.household_benefits[case.household] += cents
        else:
            w.household_cost[case.household, case.payer] += cents
    case.own_seconds += int(case.given) * (through - int(case.account_week))
    case.account_week = through


@rule
def spent_by_municipality(w: World, household_index: int) -> int:
    """What help, events and benefits of a household have cost the municipality since the policy began.

    Args:
        w: the world; the account of the household is up to date.
        household_index: which household.

    Returns:
        Cents at tariff.
    """
    cents = w.household_benefits[household_index]
    for payer in MUNICIPAL_PAYERS:
        cents += w.household_cost[household_index, payer]
    return int(cents)


@rule
def settle_accounts(w: World) -> None:
    """Bring the accounts of all households up to date.

    Args:
        w: the world, after the last week that was lived.
    """
    count = w.counters[OPEN_N]
    for place in range(count):
        if place + AHEAD < count:
            prefetch(w.cases, w.opened[place + AHEAD].case)
            prefetch_line(w.cases, w.opened[place + AHEAD].case, SECOND)
        book_to_household(w, w.cases[w.opened[place].case], w.counters[DELIVERED_WEEK])
