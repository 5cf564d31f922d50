"""Worlds come in a fixed random order, three at a time with two seeds each, and none comes too soon again."""

from collections import Counter

import pytest

from experiments.world_order import SEEDS_PER_WORLD, WORLDS_AT_A_TIME, shuffled, world_of_seed

WORLDS = 200


def drawn(first: int, last: int, worlds: int = WORLDS) -> list[int]:
    return [world_of_seed(seed, worlds) for seed in range(first, last + 1)]


def test_thirty_replicates_are_fifteen_worlds_with_two_seeds() -> None:
    assert set(Counter(drawn(1, 30)).values()) == {SEEDS_PER_WORLD}
    assert len(set(drawn(1, 30))) == 15


@pytest.mark.parametrize("replicates", [2, 3])
def test_few_replicates_meet_as_many_worlds(replicates: int) -> None:
    assert len(set(drawn(1, replicates))) == replicates
    assert len(set(drawn(1, 4))) == WORLDS_AT_A_TIME


def test_a_later_seed_continues_the_series() -> None:
    assert drawn(1, 30) + drawn(31, 60) == drawn(1, 60)
    assert not set(drawn(1, 30)) & set(drawn(31, 60))


@pytest.mark.parametrize("worlds", [2, 7, 200])
def test_no_world_comes_again_before_all_have_been_met(worlds: int) -> None:
    whole = WORLDS_AT_A_TIME * SEEDS_PER_WORLD * worlds
    counts = Counter(drawn(1, whole, worlds))
    assert set(counts) == set(range(1, worlds + 1)) and len(set(counts.values())) == 1
    new = dict.fromkeys(drawn(1, whole, worlds))
    assert tuple(new) == shuffled(worlds)


def test_the_order_is_fixed_and_mixed() -> None:
    assert sorted(shuffled(WORLDS)) == list(range(1, WORLDS + 1))
    rises = sum(a < b for a, b in zip(shuffled(WORLDS), shuffled(WORLDS)[1:], strict=False))
    assert 80 < rises < 120  # 100 expected, 4 the standard deviation
    assert 1 <= world_of_seed(0, WORLDS) <= WORLDS and 1 <= world_of_seed(2**62, 7) <= 7
