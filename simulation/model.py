"""The neighbourhood as a Mesa model: step by step, with agents to look at and to change."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self

import mesa
import numpy as np
import pandas as pd

from agents.domains import DOMAINS, PAYERS, SEVERITIES
from agents.handles import Household, Organisation, Professional
from agents.professional import ACTIVITIES
from simulation.branching import branch_at
from simulation.columns import NAMES
from simulation.conservation import check_week
from simulation.errors import InputError, unknown
from simulation.handle import held
from simulation.laws import LAWS, conservation_table
from simulation.pressure import mark_changed, set_severity
from simulation.products import PRODUCT_NAMES
from simulation.records import take_down
from simulation.run import Run
from simulation.saving import State, read_state, write_state
from simulation.scenario import Scenario
from simulation.startup import begun, branch
from simulation.week import live_weeks
from simulation.world import World

SECONDS, CENTS = 3600.0, 100.0


class NeighbourhoodModel(mesa.Model):  # type: ignore[misc]
    """A neighbourhood from the first week of the policy on.

    Args:
        scenario: what to live; its start-up is lived (or taken from memory) at once.
        saved: a state of that scenario to go on from; see `resume`.
    """

    def __init__(self, scenario: Scenario, saved: State | None = None) -> None:
        """Bring the neighbourhood to the first week of the policy, or to the week in which it was saved."""
        super().__init__(rng=scenario.seed)
        self._own_scenario = scenario
        if scenario.copies != 1:
            raise InputError(
                f"copies {scenario.copies}: a Mesa model holds one copy; use simulate() for more"
            )
        self._world = begun(scenario) if saved is None else _policy_world(saved)
        self._holder = held(self._world)
        self._deviations = np.zeros(len(LAWS)) if saved is None else saved.deviations.copy()
        self._organisations = list(scenario.loaded_area.organisations["organisation"])
        self.week = 0 if saved is None else max(0, saved.week)
        self.steps = self.week
        if saved is not None and saved.luck:
            _set_luck(self, saved.luck)

    def save(self, path: str | Path) -> Path:
        """Put the run aside at the start of this week, interventions included; see `resume`.

        Args:
            path: file to write, such as "week60.npz"; an earlier file there is replaced.

        Returns:
            The file.

        Raises:
            OSError: the file cannot be written.
        """
        luck = {"rng": self.rng.bit_generator.state, "random": self.random.getstate()}
        state = State(self._own_scenario, self.week, True, self._world, self._deviations, luck)
        return write_state(path, state)

    @classmethod
    def resume(cls, path: str | Path) -> Self:
        """Take up a run that was put aside; it goes on bit for bit as if it had never stopped.

        Args:
            path: file written by `save`, by the same version and rules and for the same area and policy.

        Returns:
            The neighbourhood, in the week in which it was saved. Mesa's own clock starts at 0 again.

        Raises:
            InputError: the file is damaged, or was written by another version or other rules.
            OSError: the file cannot be read.
        """
        state = read_state(path)
        return cls(state.scenario, state)

    def branch(self, scenario: Scenario) -> "NeighbourhoodModel":
        """Go on from this week under another policy, with the same people and the same luck.

        Args:
            scenario: what to live from this week on: same area, seed, start-up, years and model parameters;
                its calendar counts from the first week of the run.

        Returns:
            Another model, in the same week; this one is left as it is. Its weekly table begins with the weeks
            lived here.

        Raises:
            InputError: the scenarios do not fit, no week has been lived, or the policy so far is in the
                middle of its calendar.
        """
        world = branch_at(self._world, self.week, self._own_scenario, scenario)
        luck = {"rng": self.rng.bit_generator.state, "random": self.random.getstate()}
        return type(self)(scenario, State(scenario, self.week, True, world, self._deviations, luck))

    @property
    def scenario(self) -> Scenario:
        """What is lived."""
        return self._own_scenario

    @scenario.setter
    def scenario(self, value: object) -> None:
        """Mesa hands in a scenario of its own; this model keeps the one it was made with."""

    def step(self) -> None:
        """Live one week.

        Raises:
            InputError: the last week of the scenario has been lived.
        """
        if self.week >= self._own_scenario.weeks:
            raise InputError(
                f"week {self.week}: the scenario has {self._own_scenario.weeks} weeks; ask for more years"
            )
        live_weeks(self._holder, self.week, self.week + 1)
        check_week(self._holder, self.week, self._deviations)
        self.week += 1

    @property
    def agents(self) -> Any:
        """Everybody, made when somebody looks."""
        self._meet_everybody()
        return super().agents

    @property
    def agents_by_type(self) -> Any:
        """Households, professionals and organisations, made when somebody looks."""
        self._meet_everybody()
        return super().agents_by_type

    def _meet_everybody(self) -> None:
        if self._agents_by_type:
            return
        for kind in (Household, Professional, Organisation):
            for index in range(getattr(self._world, kind.KIND).size):
                kind(self, index)

    @property
    def weekly(self) -> pd.DataFrame:
        """One row a week lived so far, start-up weeks negative."""
        before = self._own_scenario.warmup_weeks
        index = pd.RangeIndex(-before, self.week, name="week")
        return pd.DataFrame(self._world.weekly[: before + self.week], columns=NAMES, index=index)

    @property
    def conservation(self) -> pd.DataFrame:
        """The conservation laws with their largest deviation so far."""
        return conservation_table(self._deviations)

    @property
    def result(self) -> Run:
        """The finished run, as `simulate` would hand it back.

        Raises:
            InputError: there are weeks to live still.
        """
        if self.week < self._own_scenario.weeks:
            left = self._own_scenario.weeks - self.week
            raise InputError(f"result: {left} weeks are still to be lived; call run_for({left})")
        recording = take_down(self._world, self._own_scenario, whole=True)
        return Run(self._own_scenario, recording, self._deviations)

    def record(self, kind: str, index: int) -> Any:
        """The record of one agent; for the agents themselves.

        Args:
            kind: households, professionals or organisations.
            index: place of the record.

        Returns:
            The record.
        """
        return getattr(self._world, kind)[index]

    def note_change(self, kind: str, index: int) -> None:
        """A record was written from outside: hazards are computed anew before the next week.

        Args:
            kind: households, professionals or organisations.
            index: place of the record.
        """
        if kind == "households":
            mark_changed(self._holder, index)

    def change_severity(self, household: int, domain: str, severity: int, member: int | None) -> None:
        """Set the severity of one need; for the household itself.

        Args:
            household: place of the household.
            domain: name of the domain.
            severity: 0-4.
            member: which resident, none for a household need.

        Raises:
            InputError: there is no such need, or it has a chronic floor above the severity.
        """
        if domain not in DOMAINS:
            raise unknown("domain", domain, DOMAINS)
        index = self._find_need(household, DOMAINS.index(domain), member)
        need = self._world.needs[index]
        if 0 < severity < need.floor:
            raise InputError(
                f"severity {severity}: this need never falls below {need.floor}; give 0 or that and over"
            )
        if severity != need.severity:
            self._world.carried[need.domain] += severity - int(need.severity)
            set_severity(self._holder, index, severity, self.week - 1)

    def _find_need(self, household: int, domain: int, member: int | None) -> int:
        record = self._world.households[household]
        owner = -1 if member is None else int(record.first_resident) + member
        for index in range(int(record.first_need), int(record.first_need) + int(record.needs)):
            need = self._world.needs[index]
            if need.domain == domain and need.resident == owner and need.eligible:
                return index
        who = "this household" if member is None else f"resident {member} of this household"
        raise InputError(
            f"domain {DOMAINS[domain]}: {who} cannot have such a need; look at household.severities"
        )

    def describe(self, kind: str, index: int, what: str) -> Any:
        """What is spread over several records; for the agents themselves.

        Args:
            kind: households, professionals or organisations.
            index: place of the record.
            what: name of the attribute.

        Returns:
            Its value.
        """
        return _DESCRIPTIONS[kind, what](self, self._world, index)


def _policy_world(saved: State) -> World:
    """The saved world under its policy; what was left of the start-up is lived first."""
    if saved.begun:
        return saved.world
    live_weeks(held(saved.world), saved.week, 0)
    return branch(saved.world, saved.scenario)


def _set_luck(model: mesa.Model, luck: Mapping[str, Any]) -> None:
    """Give interventions that draw from Mesa's generators the draws that come next."""
    version, numbers, spare = luck["random"]
    model.random.setstate((version, tuple(numbers), spare))
    model.rng.bit_generator.state = luck["rng"]


def _severities(model: NeighbourhoodModel, world: World, index: int) -> dict[tuple[str, int | None], str]:
    household = world.households[index]
    found: dict[tuple[str, int | None], str] = {}
    for place in range(household.first_need, household.first_need + household.needs):
        need = world.needs[place]
        if need.eligible:
            member = None if need.resident < 0 else int(need.resident - household.first_resident)
            found[DOMAINS[need.domain], member] = SEVERITIES[need.severity]
    return found


def _ages(model: NeighbourhoodModel, world: World, index: int) -> tuple[int, ...]:
    household = world.households[index]
    first = household.first_resident
    return tuple(int(age) for age in world.residents.age[first : first + household.persons])


def _lists_of(world: World, index: int) -> Any:
    return world.lists[world.lists.organisation == index]


def _mean_wait(model: NeighbourhoodModel, world: World, index: int) -> float:
    lists = _lists_of(world, index)
    return float(np.mean(lists.mean_wait)) if lists.size else 0.0


def _own_posts(world: World, index: int) -> Any:
    return world.professionals[world.professionals.organisation == index]


_DESCRIPTIONS: dict[tuple[str, str], Any] = {
    ("households", "neighbourhood"): lambda m, w, i: m.scenario.loaded_area.neighbourhoods[
        w.households[i].neighbourhood
    ],
    ("households", "ages"): _ages,
    ("households", "severities"): _severities,
    ("households", "euros"): lambda m, w, i: dict(
        zip(PAYERS, (w.household_cost[i] / CENTS).tolist(), strict=True)
    ),
    ("professionals", "organisation"): lambda m, w, i: m._organisations[w.professionals[i].organisation],
    ("professionals", "product"): lambda m, w, i: (
        PRODUCT_NAMES[w.professionals[i]["product"]] if w.professionals[i]["product"] >= 0 else "decision"
    ),
    ("professionals", "skill"): lambda m, w, i: dict(zip(DOMAINS, w.skills[i].tolist(), strict=True)),
    ("professionals", "hours"): lambda m, w, i: {
        name: float(w.professionals[i][name] / SECONDS) for name in ACTIVITIES
    },
    ("organisations", "name"): lambda m, w, i: m._organisations[i],
    ("organisations", "waiting"): lambda m, w, i: int(_lists_of(w, i).length.sum()),
    ("organisations", "mean_wait"): _mean_wait,
    ("organisations", "posts"): lambda m, w, i: int(_own_posts(w, i).size),
    ("organisations", "vacancies"): lambda m, w, i: int(_own_posts(w, i).vacant.sum()),
    ("organisations", "open_cases"): lambda m, w, i: int(_own_posts(w, i).caseload.sum()),
}
