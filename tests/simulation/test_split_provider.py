"""A provider split in two identical ones with a joint queue is the same provider (T13).

Two sets of 200 seeds that share no luck, 1-200 for the one provider and 201-400 for the two. No start-up:
before a policy begins there is no joint queue. No intake, no contracts with a ceiling, and what is seen
reaches the right help equally often inside and outside the own organisation, for those an organisation has
for itself. Kolmogorov-Smirnov over all outcomes, Holm: a right program is refused with a chance of at most
0.1%. Shown to fail on a seeded fault: the same without the joint queue, where two halves are less than one
whole.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.stats import ks_2samp

from simulation import Scenario, simulate
from tests.exact.acceptance import holm
from tests.simulation.neighbourhood import KLEIN
from tests.simulation.split import split_area

SEEDS = 200
OUTCOMES = (
    "weeks_to_first_help",
    "weeks_to_all_help",
    "helpers_mean",
    "direct_time_share",
    "unmet_weeks_per_household_per_year",
    "crises_per_1000_households_per_year",
    "cost_municipality",
)
EQUALLY_KNOWN = {"referral_reaches_known": 0.5, "referral_reaches_unknown": 0.5}
SETTINGS = {
    **EQUALLY_KNOWN,
    "intake_hours": 0.0,
    "decision_weeks": 0.0,
    "contract_ceilings": 0.0,
    "hours_change": 0.6,
}


def outcomes(area: Path, queue: float, first: int) -> np.ndarray:
    """Outcomes of many seeds, one row a seed."""
    scenario = Scenario(
        area=str(area),
        policy="alleen-gedeelde-capaciteit",
        years=2,
        warmup_weeks=0,
        parameters={**SETTINGS, "queue": queue},
    )
    runs = [simulate(scenario.with_seed(seed)) for seed in range(first, first + SEEDS)]
    return np.array([run.summary[list(OUTCOMES)].to_numpy(dtype=float) for run in runs])


def refused(one: np.ndarray, other: np.ndarray) -> list[str]:
    """The outcomes whose distributions differ."""
    pairs = zip(one.T, other.T, strict=True)
    return [OUTCOMES[place] for place in holm([ks_2samp(*pair).pvalue for pair in pairs])]


@pytest.mark.slow
def test_a_split_provider_with_a_joint_queue_is_the_same_provider(tmp_path: Path) -> None:
    split = split_area(KLEIN, tmp_path)
    joint, apart = ([outcomes(KLEIN, queue, 1), outcomes(split, queue, 1 + SEEDS)] for queue in (1.0, 0.0))
    assert refused(*joint) == []
    assert refused(*apart) != []
