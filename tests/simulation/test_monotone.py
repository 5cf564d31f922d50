"""What must grow when something else grows, all other things equal (T17).

Thirty pairs of runs with equal luck, seeds 1-30, at the defaults but for one number, and with hours that do
not follow the waits in the start-up, since they would make up for it; what is compared is the total over
the policy. A pair passes when the whole 99.9% interval of the mean paired difference has the sign that is
asked: a program in which the number does nothing passes with a chance of at most 0.05% a row. Shown to fail
on a seeded fault: the two arms exchanged, for every row.

The area is the small one, but for what a slower generalist does to the lists of the shared team: in the
small area generalists take on so few cases outside their trade that thirty pairs do not show it, so that row
is lived in the default area. Weeks in line of all who wait count as the wait, also of those who never start:
the mean wait of who did start leaves them out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from scipy.stats import t

from simulation import Scenario, simulate
from simulation.columns import NAMES
from simulation.parameters import entries
from tests.simulation.neighbourhood import KLEIN

PAIRS, ERROR = 30, 0.001
SEVERE = tuple(
    name for name in NAMES if name.startswith("severity_") and name.endswith(("_severe", "_crisis"))
)
WAITING = tuple(name for name in NAMES if name.startswith("pending_"))


@dataclass(frozen=True)
class Claim:
    """More of something gives less of something else, or more.

    Attributes:
        less: numbers in the arm with less.
        more: numbers in the arm with more.
        columns: what is added up over the weeks of the policy.
        grows: whether it is larger in the arm with more.
        policy: under which.
        area: where.
    """

    less: Mapping[str, float]
    more: Mapping[str, float]
    columns: tuple[str, ...]
    grows: bool
    policy: str = "fragmented"
    area: str = str(KLEIN)


def times(names: tuple[str, ...], factor: float) -> dict[str, float]:
    """Some numbers at a multiple of their defaults."""
    return {name: factor * entries()[name].value for name in names}


UPS = ("up_hazard_1", "up_hazard_2", "up_hazard_3")
CLAIMS = {
    "more hours, fewer severe weeks": Claim({"hours_change": 0.6}, {"hours_change": 1.4}, SEVERE, False),
    "worsening faster, more severe weeks": Claim(times(UPS, 1.0), times(UPS, 1.3), SEVERE, True),
    "help that works better, fewer severe weeks": Claim(
        {"help_speeds_recovery": 1.0}, {"help_speeds_recovery": 3.0}, SEVERE, False
    ),
    "more talks per pair, fewer direct hours": Claim(
        {"talk_hours_per_week": 0.1}, {"talk_hours_per_week": 0.2}, ("hours_direct",), False
    ),
    "more leaving, shorter lists": Claim(
        {"leaving_list_rate": 0.01}, {"leaving_list_rate": 0.03}, WAITING, False
    ),
    "more registration, fewer direct hours": Claim(
        {"registration_share": 0.24}, {"registration_share": 0.3}, ("hours_direct",), False
    ),
    "a slower generalist, longer bundled waits": Claim(
        {"generalist_slowdown": 0.0},
        {"generalist_slowdown": 0.2},
        WAITING,
        True,
        "alleen-gedeelde-capaciteit",
        "maastricht-noordoost",
    ),
}
ROWS = [
    name if claim.area == str(KLEIN) else pytest.param(name, marks=pytest.mark.slow)
    for name, claim in CLAIMS.items()
]


@cache
def differences(name: str) -> tuple[float, ...]:
    """The arm with more less the arm with less, per pair."""
    claim = CLAIMS[name]
    totals = []
    for changes in (claim.less, claim.more):
        scenario = Scenario(
            area=claim.area, policy=claim.policy, years=3, warmup_weeks=0, parameters=dict(changes)
        )
        runs = (simulate(scenario.with_seed(seed)) for seed in range(1, PAIRS + 1))
        totals.append([run.weekly.loc[0:, list(claim.columns)].to_numpy().sum() for run in runs])
    return tuple(float(found) for found in np.subtract(totals[1], totals[0]))


def holds(found: tuple[float, ...], grows: bool) -> bool:
    """Whether the interval of the mean difference lies wholly on the side that is asked."""
    signed = np.array(found) if grows else -np.array(found)
    half = t.isf(ERROR / 2, len(signed) - 1) * signed.std(ddof=1) / np.sqrt(len(signed))
    return bool(signed.mean() - half > 0)


@pytest.mark.parametrize("name", ROWS)
def test_more_of_one_is_less_or_more_of_the_other(name: str) -> None:
    found = differences(name)
    assert holds(found, CLAIMS[name].grows)
    assert not holds(found, not CLAIMS[name].grows)
