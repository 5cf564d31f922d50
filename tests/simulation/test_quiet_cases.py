"""What is not looked at every week: nothing can happen there (architecture: lists that the week reads)."""

from pathlib import Path

import pytest

from agents.compiled import rule
from agents.need import NEVER
from simulation.counters import OPEN_N
from simulation.handle import held
from simulation.phases.review import closing_chance
from simulation.world import World
from tests.simulation.neighbourhood import scenario, weeks_lived


@rule
def misjudged(w: World, week: int) -> int:
    """Open cases that are left alone while they could end with another chance than was written down.

    Args:
        w: the world.
        week: the last week that was lived.

    Returns:
        How many.
    """
    count = 0
    for place in range(w.counters[OPEN_N]):
        here = w.opened[place]
        if here.look_week > week:
            count += here.most != closing_chance(w, w.cases[here.case], NEVER)
    return count


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling", "vijftig-gezinnen"])
def test_a_case_left_alone_ends_with_the_chance_written_down(area: Path, policy: str) -> None:
    for world, week, _ in weeks_lived(scenario(area, policy), 50):
        assert misjudged(held(world), week) == 0
    world.p.drop_out_rate += 0.1
    assert misjudged(held(world), week) > 0
