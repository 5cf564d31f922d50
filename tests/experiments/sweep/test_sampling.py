"""Every kind of design visits the points it promises, and the same ones each time."""

import math
from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import qmc

from experiments.sweep.factor import LOGARITHMIC, WHOLE, Factor, plausible_factor
from experiments.sweep.sampling import (
    FRACTIONAL,
    GRID,
    HYPERCUBE,
    MORRIS,
    SOBOL,
    Sampling,
    count_points,
    draw_points,
)
from simulation.parameters import entries

RANGES = (
    Factor("a", (), 0.0, 2.0),
    Factor("b", (), 1.0, 100.0, LOGARITHMIC),
    Factor("c", (), 1, 3, WHOLE),
    Factor("d", (5.0, 7.0)),
)
DRAWN = (Sampling(HYPERCUBE, 24), Sampling(SOBOL, 8), Sampling(SOBOL, 8, 1, False), Sampling(MORRIS, 6))


@pytest.mark.parametrize("sampling", [*DRAWN, Sampling(FRACTIONAL)], ids=lambda one: one.kind)
def test_points_are_as_many_as_told_and_inside_their_ranges(sampling: Sampling) -> None:
    factors = RANGES if sampling.kind != FRACTIONAL else (*RANGES[:2], RANGES[3])
    points = draw_points(sampling, factors)
    assert len(points) == count_points(sampling, factors)
    assert list(points) == [factor.name for factor in factors]
    for factor in factors:
        if factor.values:
            assert set(points[factor.name]) == set(factor.values)
        else:
            assert points[factor.name].between(factor.low, factor.high).all()
    if "c" in points:
        assert set(points["c"]) == {1.0, 2.0, 3.0}
    pd.testing.assert_frame_equal(points, draw_points(sampling, factors), check_exact=True)


@pytest.mark.parametrize("sampling", DRAWN, ids=lambda one: one.kind)
def test_another_seed_is_another_design(sampling: Sampling) -> None:
    other = Sampling(sampling.kind, sampling.points, 2, sampling.second_order, sampling.levels)
    assert not draw_points(sampling, RANGES).equals(draw_points(other, RANGES))


def test_a_grid_visits_every_combination_once() -> None:
    factors = (Factor("area", ("x", "y")), Factor("a", (), 0.0, 1.0, steps=3), Factor("d", (5.0, 7.0)))
    points = draw_points(Sampling(GRID), factors)
    assert [tuple(row) for row in points.to_numpy()] == list(product(("x", "y"), (0.0, 0.5, 1.0), (5.0, 7.0)))
    assert len(draw_points(Sampling(GRID), ())) == 1


def test_a_latin_hypercube_hits_every_part_of_every_range_once() -> None:
    points = draw_points(Sampling(HYPERCUBE, 50), RANGES)
    assert sorted(np.floor(points["a"] / 2.0 * 50)) == list(range(50))
    parts = np.floor(np.log(points["b"]) / math.log(100.0) * 50)
    assert sorted(parts) == list(range(50))


def test_sobol_fills_space_more_evenly_than_luck() -> None:
    factors = tuple(Factor(f"x{number}", (), 0.0, 1.0) for number in range(3))
    points = draw_points(Sampling(SOBOL, 64, second_order=False), factors).to_numpy()
    base = points[:: len(factors) + 2]  # the first of every group of Saltelli
    luck = np.random.default_rng(1).random(base.shape)
    assert qmc.discrepancy(base) < qmc.discrepancy(luck) / 2


def test_sobol_changes_one_factor_at_a_time() -> None:
    """Of a group of Saltelli, the points between the first and the last take one column from the last."""
    factors = tuple(Factor(f"x{number}", (), 0.0, 1.0) for number in range(3))
    first, *middle, last = draw_points(Sampling(SOBOL, 4, second_order=False), factors).to_numpy()[:5]
    for column, point in enumerate(middle):
        assert np.flatnonzero(point != first).tolist() == [column]
        assert point[column] == last[column]


def test_morris_takes_one_step_at_a_time() -> None:
    factors = tuple(Factor(f"x{number}", (), 0.0, 1.0) for number in range(4))
    points = draw_points(Sampling(MORRIS, 5), factors).to_numpy().reshape(5, 5, 4)
    steps = np.diff(points, axis=1)
    assert ((steps != 0.0).sum(axis=2) == 1).all()
    assert ((steps != 0.0).sum(axis=1) == 1).all()
    np.testing.assert_allclose(np.abs(steps[steps != 0.0]), 2 / 3)


@pytest.mark.parametrize("switches", [1, 2, 3, 5, 8, 13])
def test_a_fractional_factorial_keeps_main_effects_apart_from_pairs(switches: int) -> None:
    """Resolution IV: every column is balanced, and no main effect is mixed with another or with a pair."""
    factors = tuple(Factor(f"x{number}", (0.0, 1.0)) for number in range(switches))
    points = draw_points(Sampling(FRACTIONAL), factors).to_numpy() * 2 - 1
    assert len(points) == 2 * 2 ** math.ceil(math.log2(switches))
    assert (points.sum(axis=0) == 0).all()
    assert (points.T @ points == len(points) * np.eye(switches)).all()
    for i, j in product(range(switches), repeat=2):
        if i < j:
            assert not (points.T @ (points[:, i] * points[:, j])).any()


def test_the_register_says_how_a_range_is_filled() -> None:
    for entry in entries().values():
        factor = plausible_factor(entry)
        assert (factor.low, factor.high) == entry.plausible
        assert factor.spread == (WHOLE if entry.whole else entry.distribution)


def test_steps_of_whole_numbers_are_whole() -> None:
    assert Factor("c", (), 0, 10, WHOLE, 3).levels == (0.0, 5.0, 10.0)
    assert Factor("b", (), 1.0, 100.0, LOGARITHMIC, 3).levels == pytest.approx((1.0, 10.0, 100.0))
