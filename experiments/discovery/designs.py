"""The worlds that are looked through when nobody gives a design."""

from collections.abc import Sequence
from typing import Any

from experiments.sweep.design import Design
from experiments.sweep.factor import Factor
from experiments.sweep.sampling import GRID, HYPERCUBE, Sampling
from simulation import Scenario


def worlds_design(policies: Sequence[str], area: str, **facts: Any) -> Design | None:
    """Makes the sweep over all plausible worlds of an area; none where it has only its central world.

    Args:
        policies: The policies, the yardstick first.
        area: The area.
        facts: What else a design takes: years, warmup_weeks, parameters, replications.
    """
    known = Scenario(area=area).plausible_worlds
    if known is None:
        return None
    numbers = tuple(float(world.number) for world in known.worlds)
    return Design(
        name="discover",
        policies=tuple(policies),
        sampling=Sampling(GRID),
        factors=(Factor("world", numbers),),
        levers_of=tuple(policies[1:]),
        area=area,
        **facts,
    )


def ranges_design(
    policies: Sequence[str], points: int, factors: Sequence[Factor], seed: int, **facts: Any
) -> Design:
    """Makes the sweep over ranges of unknown numbers, by a Latin hypercube.

    Args:
        policies: The policies, the yardstick first.
        points: How many points.
        factors: What is varied.
        seed: Of the design.
        facts: What else a design takes.
    """
    return Design(
        name="discover",
        policies=tuple(policies),
        sampling=Sampling(HYPERCUBE, points, seed),
        factors=tuple(factors),
        levers_of=tuple(policies[1:]),
        **facts,
    )
