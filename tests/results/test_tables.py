"""The paired table against scipy, and honest where there is little to go on."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from results.tables import build_paired_table, compare_pairs


def tidy(**values: dict[str, list[float]]) -> pd.DataFrame:
    """Makes runs from outcome=policy -> one value per seed."""
    return pd.DataFrame(
        [
            {"policy": policy, "seed": seed, "world": 0, "outcome": outcome, "value": value}
            for outcome, policies in values.items()
            for policy, series in policies.items()
            for seed, value in enumerate(series, 1)
        ]
    )


def row_of(table: pd.DataFrame, outcome: str, policy: str) -> dict[str, float]:
    """Takes one row of a paired table."""
    return {str(name): float(table[name].to_dict()[outcome, policy]) for name in table.columns}


@given(st.lists(st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 3)), min_size=2, max_size=40))
@settings(max_examples=100, deadline=None)
def test_interval_equals_that_of_scipy(differences: list[float]) -> None:
    row = compare_pairs(np.array(differences))
    mean, error = np.mean(differences), stats.sem(differences)
    wanted = (float(mean), float(mean))
    if error > 0:
        low, high = stats.t.interval(0.95, len(differences) - 1, loc=mean, scale=error)
        wanted = (float(low), float(high))
    assert row["difference"] == pytest.approx(mean)
    assert (row["low"], row["high"]) == pytest.approx(wanted, rel=1e-9, abs=1e-6)
    assert row["less_share"] + row["equal_share"] + row["more_share"] == pytest.approx(1.0)


def test_table_pairs_by_seed_whatever_the_order() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.normal(10, 3, 30), rng.normal(9, 3, 30)
    runs = tidy(crises={"fragmented": list(a), "bundled": list(b)})
    row = row_of(build_paired_table(runs, "fragmented"), "crises", "bundled")
    test = stats.ttest_rel(b, a)
    low, high = test.confidence_interval(0.95)
    assert row["mean"] == pytest.approx(b.mean())
    assert (row["difference"], row["low"], row["high"]) == pytest.approx((np.mean(b - a), low, high))
    assert row["same_sign_share"] == np.mean(np.sign(b - a) == np.sign(np.mean(b - a)))
    shuffled = build_paired_table(runs.sample(frac=1, random_state=2), "fragmented")
    pd.testing.assert_frame_equal(
        shuffled.sort_index(), build_paired_table(runs, "fragmented").sort_index(), rtol=1e-12
    )


def test_every_policy_against_the_first() -> None:
    runs = tidy(
        x={"a": [1, 2, 3], "b": [2, 3, 4], "c": [0, 0, 0]}, y={"a": [1, 1, 1], "b": [1, 1, 1], "c": [1, 1, 1]}
    )
    table = build_paired_table(runs, "a")
    assert list(table.index) == [(o, p) for o in ("x", "y") for p in ("a", "b", "c")]
    assert row_of(table, "x", "b")["difference"] == 1.0
    assert row_of(table, "x", "c")["difference"] == -2.0
    assert np.isnan(row_of(table, "x", "a")["difference"])
    assert row_of(table, "x", "a")["mean"] == 2.0


def test_one_replicate_has_no_interval() -> None:
    row = row_of(build_paired_table(tidy(x={"a": [1.0], "b": [3.0]}), "a"), "x", "b")
    assert row["difference"] == 2.0
    assert np.isnan(row["low"])
    assert np.isnan(row["high"])
    assert row["pairs"] == 1


def test_ties_count_for_neither_side() -> None:
    row = compare_pairs(np.array([0.0, 0.0, 1.0, 1.0]))
    assert (row["same_sign_share"], row["equal_share"]) == (0.5, 0.5)


def test_all_equal_is_a_difference_of_nothing() -> None:
    row = compare_pairs(np.zeros(5))
    assert (row["difference"], row["low"], row["high"]) == (0.0, 0.0, 0.0)
    assert (row["equal_share"], row["same_sign_share"]) == (1.0, 1.0)


def test_a_mean_of_zero_without_ties_has_no_side() -> None:
    assert np.isnan(compare_pairs(np.array([1.0, -1.0]))["same_sign_share"])


def test_missing_values_make_no_pair() -> None:
    runs = tidy(x={"a": [1.0, np.nan, 3.0], "b": [2.0, 5.0, np.nan]})
    row = row_of(build_paired_table(runs, "a"), "x", "b")
    assert row["pairs"] == 1
    assert row["difference"] == 1.0
    assert row["mean"] == 3.5


def test_an_outcome_without_any_value_is_shown_empty() -> None:
    runs = tidy(x={"a": [np.nan, np.nan], "b": [np.nan, np.nan]}, y={"a": [1.0, 2.0], "b": [1.0, 2.0]})
    row = row_of(build_paired_table(runs, "a"), "x", "b")
    assert row["pairs"] == 0
    empty = ("mean", "difference", "low", "high", "same_sign_share")
    assert all(np.isnan(row[name]) for name in empty)
