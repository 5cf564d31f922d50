"""A rule that holds: found in one half of the worlds, and tested in the other, which had no say in it.

The half that finds may search through as many conditions and limits as it likes; the other half looks at one
rule only, by Fisher's exact test (one side). So where conditions say nothing, a rule passes in at most 5% of
the cases, whatever the number of conditions. Coverage and density are those of the half that tested.
"""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import binomtest, hypergeom

from experiments.discovery.box import Box
from experiments.discovery.peeling import find_box
from results.worlds import CERTAINTY

LEAST_CASES = 8
"""With fewer worlds of interest, or fewer of the others, in a half, nothing is looked for."""
CHANCE = 1 - CERTAINTY
"""How often a rule may pass where there is nothing to find."""


@dataclass(frozen=True)
class Rule:
    """A rule and how it fared in the worlds that had no say in it.

    Attributes:
        box: The rule.
        chance: How often a rule this good or better would come out of luck.
        worlds: Worlds it was tested in.
        inside: Worlds of those that it holds for.
        cases: Worlds of those that are of interest.
        hits: Worlds of interest that it holds for.
    """

    box: Box
    chance: float
    worlds: int
    inside: int
    cases: int
    hits: int

    @property
    def coverage(self) -> float:
        """For which part of the worlds of interest it holds."""
        return self.hits / self.cases if self.cases else math.nan

    @property
    def density(self) -> float:
        """Which part of the worlds that it holds for is of interest."""
        return self.hits / self.inside if self.inside else math.nan

    @property
    def elsewhere(self) -> float:
        """Which part of the other worlds is of interest."""
        others = self.worlds - self.inside
        return (self.cases - self.hits) / others if others else math.nan

    def ends(self, of: str) -> tuple[float, float]:
        """Gives the 95% interval (Wilson) of the coverage or the density.

        Args:
            of: "coverage" or "density".
        """
        many = self.cases if of == "coverage" else self.inside
        if not many:
            return math.nan, math.nan
        found = binomtest(self.hits, many).proportion_ci(CERTAINTY, method="wilson")
        return float(found.low), float(found.high)


def find_rule(conditions: pd.DataFrame, interest: np.ndarray, seed: int = 1) -> Rule | None:
    """Finds a rule in one half of the worlds and tests it in the other.

    Args:
        conditions: One row per world, one column per condition; a world with a gap is left out.
        interest: Which worlds are of interest.
        seed: Of the halves.

    Returns:
        The rule with its chance, good or not; none where there are too few worlds or nothing stands out.
    """
    whole = conditions.notna().all(axis=1).to_numpy()
    known, wanted = conditions[whole].reset_index(drop=True), interest[whole]
    finding = split(wanted, seed)
    for half in (finding, ~finding):
        cases = int(wanted[half].sum())
        if min(cases, int(half.sum()) - cases) < LEAST_CASES:
            return None
    box = find_box(known[finding].reset_index(drop=True), wanted[finding])
    return None if box is None else try_out(box, known[~finding], wanted[~finding])


def split(interest: np.ndarray, seed: int) -> np.ndarray:
    """Cuts worlds in two halves by lot, with equal parts of those of interest.

    Args:
        interest: Which worlds are of interest.
        seed: Of the lot.

    Returns:
        Which worlds are in the half that finds.
    """
    rng = np.random.default_rng(seed)
    finding = np.zeros(len(interest), dtype=bool)
    for kind in (True, False):
        own = rng.permutation(np.flatnonzero(interest == kind))
        finding[own[: (len(own) + int(kind)) // 2]] = True
    return finding


def try_out(box: Box, conditions: pd.DataFrame, interest: np.ndarray) -> Rule:
    """Tests a rule in worlds that had no say in it.

    Args:
        box: The rule.
        conditions: One row per world.
        interest: Which worlds are of interest.
    """
    inside = box.holds(conditions)
    worlds, held, cases = len(inside), int(inside.sum()), int(interest.sum())
    hits = int(interest[inside].sum())
    chance = float(hypergeom.sf(hits - 1, worlds, cases, held))
    return Rule(box, chance, worlds, held, cases, hits)
