"""Phase 9, bookings: every hour and euro passes here once."""

from agents.compiled import rule
from agents.domains import WLZ, WMO
from agents.household import COUPLE, COUPLE_WITH_CHILDREN
from simulation.caseload import is_child
from simulation.columns import COST_BACKGROUND, COST_OUTSIDE, COST_OWN, TARIFF_OWN, TOTAL
from simulation.products import OWN, WLZ_CARE
from simulation.world import BEFORE, OPEN_N, WLZ_N, World

SECONDS = 3600
WEEKS_PER_YEAR = 52
CENTS = 100
PAYERS_N = 7
TRANSFERS, CASHABLE = TOTAL, TOTAL + 1


@rule
def bookings(w: World, week: int) -> None:
    """Book the week: own posts, products from outside, long-term care and background care.

    Args:
        w: the world.
        week: this week.
    """
    book_posts(w, week)
    book_cases(w)
    place = week + w.counters[BEFORE]
    w.counters[WLZ_N] -= w.wlz_bills[place]
    care = w.counters[WLZ_N] * int(w.products[WLZ_CARE].cents_per_week)
    w.now[COST_OUTSIDE + WLZ] += care
    w.now[CASHABLE] += int(care * w.products[WLZ_CARE].cashable)
    for payer in range(PAYERS_N):
        w.now[COST_BACKGROUND + payer] = w.background[payer]


@rule
def book_posts(w: World, week: int) -> None:
    """The cost of every post goes to payers by the hours of their products; the rest to its usual payer.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        factor = w.lists[worker.own_list].factor if worker.own_list >= 0 else 1.0
        if week >= 0:
            factor *= p.hours_change
        posts = worker.contract_hours / p.full_time_hours * factor
        cents = int(posts * p.post_cost_per_year * CENTS / WEEKS_PER_YEAR)
        usual = w.products[worker.product].payer_adult if worker.product >= 0 else WMO
        left = cents
        direct = worker.direct
        for payer in range(PAYERS_N):
            if payer != usual and w.payer_seconds[index, payer] > 0:
                part = cents * w.payer_seconds[index, payer] // direct
                w.now[COST_OWN + payer] += part
                left -= part
        w.now[COST_OWN + usual] += left


@rule
def book_cases(w: World) -> None:
    """Outside products at tariff, benefits as transfers, and what own hours would cost at tariff.

    Args:
        w: the world.
    """
    for place in range(w.counters[OPEN_N]):
        case = w.cases[w.opened[place]]
        product = w.products[case.product]
        payer = product.payer_child if is_child(w, case) else product.payer_adult
        if payer < 0:
            continue
        cents = int(case.given * product.cents_per_hour / SECONDS + product.cents_per_week)
        if product.transfer:
            w.now[TRANSFERS] += benefit_cents(w, case.household, cents)
            continue
        w.household_cost[case.household, payer] += cents
        if product.delivery == OWN:
            w.now[TARIFF_OWN + payer] += cents
        else:
            w.now[COST_OUTSIDE + payer] += cents
            w.now[CASHABLE] += int(cents * product.cashable)


@rule
def benefit_cents(w: World, household_index: int, single: int) -> int:
    """A couple gets more social assistance than a single person.

    Args:
        w: the world.
        household_index: which household.
        single: weekly norm of a single person, in cents.

    Returns:
        Weekly norm of this household, in cents.
    """
    kind = w.households[household_index].kind
    if kind == COUPLE or kind == COUPLE_WITH_CHILDREN:
        return int(w.benefit_couple[0])
    return single
