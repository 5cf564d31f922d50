"""What a sweep shows: at every point the paired difference of every outcome, and how many pairs are missing.

Read and written block by block, so that memory does not grow with the number of runs.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from experiments.sweep.design import Design
from experiments.sweep.replications import stein_interval
from experiments.sweep.runs import values_of
from experiments.sweep.task import Task, blocks, first_tasks, more_tasks, read_runs
from results.parts import Parts, drafted
from results.tables import mean_and_interval

DIFFERENCES = "differences.parquet"
MEASURED = ("mean", "difference", "low", "high")
COUNTED = ("seeds", "pairs", "failed", "not_played")


@dataclass
class Verdict:
    """How the differences of one outcome under one policy lie over all points.

    Attributes:
        more: Points whose interval lies above zero.
        less: Points whose interval lies below zero.
        unclear: Points whose interval holds zero.
        missing: Points without an interval.
        pairs: Pairs of all points.
        wanted: Pairs there should be.
        lowest: The lowest difference.
        highest: The highest difference.
        total: All differences added up; with `points` it gives their mean.
        points: Points with a difference.
    """

    more: int = 0
    less: int = 0
    unclear: int = 0
    missing: int = 0
    pairs: int = 0
    wanted: int = 0
    lowest: float = np.inf
    highest: float = -np.inf
    total: float = 0.0
    points: int = 0

    def add(self, rows: pd.DataFrame) -> None:
        """Counts the rows of some points."""
        low, high, difference = (rows[name].to_numpy(dtype=float) for name in ("low", "high", "difference"))
        self.more += int((low > 0).sum())
        self.less += int((high < 0).sum())
        self.missing += int(np.isnan(low).sum())
        self.unclear += int(((low <= 0) & (high >= 0)).sum())
        self.pairs += int(rows["pairs"].sum())
        self.wanted += int(rows["seeds"].sum())
        there = difference[~np.isnan(difference)]
        if len(there):
            self.lowest = min(self.lowest, float(there.min()))
            self.highest = max(self.highest, float(there.max()))
            self.total += float(there.sum())
            self.points += len(there)

    @property
    def mean(self) -> float:
        """The mean difference over points; not-a-number where there is none."""
        return self.total / self.points if self.points else np.nan


@dataclass
class Overview:
    """What is there of a sweep.

    Attributes:
        runs: Runs there should be, as far as that is known.
        finished: Runs that came to their end.
        failed: Runs that did not, by stage.
        messages: What the first of them said, by stage.
        verdicts: Outcome and policy -> how its differences lie.
    """

    runs: int = 0
    finished: int = 0
    failed: dict[str, int] = field(default_factory=dict)
    messages: dict[str, str] = field(default_factory=dict)
    verdicts: dict[tuple[str, str], Verdict] = field(default_factory=dict)

    @property
    def not_played(self) -> int:
        """Runs that were not played yet."""
        return self.runs - self.finished - sum(self.failed.values())

    def add_runs(self, runs: pd.DataFrame, wanted: int) -> None:
        """Counts the runs of a block."""
        self.runs += wanted
        bad = runs[runs["stage"] != ""] if len(runs) else runs
        self.finished += len(runs) - len(bad)
        for stage, message in zip(bad["stage"], bad["message"], strict=True) if len(bad) else ():
            self.failed[stage] = self.failed.get(stage, 0) + 1
            self.messages.setdefault(stage, message)

    def add_rows(self, rows: pd.DataFrame) -> None:
        """Counts the differences of a block."""
        for (outcome, policy), own in rows.groupby(["outcome", "policy"], sort=False):
            self.verdicts.setdefault((str(outcome), str(policy)), Verdict()).add(own)


def difference_columns(design: Design) -> pa.Schema:
    """Gives the columns of the table of differences."""
    names = [str(name) for name in design.points]
    facts = [(name, pa.string() if name == "area" else pa.float64()) for name in names]
    return pa.schema(
        [
            ("point", pa.int64()),
            *facts,
            ("policy", pa.string()),
            ("outcome", pa.string()),
            *((name, pa.float64()) for name in MEASURED),
            *((name, pa.int64()) for name in COUNTED),
        ]
    )


def write_differences(design: Design, parts: Parts, names: tuple[str, ...]) -> Overview:
    """Writes the table of differences, one row per point, policy and outcome, and counts what is there.

    Args:
        design: The design.
        parts: The finished parts.
        names: Names of the outcomes.

    Returns:
        What is there of the sweep.

    Raises:
        StoreError: There is no room, or the folder cannot be written.
    """
    overview = Overview()
    schema = difference_columns(design)
    with (
        drafted(parts.folder / DIFFERENCES) as draft,
        pq.ParquetWriter(draft, schema, compression="zstd") as writer,
    ):
        for points in blocks(design):
            runs, wanted = read_block(design, points, parts)
            overview.add_runs(runs, sum(wanted.values()) * len(design.policies))
            rows = pd.DataFrame(
                [row for point in points for row in compare_point(design, point, runs, wanted[point], names)]
            )
            overview.add_rows(rows)
            at = rows["point"].to_numpy()
            columns = {
                name: rows[name] if name in rows else design.points[name].to_numpy()[at]
                for name in schema.names
            }
            writer.write_table(pa.table(columns, schema))
    return overview


def read_block(design: Design, points: range, parts: Parts) -> tuple[pd.DataFrame, dict[int, int]]:
    """Reads the runs of a block of points, and how many seeds each of them gets.

    Args:
        design: The design.
        points: The points of the block.
        parts: The finished parts.

    Returns:
        Its finished runs, and point -> seeds, as far as the first seeds tell.
    """
    tasks: list[Task] = list(first_tasks(design, points))
    if all(parts.has(task.name) for task in tasks):
        tasks += more_tasks(design, points, parts)
    wanted = {point: max(task.seeds.stop for task in tasks if point in task.points) for point in points}
    return read_runs(design, parts, None, tasks), wanted


def compare_point(
    design: Design, point: int, runs: pd.DataFrame, seeds: int, names: tuple[str, ...]
) -> Iterator[dict[str, Any]]:
    """Compares the policies at one point.

    Args:
        design: The design.
        point: Number of the point.
        runs: Runs of its block.
        seeds: How many seeds the point gets.
        names: Names of the outcomes.

    Yields:
        One row per policy and outcome, without the factors; with one policy only its means.
    """
    there = runs[runs["point"] == point] if len(runs) else runs
    if not len(there):
        there = pd.DataFrame(columns=["policy", "number", "world", "stage", *names])
    base = values_of(there, design.baseline, names, seeds)
    worlds = values_of(there, design.baseline, ["world"], seeds)[:, 0]
    worlds = np.where(np.isnan(worlds) | (not design.replications.plausible), 0, worlds).astype(int)
    alone = len(design.policies) == 1
    for policy in design.policies if alone else design.policies[1:]:
        own = base if alone else values_of(there, policy, names, seeds)
        counted = _count(there, {design.baseline, policy}, seeds)
        for place, outcome in enumerate(names):
            values = own[:, place] if alone else own[:, place] - base[:, place]
            mean, low, high = _interval(design, values, worlds)
            measured = (mean, np.nan) if alone else (_mean(own[:, place]), mean)
            pairs = int((~np.isnan(values)).sum())
            yield {
                "point": point,
                "policy": policy,
                "outcome": outcome,
                **dict(zip(MEASURED, (*measured, low, high), strict=True)),
                **dict(zip(COUNTED, (seeds, pairs, *counted), strict=True)),
            }


def _interval(design: Design, values: np.ndarray, worlds: np.ndarray) -> tuple[float, float, float]:
    if design.replications.half_width:
        return stein_interval(values, design.replications.least)
    return mean_and_interval(values, worlds)


def _mean(values: np.ndarray) -> float:
    there = values[~np.isnan(values)]
    return float(np.mean(there)) if len(there) else np.nan


def _count(there: pd.DataFrame, policies: set[str], seeds: int) -> tuple[int, int]:
    """Gives for how many seeds a run failed, and for how many a run was not played yet."""
    own = there[there["policy"].isin(policies)]
    failed = set(own.loc[own["stage"] != "", "number"])
    played = own.groupby("number").size()
    whole = int((played == len(policies)).sum())
    return len(failed), seeds - whole


def read_differences(folder: str | Path) -> Iterator[pd.DataFrame]:
    """Reads the table of differences, some points at a time.

    Args:
        folder: The folder of a sweep.
    """
    with pq.ParquetFile(Path(folder) / DIFFERENCES) as file:
        for batch in file.iter_batches():
            yield batch.to_pandas()
