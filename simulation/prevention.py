"""Which prevention is paid for this year: outreach visits, if some payer or the common pool gains by them."""

from agents.budget import part_of
from agents.compiled import rule
from agents.domains import MODERATE, MONEY
from agents.need import level_in
from agents.prevention import believed_effect, counted_saving, expected_saving, pays_for
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import BUDGET
from simulation.counters import BEFORE, OUTREACH_PAID
from simulation.draws import BELIEF, BELIEF_ANGLE, draw, stream
from simulation.ledger import settle_accounts
from simulation.products import SOCIAL_WORK
from simulation.world import PREVENTION, Floats, World

PAYERS_N = 7
DEBT_REPORTS = BUDGET + 1


@rule
def close_accounts(w: World) -> None:
    """A year ends: what each household cost each payer in it is kept for who decides about the next.

    Args:
        w: the world.
    """
    settle_accounts(w)
    for index in range(w.households.size):
        for payer in range(PAYERS_N):
            w.cost_of_year[index, payer] = w.household_cost[index, payer] - w.cost_before[index, payer]
            w.cost_before[index, payer] = w.household_cost[index, payer]


@rule
def outreach_cost(w: World, week: int) -> int:
    """What a year of outreach visits would cost at tariff, by the reports of debts of the last year.

    Args:
        w: the world.
        week: first week of the year that is decided about.

    Returns:
        Cents.
    """
    p = w.p[0]
    last = week + w.counters[BEFORE]
    first = max(0, last - YEAR_WEEKS)
    reports = 0
    for row in range(first, last):
        reports += w.weekly[row, DEBT_REPORTS]
    a_year = reports * (YEAR_WEEKS / (last - first))
    return int(a_year * p.outreach * p.outreach_hours_per_attempt * w.products[SOCIAL_WORK].cents_per_hour)


@rule
def part_in_pool(w: World, payer: int) -> float:
    """Which part of a payer's money is in the common pool.

    Args:
        w: the world.
        payer: number of the payer.

    Returns:
        0-1, by whose products can go there.
    """
    largest = 0.0
    for number in range(w.lists.size):
        product = w.lists[number].product
        if product < 0 or w.products[product].payer_adult != payer:
            continue
        largest = max(largest, w.lists[number].pool_share)
    return float(largest)


@rule
def decide_prevention(w: World, week: int) -> None:
    """At the start of a year: who pays for outreach, each payer for itself and the pool for all in it.

    Args:
        w: the world.
        week: first week of that year.

    Without a year of figures to go by, nothing is stopped. Who gains most pays; others hand over what they
    agreed, as far as it is needed; the payer of the visits gets what they cost.
    """
    p = w.p[0]
    w.counters[OUTREACH_PAID] = 1
    year = week // YEAR_WEEKS
    if p.prevention_needs_payer <= 0.0 or week + w.counters[BEFORE] < YEAR_WEEKS:
        return
    cost = outreach_cost(w, week)
    if cost <= 0:
        return
    savings = w.scratch[0:PAYERS_N]
    expect_savings(w, week, savings)
    everyone = savings.sum()
    pool = 0.0
    for payer in range(PAYERS_N):
        pool += savings[payer] * part_in_pool(w, payer)
    decider, most = PAYERS_N, counted_saving(pool, everyone - pool, p.saving_handed_over)
    for payer in range(PAYERS_N):
        counted = counted_saving(savings[payer], everyone - savings[payer], p.saving_handed_over)
        if counted > most:
            decider, most = payer, counted
    w.counters[OUTREACH_PAID] = pays_for(most, cost)
    if w.counters[OUTREACH_PAID] and year < w.budget_years.shape[0]:
        share_cost(w, year, decider, cost, savings)


@rule
def expect_savings(w: World, week: int, savings: Floats) -> None:
    """What each payer believes it will save on households with debts, by what they cost it last year.

    Args:
        w: the world.
        week: first week of the year that is decided about.
        savings: gets the cents by payer.
    """
    p = w.p[0]
    key = w.lists[w.products[SOCIAL_WORK].first_list].key
    u = draw(key, stream(w.seed_key[0], week, BELIEF))
    v = draw(key, stream(w.seed_key[0], week, BELIEF_ANGLE))
    effect = believed_effect(p.believed_effect, p.believed_effect_sd, u, v)
    savings[:] = 0.0
    for index in range(w.households.size):
        if level_in(int(w.households[index].levels), MONEY) >= MODERATE:
            for payer in range(PAYERS_N):
                savings[payer] += w.cost_of_year[index, payer]
    for payer in range(PAYERS_N):
        savings[payer] = expected_saving(savings[payer], effect, p.saving_horizon_years)


@rule
def share_cost(w: World, year: int, decider: int, cost: int, savings: Floats) -> None:
    """Write down who pays the visits: who decided, and others as far as its own saving falls short.

    Args:
        w: the world.
        year: number of the year, 0 first.
        decider: payer that decided, the number of payers for the pool.
        cost: cents.
        savings: expected saving by payer, cents.
    """
    own = savings.copy()
    for payer in range(PAYERS_N):
        if decider == PAYERS_N:
            own[payer] = savings[payer] * part_in_pool(w, payer)
        elif payer != decider:
            own[payer] = 0.0
    others = savings - own
    short = min(max(0.0, cost - own.sum()), w.p[0].saving_handed_over * others.sum())
    from_others = int(short)
    paid = pay_in_parts(w, year, from_others, others) + pay_in_parts(w, year, cost - from_others, own)
    w.budget_years[year, w.products[SOCIAL_WORK].payer_adult, PREVENTION] -= paid


@rule
def pay_in_parts(w: World, year: int, cents: int, weights: Floats) -> int:
    """Divide an amount among payers by what they expect to save.

    Args:
        w: the world.
        year: number of the year.
        cents: what they pay together.
        weights: weight by payer.

    Returns:
        Cents that found a payer: all of them, or none if nobody expects to save a cent.
    """
    whole = 0
    for payer in range(PAYERS_N):
        whole += int(weights[payer])
    if whole == 0:
        return 0
    before = 0
    for payer in range(PAYERS_N):
        weight = int(weights[payer])
        w.budget_years[year, payer, PREVENTION] += part_of(cents, before, weight, whole)
        before += weight
    return cents
