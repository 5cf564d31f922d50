"""Purses: which budget a case is charged to, when it is used up, and what happens when the year ends.

A contract is what one payer lets one provider spend on one product in a budget year. Row of a purse is the
list of that product and provider; the row of the shared list is the common pool, that of the front door holds
what no contract covers.
"""

import numpy as np

from agents.budget import (
    buys_over_budget,
    ceiling_of,
    is_full,
    part_of,
    spent_at_year_end,
)
from agents.case import BY_EVENT
from agents.compiled import Record, rule
from agents.need import NEVER
from agents.organisation import BUDGET_STAGE, START_STAGE, head_of
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import BUDGET, COST_BUDGET
from simulation.counters import ADAPT_UNTIL, BEFORE, DOOR_LIST, HELD_N, OPEN_N, PENDING_N, SHARED_LIST
from simulation.diary import NO_MONEY, note_case
from simulation.doubts import unsettle
from simulation.draws import FIDELITY_BUDGET, OVER_BUDGET, PEOPLE, draw, stream
from simulation.ledger import book_cashable, payer_of
from simulation.listing import stand_in, step_out
from simulation.products import AGREED as AGREED_PART
from simulation.products import DUTY, NEVER_STOPS, WHOLE
from simulation.world import (
    AGREED,
    AT_YEAR_END,
    CASHABLE_PART,
    CEILING,
    FROM_OTHERS,
    LAPSED,
    OUTSIDE_CONTRACTS,
    PAID_AT_TARIFF,
    RUNNING,
    SPENT,
    SPENT_IN_YEAR,
    START_OF_YEAR,
    TOPPED_UP,
    World,
)

PAYERS_N = 7
HELD = BUDGET


@rule
def agreed_share(w: World, number: int) -> float:
    """Which part of a contract goes into the common pool of payers under this policy.

    Args:
        w: the world.
        number: list of the contract.

    Returns:
        0-1. Zvw joins with an agreed part only; Wlz, benefits and regional residence never.
    """
    pools = w.lists[number].pools
    if pools == WHOLE:
        return float(w.p[0].budget)
    return float(w.p[0].budget * w.p[0].zvw_pool_share) if pools == AGREED_PART else 0.0


@rule
def purse_of(w: World, case: Record) -> int:
    """The purse a case is charged to.

    Args:
        w: the world.
        case: record of the case; its provider is known.

    Returns:
        Row of the purse. The draw is keyed by case, so a higher fidelity only adds cases to the pool.
    """
    if case.own_list < 0:
        return int(w.counters[DOOR_LIST])
    share = w.lists[case.own_list].pool_share
    if share > 0.0 and draw(case.key, stream(PEOPLE, 0, FIDELITY_BUDGET)) < share:
        return int(w.counters[SHARED_LIST])
    return int(case.own_list)


@rule
def purse_full(w: World, row: int, payer: int) -> bool:
    """Whether the money of a purse is used up this year.

    Args:
        w: the world.
        row: the purse.
        payer: who pays; the pool is one purse of all its payers.

    Returns:
        Whether nothing is left.
    """
    if row != w.counters[SHARED_LIST]:
        return is_full(w.purses[row, payer, CEILING], w.purses[row, payer, SPENT])
    ceiling, spent = 0, 0
    for other in range(PAYERS_N):
        ceiling += w.purses[row, other, CEILING]
        spent += w.purses[row, other, SPENT]
    return ceiling > 0 and spent >= ceiling


@rule
def may_start(w: World, case: Record, week: int) -> bool:
    """Whether there is money to start a case now.

    Args:
        w: the world.
        case: record of the case.
        week: this week.

    Returns:
        Whether it may. Court orders and free help never stop; for its duties the municipality may buy over
        budget, decided once a budget year for each case.
    """
    over_ceiling = w.products[case.product].over_ceiling
    if over_ceiling == NEVER_STOPS or case.rank == BY_EVENT or w.p[0].unlimited_capacity > 0.0:
        return True
    payer = payer_of(w, case)
    if payer < 0 or not purse_full(w, case.purse, payer):
        return True
    year_began = week - week % YEAR_WEEKS
    u = draw(case.key, stream(w.seed_key[0], year_began, OVER_BUDGET))
    return over_ceiling == DUTY and buys_over_budget(w.p[0].bought_over_budget, u)


@rule
def hold(w: World, index: int, week: int) -> None:
    """There is no money: the case waits for the next budget year and lets others pass.

    Args:
        w: the world.
        index: place of a case that waits for its start.
        week: this week.
    """
    note_case(w, NO_MONEY, index, week)
    case = w.cases[index]
    queue, joined = int(case.queue), int(case.joined_week)
    step_out(w, index)
    stand_in(w, index, queue, BUDGET_STAGE, joined)


@rule
def let_go(w: World) -> None:
    """A new budget year: whoever waited for money stands in line again, where he stood.

    Args:
        w: the world.
    """
    for number in range(w.lists.size):
        index = head_of(w.heads[number], BUDGET_STAGE)
        while index >= 0:
            joined = int(w.cases[index].joined_week)
            step_out(w, index)
            stand_in(w, index, number, START_STAGE, joined)
            index = head_of(w.heads[number], BUDGET_STAGE)


@rule
def book_purses(w: World, week: int) -> None:
    """Charge this week of all running cases to their purses; close the books when the budget year ends.

    Args:
        w: the world.
        week: this week.
    """
    for row in range(w.lists.size):
        for payer in range(PAYERS_N):
            w.purses[row, payer, SPENT] += w.purses[row, payer, RUNNING]
    w.now[HELD] = w.counters[HELD_N]
    if (week + 1) % YEAR_WEEKS != 0:
        return
    if week >= 0:
        for row in range(w.lists.size):
            close_purse(w, row, week // YEAR_WEEKS)
    elif week == -1 and w.p[0].contract_ceilings > 0.0 and w.counters[ADAPT_UNTIL] <= -YEAR_WEEKS:
        make_contracts(w)
    w.purses[:, :, SPENT] = 0
    let_go(w)


@rule
def make_contracts(w: World) -> None:
    """At the end of the start-up each provider gets a ceiling by what it delivered in the last year.

    Args:
        w: the world.
    """
    weeks = min(YEAR_WEEKS, int(w.counters[BEFORE]))
    for row in range(w.lists.size):
        waiting_list = w.lists[row]
        if waiting_list.product < 0:
            continue
        for payer in range(PAYERS_N):
            purse = w.purses[row, payer]
            purse[AGREED] = ceiling_of(purse[SPENT], weeks, YEAR_WEEKS, w.payer_room[payer])


@rule
def set_budgets(w: World) -> None:
    """A budget year begins under this policy: ceilings go up or down, and part of them goes into the pool.

    Args:
        w: the world.

    A policy that comes or goes in the middle of a year finds the contracts of that year.
    """
    shared = int(w.counters[SHARED_LIST])
    w.purses[shared, :, CEILING:RUNNING] = 0
    w.purses[shared, :, PAID_AT_TARIFF:AGREED] = 0
    capped = w.purses[:, :, AGREED].max() > 0
    for row in range(w.lists.size):
        waiting_list = w.lists[row]
        if waiting_list.product < 0:
            continue
        waiting_list.pool_share = agreed_share(w, row)
        if capped and w.purses[row, :, AGREED].max() <= 0:
            waiting_list.pool_share = 0.0
        for payer in range(PAYERS_N):
            if w.purses[row, payer, AGREED] > 0:
                cents = int(w.purses[row, payer, AGREED] * w.p[0].budget_change)
                together = int(cents * waiting_list.pool_share)
                w.purses[row, payer, CEILING:RUNNING] = 0
                w.purses[row, payer, PAID_AT_TARIFF:AGREED] = 0
                put_in(w, row, w.purses[row, payer], cents - together)
                put_in(w, row, w.purses[shared, payer], together)
    choose_purses(w)


@rule
def put_in(w: World, row: int, purse: np.ndarray, cents: int) -> None:
    """Put money of a contract in a purse, its own or the pool.

    Args:
        w: the world.
        row: list of the contract.
        purse: fields of the purse.
        cents: how much.
    """
    purse[CEILING] += cents
    if w.lists[row].outside:
        purse[PAID_AT_TARIFF] += cents
        purse[CASHABLE_PART] += int(cents * w.products[w.lists[row].product].cashable)


@rule
def choose_purses(w: World) -> None:
    """Every case is charged to its own contract or to the pool, as the shares of this year say.

    Args:
        w: the world.
    """
    for place in range(w.counters[PENDING_N]):
        case = w.cases[w.pending[place].case]
        case.purse = purse_of(w, case)
    for place in range(w.counters[OPEN_N]):
        index = w.opened[place].case
        case = w.cases[index]
        purse = purse_of(w, case)
        if purse != case.purse:
            charge(w, case, RUNNING, -1)
            case.purse = purse
            charge(w, case, RUNNING, 1)
            unsettle(w, index)
            w.opened[place].look_week = -NEVER  # at once: it may close with another chance


@rule
def begin_budget_year(w: World, week: int) -> None:
    """At the start of a later budget year contracts follow the policy as it is then.

    Args:
        w: the world.
        week: this week.
    """
    if week > 0 and week % YEAR_WEEKS == 0:
        set_budgets(w)


@rule
def charge(w: World, case: Record, field: int, sign: int) -> None:
    """Write the week of a case in its purse; benefits and what nobody in the model pays are in none.

    Args:
        w: the world.
        case: record of the case.
        field: what runs every week, or what was spent.
        sign: 1 to add it, -1 to take it off.
    """
    if case.payer >= 0 and not w.products[case.product].transfer:
        w.purses[case.purse, case.payer, field] += sign * int(case.cents)


@rule
def close_purse(w: World, row: int, year: int) -> None:
    """A budget year ends: shortage is topped up, part of the rest is still spent, and what is left lapses.

    Args:
        w: the world.
        row: the purse.
        year: number of the year, 0 first.

    In the pool shortage and rest are shared by what each payer put in; who used more than that is paid for
    by the others.
    """
    together = row == w.counters[SHARED_LIST]
    all_ceilings, all_spent = 0, 0
    for payer in range(PAYERS_N):
        if together and w.purses[row, payer, CEILING] > 0:
            all_ceilings += w.purses[row, payer, CEILING]
        if together:
            all_spent += w.purses[row, payer, SPENT]
    before = 0
    for payer in range(PAYERS_N):
        purse = w.purses[row, payer]
        books = w.budget_years[year, payer]
        ceiling, spent = purse[CEILING], purse[SPENT]
        if ceiling < 0 or (together and all_ceilings == 0):
            books[OUTSIDE_CONTRACTS] += spent
            continue
        short, rest = max(0, spent - ceiling), max(0, ceiling - spent)
        if together:
            short = part_of(max(0, all_spent - all_ceilings), before, ceiling, all_ceilings)
            rest = part_of(max(0, all_ceilings - all_spent), before, ceiling, all_ceilings)
            before += ceiling
        books[START_OF_YEAR] += ceiling
        books[SPENT_IN_YEAR] += spent
        books[TOPPED_UP] += short
        books[FROM_OTHERS] += spent + rest - ceiling - short
        late = 0
        if ceiling > 0:
            late = spent_at_year_end(rest, purse[PAID_AT_TARIFF], ceiling, w.p[0].year_end_spending)
        books[AT_YEAR_END] += late
        books[LAPSED] += rest - late
        w.now[COST_BUDGET + payer] += late
        if late > 0:
            book_cashable(w.now, payer, late * purse[CASHABLE_PART] // purse[PAID_AT_TARIFF])
