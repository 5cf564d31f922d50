"""What each payer, and society, loses with each policy in each plausible world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from results.outcomes import find_outcome

type Floats = NDArray[np.float64]
HALVES = 2
LOSSES: Mapping[str, str] = {
    "society": "cost_per_household_per_year",
    "municipality": "cost_municipality",
    "zvw": "cost_zvw",
    "wlz": "cost_wlz",
    "corporation": "cost_corporation",
    "justice": "cost_justice",
    "escalations": "crises_per_1000_households_per_year",
    "health": "health_utility",
}
"""Who chooses -> what is looked at: euros per household per year, but for escalations and health."""
NET = "net"
"""Who counts the health of residents in euros, beside the cost of society."""


@dataclass(frozen=True)
class Losses:
    """What is lost in each world under each policy.

    Attributes:
        policies: The policies.
        worlds: Numbers of the worlds.
        halves: World x half x policy: mean over every other seed of the world, so that what one half of the
            luck shows can be checked on the other; not-a-number in a half without seeds.
    """

    policies: tuple[str, ...]
    worlds: tuple[int, ...]
    halves: Floats

    @property
    def mean(self) -> Floats:
        """World x policy: both halves together."""
        found: Floats = np.nanmean(self.halves, axis=1)
        return found


def find_losses(runs: pd.DataFrame, policies: Sequence[str], outcome: str) -> Losses:
    """Puts what was played in order: world, half of the luck, policy.

    What is better when more is lost when less. Worlds in which a run of one of the policies failed or has no
    value of this outcome are left out.

    Args:
        runs: One row per run: policy, seed, world and the outcomes.
        policies: The policies.
        outcome: What is lost.
    """
    table = runs.pivot_table(index=["world", "seed"], columns="policy", values=outcome, dropna=False)
    table = table.reindex(columns=list(policies)).dropna()
    half = table.groupby(level="world").cumcount().to_numpy() % HALVES
    worlds = table.index.get_level_values("world").to_numpy(dtype=int)
    sign = -1.0 if find_outcome(outcome).better == "more" else 1.0
    known = np.unique(worlds)
    halves = np.full((len(known), HALVES, len(policies)), np.nan)
    for place, world in enumerate(known):
        for part in range(HALVES):
            own = table.to_numpy(dtype=float)[(worlds == world) & (half == part)]
            if len(own):
                halves[place, part] = sign * own.mean(axis=0)
    return Losses(tuple(policies), tuple(int(world) for world in known), halves)


def count_health(runs: pd.DataFrame, year_worth: float, residents: float) -> pd.DataFrame:
    """Takes the health of residents off the cost of society, in euros per household per year.

    Args:
        runs: One row per run.
        year_worth: Euros that a year in full health of one resident is worth.
        residents: Residents per household.
    """
    health = runs[LOSSES["health"]] * residents * year_worth
    return runs.assign(**{LOSSES["society"]: runs[LOSSES["society"]] - health})
