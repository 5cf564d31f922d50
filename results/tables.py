"""The paired table: every policy met the same luck and world, so differences are taken pair by pair."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from results.worlds import CERTAINTY, independent, take_apart

REPLICATE = ["seed", "world"]
"""The columns that name a replicate: its luck and its world, 0 for the central one."""
type Row = Mapping[str, float]
"""What was measured of one outcome under one policy: mean, difference, low, high and so on."""
type Measured = Mapping[tuple[str, str], Row]
"""Rows by outcome and policy."""
SPREAD = 0.9


def build_paired_table(runs: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Compares each policy with the first one in the same worlds with the same luck.

    Args:
        runs: One row per policy, replicate and outcome: columns policy, seed, world, outcome and value.
        baseline: The policy all others are compared with.

    Returns:
        A table with one row per outcome and policy and the columns `mean` and those of `compare_pairs`.
        Replicates in which either value is missing form no pair. Rows of the baseline hold the mean only.
    """
    rows = [
        {"outcome": outcome, "policy": policy, **row}
        for (outcome, policy), (row, _) in _pair(runs, baseline).items()
    ]
    columns = ["outcome", "policy", "mean", *compare_pairs(np.array([]))]
    return pd.DataFrame(rows, columns=columns).set_index(["outcome", "policy"])


def _pair(runs: pd.DataFrame, baseline: str) -> dict[tuple[str, str], tuple[dict[str, float], np.ndarray]]:
    """Gives by outcome and policy the row of the paired table, and the values it was made of."""
    wide = runs.pivot(index=REPLICATE, columns=["outcome", "policy"], values="value")
    worlds = wide.index.get_level_values("world").to_numpy()
    columns: dict[object, np.ndarray] = dict(
        zip(wide.columns, wide.to_numpy(dtype=float).T.copy(), strict=True)
    )
    missing = np.full(len(wide), np.nan)
    nothing = dict.fromkeys(compare_pairs(np.array([])), np.nan)
    policies = list(dict.fromkeys(runs["policy"]))
    found = {}
    for outcome in dict.fromkeys(runs["outcome"]):
        base = columns.get((outcome, baseline), missing)
        for policy in policies:
            values = columns.get((outcome, policy), missing)
            row = {"mean": mean_and_interval(values, worlds)[0]}
            row |= nothing if policy == baseline else compare_pairs(values - base, worlds)
            found[str(outcome), str(policy)] = (row, values)
    return found


def measure(runs: pd.DataFrame, baseline: str) -> Measured:
    """Compares each policy with the first one, and says how far the replicates of each lie apart.

    Args:
        runs: One row per policy, replicate and outcome: columns policy, seed, world, outcome and value.
        baseline: The policy all others are compared with.

    Returns:
        By outcome and policy a row of `build_paired_table`, with `spread_low` and `spread_high`: 90% of the
        replicates of that policy lie between them (not-a-number with fewer than two).
    """
    measured = {}
    for names, (row, values) in _pair(runs, baseline).items():
        low, high = _spread(values[~np.isnan(values)])
        told = {name: float(value) for name, value in row.items()}
        measured[names] = {**told, "spread_low": low, "spread_high": high}
    return measured


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Gives the rows of a table, each as column and value."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def read_rows(table: pd.DataFrame) -> Measured:
    """Gives the rows of a paired table by outcome and policy."""
    rows = table.to_dict("records")
    return {
        (str(outcome), str(policy)): {str(name): float(value) for name, value in row.items()}
        for (outcome, policy), row in zip(table.index, rows, strict=True)
    }


def compare_pairs(differences: np.ndarray, worlds: np.ndarray | None = None) -> dict[str, float]:
    """Says how large a difference is, how sure, and in which share of replicates and worlds there is more.

    Args:
        differences: One difference per replicate; missing ones are left out.
        worlds: The world of each replicate; the central one for all unless given.

    Returns:
        `difference` (mean), `low` and `high` (95% t-interval of that mean; replicates of one plausible world
        count as one; empty with fewer than two), `same_sign_share` (share of replicates with the sign of the
        mean, empty when that is zero without all being equal), `less_share`, `equal_share`, `more_share`,
        `pairs`, and what `results.worlds.take_apart` gives.
    """
    met = np.zeros(len(differences), np.int64) if worlds is None else worlds
    there = ~np.isnan(differences)
    kept = differences[there]
    pairs = len(kept)
    mean, low, high = mean_and_interval(differences, met)
    shares = [float(np.mean(test)) if pairs else np.nan for test in (kept < 0, kept == 0, kept > 0)]
    return {
        "difference": mean,
        "low": low,
        "high": high,
        "same_sign_share": _same_sign_share(mean, *shares),
        "less_share": shares[0],
        "equal_share": shares[1],
        "more_share": shares[2],
        "pairs": pairs,
        **take_apart(kept, met[there]),
    }


def mean_and_interval(values: np.ndarray, worlds: np.ndarray) -> tuple[float, float, float]:
    """Gives a mean and the ends of its 95% t-interval; replicates of one plausible world count as one.

    Args:
        values: One value per replicate; missing ones are left out.
        worlds: The world of each.
    """
    there = ~np.isnan(values)
    apart = independent(values[there], worlds[there])
    if not len(apart):
        return np.nan, np.nan, np.nan
    mean = float(np.mean(apart))
    if len(apart) < 2:
        return mean, np.nan, np.nan
    error = float(np.std(apart, ddof=1)) / np.sqrt(len(apart))
    width = float(stdtrit(len(apart) - 1, (1 + CERTAINTY) / 2)) * error
    return mean, mean - width, mean + width


def count_independent(row: Row) -> float:
    """Gives how many values of a row do not hang together: its worlds, or its pairs in the central world."""
    return row["worlds"] or row["pairs"]


def _same_sign_share(mean: float, less: float, equal: float, more: float) -> float:
    if mean < 0:
        return less
    if mean > 0:
        return more
    return equal if equal == 1.0 else np.nan


def _spread(values: np.ndarray) -> tuple[float, float]:
    if len(values) < 2:
        return np.nan, np.nan
    low, high = np.quantile(values, [(1 - SPREAD) / 2, (1 + SPREAD) / 2])
    return float(low), float(high)
