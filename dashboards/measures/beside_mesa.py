"""The compiled week beside a small part of it written as plain Mesa agents, timed in turns.

The Mesa agents are in `tests/plain_mesa.py` of the sources. They are no part of an installed copy, so the
file is read from where it stands, if it is there.
"""

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from dashboards.measures.one_run import POLICY
from dashboards.measures.timing import Spent, Timing, spend, summarise
from simulation import Scenario
from simulation.handle import held
from simulation.startup import begun
from simulation.week import live_weeks

FILE = Path(__file__).resolve().parents[2] / "tests" / "plain_mesa.py"
TURNS, WEEKS_A_TURN, MESA_WEEKS_A_TURN = 20, 13, 2


@dataclass(frozen=True)
class BesideMesa:
    """A week of each, over the same needs.

    Attributes:
        compiled: A whole week of the model.
        mesa: A week of only the ladder and the lists, as plain Mesa agents.
        times_faster: How many times longer the second takes than the first, by their medians.
        needs: Needs in both.
        active: Of these, needs that were there at the start.
        mesa_starts: Starts in the Mesa weeks, to show that its lists work.
    """

    compiled: Timing
    mesa: Timing
    times_faster: float
    needs: int
    active: int
    mesa_starts: int


def measure_beside_mesa(area: str) -> BesideMesa | None:
    """Times both in turns: a quarter of compiled weeks, then two Mesa weeks, and so on.

    Args:
        area: The area to play.

    Returns:
        What was measured; nothing in an installed copy, which has no tests.
    """
    plain = _load(FILE)
    if plain is None:
        return None
    scenario = Scenario(area=area, policy=POLICY)
    world = begun(scenario, keep=False)
    model = plain.PlainMesa(plain.from_world(world))
    active = len(model.active)
    holder = held(world)
    compiled: list[Spent] = []
    mesa: list[Spent] = []
    for turn in range(TURNS):
        first = turn * WEEKS_A_TURN
        spent = spend(lambda week=first: live_weeks(holder, week, week + WEEKS_A_TURN))  # type: ignore[misc]
        compiled.append((spent[0] / WEEKS_A_TURN, spent[1] / WEEKS_A_TURN))
        mesa.extend(spend(model.step) for _ in range(MESA_WEEKS_A_TURN))
    one, other = summarise(compiled), summarise(mesa)
    return BesideMesa(one, other, other.median / one.median, len(model.needs), active, model.started)


def _load(file: Path) -> ModuleType | None:
    if not file.is_file():
        return None
    spec = importlib.util.spec_from_file_location("zorgbundel_plain_mesa", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
