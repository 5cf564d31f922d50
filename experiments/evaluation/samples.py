"""What an evaluator sees in one place under each design, with what would have been seen without directors."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.evaluation.estimators import (
    NOTHING_SEEN,
    Estimate,
    before_after,
    paired,
    randomised,
    stepped_wedge,
)
from experiments.evaluation.matching import match
from experiments.evaluation.place import COVARIATES, MEASURES, NEVER
from experiments.evaluation.trial import EVERYBODY, LOTTERY, NOBODY, PILOT, WEDGE
from simulation.scenario import WEEKS_PER_YEAR

type Floats = NDArray[np.float64]
type Columns = Mapping[str, NDArray[np.float64]]
BEFORE_AFTER, MATCHED, STEPPED_WEDGE, RANDOMISED = "before_after", "matched", "stepped_wedge", "randomised"
DESIGNS = (BEFORE_AFTER, MATCHED, STEPPED_WEDGE, RANDOMISED)
HOUSEHOLD, PERIOD = "household", "period"


@dataclass(frozen=True)
class Sample:
    """What one place gives to an evaluation.

    Attributes:
        design: One of `DESIGNS`.
        columns: What the evaluator sees, row by row: `treated`, `before` and `value`; of a matched pair its
            difference; of the steps also `household` and `period`.
        without: The same `value` if nobody had got a director, with the same luck.
        households: How many households take part, pairs of the matched ones counted once.
    """

    design: str
    columns: Columns
    without: Floats
    households: int

    @property
    def truth(self) -> Floats:
        """What it really did, for each row that was treated."""
        found: Floats = (self.columns["value"] - self.without)[self.columns["treated"] > 0]
        return found


def take_sample(place: pd.DataFrame, design: str, measure: str, years: int) -> Sample:
    """Takes what a place shows under a design after some years.

    Args:
        place: What `play_place` gave.
        design: One of `DESIGNS`.
        measure: One of the measures of a place.
        years: After how many years the evaluator looks.
    """
    if design == STEPPED_WEDGE:
        return _wedge(place, measure, years)
    way = {BEFORE_AFTER: EVERYBODY, MATCHED: PILOT, RANDOMISED: LOTTERY}[design]
    seen = _after(place, way, measure, years).join(
        _after(place, NOBODY, measure, years)[["value", "there"]].add_suffix("_without")
    )
    if design == MATCHED:
        return _matched(seen, measure)
    kept = seen[(seen["rank"] > 0) & (seen["there"] > 0) & (seen["there_without"] > 0)]
    columns = {
        "treated": (kept["since"] != NEVER).to_numpy(float),
        "before": kept[f"before_{measure}"].to_numpy(float),
        "value": kept["value"].to_numpy(float),
    }
    if design == BEFORE_AFTER:
        columns["treated"] = np.ones(len(kept))
    return Sample(design, columns, kept["value_without"].to_numpy(float), len(kept))


def estimate(samples: list[Sample], *, nothing: bool = False) -> Estimate:
    """Gives what an evaluator finds in several places together.

    Args:
        samples: What each place shows, all under one design.
        nothing: Look at what would have been seen if nobody had got a director.
    """
    columns = {name: np.concatenate([one.columns[name] for one in samples]) for name in samples[0].columns}
    if nothing:
        columns["value"] = np.concatenate([one.without for one in samples])
    if not len(columns["value"]):
        return NOTHING_SEEN
    design = samples[0].design
    if design == BEFORE_AFTER:
        return before_after(columns["before"], columns["value"])
    if design == MATCHED:
        pair = np.concatenate([one.columns["pair_without" if nothing else "pair"] for one in samples])
        return paired(columns["value"] - pair)
    if design == RANDOMISED:
        return randomised(columns["treated"], columns["before"], columns["value"])
    sizes = [len(one.without) for one in samples]
    place = np.repeat(np.arange(len(samples)), sizes)
    who = place * (1 + int(columns[HOUSEHOLD].max())) + columns[HOUSEHOLD].astype(np.int64)
    return stepped_wedge(who, columns[PERIOD].astype(np.int64), columns["treated"], columns["value"])


def _after(place: pd.DataFrame, way: str, measure: str, years: int) -> pd.DataFrame:
    """Gives each household of a way with its mean year since the start."""
    rows = place[(place["way"] == way) & (place["week"] == years * WEEKS_PER_YEAR)].set_index(HOUSEHOLD)
    return rows.assign(value=rows[measure] / years)


def _matched(seen: pd.DataFrame, measure: str) -> Sample:
    """Pairs who got a director in the pilot with who is like them elsewhere; both must still live there."""
    treated = seen[(seen["rank"] > 0) & (seen["donor"] == 0) & (seen["since"] != NEVER)]
    others = seen[seen["donor"] > 0]
    place = match(_shown(treated), _shown(others))
    treated, others = treated[place >= 0], others.iloc[place[place >= 0]]
    both = np.ones(len(treated), bool)
    for side in (treated, others):
        both &= (side["there"].to_numpy() > 0) & (side["there_without"].to_numpy() > 0)
    treated, others = treated[both], others[both]
    columns = {
        "treated": np.ones(len(treated)),
        "value": treated["value"].to_numpy(float),
        "pair": others["value"].to_numpy(float),
        "pair_without": others["value_without"].to_numpy(float),
    }
    return Sample(MATCHED, columns, treated["value_without"].to_numpy(float), len(treated))


def _shown(rows: pd.DataFrame) -> Floats:
    """Gives what a register shows of households before anything begins."""
    columns = [np.log1p(rows[f"before_{name}"].to_numpy(float)) for name in MEASURES]
    columns += [rows[name].to_numpy(float) for name in COVARIATES]
    return np.column_stack(columns)


def _wedge(place: pd.DataFrame, measure: str, years: int) -> Sample:
    """Gives each chosen household in each period between two steps."""
    own = place[(place["way"] == f"{WEDGE}-{years}") & (place["rank"] > 0)]
    steps = sorted({int(week) for week in own["since"]} | {0, years * WEEKS_PER_YEAR})
    rows = []
    for number, (start, end) in enumerate(pairwise(steps)):
        seen = _between(own, measure, start, end)
        without = _between(place[place["way"] == NOBODY], measure, start, end)
        kept = seen.join(without[["value", "there"]].add_suffix("_without"))
        kept = kept[(kept["there"] > 0) & (kept["there_without"] > 0)]
        rows.append(kept.assign(treated=(kept["since"] <= start).astype(float), period=number).reset_index())
    table = pd.concat(rows, ignore_index=True)
    names = ("treated", HOUSEHOLD, PERIOD, "value")
    columns = {name: table[name].to_numpy(float) for name in names}
    otherwise = table["value_without"].to_numpy(float)
    return Sample(STEPPED_WEDGE, columns, otherwise, int(own[HOUSEHOLD].nunique()))


def _between(rows: pd.DataFrame, measure: str, start: int, end: int) -> pd.DataFrame:
    """Gives what each household costs a year between two weeks, or what happens."""
    last = rows[rows["week"] == end].set_index(HOUSEHOLD)
    amount = last[measure]
    if start:
        amount = amount - rows[rows["week"] == start].set_index(HOUSEHOLD)[measure]
    return last.assign(value=amount * WEEKS_PER_YEAR / (end - start))
