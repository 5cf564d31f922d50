"""One list four times as large has waits as much shorter as the exact chain says (T15).

The small area and the same area with four times the people and posts, but the same organisations. All
trouble goes to one list; its cases are alike, trouble stays as it is, and the eight places (or 32) are never
empty by illness or leaving. What is asked is then nearly Poisson, and the weekly chain of the load that was
met gives how many stand in line. Seeds 1-24, 28 years each: the 99% interval of the mean line contains the
chain's, for both sizes and the fall, with Holm, so a right program is refused with a chance of 1%. Shown to
fail on a seeded fault: four lists of eight places beside each other, where hours are not shared.
"""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import t

from agents.need import NEVER
from simulation.build import build_world
from simulation.parameters import entries
from simulation.products import SOCIAL_WORK
from simulation.world import World
from tests.exact.queues import weekly_chain
from tests.simulation.larger import blocks, scaled
from tests.simulation.neighbourhood import (
    KLEIN,
    NO_EFFECT_OF_HELP,
    NO_STRAIN,
    NO_TURNOVER,
    NOBODY_ASKS,
    NOBODY_LOOKS_AT_THE_LIST,
    NOBODY_POACHES,
    lived,
    one_product,
    scenario,
    table_of,
)

SEEDS, YEARS, SETTLING, ERROR = 24, 30, 104, 0.01
TIMES, POSTS, PLACES_EACH = 4, 4, 2
ASKING, ENDING = 0.0028, 0.1
"""A week: asking of everybody in trouble without help, and the end of every case."""
HOURS, SPARE = 1.0, 1.1
CASES_ALIKE = {
    "hours_social_work_2": HOURS,
    "hours_social_work_3": HOURS,
    "hours_share_at_1": 1.0,
    "hours_share_at_4": 1.0,
    "maintenance_hours_share": 1.0,
    "travel_hours_per_direct_hour": 0.0,
    "same_worker_share": 0.0,
    "drop_out_rate": 0.0,
    "closing_with_high_floor_factor": 1.0,
}
WORK_ONLY = {
    "registration_share": 0.0,
    "registration_per_extra_regime": 0.0,
    "talk_hours_per_week": 0.0,
    "intake_hours": 0.0,
    "leaving_rate_per_year": 0.0,
    "sickness_onset_rate": 0.0,
    "first_product_right": 1.0,
    "extra_referral_rate": 0.0,
    "mismatch_chance": 0.0,
    "contract_ceilings": 0.0,
    **NO_STRAIN,
    **NOBODY_POACHES,
}
STILL = {**NO_EFFECT_OF_HELP, **NOBODY_LOOKS_AT_THE_LIST, **NO_TURNOVER, **NOBODY_ASKS}
LATER = {
    **{name: 0.0 for name in entries() if name.startswith(("up_hazard_", "down_hazard_"))},
    **{name: ASKING for name in entries() if name.startswith("asking_rate_")},
    "crisis_state_exit": 0.0,
    "goal_closing_rate": 0.0,
    "closing_without_goal_rate": ENDING,
}
"""Numbers beyond their bounds, set when the policy begins."""


def still(world: World, leave: float) -> World:
    """Nothing begins any more, and everybody who does social work has two places."""
    world = one_product(world)
    world.ladder[:, 0] = 0.0
    world.needs.hazard = 0.0
    world.needs.onset_week = NEVER
    world.calendar[:] = -1
    does_it = world.professionals.product == SOCIAL_WORK
    world.professionals.contract_hours[does_it] = PLACES_EACH * HOURS * SPARE / (1.0 - leave)
    return world


def line(area: Path, seed: int) -> tuple[float, float]:
    """Mean number in line and mean number of starts a week."""
    parameters = {**CASES_ALIKE, **WORK_ONLY, **STILL}
    of = scenario(area, seed=seed, years=YEARS, warmup_weeks=0, parameters=parameters)
    state = build_world(of.loaded_area, of.start_values, of.seed, 0, 0)
    weekly = table_of(lived(of, of.weeks, still(state, of.values["leave_share"]), **LATER)).iloc[SETTLING:]
    assert weekly["lost_cases"].sum() == 0
    return weekly["listed_social_work"].mean(), weekly["started_social_work"].mean()


@cache
def lines(area: Path) -> np.ndarray:
    """What many seeds showed, one row a seed: in line, starts a week."""
    return np.array([line(area, seed) for seed in range(1, SEEDS + 1)])


def refused(found: np.ndarray, times: int) -> bool:
    """Whether the mean line is not that of the chain with so many times the places, at the load met."""
    waiting, starts = found.T
    exact = weekly_chain(float(starts.mean()), times * POSTS * PLACES_EACH, ENDING).mean_waiting
    half = t.isf(ERROR / 4, SEEDS - 1) * waiting.std(ddof=1) / np.sqrt(SEEDS)
    return bool(abs(waiting.mean() - exact) > half)


def mean_wait(found: np.ndarray) -> float:
    """Weeks, by Little's law."""
    return float(found[:, 0].sum() / found[:, 1].sum())


@pytest.mark.slow
def test_a_larger_list_waits_less_as_the_chain_says(tmp_path: Path) -> None:
    small, large = lines(scaled(KLEIN, tmp_path / "1", 1)), lines(scaled(KLEIN, tmp_path / "4", TIMES))
    assert not refused(small, 1)
    assert not refused(large, TIMES)
    assert mean_wait(large) < mean_wait(small) / 2
    apart = lines(blocks(KLEIN, tmp_path / "apart", TIMES))
    assert refused(apart, TIMES)
    assert mean_wait(apart) > mean_wait(small) / 2
