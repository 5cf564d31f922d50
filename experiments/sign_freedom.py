"""Sign freedom: at which part of a wide design bundling comes out better, and what decides it (T19).

A Latin hypercube over the plausible range of every uncertain number, all submodels on. At each point
fragmented working and the bundle are lived with the same luck. The shares are properties of the model over
its stated ranges: no wished share exists, nothing is tuned towards one, and they are no chances about the
world.

``python -m experiments.sign_freedom`` plays what is not yet there, says how long it still takes, can be
interrupted and goes on where it was; then it rewrites its part of the validation page.
"""

import argparse
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import binomtest, rankdata
from scipy.stats import t as student

from experiments.batch import Progress
from experiments.page import TOP, markdown_table, write_blocks
from experiments.sweep import Design, sweep
from experiments.sweep.factor import Factor, plausible_factor
from experiments.sweep.replications import OWN, Replications
from experiments.sweep.sampling import HYPERCUBE, Sampling, draw_points
from experiments.sweep.task import RUNS_A_PART
from experiments.targets import WORDS
from experiments.validation_page import VALIDATION_PAGE, describe_rules
from results.errors import StoreError
from results.outcomes import find_outcome
from results.words import load_words
from simulation import Scenario
from simulation.parameters import Parameter, entries
from simulation.tables import each_row

BASE, BUNDLE = "fragmented", "krachtenbundeling"
POINTS, DESIGN_SEED, YEARS = 1000, 1, 5
MEASURES: Mapping[str, bool] = {
    "crises_per_1000_households_per_year": False,
    "cost_per_household_per_year": False,
    "cost_municipality": False,
    "cost_zvw": False,
    "helpers_multi_mean": False,
    "health_utility": True,
    "weeks_to_all_help": False,
    "unmet_weeks_per_household_per_year": False,
    "experienced_quality": True,
    "staff_strain": False,
}
"""Outcome -> whether more of it is better."""

FIXED = ("reckoning_step", "unlimited_capacity", "prevention_needs_payer", "contract_ceilings")
"""Precision of the reckoning, and switches that would take a submodel out."""

DRIVERS, RARE_SHARE, CONFIDENCE = 10, 0.02, 0.95
STORE = TOP / "docs" / "validation" / "sign_freedom.csv"
Say = Callable[[str], None]


def free_parameters() -> tuple[Parameter, ...]:
    """Which numbers are drawn: every one of the model that has a range, in order of name; no levers."""
    return tuple(
        entry
        for name, entry in sorted(entries().items())
        if entry.kind == "model" and name not in FIXED and entry.plausible[0] < entry.plausible[1]
    )


def draw_design(points: int) -> pd.DataFrame:
    """Draws the points: each range is cut in as many equal parts as there are points, each part hit once.

    Args:
        points: How many.

    Returns:
        One row per point, one column per free parameter, in its own units.
    """
    return draw_points(_sampling(points), _factors())


def _sampling(points: int) -> Sampling:
    return Sampling(HYPERCUBE, points, DESIGN_SEED)


def _factors() -> tuple[Factor, ...]:
    return tuple(plausible_factor(entry) for entry in free_parameters())


@dataclass(frozen=True)
class Study:
    """One design and the world in which it is played.

    Attributes:
        world: Area, start-up and years; policy, seed and numbers come from the design.
        points: How many points.
        folder: Where the sweep is kept.
    """

    world: Scenario
    points: int
    folder: Path

    @property
    def design(self) -> Design:
        """The sweep: both policies at every point, with a seed of its own."""
        return Design(
            name="sign-freedom",
            policies=(BASE, BUNDLE),
            sampling=_sampling(self.points),
            factors=_factors(),
            replications=Replications(1, 1, luck=OWN),
            area=self.world.area,
            years=self.world.years,
            warmup_weeks=self.world.warmup_weeks,
        )

    def play(self, workers: int | None = None, say: Say = print) -> pd.DataFrame:
        """Plays every part that is not there yet.

        Args:
            workers: Threads; all cores unless given.
            say: Told how far it is and how long it still takes.

        Returns:
            One row per point: point, error (empty when both runs came to their end) and for each outcome its
            value under both policies.

        Raises:
            StoreError: The folder holds something else, or somebody works in it.
        """
        last = [-1]

        def tell(progress: Progress) -> None:
            if progress.seconds_left is None or progress.finished // RUNS_A_PART == last[0]:
                return
            last[0] = progress.finished // RUNS_A_PART
            minutes = progress.seconds_left / 60
            say(f"{progress.finished} of {progress.replicates} runs, about {minutes:.0f} minutes left")

        found = sweep(self.design, self.folder, workers=workers, progress=tell)
        rows = [_point_row(runs) for part in found.runs() for _, runs in part.groupby("point")]
        return pd.DataFrame(rows)


def _point_row(runs: pd.DataFrame) -> dict[str, object]:
    row: dict[str, object] = {"point": int(runs["point"].iloc[0]), "error": ""}
    for run in each_row(runs):
        if run.stage:
            row["error"] = f"{run.policy}: {run.message}"
            continue
        row |= {f"{run.policy}:{name}": float(getattr(run, name)) for name in MEASURES}
    return row


def gains(table: pd.DataFrame) -> pd.DataFrame:
    """How much better the bundle is at each point, counted so that more is always better.

    Args:
        table: What `Study.play` gave.

    Returns:
        Point x outcome; points without both runs are left out.
    """
    whole = table[table["error"] == ""].set_index("point")
    columns = {
        name: (whole[f"{BUNDLE}:{name}"] - whole[f"{BASE}:{name}"]) * (1.0 if more else -1.0)
        for name, more in MEASURES.items()
    }
    return pd.DataFrame(columns)


def partial_ranks(design: pd.DataFrame, gain: "pd.Series[float]") -> "pd.Series[float]":
    """Partial rank correlation of each number with a gain, what the other numbers explain taken away.

    Args:
        design: Point x parameter.
        gain: By point.

    Returns:
        Parameter -> correlation, -1 to 1, largest first by size.
    """
    ranks = np.column_stack([*(rankdata(design[name]) for name in design), rankdata(gain)])
    inverse = np.linalg.pinv(np.corrcoef(ranks, rowvar=False))
    scale = np.sqrt(np.diag(inverse))
    found = pd.Series(-inverse[-1, :-1] / (scale[:-1] * scale[-1]), index=design.columns)
    return found.reindex(found.abs().sort_values(ascending=False, kind="stable").index)


def least_certain(points: int, numbers: int, chance: float = 0.01) -> float:
    """From which size a partial correlation is no luck, for all numbers together (Bonferroni).

    Args:
        points: Points of the design.
        numbers: Free parameters.
        chance: That one of them passes without any effect.
    """
    freedom = points - 1 - numbers
    if freedom < 1:
        return math.nan
    limit = float(student.isf(chance / 2 / numbers, freedom))
    return limit / math.sqrt(freedom + limit**2)


def describe_study(table: pd.DataFrame, study: Study) -> str:
    """Writes the shares and what drives them in Markdown.

    Args:
        table: What `Study.play` gave.
        study: Its design.
    """
    gain = gains(table)
    design = draw_design(study.points).loc[gain.index]
    return "\n\n".join(
        [
            _describe_design(study, design, len(table) - len(gain)),
            markdown_table(
                ("the bundle is better on", "at", "95% interval", "equal", "gain: 5%, middle, 95% of points"),
                list(_share_rows(gain)),
            ),
            _describe_rare(gain),
            _describe_drivers(design, gain),
        ]
    )


def _describe_design(study: Study, design: pd.DataFrame, failed: int) -> str:
    world = study.world
    return (
        f"{describe_rules()} Area `{world.loaded_area.name}`, {study.points:,} points over the plausible "
        f"ranges of {design.shape[1]} numbers, {world.warmup_weeks} weeks of start-up, {world.years} years, "
        f"one seed a point, the same for `{BASE}` and `{BUNDLE}`; levers as in their files. Hours of lists "
        f"are those of the area, whatever the numbers. Points that did not come to an end: {failed}. "
        "One seed a point: luck is part of every sign, drawing the share of a small effect towards half."
    )


def _share_rows(gain: pd.DataFrame) -> Iterator[tuple[str, ...]]:
    for name in MEASURES:
        values = gain[name].dropna()
        better, equal = int((values > 0).sum()), int((values == 0).sum())
        interval = binomtest(better, len(values)).proportion_ci(CONFIDENCE, method="wilson")
        outcome = find_outcome(name)
        spread = values.quantile([0.05, 0.5, 0.95]).tolist()
        yield (
            outcome.label(WORDS),
            f"{better / len(values):.1%}",
            f"{interval.low:.1%} to {interval.high:.1%}",
            f"{equal / len(values):.1%}",
            ", ".join(
                outcome.finer_for(value).write(value, WORDS, signed=True, bare=True) for value in spread
            ),
        )


def _describe_rare(gain: pd.DataFrame) -> str:
    rare = []
    for name in MEASURES:
        values = gain[name].dropna()
        for side, share in (("better", (values > 0).mean()), ("worse", (values < 0).mean())):
            if share < RARE_SHARE:
                rare.append(f"{side} on {find_outcome(name).label(WORDS)} ({share:.1%})")
    if not rare:
        return f"Every outcome goes both ways at {RARE_SHARE:.0%} of the points or more."
    return (
        f"Below {RARE_SHARE:.0%} of the points: {'; '.join(rare)}. What was searched for a missing "
        "counter-mechanism stands below these tables."
    )


def _describe_drivers(design: pd.DataFrame, gain: pd.DataFrame) -> str:
    limit = least_certain(len(design), design.shape[1])
    if math.isnan(limit):
        return "What drives each gain cannot be told: there must be more points than numbers."
    rows = []
    for name in MEASURES:
        known = gain[name].dropna()
        found = partial_ranks(design.loc[known.index], known).head(DRIVERS)
        cells = [
            f"`{parameter}` {value:+.2f}{'' if abs(value) > limit else ' ?'}"
            for parameter, value in found.items()
        ]
        rows.append((find_outcome(name).label(WORDS), ", ".join(cells)))
    return (
        f"What drives each gain: the {DRIVERS} numbers with the largest partial rank correlation (+ means: "
        "the higher the number, the better the bundle does). A question mark: could be luck (one of all "
        f"numbers passes {limit:.2f} by chance once in a hundred times).\n\n"
        f"{markdown_table(('gain on', 'numbers'), rows, words=2)}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays the study and rewrites its part of the page.

    Args:
        arguments: Words of the command line.
    """
    parser = argparse.ArgumentParser(prog="python -m experiments.sign_freedom", description=__doc__)
    parser.add_argument("--page", type=Path, default=VALIDATION_PAGE, help="the page to rewrite")
    parser.add_argument("--store", type=Path, default=STORE, help="the file with both runs of every point")
    parser.add_argument("--folder", type=Path, default=TOP / "sign-freedom", help="keeps parts while it runs")
    parser.add_argument("--points", type=int, default=POINTS)
    parser.add_argument("--years", type=int, default=YEARS)
    parser.add_argument("--workers", type=int, default=None)
    chosen = parser.parse_args(arguments)
    study = Study(Scenario(policy=BUNDLE, years=chosen.years), chosen.points, chosen.folder)
    try:
        table = study.play(chosen.workers, lambda line: print(line, file=sys.stderr, flush=True))
    except KeyboardInterrupt:
        print(f"Stopped; the same command goes on from {chosen.folder}.", file=sys.stderr)
        return 130
    except StoreError as error:
        print(load_words("en").text(error.key, **error.fields), file=sys.stderr)
        return 3
    chosen.store.parent.mkdir(parents=True, exist_ok=True)
    table.to_csv(chosen.store, index=False, float_format="%.8g")
    write_blocks(chosen.page, {"sign-freedom": describe_study(table, study)})
    return 0


if __name__ == "__main__":
    sys.exit(main())
