"""The outcomes of a sweep as one array, for questions that look at all points together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from experiments.sweep.play import Sweep
from experiments.sweep.runs import values_of


@dataclass(frozen=True)
class Values:
    """What was counted at every point with every seed under every policy.

    Attributes:
        policies: The policies, the yardstick first.
        names: The outcomes.
        array: Point x seed x policy x outcome; not-a-number where a run failed or has no value.
    """

    policies: tuple[str, ...]
    names: tuple[str, ...]
    array: np.ndarray

    def of(self, policy: str, outcome: str) -> np.ndarray:
        """Gives an outcome under a policy: point x seed."""
        own: np.ndarray = self.array[:, :, self.policies.index(policy), self.names.index(outcome)]
        return own

    def difference(self, policy: str, outcome: str) -> np.ndarray:
        """Gives the paired difference of an outcome with the yardstick: point x seed."""
        apart: np.ndarray = self.of(policy, outcome) - self.of(self.policies[0], outcome)
        return apart


def gather(sweep: Sweep, names: Sequence[str]) -> Values:
    """Gathers outcomes of a sweep; 8 bytes for every run and outcome are in memory at once.

    Args:
        sweep: The sweep.
        names: The outcomes wanted; those it does not have are left out.
    """
    design = sweep.design
    found: np.ndarray | None = None
    kept: list[str] = []
    for runs in sweep.runs():
        if not len(runs):
            continue
        if found is None:
            kept = [name for name in names if name in runs]
            shape = (design.count, design.replications.most, len(design.policies), len(kept))
            found = np.full(shape, np.nan)
        for point, own in runs.groupby("point"):
            for place, policy in enumerate(design.policies):
                found[int(str(point)), :, place] = values_of(own, policy, kept, design.replications.most)
    if found is None:
        found = np.full((design.count, design.replications.most, len(design.policies), 0), np.nan)
    return Values(design.policies, tuple(kept), found)


def without_shared_luck(values: np.ndarray) -> np.ndarray:
    """Takes out the luck that a seed brings to all points alike; the mean over all stays.

    Without gaps the mean of a point does not change. With them it does: a point that misses a lucky seed
    no longer looks unlucky.

    Args:
        values: Point x seed.
    """
    whole = values[~np.isnan(values).any(axis=1)]
    if not len(whole):
        return values
    shared = whole.mean(axis=0)
    found: np.ndarray = values - (shared - shared.mean())
    return found


def mean_of_points(values: np.ndarray) -> np.ndarray:
    """Gives the mean of each point over the seeds that are there, not-a-number where there is none.

    Args:
        values: Point x seed.
    """
    there = ~np.isnan(values)
    counts = there.sum(axis=1)
    sums = np.where(there, values, 0.0).sum(axis=1)
    means: np.ndarray = np.divide(sums, counts, out=np.full(len(values), np.nan), where=counts > 0)
    return means


def luck_of_points(values: np.ndarray) -> tuple[np.ndarray, int]:
    """Gives the luck in the mean of each point that it does not share with all others.

    Args:
        values: Point x seed.

    Returns:
        Point x contrast between its seeds, each with the variance of the luck in the mean of the point;
        not-a-number at a point that misses a seed. And the degrees of freedom: 0 where nothing can be told.
    """
    seeds = values.shape[1]
    there = ~np.isnan(values).any(axis=1)
    many = int(there.sum())
    if seeds < 2 or many < 2:
        return np.full((len(values), max(seeds - 1, 1)), np.nan), 0
    contrasts = values @ _contrasts(seeds) / np.sqrt(seeds)
    contrasts -= contrasts[there].mean(axis=0)
    return contrasts * np.sqrt(many / (many - 1)), (many - 1) * (seeds - 1)


def _contrasts(seeds: int) -> np.ndarray:
    """Gives seed x contrast: columns of length one, at right angles (Helmert)."""
    found = np.zeros((seeds, seeds - 1))
    for place in range(seeds - 1):
        found[: place + 1, place] = 1.0
        found[place + 1, place] = -(place + 1.0)
    found /= np.linalg.norm(found, axis=0)
    return found
