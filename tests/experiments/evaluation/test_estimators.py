"""Estimators against processes whose truth is written down: right where they should be, or off by so much."""

import math
from collections.abc import Callable

import numpy as np
import pytest

from experiments.evaluation.estimators import (
    Estimate,
    before_after,
    paired,
    randomised,
    stepped_wedge,
)
from experiments.evaluation.matching import match
from tests.exact.acceptance import binomial_limits

EFFECT, STUDIES = -3.0, 2000
RETURN = 0.6
"""Correlation between two years: of what lies above the mean, 0.6 is there again a year later."""


def many(study: Callable[[np.random.Generator], Estimate], studies: int = STUDIES) -> list[Estimate]:
    rng = np.random.default_rng(1)
    return [study(rng) for _ in range(studies)]


def effects(found: list[Estimate]) -> np.ndarray:
    return np.array([one.effect for one in found])


def hits(values: np.ndarray, truth: float) -> bool:
    """Whether a mean is the truth but for luck, at odds of one in a thousand."""
    return bool(abs(values.mean() - truth) < 3.29 * values.std(ddof=1) / math.sqrt(len(values)))


def alarms(found: list[Estimate]) -> int:
    return sum(one.chance < 0.05 for one in found)


def two_years(rng: np.random.Generator, households: int) -> tuple[np.ndarray, np.ndarray]:
    """Cost of two years that hang together; the second regresses to the mean of 100."""
    before = rng.normal(100.0, 10.0, households)
    after = 100.0 + RETURN * (before - 100.0) + rng.normal(0.0, 10.0 * math.sqrt(1 - RETURN**2), households)
    return before, after


def dearest(rng: np.random.Generator, chosen: int = 24, of: int = 400) -> tuple[np.ndarray, np.ndarray]:
    before, after = two_years(rng, of)
    place = np.argsort(-before)[:chosen]
    return before[place], after[place]


def test_before_and_after_is_right_where_nobody_was_chosen_by_what_he_cost() -> None:
    def study(rng: np.random.Generator) -> Estimate:
        before, after = two_years(rng, 24)
        return before_after(before, after + EFFECT)

    assert hits(effects(many(study)), EFFECT)


def test_before_and_after_is_off_by_the_return_to_the_mean() -> None:
    """Who was chosen for what he cost lies `excess` above the mean; of that 1 - RETURN goes by itself."""
    excess: list[float] = []

    def study(rng: np.random.Generator) -> Estimate:
        before, after = dearest(rng)
        excess.append(float(before.mean()) - 100.0)
        return before_after(before, after + EFFECT)

    found = effects(many(study))
    wanted = EFFECT - (1 - RETURN) * np.array(excess)
    assert wanted.mean() < EFFECT - 5
    assert hits(found - wanted, 0.0)
    assert not hits(found, EFFECT)


def test_a_lottery_is_right_also_among_who_was_chosen_by_what_he_cost() -> None:
    def study(rng: np.random.Generator, effect: float = EFFECT) -> Estimate:
        before, after = dearest(rng)
        arm = rng.permutation(np.repeat([0.0, 1.0], 12))
        return randomised(arm, before, after + effect * arm)

    assert hits(effects(many(study)), EFFECT)
    low, high = binomial_limits(STUDIES, 0.05)
    assert low <= alarms(many(lambda rng: study(rng, 0.0))) <= high + 20  # HC2 with 12 in each arm


def test_errors_of_a_lottery_are_those_by_hand_without_a_year_before() -> None:
    """With nothing before, HC2 is the standard error of Welch: both variances by their own count less one."""
    rng = np.random.default_rng(3)
    first, second = rng.normal(0, 1, 9), rng.normal(1, 3, 14)
    arm = np.repeat([1.0, 0.0], [9, 14])
    found = randomised(arm, np.zeros(23), np.concatenate([first, second]))
    assert found.effect == pytest.approx(first.mean() - second.mean())
    assert found.error == pytest.approx(math.sqrt(first.var(ddof=1) / 9 + second.var(ddof=1) / 14))


def wedge(rng: np.random.Generator, effect: float, late: np.ndarray) -> Estimate:
    """Households that differ, periods in which all cost less and less, and steps by neighbourhood."""
    households, periods = 24, 4
    own = rng.normal(100, 20, households)
    step = np.repeat(np.arange(periods), households // periods)
    rows = [(h, t, float(step[h] <= t)) for h in range(households) for t in range(periods)]
    who, when, treated = (np.array(column) for column in zip(*rows, strict=True))
    value = own[who] + late[when] + effect * treated + rng.normal(0, 5, len(who))
    return stepped_wedge(who, when, treated, value)


def test_steps_are_right_while_everybody_costs_less_by_himself() -> None:
    late = np.array([0.0, -20.0, -30.0, -35.0])
    assert hits(effects(many(lambda rng: wedge(rng, EFFECT, late), 1000)), EFFECT)
    low, high = binomial_limits(1000, 0.05)
    assert low <= alarms(many(lambda rng: wedge(rng, 0.0, late), 1000)) <= high + 20


def test_steps_need_periods_in_which_some_have_and_some_have_not() -> None:
    who, when = np.repeat(np.arange(6), 2), np.tile([0, 1], 6)
    everybody = stepped_wedge(who, when, (when > 0).astype(float), np.ones(12))
    assert math.isnan(everybody.effect)


def test_pairs_that_are_alike_are_right_and_pairs_that_are_not_are_off() -> None:
    def study(rng: np.random.Generator, seen: int) -> Estimate:
        before, after = two_years(rng, 2200)
        own = np.argsort(-before[:200])[:24]
        shown = [before, rng.normal(0, 1, 2200)][seen][:, np.newaxis]
        pair = match(shown[:200][own], shown[200:])
        return paired(after[:200][own] + EFFECT - after[200:][pair])

    assert abs(effects(many(lambda rng: study(rng, 0), 200)).mean() - EFFECT) < 0.6
    assert effects(many(lambda rng: study(rng, 1), 200)).mean() > EFFECT + 5


def test_every_household_elsewhere_is_used_once_and_the_most_alike_first() -> None:
    treated = np.array([[10.0], [1.0]])
    assert match(treated, np.array([[1.1], [9.0], [0.0]])).tolist() == [1, 0]
    assert match(treated, np.array([[9.0]])).tolist() == [0, -1]
    assert match(treated, np.empty((0, 1))).tolist() == [-1, -1]


def test_too_little_to_see_is_said_and_not_guessed() -> None:
    assert math.isnan(paired(np.array([1.0])).effect)
    assert math.isnan(randomised(np.array([1.0, 0.0, 0.0]), np.zeros(3), np.ones(3)).effect)
    assert paired(np.zeros(5)).chance == 1.0


def test_where_nothing_varies_nothing_is_certain() -> None:
    """Equal drops in every pair, and a wedge with as many numbers as observations, say nothing of luck."""
    assert paired(np.full(4, -0.7)).chance == 1.0
    assert paired(np.zeros(4)).chance == 1.0
    household, period = np.repeat(np.arange(3), 2), np.tile(np.arange(2), 3)
    treated = ((household == 0) & (period == 1)).astype(float)
    value = np.where(treated > 0, 3.3, 7.1) + 0.1 * household
    found = stepped_wedge(household, period, treated, value)
    assert found.effect == pytest.approx(-3.8) and found.chance == 1.0
