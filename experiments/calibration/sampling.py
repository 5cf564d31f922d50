"""Draws points that are not ruled out, evenly over the part of the space that is left.

The part may be very small. So a population of points walks: first among all points, then among those below an
ever lower level of implausibility, until that level is the cut.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.calibration.space import Floats

Judging = Callable[[Floats], Floats]
WALKERS, SHARE_KEPT, STEPS, LAST_STEPS, MOST_LEVELS = 600, 0.25, 4, 12, 60
STALLED = 0.995
"""A level that falls by less than this says that nothing is left below it."""
MOVED_AT_ONCE, STEP = 4, 0.7
"""How many numbers move in a step, and how far relative to their present spread."""


@dataclass(frozen=True, eq=False)
class Left:
    """What is left of the space.

    Attributes:
        unit: Points below the level.
        level: The implausibility below which they lie: the cut, or the lowest that was reached.
        share: Estimated part of the whole space that lies below it.
        reached: Whether the cut was reached.
    """

    unit: Floats
    level: float
    share: float
    reached: bool


def sample_left(
    judge: Judging, dims: int, points: int, cut: float, seed: int, *, spread: bool = True
) -> Left:
    """Draws points that are not ruled out.

    Args:
        judge: Implausibility of points.
        dims: Number of parameters.
        points: How many are wanted.
        cut: From which implausibility on points are ruled out.
        seed: Of the draws.
        spread: Far from one another, to learn from; else by lot, to stand for all that is left.
    """
    rng = np.random.default_rng(seed)
    unit = rng.random((WALKERS, dims))
    height = judge(unit)
    share, level = 1.0, np.inf
    for _ in range(MOST_LEVELS):
        lower = max(cut, float(np.quantile(height, SHARE_KEPT)))
        if lower > STALLED * level:
            break
        level = lower
        below = np.flatnonzero(height <= level)
        share *= len(below) / len(height)
        chosen = rng.choice(below, WALKERS)
        steps = LAST_STEPS if level <= cut else STEPS
        unit, height = _walk(judge, unit[chosen], height[chosen], level, steps, rng)
        if level <= cut:
            break
    picked = _spread_out(unit, points, rng) if spread else unit[rng.permutation(len(unit))[:points]]
    return Left(picked, level, share, level <= cut)


def _walk(
    judge: Judging, unit: Floats, height: Floats, level: float, steps: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Lets every point take some steps that keep it below the level."""
    count, dims = unit.shape
    reach = STEP
    for _ in range(steps):
        spread = np.maximum(unit.std(axis=0), 0.01)
        moves = rng.random((count, dims)) < min(1.0, MOVED_AT_ONCE / dims)
        trial = unit + moves * rng.normal(size=(count, dims)) * spread * reach
        trial = np.abs(trial)
        trial = np.where(trial > 1.0, 2.0 - trial, trial)
        inside = np.all((trial >= 0.0) & (trial <= 1.0), axis=1)
        trial_height = np.full(count, np.inf)
        trial_height[inside] = judge(trial[inside])
        taken = trial_height <= level
        unit = np.where(taken[:, None], trial, unit)
        height = np.where(taken, trial_height, height)
        reach = float(np.clip(reach * (1.3 if taken.mean() > 0.3 else 0.8), 0.05, 2.0))
    return unit, height


def _spread_out(unit: Floats, points: int, rng: np.random.Generator) -> Floats:
    """Picks points far from one another, so that a design covers what is left."""
    found = np.unique(unit, axis=0)
    if len(found) <= points:
        return found
    order = [int(rng.integers(len(found)))]
    nearest = ((found - found[order[0]]) ** 2).sum(axis=1)
    while len(order) < points:
        order.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, ((found - found[order[-1]]) ** 2).sum(axis=1))
    return found[order]
