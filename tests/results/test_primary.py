"""The four primary outcomes: corrected together, and better is better whichever way it points."""

import math

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from results.outcomes import load_outcomes
from results.primary import (
    AIMS,
    BETTER,
    UNCLEAR,
    UNKNOWN,
    WORSE,
    chance,
    holm,
    judge_aims,
    primary_outcomes,
)
from results.tables import Row, compare_pairs

COST, HEALTH, QUALITY = "cost_per_household_per_year", "health_utility", "experienced_quality"


def row(differences: list[float]) -> Row:
    return {**compare_pairs(np.array(differences)), "mean": 0.0}


def test_there_is_one_for_each_of_the_four_aims() -> None:
    outcomes = primary_outcomes()
    assert list(outcomes) == list(AIMS) and len(set(AIMS.values())) == 4
    assert set(outcomes) <= set(load_outcomes())
    assert outcomes[HEALTH] and not outcomes[COST]


@pytest.mark.parametrize("differences", [[1.0, 2.0, 1.5, 0.5], [-1.0, 2.0, -1.5, 0.5], [0.1, 0.1, 0.2]])
def test_the_chance_is_that_of_a_paired_t_test(differences: list[float]) -> None:
    assert chance(row(differences)) == pytest.approx(ttest_1samp(differences, 0.0).pvalue)


def test_without_spread_there_is_no_chance() -> None:
    assert math.isnan(chance(row([1.0])))
    assert chance(row([0.0, 0.0])) == 1.0
    assert chance(row([2.0, 2.0])) == 0.0


def test_the_smallest_chance_counts_four_times_and_none_becomes_surer() -> None:
    rows = {str(n): row([n + 1.0, n + 2.0, n + 1.5, 0.1]) for n in range(4)}
    plain = {name: chance(one) for name, one in rows.items()}
    found = holm(rows)
    least = min(plain, key=plain.__getitem__)
    assert found[least] == pytest.approx(min(1.0, 4 * plain[least]))
    assert all(found[name] >= plain[name] for name in rows)
    order = sorted(plain, key=plain.__getitem__)
    assert [found[name] for name in order] == sorted(found.values())


def test_a_difference_that_is_clear_alone_may_not_be_clear_among_four() -> None:
    alone = row([1.0, 2.3, 0.6, 1.6])
    assert chance(alone) < 0.05 < 4 * chance(alone)
    noise = row([1.0, -1.0, 1.1, -1.2])
    table = {(name, "new"): alone if name == HEALTH else noise for name in AIMS}
    assert set(judge_aims(table, primary_outcomes(), "new").values()) == {UNCLEAR}


def test_less_cost_is_better_and_less_health_is_worse() -> None:
    less = row([-1.0, -1.01, -0.99, -1.0])
    found = judge_aims({(name, "new"): less for name in AIMS}, primary_outcomes(), "new")
    assert found == {QUALITY: WORSE, HEALTH: WORSE, COST: BETTER, "staff_strain": BETTER}
    one = judge_aims({(name, "new"): row([1.0]) for name in AIMS}, primary_outcomes(), "new")
    assert set(one.values()) == {UNKNOWN}
