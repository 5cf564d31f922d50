"""The space that is searched: which numbers may move, and where in their plausible range they are."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import qmc

from experiments.sweep.factor import plausible_factor
from simulation.errors import InputError
from simulation.parameters import Parameter, entries

Floats = NDArray[np.float64]

CHOICE, DRAWN = "choice", "drawn"
"""Scope of what is ours to choose; line in the head of a file of worlds with what no fact could touch."""

OF_MEASURING = ("outcomes", "bookings")
"""How things are counted and priced: no part of what happens."""

ELSEWHERE = ("8.11", "8.16", "8.20", "8.24", "8.28", "youth nurse")
"""No part in fragmented working: maturity, wrong pocket, director, transition, partners, youth nurse."""

ELSEWHERE_PREFIX = "outreach_"
ALSO_ELSEWHERE = (
    "broad_intake_factor",
    "broad_intake_valid_weeks",
    "discipline_consult_hours",
    "right_per_discipline",
    "positive_health_conversation_hours",
    "door_pause_weeks",
    "generalist_breadth",
    "generalist_slowdown",
    "team_extra_regimes",
    "account_overuse",
    "account_write_off",
    "pool_overuse",
    "contact_at_door",
)
"""The front door, the shared team and common accounts: nothing of them is there in the baseline."""

BY_CONSTRUCTION = ("wait_norm_", "registration_", "capacity_")
"""Norms and registration are true by construction, as is how precisely hours follow them."""

HELD = ("accepts_after_contact", "contact_by_letter", "fidelity_loss_with_scale")
"""At work under fragmented working too, which was seen after the screening: they keep their default."""

SWITCHES = ("reckoning_step", "unlimited_capacity", "prevention_needs_payer", "contract_ceilings")


def candidates() -> tuple[Parameter, ...]:
    """Which numbers may be freed: those of the model with a range that act under fragmented working."""
    return tuple(one for one in _with_range() if not _is_elsewhere(one))


def elsewhere() -> tuple[Parameter, ...]:
    """Which numbers are at work under policies only, as far as their place in the model tells."""
    return tuple(one for one in _with_range() if _is_elsewhere(one))


def unknown_only(names: Iterable[str]) -> tuple[str, ...]:
    """Leaves out what is a choice of ours: of that nothing can be unknown.

    Args:
        names: Parameters.
    """
    return tuple(sorted(name for name in names if entries()[name].scope != CHOICE))


def _with_range() -> list[Parameter]:
    return [entry for _, entry in sorted(entries().items()) if _has_range(entry)]


def _has_range(entry: Parameter) -> bool:
    low, high = entry.plausible
    return (
        entry.kind == "model"
        and math.isfinite(low)
        and math.isfinite(high)
        and low < high
        and entry.submodel not in OF_MEASURING
        and entry.name not in (*SWITCHES, *HELD)
        and not entry.name.startswith(BY_CONSTRUCTION)
    )


def _is_elsewhere(entry: Parameter) -> bool:
    return (
        entry.submodel in ELSEWHERE or entry.name in ALSO_ELSEWHERE or entry.name.startswith(ELSEWHERE_PREFIX)
    )


def shrink(entry: Parameter, values: Floats) -> Floats:
    """Brings values back to their place between 0 and 1; whole numbers to the middle of their part.

    Args:
        entry: The number.
        values: In its own unit.
    """
    low, high = entry.plausible
    found: Floats
    if entry.whole:
        found = (values - low + 0.5) / (high - low + 1)
    elif entry.distribution == "log-uniform":
        found = np.log(values / low) / math.log(high / low)
    else:
        found = (values - low) / (high - low)
    return np.clip(found, 0.0, 1.0)


@dataclass(frozen=True)
class Space:
    """The numbers that are freed, in a fixed order."""

    names: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuses names that nobody knows or that may not be freed."""
        for name in self.names:
            if name not in entries():
                raise InputError(f"parameter {name!r}: unknown; see uv run zorgbundel parameters")
            if not entries()[name].plausible[0] < entries()[name].plausible[1]:
                raise InputError(f"parameter {name!r}: has no range; free one that has")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Gives their entries."""
        return tuple(entries()[name] for name in self.names)

    @property
    def size(self) -> int:
        """Counts them."""
        return len(self.names)

    def values(self, unit: Floats) -> pd.DataFrame:
        """Gives points in their own units.

        Args:
            unit: Point x number, places between 0 and 1.
        """
        columns = {
            one.name: plausible_factor(one).stretch(unit[:, place])
            for place, one in enumerate(self.parameters)
        }
        return pd.DataFrame(columns, columns=list(self.names))

    def unit(self, values: pd.DataFrame) -> Floats:
        """Gives points as places between 0 and 1.

        Args:
            values: Point x number, in its own unit.
        """
        columns = [shrink(one, values[one.name].to_numpy(np.float64)) for one in self.parameters]
        return np.column_stack(columns) if columns else np.zeros((len(values), 0))

    def fill(self, points: int, seed: int) -> Floats:
        """Fills the whole space evenly: a Latin hypercube, spread out.

        Args:
            points: How many.
            seed: Of the design.
        """
        sampler = qmc.LatinHypercube(d=self.size, optimization="random-cd", rng=np.random.default_rng(seed))
        found: Floats = sampler.random(points)
        return found


def defaults_of(names: Sequence[str]) -> dict[str, float]:
    """Gives the values used when nobody asks for others."""
    return {name: entries()[name].value for name in names}
