"""What the page is made of: the stored tables and the passport of a validation, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from results.errors import StoreError
from results.evidence import Played
from results.numbers import Form, write_amount
from results.store import read_manifest, read_result
from results.words import Words

KIND = "validation"
USES = ("fitted", "kept", "construction")
TABLES = {
    "targets": "targets.csv",
    "ranges": "ranges.csv",
    "falls": "falls.csv",
    "helpers": "helpers.parquet",
    "concentration": "concentration.parquet",
    "waits": "waits.parquet",
    "heaviest": "heaviest.parquet",
}
type Fact = Mapping[str, Any]
"""One published fact with what the model says beside it: a row of the table of targets."""


@dataclass(frozen=True)
class Beside(Played):
    """A stored validation, ready to be shown.

    Attributes:
        targets: One row per published fact.
        ranges: One row per number that calibration freed; none without plausible worlds.
        falls: What the heaviest households lose by themselves.
        helpers: seed, world, helpers, households.
        concentration: seed, world, of, dearest, part.
        waits: seed, world, domain, asked, left_4, left_13, left_26, left_52.
        heaviest: seed, world, by, quarter and means of the chosen and of the others.
    """

    targets: pd.DataFrame
    ranges: pd.DataFrame
    falls: pd.DataFrame
    helpers: pd.DataFrame
    concentration: pd.DataFrame
    waits: pd.DataFrame
    heaviest: pd.DataFrame

    @cached_property
    def facts(self) -> list[Fact]:
        """The published facts in their order."""
        kept = self.targets.astype(dict.fromkeys(TEXTS, object)).fillna(dict.fromkeys(TEXTS, ""))
        return [{str(name): value for name, value in row.items()} for row in kept.to_dict("records")]

    def used(self, use: str) -> list[Fact]:
        """Gives the facts of one use: fitted, kept or construction."""
        return [fact for fact in self.facts if fact["use"] == use]

    def count(self, use: str) -> tuple[int, int]:
        """Counts the facts of one use whose band holds the model, and how many there are."""
        measured = [fact for fact in self.used(use) if is_measured(fact)]
        return sum(bool(fact["inside"]) for fact in measured), len(measured)

    @property
    def worst(self) -> Fact | None:
        """The fact that is missed by most tolerated discrepancies; nothing where none is missed."""
        missed = [fact for fact in self.facts if is_measured(fact) and not fact["inside"]]
        return max(missed, key=lambda fact: float(fact["misses_by"]), default=None)


TEXTS = ("why_nl", "why_en", "price_level", "source", "year", "place_nl", "place_en", "adjustment")


def is_measured(fact: Fact) -> bool:
    """Says whether the replicates could tell anything about a fact."""
    return float(fact["mean"]) == float(fact["mean"])


def write_value(fact: Fact, value: float, words: Words, *, bare: bool = False) -> str:
    """Writes a value in the form of a fact."""
    form: Form = fact["form"]
    return write_amount(float(value), form, int(fact["decimals"]), words.language, bare=bare)


def write_band(fact: Fact, words: Words) -> str:
    """Writes the published band of a fact."""
    return words.text(
        "valid.band",
        low=write_value(fact, fact["low"], words, bare=True),
        high=write_value(fact, fact["high"], words),
    )


def texts(rows: Iterable[Fact], words: Words) -> list[str]:
    """Gives the names of facts in the language of the reader."""
    return [str(row[f"text_{words.language}"]) for row in rows]


def read_validation(folder: Path) -> Beside:
    """Reads what the page needs from a result folder.

    Args:
        folder: The result of a validation.

    Raises:
        StoreError: It is no result, is damaged, has another format, or is the result of something else.
    """
    manifest = read_manifest(folder)
    if manifest is not None and manifest.get("kind") != KIND:
        raise StoreError("error.not_comparison", folder=folder)
    stored = read_result(folder)
    missing = next((name for name in TABLES.values() if name not in stored.tables), None)
    if missing is not None:
        raise StoreError("error.damaged_result", folder=folder, file=missing)
    return Beside(stored.manifest, **{name: stored.tables[file] for name, file in TABLES.items()})
