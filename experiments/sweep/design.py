"""The design of a sweep: what is varied, at which points, under which policies and with how much luck."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from experiments.page import digest_sources
from experiments.sweep.factor import FACTS, Factor
from experiments.sweep.refusals import at, refuse
from experiments.sweep.replications import Replications
from experiments.sweep.sampling import Sampling, count_points, draw_points
from results.passport import PRODUCT, describe_version
from simulation import Scenario
from simulation.errors import InputError, unknown_name
from simulation.parameters import entries

MOST_RUNS = 2_000_000
MOST_CELLS = 100_000_000
"""How many values the points of a design may hold, all factors together."""


@dataclass(frozen=True)
class Design:
    """Everything that decides the runs of a sweep.

    Attributes:
        name: How the sweep is called: the name of its file.
        policies: The policies; every point is played under each of them with the same luck, and the others
            are compared with the first.
        sampling: How points are chosen.
        factors: What is varied.
        replications: Which seeds every point gets.
        area: Where a factor says nothing else.
        years: Years of the policy period, where a factor says nothing else.
        warmup_weeks: Weeks of start-up, where a factor says nothing else.
        parameters: Numbers that differ from the register at every point, under every policy.
        levers_of: The policies that levers among the factors are set for; the others keep their own.
        given: The points of a table; none for all other designs.
        command: The command that plays it, where that is not `sweep` with a file.
    """

    name: str
    policies: tuple[str, ...]
    sampling: Sampling
    factors: tuple[Factor, ...]
    replications: Replications
    area: str = "maastricht-noordoost"
    years: int = 5
    warmup_weeks: int = 208
    parameters: Mapping[str, float] = field(default_factory=dict)
    levers_of: tuple[str, ...] = ()
    given: pd.DataFrame | None = None
    command: str = ""

    @property
    def baseline(self) -> str:
        """The policy the others are compared with."""
        return self.policies[0]

    @cached_property
    def count(self) -> int:
        """How many points there are."""
        return len(self.given) if self.given is not None else count_points(self.sampling, self.factors)

    @cached_property
    def points(self) -> pd.DataFrame:
        """One row per point, one column per factor; all a sweep keeps in memory besides the part at hand."""
        return self.given if self.given is not None else draw_points(self.sampling, self.factors)

    @property
    def fewest_runs(self) -> int:
        """How many runs it takes at least."""
        return self.count * self.replications.least * len(self.policies)

    @property
    def most_runs(self) -> int:
        """How many runs it takes at most."""
        return self.count * self.replications.most * len(self.policies)

    def facts(self, point: int) -> dict[str, Any]:
        """Gives area, years, weeks of start-up and world of a point.

        Args:
            point: Its number, counted from 0.
        """
        facts: dict[str, Any] = {
            "area": self.area,
            "years": self.years,
            "warmup_weeks": self.warmup_weeks,
            "world": 0,
        }
        for name in facts:
            if name in self.points:
                value: Any = self.points[name].at[point]
                facts[name] = value if isinstance(value, str) else int(value)
        return facts

    def numbers(self, point: int) -> dict[str, float]:
        """Gives what a point says of parameters and levers.

        Args:
            point: Its number, counted from 0.
        """
        names = [name for name in self.points if name not in FACTS]
        row: dict[str, Any] = {str(name): self.points[name].at[point] for name in names}
        return {name: float(value) for name, value in row.items()}

    def piece(self, points: range) -> "Design":
        """Gives the design with only some of its points, under their own numbers: small enough to be sent.

        Args:
            points: Their numbers, counted from 0.
        """
        return replace(self, given=self.points.iloc[points.start : points.stop])

    def scenario(self, point: int, policy: str) -> Scenario:
        """Gives the scenario of a point under a policy, with the first seed.

        Args:
            point: Its number, counted from 0.
            policy: One of the policies.

        Raises:
            InputError: The numbers of the point do not go together.
        """
        numbers = self.numbers(point)
        if policy not in self.levers_of:
            numbers = {name: value for name, value in numbers.items() if entries()[name].kind == "model"}
        return Scenario(policy=policy, parameters={**self.parameters, **numbers}, **self.facts(point))

    @cached_property
    def corners(self) -> Mapping[tuple[str, str, int], Scenario]:
        """A scenario for every area, policy and world that occurs, with the numbers of the first point."""
        table = pd.DataFrame([self.facts(0)]) if not len(self.points.columns) else self.points
        found = {}
        for policy in self.policies:
            base = self.scenario(0, policy)
            for area in table["area"].unique() if "area" in table else [self.area]:
                there = Scenario(
                    area=str(area),
                    policy=policy,
                    years=base.years,
                    warmup_weeks=base.warmup_weeks,
                    parameters=base.parameters,
                )
                for world in table["world"].unique() if "world" in table else [0]:
                    found[str(area), policy, int(world)] = there.with_world(int(world)) if world else there
        return found

    def check(self) -> None:
        """Refuses a design that is too large, or whose areas, policies and worlds do not exist.

        Raises:
            InputError: It says what, and what would be right.
        """
        if self.most_runs > MOST_RUNS:
            raise refuse(
                "sweep_too_many",
                design=self.name,
                runs=self.most_runs,
                points=self.count,
                seeds=self.replications.most,
                policies=len(self.policies),
                most=MOST_RUNS,
            )
        if self.count * max(1, len(self.factors)) > MOST_CELLS:
            cells = self.count * len(self.factors)
            raise refuse("sweep_too_large", design=self.name, cells=cells, most=MOST_CELLS)
        for name in self.points:
            if name not in FACTS:
                self._check_numbers(str(name))
        _ = self.corners

    def _check_numbers(self, name: str) -> None:
        if name not in entries():
            problem = unknown_name("factor", name, [*FACTS, *entries()])
            raise refuse("sweep_at", place=self.name, problem=problem)
        for value in self.points[name].unique():
            try:
                entries()[name].accepts(float(value))
            except InputError as error:
                raise at(self.name, error) from None

    @cached_property
    def code(self) -> str:
        """Fingerprint of the rules and the version that the runs are made with."""
        return describe_code()

    @cached_property
    def digest(self) -> str:
        """Fingerprint of everything that decides the runs, the code left out.

        Files of policies and areas are in it by what they say, and points by their values.
        """
        fingerprint = hashlib.sha256(json.dumps(self.describe(), sort_keys=True).encode())
        for name in self.points:
            column = self.points[name].to_numpy()
            fingerprint.update(str(name).encode())
            texts = column.dtype == object
            fingerprint.update(
                json.dumps([str(value) for value in column]).encode()
                if texts
                else np.ascontiguousarray(column, dtype=np.float64).tobytes()
            )
        for _, scenario in sorted(self.corners.items()):
            fingerprint.update(f"{scenario.start_digest}{scenario.digest}{scenario.partners}".encode())
        return fingerprint.hexdigest()

    def describe(self) -> dict[str, Any]:
        """Writes the design down in plain values, for the passport."""
        wishes = self.replications
        return {
            "policies": list(self.policies),
            "levers_of": list(self.levers_of),
            "area": self.area,
            "years": self.years,
            "warmup_weeks": self.warmup_weeks,
            "parameters": dict(sorted(self.parameters.items())),
            "kind": self.sampling.kind,
            "points": self.count,
            "design_seed": self.sampling.seed,
            "second_order": self.sampling.second_order,
            "levels": self.sampling.levels,
            "factors": [
                {"name": one.name, "values": list(one.values) if self.given is None else len(one.values)}
                if one.values
                else {"name": one.name, "low": one.low, "high": one.high, "spread": one.spread}
                for one in self.factors
            ],
            "replications": {
                "least": wishes.least,
                "most": wishes.most,
                "first_seed": wishes.first_seed,
                "luck": wishes.luck,
                "plausible": wishes.plausible,
                "half_width": dict(sorted(wishes.half_width.items())),
            },
        }


def describe_code() -> str:
    """Names the version and the rules that runs are made with here."""
    return f"{PRODUCT} {describe_version()['version']} {digest_sources()}"
