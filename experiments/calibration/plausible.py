"""Implausibility: how far what the model says at a point lies from the facts, in all that may explain it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from experiments.calibration.emulator import Emulator
from experiments.calibration.space import Floats
from experiments.targets import Target

CUT = 3.0
"""From this many standard deviations on a point is ruled out (three, after Pukelsheim)."""


@dataclass(frozen=True)
class Fact:
    """A published value as a calibration sees it.

    Attributes:
        id: Name of the target.
        value: Middle of the band.
        variance: Band and tolerated discrepancy of the model together.
    """

    id: str
    value: float
    variance: float


def facts_of(targets: Sequence[Target], widened: Mapping[str, float] | None = None) -> tuple[Fact, ...]:
    """Makes facts of targets.

    Args:
        targets: The targets.
        widened: Target -> by what its discrepancy is multiplied.
    """
    wider = widened or {}
    return tuple(
        Fact(
            target.id,
            target.middle,
            target.band_variance + (target.discrepancy * wider.get(target.id, 1.0)) ** 2,
        )
        for target in targets
    )


def implausibility(facts: Sequence[Fact], means: Floats, unsure: Floats, luck: Floats) -> Floats:
    """How far each target is off, in standard deviations of all that may explain it.

    Args:
        facts: The facts.
        means: Point x fact, what the model says.
        unsure: Point x fact, variance of that: of the emulator, or of a mean over few runs.
        luck: Point x fact, variance of one run over seeds; the area of the facts was lived once too.

    Returns:
        Point x fact; without bounds where the model says nothing.
    """
    value = np.array([fact.value for fact in facts])
    known = np.array([fact.variance for fact in facts])
    found: Floats = np.abs(means - value) / np.sqrt(known + unsure + luck)
    found[~np.isfinite(found)] = np.inf
    return found


def worst(found: Floats, place: int = 1) -> Floats:
    """Gives the largest implausibility of each point, or the second.

    Args:
        found: Point x fact.
        place: 1 largest, 2 second.
    """
    result: Floats = np.sort(found, axis=1)[:, -min(place, found.shape[1])]
    return result


@dataclass(frozen=True, eq=False)
class Judge:
    """Judges points by emulators.

    Attributes:
        facts: The facts.
        emulators: Target -> its emulator.
        place: Which implausibility counts, 1 the largest, 2 the second.
    """

    facts: tuple[Fact, ...]
    emulators: Mapping[str, Emulator]
    place: int = 1

    def implausibility(self, unit: Floats) -> Floats:
        """Point x fact."""
        guesses = [self.emulators[fact.id].guess(unit) for fact in self.facts]
        return implausibility(
            self.facts,
            np.column_stack([guess.mean for guess in guesses]),
            np.column_stack([guess.variance for guess in guesses]),
            np.column_stack([guess.luck for guess in guesses]),
        )

    def __call__(self, unit: Floats) -> Floats:
        """Gives the implausibility that counts, of each point."""
        return worst(self.implausibility(unit), self.place)
