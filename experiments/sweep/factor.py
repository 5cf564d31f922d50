"""A factor of a sweep: what is varied, and over which values or range."""

import math
from dataclasses import dataclass

import numpy as np

from simulation.parameters import Parameter

type Level = float | str
type Unit = np.ndarray[tuple[int], np.dtype[np.float64]]
FACTS = ("area", "years", "warmup_weeks", "world")
"""Factors that are no number of the register but a part of every scenario."""
UNIFORM, LOGARITHMIC, WHOLE = "uniform", "log-uniform", "whole"


@dataclass(frozen=True)
class Factor:
    """What is varied: either over a few values, or over a range.

    Attributes:
        name: Name of a parameter or lever, or one of `FACTS`.
        values: The values, in their order; none for a range.
        low: Lower end of the range.
        high: Upper end of the range.
        spread: How a range is filled: uniform, log-uniform or whole numbers.
        steps: In how many values a range is cut where a design needs values.
    """

    name: str
    values: tuple[Level, ...] = ()
    low: float = math.nan
    high: float = math.nan
    spread: str = UNIFORM
    steps: int = 0

    @property
    def levels(self) -> tuple[Level, ...]:
        """The values of a design that visits each of them; none for a range without steps."""
        if self.values or not self.steps:
            return self.values
        cut = np.linspace(0.0, 1.0, self.steps)
        if self.spread == WHOLE:
            return tuple(float(round(self.low + at * (self.high - self.low))) for at in cut)
        return tuple(float(value) for value in self._continuous(cut))

    @property
    def ends(self) -> tuple[Level, ...]:
        """The two values of a design that only knows low and high."""
        return self.values or (self.low, self.high)

    def stretch(self, unit: Unit) -> np.ndarray:
        """Gives the values of the factor at places between 0 and 1.

        Args:
            unit: The places.
        """
        if self.values:
            place = np.minimum(np.floor(unit * len(self.values)), len(self.values) - 1).astype(int)
            return self.take(place)
        if self.spread == WHOLE:
            whole: np.ndarray = np.minimum(np.floor(self.low + unit * (self.high - self.low + 1)), self.high)
            return whole
        return self._continuous(unit)

    def take(self, place: np.ndarray) -> np.ndarray:
        """Gives the values with these numbers, counted from 0."""
        kind = object if isinstance(self.values[0], str) else np.float64
        found: np.ndarray = np.array(self.values, dtype=kind)[place]
        return found

    def _continuous(self, unit: Unit) -> np.ndarray:
        if self.spread == LOGARITHMIC:
            stretched = np.exp(math.log(self.low) + unit * math.log(self.high / self.low))
        else:
            stretched = self.low + unit * (self.high - self.low)
        return np.clip(stretched, self.low, self.high)


def plausible_factor(entry: Parameter, steps: int = 0) -> Factor:
    """Gives the factor that covers the plausible range of a parameter, in the way the register fills it.

    Args:
        entry: The parameter.
        steps: In how many values the range is cut where a design needs values.
    """
    low, high = entry.plausible
    spread = WHOLE if entry.whole else LOGARITHMIC if entry.distribution == "log-uniform" else UNIFORM
    return Factor(entry.name, (), low, high, spread, steps)
