"""Curves of levers that are reported and not expected to have any shape (T18): more is not always better.

How the outcomes move when one lever of a policy is turned up and all else stays, on the same seeds. The
curves are properties of this model, not findings, and nothing asserts that they rise or fall.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.batch import play_all
from experiments.page import markdown_table, write_blocks
from experiments.targets import WORDS
from experiments.validation_page import VALIDATION_PAGE, describe_rules
from results.outcomes import find_outcome
from simulation import Scenario

CURVES: Mapping[str, Sequence[float]] = {
    "director": (0, 6, 12, 24, 48, 100),
    "outreach": (0, 0.25, 0.5, 0.75, 1),
    "plan": (0, 0.25, 0.5, 0.75, 1),
    "disciplines_consulted": (0, 1, 2, 3, 5),
}
"""Lever -> values, the first of which the others are compared with."""

OUTCOMES = (
    "crises_per_1000_households_per_year",
    "helpers_mean",
    "weeks_to_all_help",
    "cost_municipality",
    "health_utility",
)
POLICY, SEEDS, YEARS, WARMUP_WEEKS = "krachtenbundeling", 8, 3, 208
COVERAGE = 0.95


def build_curves(
    world: Scenario,
    seeds: int = SEEDS,
    curves: Mapping[str, Sequence[float]] = CURVES,
    workers: int | None = None,
) -> pd.DataFrame:
    """Plays every value of every lever on the same seeds.

    Args:
        world: The scenario; its policy decides all other levers.
        seeds: Number of seeds: 1, 2, ...
        curves: Lever -> values.
        workers: Threads; all cores unless given.

    Returns:
        One row per lever, value and outcome: lever, value, outcome, mean, difference (paired, from the first
        value of the lever) and half its 95% interval.
    """
    points = [(lever, float(value)) for lever, values in curves.items() for value in values]
    jobs = [
        replace(world, parameters={**world.parameters, lever: value}).with_seed(seed)
        for lever, value in points
        for seed in range(1, seeds + 1)
    ]
    found = play_all(jobs, lambda run: run.summary[list(OUTCOMES)], workers)
    table = np.array(found, dtype=float).reshape(len(points), seeds, len(OUTCOMES))
    rows = []
    for place, (lever, value) in enumerate(points):
        first = next(number for number, point in enumerate(points) if point[0] == lever)
        apart = table[place] - table[first]
        half = stdtrit(seeds - 1, (1 + COVERAGE) / 2) * apart.std(axis=0, ddof=1) / np.sqrt(seeds)
        rows += [
            (lever, value, outcome, table[place, :, number].mean(), apart[:, number].mean(), half[number])
            for number, outcome in enumerate(OUTCOMES)
        ]
    return pd.DataFrame(rows, columns=["lever", "value", "outcome", "mean", "difference", "half"])


def describe_curves(table: pd.DataFrame, world: Scenario, seeds: int) -> str:
    """Writes the curves in Markdown.

    Args:
        table: What `build_curves` gave.
        world: Its scenario.
        seeds: Its number of seeds.
    """
    rows = []
    for (lever, value), part in table.groupby(["lever", "value"], sort=False):
        cells = part.set_index("outcome")
        first = (cells["half"] == 0.0).all() and (cells["difference"] == 0.0).all()
        shown = [
            _write(name, row["mean"])
            if first
            else f"{_write(name, row['difference'], signed=True)} ± {_write(name, row['half'])}"
            for name, row in cells.iterrows()
        ]
        rows.append([f"`{lever}`", f"{float(str(value)):g}", *shown])
    heads = ("lever", "value", *(find_outcome(name).label(WORDS) for name in OUTCOMES))
    return (
        f"{describe_rules()} Area `{world.loaded_area.name}`, all else as in `{world.policy}`, "
        f"{world.warmup_weeks} weeks of start-up, {world.years} years, seeds 1-{seeds}. The first row of a "
        "lever gives means; the others give paired differences from it, with half their 95% interval.\n\n"
        f"{markdown_table(heads, rows)}"
    )


def _write(name: object, value: float, *, signed: bool = False) -> str:
    return find_outcome(str(name)).finer_for(value).write(value, WORDS, signed=signed, bare=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays the curves and rewrites their part of the page.

    Args:
        arguments: Words of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m experiments.curves", description=__doc__)
    parser.add_argument("--page", type=Path, default=VALIDATION_PAGE, help="the page to rewrite")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--workers", type=int, default=None)
    chosen = parser.parse_args(arguments)
    world = Scenario(policy=POLICY, years=YEARS, warmup_weeks=WARMUP_WEEKS)
    table = build_curves(world, chosen.seeds, workers=chosen.workers)
    write_blocks(chosen.page, {"curves": describe_curves(table, world, chosen.seeds)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
