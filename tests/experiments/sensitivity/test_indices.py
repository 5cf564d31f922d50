"""Indices against the function of Ishigami, whose indices are known, and against a straight line."""

import math

import numpy as np
import pytest

from experiments.sensitivity.indices import MOST_GAPS, find_indices
from experiments.sensitivity.luck import Luck, draw_luck
from experiments.sweep.sampling import MORRIS, SOBOL, Sampling, draw_unit, problem
from experiments.sweep.values import mean_of_points, without_shared_luck

A, B = 7.0, 0.1
FIRST, TOTAL = (0.3139, 0.4424, 0.0), (0.5576, 0.4424, 0.2437)
"""Known indices of the function (Ishigami and Homma 1990)."""


def ishigami(unit: np.ndarray) -> np.ndarray:
    x = math.pi * (2 * unit - 1)
    found: np.ndarray = np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])
    return found


@pytest.mark.parametrize("second_order", [False, True])
def test_sobol_indices_of_ishigami(second_order: bool) -> None:
    sampling = Sampling(SOBOL, 2048, 1, second_order)
    unit = draw_unit(sampling, 3)
    found = find_indices(sampling, unit, ishigami(unit))
    assert found.alone == pytest.approx(FIRST, abs=0.03)
    assert found.size == pytest.approx(TOTAL, abs=0.03)
    assert ((found.low < TOTAL) & (found.high > TOTAL)).all()
    assert ((found.alone_low < FIRST) & (found.alone_high > FIRST)).all()


def test_morris_of_a_straight_line_gives_its_slopes_and_no_interaction() -> None:
    sampling = Sampling(MORRIS, 10)
    unit = draw_unit(sampling, 4)
    found = find_indices(sampling, unit, unit @ np.array([3.0, -2.0, 0.0, 0.5]))
    assert found.size == pytest.approx([3.0, 2.0, 0.0, 0.5])
    assert found.alone == pytest.approx([3.0, -2.0, 0.0, 0.5])
    assert found.spread == pytest.approx(np.zeros(4), abs=1e-12)
    bent = find_indices(sampling, unit, unit[:, 0] * unit[:, 1])
    assert bent.spread[0] > 0.2 and bent.spread[3] == pytest.approx(0.0)


@pytest.mark.parametrize("kind", [SOBOL, MORRIS])
def test_nothing_matters_where_all_is_equal_and_nothing_is_said_with_gaps(kind: str) -> None:
    sampling = Sampling(kind, 8, 1, second_order=False)
    unit = draw_unit(sampling, 3)
    assert (find_indices(sampling, unit, np.ones(len(unit))).size == 0.0).all()
    assert np.isnan(find_indices(sampling, unit, np.full(len(unit), np.nan)).size).all()


def test_indices_are_those_of_salib_where_nothing_is_missing() -> None:
    from SALib.analyze import morris, sobol

    rng = np.random.default_rng(1)
    for second_order in (False, True):
        sampling = Sampling(SOBOL, 64, 1, second_order)
        unit = draw_unit(sampling, 3)
        values = ishigami(unit) + rng.normal(size=len(unit))
        found = find_indices(sampling, unit, values)
        theirs = sobol.analyze(problem(3), values, calc_second_order=second_order)
        assert found.size == pytest.approx(theirs["ST"]) and found.alone == pytest.approx(theirs["S1"])
    sampling = Sampling(MORRIS, 10)
    unit = draw_unit(sampling, 4)
    values = rng.normal(size=len(unit))
    found = find_indices(sampling, unit, values)
    wanted = morris.analyze(problem(4), unit, values)
    assert found.size == pytest.approx(np.array(wanted["mu_star"], float))
    assert found.alone == pytest.approx(np.array(wanted["mu"], float))
    assert found.spread == pytest.approx(np.array(wanted["sigma"], float))


def named(sampling: Sampling, unit: np.ndarray, seeds: np.ndarray) -> tuple[np.ndarray, Luck]:
    """Tells which numbers are named as more than luck."""
    means = mean_of_points(without_shared_luck(seeds))
    luck = draw_luck(sampling, unit, seeds, means)
    named: np.ndarray = luck.chances(find_indices(sampling, unit, means).size) < 0.05
    return named, luck


@pytest.mark.parametrize(
    ("kind", "points", "factors"), [(MORRIS, 10, 12), (MORRIS, 4, 2), (SOBOL, 16, 3), (SOBOL, 32, 6)]
)
def test_in_pure_luck_a_number_is_named_no_more_often_than_stated(
    kind: str, points: int, factors: int
) -> None:
    """Of 60 outcomes of pure luck 5% may name a number; nine or more is a chance of 1 in 300."""
    sampling = Sampling(kind, points, 1, second_order=False)
    unit = draw_unit(sampling, factors)
    wrong = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        luck = rng.normal(0.0, 1.0, (len(unit), 2)) + rng.normal(0.0, 5.0, 2)
        wrong += bool(named(sampling, unit, luck)[0].any())
    assert wrong <= 8


@pytest.mark.parametrize("kind", [MORRIS, SOBOL])
def test_luck_that_all_points_share_hides_nothing(kind: str) -> None:
    """The seeds are the same at every point, so that a lucky seed moves all points alike."""
    sampling = Sampling(kind, 16, 1, second_order=False)
    unit = draw_unit(sampling, 6)
    for seed in range(4):
        rng = np.random.default_rng(seed)
        seeds = 3.0 * unit[:, :1] + rng.normal(0.0, 0.3, (len(unit), 2)) + rng.normal(0.0, 20.0, 2)
        assert named(sampling, unit, seeds)[0].tolist() == [True] + [False] * 5


def test_with_one_seed_at_every_point_no_number_is_named() -> None:
    sampling = Sampling(SOBOL, 16, 1, second_order=False)
    unit = draw_unit(sampling, 3)
    clear, luck = named(sampling, unit, 3.0 * unit[:, :1])
    assert not clear.any() and math.isnan(luck.floor)


@pytest.mark.parametrize("kind", [MORRIS, SOBOL])
def test_a_gap_never_makes_a_number_matter_that_does_not(kind: str) -> None:
    sampling = Sampling(kind, 32, 1, second_order=False)
    unit = draw_unit(sampling, 3)
    values = 3.0 * unit[:, 0] + unit[:, 1] ** 2
    whole = find_indices(sampling, unit, values)
    holes = np.random.default_rng(1).random(len(values)) < 0.08
    found = find_indices(sampling, unit, np.where(holes, np.nan, values))
    assert holes.sum() > 5 and found.size[2] == found.high[2] == 0.0
    assert found.size[:2] == pytest.approx(whole.size[:2], rel=0.15)
    assert np.isnan(
        find_indices(sampling, unit, np.where(np.arange(len(unit)) % 5, values, np.nan)).size
    ).all()
    assert MOST_GAPS < 1 / 5


def test_a_point_that_misses_a_lucky_seed_does_not_look_unlucky() -> None:
    seeds = np.arange(6.0)[:, np.newaxis] + np.array([0.0, 10.0])
    seeds[2, 1] = np.nan
    assert np.diff(mean_of_points(without_shared_luck(seeds))).tolist() == pytest.approx([1.0] * 5)
