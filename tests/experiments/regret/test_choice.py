"""Regret and signposts of matrices written by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.regret.choice import choose, find_robust, regret_of
from experiments.regret.losses import Losses, find_losses
from experiments.regret.signposts import ABOVE, FEWEST_WORLDS, find_signposts

POLICIES = ("now", "safe", "bold")
LOSS = np.array([[10.0, 11.0, 18.0], [10.0, 9.0, 2.0], [10.0, 8.0, 9.0]])
"""World x policy: bold is best on average, safe never far from the best."""


def both_halves(loss: np.ndarray) -> Losses:
    return Losses(POLICIES, tuple(range(1, len(loss) + 1)), np.stack([loss, loss], axis=1))


def test_regret_is_the_distance_to_the_best_in_that_world() -> None:
    assert regret_of(LOSS).tolist() == [[0, 1, 8], [8, 7, 0], [2, 0, 1]]


def test_the_robust_choice_is_not_the_best_on_average() -> None:
    found = choose("society", "cost", both_halves(LOSS))
    assert (found.robust, found.on_average) == ("safe", "safe")  # 28 against 29 and 30
    cheap = LOSS + np.array([0.0, 0.0, -1.0])  # bold is cheapest now, with the same worst world
    found = choose("society", "cost", both_halves(cheap))
    assert (found.robust, found.on_average) == ("bold", "bold")
    rows = choose("society", "cost", both_halves(LOSS)).table.set_index("policy")
    assert rows["worst_regret"].tolist() == [8, 7, 8]
    assert rows["worst_world"].tolist() == [2, 2, 1]
    assert rows["mean_regret"].tolist() == pytest.approx([10 / 3, 8 / 3, 3])
    assert rows["best_share"].tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3])
    assert rows["worst_checked"].tolist() == [8, 7, 8]  # both halves say the same


def test_of_equally_bad_worst_worlds_the_better_average_is_chosen() -> None:
    assert find_robust(np.array([[4.0, 4.0, 5.0], [3.0, 0.0, 0.0]])) == 1


def test_luck_makes_regret_too_large_and_the_check_does_not() -> None:
    """All policies are equal in every world, so every bit of regret is luck."""
    rng = np.random.default_rng(1)
    halves = rng.normal(0.0, 1.0, (400, 2, 3))
    found = choose("society", "cost", Losses(POLICIES, tuple(range(1, 401)), halves)).table
    assert (found["mean_regret"] > 0.4).all()
    assert (found["mean_checked"].abs() < 4 / math.sqrt(400)).all()
    assert (found["worst_checked"] < found["worst_regret"]).all()


def test_a_world_that_lacks_a_run_is_left_out_and_halves_are_every_other_seed() -> None:
    rows = [
        (world, seed, policy, 100 * world + 10 * seed + place)
        for world in (1, 2)
        for seed in (world, world + 3)
        for place, policy in enumerate(POLICIES)
    ]
    runs = pd.DataFrame(rows, columns=["world", "seed", "policy", "cost"]).astype({"cost": float})
    found = find_losses(runs, POLICIES, "cost")
    assert found.worlds == (1, 2)
    assert found.halves[0].tolist() == [[110, 111, 112], [140, 141, 142]]
    runs.loc[(runs["world"] == 1) & (runs["policy"] == "bold"), "cost"] = np.nan
    assert find_losses(runs, POLICIES, "cost").worlds == (2,)


def planted(worlds: int, signal: float) -> tuple[Losses, pd.DataFrame]:
    """Bold costs 4 less where waiting is above 20 weeks, and 4 more elsewhere."""
    rng = np.random.default_rng(2)
    wait = rng.uniform(10, 30, worlds)
    bold = np.where(wait > 20, -signal, signal)
    loss = np.column_stack([np.zeros(worlds), np.full(worlds, 9.0), bold])
    halves = np.stack([loss + rng.normal(0, 1, loss.shape) for _ in range(2)], axis=1)
    numbers = tuple(range(1, worlds + 1))
    other = rng.normal(0, 1, worlds)
    return Losses(POLICIES, numbers, halves), pd.DataFrame({"other": other, "wait": wait}, index=numbers)


def test_a_planted_signpost_is_found() -> None:
    losses, seen = planted(80, 4.0)
    best = find_signposts(losses, "now", seen)[0]
    assert (best.observable, best.side, best.policy) == ("wait", ABOVE, "bold")
    assert 18.5 < best.value < 21.5 and best.chance < 0.01
    assert best.gain == pytest.approx(4 * best.share, abs=0.5)


def test_where_nothing_tells_no_signpost_is_sure() -> None:
    """Of 20 sets of worlds that tell nothing about one in twenty may look sure."""
    rng = np.random.default_rng(3)
    sure = 0
    for _ in range(20):
        halves = rng.normal(0, 1, (40, 2, 3))
        seen = pd.DataFrame(rng.normal(0, 1, (40, 5)), index=range(1, 41)).add_prefix("x")
        rules = find_signposts(Losses(POLICIES, tuple(range(1, 41)), halves), "now", seen)
        sure += bool(rules) and rules[0].chance < 0.05
    assert sure <= 4


def test_too_few_worlds_have_no_signpost() -> None:
    losses, seen = planted(FEWEST_WORLDS - 1, 4.0)
    assert find_signposts(losses, "now", seen) == []
