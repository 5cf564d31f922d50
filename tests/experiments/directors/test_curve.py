"""The curve of directors against curves of which the top is known."""

from itertools import product

import numpy as np
import pytest

from experiments.directors.answer import curve_table
from experiments.directors.curve import fall, find_curve
from results.figures.directors import GAINERS, RULES, tell_directors
from results.words import load_words

LEVELS = (0, 2, 4, 8, 12, 20, 40)
CENTRAL = np.zeros(60, np.int64)


def concave(level: np.ndarray) -> np.ndarray:
    """Gain of 24 at first, 2 less for each household: most at 12, nothing left at 24."""
    found: np.ndarray = 24.0 * level - level**2
    return found


def played(noise: float, seeds: int = 60) -> np.ndarray:
    rng = np.random.default_rng(1)
    steps = rng.normal(0.0, noise, (seeds, len(LEVELS)))
    steps[:, 0] = 0.0
    found: np.ndarray = concave(np.array(LEVELS, float)) + steps
    return found


def test_a_concave_curve_stops_at_its_top() -> None:
    found = find_curve(LEVELS, played(0.0), CENTRAL)
    assert (found.stop, found.stop_low, found.stop_high) == (12, 12, 12)
    assert found.chance < 0.001 and found.checked_low == found.checked_high
    assert found.marginal[1:, 0].tolist() == pytest.approx([22, 18, 12, 4, -8, -36])
    assert found.pooled.tolist() == pytest.approx([22, 18, 12, 4, -8, -36])
    assert found.checked == pytest.approx(144.0)


def test_luck_widens_the_interval_of_the_top_around_it() -> None:
    found = find_curve(LEVELS, played(60.0), CENTRAL)
    assert found.stop_low <= 12 <= found.stop_high
    assert found.stop_low < found.stop_high
    low, high = found.marginal[4, 1:]
    assert low < 4 < high


def test_where_every_household_costs_money_the_answer_is_none() -> None:
    losing = -np.array(LEVELS, float) * 3 + played(1.0) - concave(np.array(LEVELS, float))
    found = find_curve(LEVELS, losing, CENTRAL)
    assert (found.stop, found.stop_low, found.stop_high, found.chance) == (0, 0, 0, 1.0)
    assert found.checked == pytest.approx(0.0, abs=1.0)


def test_by_luck_alone_the_checked_gain_is_nothing() -> None:
    """The best of seven numbers that all bring nothing looks good; measured with other luck it is not."""
    rng = np.random.default_rng(2)
    found = []
    for _ in range(200):
        gains = rng.normal(0.0, 1.0, (20, len(LEVELS)))
        gains[:, 0] = 0.0
        curve = find_curve(LEVELS, gains, CENTRAL[:20])
        found.append((curve.total[:, 0].max(), curve.checked))
    best, checked = np.array(found).mean(axis=0)
    assert best > 0.2 and abs(checked) < 0.06


def cumulative(seed: int, gain: np.ndarray, seeds: int = 30) -> np.ndarray:
    """Gains with luck that adds up from each number to the next, as that of directors does."""
    steps = np.random.default_rng(seed).normal(0.0, 1.0, (seeds, len(LEVELS) - 1))
    luck = np.cumsum(steps * np.sqrt(np.diff(LEVELS)), axis=1)
    found: np.ndarray = gain + np.column_stack([np.zeros(seeds), luck])
    return found


def test_where_no_number_brings_anything_few_answers_say_that_one_does() -> None:
    """Nine curves an answer, 60 answers, 5% of which may: eight or more is a chance of 1 in 100."""
    told = 0
    for seed in range(60):
        curves = {
            (rule, gainer): find_curve(
                LEVELS, cumulative(9 * seed + place, np.zeros(len(LEVELS))), CENTRAL[:30]
            )
            for place, (rule, gainer) in enumerate(product(RULES, GAINERS))
        }
        said = tell_directors(curve_table(curves), 4, load_words("en"))
        told += any("visibly pays" in sentences[0] for sentences in said)
        assert all(
            any(key in own[0] for key in ("visibly brings", "visibly pays", "none at all")) for own in said
        )
    assert told <= 7


def test_a_number_that_pays_is_told_with_its_checked_gain() -> None:
    gain = np.array([0.0, 3.0, 5.0, 8.0, 10.0, 6.0, -9.0])
    curves = {("domains", "society"): find_curve(LEVELS, cumulative(1, gain), CENTRAL[:30])}
    (row, *_), (said,) = (
        curve_table(curves).to_dict("records"),
        tell_directors(curve_table(curves), 99, load_words("en")),
    )
    assert row["clear"] and "visibly pays" in said[0] and row["stop_low"] > 0


def test_the_numbers_that_may_be_best_hold_the_best_one_as_often_as_stated() -> None:
    """100 drawings, of which five may miss it: eleven or more is a chance of 1 in 90."""
    gain = np.array([0.0, 1.0, 1.5, 2.0, 2.0, 1.0, -2.0])
    missed = 0
    for seed in range(100):
        found = find_curve(LEVELS, cumulative(seed, gain), CENTRAL[:30])
        missed += not (found.stop_low <= 8 and found.stop_high >= 8)
    assert missed <= 10


def test_worlds_count_once_however_many_seeds_they_have() -> None:
    gains = played(20.0, 10)
    doubled, worlds = np.repeat(gains, 4, axis=0), np.repeat(np.arange(1, 11), 4)
    once, four = (find_curve(LEVELS, *given) for given in ((gains, CENTRAL[:10]), (doubled, worlds)))
    np.testing.assert_allclose(once.marginal[1:], four.marginal[1:])
    assert (once.stop_low, once.stop_high) == (four.stop_low, four.stop_high)


def test_a_seed_with_a_gap_is_left_out() -> None:
    gains = played(5.0)
    gains[0, 3] = np.nan
    np.testing.assert_allclose(
        find_curve(LEVELS, gains, CENTRAL).total, find_curve(LEVELS, gains[1:], CENTRAL[1:]).total
    )


def test_steps_that_rise_are_taken_together() -> None:
    assert fall(np.array([3.0, 5.0, 1.0]), np.array([1.0, 3.0, 1.0])).tolist() == [4.5, 4.5, 1.0]
    assert fall(np.array([1.0, 2.0, 3.0]), np.ones(3)).tolist() == [2.0, 2.0, 2.0]
