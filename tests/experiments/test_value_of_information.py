"""What knowing a number is worth, where the answer is known, and where nothing is worth knowing."""

import math

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from experiments.value_of_information import (
    FEWEST_WORLDS,
    evpi,
    evppi,
    net_benefits,
    rank_unknowns,
    three_most,
)
from tests.exact.acceptance import binomial_limits

WORLDS = 1000


def worth_of_normal(mean: float, slope: float) -> float:
    """Exact worth of a standard normal x when one policy is mean + slope * x better than the other."""
    return mean * norm.cdf(mean / slope) + slope * norm.pdf(mean / slope) - max(0.0, mean)


def two_policies(difference: np.ndarray) -> np.ndarray:
    return np.column_stack([np.zeros_like(difference), difference])


@pytest.mark.parametrize(("mean", "slope"), [(0.0, 1.0), (0.5, 1.0), (-1.0, 1.0), (0.2, 3.0)])
def test_a_normal_number_is_worth_what_theory_says(mean: float, slope: float) -> None:
    rng = np.random.default_rng(1)
    x, luck = rng.normal(size=WORLDS), rng.normal(scale=2.0, size=WORLDS)
    x = (x - x.mean()) / x.std()
    luck -= luck.mean()
    found = evppi(two_policies(mean + slope * x + luck), x)
    assert found == pytest.approx(worth_of_normal(mean, slope), abs=0.06)


def test_it_is_the_same_in_any_increasing_scale() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=200)
    benefit = two_policies(x + rng.normal(size=200))
    assert evppi(benefit, np.exp(x)) == evppi(benefit, x)


def test_a_bend_is_seen() -> None:
    """Best in the middle of the range: a straight line would see nothing."""
    rng = np.random.default_rng(3)
    x = rng.uniform(-1, 1, WORLDS)
    found = evppi(two_policies(1 / 3 - x**2 + rng.normal(scale=0.1, size=WORLDS)), x)
    assert found == pytest.approx(2 / (9 * math.sqrt(3)), abs=0.01)


def test_adding_the_same_to_every_policy_changes_nothing() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=100)
    benefit = two_policies(x + rng.normal(size=100))
    assert evppi(benefit + 1000 * rng.normal(size=(100, 1)), x) == pytest.approx(evppi(benefit, x))


def test_numbers_are_put_in_order_and_luck_is_not_called_worth() -> None:
    rng = np.random.default_rng(5)
    numbers = pd.DataFrame(rng.normal(size=(200, 12)), columns=[f"n{i:02}" for i in range(12)])
    benefit = two_policies(3 * numbers["n04"].to_numpy() + numbers["n07"].to_numpy() + rng.normal(size=200))
    worths = rank_unknowns(benefit, numbers)
    assert [worth.parameter for worth in worths[:2]] == ["n04", "n07"]
    first = worths[0]
    assert first.clear and first.low < first.euros < first.high
    assert first.low < worth_of_normal(0.0, 3.0) < first.high
    assert first.wrong_then < first.wrong_now / 2
    assert all(worth.euros <= evpi(benefit) + 1e-9 for worth in worths)
    assert not worths[-1].clear


def test_nothing_is_worth_knowing_when_nothing_decides() -> None:
    """One choice is always best, or only luck decides: no number may be named (5% of the time one is)."""
    rng = np.random.default_rng(6)
    named = 0
    for _ in range(20):
        numbers = pd.DataFrame(rng.normal(size=(60, 8)), columns=list("abcdefgh"))
        named += bool(three_most(rank_unknowns(two_policies(rng.normal(size=60)), numbers)))
    assert named <= 4
    sure = two_policies(10 + numbers["a"].to_numpy())
    assert rank_unknowns(sure, numbers)[0].euros == pytest.approx(0.0, abs=1e-9)
    assert three_most(rank_unknowns(sure, numbers)) == []


def test_where_one_policy_is_always_best_no_number_is_worth_a_cent() -> None:
    """What rounding leaves of a gain is not called worth, however little luck shows beside it."""
    rng = np.random.default_rng(8)
    numbers = pd.DataFrame(rng.random((120, 12)), columns=[f"n{place}" for place in range(12)])
    dear = -11_756.3 + 20 * numbers["n0"].to_numpy() + rng.normal(size=120)
    found = rank_unknowns(np.column_stack([dear + 500.0, dear]), numbers)
    assert len(found) == 12 and not any(worth.clear for worth in found)
    assert all(worth.euros == 0.0 and worth.chance == 1.0 for worth in found)


def test_the_order_of_worlds_with_the_same_value_says_nothing() -> None:
    """Benefit goes with the number of the world; a number with two values by lot tells none of it."""
    rng = np.random.default_rng(9)
    trend = np.linspace(-10.0, 10.0, 200)
    benefit = np.column_stack([trend, np.zeros(200)]) + rng.normal(size=(200, 2))
    numbers = pd.DataFrame({"whole": rng.integers(0, 2, 200), "really": trend})
    found = {worth.parameter: worth for worth in rank_unknowns(benefit, numbers)}
    assert found["really"].clear and not found["whole"].clear


def test_of_a_number_that_says_nothing_the_interval_begins_at_nothing() -> None:
    """Five equal choices: in 5% of the cases the interval may leave out 0, and it holds its own estimate."""
    rng, rounds, left_out = np.random.default_rng(8), 80, 0
    for _ in range(rounds):
        number = pd.DataFrame({"x": rng.normal(size=60)})
        (worth,) = rank_unknowns(rng.normal(size=(60, 5)), number)
        left_out += worth.low > 0.0
        assert worth.low <= worth.euros <= worth.high
        assert worth.clear or (math.isnan(worth.wrong_now) and math.isnan(worth.wrong_then))
    assert left_out <= binomial_limits(rounds, 0.05)[1]


def test_the_interval_holds_what_theory_says() -> None:
    """A number that matters, in 100 worlds: at most 5% of the intervals may miss its worth."""
    rng, rounds, missed = np.random.default_rng(9), 80, 0
    for _ in range(rounds):
        x = rng.normal(size=100)
        benefit = two_policies(0.3 + x + rng.normal(size=100))
        (worth,) = rank_unknowns(benefit, pd.DataFrame({"x": x}))
        missed += not worth.low <= worth_of_normal(0.3, 1.0) <= worth.high
    assert missed <= binomial_limits(rounds, 0.05)[1]


def test_wrong_is_what_a_number_decides_and_not_what_luck_does() -> None:
    """Half of the worlds are better off with the other choice, which luck as large hides."""
    rng = np.random.default_rng(10)
    numbers = pd.DataFrame({"x": rng.normal(size=400)})
    benefit = two_policies(0.1 + numbers["x"].to_numpy() + rng.normal(size=400))
    (worth,) = rank_unknowns(benefit, numbers)
    assert worth.clear and worth.wrong_now == pytest.approx(norm.cdf(-0.1), abs=0.1)
    assert worth.wrong_then < 0.12


def test_too_few_worlds_say_nothing() -> None:
    few = FEWEST_WORLDS - 1
    assert rank_unknowns(two_policies(np.arange(float(few))), pd.DataFrame({"x": np.arange(few)})) == []


def test_three_policies_and_a_number_that_does_not_vary() -> None:
    rng = np.random.default_rng(7)
    numbers = pd.DataFrame({"x": rng.normal(size=80), "same": np.ones(80)})
    x = numbers["x"].to_numpy()
    benefit = np.column_stack([np.zeros(80), x, -x])
    (only,) = rank_unknowns(benefit, numbers)
    assert only.parameter == "x"
    assert only.euros == pytest.approx(np.abs(x).mean() - max(0.0, abs(x.mean())), rel=0.05)


def test_net_benefit_is_less_cost_and_fewer_escalations() -> None:
    runs = pd.DataFrame(
        [
            (policy, seed, 1 + seed // 3, outcome, value)
            for policy, cost, events in (("a", 100.0, 40.0), ("b", 90.0, 50.0))
            for seed in (1, 2, 3)
            for outcome, value in (("cost", cost + seed), ("crises_per_1000_households_per_year", events))
        ],
        columns=["policy", "seed", "world", "outcome", "value"],
    )
    costs = net_benefits(runs, {"cost": 1.0})
    assert costs.index.tolist() == [1, 2] and costs.to_numpy().tolist() == [[-101.5, -91.5], [-103, -93]]
    with_events = net_benefits(runs, {"cost": 1.0}, event_worth=2000.0)
    assert with_events.to_numpy().tolist() == [[-181.5, -191.5], [-183, -193]]
    lacking = runs.assign(value=runs["value"].where(runs["seed"] != 3))
    assert net_benefits(lacking, {"cost": 1.0}).index.tolist() == [1]
