"""A small area with contracts: a start-up long enough for ceilings, lived once."""

from collections.abc import Mapping
from functools import cache

import numpy as np

from agents.domains import PAYERS
from simulation import Scenario
from simulation.counters import SHARED_LIST
from simulation.handle import held
from simulation.products import PRODUCT_NAMES
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import AGREED, World
from simulation.world_room import copy_world
from tests.simulation.neighbourhood import KLEIN, first_day

WARMUP = 104  # hours are settled half-way, so that the last year can be contracted
SETTLED = {"capacity_follows_share": 0.5}
PLENTY = 10**12


def with_contracts(policy: str = "fragmented", /, **changes: float) -> Scenario:
    """A short run of the small area in which providers have ceilings.

    Args:
        policy: name of the policy.
        changes: changed numbers.

    Returns:
        The scenario, two years long.
    """
    parameters = {**SETTLED, **changes}
    return Scenario(
        area=str(KLEIN), policy=policy, years=2, warmup_weeks=WARMUP, seed=3, parameters=parameters
    )


@cache
def _started(digest: str, of: Scenario) -> World:
    state = first_day(of)
    live_weeks(held(state), -of.warmup_weeks, 0)
    return state


def started_with(of: Scenario, ceilings: Mapping[str, int] | None = None, others: int = PLENTY) -> World:
    """The end of the start-up, with ceilings of one's own.

    Args:
        of: the scenario.
        ceilings: cents a year by product, for each of its contracts; without any the ceilings stay.
        others: ceiling of all other contracts.

    Returns:
        A copy that may be changed.
    """
    state = copy_world(_started(of.start_digest, of))
    if ceilings is None:
        return state
    for row, number in enumerate(state.lists["product"]):
        if number < 0:
            continue
        product = state.products[number]
        for payer in {int(product.payer_adult), int(product.payer_child)}:
            state.purses[row, payer, AGREED] = ceilings.get(PRODUCT_NAMES[number], others)
    return state


def lived_with(
    of: Scenario,
    weeks: int,
    ceilings: Mapping[str, int] | None = None,
    others: int = PLENTY,
    /,
    **changes: float,
) -> World:
    """A world with contracts after some weeks of the policy.

    Args:
        of: the scenario.
        weeks: weeks under the policy.
        ceilings: see `started_with`.
        others: see `started_with`.
        changes: numbers to set when the policy has begun.

    Returns:
        The world.
    """
    world = branch(started_with(of, ceilings, others), of)
    for name, value in changes.items():
        world.p[name] = value
    live_weeks(held(world), 0, weeks)
    return world


def total(world: World, columns: np.ndarray) -> int:
    """Sum of columns over the weeks of the policy.

    Args:
        world: the world.
        columns: their places.

    Returns:
        The sum.
    """
    return int(world.weekly[WARMUP:, columns].sum())


def payer(name: str) -> int:
    """Number of a payer."""
    return PAYERS.index(name)


def pool_row(world: World) -> int:
    """Row of the common pool."""
    return int(world.counters[SHARED_LIST])
