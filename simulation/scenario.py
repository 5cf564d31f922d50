"""A scenario: everything that decides a run, frozen and checked before any work starts."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from simulation.areas import Area, load_area
from simulation.errors import InputError, say, unknown
from simulation.parameters import digest, entries, resolve
from simulation.policies import ALL, Policy, policies, policy
from simulation.policies.calendar import plain_calendar, read_calendar, rollouts
from simulation.worlds import PlausibleWorld, PlausibleWorlds, load_worlds

BASELINE = "fragmented"
MUNICIPALITY = "municipality"
MOST_YEARS = 50
MOST_WARMUP_WEEKS = 1040
MOST_COPIES = 2000
MOST_WORLDS = 100_000
CENTRAL = 0
"""The world in which every number has the value of the register and the tables of the area."""
WEEKS_PER_YEAR = 52
_OF_ONE_WORLD = (
    "plausible_world",
    "loaded_area",
    "world_values",
    "start_values",
    "values",
    "digest",
    "start_digest",
)
"""What a scenario keeps and has to find anew in another world."""


def whole_number(name: str, value: object, low: int, high: int) -> int:
    """Refuse anything but a whole number in a range.

    Args:
        name: what it is.
        value: what was given.
        low: lowest allowed.
        high: highest allowed.

    Returns:
        The number.

    Raises:
        InputError: it is not a whole number from low to high.
    """
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise InputError(f"{name} {value!r}: give a whole number from {low} to {high}")
    return value


@dataclass(frozen=True)
class Scenario:
    """One run: an area, a policy, a seed and any changed parameters.

    Attributes:
        area: name of an area, or path of a folder with one.
        policy: name of a policy, or path of a file with one.
        seed: luck; 0 or more.
        years: years under the policy.
        warmup_weeks: weeks under fragmented working before the policy starts.
        parameters: parameter or lever name -> value, instead of the default or preset.
        copies: number of independent copies of the area.
        calendar: when the policy is at work in each neighbourhood, instead of its own calendar; see
            docs/policies.md.
        world: plausible world of the area whose values, hours and rates hold, under those of `parameters`; 0
            is the central world.
    """

    area: str = "maastricht-noordoost"
    policy: str = BASELINE
    seed: int = 1
    years: int = 5
    warmup_weeks: int = 208
    parameters: Mapping[str, float] = field(default_factory=dict)
    copies: int = 1
    calendar: Mapping[str, object] = field(default_factory=dict)
    world: int = CENTRAL

    def __post_init__(self) -> None:
        """Check every part before any work starts."""
        whole_number("seed", self.seed, 0, 2**63 - 1)
        whole_number("years", self.years, 1, MOST_YEARS)
        whole_number("warmup_weeks", self.warmup_weeks, 0, MOST_WARMUP_WEEKS)
        whole_number("copies", self.copies, 1, MOST_COPIES)
        whole_number("world", self.world, CENTRAL, MOST_WORLDS)
        resolve(self.parameters)
        frozen = {name: float(self.parameters[name]) for name in sorted(self.parameters)}
        object.__setattr__(self, "parameters", MappingProxyType(frozen))
        if self.loaded_area.event_rates.empty:
            raise InputError(say("area.not_solved", area=str(self.area), folder=str(self.area)))
        object.__setattr__(self, "calendar", read_calendar(self.calendar))
        _ = self.partners, self.reach, self.plausible_world

    @cached_property
    def partners(self) -> tuple[str, ...]:
        """Organisations that take part in the bundled work, or only "all" for every one of the area.

        A preset may name organisations of its own neighbourhood that another area does not have: those that
        are there take part, and all when it has none of them but the municipality.
        """
        names = list(self.loaded_area.organisations["organisation"])
        named = self.loaded_policy.partners
        if self.policy in policies():
            there = tuple(name for name in named if name in names)
            return there if set(there) - {MUNICIPALITY} else (ALL,)
        for partner in named:
            if partner != ALL and partner not in names:
                raise unknown("organisation", partner, names)
        return named

    @cached_property
    def reach(self) -> NDArray[np.float64]:
        """How far the policy is at work, week by neighbourhood, 0 to 1."""
        calendar = self.calendar or self.loaded_policy.calendar
        parts = [one.reach(self.weeks) for one in rollouts(calendar, self.loaded_area.neighbourhoods)]
        return np.ascontiguousarray(np.array(parts).T)

    def __hash__(self) -> int:
        """Scenarios that say the same are the same."""
        return hash(
            (
                self.area,
                self.policy,
                self.seed,
                self.years,
                self.warmup_weeks,
                self.copies,
                self.world,
                self.digest,
            )
        )

    def __reduce__(self) -> tuple[object, ...]:
        """Travel to another process as plain values."""
        parts = (
            self.area,
            self.policy,
            self.seed,
            self.years,
            self.warmup_weeks,
            dict(self.parameters),
            self.copies,
            plain_calendar(self.calendar),
            self.world,
        )
        return (Scenario, parts)

    def with_seed(self, seed: int) -> "Scenario":
        """The same scenario with other luck; what was read from files is not read again.

        Args:
            seed: the other seed.

        Returns:
            A scenario of which only the seed differs.
        """
        assert self.values is not None and self.start_values is not None  # read once, for all seeds
        other = object.__new__(Scenario)
        vars(other).update(vars(self), seed=whole_number("seed", seed, 0, 2**63 - 1))
        vars(other).pop("start_digest", None)
        return other

    def with_world(self, world: int) -> "Scenario":
        """The same scenario in another world of the area; what was read from files is not read again.

        Args:
            world: number of the plausible world, 0 for the central one.

        Returns:
            A scenario of which only the world differs.

        Raises:
            InputError: the area has no such world.
        """
        if world != CENTRAL:
            _ = self.plausible_worlds  # read once, for all worlds
        other = object.__new__(Scenario)
        vars(other).update(vars(self), world=whole_number("world", world, CENTRAL, MOST_WORLDS))
        for known in _OF_ONE_WORLD:
            vars(other).pop(known, None)
        _ = other.plausible_world
        return other

    @cached_property
    def central_area(self) -> Area:
        """The tables of the area as they are in its folder."""
        return load_area(self.area)

    @cached_property
    def plausible_worlds(self) -> PlausibleWorlds | None:
        """The plausible worlds of the area, none where it has only its central world."""
        return load_worlds(self.area, self.central_area)

    @cached_property
    def plausible_world(self) -> PlausibleWorld | None:
        """The plausible world that holds, none for the central one."""
        if self.world == CENTRAL:
            return None
        known = self.plausible_worlds
        if known is None:
            raise InputError(say("worlds.none", world=self.world, area=self.central_area.name))
        if self.world > len(known):
            name = self.central_area.name
            raise InputError(say("worlds.unknown", world=self.world, area=name, most=len(known)))
        return known.worlds[self.world - 1]

    @cached_property
    def loaded_area(self) -> Area:
        """The tables of the area, with the hours and rates of the world that holds."""
        return (
            self.central_area if self.plausible_world is None else self.plausible_world.of(self.central_area)
        )

    @cached_property
    def world_values(self) -> Mapping[str, float]:
        """The values of the world that holds: what is not in them is as in the register."""
        return {} if self.plausible_world is None else self.plausible_world.values

    @cached_property
    def loaded_policy(self) -> Policy:
        """The switches and levers of the policy."""
        return policy(self.policy)

    @property
    def weeks(self) -> int:
        """Weeks under the policy."""
        return self.years * WEEKS_PER_YEAR

    @cached_property
    def start_values(self) -> dict[str, float]:
        """Every number during start-up: changed model parameters, fragmented levers."""
        known = entries()
        model = {n: v for n, v in self.parameters.items() if known[n].kind == "model"}
        return resolve({**policy(BASELINE).levers, **self.world_values, **model})

    @cached_property
    def values(self) -> dict[str, float]:
        """Every number under the policy: the preset's levers and the world's facts, then the user's own."""
        return resolve({**self.loaded_policy.levers, **self.world_values, **self.parameters})

    @cached_property
    def digest(self) -> str:
        """Fingerprint of every number of this scenario, and of a calendar that is not all weeks in full."""
        of_values = digest(self.values)
        of_world = self.loaded_area.world_digest
        if of_world:
            of_values = hashlib.sha256(f"{of_values}{of_world}".encode()).hexdigest()
        if (self.reach == 1.0).all():
            return of_values
        return hashlib.sha256(of_values.encode() + self.reach.tobytes()).hexdigest()

    @cached_property
    def start_digest(self) -> str:
        """Fingerprint of everything that decides the start-up; equal for policies that share it."""
        area = self.loaded_area
        content = f"{area.digest}{area.world_digest}"
        text = "|".join((content, digest(self.start_values), str(self.seed), str(self.warmup_weeks)))
        return hashlib.sha256(text.encode()).hexdigest()
