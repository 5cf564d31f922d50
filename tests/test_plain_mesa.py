"""The plain Mesa agents that the benchmark is held against climb the very same ladder."""

from pathlib import Path

import numpy as np
import pytest

from simulation.build import build_world
from simulation.handle import held
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.plain_mesa import MODERATE, PlainMesa, from_world
from tests.simulation.neighbourhood import KLEIN, NO_EFFECT_OF_HELP, NO_TURNOVER, scenario

WEEKS = 52
ALONE = {**NO_EFFECT_OF_HELP, **NO_TURNOVER, "spill_over": 0.0, "network_protection": 0.0}


@pytest.fixture(scope="module")
def world() -> World:
    """The small area at the start of the policy, where nothing but the ladder moves a need."""
    of = scenario(Path(KLEIN), warmup_weeks=26, parameters=ALONE)
    state = build_world(of.loaded_area, of.start_values, of.seed, 0, of.warmup_weeks)
    state.event_rate[:] = 0.0
    live_weeks(held(state), -of.warmup_weeks, 0)
    return branch(state, of)


def test_the_ladder_is_that_of_the_compiled_rules(world: World) -> None:
    """Every need, every week of a year: onset, up and down, without help, spill-over or moves."""
    model = PlainMesa(from_world(world))
    holder, begun, moved = held(world), 0, 0
    for week in range(WEEKS):
        before = world.needs.severity.copy()
        live_weeks(holder, week, week + 1)
        model.step()
        assert [need.severity for need in model.needs] == world.needs.severity.tolist()
        begun += int(((before == 0) & (world.needs.severity > 0)).sum())
        moved += int((before != world.needs.severity).sum())
    assert 100 < begun < moved


def test_the_lists_work(world: World) -> None:
    """Who starts had asked; nobody helps more than he has places for; who waits has trouble or had it."""
    model = PlainMesa(from_world(world))
    for _ in range(WEEKS):
        model.step()
    helped = [need for worker in model.workers for need in worker.helps]
    assert model.started > 0 and model.ended > 0
    assert all(len(worker.helps) <= worker.places for worker in model.workers)
    assert len({need.number for need in helped}) == len(helped)
    assert all(need.helper is not None and not need.waits for need in helped)
    waiting = [need for one in model.lists for need in one.line]
    assert all(need.waits and need.helper is None for need in waiting)
    active = np.array([need.severity >= MODERATE for need in model.active])
    assert active.sum() > len(helped) > 0
