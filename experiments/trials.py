"""Trials of our own statistics on a small area: do intervals cover, do equal policies look equal.

Thousands of runs of a small area stand in for the world, so that the truth is known (model 15: T2, T5, T23,
T24, T25). Seeds are 1, 2, ...; nothing is chosen. ``python -m experiments.trials AREA`` plays them and
rewrites their part of the validation page.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest, spearmanr

from experiments.batch import play_all
from experiments.page import markdown_table, write_blocks
from experiments.targets import WORDS
from experiments.validation_page import VALIDATION_PAGE, describe_rules
from results.outcomes import find_outcome
from results.tables import compare_pairs
from results.worlds import CERTAINTY
from simulation import Run, Scenario

BASE, BUNDLE = "fragmented", "krachtenbundeling"
OUTCOMES = (
    "crises_per_1000_households_per_year",
    "cost_per_household_per_year",
    "experienced_quality",
    "staff_strain",
)
"""One per aim, and registered events for the power curve."""

EVENTS = OUTCOMES[0]
YEARS, WARMUP_WEEKS = 2, 26
COVER_EXPERIMENTS, COVER_PAIRS = 400, 10
EQUAL_COMPARISONS, EQUAL_PAIRS = 1000, 4
SEED_NUMBERS, LUCK_PAIRS = 50, 60
POWER_PAIRS, POWER_REPEATS, POWER_CHANGES = 60, 20, (0.002, 0.005, 0.01, 0.02, 0.05)
REFUSE_RIGHT = 0.001
HAZARD, HAZARD_CHANGE = "onset_hazard_mental", 1.1
DETECTABLE_ERRORS = 2.8  # standard errors that are seen in 80 of 100 experiments at 5%: 1.96 + 0.84
Values = dict[str, np.ndarray]
Say = Callable[[str], None]


def world_of(area: str) -> Scenario:
    """The small world in which all trials are lived.

    Args:
        area: Path of the small area.
    """
    return Scenario(area=area, policy=BASE, years=YEARS, warmup_weeks=WARMUP_WEEKS)


def play(world: Scenario, seeds: Sequence[int], workers: int | None = None) -> Values:
    """Lives a scenario with many seeds.

    Args:
        world: The scenario.
        seeds: Its seeds.
        workers: Threads; all cores unless given.

    Returns:
        Outcome -> value by seed.
    """
    found = play_all([world.with_seed(seed) for seed in seeds], _outcomes, workers)
    table = np.array(found, dtype=float)
    return {name: table[:, place] for place, name in enumerate(OUTCOMES)}


def _outcomes(run: Run) -> list[float]:
    return [float(run.summary[name]) for name in OUTCOMES]


def seed_number_chances(values: Values) -> dict[str, float]:
    """Chance of a rank correlation this large between an outcome and the number of its seed (T2).

    Args:
        values: Outcome -> value by seed, in order of the seeds.
    """
    return {
        name: float(spearmanr(np.arange(len(of)), of).pvalue)
        for name, of in values.items()
        if np.ptp(of) > 0.0
    }


def variance_reduction(base: Values, other: Values) -> dict[str, float]:
    """By how much equal luck reduces the variance of a difference, against unequal luck (T5).

    Args:
        base: Outcome -> value by seed.
        other: The same seeds in another world.
    """
    factors = {}
    for name in base:
        paired = float(np.var(other[name] - base[name], ddof=1))
        apart = float(np.var(other[name], ddof=1) + np.var(base[name], ddof=1))
        factors[name] = apart / paired if paired else float("inf")
    return factors


def count_covered(differences: np.ndarray, pairs: int) -> tuple[int, int]:
    """In how many experiments the 95% interval of the tables holds the mean of all (T23).

    Args:
        differences: One paired difference per seed.
        pairs: Pairs of one experiment.

    Returns:
        Experiments that cover, and experiments.
    """
    truth = float(differences.mean())
    experiments = differences[: len(differences) // pairs * pairs].reshape(-1, pairs)
    found = [compare_pairs(experiment) for experiment in experiments]
    return sum(row["low"] <= truth <= row["high"] for row in found), len(found)


def count_false_alarms(first: np.ndarray, second: np.ndarray, pairs: int) -> tuple[int, int]:
    """In how many comparisons of a policy with itself, under other luck, the interval leaves out zero (T24).

    Args:
        first: An outcome by seed.
        second: The same outcome of the same policy with other seeds.
        pairs: Pairs of one comparison.

    Returns:
        Comparisons that see a difference, and comparisons.
    """
    covered = [
        compare_pairs(one) for one in (second - first)[: len(first) // pairs * pairs].reshape(-1, pairs)
    ]
    return sum(row["low"] > 0 or row["high"] < 0 for row in covered), len(covered)


def is_accepted(count: int, of: int, chance: float) -> bool:
    """Whether a count fits a chance: the exact binomial test refuses a right one once in a thousand times."""
    return bool(binomtest(count, of, chance).pvalue > REFUSE_RIGHT)


def power(differences: np.ndarray, pairs: int) -> float:
    """In which part of repeated experiments a fall is seen (T25).

    Args:
        differences: One paired difference per seed.
        pairs: Pairs of one experiment.
    """
    experiments = differences[: len(differences) // pairs * pairs].reshape(-1, pairs)
    return float(np.mean([compare_pairs(experiment)["high"] < 0 for experiment in experiments]))


def with_event_rates(area: Path, factor: float, folder: Path) -> Path:
    """Copies an area with other rates of registered events.

    Args:
        area: The area.
        factor: By what its rates are multiplied.
        folder: Where the copy goes; it must not exist.
    """
    shutil.copytree(area, folder)
    path = folder / "event_rates.csv"
    table = pd.read_csv(path, comment="#")
    table["rate"] *= factor
    table.to_csv(path, index=False)
    return folder


def describe_trials(area: Path, workers: int | None = None, say: Say = print) -> str:
    """Plays all trials and writes what came out in Markdown.

    Args:
        area: Folder of the small area.
        workers: Threads; all cores unless given.
        say: Told how far it is.
    """
    world = world_of(str(area))
    seeds = range(1, COVER_EXPERIMENTS * COVER_PAIRS + 1)
    say(f"{len(seeds)} seeds of {BASE}")
    base = play(world, seeds, workers)
    say(f"{len(seeds)} seeds of {BUNDLE}")
    bundle = play(replace(world, policy=BUNDLE), seeds, workers)
    say(f"{len(seeds)} other seeds of {BASE}")
    again = play(world, [seed + len(seeds) for seed in seeds], workers)
    say("a hazard of onset raised, and rates of events lowered")
    numbers = {HAZARD: world.values[HAZARD] * HAZARD_CHANGE}
    raised = play(replace(world, parameters=numbers), range(1, LUCK_PAIRS + 1), workers)
    return "\n\n".join(
        (
            f"{describe_rules()} Area `{world.loaded_area.name}`, {WARMUP_WEEKS} weeks of start-up, "
            f"{YEARS} years.",
            _describe_intervals(base, bundle, again),
            _describe_luck(base, bundle, raised),
            _describe_power(area, base, workers),
        )
    )


def _label(name: str) -> str:
    return find_outcome(name).label(WORDS)


def _describe_intervals(base: Values, bundle: Values, again: Values) -> str:
    rows = []
    for name in OUTCOMES:
        covered, experiments = count_covered(bundle[name] - base[name], COVER_PAIRS)
        alarms, comparisons = count_false_alarms(base[name], again[name], EQUAL_PAIRS)
        rows.append(
            (
                _label(name),
                f"{covered} of {experiments}",
                _verdict(is_accepted(covered, experiments, CERTAINTY)),
                f"{alarms} of {comparisons}",
                _verdict(is_accepted(alarms, comparisons, 1 - CERTAINTY)),
            )
        )
    return (
        f"Intervals of {COVER_PAIRS} pairs that hold the mean of all {COVER_EXPERIMENTS * COVER_PAIRS:,} "
        f"(T23; 95% wished), and comparisons of `{BASE}` with itself under other luck, {EQUAL_PAIRS} pairs "
        "each, that see a difference (T24; 5% wished). Accepted: the exact binomial test does not refuse it "
        "at "
        f"{REFUSE_RIGHT:.1%}.\n\n" + markdown_table(("outcome", "covers", "T23", "false alarms", "T24"), rows)
    )


def _verdict(accepted: bool) -> str:
    return "accepted" if accepted else "**refused**"


def _describe_luck(base: Values, bundle: Values, raised: Values) -> str:
    first = {name: of[:LUCK_PAIRS] for name, of in base.items()}
    policies = variance_reduction(first, {name: of[:LUCK_PAIRS] for name, of in bundle.items()})
    hazard = variance_reduction(first, raised)
    chances = seed_number_chances({name: of[:SEED_NUMBERS] for name, of in base.items()})
    rows = [
        (_label(name), f"{policies[name]:.1f}", f"{hazard[name]:.1f}", f"{chances[name]:.2f}")
        for name in OUTCOMES
    ]
    return (
        f"How many times smaller equal luck makes the variance of a difference, {LUCK_PAIRS} pairs: between "
        f"the two policies, and between `{HAZARD}` and {HAZARD_CHANGE:g} times that (T5; more than 1 is a "
        "gain); and the chance of a rank correlation this large with the number of the seed, seeds "
        f"1-{SEED_NUMBERS} (T2).\n\n"
        + markdown_table(("outcome", "policies", "hazard", "seed number, p"), rows)
    )


def _describe_power(area: Path, base: Values, workers: int | None) -> str:
    seeds = range(1, POWER_PAIRS * POWER_REPEATS + 1)
    before = base[EVENTS][: len(seeds)]
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for number, change in enumerate(POWER_CHANGES):
            copy = with_event_rates(area, 1.0 - change, Path(folder) / str(number))
            differences = play(world_of(str(copy)), seeds, workers)[EVENTS] - before
            error = float(np.std(differences, ddof=1)) / np.sqrt(POWER_PAIRS)
            rows.append(
                (
                    f"{change:.1%}",
                    f"{differences.mean():+.2f}",
                    f"{power(differences, POWER_PAIRS):.0%}",
                    f"{DETECTABLE_ERRORS * error:.2f}",
                )
            )
    return (
        f"Power (T25): the rates of all registered events lowered, {POWER_PAIRS} pairs an experiment, "
        f"{POWER_REPEATS} experiments. The last column is the smallest difference that would be seen in 80 "
        "of 100 experiments.\n\n"
        + markdown_table(
            ("rates lower by", "difference (per 1,000 households a year)", "seen in", "detectable"), rows
        )
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays the trials and rewrites their part of the page.

    Args:
        arguments: Words of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m experiments.trials", description=__doc__)
    parser.add_argument("area", type=Path, help="folder of the small area")
    parser.add_argument("--page", type=Path, default=VALIDATION_PAGE, help="the page to rewrite")
    parser.add_argument("--workers", type=int, default=None)
    chosen = parser.parse_args(arguments)

    def say(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    write_blocks(chosen.page, {"trials": describe_trials(chosen.area, chosen.workers, say)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
