"""Deal the luck of a week once, for all who will draw from it."""

from agents.compiled import rule
from simulation.draws import stream
from simulation.world import World


@rule
def deal_luck(w: World, week: int) -> None:
    """Compute what all draws of each decision have in common this week.

    Args:
        w: the world.
        week: this week.
    """
    for decision in range(w.streams.size):
        w.streams[decision] = stream(w.seed_key[0], week, decision)
