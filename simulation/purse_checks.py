"""The budgets must balance: every euro of a purse is that of a case, and every year is closed to the cent."""

from agents.compiled import rule
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import COST_BUDGET, COST_OUTSIDE, COST_UNASSIGNED, TARIFF_OWN
from simulation.counters import BEFORE, HELD_N, OPEN_N, PENDING_N
from simulation.world import (
    AT_YEAR_END,
    FROM_OTHERS,
    LAPSED,
    OUTSIDE_CONTRACTS,
    PREVENTION,
    RUNNING,
    SPENT,
    SPENT_IN_YEAR,
    START_OF_YEAR,
    TOPPED_UP,
    World,
)

PAYERS_N = 7


@rule
def purses_apart(w: World) -> int:
    """How far what runs in the purses is from what the open cases take, and who is held from who is counted.

    Args:
        w: the world at the end of a week.

    Returns:
        Largest deviation in cents or cases.
    """
    running = w.purses[:, :, RUNNING].copy()
    for place in range(w.counters[OPEN_N]):
        case = w.cases[w.opened[place].case]
        if case.payer >= 0 and not w.products[case.product].transfer:
            running[case.purse, case.payer] -= case.cents
    held = int(w.counters[HELD_N])
    for place in range(w.counters[PENDING_N]):
        held -= w.cases[w.pending[place].case].held
    largest = abs(held)
    for row in range(running.shape[0]):
        for payer in range(PAYERS_N):
            largest = max(largest, abs(running[row, payer]))
    return int(largest)


@rule
def spent_of(w: World, payer: int, first: int, last: int) -> int:
    """What the weekly books say was delivered at tariff to households for a payer.

    Args:
        w: the world.
        payer: who pays.
        first: first week.
        last: last week.

    Returns:
        Cents.
    """
    cents = 0
    for row in range(first + w.counters[BEFORE], last + w.counters[BEFORE] + 1):
        cents += w.weekly[row, TARIFF_OWN + payer] + w.weekly[row, COST_OUTSIDE + payer]
        cents -= w.weekly[row, COST_UNASSIGNED + payer]
    return int(cents)


@rule
def budgets_apart(w: World, week: int) -> int:
    """How far any budget is from start + top-up + from others - spent - at year end - lapsed = nothing left.

    Args:
        w: the world at the end of a week.
        week: this week.

    Returns:
        Largest deviation in cents, also of spending against the weekly books and of what payers pay for each
        other.
    """
    largest = 0
    began = max(week - week % YEAR_WEEKS, -int(w.counters[BEFORE]))
    closed = (week + 1) % YEAR_WEEKS == 0
    for payer in range(PAYERS_N):
        apart = w.purses[:, payer, SPENT].sum()
        if not closed:
            apart -= spent_of(w, payer, began, week)
        largest = max(largest, abs(int(apart)))
    for year in range((week + 1) // YEAR_WEEKS):
        others, prevention = 0, 0
        for payer in range(PAYERS_N):
            books = w.budget_years[year, payer]
            given = books[START_OF_YEAR] + books[TOPPED_UP] + books[FROM_OTHERS]
            gone = books[SPENT_IN_YEAR] + books[AT_YEAR_END] + books[LAPSED]
            largest = max(largest, abs(given - gone))
            first = year * YEAR_WEEKS
            spent = books[SPENT_IN_YEAR] + books[OUTSIDE_CONTRACTS]
            largest = max(largest, abs(spent - spent_of(w, payer, first, first + YEAR_WEEKS - 1)))
            late = w.weekly[first + w.counters[BEFORE] + YEAR_WEEKS - 1, COST_BUDGET + payer]
            largest = max(largest, abs(late - books[AT_YEAR_END]))
            others += books[FROM_OTHERS]
            prevention += books[PREVENTION]
        largest = max(largest, abs(others), abs(prevention))
    return int(largest)
