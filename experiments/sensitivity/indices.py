"""How much each number matters: indices of Sobol and elementary effects of Morris.

A point of which no run came to its end is left out of whatever needs it: the one or two steps of a trajectory
of Morris that touch it, or the base point of Sobol for the numbers that it was varied in. Nothing is filled
in, so that a gap never makes a number matter that does not (Campolongo and others 2007 for Morris; Saltelli
and others 2010 and Jansen 1999 for Sobol, in the form that SALib gives where nothing is missing).
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from experiments.sweep.sampling import MORRIS, Sampling
from results.worlds import CERTAINTY

RESAMPLES, SEED = 400, 1
MOST_GAPS = 0.1
"""With a larger share of points without outcome nothing is said."""
FEWEST = 2
"""With fewer steps or base points nothing is said of a number."""


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
        values: A value at every point; not-a-number where there is none.

    Returns:
        Not-a-number everywhere where too many values are missing, and nothing matters where all are equal.
    """
    factors = unit.shape[1]
    gaps = np.isnan(values)
    if gaps.mean() > MOST_GAPS or np.ptp(values[~gaps]) == 0.0:
        empty = np.full(factors, np.nan if gaps.mean() > MOST_GAPS else 0.0)
        return Indices(*[empty] * 7)
    return _morris(sampling, unit, values) if sampling.kind == MORRIS else _sobol(sampling, factors, values)


def sizes_of(sampling: Sampling, unit: np.ndarray, fields: np.ndarray) -> np.ndarray:
    """Gives the size of every factor in each of many fields of values.

    Args:
        sampling: The design, of Sobol or Morris.
        unit: Its points in the unit cube.
        fields: Field x point; not-a-number where a point has no value.

    Returns:
        Field x factor: mu* of Morris; of Sobol the part of the variance itself, not yet as a share of it.
    """
    if sampling.kind == MORRIS:
        return _mean(np.abs(effects(unit, fields)))
    base, _, varied = _blocks(sampling, unit.shape[1], fields)
    return _mean((base[..., np.newaxis] - varied) ** 2) / 2


def variance_of(sampling: Sampling, values: np.ndarray) -> float:
    """Gives the variance that total-order indices are a share of: that of the two base samples of Sobol.

    Args:
        sampling: The design, of Sobol.
        values: A value at every point.
    """
    step = _step(sampling, values)
    return float(np.nanvar(np.concatenate([values[::step], values[step - 1 :: step]])))


def effects(unit: np.ndarray, fields: np.ndarray) -> np.ndarray:
    """Gives the elementary effects of Morris: the change over the whole range that each step shows.

    Args:
        unit: The points in the unit cube.
        fields: Field x point.

    Returns:
        Field x trajectory x factor; not-a-number where a step touches a point without value.
    """
    factors = unit.shape[1]
    courses = unit.reshape(-1, factors + 1, factors)
    moves = np.diff(courses, axis=1)
    which = np.abs(moves).argmax(axis=2)
    far = np.take_along_axis(moves, which[:, :, np.newaxis], axis=2)[:, :, 0]
    steps = np.diff(fields.reshape(len(fields), -1, factors + 1), axis=2) / far
    found: np.ndarray = np.empty_like(steps)
    np.put_along_axis(found, np.broadcast_to(which, steps.shape), steps, axis=2)
    return found


def _morris(sampling: Sampling, unit: np.ndarray, values: np.ndarray) -> Indices:
    own = effects(unit, values[np.newaxis])[0]
    counts = (~np.isnan(own)).sum(axis=0)
    size, alone = _mean(np.abs(own)[np.newaxis])[0], _mean(own[np.newaxis])[0]
    error = _deviation(np.abs(own), size, counts) / np.sqrt(np.maximum(counts, 1))
    wide = error * stdtrit(np.maximum(counts - 1, 1), (1 + CERTAINTY) / 2)
    nothing = np.full(unit.shape[1], np.nan)
    spread = _deviation(own, alone, counts)
    return Indices(size, np.maximum(size - wide, 0.0), size + wide, alone, nothing, nothing, spread)


def _sobol(sampling: Sampling, factors: int, values: np.ndarray) -> Indices:
    centred = (values - np.nanmean(values))[np.newaxis]
    base, last, varied = (part[0] for part in _blocks(sampling, factors, centred))
    drawn = np.random.default_rng(SEED).integers(0, len(base), (RESAMPLES, len(base)))
    resampled = [_shares(base[rows], last[rows], varied[rows]) for rows in drawn]
    total, first = _shares(base, last, varied)
    errors = np.nanstd(np.array(resampled), axis=0, ddof=1)
    wide, narrow = errors * stdtrit(np.inf, (1 + CERTAINTY) / 2)
    nothing = np.full(factors, np.nan)
    return Indices(total, total - wide, total + wide, first, first - narrow, first + narrow, nothing)


def _shares(base: np.ndarray, last: np.ndarray, varied: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Gives total-order and first-order indices of base points: both samples, and what varies one number."""
    variance = np.nanvar(np.concatenate([base, last]))
    apart = varied - base[:, np.newaxis]
    total = _mean((apart**2)[np.newaxis])[0] / 2 / variance
    first = _mean((last[:, np.newaxis] * apart)[np.newaxis])[0] / variance
    return total, first


def _blocks(
    sampling: Sampling, factors: int, fields: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gives both base samples (field x base point), and those with one number varied (and x factor)."""
    step = _step(sampling, fields[0])
    blocks = fields.reshape(len(fields), -1, step)
    return blocks[:, :, 0], blocks[:, :, step - 1], blocks[:, :, 1 : factors + 1]


def _step(sampling: Sampling, values: np.ndarray) -> int:
    """Gives how many points a base point of Sobol takes."""
    return len(values) // sampling.points


def _mean(found: np.ndarray) -> np.ndarray:
    """Gives means over the second axis of what is there; not-a-number where that is too little."""
    there = ~np.isnan(found)
    counts = there.sum(axis=1)
    sums = np.where(there, found, 0.0).sum(axis=1)
    means: np.ndarray = np.divide(sums, counts, out=np.full(sums.shape, np.nan), where=counts >= FEWEST)
    return means


def _deviation(own: np.ndarray, mean: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """Gives the standard deviation over trajectories."""
    squares = np.nansum((own - mean) ** 2, axis=0)
    found: np.ndarray = np.sqrt(squares / np.maximum(counts - 1, 1))
    return np.where(counts >= FEWEST, found, np.nan)
