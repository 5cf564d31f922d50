"""Phase 11, recording: write down what this week was, without changing anything."""

from agents.compiled import rule
from agents.domains import CRISIS
from simulation.columns import HELPERS, OPEN_CASES, PENDING_CASES, SEVERITY, TOTAL
from simulation.counters import (
    BEFORE,
    HELPED,
    HELPERS_SUM,
    INDICATED,
    INDICATED_SUM,
    MULTI,
    MULTI_SUM,
    UNMET_N,
)
from simulation.listing import OPENED, PENDING
from simulation.world import HELPER_BINS, World

UNMET, CRISIS_WEEKS = TOTAL + 2, TOTAL + 3
DOMAINS_N, LEVELS_N = 9, 5


@rule
def recording(w: World, week: int) -> None:
    """Fill the row of this week.

    Args:
        w: the world.
        week: this week.
    """
    now = w.now
    for domain in range(DOMAINS_N):
        for level in range(LEVELS_N):
            now[SEVERITY + domain * LEVELS_N + level] = w.severity_count[domain, level]
        now[CRISIS_WEEKS] += w.severity_count[domain, CRISIS]
    for product in range(w.products.size):
        now[PENDING_CASES + product] = w.stock[PENDING, product]
        now[OPEN_CASES + product] = w.stock[OPENED, product]
    now[UNMET] = w.tally[UNMET_N]
    record_helpers(w)
    if week >= 0:
        for number in range(HELPER_BINS):
            w.helper_weeks[number] += w.helper_count[number]
    w.weekly[week + w.counters[BEFORE], :] = now


@rule
def record_helpers(w: World) -> None:
    """Describe how many helpers come to how many households.

    Args:
        w: the world.

    Percentiles are over households that have a helper this week; the heavy group is over all households.
    """
    now = w.now
    tally = w.tally
    now[HELPERS] = tally[HELPED]
    now[HELPERS + 1] = tally[HELPERS_SUM]
    now[HELPERS + 2] = helpers_at(w, 0.9)
    now[HELPERS + 3] = helpers_at(w, 0.999)
    now[HELPERS + 4] = helpers_at(w, 1.0)
    now[HELPERS + 5] = tally[MULTI]
    now[HELPERS + 6] = tally[MULTI_SUM]
    heavy = max(1, int(round(w.households.size * w.p[0].heavy_group_share)))
    now[HELPERS + 7] = heavy
    left = heavy
    for number in range(HELPER_BINS - 1, -1, -1):
        taken = min(left, w.helper_count[number])
        now[HELPERS + 8] += taken * number
        left -= taken
    now[HELPERS + 9] = tally[INDICATED]
    now[HELPERS + 10] = tally[INDICATED_SUM]


@rule
def helpers_at(w: World, share: float) -> int:
    """The number of helpers that so large a share of helped households does not exceed.

    Args:
        w: the world.
        share: 0-1.

    Returns:
        Number of helpers.
    """
    wanted = share * w.tally[HELPED]
    seen = 0
    highest = 0
    for number in range(1, HELPER_BINS):
        if w.helper_count[number] > 0:
            seen += w.helper_count[number]
            highest = number
            if seen >= wanted - 1e-9:
                break
    return highest
