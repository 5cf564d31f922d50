"""Which plausible world goes with which seed: a fixed order, three worlds at a time, each met by two seeds.

A comparison of 30 replicates has 15 worlds with two seeds each: luck is what differs within a world, and
not-knowing what differs between worlds on top of that. Worlds come in a fixed random order and none comes
again before all have been met, so the first replicates of a longer comparison are those of a shorter one.
Three worlds take turns, so that a comparison of two or three replicates meets as many worlds.
"""

from functools import cache

from simulation.draws import key_of

SEEDS_PER_WORLD = 2
WORLDS_AT_A_TIME = 3


def world_of_seed(seed: int, worlds: int) -> int:
    """Gives the plausible world that a replicate meets.

    Args:
        seed: The seed of the replicate; the series begins with seed 1.
        worlds: How many plausible worlds there are.

    Returns:
        Number of the world, from 1.
    """
    turn, place = divmod(seed - 1, WORLDS_AT_A_TIME * SEEDS_PER_WORLD)
    met = turn * WORLDS_AT_A_TIME + place % WORLDS_AT_A_TIME
    return shuffled(worlds)[met % worlds]


@cache
def shuffled(worlds: int) -> tuple[int, ...]:
    """Gives the numbers of all worlds in their fixed random order."""
    return tuple(sorted(range(1, worlds + 1), key=lambda number: int(key_of("plausible world", number))))
