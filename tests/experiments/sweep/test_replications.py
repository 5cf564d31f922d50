"""Seeds come as promised, and Stein's rule covers as often as it says; looking at every pair does not."""

import numpy as np
import pytest
from scipy.stats import binomtest

from experiments.sweep.replications import OWN, Replications, pairs_needed, stein_interval
from results.tables import mean_and_interval

EXPERIMENTS, LEAST, TRUTH = 2000, 8, 3.0
REFUSE_RIGHT = 0.001


def covered(half_width: float, draw: str, most: int = 800) -> tuple[float, np.ndarray, np.ndarray]:
    """Gives how often intervals hold the truth, their half-widths and their pairs."""
    luck = np.random.default_rng(20)
    hits, widths, pairs = 0, [], []
    for _ in range(EXPERIMENTS):
        values = TRUTH + (luck.normal(size=most) if draw == "normal" else luck.gamma(4.0, 0.5, most) - 2.0)
        count = min(most, pairs_needed(values[:LEAST], half_width))
        _, low, high = stein_interval(values[:count], LEAST)
        hits += low <= TRUTH <= high
        widths.append((high - low) / 2)
        pairs.append(count)
    return hits, np.array(widths), np.array(pairs)


@pytest.mark.parametrize("half_width", [0.3, 0.6, 2.0])
def test_intervals_cover_and_are_as_narrow_as_wished(half_width: float) -> None:
    hits, widths, pairs = covered(half_width, "normal")
    assert binomtest(int(hits), EXPERIMENTS, 0.95).pvalue > REFUSE_RIGHT
    assert widths.max() <= half_width or half_width == 2.0
    assert len(set(pairs)) > 5 or half_width == 2.0


def test_intervals_cover_when_the_most_stops_them() -> None:
    hits, widths, pairs = covered(0.2, "normal", most=40)
    assert (pairs == 40).mean() > 0.5 and widths.max() > 0.2
    assert binomtest(int(hits), EXPERIMENTS, 0.95).pvalue > REFUSE_RIGHT


def test_skewed_differences_are_covered_nearly_as_well() -> None:
    hits, _, _ = covered(0.4, "skewed")
    assert 0.91 < hits / EXPERIMENTS < 0.96


def test_looking_after_every_pair_would_cover_less() -> None:
    """The rule that is not used: stop at the first pair at which the ordinary interval is narrow enough."""
    luck = np.random.default_rng(21)
    hits = 0
    for _ in range(600):
        values = luck.normal(TRUTH, 1.0, 400)
        for count in range(3, 400):
            _, low, high = mean_and_interval(values[:count], np.zeros(count, np.int64))
            if high - low <= 1.2:
                break
        hits += low <= TRUTH <= high
    assert hits / 600 < 0.92


def test_other_outcomes_keep_their_coverage_too() -> None:
    """One outcome decides how many pairs there are; another that goes with it is covered as well."""
    luck = np.random.default_rng(22)
    hits = 0
    for _ in range(EXPERIMENTS):
        steering = luck.normal(size=400)
        other = TRUTH + 0.8 * steering + 0.6 * luck.normal(size=400)
        count = min(400, pairs_needed(steering[:LEAST], 0.4))
        _, low, high = stein_interval(other[:count], LEAST)
        hits += low <= TRUTH <= high
    assert binomtest(hits, EXPERIMENTS, 0.95).pvalue > REFUSE_RIGHT


def test_missing_pairs_are_left_out() -> None:
    values = np.array([1.0, np.nan, 2.0, 3.0, np.nan, 4.0])
    assert stein_interval(values, 4)[0] == pytest.approx(2.5)
    assert pairs_needed(np.array([1.0, np.nan, np.nan]), 0.1) == 3
    assert np.isnan(stein_interval(np.array([np.nan, 1.0]), 1)[1])
    assert np.isnan(stein_interval(np.array([np.nan]), 1)).all()
    assert pairs_needed(np.ones(5), 0.1) == 5


def test_seeds_are_the_same_at_every_point_or_never_the_same() -> None:
    same, own = Replications(3, 5, 10), Replications(3, 5, 10, OWN)
    assert [same.seed(point, 2) for point in range(3)] == [12, 12, 12]
    seeds = [own.seed(point, number) for point in range(4) for number in range(5)]
    assert seeds == list(range(10, 30))


def test_worlds_go_with_seeds_as_in_a_comparison() -> None:
    plausible = Replications(6, 6, plausible=True)
    worlds = [plausible.world(seed, 20) for seed in range(1, 7)]
    assert worlds[:3] == worlds[3:] and len(set(worlds)) == 3 and 0 not in worlds
    assert plausible.world(1, 0) == 0 and Replications(6, 6).world(1, 20) == 0
