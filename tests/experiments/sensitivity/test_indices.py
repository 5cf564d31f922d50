"""Indices against the function of Ishigami, whose indices are known, and against a straight line."""

import math

import numpy as np
import pytest

from experiments.sensitivity.gaps import fill_gaps
from experiments.sensitivity.indices import find_indices, luck_floor
from experiments.sweep.sampling import MORRIS, SOBOL, Sampling, draw_unit

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


def test_pure_luck_looks_like_the_floor() -> None:
    rng = np.random.default_rng(1)
    for kind, points in ((MORRIS, 400), (SOBOL, 1024)):
        sampling = Sampling(kind, points, 1, second_order=False)
        unit = draw_unit(sampling, 3)
        values = rng.normal(0.0, 2.0, len(unit))
        size = find_indices(sampling, unit, values).size
        assert size == pytest.approx(np.full(3, luck_floor(sampling, 4.0, values)), rel=0.15)


def test_a_few_gaps_are_filled_with_the_nearest_point_and_counted() -> None:
    sampling = Sampling(SOBOL, 512, 1, second_order=False)
    unit = draw_unit(sampling, 3)
    values = ishigami(unit)
    holes = values.copy()
    holes[::25] = np.nan
    filled, count = fill_gaps(unit, holes)
    assert count == len(range(0, len(values), 25))
    assert filled[~np.isnan(holes)].tolist() == holes[~np.isnan(holes)].tolist()
    assert find_indices(sampling, unit, filled).size == pytest.approx(TOTAL, abs=0.1)
    corner = np.array([[0.0, 0.0], [0.1, 0.0], [1.0, 1.0]] * 10)
    near = np.array([1.0, 2.0, 9.0] * 10)
    near[1::3][:2] = np.nan
    near[1] = np.nan
    assert fill_gaps(corner, near)[0][1] == 2.0
    assert np.isnan(fill_gaps(unit, np.where(np.arange(len(unit)) % 5, values, np.nan))[0]).all()
