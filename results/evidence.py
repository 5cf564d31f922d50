"""What a report is made of: the stored tables and the passport of a comparison, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from results.errors import StoreError
from results.looks import Look, look_up
from results.outcomes import load_outcomes
from results.payer_account import yearly_account
from results.store import COMPARISON, MANIFEST, read_manifest, read_result
from results.tables import REPLICATE, Measured, build_paired_table, read_rows
from results.words import Words

SOFT_HYPHEN = "\N{SOFT HYPHEN}"
LONGEST_NAME = 26
NEEDED = (
    "policy_titles",
    "scenarios",
    "area",
    "seeds",
    "worlds",
    "partial",
    "replicates_wanted",
    "replicates_finished",
    "command",
    "made",
    "version",
)
EVENT_TYPES = tuple(
    name.removeprefix("events_").removesuffix("_per_1000_households_per_year")
    for name in load_outcomes()
    if name.startswith("events_")
)
"""Types of registered events, as the weekly columns and the outcomes name them."""


@dataclass(frozen=True)
class Played:
    """What was played over some seeds and worlds, as its passport tells.

    Attributes:
        manifest: The passport.
    """

    manifest: Mapping[str, Any]

    @property
    def replicates(self) -> int:
        """How many replicates there are of each policy."""
        return len(self.manifest["seeds"])

    @property
    def worlds(self) -> int:
        """How many plausible worlds were met; 0 where only the central one was played."""
        return len({world for world in self.manifest["worlds"]["drawn"] if world})

    @property
    def households(self) -> float:
        """Households in one replicate, over all copies of the area."""
        return float(self.manifest["area"]["households"] * self.manifest["scenarios"][0]["copies"])

    @property
    def policies(self) -> tuple[str, ...]:
        """The policies in their order."""
        return tuple(scenario["policy"] for scenario in self.manifest["scenarios"])

    def title(self, policy: str, words: Words) -> str:
        """Gives the full name of a policy."""
        return str(self.manifest["policy_titles"][policy][words.language])


@dataclass(frozen=True)
class Evidence(Played):
    """A stored comparison, ready to be shown.

    Attributes:
        runs: policy, seed, world, outcome, value.
        weekly: policy, seed, world, week and one column of counts per type of event.
        helpers: policy, seed, world, helpers, households (mean number in a week).
        waits: policy, seed, world, domain, asked, mean_weeks, without_help_share.
        payers: policy, seed, world, year, payer, euros (of the whole area) and what else `Run.payers` tells.
        groups: policy, seed, world, dimension, group, households and a column per outcome.
    """

    runs: pd.DataFrame
    weekly: pd.DataFrame
    helpers: pd.DataFrame
    waits: pd.DataFrame
    payers: pd.DataFrame
    groups: pd.DataFrame

    @property
    def baseline(self) -> str:
        """The policy all others are compared with."""
        return self.policies[0]

    @property
    def others(self) -> tuple[str, ...]:
        """The policies that are compared with the first."""
        return self.policies[1:]

    @cached_property
    def table(self) -> Measured:
        """Every outcome of every policy, compared with the first."""
        return read_rows(build_paired_table(self.runs, self.baseline))

    @cached_property
    def measured(self) -> dict[tuple[object, ...], Measured]:
        """What was measured of it before; see `results.measures`."""
        return {}

    @cached_property
    def payer_account(self) -> pd.DataFrame:
        """What each payer pays beside what it pays under the first policy, year by year."""
        return yearly_account(self.payers, self.baseline)

    @cached_property
    def looks(self) -> Mapping[str, Look]:
        """What each policy looks like."""
        return look_up(self.policies)

    def name(self, policy: str, words: Words) -> str:
        """Gives the short name of a policy, for figures, tables and sentences."""
        name = words.find(f"column.{policy}", self.title(policy, words)).replace(SOFT_HYPHEN, "")
        return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def read_evidence(folder: Path) -> Evidence:
    """Reads what a report needs from a result folder.

    Args:
        folder: The result of a comparison.

    Raises:
        StoreError: It is no result, is damaged, has another format, or is the result of something else.
    """
    manifest = read_manifest(folder)
    if manifest is not None and manifest.get("kind") not in (None, COMPARISON):
        raise StoreError("error.not_comparison", folder=folder)
    stored = read_result(folder, {"weekly": weekly_columns()})
    if any(name not in stored.manifest for name in NEEDED):
        raise StoreError("error.damaged_result", folder=folder, file=MANIFEST)
    parts = {}
    for part in ("runs", "weekly", "helpers", "waits", "payers", "groups"):
        tables = [table for name, table in stored.tables.items() if name.startswith(f"{part}/")]
        if not tables:
            raise StoreError("error.damaged_result", folder=folder, file=f"{part}/")
        parts[part] = pd.concat(tables, ignore_index=True)
    return Evidence(stored.manifest, **parts)


def weekly_columns() -> list[str]:
    """Gives the columns of the weekly table that figures are made of."""
    return ["policy", *REPLICATE, "week", *(f"events_{name}" for name in EVENT_TYPES)]
