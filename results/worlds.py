"""In how many plausible worlds a difference points one way, and how much of its spread is luck.

Replicates are nested: each world is met by several seeds. Differences within a world are luck; means of
worlds differ by luck and by what is not known. They are taken apart by the analysis of variance of one random
factor:

    difference of a replicate = mean + what its world adds (variance B) + luck (variance L)

The share of plausible worlds with more is the chance that mean + a normal number of variance B lies above 0.
Mean, B and L are uncertain themselves, and the share is told over all that they can be, weighed by how well
each fits what was seen (generalised pivotal quantities, Weerahandi 1993): its mean is the chance that a
plausible world that was not played has more, and its 95% interval says how well the share is known. With
unequal numbers of seeds means of worlds count equally, and the number of seeds is the harmonic mean (Thomas
and Hultquist 1978).
"""

from functools import cache, lru_cache

import numpy as np
from scipy.special import chdtri, fdtri, ndtr, ndtri

CERTAINTY = 0.95
POINTS = 4096
_PLASTIC = 1.2207440846057596  # root of x^4 = x + 1: steps of a sequence that fills a cube evenly
_NAN = float("nan")
NOTHING_KNOWN = {
    "worlds_more": _NAN,
    "worlds_more_low": _NAN,
    "worlds_more_high": _NAN,
    "not_knowing": _NAN,
    "not_knowing_low": _NAN,
    "not_knowing_high": _NAN,
}


def independent(values: np.ndarray, worlds: np.ndarray) -> np.ndarray:
    """Gives the values that do not hang together: one mean per plausible world, or every replicate by itself.

    Args:
        values: One value per replicate.
        worlds: The world of each replicate; 0 is the central world.

    Returns:
        The mean of each world; in the central world, where only luck differs, the values as they are.
    """
    if not len(values) or not worlds.any():
        return values
    sums, counts = _by_world(values, worlds)
    means: np.ndarray = sums / counts
    return means


def take_apart(values: np.ndarray, worlds: np.ndarray) -> dict[str, float]:
    """Says in which share of plausible worlds there is more, and which part of the spread is not-knowing.

    Args:
        values: One paired difference per replicate.
        worlds: The world of each; 0 is the central world.

    Returns:
        `worlds`, the number of plausible worlds (0 if only the central one was played); `worlds_more`, the
        share of plausible worlds with more, and its 95% interval; `not_knowing`, the part of the variance of
        one replicate's difference that lies between worlds (the rest is luck), and its 95% interval.
        Not-a-number where the replicates do not allow it: fewer than two worlds, no world with two seeds, or
        no difference anywhere.
    """
    count = len(np.unique(worlds[worlds > 0]))
    if count < 2 or len(values) <= count or not values.any():
        return {"worlds": float(count), **NOTHING_KNOWN}
    sums, counts = _by_world(values, worlds)
    means = sums / counts
    place = np.unique(worlds, return_inverse=True)[1]
    within = float(((values - means[place]) ** 2).sum())
    between = float(((means - means.mean()) ** 2).sum())
    free = len(values) - count
    seeds = float(1.0 / np.mean(1.0 / counts))
    more, more_low, more_high = _share_of_worlds(float(means.mean()), between, within, count, free, seeds)
    part, low, high = _part_between(between, within, count, free, seeds)
    return {
        "worlds": float(count),
        "worlds_more": more,
        "worlds_more_low": more_low,
        "worlds_more_high": more_high,
        "not_knowing": part,
        "not_knowing_low": low,
        "not_knowing_high": high,
    }


def _by_world(values: np.ndarray, worlds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Adds up the values of each world, and counts them."""
    place, counts = _places(np.asarray(worlds, np.int64).tobytes())
    return np.bincount(place, weights=values), counts


@lru_cache(maxsize=64)
def _places(worlds: bytes) -> tuple[np.ndarray, np.ndarray]:
    """Gives which world each replicate met, as its place in their order, and how many each; asked often.

    Args:
        worlds: The world of each replicate, as whole numbers of 8 bytes.
    """
    _, place, counts = np.unique(np.frombuffer(worlds, np.int64), return_inverse=True, return_counts=True)
    return place, counts


def _share_of_worlds(
    mean: float, between: float, within: float, count: int, free: int, seeds: float
) -> tuple[float, float, float]:
    """Gives the share of worlds with more: its mean over all it can be, and the ends of 95% of that."""
    of_between, of_within, normal = _points(count - 1, free)
    of_means = between / of_between  # variance of a world's mean: B + L / seeds
    of_worlds = of_means - within / of_within / seeds
    centre = mean - normal * np.sqrt(of_means / count)
    spread = np.sqrt(np.maximum(of_worlds, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(spread > 0.0, ndtr(centre / spread), np.where(centre > 0.0, 1.0, 0.0))
    low, high = np.quantile(share, [(1 - CERTAINTY) / 2, (1 + CERTAINTY) / 2])
    told = float(share.mean())
    return told, min(told, float(low)), max(told, float(high))  # a long tail may pull the mean past an end


def _part_between(
    between: float, within: float, count: int, free: int, seeds: float
) -> tuple[float, float, float]:
    """Gives the part of the variance that lies between worlds, with its 95% interval (F distribution)."""
    if within == 0.0:
        return (1.0, 1.0, 1.0) if between > 0.0 else (_NAN, _NAN, _NAN)
    ratio = seeds * between / (count - 1) / (within / free)
    ends = [float(fdtri(count - 1, free, (1 + side * CERTAINTY) / 2)) for side in (1, -1)]
    part, low, high = (
        max(0.0, (r - 1.0) / (r - 1.0 + seeds)) for r in (ratio, *(ratio / end for end in ends))
    )
    return part, low, high


@cache
def _points(between: int, within: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gives what chance may have made of both sums of squares and of the mean, spread evenly.

    Args:
        between: Degrees of freedom between worlds.
        within: Degrees of freedom within worlds.

    Returns:
        Chi-squared of each, and a normal number; always the same.
    """
    steps = _PLASTIC ** -np.arange(1.0, 4.0)
    even = (0.5 + np.arange(1.0, POINTS + 1.0)[:, None] * steps) % 1.0
    return chdtri(between, even[:, 0]), chdtri(within, even[:, 1]), ndtri(even[:, 2])
