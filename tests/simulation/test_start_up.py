"""Whether the start-up forgets how it began and ends in a year without a trend (T21, T22).

T21: two sets of 100 seeds, 1-100 that begin with nobody helped and 101-200 that begin overloaded: in the
first four weeks everybody in trouble asks at once, which fills the lists. After the start-up of every run the
means over the last 26 weeks have the same law: Kolmogorov-Smirnov over seven counts. T22: seeds
1-100, the slope of weekly counts over the last 52 weeks, Student's t. Both with Holm: a right program is
refused with a chance of 1%. Both are shown to fail on a seeded fault: a start-up that is cut off after half a
year, and the trend of its first year.
"""

from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from scipy.stats import ks_2samp, ttest_1samp

from simulation import Scenario
from simulation.build import build_world
from simulation.columns import NAMES
from simulation.counters import BEFORE
from simulation.handle import held
from simulation.parameters import entries
from simulation.week import live_weeks
from simulation.world import World
from tests.exact.acceptance import holm
from tests.simulation.neighbourhood import ENDLESS, KLEIN

SEEDS, ERROR = 100, 0.01
USUAL, CUT_OFF = Scenario().warmup_weeks, 26
LAST, YEAR = 26, 52
RUSH_WEEKS, AT_ONCE = 4, 100.0
SEVERE = ("_severe", "_crisis")
ASKING = tuple(name for name in entries() if name.startswith("asking_rate_"))
COUNTS = {
    "severe or in crisis": tuple(n for n in NAMES if n.startswith("severity_") and n.endswith(SEVERE)),
    "moderate": tuple(n for n in NAMES if n.startswith("severity_") and n.endswith("_moderate")),
    "waiting": tuple(n for n in NAMES if n.startswith("pending_")),
    "helped households": ("helpers_households",),
    "helpers": ("helpers_sum",),
    "direct hours": ("hours_direct",),
    "asked": tuple(n for n in NAMES if n.startswith("asked_")),
}


def nothing(world: World) -> int:
    """Begin as the model begins: nobody helped yet, no weeks lived."""
    return 0


def overload(world: World) -> int:
    """Begin with four weeks in which everybody who is in trouble asks for help at once."""
    usual = world.p.copy()
    for name in ASKING:
        world.p[name] = AT_ONCE
    world.p.wait_discouragement_weeks = ENDLESS
    first = -int(world.counters[BEFORE])
    live_weeks(held(world), first, first + RUSH_WEEKS)
    world.p[:] = usual
    return RUSH_WEEKS


@cache
def started_weekly(first: int, begin: Callable[[World], int], weeks: int) -> np.ndarray:
    """Counts per seed and week of start-ups: seed x week x count."""
    found = []
    scenario = Scenario(area=str(KLEIN), warmup_weeks=weeks)
    for seed in range(first, first + SEEDS):
        world = build_world(scenario.loaded_area, scenario.start_values, seed, 0, weeks)
        lived = begin(world)
        live_weeks(held(world), lived - weeks, 0)
        columns = [[NAMES.index(name) for name in names] for names in COUNTS.values()]
        found.append([world.weekly[:weeks, places].sum(axis=1) for places in columns])
    return np.array(found, dtype=float).transpose(0, 2, 1)


def apart(weeks: int) -> list[str]:
    """What differs after the start-up between an empty and an overloaded beginning."""
    empty, full = (
        started_weekly(first, begin, weeks)[:, -LAST:].mean(axis=1)
        for first, begin in ((1, nothing), (1 + SEEDS, overload))
    )
    tests = [ks_2samp(*pair).pvalue for pair in zip(empty.T, full.T, strict=True)]
    return [list(COUNTS)[place] for place in holm(tests, ERROR)]


def slopes(weekly: np.ndarray) -> np.ndarray:
    """By what part of its mean each count rises or falls a year: seed x count."""
    time = np.arange(weekly.shape[1]) - (weekly.shape[1] - 1) / 2
    per_week = np.einsum("swc,w->sc", weekly, time) / (time**2).sum()
    yearly: np.ndarray = YEAR * per_week / weekly.mean(axis=(0, 1))
    return yearly


def trends(weekly: np.ndarray) -> list[str]:
    """What still rises or falls over these weeks."""
    tests = ttest_1samp(slopes(weekly), 0.0).pvalue
    return [list(COUNTS)[place] for place in holm(tests, ERROR)]


@pytest.mark.slow
def test_an_overloaded_beginning_is_forgotten() -> None:
    assert apart(USUAL) == []
    assert apart(CUT_OFF) != []


@pytest.mark.slow
def test_the_last_year_of_the_start_up_has_no_trend() -> None:
    weekly = started_weekly(1, nothing, USUAL)
    assert trends(weekly[:, -YEAR:]) == []
    assert trends(weekly[:, :YEAR]) != []
