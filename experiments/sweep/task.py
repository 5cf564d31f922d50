"""How a sweep is cut into tasks: each plays a few points with a few seeds and fills one part of the store."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa

from experiments.sweep.design import Design
from experiments.sweep.replications import pairs_needed
from experiments.sweep.runs import differences_of
from results.parts import Parts

RUNS_A_PART = 48
"""About how many runs a part holds: so many are lost at most, per worker, by who is killed."""


@dataclass(frozen=True)
class Task:
    """Some points, each with some seeds, under every policy.

    Attributes:
        points: Numbers of the points.
        seeds: Numbers of the seeds at each point, counted from 0.
    """

    points: range
    seeds: range

    @property
    def name(self) -> str:
        """The name of its part."""
        points, seeds = self.points, self.seeds
        return f"p{points.start:07d}-{points.stop:07d}-s{seeds.start:06d}-{seeds.stop:06d}"

    @property
    def pairs(self) -> int:
        """How many times a seed is played at a point."""
        return len(self.points) * len(self.seeds)


def blocks(design: Design) -> Iterator[range]:
    """Gives the points that share their parts, block by block."""
    together = max(1, RUNS_A_PART // len(design.policies) // design.replications.least)
    for start in range(0, design.count, together):
        yield range(start, min(start + together, design.count))


def first_tasks(design: Design, points: range) -> Iterator[Task]:
    """Gives the tasks of a block that are known beforehand: the seeds that every point gets."""
    yield from _cut(design, points, range(design.replications.least))


def all_first_tasks(design: Design) -> Iterator[Task]:
    """Gives the tasks of all blocks that are known beforehand."""
    for points in blocks(design):
        yield from first_tasks(design, points)


def more_tasks(design: Design, points: range, parts: Parts) -> Iterator[Task]:
    """Gives the tasks that a block needs besides, by what its first seeds have shown; none where all is told.

    Args:
        design: The design.
        points: The points of a block; its first tasks are finished.
        parts: Where they are kept.
    """
    least, most = design.replications.least, design.replications.most
    if most == least:
        return
    wishes = list(design.replications.half_width)
    runs = read_runs(design, parts, ["point", "policy", "number", *wishes], first_tasks(design, points))
    for point in points:
        there = runs[runs["point"] == point]
        wanted = least
        for policy in design.policies[1:]:
            first = differences_of(there, design.baseline, policy, wishes, least)
            for place, outcome in enumerate(wishes):
                half_width = design.replications.half_width[outcome]
                wanted = max(wanted, pairs_needed(first[:, place], half_width))
        yield from _cut(design, range(point, point + 1), range(least, min(most, wanted)))


def all_more_tasks(design: Design, parts: Parts) -> Iterator[Task]:
    """Gives the tasks that all blocks need besides."""
    for points in blocks(design):
        yield from more_tasks(design, points, parts)


def read_runs(design: Design, parts: Parts, columns: list[str] | None, tasks: Iterable[Task]) -> pd.DataFrame:
    """Reads the runs of some tasks, those that are finished.

    Args:
        design: The design.
        parts: Where they are kept.
        columns: Which columns; all unless given.
        tasks: Which tasks.

    Returns:
        One row per run, in order of point, seed and policy.
    """
    found = [parts.read(task.name, columns) for task in tasks if parts.has(task.name)]
    if not found:
        return pd.DataFrame(columns=columns)
    table: pd.DataFrame = pa.concat_tables(found).to_pandas()
    order = {policy: place for place, policy in enumerate(design.policies)}
    return table.sort_values(
        ["point", "number", "policy"],
        key=lambda column: column.map(order) if column.name == "policy" else column,
        ignore_index=True,
    )


def _cut(design: Design, points: range, seeds: range) -> Iterator[Task]:
    """Cuts points and seeds into tasks of about the same size."""
    together = max(1, RUNS_A_PART // len(design.policies) // len(points))
    for start in range(seeds.start, seeds.stop, together):
        yield Task(points, range(start, min(start + together, seeds.stop)))
