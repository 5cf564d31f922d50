"""The heaviest households, chosen without any programme and followed for a year: what falls by itself.

Whoever is chosen because a year was dear, or because many helpers come, is partly chosen for bad luck, and
luck does not last. A programme that follows such households sees cost and helpers fall without doing
anything. Here nobody does anything: only fragmented working is played.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from agents.domains import MUNICIPAL_PAYERS, SEVERE, ZVW
from simulation import Scenario
from simulation.handle import held
from simulation.ledger import settle_accounts
from simulation.run import Cancelled
from simulation.startup import begun
from simulation.week import live_weeks
from simulation.world import World

type Floats = NDArray[np.float64]
CHOSEN = 50
QUARTER_WEEKS, QUARTERS = 13, 4
QUARTERS_PER_YEAR = 4
YEARS = 2
CENTS = 100.0
FLOWS = ("euros", "events")
STOCKS = ("helpers", "severe_needs")
MEASURES = (*FLOWS, *STOCKS)
BY = ("euros", "helpers")
"""What households are chosen on: municipal cost of the year before, or helpers on the day itself."""
CERTAINTY = 0.95
DEAREST = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.17, 0.3, 0.5, 1.0)
"""Of which shares of households or residents the part in the cost is told."""


@dataclass(frozen=True)
class Sight:
    """What can be seen of every household on one day.

    Attributes:
        keys: Who lives in each dwelling.
        persons: How many.
        values: Measure -> dwelling; flows have been added up since the first day.
    """

    keys: NDArray[np.uint64]
    persons: NDArray[np.int64]
    values: dict[str, Floats]


def look_for_two_years(scenario: Scenario, cancelled: Callable[[], bool] = lambda: False) -> list[Sight]:
    """Lives two years under a scenario and looks at every household at the start and after each quarter.

    Args:
        scenario: Fragmented working; its years do not matter.
        cancelled: Asked every quarter; a true answer stops.

    Raises:
        Cancelled: It was stopped.
    """
    two_years = replace(scenario, years=YEARS)
    world = begun(two_years, keep=False)
    sights = []
    for quarter in range(2 * QUARTERS + 1):
        if cancelled():
            raise Cancelled
        if quarter:
            week = (quarter - 1) * QUARTER_WEEKS
            live_weeks(held(world), week, week + QUARTER_WEEKS)
        sights.append(_look(world))
    return sights


def measure_fall(paths: pd.DataFrame) -> pd.DataFrame:
    """Says what the chosen lose in a year by themselves, with the interval over seeds.

    Args:
        paths: What `tell_both_ways` gave, with its seed, of several seeds under each other.

    Returns:
        by, measure, before, after, others_before, others_after (means over seeds: of flows the year before
        and after the choice, of stocks the day of the choice and a year later), fall (part of before that is
        gone; mean of the seeds), low and high (95% t-interval; empty with one seed), seeds.
    """
    rows = []
    for by in BY:
        for measure in MEASURES:
            pairs = [_before_after(path, measure) for _, path in paths[paths["by"] == by].groupby("seed")]
            values = np.array(pairs, float).reshape(-1, 4)
            before, after = values[:, 0], values[:, 1]
            falls = 1 - np.divide(after, before, out=np.full_like(after, np.nan), where=before > 0)
            means = dict(
                zip(
                    ("before", "after", "others_before", "others_after"),
                    map(float, values.mean(axis=0)),
                    strict=True,
                )
            )
            rows.append({"by": by, "measure": measure, **means, **interval(falls), "seeds": len(pairs)})
    return pd.DataFrame(rows)


def tell_concentration(sights: list[Sight]) -> pd.DataFrame:
    """Says which part of a year's cost falls on the dearest, in the year in which the choice is made.

    Args:
        sights: What was seen on the first day and after each quarter.

    Returns:
        of (municipality, by household; insurer, by resident, each bearing an equal part of the cost of the
        household), dearest (share of them) and part (of the cost).
    """
    rows = []
    for of, name in (("municipality", "euros"), ("insurer", "insurer")):
        year = sights[QUARTERS].values[name] - sights[0].values[name]
        persons = sights[QUARTERS].persons
        each = np.repeat(year / np.maximum(persons, 1), persons) if of == "insurer" else year
        ordered = np.sort(each)[::-1]
        total = ordered.sum()
        for dearest in DEAREST:
            most = ordered[: max(1, round(dearest * len(ordered)))].sum()
            rows.append({"of": of, "dearest": dearest, "part": float(most / total) if total else np.nan})
    return pd.DataFrame(rows)


def interval(falls: Iterable[float]) -> dict[str, float]:
    """Gives mean and 95% t-interval of a fall over seeds."""
    values = np.array([fall for fall in falls if np.isfinite(fall)], float)
    if not len(values):
        return {"fall": np.nan, "low": np.nan, "high": np.nan}
    mean = float(values.mean())
    if len(values) < 2:
        return {"fall": mean, "low": np.nan, "high": np.nan}
    width = (
        float(stdtrit(len(values) - 1, (1 + CERTAINTY) / 2)) * float(values.std(ddof=1)) / len(values) ** 0.5
    )
    return {"fall": mean, "low": mean - width, "high": mean + width}


def _before_after(path: pd.DataFrame, measure: str) -> tuple[float, ...]:
    quarter = path["quarter"].to_numpy(int)
    if measure in FLOWS:
        before, after = (quarter > -QUARTERS) & (quarter <= 0), quarter > 0
    else:
        before, after = quarter == 0, quarter == QUARTERS
    values = [path[name].to_numpy(float) for name in (measure, f"others_{measure}")]
    return tuple(float(value[when].mean()) for value in values for when in (before, after))


def _look(world: World) -> Sight:
    settle_accounts(held(world))
    severe = np.zeros(world.households.size)
    np.add.at(severe, world.needs.household[world.needs.severity >= SEVERE], 1.0)
    payers = list(MUNICIPAL_PAYERS)
    return Sight(
        world.households.key.copy(),
        world.households.persons.astype(np.int64),
        {
            "insurer": world.household_cost[:, ZVW] / CENTS,
            "euros": world.household_cost[:, payers].sum(axis=1) / CENTS,
            "events": world.event_total.sum(axis=1).astype(float),
            "helpers": world.households.helpers.astype(float),
            "severe_needs": severe,
        },
    )


def tell_both_ways(sights: list[Sight], chosen: int = CHOSEN) -> pd.DataFrame:
    """Gives what `tell_paths` tells of those chosen on cost and of those chosen on helpers."""
    return pd.concat([tell_paths(sights, by, chosen) for by in BY], ignore_index=True)


def tell_paths(sights: list[Sight], by: str, chosen: int) -> pd.DataFrame:
    """Chooses the heaviest on the middle day and tells how they and the others fare.

    Args:
        sights: What was seen on the first day and after each quarter.
        by: What they are chosen on, one of `BY`.
        chosen: How many; fewer where fewer cost anything, or have a helper.

    Returns:
        by (what they were chosen on), quarter (-4 to 4; the choice is made at the end of quarter 0), chosen
        and still_there (households), and per measure the mean of the chosen who stayed and, as `others_...`,
        of all others who stayed. Euros and events are those of that quarter, as a year; none in quarter -4.
    """
    first, day, last = sights[0], sights[QUARTERS], sights[-1]
    lived_there = first.keys == day.keys
    score = day.values[by] - (first.values[by] if by in FLOWS else 0.0)
    score = np.where(lived_there, score, -1.0)
    order = np.lexsort((day.keys, -score))[: min(chosen, int((score > 0).sum()))]
    heavy = np.zeros(len(score), bool)
    heavy[order] = True
    stayed = lived_there & (day.keys == last.keys)
    rows: list[dict[str, object]] = []
    for number, sight in enumerate(sights):
        facts = {"chosen": int(heavy.sum()), "still_there": int((heavy & stayed).sum())}
        row: dict[str, object] = {"by": by, "quarter": number - QUARTERS, **facts}
        for measure in MEASURES:
            value = sight.values[measure]
            if measure in FLOWS:
                earlier = sights[number - 1].values[measure] if number else np.full(len(value), np.nan)
                value = (value - earlier) * QUARTERS_PER_YEAR
            row[measure] = float(value[heavy & stayed].mean()) if (heavy & stayed).any() else np.nan
            row[f"others_{measure}"] = (
                float(value[~heavy & stayed].mean()) if (~heavy & stayed).any() else np.nan
            )
        rows.append(row)
    return pd.DataFrame(rows)
