"""When a policy begins, pauses and ends in each neighbourhood, and how far it is really done there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from simulation.errors import InputError, Sentence, say, unknown_name
from simulation.parameters.entry import finite

LATEST_WEEK = 2600
Raw = Mapping[str, object]


@dataclass(frozen=True)
class Rollout:
    """Tells when a policy is at work in one neighbourhood, in weeks since it began anywhere.

    Attributes:
        start_week: First week.
        phase_in_weeks: Weeks in which it grows to its full share, 0 for at once.
        pause_from: First week of a pause, -1 for none.
        pause_until: The week after the last of the pause.
        withdrawn_week: First week in which it is over for good, -1 for never.
        fidelity: How far it is really done there, as a part of what the switches say.
    """

    start_week: int = 0
    phase_in_weeks: int = 0
    pause_from: int = -1
    pause_until: int = -1
    withdrawn_week: int = -1
    fidelity: float = 1.0

    def reach(self, weeks: int) -> NDArray[np.float64]:
        """Give for each week which part of what the policy wants is done here, 0 to 1."""
        week = np.arange(weeks)
        grown = (week - self.start_week + 1) / self.phase_in_weeks if self.phase_in_weeks else np.ones(weeks)
        part: NDArray[np.float64] = np.minimum(1.0, grown) * self.fidelity
        part[week < self.start_week] = 0.0
        part[(week >= self.pause_from) & (week < self.pause_until)] = 0.0
        if self.withdrawn_week >= 0:
            part[week >= self.withdrawn_week] = 0.0
        return part


NAMES = tuple(field.name for field in fields(Rollout))


def read_calendar(raw: Raw) -> Mapping[str, object]:
    """Check a calendar, and keep it as it was given.

    Args:
        raw: what holds for all neighbourhoods, and by name of a neighbourhood what is different there.

    Returns:
        The same, frozen.

    Raises:
        InputError: Something in it cannot be.
    """
    everywhere = {name: value for name, value in raw.items() if not isinstance(value, Mapping)}
    for place, own in raw.items():
        if isinstance(own, Mapping):
            _rollout(say("calendar.place", name=place), {**everywhere, **own})
    _rollout(say("calendar.everywhere"), everywhere)
    frozen = {
        name: MappingProxyType(dict(value)) if isinstance(value, Mapping) else value
        for name, value in raw.items()
    }
    return MappingProxyType(frozen)


def plain_calendar(calendar: Mapping[str, object]) -> dict[str, object]:
    """Give a calendar as plain values, to be written down."""
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in calendar.items()}


def rollouts(calendar: Mapping[str, object], neighbourhoods: tuple[str, ...]) -> Iterator[Rollout]:
    """Give what holds in each neighbourhood of an area.

    Raises:
        InputError: The calendar names a neighbourhood that the area does not have.
    """
    everywhere = {name: value for name, value in calendar.items() if not isinstance(value, Mapping)}
    own = {name: value for name, value in calendar.items() if isinstance(value, Mapping)}
    for name in own:
        if name not in neighbourhoods:
            raise InputError(unknown_name("neighbourhood", name, neighbourhoods))
    for name in neighbourhoods:
        yield _rollout(say("calendar.place", name=name), {**everywhere, **own.get(name, {})})


def _rollout(place: Sentence, raw: Raw) -> Rollout:
    """Read what holds in one neighbourhood."""
    for name, value in raw.items():
        if name not in NAMES:
            raise InputError(unknown_name("field", name, NAMES))
        number = finite(value)
        if name == "fidelity":
            if number is None or not 0 <= number <= 1:
                raise InputError(say("calendar.share", name=name, place=place, value=value))
        elif number is None or number != int(number) or not 0 <= number <= LATEST_WEEK:
            raise InputError(say("calendar.weeks", name=name, place=place, value=value, most=LATEST_WEEK))
    weeks = {name: int(finite(value) or 0) for name, value in raw.items() if name != "fidelity"}
    if ("pause_from" in weeks) != ("pause_until" in weeks):
        raise InputError(say("calendar.pause", place=place))
    for first, second in (("pause_from", "pause_until"), ("start_week", "withdrawn_week")):
        if second in weeks and weeks.get(first, 0) > weeks[second]:
            raise InputError(say("calendar.order", first=first, second=second, place=place))
    return Rollout(**weeks, fidelity=finite(raw.get("fidelity", 1.0)) or 0.0)
