"""A tiny known function in the place of the model, so that a calibration can be tried in a second."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from experiments.calibration.points import Effort, Ground, Played, Point

NAMES = ("help_speeds_recovery", "spill_over", "intake_hours")
"""Names of real numbers, since a space knows no others; what they mean plays no part here."""


@dataclass(frozen=True)
class Toy(Ground):
    """Answers at once: two targets that two of the numbers move, with a little luck.

    Attributes:
        bias: Added to what it says, as a model that cannot be right would.
    """

    bias: float = 0.0

    def play(
        self,
        point: Point,
        effort: Effort,
        *,
        hopeless: Callable[[Played], bool] = lambda _played: False,
        cancelled: Callable[[], bool] = lambda: False,
        note: Callable[[int], None] = lambda _runs: None,
    ) -> Played:
        """Gives a known value with a little luck."""
        place = [point.values.get(name, half) / (2 * half) for name, half in zip(NAMES, HALVES, strict=True)]
        rng = np.random.default_rng(point.number)
        told = {}
        for number, target in enumerate(self.targets):
            level = target.middle * (1 + 0.8 * (place[number % 2] - 0.5)) + self.bias
            told[target.id] = (level + 0.01 * target.middle * rng.normal(size=effort.seeds)).tolist()
        note(effort.seeds)
        return Played(point.number, dict(point.values), [1.0], [0.01], told)


HALVES = (2.0, 0.125, 6.0)
