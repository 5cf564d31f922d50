"""What luck alone looks like: how large the largest of many numbers seems when none of them does anything.

Every point meets the same seeds, so luck that is the same at all points says nothing and is taken out first.
What is left differs between the seeds of one point: that is what a number that only shuffles the luck would
show. Many fields of such luck are drawn, each point with the luck of a point by lot, and in each the largest
of all numbers is looked up (Westfall and Young 1993). So whatever the number of numbers, about one outcome in
twenty names one that does nothing. Points are taken to have luck of their own; where neighbours share theirs,
the floor is rather too high than too low.
"""

from dataclasses import dataclass

import numpy as np

from experiments.sensitivity.indices import sizes_of, variance_of
from experiments.sweep.sampling import MORRIS, Sampling
from experiments.sweep.values import luck_of_points
from results.worlds import CERTAINTY

FIELDS, SEED = 400, 1


@dataclass(frozen=True)
class Luck:
    """What luck alone shows in one outcome.

    Attributes:
        largest: The size of the largest number in each field of luck; none with one seed at every point.
    """

    largest: np.ndarray

    @property
    def floor(self) -> float:
        """How large the largest number looks at most, in 95 of 100 fields of luck."""
        return float(np.quantile(self.largest, CERTAINTY)) if len(self.largest) else float("nan")

    def chances(self, sizes: np.ndarray) -> np.ndarray:
        """Gives the chance that luck alone makes any number as large.

        Args:
            sizes: One size per factor.

        Returns:
            1 where nothing can be told.
        """
        if not len(self.largest):
            return np.ones(len(sizes))
        reached = (self.largest[:, np.newaxis] >= sizes).sum(axis=0)
        return np.where(sizes > 0, (1 + reached) / (1 + len(self.largest)), 1.0)


def draw_luck(sampling: Sampling, unit: np.ndarray, seeds: np.ndarray, values: np.ndarray) -> Luck:
    """Draws what luck alone shows.

    Args:
        sampling: The design, of Sobol or Morris.
        unit: Its points in the unit cube.
        seeds: Point x seed: an outcome.
        values: The mean of each point.
    """
    own, freedom = luck_of_points(seeds)
    if freedom < 1:
        return Luck(np.empty(0))
    rng = np.random.default_rng(SEED)
    fields = _draw_fields(own, rng)
    fields *= np.sqrt(freedom / rng.chisquare(freedom, FIELDS))[:, np.newaxis]
    fields[:, np.isnan(values)] = np.nan
    with np.errstate(invalid="ignore"):
        largest = np.nan_to_num(np.nanmax(sizes_of(sampling, unit, fields), axis=1, initial=0.0))
    if sampling.kind != MORRIS:
        variance = variance_of(sampling, values)
        largest = largest / variance if variance else largest
    return Luck(largest)


def _draw_fields(own: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draws luck for every point: what the seeds of a point by lot show, in a direction by lot.

    Args:
        own: Point x contrast of its seeds.
        rng: The lot.
    """
    there = own[~np.isnan(own).any(axis=1)]
    lots = rng.normal(size=(FIELDS, *own.shape))
    lots /= np.sqrt((lots**2).sum(axis=2, keepdims=True))
    drawn: np.ndarray = (lots * there[rng.integers(0, len(there), (FIELDS, len(own)))]).sum(axis=2)
    return drawn
