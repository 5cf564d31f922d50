"""What the next household with a director brings, and from which number on nothing more is won.

The marginal effect between two numbers is the difference of the runs at both, with the same luck, divided by
how many households lie between. Where nothing more is won is the number with the largest total gain: to the
left of it a further step still wins something, and from it on no step or row of steps does. One number always
has the largest gain, also where all is luck. So each number is asked whether another is visibly better: the
largest of its shortfalls is compared with the largest that luck gives when the seeds (worlds, where there are
plausible ones) are turned round by lot (sign flips; Westfall and Young 1993). The numbers that pass hold the
best one in 95 of 100 cases, and where 0 passes, no number visibly brings anything.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

from results.tables import mean_and_interval
from results.worlds import CERTAINTY, independent

type Floats = NDArray[np.float64]
FLIPS, LUCK = 1999, 1


@dataclass(frozen=True)
class Curve:
    """What directors bring at each number of households.

    Attributes:
        levels: Numbers of households, the first 0.
        total: Gain at each, against none: mean, low, high (95%).
        marginal: Gain of each further household between a number and the one before: mean, low, high; the
            first row holds nothing.
        pooled: The marginal gain if it only falls, as it would if the heaviest households come first.
        stop: The number with the largest gain; 0 if no number wins anything.
        stop_low: The smallest number that no other is visibly better than.
        stop_high: The largest of those. The best number lies between the two in 95 of 100 cases.
        chance: Chance that luck alone makes any number look as much better than none.
        checked: Gain at the number found with one half of the luck, measured with the other, both ways.
        checked_low: Lower end of its 95% interval.
        checked_high: Upper end.
    """

    levels: tuple[int, ...]
    total: Floats
    marginal: Floats
    pooled: Floats
    stop: int
    stop_low: int
    stop_high: int
    chance: float
    checked: float
    checked_low: float
    checked_high: float


def find_curve(levels: tuple[int, ...], gains: Floats, worlds: NDArray[np.int64]) -> Curve:
    """Finds the curve from what was played.

    Args:
        levels: Numbers of households, rising, the first 0.
        gains: Seed x level: gain against none, so 0 in the first column; seeds with a gap are left out.
        worlds: The world of each seed.
    """
    there = ~np.isnan(gains).any(axis=1)
    kept, met = gains[there], worlds[there]
    if not len(kept):  # every seed has a gap: nothing is known, also not that nothing is won
        nothing = np.full((len(levels), 3), np.nan)
        return Curve(levels, nothing, nothing, nothing[1:, 0], 0, 0, levels[-1], *[np.nan] * 4)
    steps = np.diff(kept, axis=1) / np.diff(levels)
    total = np.array([mean_and_interval(kept[:, place], met) for place in range(len(levels))])
    marginal = np.array([(np.nan,) * 3, *(mean_and_interval(step, met) for step in steps.T)])
    apart = np.column_stack([independent(kept[:, place], met) for place in range(len(levels))])
    mean = apart.mean(axis=0)
    chances = find_best(apart)
    best = [level for level, chance in zip(levels, chances, strict=True) if chance > 1 - CERTAINTY]
    stop = levels[int(mean.argmax())]
    return Curve(
        levels,
        total,
        marginal,
        fall(np.diff(mean) / np.diff(levels), np.diff(levels).astype(float)),
        stop,
        min(best, default=stop),
        max(best, default=stop),
        float(chances[0]),
        *_check(apart),
    )


def find_best(apart: Floats) -> Floats:
    """Tells of each number how likely luck alone makes another look as much better as one does.

    Args:
        apart: Seed or world x level: gain.

    Returns:
        A chance per level; small where another is visibly better.
    """
    flips = np.random.default_rng(LUCK).choice([-1.0, 1.0], size=(FLIPS, len(apart)))
    chances = np.ones(apart.shape[1])
    for place in range(apart.shape[1]):
        better = np.delete(apart - apart[:, place : place + 1], place, axis=1)
        sizes = np.sqrt((better**2).sum(axis=0) * len(apart))
        scale = np.divide(1.0, sizes, out=np.zeros_like(sizes), where=sizes > 0)
        seen = float((better.sum(axis=0) * scale).max())
        if seen > 0:
            reached = (flips @ better * scale).max(axis=1) >= seen * (1 - 1e-9)
            chances[place] = (1 + reached.sum()) / (1 + FLIPS)
    return chances


def fall(slopes: Floats, widths: Floats) -> Floats:
    """Gives the falling steps that lie nearest to these slopes (pool adjacent violators).

    Args:
        slopes: One between every two numbers.
        widths: How far these lie apart.
    """
    blocks: list[tuple[float, float, int]] = []  # slope, width, how many
    for slope, width in zip(slopes.tolist(), widths.tolist(), strict=True):
        blocks.append((slope, width, 1))
        while len(blocks) > 1 and blocks[-2][0] < blocks[-1][0]:
            (first, wide, many), (second, wider, more) = blocks[-2:]
            both = wide + wider
            blocks[-2:] = [((first * wide + second * wider) / both, both, many + more)]
    return np.concatenate([np.full(many, slope) for slope, _, many in blocks])


def _check(apart: Floats) -> tuple[float, float, float]:
    """Finds the number with one half of the luck and measures its gain with the other, with its interval.

    Both ways hang together in a way that is not known, so the interval is that of one half.
    """
    if len(apart) < 4:
        return (float("nan"),) * 3
    halves = [apart[part::2] for part in range(2)]
    measured = [halves[1 - part][:, halves[part].mean(axis=0).argmax()] for part in range(2)]
    gain = float(np.mean([own.mean() for own in measured]))
    error = float(np.mean([own.std(ddof=1) / np.sqrt(len(own)) for own in measured]))
    width = float(stdtrit(len(halves[1]) - 1, (1 + CERTAINTY) / 2)) * error
    return gain, gain - width, gain + width
