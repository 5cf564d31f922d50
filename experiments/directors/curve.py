"""What the next household with a director brings, and from which number on nothing more is won.

The marginal effect between two numbers is the difference of the runs at both, with the same luck, divided by
how many households lie between. Where nothing more is won is the number with the largest total gain: to the
left of it a further step still wins something, and from it on no step or row of steps does. Its interval
comes from resampling the seeds (worlds, where there are plausible ones).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from results.tables import mean_and_interval
from results.worlds import CERTAINTY, independent

type Floats = NDArray[np.float64]
RESAMPLES, LUCK = 1000, 1


@dataclass(frozen=True)
class Curve:
    """What directors bring at each number of households.

    Attributes:
        levels: Numbers of households, the first 0.
        total: Gain at each, against none: mean, low, high (95%).
        marginal: Gain of each further household between a number and the one before: mean, low, high; the
            first row holds nothing.
        pooled: The marginal gain if it only falls, as it would if the heaviest households come first.
        stop: The number from which nothing more is won; 0 if no number wins anything.
        stop_low: Lower end of its 95% interval.
        stop_high: Upper end.
        never: Part of the resamples in which no number wins anything.
        checked: Gain at the number found with one half of the luck, measured with the other, both ways.
    """

    levels: tuple[int, ...]
    total: Floats
    marginal: Floats
    pooled: Floats
    stop: int
    stop_low: int
    stop_high: int
    never: float
    checked: float


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
        return Curve(levels, nothing, nothing, nothing[1:, 0], 0, 0, 0, np.nan, np.nan)
    steps = np.diff(kept, axis=1) / np.diff(levels)
    total = np.array([mean_and_interval(kept[:, place], met) for place in range(len(levels))])
    marginal = np.array([(np.nan,) * 3, *(mean_and_interval(step, met) for step in steps.T)])
    apart = np.column_stack([independent(kept[:, place], met) for place in range(len(levels))])
    mean = apart.mean(axis=0)
    rng = np.random.default_rng(LUCK)
    drawn = rng.integers(0, len(apart), (RESAMPLES, len(apart)))
    stops = np.array(levels)[apart[drawn].mean(axis=1).argmax(axis=1)]
    low, high = np.quantile(stops, [(1 - CERTAINTY) / 2, (1 + CERTAINTY) / 2], method="inverted_cdf")
    return Curve(
        levels,
        total,
        marginal,
        fall(np.diff(mean) / np.diff(levels), np.diff(levels).astype(float)),
        levels[int(mean.argmax())],
        int(low),
        int(high),
        float((stops == 0).mean()),
        _check(apart),
    )


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


def _check(apart: Floats) -> float:
    """Finds the number with one half of the luck and measures its gain with the other."""
    if len(apart) < 2:
        return float("nan")
    halves = [apart[part::2].mean(axis=0) for part in range(2)]
    return float(np.mean([halves[1 - part][halves[part].argmax()] for part in range(2)]))
