"""What an evaluation inside the model consists of: where, how many households, how long, who is chosen."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from experiments.page import digest_sources
from experiments.world_order import world_of_seed
from results.passport import PRODUCT, describe_version
from simulation import Scenario
from simulation.draws import key_of
from simulation.scenario import BASELINE, MOST_YEARS, WEEKS_PER_YEAR, whole_number

LAYOUT = "2"
"""What is kept of a place; another layout is another result."""
MOST_HOUSEHOLDS, MOST_PLACES, MOST_SEED = 100, 10_000, 2**62
NOBODY, EVERYBODY, PILOT, LOTTERY, WEDGE = "nobody", "everybody", "pilot", "lottery", "wedge"
"""How directors come: to nobody, all chosen, the first half of the neighbourhoods, by lot, in steps."""
RULES = ("cost", "severity", "domains")
"""Who gets a director, in the order of the lever `director_selects`."""
POSTS = ("existing", "booked")
"""Where the hours of directors come from, in the order of the lever `director_posts`."""


@dataclass(frozen=True)
class Trial:
    """An evaluation of family directors: everything that decides what is seen.

    Attributes:
        area: The area.
        households: How many households are chosen in each place.
        years: How many years are followed.
        places: How many places are played, each with other people and other luck.
        first_seed: The seed of the first place.
        warmup_weeks: Weeks of start-up.
        rule: Who is chosen, one of `RULES`.
        posts: Where the hours of directors come from, one of `POSTS`.
        plausible: Whether each place meets a plausible world of the area, where it has them.
        parameters: Numbers that differ from the register, everywhere.
    """

    area: str = "maastricht-noordoost"
    households: int = 24
    years: int = 4
    places: int = 60
    first_seed: int = 1
    warmup_weeks: int = 208
    rule: str = "domains"
    posts: str = "existing"
    plausible: bool = True
    parameters: Mapping[str, float] = field(default_factory=dict)

    def check(self) -> None:
        """Refuses a trial that cannot be played.

        Raises:
            InputError: It says what, and what would be right.
        """
        whole_number("households", self.households, 1, MOST_HOUSEHOLDS)
        whole_number("years", self.years, 1, MOST_YEARS)
        whole_number("places", self.places, 2, MOST_PLACES)
        whole_number("seed", self.first_seed, 0, MOST_SEED)
        _ = self.scenarios

    @property
    def horizons(self) -> tuple[int, ...]:
        """After how many years the evaluator looks: after 1, 2, 4, ... and at the end."""
        looks = {2**power for power in range(MOST_YEARS) if 2**power <= self.years} | {self.years}
        return tuple(sorted(looks))

    @property
    def neighbourhoods(self) -> tuple[str, ...]:
        """The neighbourhoods of the area."""
        return self.base.loaded_area.neighbourhoods

    @cached_property
    def base(self) -> Scenario:
        """The scenario in which nobody gets a director."""
        return self._scenario(0, {})

    @cached_property
    def scenarios(self) -> Mapping[str, Scenario]:
        """Each way in which directors come, but for the steps: those are drawn for each place."""
        half = -(-len(self.neighbourhoods) // 2)
        elsewhere = {name: {"fidelity": 0.0} for name in self.neighbourhoods[half:]}
        return {
            NOBODY: self.base,
            EVERYBODY: self._scenario(self.households, {}),
            PILOT: self._scenario(self.households, elsewhere),
            LOTTERY: self._scenario(self.households, {"fidelity": 0.5}),
        }

    def steps(self, number: int, years: int) -> dict[str, int]:
        """Gives the week in which directors come to each neighbourhood; the order is drawn for each place.

        Args:
            number: Number of the place, counted from 0.
            years: Over how many years the steps are spread.
        """
        order = np.random.default_rng(self.first_seed + number).permutation(len(self.neighbourhoods))
        weeks = years * WEEKS_PER_YEAR
        return {
            name: int(step) * weeks // len(order)
            for name, step in zip(self.neighbourhoods, order, strict=True)
        }

    def wedge(self, number: int, years: int) -> Scenario:
        """Gives the scenario in which directors come in steps."""
        calendar = {name: {"start_week": week} for name, week in self.steps(number, years).items()}
        return self._scenario(self.households, calendar, years)

    def looks(self, number: int) -> tuple[int, ...]:
        """Gives the weeks at whose start registers are read in a place."""
        ends = {years * WEEKS_PER_YEAR for years in self.horizons}
        steps = {week for years in self.horizons for week in self.steps(number, years).values()}
        return tuple(sorted((ends | steps) - {0}))

    def seed(self, number: int) -> int:
        """Gives the seed of a place."""
        return self.first_seed + number

    @cached_property
    def worlds(self) -> int:
        """How many plausible worlds are met at most; 0 where only the central one is."""
        known = self.base.plausible_worlds if self.plausible else None
        return len(known) if known is not None else 0

    def world(self, number: int) -> int:
        """Gives the plausible world that a place meets; 0 where it is the central one."""
        return world_of_seed(self.seed(number), self.worlds) if self.worlds else 0

    def with_luck(self, scenario: Scenario, number: int) -> Scenario:
        """Gives a scenario with the seed and the world of a place."""
        world = self.world(number)
        return (scenario.with_world(world) if world else scenario).with_seed(self.seed(number))

    def copy(self, number: int) -> int:
        """Gives the copy of the area that a place is: other people, built the same."""
        return int(key_of("place", self.seed(number)) % 2**31)

    def _scenario(self, households: int, calendar: Mapping[str, object], years: int = 0) -> Scenario:
        levers = {
            "director": households,
            "director_selects": RULES.index(self.rule),
            "director_posts": POSTS.index(self.posts),
        }
        return Scenario(
            area=self.area,
            policy=BASELINE,
            years=years or self.years,
            warmup_weeks=self.warmup_weeks,
            parameters={**self.parameters, **levers},
            calendar=calendar,
        )

    @cached_property
    def code(self) -> str:
        """Fingerprint of the rules and the version that it is played with."""
        return f"{PRODUCT} {describe_version()['version']} {digest_sources()}"

    @cached_property
    def digest(self) -> str:
        """Fingerprint of everything that decides what is seen, but for how many places are played."""
        said = {name: value for name, value in self.describe().items() if name != "places"}
        text = json.dumps({**said, "layout": LAYOUT}, sort_keys=True)
        fingerprint = hashlib.sha256(text.encode())
        for scenario in self.scenarios.values():
            fingerprint.update(f"{scenario.start_digest}{scenario.digest}".encode())
        if self.worlds and self.base.plausible_worlds is not None:
            fingerprint.update(self.base.plausible_worlds.digest.encode())
        return fingerprint.hexdigest()

    def describe(self) -> dict[str, Any]:
        """Writes the trial down in plain values, for the passport."""
        return {
            "area": self.area,
            "households": self.households,
            "years": self.years,
            "places": self.places,
            "first_seed": self.first_seed,
            "warmup_weeks": self.warmup_weeks,
            "rule": self.rule,
            "posts": self.posts,
            "plausible": self.plausible,
            "parameters": dict(sorted(self.parameters.items())),
        }
