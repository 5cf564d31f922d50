"""A box in the space of conditions: a few limits that a world lies within or not, and how well it fits."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

FIGURES = 2
"""To how many figures limits are rounded, so that a rule can be said and still is what was tested."""


@dataclass(frozen=True)
class Limit:
    """What one condition must lie within; an end that is open is infinite.

    Attributes:
        low: Lowest value inside.
        high: Highest value inside.
    """

    low: float = -math.inf
    high: float = math.inf

    def holds(self, values: np.ndarray) -> np.ndarray:
        """Tells which values lie inside."""
        inside: np.ndarray = (values >= self.low) & (values <= self.high)
        return inside


@dataclass(frozen=True)
class Box:
    """Limits on a few conditions.

    Attributes:
        limits: Condition -> its limit.
    """

    limits: Mapping[str, Limit]

    def holds(self, conditions: pd.DataFrame) -> np.ndarray:
        """Tells which worlds lie in the box.

        Args:
            conditions: One row per world.
        """
        inside = np.ones(len(conditions), dtype=bool)
        for name, limit in self.limits.items():
            inside &= limit.holds(conditions[name].to_numpy(dtype=float))
        return inside

    def without(self, name: str) -> "Box":
        """Gives the box without one of its limits."""
        return replace(self, limits={key: limit for key, limit in self.limits.items() if key != name})

    def rounded(self, conditions: pd.DataFrame) -> "Box":
        """Gives the box with round limits; a limit that leaves nobody out is dropped.

        Args:
            conditions: The worlds it was found in.
        """
        limits = {}
        for name, limit in self.limits.items():
            values = conditions[name].to_numpy(dtype=float)
            spread = float(np.ptp(values))
            low, high = (round_limit(end, spread) for end in (limit.low, limit.high))
            told = Limit(
                low if math.isfinite(low) and (values < low).any() else -math.inf,
                high if math.isfinite(high) and (values > high).any() else math.inf,
            )
            if told != Limit():
                limits[name] = told
        return Box(limits)


def round_limit(value: float, spread: float) -> float:
    """Rounds a limit to figures that matter on the scale of its condition.

    Args:
        value: The limit; an infinite one stays as it is.
        spread: How far apart the highest and the lowest value of the condition lie.
    """
    if not math.isfinite(value) or spread <= 0.0:
        return value
    return round(value, FIGURES - 1 - math.floor(math.log10(spread)))


def fit(inside: np.ndarray, interest: np.ndarray) -> float:
    """Tells how much a box stands out: cases of interest inside it, in standard errors above what luck gives.

    Args:
        inside: Which worlds lie in it.
        interest: Which worlds are of interest.
    """
    count, many = int(inside.sum()), len(inside)
    share = float(interest.mean())
    if not 0 < count < many:
        return 0.0
    variance = count * share * (1 - share) * (many - count) / (many - 1)
    return (float(interest[inside].sum()) - count * share) / math.sqrt(variance) if variance else 0.0
