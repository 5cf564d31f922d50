"""A box that was planted is found and said as it is; in noise no rule passes more often than stated."""

import numpy as np
import pandas as pd
import pytest

from experiments.discovery.box import Box, Limit, fit, round_limit
from experiments.discovery.failing import share_worse
from experiments.discovery.peeling import find_box, prune
from experiments.discovery.rule import CHANCE, find_rule, split, try_out

WORLDS, CONDITIONS = 300, 8


def worlds(seed: int) -> pd.DataFrame:
    unit = np.random.default_rng(seed).random((WORLDS, CONDITIONS))
    table = pd.DataFrame(unit, columns=[f"c{number}" for number in range(CONDITIONS)])
    return table.assign(c0=table["c0"] * 40, c1=table["c1"] * 0.3)


def planted(table: pd.DataFrame, seed: int, wrong: float) -> np.ndarray:
    """Gives the worlds that fail: waiting above 20 weeks and turnover above 0.15, a few of them mistaken."""
    noise = np.random.default_rng(seed).random(len(table)) < wrong
    fails: np.ndarray = ((table["c0"] > 20) & (table["c1"] > 0.15)).to_numpy() ^ noise
    return fails


def test_a_planted_box_is_found_with_its_limits_coverage_and_density() -> None:
    table = worlds(1)
    rule = find_rule(table, planted(table, 2, 0.05))
    assert rule is not None and rule.chance < 1e-6
    assert set(rule.box.limits) == {"c0", "c1"}
    assert rule.box.limits["c0"].low == pytest.approx(20, abs=2.5)
    assert rule.box.limits["c1"].low == pytest.approx(0.15, abs=0.025)
    assert rule.coverage > 0.7 and rule.density > 0.75 and rule.elsewhere < 0.15
    low, high = rule.ends("density")
    assert low < rule.density < high
    assert rule.worlds == WORLDS / 2


def test_in_pure_noise_a_rule_passes_no_more_often_than_stated() -> None:
    """Twenty drawings of which 5% may pass: more than three is a chance of 1 in 60."""
    passed = 0
    for seed in range(20):
        table = worlds(seed)
        rule = find_rule(table, np.random.default_rng(1000 + seed).random(WORLDS) < 0.3)
        passed += rule is not None and rule.chance <= CHANCE
    assert passed <= 3


def test_what_finds_and_what_tests_share_no_world() -> None:
    fails = np.random.default_rng(1).random(101) < 0.3
    finding = split(fails, 1)
    assert abs(int(finding.sum()) - 50.5) < 1.5
    assert abs(int(fails[finding].sum()) - int(fails[~finding].sum())) <= 1


def test_too_few_cases_say_nothing_and_gaps_are_left_out() -> None:
    table = worlds(1)
    few = np.zeros(WORLDS, dtype=bool)
    few[:10] = True
    assert find_rule(table, few) is None
    holes = table.mask(np.random.default_rng(3).random(table.shape) < 0.005)
    rule = find_rule(holes, planted(table, 2, 0.05))
    assert rule is not None and rule.worlds < WORLDS / 2 and rule.chance < 1e-4


def test_a_rule_is_short_and_says_round_numbers() -> None:
    table = worlds(5)
    fails = planted(table, 2, 0.05)
    box = find_box(table, fails)
    assert box is not None and len(box.limits) <= 3
    for name, limit in box.limits.items():
        step = 1.0 if name == "c0" else 0.01
        assert all(end / step == pytest.approx(round(end / step)) for end in (limit.low,) if np.isfinite(end))
    more = Box({**box.limits, "c5": Limit(high=0.97)})
    assert "c5" not in prune(more, table, fails).limits


def test_the_test_of_a_rule_counts_as_it_says() -> None:
    table = pd.DataFrame({"c": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]})
    fails = np.array([False, False, True, False, True, True])
    rule = try_out(Box({"c": Limit(low=4.5)}), table, fails)
    assert (rule.inside, rule.cases, rule.hits) == (2, 3, 2)
    assert rule.coverage == pytest.approx(2 / 3) and rule.density == 1.0 and rule.elsewhere == 0.25
    assert rule.chance == pytest.approx(3 / 15)


def test_a_box_without_effect_does_not_stand_out() -> None:
    fails = np.arange(100) % 4 == 0
    assert fit(np.arange(100) < 48, fails) == pytest.approx(0.0)
    assert fit(fails, fails) == pytest.approx(np.sqrt(99))
    assert fit(np.ones(100, dtype=bool), fails) == 0.0


def test_limits_are_rounded_on_the_scale_of_their_condition() -> None:
    assert round_limit(20.37, 40.0) == 20.0
    assert round_limit(0.1534, 0.3) == 0.15
    assert round_limit(1234.6, 300.0) == 1230.0
    assert round_limit(np.inf, 3.0) == np.inf


def test_in_how_many_worlds_it_is_worse_is_told_without_luck() -> None:
    """Worse in 84 of 100 worlds, with luck twice as large as what worlds differ in; signs of runs say 67."""
    told, signs = [], []
    for seed in range(40):
        rng = np.random.default_rng(seed)
        losses = rng.normal(1.0, 1.0, (WORLDS, 1)) + rng.normal(0.0, 2.0, (WORLDS, 2))
        told.append(share_worse(losses))
        signs.append((losses[:, 0] > 0).mean())
    share, low, high = np.array(told).T
    assert np.mean(signs) == pytest.approx(0.67, abs=0.02)
    assert share.mean() == pytest.approx(0.84, abs=0.03)
    assert ((low <= 0.8413) & (high >= 0.8413)).sum() >= 35


def test_of_equal_policies_and_of_one_seed_no_share_is_claimed() -> None:
    assert share_worse(np.zeros((50, 2))) == (0.0, 0.0, 0.0)
    rng = np.random.default_rng(1)
    assert np.isnan(share_worse(rng.normal(size=(50, 1)))).all()
    _, low, high = share_worse(rng.normal(size=(50, 2)))
    assert low < 0.2 and high > 0.8
