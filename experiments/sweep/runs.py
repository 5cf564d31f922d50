"""Plays the runs of a task and writes them in one wide table, a row per run; what failed is a row too."""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from types import CodeType, TracebackType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.sweep.design import Design
from experiments.sweep.factor import FACTS
from simulation import Run, Scenario, outcomes, simulate
from simulation.run import Cancelled
from simulation.startup import started

if TYPE_CHECKING:
    from experiments.sweep.task import Task

SCENARIO, START_UP, POLICY, OUTCOMES = "scenario", "start_up", "policy", "outcomes"
STAGES = (SCENARIO, START_UP, POLICY, OUTCOMES)
"""Where a run can fail: its numbers do not fit together, its start-up, its policy, taking its outcomes."""
_WHOLE = ("point", "number", "seed", "world", "years", "warmup_weeks")
_TEXTS = ("scenario", "policy", "area", "stage", "message", "fingerprint")


def run_columns(design: Design, names: Sequence[str]) -> pa.Schema:
    """Gives the columns of a part.

    Args:
        design: The design.
        names: Names of the outcomes.
    """
    first = ("scenario", "point", "number", "policy", "seed", "area", "world", "years", "warmup_weeks")
    numbers = [str(name) for name in design.points if name not in FACTS]
    kinds = dict.fromkeys(_WHOLE, pa.int64()) | dict.fromkeys(_TEXTS, pa.string())
    columns = (*first, *numbers, "stage", "message", "fingerprint", *names)
    return pa.schema([(name, kinds.get(name, pa.float64())) for name in columns])


def play_task(
    design: Design,
    task: "Task",
    names: Sequence[str],
    cancelled: Callable[[], bool] | None = None,
    note: Callable[[], None] | None = None,
) -> pa.Table:
    """Plays the runs of a task.

    Args:
        design: The design.
        task: Which points and seeds.
        names: Names of the outcomes.
        cancelled: Asked every so often; a true answer stops the work.
        note: Called after each run.

    Returns:
        One row per run; a run that failed has its stage and message instead of outcomes.

    Raises:
        Cancelled: Somebody asked to stop.
    """
    schema = run_columns(design, names)
    rows = []
    for point in task.points:
        for row in _play_point(design, point, task.seeds, cancelled):
            rows.append({name: row.get(name) for name in schema.names})
            if note is not None:
                note()
    return pa.Table.from_pylist(rows, schema)


def _play_point(
    design: Design, point: int, seeds: range, cancelled: Callable[[], bool] | None
) -> Iterator[dict[str, Any]]:
    """Plays all policies of a seed one after the other, so that they share its start-up."""
    made: dict[str, Scenario | Exception] = {}
    for policy in design.policies:
        try:
            made[policy] = design.scenario(point, policy)
        except Exception as error:
            made[policy] = error
    facts, numbers = design.facts(point), design.numbers(point)
    for number in seeds:
        seed = design.replications.seed(point, number)
        for policy, base in made.items():
            row = {"point": point, "number": number, "policy": policy, "seed": seed, **facts, **numbers}
            yield row | _play(design, base, seed, cancelled)


def _play(
    design: Design, base: Scenario | Exception, seed: int, cancelled: Callable[[], bool] | None
) -> dict[str, Any]:
    if isinstance(base, Exception):
        return _failure(base, SCENARIO)
    try:
        scenario = with_luck(design, base, seed)
    except Exception as error:
        return _failure(error, SCENARIO)
    facts = {"world": scenario.world, "scenario": name_scenario(scenario)}
    try:
        return facts | _kept(simulate(scenario, workers=1, cancelled=cancelled))
    except Cancelled:
        raise
    except Exception as error:
        return facts | _failure(error, find_stage(error.__traceback__))


def with_luck(design: Design, base: Scenario, seed: int) -> Scenario:
    """Gives a scenario with a seed, and with the plausible world that this seed meets.

    Args:
        design: The design.
        base: The scenario with any seed.
        seed: The seed.
    """
    there = base.plausible_worlds if design.replications.plausible else None
    world = design.replications.world(seed, len(there) if there is not None else 0)
    return (base.with_world(world) if world else base).with_seed(seed)


def name_scenario(scenario: Scenario) -> str:
    """Gives the name of a scenario: equal for equal scenarios, in this sweep and any other."""
    text = f"{scenario.start_digest}|{scenario.digest}|{scenario.partners}|{scenario.years}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _kept(run: Run) -> dict[str, Any]:
    found = {str(name): float(value) for name, value in run.summary.items()}
    return {"stage": "", "message": "", "fingerprint": run.fingerprint[:16], **found}


def _failure(error: Exception, stage: str) -> dict[str, Any]:
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return {"stage": stage, "message": said}


def find_stage(trace: TracebackType | None) -> str:
    """Says where a run failed, by the steps that were on their way.

    Args:
        trace: What was on its way when it failed.
    """
    known: dict[CodeType, str] = {started.__code__: START_UP, outcomes.summary.__code__: OUTCOMES}
    while trace is not None:
        if trace.tb_frame.f_code in known:
            return known[trace.tb_frame.f_code]
        trace = trace.tb_next
    return POLICY


def differences_of(
    runs: pd.DataFrame, baseline: str, policy: str, names: Sequence[str], seeds: int
) -> np.ndarray:
    """Gives the paired differences of a point.

    Args:
        runs: Its runs: columns policy, number (of the seed, counted from 0) and the outcomes.
        baseline: The policy it is compared with.
        policy: The policy.
        names: The outcomes.
        seeds: How many seeds the point gets; more are left out.

    Returns:
        One row per seed, one column per outcome; not-a-number where a run failed or is not there.
    """
    found: np.ndarray = values_of(runs, policy, names, seeds) - values_of(runs, baseline, names, seeds)
    return found


def values_of(runs: pd.DataFrame, policy: str, names: Sequence[str], seeds: int) -> np.ndarray:
    """Gives the outcomes of a point under a policy, one row per seed; see `differences_of`."""
    found = np.full((seeds, len(names)), np.nan)
    own = runs[(runs["policy"] == policy) & (runs["number"] < seeds)]
    found[own["number"].to_numpy(dtype=int)] = own[list(names)].to_numpy(dtype=float)
    return found
