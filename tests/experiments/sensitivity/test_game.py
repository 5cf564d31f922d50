"""Shares of games whose Shapley values are known; they always add up to the whole."""

import numpy as np
import pytest

from experiments.sensitivity.game import Coalition, Order, coalitions_on, draw_orders, share_out
from experiments.sensitivity.switches import find_switches
from simulation.errors import InputError

WORTH = np.array([5.0, -3.0, 0.0, 2.0, 1.0])
TOGETHER = {(0, 1): 4.0, (2, 3): -6.0}
KNOWN = np.array([5.0 + 2.0, -3.0 + 2.0, -3.0, 2.0 - 3.0, 1.0])
"""What a player is worth, plus half of what each pair brings that it is in."""


def play(coalition: Coalition, luck: np.ndarray) -> np.ndarray:
    """Gives the value of a coalition: worth, pairs, and luck that weighs each player otherwise."""
    pairs = sum(extra for pair, extra in TOGETHER.items() if set(pair) <= coalition)
    own = sum((WORTH[player] + luck[player] for player in coalition), np.zeros(luck.shape[1]))
    return own + pairs


def values(orders: tuple[Order, ...], luck: np.ndarray) -> dict[Coalition, np.ndarray]:
    return {one: play(one, luck) for one in coalitions_on(orders, 5)}


def test_all_coalitions_give_the_exact_shares() -> None:
    found = share_out(values((), np.zeros((5, 3))), (), 5)
    assert found.shares == pytest.approx(KNOWN)
    assert found.low == pytest.approx(KNOWN) and found.high == pytest.approx(KNOWN)
    assert found.whole == pytest.approx(KNOWN.sum()) == pytest.approx(found.shares.sum())


def test_orders_add_up_to_the_whole_for_every_seed_and_come_near_the_shares() -> None:
    luck = np.random.default_rng(2).normal(0.0, 0.5, (5, 6))
    orders = draw_orders(5, 4, 1)
    assert len(orders) == 8 and orders[1] == orders[0][::-1]
    found = share_out(values(orders, luck), orders, 5)
    assert found.shares.sum() == pytest.approx(found.whole, abs=1e-12)
    assert found.whole == pytest.approx(KNOWN.sum() + luck.sum(axis=0).mean())
    assert found.shares == pytest.approx(KNOWN, abs=1.5)


def test_an_order_and_its_reverse_share_pairs_equally() -> None:
    """With pairs only, and no three players that need each other, one pair of orders is exact."""
    orders = draw_orders(5, 1, 3)
    assert share_out(values(orders, np.zeros((5, 2))), orders, 5).shares == pytest.approx(KNOWN)


def test_one_pair_of_orders_has_no_interval_but_all_coalitions_do() -> None:
    luck = np.random.default_rng(2).normal(0.0, 0.5, (5, 6))
    orders = draw_orders(5, 1, 1)
    found = share_out(values(orders, luck), orders, 5)
    assert np.isnan(found.low).all() and np.isnan(found.high).all()
    assert found.whole_low < found.whole < found.whole_high
    assert not np.isnan(share_out(values((), luck), (), 5).low).any()


def test_intervals_cover_the_shares_of_the_game() -> None:
    """Over many drawings of luck and orders, 95% or more of the intervals hold the known share."""
    held = []
    for seed in range(150):
        luck = np.random.default_rng(seed).normal(0.0, 1.0, (5, 6))
        orders = draw_orders(5, 5, seed)
        three = {one: found + 6.0 * ({0, 1, 2} <= one) for one, found in values(orders, luck).items()}
        found = share_out(three, orders, 5)
        known = KNOWN + np.array([2.0, 2.0, 2.0, 0.0, 0.0])
        held.append((found.low <= known) & (found.high >= known))
    assert 0.93 <= np.mean(held) <= 0.995


def test_a_seed_with_a_gap_is_left_out_of_all() -> None:
    there = values((), np.random.default_rng(1).normal(size=(5, 4)))
    there[frozenset({1})][2] = np.nan
    found = share_out(there, (), 5)
    assert found.seeds == 3 and found.shares.sum() == pytest.approx(found.whole)


def test_the_bundle_has_its_switches_and_each_lever_is_in_one() -> None:
    switches = find_switches("krachtenbundeling")
    levers = [lever for switch in switches for lever in switch.on]
    assert len(levers) == len(set(levers)) and len(switches) == 12
    (intake,) = (switch for switch in switches if switch.name == "intake")
    assert dict(intake.on) == {"intake": 0.8, "disciplines_consulted": 2.0}
    assert dict(intake.off) == {"intake": 0.0, "disciplines_consulted": 0.0}
    with pytest.raises(InputError, match="fragmented"):
        find_switches("fragmented")
