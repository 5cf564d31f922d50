"""Which points a design visits: grid, Latin hypercube, Sobol, Morris, fractional factorial or a table.

All but grid and table are drawn in the unit cube by scipy and SALib, then stretched over values and ranges.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.sweep.factor import Factor

GRID, HYPERCUBE, SOBOL, MORRIS = "grid", "latin-hypercube", "sobol", "morris"
FRACTIONAL, TABLE = "fractional-factorial", "table"
KINDS = (GRID, HYPERCUBE, SOBOL, MORRIS, FRACTIONAL, TABLE)


@dataclass(frozen=True)
class Sampling:
    """How points are chosen.

    Attributes:
        kind: One of `KINDS`.
        points: Points of a Latin hypercube, base points of Sobol (a power of two), trajectories of Morris.
        seed: Of the design itself; it has nothing to do with the luck of a run.
        second_order: Whether Sobol also visits what pairs of factors need.
        levels: Values per factor of Morris, an even number.
    """

    kind: str
    points: int = 0
    seed: int = 1
    second_order: bool = True
    levels: int = 4


def count_points(sampling: Sampling, factors: Sequence[Factor]) -> int:
    """Gives how many points a design has, without drawing them; a table is counted where it is read.

    Args:
        sampling: How points are chosen.
        factors: What is varied.
    """
    many = len(factors)
    counts: Mapping[str, Callable[[], int]] = {
        GRID: lambda: math.prod(len(factor.levels) for factor in factors),
        HYPERCUBE: lambda: sampling.points,
        SOBOL: lambda: sampling.points * (2 * many + 2 if sampling.second_order else many + 2),
        MORRIS: lambda: sampling.points * (many + 1),
        FRACTIONAL: lambda: 2 * 2 ** math.ceil(math.log2(many)),
    }
    return counts[sampling.kind]()


def draw_points(sampling: Sampling, factors: Sequence[Factor]) -> pd.DataFrame:
    """Gives the points of a design.

    Args:
        sampling: How points are chosen.
        factors: What is varied, in the order of the columns.

    Returns:
        One row per point, one column per factor.
    """
    if sampling.kind == GRID:
        return _grid(factors)
    unit = draw_unit(sampling, len(factors))
    if sampling.kind == FRACTIONAL:
        ends = [Factor(factor.name, factor.ends) for factor in factors]
        return pd.DataFrame(
            {factor.name: factor.take(unit[:, i].astype(int)) for i, factor in enumerate(ends)}
        )
    return pd.DataFrame({factor.name: factor.stretch(unit[:, i]) for i, factor in enumerate(factors)})


def draw_unit(sampling: Sampling, factors: int) -> np.ndarray:
    """Gives the points of a design in the unit cube, before they are stretched over values and ranges.

    Args:
        sampling: How points are chosen; not as a grid or a table.
        factors: How many factors there are.

    Returns:
        One row per point, one column per factor.
    """
    return _UNIT[sampling.kind](sampling, factors)


def _grid(factors: Sequence[Factor]) -> pd.DataFrame:
    """Visits every combination of values; the last factor changes fastest."""
    if not factors:
        return pd.DataFrame(index=range(1))
    places = np.indices([len(factor.levels) for factor in factors]).reshape(len(factors), -1)
    levels = [Factor(factor.name, factor.levels) for factor in factors]
    return pd.DataFrame({factor.name: factor.take(places[i]) for i, factor in enumerate(levels)})


def _hypercube(sampling: Sampling, factors: int) -> np.ndarray:
    from scipy.stats import qmc

    cube: np.ndarray = qmc.LatinHypercube(d=factors, rng=np.random.default_rng(sampling.seed)).random(
        sampling.points
    )
    return cube


def _sobol(sampling: Sampling, factors: int) -> np.ndarray:
    from SALib.sample import sobol

    unit: np.ndarray = sobol.sample(
        problem(factors), sampling.points, calc_second_order=sampling.second_order, seed=sampling.seed
    )
    return unit


def _morris(sampling: Sampling, factors: int) -> np.ndarray:
    from SALib.sample import morris

    unit: np.ndarray = morris.sample(
        problem(factors), sampling.points, num_levels=sampling.levels, seed=sampling.seed
    )
    return unit


def _fractional(_sampling: Sampling, factors: int) -> np.ndarray:
    """Visits a half or less of all combinations of two values, folded over (resolution IV)."""
    from SALib.sample import ff

    unit: np.ndarray = ff.sample(problem(factors))
    return unit[:, :factors]


def problem(factors: int) -> dict[str, object]:
    """Gives the unit cube in the words of SALib."""
    return {
        "num_vars": factors,
        "names": [f"x{number}" for number in range(factors)],
        "bounds": [[0.0, 1.0] for _ in range(factors)],
    }


_UNIT: Mapping[str, Callable[[Sampling, int], np.ndarray]] = {
    HYPERCUBE: _hypercube,
    SOBOL: _sobol,
    MORRIS: _morris,
    FRACTIONAL: _fractional,
}
