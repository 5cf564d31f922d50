"""Recovery and relapse are those of the severity ladder itself, and nobody is counted twice."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from agents.need import AS_IT_WAS, BAD, RECOVERED, course_of
from simulation import Run, Scenario, simulate
from simulation.life_table import share_within
from simulation.parameters import entries
from tests.exact.acceptance import binomial_limits
from tests.exact.ladder import Ladder, Matrix
from tests.simulation.neighbourhood import (
    NO_EFFECT_OF_HELP,
    NO_FLOORS,
    NO_ONSET,
    NO_TURNOVER,
    lived,
    scenario,
)

YEARS, FOLLOWED = 8, 52
ONSET = 0.004
UP, DOWN = (0.036, 0.02, 0.03), (0.06, 0.036, 0.024)
CRISIS_EXIT = 0.25
ALIKE = {
    **NO_EFFECT_OF_HELP,
    **NO_FLOORS,
    **NO_TURNOVER,
    **NO_ONSET,
    "onset_hazard_mental": ONSET,
    "up_hazard_1": UP[0],
    "frailty_sd_household": 0.0,
    "frailty_sd_resident": 0.0,
    "income_frailty_link": 0.0,
    "spill_over": 0.0,
    "crisis_state_exit": CRISIS_EXIT,
}


def hits_within(matrix: Matrix, start: int, target: int, weeks: int) -> float:
    """Chance that a chain reaches a state within some steps."""
    chain = matrix.copy()
    chain[target] = 0.0
    chain[target, target] = 1.0
    return float(np.linalg.matrix_power(chain, weeks)[start, target])


def weekly_ladder() -> Matrix:
    """The transition matrix that belongs to the hazards: competing risks share in proportion."""
    both = [(up, down, 1.0 - np.exp(-(up + down))) for up, down in zip(UP, DOWN, strict=True)]
    return Ladder(
        onset=1.0 - np.exp(-ONSET),
        up=tuple(moves * up / (up + down) for up, down, moves in both),
        down=tuple(moves * down / (up + down) for up, down, moves in both),
        crisis_exit=CRISIS_EXIT,
    ).transition()


@cache
def alike(area: Path) -> Run:
    """Eight years with needs of one kind only, in people who are all alike, and nothing helps."""
    return simulate(Scenario(area=str(area), years=YEARS, warmup_weeks=0, parameters=ALIKE))


@pytest.mark.parametrize(
    ("began", "ended", "start", "target"),
    [("bad_cohort", "recovered_cohort", 2, 0), ("well_cohort", "relapsed_cohort", 0, 2)],
)
def test_shares_are_those_of_the_exact_ladder(
    area: Path, began: str, ended: str, start: int, target: int
) -> None:
    """Exact binomial acceptance at 0.1%, over needs that were followed for a whole year.

    Refuses: a relapse that counts from severity 1, a recovery that counts at 1, a horizon of a week less.
    """
    recording = alike(area).recording
    whole = slice(0, YEARS * FOLLOWED - FOLLOWED)
    trials = int(getattr(recording, began)[whole].sum())
    low, high = binomial_limits(trials, hits_within(weekly_ladder(), start, target, FOLLOWED))
    assert trials > 100
    assert low <= int(getattr(recording, ended)[whole].sum()) <= high


def test_nobody_recovers_or_relapses_who_was_not_there(area: Path) -> None:
    recording = alike(area).recording
    assert (recording.recovered_cohort.sum(axis=1) <= recording.bad_cohort).all()
    assert (recording.relapsed_cohort.sum(axis=1) <= recording.well_cohort).all()
    assert recording.recovered_cohort[:, 0].sum() == recording.relapsed_cohort[:, 0].sum() == 0
    assert recording.well_cohort.sum() >= recording.recovered_cohort.sum()


def test_a_chronic_need_recovers_to_its_floor() -> None:
    assert course_of(AS_IT_WAS, 1, 0) == AS_IT_WAS
    assert course_of(AS_IT_WAS, 2, 0) == course_of(RECOVERED, 2, 1) == course_of(RECOVERED, 3, 2) == BAD
    assert course_of(AS_IT_WAS, 2, 2) == AS_IT_WAS, "where it always stood"
    assert course_of(BAD, 2, 2) == course_of(BAD, 1, 1) == course_of(BAD, 0, 0) == RECOVERED
    assert course_of(BAD, 1, 0) == BAD, "lighter, not back at its floor"
    assert course_of(RECOVERED, 1, 0) == RECOVERED


def test_who_moves_away_is_not_followed_any_further(area: Path) -> None:
    moving = {"household_moves_per_year": entries()["household_moves_per_year"].high}
    of = scenario(area, warmup_weeks=0, parameters=moving)
    world = lived(of, of.weeks)
    for began, ended in (
        (world.bad_cohort, world.recovered_cohort),
        (world.well_cohort, world.relapsed_cohort),
    ):
        assert (began >= ended.sum(axis=1)).all()
    followed = np.concatenate(
        [world.needs.course_week[(world.needs.course == course)] for course in (BAD, RECOVERED)]
    )
    left = world.bad_cohort.sum() - world.recovered_cohort.sum()
    left += world.well_cohort.sum() - world.relapsed_cohort.sum()
    assert (followed >= 0).sum() == left > 0


def test_a_run_without_policy_weeks_that_were_seen_says_nothing() -> None:
    nothing = np.zeros(3, np.int64)
    assert np.isnan(share_within(nothing, np.zeros((3, 2), np.int64)))


def test_the_life_table_uses_who_was_seen_for_a_part() -> None:
    began = np.array([10, 0, 10])
    ended = np.array([[0, 5, 0], [0, 0, 0], [2, 0, 0]])
    assert share_within(began, ended) == pytest.approx(1.0 - (1 - 2 / 20) * (1 - 5 / 10))
