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
from experiments.evaluation.place import COVARIATES, MEASURES, NEVER, WITH
from experiments.evaluation.trial import EVERYBODY, LOTTERY, NOBODY, PILOT, WEDGE
from simulation.scenario import WEEKS_PER_YEAR

type Floats = NDArray[np.float64]
type Bools = NDArray[np.bool_]
type Columns = Mapping[str, NDArray[np.float64]]
BEFORE_AFTER, MATCHED, STEPPED_WEDGE, RANDOMISED = "before_after", "matched", "stepped_wedge", "randomised"
DESIGNS = (BEFORE_AFTER, MATCHED, STEPPED_WEDGE, RANDOMISED)
HOUSEHOLD, PERIOD = "household", "period"


@dataclass(frozen=True)
class Sample:
    """What one place gives to an evaluation.

    Attributes:
        design: One of `DESIGNS`.
        columns: What registers hold, row by row: `treated` (1 for who was assigned a director), `before` and
            `value`; of a matched pair that of the other; of the steps also `household` and `period`.
        without: The same `value` if nobody had got a director, with the same luck.
        there: Which rows the evaluator has: who still lives there.
        there_without: Which rows he would have had if nobody had got a director.
        had: Of each row, the part of the time after the start in which there was a director.
    """

    design: str
    columns: Columns
    without: Floats
    there: Bools
    there_without: Bools
    had: Floats

    @property
    def truth(self) -> Floats:
        """What being assigned really did, for each such row of which both lives are whole."""
        kept = (self.columns["treated"] > 0) & self.there & self.there_without
        found: Floats = (self.columns["value"] - self.without)[kept]
        return found

    @property
    def households(self) -> int:
        """How many households the evaluator has; pairs count once."""
        if self.design == STEPPED_WEDGE:
            return len(np.unique(self.columns[HOUSEHOLD][self.there]))
        return int(self.there.sum())

    def time_with(self, *, assigned: bool) -> Floats:
        """Gives the part of the time with a director, of who was assigned one or of who was not.

        Args:
            assigned: Of whom.
        """
        found: Floats = self.had[self.there & ((self.columns["treated"] > 0) == assigned)]
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
    kept = seen[seen["rank"] > 0]
    columns = {
        "treated": (kept["since"] != NEVER).to_numpy(float),
        "before": kept[f"before_{measure}"].to_numpy(float),
        "value": kept["value"].to_numpy(float),
    }
    if design == BEFORE_AFTER:
        columns["treated"] = np.ones(len(kept))
    return _sample(design, columns, kept)


def estimate(samples: list[Sample], *, nothing: bool = False) -> Estimate:
    """Gives what an evaluator finds in several places together, of who still lives there.

    Args:
        samples: What each place shows, all under one design.
        nothing: Look at what would have been seen if nobody had got a director.
    """
    here = [one.there_without if nothing else one.there for one in samples]
    kept = np.concatenate(here)
    columns = {
        name: np.concatenate([one.columns[name] for one in samples])[kept] for name in samples[0].columns
    }
    if nothing:
        columns["value"] = np.concatenate([one.without for one in samples])[kept]
    if not len(columns["value"]):
        return NOTHING_SEEN
    design = samples[0].design
    if design == BEFORE_AFTER:
        return before_after(columns["before"], columns["value"])
    if design == MATCHED:
        return paired(columns["value"] - columns["pair_without" if nothing else "pair"])
    if design == RANDOMISED:
        return randomised(columns["treated"], columns["before"], columns["value"])
    place = np.repeat(np.arange(len(samples)), [int(one.sum()) for one in here])
    who = place * (1 + int(columns[HOUSEHOLD].max())) + columns[HOUSEHOLD].astype(np.int64)
    return stepped_wedge(who, columns[PERIOD].astype(np.int64), columns["treated"], columns["value"])


def _after(place: pd.DataFrame, way: str, measure: str, years: int) -> pd.DataFrame:
    """Gives each household of a way with its mean year since the start."""
    weeks = years * WEEKS_PER_YEAR
    rows = place[(place["way"] == way) & (place["week"] == weeks)].set_index(HOUSEHOLD)
    return rows.assign(value=rows[measure] / years, had=rows[WITH] / weeks)


def _sample(design: str, columns: Columns, rows: pd.DataFrame) -> Sample:
    return Sample(
        design,
        columns,
        rows["value_without"].to_numpy(float),
        rows["there"].to_numpy() > 0,
        rows["there_without"].to_numpy() > 0,
        rows["had"].to_numpy(float),
    )


def _matched(seen: pd.DataFrame, measure: str) -> Sample:
    """Pairs who got a director in the pilot with who is like them elsewhere; both must still live there."""
    treated = seen[(seen["rank"] > 0) & (seen["donor"] == 0) & (seen["since"] != NEVER)]
    others = seen[seen["donor"] > 0]
    place = match(_shown(treated), _shown(others))
    treated, others = treated[place >= 0], others.iloc[place[place >= 0]]
    columns = {
        "treated": np.ones(len(treated)),
        "value": treated["value"].to_numpy(float),
        "pair": others["value"].to_numpy(float),
        "pair_without": others["value_without"].to_numpy(float),
    }
    both = {name: treated[name] * others[name].to_numpy() for name in ("there", "there_without")}
    return _sample(MATCHED, columns, treated.assign(**both))


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
        rows.append(kept.assign(treated=(kept["since"] <= start).astype(float), period=number).reset_index())
    table = pd.concat(rows, ignore_index=True)
    names = ("treated", HOUSEHOLD, PERIOD, "value")
    return _sample(STEPPED_WEDGE, {name: table[name].to_numpy(float) for name in names}, table)


def _between(rows: pd.DataFrame, measure: str, start: int, end: int) -> pd.DataFrame:
    """Gives what each household costs a year between two weeks, or what happens."""
    last = rows[rows["week"] == end].set_index(HOUSEHOLD)
    amount, weeks = last[measure], last[WITH]
    if start:
        first = rows[rows["week"] == start].set_index(HOUSEHOLD)
        amount, weeks = amount - first[measure], weeks - first[WITH]
    return last.assign(value=amount * WEEKS_PER_YEAR / (end - start), had=weeks / (end - start))
