"""The paired table: every policy met the same luck, so differences are taken replicate by replicate."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.special import stdtrit

RUN_COLUMNS = ["policy", "seed", "outcome", "value"]
type Row = Mapping[str, float]
"""What was measured of one outcome under one policy: mean, difference, low, high and so on."""
type Measured = Mapping[tuple[str, str], Row]
"""Rows by outcome and policy."""
CERTAINTY = 0.95
SPREAD = 0.9


def build_paired_table(runs: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Compares each policy with the first one on the same luck.

    Args:
        runs: One row per policy, seed and outcome, with the columns policy, seed, outcome and value.
        baseline: The policy all others are compared with.

    Returns:
        A table with one row per outcome and policy and the columns `mean` (over the replicates), `difference`
        (mean paired difference with the baseline), `low` and `high` (95% t-interval of that difference;
        empty with fewer than two pairs), `same_sign_share` (share of replicates whose own difference has
        the sign of the mean difference, empty when that is zero without all being equal), `less_share`,
        `equal_share`, `more_share` and `pairs`. Replicates in which either value is missing form no pair.
        Rows of the baseline hold the mean only.
    """
    wide = runs.pivot_table(
        index="seed", columns=["outcome", "policy"], values="value", sort=False, dropna=False, observed=True
    )
    outcomes = list(dict.fromkeys(runs["outcome"]))
    policies = list(dict.fromkeys(runs["policy"]))
    rows = []
    for outcome in outcomes:
        base = _values(wide, outcome, baseline)
        for policy in policies:
            values = _values(wide, outcome, policy)
            row: dict[str, object] = {"outcome": outcome, "policy": policy, "mean": _mean(values)}
            if policy != baseline:
                row |= compare_pairs(values - base)
            rows.append(row)
    columns = ["outcome", "policy", "mean", *compare_pairs(np.array([]))]
    return pd.DataFrame(rows, columns=columns).set_index(["outcome", "policy"])


def measure(runs: pd.DataFrame, baseline: str) -> Measured:
    """Compares each policy with the first one, and says how far the replicates of each lie apart.

    Args:
        runs: One row per policy, seed and outcome, with the columns policy, seed, outcome and value.
        baseline: The policy all others are compared with.

    Returns:
        By outcome and policy a row of `build_paired_table`, with `spread_low` and `spread_high`: 90% of the
        replicates of that policy lie between them (not-a-number with fewer than two).
    """
    table = build_paired_table(runs, baseline)
    wide = runs.pivot_table(index=["outcome", "policy"], columns="seed", values="value", dropna=False)
    values = wide.reindex(table.index).to_numpy(dtype=float)
    ends = [_spread(row[~np.isnan(row)]) for row in values]
    table = table.assign(spread_low=[low for low, _ in ends], spread_high=[high for _, high in ends])
    return read_rows(table)


def read_rows(table: pd.DataFrame) -> Measured:
    """Gives the rows of a paired table by outcome and policy."""
    rows = table.to_dict("records")
    return {
        (str(outcome), str(policy)): {str(name): float(value) for name, value in row.items()}
        for (outcome, policy), row in zip(table.index, rows, strict=True)
    }


def compare_pairs(differences: np.ndarray) -> dict[str, float]:
    """Says how large a difference is, how sure, and in which share of replicates it points that way.

    Args:
        differences: One difference per replicate; missing ones are left out.
    """
    kept = differences[~np.isnan(differences)]
    pairs = len(kept)
    mean = _mean(kept)
    low, high = _interval(kept)
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
    }


def _same_sign_share(mean: float, less: float, equal: float, more: float) -> float:
    if mean < 0:
        return less
    if mean > 0:
        return more
    return equal if equal == 1.0 else np.nan


def _interval(values: np.ndarray) -> tuple[float, float]:
    if len(values) < 2:
        return np.nan, np.nan
    error = float(np.std(values, ddof=1)) / np.sqrt(len(values))
    width = float(stdtrit(len(values) - 1, (1 + CERTAINTY) / 2)) * error
    return _mean(values) - width, _mean(values) + width


def _spread(values: np.ndarray) -> tuple[float, float]:
    if len(values) < 2:
        return np.nan, np.nan
    low, high = np.quantile(values, [(1 - SPREAD) / 2, (1 + SPREAD) / 2])
    return float(low), float(high)


def _mean(values: np.ndarray) -> float:
    kept = values[~np.isnan(values)]
    return float(np.mean(kept)) if len(kept) else np.nan


def _values(wide: pd.DataFrame, outcome: str, policy: str) -> np.ndarray:
    if (outcome, policy) not in wide.columns:
        return np.full(len(wide), np.nan)
    return wide[(outcome, policy)].to_numpy(dtype=float)
