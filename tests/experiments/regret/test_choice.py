"""Regret and signposts of matrices written by hand."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.regret.answer import LESS, MORE, money_of, weigh_regret
from experiments.regret.choice import choose, correct_choices, find_robust, regret_of
from experiments.regret.losses import LOSSES, Losses, find_losses
from experiments.regret.signposts import ABOVE, FEWEST_WORLDS, OBSERVABLES, correct_signposts, find_signposts

COST = "cost_per_household_per_year"
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


def in_luck(seed: int, policies: int, apart: np.ndarray | float = 0.0, worlds: int = 30) -> Losses:
    """Gives policies that differ by luck and by what is told, in worlds that differ a lot."""
    rng = np.random.default_rng(seed)
    luck = rng.normal(0.0, 1.0, (worlds, 2, policies)) + rng.normal(0.0, 9.0, (worlds, 1, 1))
    return Losses(tuple(f"p{place}" for place in range(policies)), tuple(range(1, worlds + 1)), luck + apart)


def test_of_equal_policies_none_is_visibly_robust_more_often_than_stated() -> None:
    """Seven choosers an answer, 20 answers, of which 5% may: four or more is a chance of 1 in 60."""
    for policies in (2, 11):
        wrong = 0
        for seed in range(20):
            own = [choose(str(place), COST, in_luck(7 * seed + place, policies)) for place in range(7)]
            corrected = correct_choices(own)
            wrong += any(choice.clear or choice.average_clear for choice in corrected)
        assert wrong <= 3


def test_a_policy_that_is_better_by_more_than_luck_is_visibly_robust() -> None:
    """The last one loses 8 where the next loses 20 in its worst world, and luck is 1."""
    rng = np.random.default_rng(1)
    worst = np.array([40.0, 30.0, 20.0, 8.0])
    apart = rng.uniform(0.0, 1.0, (30, 1, 4)) * worst
    found = choose("society", COST, in_luck(1, 4, apart))
    assert (found.robust, found.on_average) == ("p3", "p3") and found.clear and found.average_clear


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
    runs = pd.DataFrame(rows, columns=["world", "seed", "policy", COST]).astype({COST: float})
    found = find_losses(runs, POLICIES, COST)
    assert found.worlds == (1, 2)
    assert found.halves[0].tolist() == [[110, 111, 112], [140, 141, 142]]
    runs.loc[(runs["world"] == 1) & (runs["policy"] == "bold"), COST] = np.nan
    assert find_losses(runs, POLICIES, COST).worlds == (2,)


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


def test_what_a_signpost_wins_is_told_of_worlds_that_had_no_say_in_it() -> None:
    """Where nothing tells, the best rule of many wins a lot where it was chosen, and nothing elsewhere."""
    rng = np.random.default_rng(3)
    told, fitted = [], []
    for _ in range(12):
        halves = rng.normal(0, 1, (40, 2, 3))
        seen = pd.DataFrame(rng.normal(0, 1, (40, 8)), index=range(1, 41)).add_prefix("x")
        best, *_ = find_signposts(Losses(POLICIES, tuple(range(1, 41)), halves), "now", seen)
        told.append(best.gain)
        fitted.append(best.fitted)
    assert np.mean(fitted) > 0.25 and abs(np.mean(told)) < 0.12


def test_in_few_answers_a_signpost_is_sure_where_nothing_tells() -> None:
    """Seven choosers an answer, 12 answers, of which 5% may: three or more is a chance of 1 in 50."""
    rng = np.random.default_rng(4)
    sure = 0
    for _ in range(12):
        seen = pd.DataFrame(rng.normal(0, 1, (24, 3)), index=range(1, 25)).add_prefix("x")
        drawn = (Losses(POLICIES, tuple(range(1, 25)), rng.normal(0, 1, (24, 2, 3))) for _ in range(7))
        rules = {str(place): find_signposts(losses, "now", seen) for place, losses in enumerate(drawn)}
        sure += any(rule.chance < 0.05 for own in correct_signposts(rules).values() for rule in own)
    assert sure <= 2


def test_health_counts_in_euros_for_who_counts_it() -> None:
    """A cut saves 100 euros a household and costs 0.01 healthy year of each of its two residents."""
    rows = [
        {"world": world, "seed": 2 * world + half, "policy": policy}
        | dict.fromkeys(OBSERVABLES, 0.0)
        | dict.fromkeys(LOSSES.values(), 100.0)
        | {COST: 1000.0 - 100 * cut, "health_utility": 0.8 - 0.01 * cut}
        for world in (1, 2, 3)
        for half in (0, 1)
        for cut, policy in enumerate(("fragmented", "kaasschaaf"))
    ]
    for year_worth, wanted in ((4000.0, "kaasschaaf"), (6000.0, "fragmented")):
        choices, _ = weigh_regret(pd.DataFrame(rows), ("fragmented", "kaasschaaf"), year_worth, 2.0)
        robust = {choice.chooser: choice.robust for choice in choices}
        assert (robust["society"], robust["net"], robust["health"]) == ("kaasschaaf", wanted, "fragmented")
    named = ("kaasschaaf", "krachtenbundeling", "alleen-voordeur")
    assert [money_of(name) for name in named] == [LESS, MORE, ""]


def test_too_few_worlds_have_no_signpost() -> None:
    losses, seen = planted(FEWEST_WORLDS - 1, 4.0)
    assert find_signposts(losses, "now", seen) == []
