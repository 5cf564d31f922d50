"""The curve of directors against curves of which the top is known."""

import numpy as np
import pytest

from experiments.directors.curve import fall, find_curve

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
    assert (found.stop, found.stop_low, found.stop_high, found.never) == (12, 12, 12, 0.0)
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
    assert found.stop == 0 and found.never > 0.9
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
