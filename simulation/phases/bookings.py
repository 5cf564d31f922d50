"""Phase 9, bookings: every hour and euro passes here once."""

from agents.budget import written_off
from agents.compiled import Record, rule
from agents.domains import MUNICIPAL_PAYERS, WLZ, WMO
from simulation.closing import kept_hours
from simulation.columns import (
    COST_BACKGROUND,
    COST_OUTSIDE,
    COST_OWN,
    COST_PROJECT,
    COST_UNASSIGNED,
    COST_WRITE_OFF,
)
from simulation.counters import BEFORE, BOOKED_WEEK, WLZ_N
from simulation.ledger import book_cashable, book_running
from simulation.prevention import close_accounts
from simulation.products import WLZ_CARE
from simulation.purses import book_purses
from simulation.world import World

WEEKS_PER_YEAR = 52
CENTS = 100
PAYERS_N = 7


@rule
def bookings(w: World, week: int) -> None:
    """Book the week: own posts, products from outside, long-term care and background care.

    Args:
        w: the world.
        week: this week.
    """
    book_posts(w, week)
    book_running(w)
    book_purses(w, week)
    if (week + 1) % WEEKS_PER_YEAR == 0:
        close_accounts(w)
    w.counters[BOOKED_WEEK] = week
    place = week + w.counters[BEFORE]
    w.counters[WLZ_N] -= w.wlz_bills[place]
    care = w.counters[WLZ_N] * int(w.products[WLZ_CARE].cents_per_week)
    w.now[COST_OUTSIDE + WLZ] += care
    w.now[COST_UNASSIGNED + WLZ] += care
    book_cashable(w.now, WLZ, int(care * w.products[WLZ_CARE].cashable))
    for payer in range(PAYERS_N):
        w.now[COST_BACKGROUND + payer] = w.background[payer]
    book_project(w, week)


@rule
def book_posts(w: World, week: int) -> None:
    """The cost of every post goes to payers by the hours of their products; the rest to its usual payer.

    Posts that a policy gives up or adds are cashable.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        factor = w.lists[worker.own_list].factor if worker.own_list >= 0 else 1.0
        cents = post_cents(p, worker.contract_hours, factor)
        usual = int(w.products[worker.product].payer_adult) if worker.product >= 0 else WMO
        if week >= 0:
            kept = factor * kept_hours(w, worker.own_list, week)
            changed = post_cents(p, worker.contract_hours, kept)
            book_cashable(w.now, usual, changed - cents)
            cents = changed
        if worker.one_account:
            write_off(w, index)
        left = cents
        direct = worker.direct
        for payer in range(PAYERS_N):
            if payer != usual and w.payer_seconds[index, payer] > 0:
                used = cents * (worker.available - worker.unused) // max(1, worker.available)
                part = used * w.payer_seconds[index, payer] // direct
                w.now[COST_OWN + payer] += part
                left -= part
        w.now[COST_OWN + usual] += left


@rule
def book_project(w: World, week: int) -> None:
    """A project that changes how people work costs money for some years; whoever bears it pays all of it.

    Its years begin when the policy first is anywhere; while it is paused or over nothing is paid.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    if p.project_cost_per_year <= 0.0 or week < 0:
        return
    at_work = 0
    for earlier in range(week + 1):
        at_work += w.reached_part[earlier] > 0.0
    if at_work > int(p.project_years * WEEKS_PER_YEAR):
        return
    cents = int(p.project_cost_per_year * CENTS / WEEKS_PER_YEAR)
    w.now[COST_PROJECT + int(p.project_payer)] += cents
    book_cashable(w.now, int(p.project_payer), cents)


@rule
def write_off(w: World, index: int) -> None:
    """Write off part of the municipal hours of a professional who accounts for them to nobody.

    Args:
        w: the world.
        index: which professional.
    """
    worker = w.professionals[index]
    if worker.product < 0:
        return
    tariff = w.products[worker.product].cents_per_hour
    for payer in MUNICIPAL_PAYERS:
        cents = written_off(w.payer_seconds[index, payer], tariff, w.p[0].account_write_off)
        w.now[COST_WRITE_OFF + payer] += cents
        book_cashable(w.now, payer, cents)


@rule
def post_cents(p: Record, contract_hours: float, factor: float) -> int:
    """What a post costs this week.

    Args:
        p: the parameters.
        contract_hours: hours of the contract.
        factor: hours relative to that.

    Returns:
        Cents.
    """
    posts = contract_hours / p.full_time_hours * factor
    return int(posts * p.post_cost_per_year * CENTS / WEEKS_PER_YEAR)
