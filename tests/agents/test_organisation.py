"""Lists of an organisation: lanes, whose turn it is, and hours that follow a norm (model 4, 8.8, 8.9)."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import organisation as rules
from agents.case import CASE
from agents.organisation import BUDGET_STAGE, CLASSES, INTAKE_STAGE, STAGES, START_STAGE

LANES = STAGES * CLASSES
weeks = st.integers(-200, 300)
keys = st.integers(0, 2**64 - 1)


class Lanes:
    """Lanes of one list beside a plain model of them: sorted Python lists."""

    def __init__(self, size: int) -> None:
        """Begin with nobody in line.

        Args:
            size: places in the case table.
        """
        self.cases = np.zeros(size, CASE).view(np.recarray)
        self.heads = np.full(LANES, -1, np.int32)
        self.tails = np.full(LANES, -1, np.int32)
        self.model: dict[int, list[int]] = {number: [] for number in range(LANES)}

    def order(self, place: int) -> tuple[int, int]:
        """What decides whose turn it is.

        Args:
            place: of the case.

        Returns:
            Week of joining and hashed key.
        """
        return int(self.cases[place].joined_week), int(self.cases[place].key)

    def join(self, place: int, number: int) -> None:
        """Join a lane, in both.

        Args:
            place: of the case.
            number: the lane.
        """
        rules.join_lane(self.cases, self.heads, self.tails, place, number)
        self.model[number].append(place)
        self.model[number].sort(key=self.order)

    def quit(self, place: int, number: int) -> None:
        """Step out of a lane, in both.

        Args:
            place: of the case.
            number: the lane.
        """
        rules.quit_lane(self.cases, self.heads, self.tails, place, number)
        self.model[number].remove(place)

    def check(self) -> None:
        """Both say the same, forwards and backwards."""
        for number, wanted in self.model.items():
            forwards, here = [], int(self.heads[number])
            while here >= 0:
                forwards.append(here)
                here = int(self.cases[here].after)
            backwards, here = [], int(self.tails[number])
            while here >= 0:
                backwards.append(here)
                here = int(self.cases[here].before)
            assert forwards == wanted
            assert backwards == wanted[::-1]


@given(
    st.lists(st.tuples(st.integers(0, 3), keys), min_size=1, max_size=40, unique_by=lambda row: row[1]),
    st.lists(st.booleans(), max_size=40),
    st.randoms(),
)
def test_lanes_are_first_come_first_served_with_hashed_ties(
    arrivals: list[tuple[int, int]], leaves: list[bool], luck: Any
) -> None:
    """Against a plain sorted list; people join as weeks pass and leave from any place."""
    lanes, week, standing = Lanes(len(arrivals)), 0, {}
    for place, (pause, key) in enumerate(arrivals):
        week += pause
        lanes.cases[place].joined_week, lanes.cases[place].key = week, key
        number = luck.randrange(LANES)
        lanes.join(place, number)
        standing[place] = number
        lanes.check()
        if place < len(leaves) and leaves[place]:
            gone = luck.choice(sorted(standing))
            lanes.quit(gone, standing.pop(gone))
            lanes.check()
    while standing:
        gone = luck.choice(sorted(standing))
        lanes.quit(gone, standing.pop(gone))
        lanes.check()


@given(st.lists(st.tuples(weeks, keys), min_size=1, max_size=30, unique_by=lambda row: row[1]))
def test_a_lane_that_is_taken_over_keeps_the_weeks_of_joining(rows: list[tuple[int, int]]) -> None:
    """When a team takes over lists, cases come in any order; who waits longest still goes first."""
    lanes = Lanes(len(rows))
    for place, (week, key) in enumerate(rows):
        lanes.cases[place].joined_week, lanes.cases[place].key = week, key
        lanes.join(place, rules.lane(START_STAGE, 1))
    lanes.check()


def test_every_stage_and_class_has_a_lane_of_its_own() -> None:
    numbers = [
        rules.lane(stage, priority)
        for stage in (INTAKE_STAGE, START_STAGE, BUDGET_STAGE)
        for priority in range(CLASSES)
    ]
    assert numbers == list(range(LANES))


@given(st.lists(st.integers(-1, 5), min_size=LANES, max_size=LANES))
def test_the_highest_class_that_has_someone_goes_first(heads: list[int]) -> None:
    for stage in range(STAGES):
        mine = [head for head in heads[stage * CLASSES : (stage + 1) * CLASSES] if head >= 0]
        assert rules.head_of(np.array(heads, np.int32), stage) == (mine[0] if mine else -1)


def test_nobody_is_next_on_an_empty_list() -> None:
    assert rules.head_of(np.full(LANES, -1, np.int32), START_STAGE) == -1


@given(st.tuples(st.integers(0, 2), weeks, keys), st.tuples(st.integers(0, 2), weeks, keys))
def test_turns_are_a_strict_order(one: tuple[int, int, int], other: tuple[int, int, int]) -> None:
    def before(a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
        return bool(rules.goes_before(a[0], a[1], np.uint64(a[2]), b[0], b[1], np.uint64(b[2])))

    assert before(one, other) == (one < other)
    assert before(other, one) == (other < one)


@given(st.floats(0.1, 5.0), st.floats(0.0, 60.0), st.floats(0.5, 28.0), st.floats(1.005, 1.1))
def test_hours_follow_the_norm_and_come_back(factor: float, wait: float, norm: float, step: float) -> None:
    found = rules.adapted_factor(factor, wait, norm, step)
    assert found == (factor * step if wait > norm else factor / step)
    back = rules.adapted_factor(found, 0.0 if wait > norm else norm + 1.0, norm, step)
    assert back == pytest.approx(factor)


def test_a_wait_at_the_norm_asks_for_no_more_hours() -> None:
    assert rules.adapted_factor(1.0, 11.0, 11.0, 1.02) < 1.0
