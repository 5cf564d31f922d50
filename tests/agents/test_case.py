"""A case: its class, hours, dose and end, and its places in the tables (model 6, 8.4, 8.8, 8.9)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import case as rules
from agents.case import CASE, FREE
from agents.need import NEED

shares = st.floats(0.0, 1.0)


# ---- 6, 8.8 class and hours


def test_classes_follow_severity() -> None:
    assert [rules.priority_class(severity) for severity in range(5)] == [2, 2, 1, 0, 0]


@given(
    at_2=st.floats(0.0, 6.0), more=st.floats(0.0, 6.0), light=st.floats(0.25, 1.0), crisis=st.floats(1.0, 2.0)
)
def test_heavier_needs_never_take_fewer_hours(at_2: float, more: float, light: float, crisis: float) -> None:
    hours = [rules.hours_norm(at_2, at_2 + more, light, crisis, severity) for severity in range(5)]
    assert hours == sorted(hours)
    assert hours[0] == hours[1] == at_2 * light
    assert hours[2:4] == [at_2, at_2 + more]
    assert hours[4] == (at_2 + more) * crisis


def test_a_product_without_hours_takes_none() -> None:
    assert [rules.hours_norm(0.0, 0.0, 0.5, 1.5, severity) for severity in range(5)] == [0.0] * 5


# ---- 8, the one place that computes the dose


@given(
    given_hours=st.floats(0.0, 1e6),
    norm=st.floats(1.0, 1e6),
    parts=st.tuples(shares, shares, shares, shares),
    half=st.integers(0, 3),
)
def test_dose_lies_between_nothing_and_one_and_grows_with_each_part(
    given_hours: float, norm: float, parts: tuple[float, float, float, float], half: int
) -> None:
    """The parts: skill, practice, whose case it is, and plans that agree."""
    dose = rules.dose_of_case(given_hours, norm, *parts)
    assert 0.0 <= dose <= 1.0
    assert rules.dose_of_case(given_hours * 1.5, norm, *parts) >= dose
    halved = [part / 2 if place == half else part for place, part in enumerate(parts)]
    assert rules.dose_of_case(given_hours, norm, *halved) == pytest.approx(dose / 2)


@given(own=st.floats(0.0, 1e6), others=st.floats(0.0, 1e6), loss=st.floats(0.0, 0.17))
def test_a_case_becomes_ones_own_hour_by_hour(own: float, others: float, loss: float) -> None:
    share = rules.own_share(own, others)
    assert 0.0 <= share <= 1.0 and rules.own_share(own + 1.0, others) >= share
    assert rules.own_share(own, 0.0) == 1.0, "a named worker who did it all has it as his own"
    assert 1.0 - loss <= rules.owned_speed(loss, share) <= 1.0
    assert rules.owned_speed(0.0, share) == rules.owned_speed(loss, 1.0) == 1.0


def test_dose_at_its_edges() -> None:
    assert rules.dose_of_case(3600.0, 3600.0, 1.0, 1.0, 1.0, 1.0) == 1.0
    assert rules.dose_of_case(99999.0, 3600.0, 1.0, 1.0, 1.0, 1.0) == 1.0
    assert rules.dose_of_case(0.0, 3600.0, 1.0, 1.0, 1.0, 1.0) == 0.0
    assert rules.dose_of_case(100.0, 0.0, 1.0, 1.0, 1.0, 1.0) == 0.0


# ---- 8.4 endings


@given(
    severity=st.integers(0, 4),
    floor=st.integers(0, 3),
    weeks=st.integers(0, 100),
    needed=st.integers(4, 26),
    rate=st.floats(0.01, 0.12),
)
def test_a_goal_takes_a_floor_of_one_at_most_and_time(
    severity: int, floor: int, weeks: int, needed: int, rate: float
) -> None:
    chance = rules.goal_chance(severity, floor, weeks, needed, rate, 1)
    reached = severity <= floor and floor <= 1 and weeks >= needed
    assert chance == (rate if reached else 0.0)


def test_a_goal_at_its_edges() -> None:
    assert rules.goal_chance(1, 1, 8, 8, 0.04, 1) == 0.04
    assert rules.goal_chance(1, 1, 7, 8, 0.04, 1) == 0.0
    assert rules.goal_chance(2, 2, 100, 8, 0.04, 1) == 0.0
    assert rules.goal_chance(0, 0, 8, 8, 0.04, 1) == 0.04
    assert rules.goal_chance(1, 0, 100, 8, 0.04, 1) == 0.0


@given(chance=shares, u=st.floats(0.0, 1.0, exclude_max=True))
def test_what_may_end_ends_with_its_chance(chance: float, u: float) -> None:
    assert rules.ends(chance, u) == (u < chance)
    assert not rules.ends(0.0, u)
    assert rules.ends(1.0, u)


@given(start=st.integers(-200, 300), weeks=st.integers(1, 300))
def test_a_case_of_fixed_length_has_exactly_that_many_weeks(start: int, weeks: int) -> None:
    last = next(week for week in range(start, start + weeks + 2) if rules.lasted(start, week, weeks))
    assert last - start + 1 == weeks


# ---- 8.9 leaving the list


@given(rate=st.floats(0.0, 0.05), u=st.floats(0.0, 1.0, exclude_max=True))
def test_whoever_leaves_at_a_low_rate_leaves_at_a_higher_one(rate: float, u: float) -> None:
    assert not rules.leaves_list(rate, u) or rules.leaves_list(rate * 2, u)
    assert not rules.leaves_list(0.0, u)


# ---- places in the tables


def table(size: int) -> tuple[np.recarray, np.ndarray]:
    """A case table in which every place is free.

    Args:
        size: number of places.

    Returns:
        The table, and the counter that holds the first free place.
    """
    cases = np.zeros(size, CASE).view(np.recarray)
    cases.next_of_need = np.arange(1, size + 1)
    cases.next_of_need[-1] = -1
    return cases, np.zeros(1, np.int64)


@given(st.lists(st.booleans(), max_size=60), st.randoms())
def test_no_place_is_given_out_twice(takes: list[bool], luck: Any) -> None:
    cases, counters = table(5)
    taken: set[int] = set()
    for take in takes:
        if take:
            place = rules.occupy(cases, counters, 0)
            assert (place == -1) == (len(taken) == 5)
            if place >= 0:
                assert place not in taken
                taken.add(place)
                cases[place].state = 4
        elif taken:
            place = luck.choice(sorted(taken))
            taken.remove(place)
            rules.release(cases, counters, 0, place)
            assert cases[place].state == FREE


@given(
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 2**64 - 1)), min_size=1, max_size=12, unique=True),
    st.randoms(),
)
def test_cases_of_a_need_stand_in_order_whatever_the_order_of_asking(
    rows: list[tuple[int, int]], luck: Any
) -> None:
    cases, _ = table(len(rows))
    need = np.zeros(1, NEED).view(np.recarray)[0]
    need.first_case = -1
    for place, (product, key) in enumerate(rows):
        cases[place].product, cases[place].key = product, key
        rules.link_to_need(cases, need, place)
    standing = set(range(len(rows)))
    while True:
        here, order = int(need.first_case), []
        while here >= 0:
            order.append(here)
            here = int(cases[here].next_of_need)
        assert order == sorted(standing, key=lambda place: rows[place])
        if not standing:
            break
        gone = luck.choice(sorted(standing))
        standing.remove(gone)
        rules.unlink_from_need(cases, need, gone)
