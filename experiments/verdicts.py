"""What a published fact and the model say of each other, with one sentence where the model misses."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np
import pandas as pd

from experiments.targets import Target
from results.numbers import Form
from results.outcomes import find_outcome
from simulation.errors import InputError

type Side = Literal["below", "above"]
SIDES = ("below", "above")
SPREAD = 0.9
THOUSANDS = 1000


@dataclass(frozen=True)
class Miss:
    """Why the model lies on one side of a fact, as far as it is known.

    Attributes:
        side: On which side.
        nl: One sentence, in Dutch.
        en: The same, in English.
        up_to: By how much it may miss (in the unit of the target) for the sentence to hold.
    """

    side: Side
    nl: str
    en: str
    up_to: float = float("inf")

    def tells(self, target: Target, value: float) -> bool:
        """Says whether the sentence is about a miss on this side and of this size."""
        off = max(target.low - value, value - target.high)
        return self.side == side_of(target, value) and 0 < off <= self.up_to


@dataclass(frozen=True)
class Misses:
    """The sentences, the area in which their reasons were seen, and targets nobody has explained."""

    area: str
    open: frozenset[str]
    of: Mapping[str, Miss]

    def told_of(self, area: str) -> Mapping[str, Miss]:
        """Gives the sentences that may be told of an area: nobody has looked into the misses of others."""
        return self.of if area == self.area else {}


@cache
def load_misses() -> Misses:
    """Reads the sentences: target -> why the model misses it.

    Raises:
        InputError: A sentence is missing in a language, or a side is neither below nor above.
    """
    table = tomllib.loads(files("experiments").joinpath("misses.toml").read_text(encoding="utf-8"))
    found = Misses(
        table.pop("area"), frozenset(table.pop("open")), {name: Miss(**row) for name, row in table.items()}
    )
    for name, miss in found.of.items():
        if miss.side not in SIDES or not miss.nl.strip() or not miss.en.strip():
            raise InputError(
                f"misses.toml, target {name!r}: side is {miss.side!r}; allowed: below or above, "
                "with a sentence in nl and in en"
            )
    return found


def lay_beside_facts(
    targets: Sequence[Target], values: pd.DataFrame, misses: Mapping[str, Miss]
) -> pd.DataFrame:
    """Lays what was played beside the facts.

    Args:
        targets: The facts.
        values: seed, world, target, value.
        misses: Target -> why it is missed, see `Misses.told_of`.

    Returns:
        One row per target with all that the file of targets says of it, `form` and `decimals` in which it
        is written, `mean` over the replicates, `spread_low` and `spread_high` (90% of the replicates lie
        between), `inside` (the mean lies in the published band), `inside_share` (of the replicates),
        `misses_by` (in tolerated discrepancies, 0 inside) and `why_nl` and `why_en`: one sentence where the
        mean misses, empty inside the band and where nobody has explained it.
    """
    rows = []
    for target in targets:
        found = values.loc[values["target"] == target.id, "value"].dropna().to_numpy(float)
        mean = float(found.mean()) if len(found) else float("nan")
        ends = (
            np.quantile(found, [(1 - SPREAD) / 2, (1 + SPREAD) / 2]) if len(found) > 1 else (np.nan, np.nan)
        )
        form, decimals = form_of(target)
        inside = bool(len(found)) and target.inside(mean)
        miss = misses.get(target.id)
        told = miss if miss and len(found) and miss.tells(target, mean) else None
        rows.append(
            {
                **vars(target),
                "form": form,
                "decimals": decimals,
                "mean": mean,
                "spread_low": float(ends[0]),
                "spread_high": float(ends[1]),
                "inside": inside,
                "inside_share": float(np.mean([target.inside(one) for one in found]))
                if len(found)
                else np.nan,
                "misses_by": target.misses_by(mean) if len(found) else np.nan,
                "why_nl": told.nl if told else "",
                "why_en": told.en if told else "",
            }
        )
    return pd.DataFrame(rows)


def side_of(target: Target, value: float) -> Side:
    """Says on which side of the middle of the band a value lies."""
    return "below" if value < target.middle else "above"


def form_of(target: Target) -> tuple[Form, int]:
    """Says how a target is written: as a share, euros or a plain number, and with how many decimals."""
    if target.kind == "outcome":
        outcome = find_outcome(target.name)
        return outcome.form, outcome.decimals
    if target.kind == "hours" or target.name.endswith("_share") or target.over_years:
        return "share", 1
    if target.price_level:
        return "euro", 0
    return "number", 0 if target.high >= THOUSANDS else 1
