"""When a simulated number agrees with the truth: tests whose chance of a false alarm is known beforehand."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import binom, norm, t

Vector = NDArray[np.float64]
ERROR = 0.001
COVERAGE = 0.99


def binomial_limits(trials: int, probability: float, error: float = ERROR) -> tuple[int, int]:
    """The counts that are accepted, with at most half the error in each tail.

    Args:
        trials: independent trials.
        probability: of the counted event.
        error: chance of a false alarm, at most.

    Returns:
        Smallest and largest accepted count.
    """
    counts = np.arange(trials + 1)
    low = int(np.argmax(binom.cdf(counts, trials, probability) > error / 2.0))
    high = int(np.argmax(binom.sf(counts, trials, probability) <= error / 2.0))
    return low, high


def holm(p_values: ArrayLike, error: float = ERROR) -> list[int]:
    """Which of several tests fail, so that the chance of any false alarm is at most the error (Holm).

    Args:
        p_values: one per test.
        error: chance of any false alarm.

    Returns:
        Numbers of the tests that fail.
    """
    values = np.asarray(p_values, dtype=np.float64)
    failed: list[int] = []
    for rank, number in enumerate(np.argsort(values)):
        if values[number] > error / (len(values) - rank):
            break
        failed.append(int(number))
    return failed


@dataclass(frozen=True)
class Row:
    """One setting with a known truth and the estimates of independent seeds.

    Attributes:
        name: of the setting and quantity.
        estimates: one per seed.
        truth: exact value.
        deviation: exact standard deviation of one estimate; nan if unknown.
    """

    name: str
    estimates: Vector
    truth: float
    deviation: float = float("nan")

    def score(self) -> float:
        """How far the mean of all seeds lies from the truth, on the scale of a standard normal number.

        Returns:
            Exact z where the deviation is known, else the normal score of Student's t.
        """
        seeds = len(self.estimates)
        error = float(self.estimates.mean()) - self.truth
        if np.isfinite(self.deviation):
            return float(error * np.sqrt(seeds) / self.deviation)
        statistic = error * np.sqrt(seeds) / float(self.estimates.std(ddof=1))
        upper = float(t.logsf(abs(statistic), seeds - 1))
        return float(np.sign(statistic) * norm.isf(np.exp(max(upper, -700.0))))

    def misses(self) -> int:
        """How many seeds have a 99% interval without the truth (known deviation only).

        Returns:
            Count.
        """
        half = float(norm.isf((1.0 - COVERAGE) / 2.0)) * self.deviation
        return int((np.abs(self.estimates - self.truth) > half).sum())


def failures(rows: Sequence[Row], error: float = ERROR) -> list[str]:
    """Where simulated rows disagree with the exact truth.

    Four checks, each with a false alarm chance of `error` / 4, so `error` in all:

    1. rows x seeds: the 99% interval of every single seed (known deviation) contains the truth as often as it
       should, by exact binomial acceptance on both sides; too few misses are a fault too (seeds that repeat
       each other);
    2. rows: the 99% interval of all seeds of a row contains the truth as often as it should, by exact
       binomial acceptance;
    3. the worst row, by Bonferroni: finds one wrong row among many right ones;
    4. all rows together (Stouffer's sum of scores): finds a small deviation with the same sign everywhere.

    Args:
        rows: independent of each other (no seed is used twice).
        error: chance that a right simulation fails.

    Returns:
        One line per check that fails; empty if the rows are accepted.
    """
    found: list[str] = []
    part = error / 4.0
    known = [row for row in rows if np.isfinite(row.deviation)]
    trials = sum(len(row.estimates) for row in known)
    if trials:
        found += _count("single seeds", sum(row.misses() for row in known), trials, part)
    scores = np.array([row.score() for row in rows])
    missed = int((np.abs(scores) > norm.isf((1.0 - COVERAGE) / 2.0)).sum())
    found += _count("rows", missed, len(rows), part)
    limit = float(norm.isf(part / (2.0 * len(rows))))
    worst = int(np.argmax(np.abs(scores)))
    if abs(scores[worst]) > limit:
        row = rows[worst]
        found.append(
            f"{row.name}: mean {row.estimates.mean():.6g}, truth {row.truth:.6g}, score {scores[worst]:.1f}"
        )
    together = float(scores.sum() / np.sqrt(len(rows)))
    if abs(together) > norm.isf(part / 2.0):
        found.append(f"all rows together: score {together:.1f}")
    return found


def _count(what: str, missed: int, trials: int, error: float) -> list[str]:
    low, high = binomial_limits(trials, 1.0 - COVERAGE, error)
    if low <= missed <= high:
        return []
    return [f"{what}: {missed} of {trials} intervals miss the truth, {low} to {high} accepted"]
