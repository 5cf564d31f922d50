"""What an outcome looks like to a reader: its group, form and decimals, and its title and unit in words."""

import math
import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Literal

from results.numbers import Form, write_amount
from results.words import Words

OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """One thing the model counts, how it is shown, and which way is better where that is beyond dispute."""

    name: str
    group: str
    form: Form
    decimals: int
    headline: bool = False
    better: Literal["more", "less", ""] = ""

    def title(self, words: Words) -> str:
        """Gives the name of the outcome in words."""
        return words.find(f"outcome.{self.name}.title", self.name)

    def unit(self, words: Words) -> str:
        """Gives the unit of the outcome in words."""
        return words.find(f"outcome.{self.name}.unit", "")

    def label(self, words: Words, said: str = "") -> str:
        """Gives the title with its unit, or the bare title where that unit stands above it already."""
        unit = self.unit(words)
        return f"{self.title(words)} ({unit})" if unit and unit != said else self.title(words)

    def write(self, value: float, words: Words, *, signed: bool = False, bare: bool = False) -> str:
        """Writes a value of this outcome, or with `signed` a difference."""
        return write_amount(value, self.form, self.decimals, words.language, signed=signed, bare=bare)

    def write_plain(self, value: float, words: Words) -> str:
        """Writes a round value as short as it can be, as along an axis."""
        size = abs(value) * (100 if self.form == "share" else 1)
        decimals = max(0, -math.floor(math.log10(size))) if size else 0
        return write_amount(value, self.form, decimals, words.language, signed=True)

    def finer_for(self, difference: float) -> "Outcome":
        """Gives the outcome with one more decimal where a small difference would be shown as nothing."""
        size = abs(difference) * (100 if self.form == "share" else 1)
        hidden = 0 < size < 0.5 * 10**-self.decimals
        return replace(self, decimals=self.decimals + 1) if hidden else self


@cache
def load_outcomes() -> Mapping[str, Outcome]:
    """Reads how the known outcomes are shown, in the order of the screen."""
    text = files("results").joinpath("outcomes.toml").read_text(encoding="utf-8")
    return {name: Outcome(name=name, **facts) for name, facts in tomllib.loads(text).items()}


def find_outcome(name: str) -> Outcome:
    """Finds how an outcome is shown; one that is not in outcomes.toml is a plain number."""
    return load_outcomes().get(name) or Outcome(name, OTHER, "number", 4)


def group_outcomes(names: list[str]) -> dict[str, list[Outcome]]:
    """Puts outcomes in the groups and the order of the screen, the headline ones first.

    Args:
        names: The outcomes there are; those without a place of their own come last.

    Returns:
        Group name to outcomes; a headline outcome stands under "headline" and is not repeated.
    """
    order = list(load_outcomes())
    known = sorted((name for name in names if name in order), key=order.index)
    groups: dict[str, list[Outcome]] = {"headline": []}
    for name in [*known, *(name for name in names if name not in order)]:
        outcome = find_outcome(name)
        groups.setdefault("headline" if outcome.headline else outcome.group, []).append(outcome)
    return {group: outcomes for group, outcomes in groups.items() if outcomes}


def title_group(group: str, outcomes: list[Outcome], words: Words) -> tuple[str, str]:
    """Gives the title of a group and the unit it says for most of its outcomes ("" for none)."""
    title = words.text(f"group.{group}")
    (unit, times), *_ = Counter(outcome.unit(words) for outcome in outcomes).most_common(1)
    if unit and 1 < times > len(outcomes) / 2:
        return f"{title} ({unit})", unit
    return title, ""
