"""How an evaluator estimates what a way of working did, from what a register shows.

Each takes what was seen and gives an estimate with its standard error and the chance of one at least so large
if nothing had been done. None of them sees what would have happened otherwise.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtr

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
EXACT = 1e-9
"""A standard error below this part of an estimate is rounding."""


@dataclass(frozen=True)
class Estimate:
    """What an evaluator finds.

    Attributes:
        effect: The estimated effect on those who were treated; not-a-number where there is too little to see.
        error: Its standard error.
        chance: Chance of an estimate at least so large, on either side, if nothing had been done.
    """

    effect: float
    error: float
    chance: float


NOTHING_SEEN = Estimate(math.nan, math.nan, math.nan)


def before_after(before: Floats, after: Floats) -> Estimate:
    """Compares the same households after with before (paired t-test).

    Args:
        before: What each cost in the year before, or what happened.
        after: The same, a year, afterwards.
    """
    return paired(after - before)


def paired(differences: Floats) -> Estimate:
    """Gives the mean of differences, one for each household or pair (t-test).

    Args:
        differences: One for each.
    """
    count = len(differences)
    if count < 2:
        return NOTHING_SEEN
    error = float(np.std(differences, ddof=1)) / math.sqrt(count)
    return _judge(float(np.mean(differences)), error, count - 1)


def randomised(arm: Floats, before: Floats, after: Floats) -> Estimate:
    """Compares who drew a place with who did not, at an equal year before (analysis of covariance).

    Standard errors are those of MacKinnon and White (HC2), which do not ask for equal spread in both arms.

    Args:
        arm: 1 for who drew a place, 0 for who did not.
        before: The year before.
        after: A year afterwards.
    """
    treated = int(arm.sum())
    if treated < 2 or len(arm) - treated < 2:
        return NOTHING_SEEN
    varied = float(np.std(before)) > 0
    columns = [np.ones_like(arm), arm, *([before - before.mean()] if varied else [])]
    design = np.column_stack(columns)
    bread = np.linalg.pinv(design.T @ design)
    effects = bread @ design.T @ after
    left = after - design @ effects
    leverage = np.clip(np.einsum("ij,jk,ik->i", design, bread, design), 0.0, 1 - 1e-9)
    meat = (design * (left**2 / (1.0 - leverage))[:, np.newaxis]).T @ design
    error = math.sqrt(max(0.0, float((bread @ meat @ bread)[1, 1])))
    return _judge(float(effects[1]), error, len(arm) - design.shape[1])


def stepped_wedge(household: Ints, period: Ints, treated: Floats, value: Floats) -> Estimate:
    """Compares periods with and without, at an equal household and an equal period (two-way fixed effects).

    Standard errors are clustered by household, since what happens to one household hangs together over time.

    Args:
        household: Number of the household of each row.
        period: Number of its period.
        treated: 1 where the way of working had come to the household, 0 before.
        value: What it cost in that period, or what happened, a year.
    """
    names, places = np.unique(household, return_inverse=True)
    late = [(period == number).astype(float) for number in np.unique(period)[1:]]
    design = np.column_stack([treated, *late]) if late else treated[:, np.newaxis]
    within, seen = _less_own_mean(design, places), _less_own_mean(value[:, np.newaxis], places)[:, 0]
    if len(names) < 3 or np.linalg.matrix_rank(within) < within.shape[1]:
        return NOTHING_SEEN
    bread = np.linalg.inv(within.T @ within)
    effects = bread @ within.T @ seen
    left = seen - within @ effects
    scores = np.zeros((len(names), within.shape[1]))
    np.add.at(scores, places, within * left[:, np.newaxis])
    clusters, rows = len(names), len(value)
    small = clusters / (clusters - 1) * (rows - 1) / max(1, rows - within.shape[1])
    error = math.sqrt(max(0.0, small * float((bread @ scores.T @ scores @ bread)[0, 0])))
    return _judge(float(effects[0]), error, clusters - 1)


def _less_own_mean(columns: Floats, places: Ints) -> Floats:
    """Takes the mean of each household off its rows."""
    sums = np.zeros((int(places.max(initial=-1)) + 1, columns.shape[1]))
    np.add.at(sums, places, columns)
    means = sums / np.bincount(places)[:, np.newaxis]
    found: Floats = columns - means[places]
    return found


def _judge(effect: float, error: float, freedom: int) -> Estimate:
    """Gives the chance of an estimate, both sides; where nothing varies, nothing can be told."""
    if not error > EXACT * abs(effect):
        return Estimate(effect, 0.0, 1.0)
    return Estimate(effect, error, float(2 * stdtr(freedom, -abs(effect) / error)))
