"""What a sweep will take, told before it starts: runs, time by a short probe, and room on disk."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.sweep.design import Design
from experiments.sweep.runs import play_task, run_columns
from experiments.sweep.task import Task, all_first_tasks
from simulation.scenario import WEEKS_PER_YEAR

PROBES, FEW_PAIRS = 3, 100
"""How many points are tried, and below how many pairs in all only one is."""
BYTES_A_NUMBER = 8


@dataclass(frozen=True)
class Plan:
    """What a sweep will take.

    Attributes:
        points: Points of the design.
        policies: Policies at each point.
        seeds: Seeds at each point, at least.
        most_seeds: Seeds at each point, at most.
        runs: Runs in all, at least.
        most_runs: Runs in all, at most.
        there: Runs that are finished already.
        probed: Runs that were played for this estimate.
        seconds: Time that what is missing will take, by the fewest runs.
        most_seconds: The same by the most runs.
        bytes: Room on disk, by the most runs.
        workers: With how many workers.
    """

    points: int
    policies: int
    seeds: int
    most_seeds: int
    runs: int
    most_runs: int
    there: int
    probed: int
    seconds: float
    most_seconds: float
    bytes: int
    workers: int


def make_plan(design: Design, names: Sequence[str], there: int, workers: int) -> Plan:
    """Plays a few runs and tells what all of them will take.

    Args:
        design: What will be played.
        names: Names of the outcomes.
        there: Runs that are finished already.
        workers: Threads.
    """
    seconds, weeks, runs = _probe(design, names)
    a_run = seconds / weeks * _mean_weeks(design)
    missing, most_missing = max(0, design.fewest_runs - there), max(0, design.most_runs - there)
    return Plan(
        points=design.count,
        policies=len(design.policies),
        seeds=design.replications.least,
        most_seeds=design.replications.most,
        runs=design.fewest_runs,
        most_runs=design.most_runs,
        there=there,
        probed=runs,
        seconds=a_run * missing / workers,
        most_seconds=a_run * most_missing / workers,
        bytes=_room(design, names),
        workers=workers,
    )


def _probe(design: Design, names: Sequence[str]) -> tuple[float, float, int]:
    """Plays the first seed of a few points spread over the design; gives seconds, weeks and runs."""
    last = design.count - 1
    few = design.count * design.replications.least < FEW_PAIRS
    points = [last // 2] if few else sorted({last * part // (PROBES - 1) for part in range(PROBES)})
    began, weeks = time.monotonic(), 0.0
    for point in points:
        play_task(design, Task(range(point, point + 1), range(1)), names)
        weeks += _weeks(design, point) * len(design.policies)
    return time.monotonic() - began, weeks, len(points) * len(design.policies)


def _weeks(design: Design, point: int) -> float:
    """Gives the weeks of a run: its policy period and its part of the start-up that policies share."""
    facts = design.facts(point)
    return float(facts["years"] * WEEKS_PER_YEAR + facts["warmup_weeks"] / len(design.policies))


def _mean_weeks(design: Design) -> float:
    years, before = (
        float(design.points[name].mean()) if name in design.points else float(usual)
        for name, usual in (("years", design.years), ("warmup_weeks", design.warmup_weeks))
    )
    return years * WEEKS_PER_YEAR + before / len(design.policies)


def _room(design: Design, names: Sequence[str]) -> int:
    """Gives the bytes that all parts may take: an empty part for each, and every number of every run."""
    schema = run_columns(design, names)
    empty = pa.BufferOutputStream()
    pq.write_table(schema.empty_table(), empty)
    pairs_a_part = next(all_first_tasks(design)).pairs * len(design.policies)
    parts = -(-design.most_runs // pairs_a_part)
    return int(parts * empty.getvalue().size + design.most_runs * len(schema) * BYTES_A_NUMBER)
