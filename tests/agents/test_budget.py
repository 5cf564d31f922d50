"""Budgets: ceilings, what is bought beyond them, and how whole cents are divided (model 8.15)."""

from hypothesis import given
from hypothesis import strategies as st

from agents import budget as rules


def test_a_ceiling_is_last_year_with_some_room() -> None:
    assert rules.ceiling_of(1_000, 52, 52, 1.1) == 1_100
    assert rules.ceiling_of(1_000, 26, 52, 1.0) == 2_000


def test_without_room_or_anything_delivered_there_is_no_ceiling() -> None:
    for delivered in ((1_000, 52, 52, 0.0), (0, 52, 52, 1.1), (1_000, 0, 52, 1.1)):
        assert rules.ceiling_of(*delivered) == rules.NO_CEILING


def test_a_ceiling_is_reached_at_its_last_cent() -> None:
    assert not rules.is_full(100, 99)
    assert rules.is_full(100, 100)
    assert rules.is_full(0, 0)
    assert not rules.is_full(rules.NO_CEILING, 10**12)


def test_a_share_of_one_always_buys_and_of_none_never() -> None:
    almost_one = 1.0 - 2.0**-53
    assert rules.buys_over_budget(1.0, almost_one)
    assert not rules.buys_over_budget(0.0, 0.0)


@given(total=st.integers(0, 10**8), weights=st.lists(st.integers(0, 10**9), min_size=1, max_size=7))
def test_parts_add_up_and_follow_the_weights(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    if whole == 0:
        return
    parts = [
        rules.part_of(total, sum(weights[:place]), weight, whole) for place, weight in enumerate(weights)
    ]
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part - total * weight / whole) <= 1.0
        assert part >= 0


def test_only_what_is_paid_at_tariff_can_be_spent_at_the_end_of_the_year() -> None:
    assert rules.spent_at_year_end(1_000, 0, 5_000, 0.3) == 0
    assert rules.spent_at_year_end(1_000, 5_000, 5_000, 0.3) == 300
    assert rules.spent_at_year_end(1_000, 2_500, 5_000, 0.3) == 150
    assert rules.spent_at_year_end(1_000, 5_000, 5_000, 0.0) == 0


def test_overuse_grows_without_account_and_costs_what_it_says() -> None:
    assert rules.overuse(0.0, 0.05, False) == 0.0
    assert rules.overuse(0.1, 0.05, True) == 0.1 + 0.05
    assert rules.written_off(36_000, 7_500.0, 0.01) == 750
    assert rules.written_off(36_000, 7_500.0, 0.0) == 0
