"""How many seeds a point gets: a fixed number, or as many as a wished half-width takes (Stein 1945).

Stein's rule has two stages. The first `least` pairs give the variance S2 of the paired difference, and the
number of pairs is settled there and then: N = max(least, t2 * S2 / d2), rounded up, with t the 97.5%
quantile of Student's t with least - 1 degrees of freedom and d the wished half-width. The interval is the
mean of all N pairs, plus or minus t * S / sqrt(N), with S **of the first stage**. For normal differences S
says nothing about the mean, so N does not either, and the interval covers in exactly 95%, whatever the
variance is. It has the wished width or less unless `most` stops it, and covers then too. That is so for
every outcome, not only for those with a wish, as long as each uses its own S of the first stage. Looking at
the interval after each pair and stopping at the first that is narrow enough would cover less: it stops
where S happens to be small. Differences that are not normal are covered as well as the t-interval of
`least` pairs covers them.

Literature: C. Stein (1945), Annals of Mathematical Statistics 16, 243-258.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from scipy.special import stdtrit

from experiments.world_order import world_of_seed
from results.worlds import CERTAINTY

SAME, OWN = "same", "own"
LUCK = (SAME, OWN)


@dataclass(frozen=True)
class Replications:
    """Which seeds every point gets.

    Attributes:
        least: Seeds of every point.
        most: Seeds of a point at most; equal to least where the number is fixed.
        first_seed: The first seed.
        luck: "same": every point has the same seeds; "own": no seed comes back at another point.
        plausible: Whether each seed meets a plausible world of the area, as in a comparison.
        half_width: Outcome -> wished half-width of the 95% interval of its paired difference.
    """

    least: int
    most: int
    first_seed: int = 1
    luck: str = SAME
    plausible: bool = False
    half_width: Mapping[str, float] = field(default_factory=dict)

    def seed(self, point: int, number: int) -> int:
        """Gives a seed.

        Args:
            point: Number of the point.
            number: Number of the seed at that point, counted from 0.
        """
        return self.first_seed + number + (point * self.most if self.luck == OWN else 0)

    def world(self, seed: int, worlds: int) -> int:
        """Gives the plausible world that a seed meets, 0 where only the central one is played.

        Args:
            seed: The seed.
            worlds: How many plausible worlds the area has.
        """
        return world_of_seed(seed, worlds) if self.plausible and worlds else 0


def pairs_needed(first: np.ndarray, half_width: float) -> int:
    """Gives how many pairs in all make the interval narrow enough, by the pairs of the first stage.

    Args:
        first: Paired differences of the first stage; missing ones are left out.
        half_width: The wished half-width.

    Returns:
        At least the pairs of the first stage; no more where fewer than two of them are there to tell.
    """
    there = first[~np.isnan(first)]
    if len(there) < 2:
        return len(first)
    width = _quantile(len(there) - 1) * float(np.std(there, ddof=1))
    return max(len(first), math.ceil((width / half_width) ** 2))


def stein_interval(differences: np.ndarray, least: int) -> tuple[float, float, float]:
    """Gives the mean of all pairs and its interval by the variance of the first stage.

    Args:
        differences: Paired differences in the order of their seeds; missing ones are left out.
        least: Pairs of the first stage.
    """
    all_of_them, first = (part[~np.isnan(part)] for part in (differences, differences[:least]))
    if not len(all_of_them):
        return math.nan, math.nan, math.nan
    mean = float(np.mean(all_of_them))
    if len(first) < 2:
        return mean, math.nan, math.nan
    width = _quantile(len(first) - 1) * float(np.std(first, ddof=1)) / math.sqrt(len(all_of_them))
    return mean, mean - width, mean + width


def _quantile(freedom: int) -> float:
    return float(stdtrit(freedom, (1 + CERTAINTY) / 2))
