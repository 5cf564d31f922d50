"""Where the time of a week goes: every phase of the week called by itself."""

import ast
import inspect
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dashboards.measures.one_run import POLICY
from simulation import Scenario, week
from simulation.counters import LINE_COUNTED
from simulation.handle import held
from simulation.ledger import settle_accounts
from simulation.records import take_down
from simulation.run import fingerprint, simulate
from simulation.startup import begun

MILLISECONDS = 1000.0


@dataclass(frozen=True)
class Phases:
    """Where the weeks of a policy go.

    Attributes:
        milliseconds: Phase -> its time in all weeks, on the clock, in the order of the week.
        weeks: Number of weeks.
        same: Whether the weeks lived so gave the fingerprint of `simulate`.
    """

    milliseconds: dict[str, float]
    weeks: int
    same: bool


def measure_phases(area: str) -> Phases:
    """Lives the weeks of a policy phase by phase, the phases in the order in which the week names them.

    Args:
        area: The area to play.
    """
    scenario = Scenario(area=area, policy=POLICY)
    phases = phases_of_week()
    _live(scenario, phases)  # once to compile each phase by itself
    spent, found = _live(scenario, phases)
    return Phases(
        {name: seconds * MILLISECONDS for name, seconds in spent.items()},
        scenario.weeks,
        found == simulate(scenario).fingerprint,
    )


def phases_of_week() -> dict[str, Callable[..., Any]]:
    """Reads which phases a week has from the text of the week itself.

    Returns:
        Name -> the compiled phase, in order.
    """
    lived = getattr(week.live_week, "py_func", week.live_week)
    body = ast.parse(inspect.getsource(lived)).body[0]
    assert isinstance(body, ast.FunctionDef)
    calls = [
        line.value for line in body.body if isinstance(line, ast.Expr) and isinstance(line.value, ast.Call)
    ]
    names = [call.func.id for call in calls if isinstance(call.func, ast.Name)]
    return {name: getattr(week, name) for name in names}


def _live(scenario: Scenario, phases: dict[str, Callable[..., Any]]) -> tuple[dict[str, float], str]:
    world = begun(scenario)
    holder = held(world)
    spent = dict.fromkeys(phases, 0.0)
    for number in range(scenario.weeks):
        world.now[:] = 0
        world.counters[LINE_COUNTED] = 0
        for name, phase in phases.items():
            begin = time.perf_counter()
            phase(holder, number)
            spent[name] += time.perf_counter() - begin
    settle_accounts(holder)
    return spent, fingerprint(take_down(world, scenario, whole=False))
