"""One run on one core: the start-up, the weeks of the policy, and all that `simulate` does around them."""

from dataclasses import dataclass, replace

import numpy as np

from dashboards.measures.timing import Spent, Timing, spend, summarise
from experiments.batch import compile_rules
from simulation import Scenario, simulate
from simulation.columns import NAMES
from simulation.counters import ACTIVE_N, OPEN_N
from simulation.handle import held
from simulation.records import take_down
from simulation.run import fingerprint
from simulation.startup import begun, forget_states
from simulation.week import live_weeks
from simulation.world import World

POLICY = "fragmented"


@dataclass(frozen=True)
class OneRun:
    """How long one run takes, and what was lived in the last one that was timed.

    Attributes:
        startup_weeks: Weeks of start-up.
        weeks: Weeks of the policy.
        compile: Seconds until the rules were ready, before anything was timed.
        startup: From the tables in memory to the first week of the policy.
        rest: The weeks of the policy alone.
        run: Both together.
        whole: All that `simulate` does: both, with checks, tables and fingerprint.
        active_needs: Needs that were there at the end.
        open_cases: Cases that were open then.
        starts: Cases that started in the weeks of the policy.
        events: Registered events in those weeks.
        seed: Seed of that run.
        fingerprint: Of that run, as it was timed.
        fingerprint_again: Of the same scenario, played anew by `simulate`.
    """

    startup_weeks: int
    weeks: int
    compile: float
    startup: Timing
    rest: Timing
    run: Timing
    whole: Timing
    active_needs: int
    open_cases: int
    starts: int
    events: int
    seed: int
    fingerprint: str
    fingerprint_again: str


def measure_run(area: str, repeats: int) -> OneRun:
    """Times the start-up and the weeks of the policy of one run, on one core, once compiled.

    Every timed run has a seed of its own, so that no start-up is used twice.

    Args:
        area: The area to play.
        repeats: How often each timing is repeated.
    """
    first = Scenario(area=area, policy=POLICY, seed=1)
    compiling, _ = spend(lambda: compile_rules(first))
    timed: list[tuple[Spent, Spent]] = []
    whole: list[Spent] = []
    for seed in range(1, repeats + 1):
        scenario = replace(first, seed=seed)
        world, startup, rest = _live(scenario)
        timed.append((startup, rest))
        forget_states()
        again: list[str] = []
        whole.append(spend(lambda one=scenario, to=again: to.append(simulate(one).fingerprint)))  # type: ignore[misc]
    return OneRun(
        startup_weeks=first.warmup_weeks,
        weeks=first.weeks,
        compile=compiling,
        startup=summarise([startup for startup, _ in timed]),
        rest=summarise([rest for _, rest in timed]),
        run=summarise([(a[0] + b[0], a[1] + b[1]) for a, b in timed]),
        whole=summarise(whole),
        active_needs=int(world.counters[ACTIVE_N]),
        open_cases=int(world.counters[OPEN_N]),
        starts=_sum(world, "started_", scenario),
        events=_sum(world, "events_", scenario),
        seed=scenario.seed,
        fingerprint=fingerprint(take_down(world, scenario, whole=False)),
        fingerprint_again=again[0],
    )


def _live(scenario: Scenario) -> tuple[World, Spent, Spent]:
    worlds: list[World] = []
    startup = spend(lambda: worlds.append(begun(scenario, keep=False)))
    holder = held(worlds[0])
    rest = spend(lambda: live_weeks(holder, 0, scenario.weeks))
    return worlds[0], startup, rest


def _sum(world: World, block: str, scenario: Scenario) -> int:
    columns = [place for place, name in enumerate(NAMES) if name.startswith(block)]
    return int(np.sum(world.weekly[scenario.warmup_weeks :, columns]))
