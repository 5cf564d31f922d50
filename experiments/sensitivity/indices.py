"""How much each number matters: indices of Sobol and elementary effects of Morris, by SALib."""

from dataclasses import dataclass

import numpy as np

from experiments.sweep.sampling import MORRIS, Sampling, problem

RESAMPLES, SEED = 400, 1


@dataclass(frozen=True)
class Indices:
    """What was found of one outcome, one value per factor.

    Attributes:
        size: How much it matters: the total-order index (part of the variance), or mu* of Morris (mean size
            of the change over the whole range, in the unit of the outcome).
        low: Lower end of its 95% interval.
        high: Upper end.
        alone: First-order index: what it does by itself; for Morris the mean change with its sign.
        alone_low: Lower end of the 95% interval of a first-order index.
        alone_high: Upper end.
        spread: For Morris, how much the change differs from place to place: interaction or curvature.
    """

    size: np.ndarray
    low: np.ndarray
    high: np.ndarray
    alone: np.ndarray
    alone_low: np.ndarray
    alone_high: np.ndarray
    spread: np.ndarray


def find_indices(sampling: Sampling, unit: np.ndarray, values: np.ndarray) -> Indices:
    """Finds how much each factor matters for one outcome.

    Args:
        sampling: The design, of Sobol or Morris.
        unit: Its points in the unit cube.
        values: A value at every point.

    Returns:
        Not-a-number everywhere where values are missing, and nothing matters where all are equal.
    """
    factors = unit.shape[1]
    if np.isnan(values).any() or np.ptp(values) == 0.0:
        empty = np.full(factors, np.nan if np.isnan(values).any() else 0.0)
        return Indices(*[empty] * 7)
    if sampling.kind == MORRIS:
        return _morris(sampling, unit, values)
    return _sobol(sampling, factors, values)


def luck_floor(sampling: Sampling, luck: float, values: np.ndarray) -> float:
    """Gives how large an index looks for a number that does nothing but shuffle the luck.

    Args:
        sampling: The design.
        luck: Variance that luck puts into the value of a point.
        values: A value at every point.
    """
    if sampling.kind == MORRIS:
        step = sampling.levels / (2 * (sampling.levels - 1))
        return float(2 * np.sqrt(luck / np.pi) / step)
    variance = float(np.var(values))
    return luck / variance if variance else 0.0


def _sobol(sampling: Sampling, factors: int, values: np.ndarray) -> Indices:
    from SALib.analyze import sobol

    found = sobol.analyze(
        problem(factors),
        values,
        calc_second_order=sampling.second_order,
        num_resamples=RESAMPLES,
        seed=SEED,
    )
    total, first = np.asarray(found["ST"]), np.asarray(found["S1"])
    wide, narrow = np.asarray(found["ST_conf"]), np.asarray(found["S1_conf"])
    nothing = np.full(factors, np.nan)
    return Indices(total, total - wide, total + wide, first, first - narrow, first + narrow, nothing)


def _morris(sampling: Sampling, unit: np.ndarray, values: np.ndarray) -> Indices:
    from SALib.analyze import morris

    found = morris.analyze(
        problem(unit.shape[1]),
        unit,
        values,
        num_resamples=RESAMPLES,
        num_levels=sampling.levels,
        seed=SEED,
    )
    size, wide = (np.asarray(found[name], dtype=float) for name in ("mu_star", "mu_star_conf"))
    nothing = np.full(unit.shape[1], np.nan)
    alone, spread = (np.asarray(found[name], dtype=float) for name in ("mu", "sigma"))
    return Indices(size, np.maximum(size - wide, 0.0), size + wide, alone, nothing, nothing, spread)
