"""Many neighbourhoods apart are many times one neighbourhood; one large one waits less (T14, T15).

T14: one area of four blocks, each with organisations of its own, against four copies of the area. 300 seeds
each, 1-300 and 301-600, and other people in every seed, since who lives somewhere is drawn per area.
Outside providers and decisions are no bottleneck, which they share. 99% intervals of the differences with
Holm: a right program is refused with a chance of 1%. Shown to fail on a seeded fault: a block without
posts.

T15: the same organisations four times as large, with four times as many people: waits fall, since hours are
pooled, by what Erlang C gives for the load that was met.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import ttest_ind

from simulation import Scenario, simulate
from tests.exact.acceptance import holm
from tests.simulation.larger import blocks, other_people
from tests.simulation.neighbourhood import KLEIN

SEEDS, BLOCKS, ERROR = 300, 4, 0.01
TOTALS = (
    "cost_municipality",
    "cost_zvw",
    "crises_per_1000_households_per_year",
    "helpers_mean",
    "unmet_weeks_per_household_per_year",
)
APART = {"decision_weeks": 0.0, "contract_ceilings": 0.0}


def totals(area: Path, first: int, copies: int = 1) -> np.ndarray:
    """Outcomes per head of many seeds, one row a seed, with other people in every seed."""
    scenario = Scenario(area=str(area), years=2, warmup_weeks=0, copies=copies, parameters=APART)
    found = []
    for seed in range(first, first + SEEDS):
        run = simulate(other_people(scenario.with_seed(seed), f"people {seed}"), workers=1)
        found.append(run.summary[list(TOTALS)].to_numpy(dtype=float))
    return np.array(found)


def differ(one: np.ndarray, other: np.ndarray) -> list[str]:
    """The outcomes whose means differ."""
    tests = ttest_ind(one, other, equal_var=False).pvalue
    return [TOTALS[place] for place in holm(tests, ERROR)]


@pytest.mark.slow
def test_blocks_apart_are_copies(tmp_path: Path) -> None:
    several = totals(blocks(KLEIN, tmp_path / "one", 1), 1, BLOCKS)
    together = totals(blocks(KLEIN, tmp_path / "four", BLOCKS), 1 + SEEDS)
    assert differ(several, together) == []
    unstaffed = totals(blocks(KLEIN, tmp_path / "three", BLOCKS, staffed=BLOCKS - 1), 1 + SEEDS)
    assert differ(several, unstaffed) != []
