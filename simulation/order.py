"""Keep the lists of what is active in order, so that reading them is reading along."""

from agents.compiled import rule
from simulation.world import ACTIVE_N, OPEN_N, World


@rule
def put_in_order(w: World) -> None:
    """Sort active needs and open cases by place; the outcome of a week does not depend on their order.

    Args:
        w: the world.
    """
    needs = w.active[: w.counters[ACTIVE_N]]
    needs.sort()
    for place in range(needs.size):
        w.needs[needs[place]].active = place
    cases = w.opened[: w.counters[OPEN_N]]
    cases.sort()
    for place in range(cases.size):
        w.cases[cases[place]].place = place
