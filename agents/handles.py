"""Mesa agents: people and organisations as handles on their records, to look at and to change.

A handle holds no state of its own: `household.trust` reads the record and `household.trust = 0.4` writes it,
after a check.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol

import mesa
import numpy as np

from agents.household import HOUSEHOLD_KINDS
from agents.professional import DIRECTOR, ROLES


@dataclass(frozen=True)
class Writable:
    """What may be written to an attribute.

    Attributes:
        low: lowest allowed value.
        high: highest allowed value.
        whole: whether only whole numbers fit.
    """

    low: float
    high: float
    whole: bool = False

    def check(self, name: str, value: object) -> float:
        """Refuse what does not fit.

        Args:
            name: name of the attribute.
            value: what was given.

        Returns:
            The value as a number.

        Raises:
            ValueError: it is not a number in the range.
        """
        number = float(value) if isinstance(value, (int, float, np.number, np.bool_)) else float("nan")
        fits = self.low <= number <= self.high and (not self.whole or number == int(number))
        if not fits:
            kind = "a whole number" if self.whole else "a number"
            raise ValueError(f"{name} {value!r}: give {kind} from {self.low:g} to {self.high:g}")
        return number


class Holder(Protocol):
    """What a model must offer to its agents."""

    def record(self, kind: str, index: int) -> Any:
        """The record of one agent."""

    def note_change(self, kind: str, index: int) -> None:
        """Tell the model that a record was written from outside."""

    def describe(self, kind: str, index: int, what: str) -> Any:
        """Something about an agent that is spread over several records."""


class RecordAgent(mesa.Agent):  # type: ignore[misc]
    """An agent that is a handle on one record of the model."""

    KIND = ""
    READABLE: tuple[str, ...] = ()
    WRITABLE: ClassVar[Mapping[str, Writable]] = {}
    DERIVED: tuple[str, ...] = ()

    def __init__(self, model: Any, index: int) -> None:
        """Hold one record.

        Args:
            model: the neighbourhood.
            index: place of the record.
        """
        super().__init__(model)
        self.index = index

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make a property of every attribute of the record."""
        super().__init_subclass__(**kwargs)
        for name in cls.READABLE:
            setattr(cls, name, _reads(name, None))
        for name, rule in cls.WRITABLE.items():
            setattr(cls, name, _reads(name, rule))
        for name in cls.DERIVED:
            setattr(cls, name, _derives(name))


def _reads(name: str, rule: Writable | None) -> property:
    def read(agent: RecordAgent) -> Any:
        return agent.model.record(agent.KIND, agent.index)[name].item()

    def write(agent: RecordAgent, value: object) -> None:
        assert rule is not None
        agent.model.record(agent.KIND, agent.index)[name] = rule.check(name, value)
        agent.model.note_change(agent.KIND, agent.index)

    return property(read, write if rule is not None else None)


def _derives(name: str) -> property:
    def read(agent: RecordAgent) -> Any:
        return agent.model.describe(agent.KIND, agent.index, name)

    return property(read)


class Household(RecordAgent):
    """A household: read and change trust, income and which parts of the new way of working reach it."""

    KIND = "households"
    READABLE = (
        "persons",
        "frailty",
        "has_child",
        "old_only",
        "helpers",
        "helpers_with_hours",
        "indicated_helpers",
        "heavy_domains",
        "plan",
        "consistency",
        "conflict",
        "pair_seconds",
        "indicated_open",
        "open_or_asked",
        "generation",
        "follow_rank",
    )
    WRITABLE: ClassVar[Mapping[str, Writable]] = {
        "trust": Writable(0.0, 1.0),
        "rented": Writable(0, 1, whole=True),
        "low_income": Writable(0, 1, whole=True),
        "at_door": Writable(0, 1, whole=True),
        "by_plan": Writable(0, 1, whole=True),
        "visited": Writable(0, 1, whole=True),
    }
    DERIVED = ("neighbourhood", "ages", "severities", "euros")

    @property
    def kind(self) -> str:
        """Single, couple, couple_with_children or single_parent."""
        return HOUSEHOLD_KINDS[self.model.record(self.KIND, self.index)["kind"]]

    def set_severity(self, domain: str, severity: int, member: int | None = None) -> None:
        """Make one need as severe as you say, from now on.

        Args:
            domain: name of the domain.
            severity: 0-4, not below the need's chronic floor unless 0.
            member: which resident of the household, 0 the first; leave out for a household need.

        Raises:
            ValueError: there is no such need, or the severity does not fit.
        """
        level = int(Writable(0, 4, whole=True).check("severity", severity))
        self.model.change_severity(self.index, domain, level, member)


class Professional(RecordAgent):
    """A professional: read and change hours, sickness and membership of the shared team."""

    KIND = "professionals"
    READABLE = (
        "caseload",
        "directing",
        "vacant",
        "person",
        "since_week",
        "available",
        "direct",
        "travel",
        "coordination",
        "one_account",
        "strain",
        "maturity",
    )
    WRITABLE: ClassVar[Mapping[str, Writable]] = {
        "contract_hours": Writable(0.0, 60.0),
        "sick": Writable(0, 1, whole=True),
        "pooled": Writable(0, 1, whole=True),
    }
    DERIVED = ("organisation", "product", "skill", "hours")

    @property
    def role(self) -> str:
        """Specialist, generalist, consultant, or director while he follows households."""
        record = self.model.record(self.KIND, self.index)
        return ROLES[DIRECTOR if record["directing"] else record["role"]]


class Organisation(RecordAgent):
    """An organisation: read its lists and staff, change the number of regimes it answers to."""

    KIND = "organisations"
    READABLE = ("in_area",)
    WRITABLE: ClassVar[Mapping[str, Writable]] = {"regimes": Writable(1, 6, whole=True)}
    DERIVED = ("name", "waiting", "mean_wait", "posts", "vacancies", "open_cases")
