"""Hours of lists and rates of events for points that were not played yet, learnt from those that were.

One run says little about the mean wait of a small list: luck hides it. So the mean wait of each list is
smoothed over all points of a stage, as a trend of its logarithm in the freed numbers, and hours are moved on
that, with the very moves by which an area is solved. Every stage moves them once more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from sklearn.linear_model import RidgeCV

from experiments.calibration.emulator import PENALTIES, terms
from experiments.calibration.points import Played
from experiments.calibration.space import Floats, Space
from simulation.footing import (
    HALF_WEEK,
    HOURS_STEP,
    LEAST_RATE,
    MOST_RATE,
    Footing,
    moved_factors,
    moved_rates,
)

LEAST_COUNT = 0.05
"""Added to a count of events before its logarithm is taken, as part of those wanted."""

LEAST_POINTS = 8


@dataclass(frozen=True, eq=False)
class Trend:
    """Mean waits and counts of events in one stage, smooth in the freed numbers.

    Attributes:
        waits: List -> its trend; none where too few points had a wait.
        events: The trend of all events a year.
    """

    waits: tuple[RidgeCV | None, ...]
    events: RidgeCV

    @classmethod
    def of(cls, played: Sequence[Played], space: Space, wanted: Floats) -> "Trend":
        """Learns from the points of a stage.

        Args:
            played: The points.
            space: The freed numbers.
            wanted: Registered events a year that there should be.
        """
        known = [one for one in played if not one.error and one.waits]
        unit = terms(space.unit(pd.DataFrame([one.values for one in known])))
        waits = np.log(np.array([one.waits for one in known], dtype=float) + HALF_WEEK)
        fits = []
        for number in range(waits.shape[1]):
            seen = np.isfinite(waits[:, number])
            enough = seen.sum() >= LEAST_POINTS
            fits.append(RidgeCV(alphas=PENALTIES).fit(unit[seen], waits[seen, number]) if enough else None)
        counts = np.log(np.array([one.events for one in known]) + LEAST_COUNT * wanted)
        return cls(tuple(fits), RidgeCV(alphas=PENALTIES).fit(unit, counts))

    def waits_at(self, unit: Floats) -> Floats:
        """Point x list: mean wait in weeks; not a number where nothing is known."""
        columns = [
            np.full(len(unit), np.nan) if fit is None else _weeks(fit.predict(terms(unit)))
            for fit in self.waits
        ]
        return np.column_stack(columns)

    def events_at(self, unit: Floats, wanted: Floats) -> Floats:
        """Point x event: registered events a year."""
        found = np.exp(self.events.predict(terms(unit))) - LEAST_COUNT * wanted
        result: Floats = np.maximum(found, LEAST_COUNT * wanted)
        return result


def _weeks(logarithms: Floats) -> Floats:
    """Brings back what was smoothed as a logarithm."""
    found: Floats = np.maximum(np.exp(logarithms) - HALF_WEEK, 0.0)
    return found


@dataclass(eq=False)
class Hours:
    """Where points stand: at first as the area, then moved by every stage.

    Attributes:
        start: Hours and rates of the area.
        space: The freed numbers.
        trends: One a stage, in the order in which they were played.
    """

    start: Footing
    space: Space
    trends: list[Trend] = field(default_factory=list)

    def learn(self, played: Sequence[Played]) -> None:
        """Moves hours and rates by what a stage showed.

        Args:
            played: Its points, all of them played with the hours that were foretold before.
        """
        if sum(bool(one.waits) for one in played) >= LEAST_POINTS:
            self.trends.append(Trend.of(played, self.space, self.start.wanted))

    def at(self, design: pd.DataFrame) -> list[tuple[tuple[float, ...], tuple[float, ...]]]:
        """Foretells factors of lists and rates of events.

        Args:
            design: Points, in their own units.
        """
        unit = self.space.unit(design)
        norms = self.start.norms["norm"].to_numpy(np.float64)
        factors = np.tile(self.start.factors, (len(unit), 1))
        rates = np.tile(self.start.rates, (len(unit), 1))
        for trend in self.trends:
            waits, counts = trend.waits_at(unit), trend.events_at(unit, self.start.wanted)
            for point in range(len(unit)):
                factors[point] = moved_factors(factors[point], norms, waits[point], HOURS_STEP)
                rates[point] = np.clip(
                    moved_rates(rates[point], self.start.wanted, counts[point], 1.0), LEAST_RATE, MOST_RATE
                )
        return [(tuple(factors[point]), tuple(rates[point])) for point in range(len(unit))]

    def moved(self, played: Played) -> tuple[tuple[float, ...], tuple[float, ...]]:
        """Moves hours and rates of one point by what its own runs showed.

        Args:
            played: A point that was measured.
        """
        if not played.waits:
            return tuple(played.factors), tuple(played.rates)
        norms = self.start.norms["norm"].to_numpy(np.float64)
        factors = moved_factors(np.array(played.factors), norms, np.array(played.waits), HOURS_STEP)
        rates = moved_rates(np.array(played.rates), self.start.wanted, np.array(played.events), 1.0)
        return tuple(factors), tuple(np.clip(rates, LEAST_RATE, MOST_RATE))
