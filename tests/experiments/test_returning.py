"""Who left help and came back after more than a year, counted as a register counts it."""

import numpy as np
import pytest

from experiments.returning import LAWS, MORE_THAN_WEEKS, Register, shares_returned
from simulation import Scenario
from tests.simulation.neighbourhood import KLEIN

GAP = MORE_THAN_WEEKS


def seen(uses: list[set[int]], movers: dict[int, int] | None = None) -> Register:
    """A register of three places after some weeks; in given weeks somebody else comes to live in a place."""
    register = Register(3)
    keys = np.array([11, 12, 13], np.uint64)
    for week, users in enumerate(uses):
        if movers and week in movers:
            keys[movers[week]] += np.uint64(100)
        register.see(week, keys, np.isin(np.arange(3), list(users)))
    return register


def test_only_who_was_away_for_more_than_a_year_came_back() -> None:
    """Place 0 stays away a week longer than a year, place 1 a year, place 2 never comes back."""
    weeks = [{0, 1, 2}, *[set()] * GAP, {1}, {0}]
    assert seen(weeks).share() == pytest.approx(1 / 3)


def test_who_comes_back_twice_is_one_user() -> None:
    away: list[set[int]] = [set()] * (GAP + 1)
    assert seen([{0, 1}, *away, {0}, *away, {0}]).share() == pytest.approx(1 / 2)


def test_others_who_come_to_live_there_did_not_come_back() -> None:
    """They are users of their own."""
    register = seen([{0}, *[set()] * (GAP + 1), {0}], {20: 0})
    assert register.share() == 0.0
    assert register.users == 2


def test_without_users_nothing_is_said() -> None:
    assert np.isnan(seen([set()]).share())


def test_the_model_is_counted_law_by_law() -> None:
    shares = shares_returned(Scenario(area=str(KLEIN), years=4, warmup_weeks=52))
    assert tuple(shares) == LAWS
    assert all(0.0 <= share < 1.0 for share in shares.values())
    assert max(shares.values()) > 0.0
