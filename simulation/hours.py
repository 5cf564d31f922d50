"""What a case asks in a week, in seconds."""

from agents.budget import overuse
from agents.case import hours_norm
from agents.compiled import Record, rule
from simulation.counters import SHARED_LIST
from simulation.world import World

SECONDS = 3600


@rule
def case_seconds(w: World, case: Record) -> int:
    """Time a case asks in a week.

    Args:
        w: the world.
        case: record of the case.

    Returns:
        Seconds of direct work, by the severity of the need; less in maintenance, more outside one's trade and
        from a budget nobody guards.
    """
    p = w.p[0]
    product = w.products[case.product]
    hours = hours_norm(
        product.hours_2, product.hours_3, p.hours_share_at_1, p.hours_share_at_4, w.needs[case.need].severity
    )
    if case.maintenance:
        hours *= p.maintenance_hours_share
    if case.broad:
        hours *= 1.0 + p.generalist_slowdown
    if case.purse == w.counters[SHARED_LIST]:
        unchecked = case.worker >= 0 and w.professionals[case.worker].one_account
        hours *= 1.0 + overuse(p.pool_overuse, p.account_overuse, unchecked)
    return int(hours * SECONDS)


@rule
def case_travel(w: World, case: Record) -> int:
    """Travel of a case in a week.

    Args:
        w: the world.
        case: record of the case; its norm is known.

    Returns:
        Seconds; a case whose worker comes for another one too saves travel.
    """
    seconds = travel_seconds(w, case.product, case.norm)
    return int(seconds * (1.0 - w.p[0].travel_shared)) if case.rides else seconds


@rule
def travel_seconds(w: World, product: int, seconds: int) -> int:
    """Travel that comes with visits at home.

    Args:
        w: the world.
        product: product.
        seconds: direct time.

    Returns:
        Seconds of travel.
    """
    if not w.products[product].home_visits:
        return 0
    return int(seconds * w.p[0].travel_hours_per_direct_hour)
