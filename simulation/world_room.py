"""Room for a world: empty arrays of the right size, and copies of those in use."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.case import CASE, ROLL
from agents.contributions import CONTRIBUTIONS
from agents.domains import DOMAINS, EVENTS, PAYERS, PILLARS
from agents.household import LINK, RING_WEEKS
from agents.need import ACTIVE
from simulation.census_columns import CENSUS_NAMES, CENSUS_WEEKS
from simulation.columns import WIDTH
from simulation.counters import (
    ACTIVE_N,
    CASES_USED,
    CHANGED_N,
    CHANGES_N,
    COUNTERS,
    DOUBTFUL_N,
    LEAVERS_N,
    LINKS_USED,
    MOVING_N,
    OPEN_N,
    PENDING_N,
    REARRANGED_N,
    RETURNS_N,
    REVIEWS_N,
    STAYS_N,
    TALLIES,
    TOGETHER_N,
    UNSETTLED_N,
)
from simulation.draws import DECISIONS
from simulation.products import PRODUCT_NAMES
from simulation.world import (
    AGENDA,
    DECISION_RING,
    DIARY,
    HELPER_BINS,
    LEAST_LINES,
    LINES_PER_NEED,
    ONSET_LINE,
    STEP,
    TALK_BUCKETS,
    World,
)

_CACHE_LINE = 64


def blank(sizes: dict[str, int], weeks: int, before: int, tables: Mapping[str, Any]) -> World:
    """An empty world of the right size.

    Args:
        sizes: numbers of households, residents, needs, lists, professionals, cases and links.
        weeks: weeks the run will last, start-up included.
        before: weeks of start-up.
        tables: everything that does not start empty, by field name.

    Returns:
        A world in which nobody lives yet.
    """
    households, needs, lists = sizes["households"], sizes["needs"], sizes["lists"]
    policy_weeks = weeks - before
    fresh: dict[str, Any] = {
        "counters": np.zeros(COUNTERS, np.int64),
        "streams": np.zeros(DECISIONS, np.uint64),
        "dwellings": np.zeros(households, np.uint64),
        "cases": np.zeros(sizes["cases"], CASE).view(np.recarray),
        "links": np.zeros(sizes["links"], LINK).view(np.recarray),
        "heads": np.full((lists, 6), -1, np.int32),
        "tails": np.full((lists, 6), -1, np.int32),
        "wait_sum": np.zeros((lists, 64), np.int64),
        "wait_count": np.zeros((lists, 64), np.int64),
        "pillars_open": np.zeros((households, len(PILLARS)), np.int16),
        "household_cost": np.zeros((households, len(PAYERS)), np.int64),
        "event_total": np.zeros((households, len(EVENTS)), np.int64),
        "memory": np.zeros((needs, 2), np.uint64),
        "active": np.zeros(needs, ACTIVE).view(np.recarray),
        "steps": np.zeros(needs, STEP).view(np.recarray),
        "pending": np.zeros(sizes["cases"], ROLL).view(np.recarray),
        "opened": np.zeros(sizes["cases"], ROLL).view(np.recarray),
        "unsettled": np.zeros(sizes["cases"], np.int32),
        "doubtful": np.zeros(needs, np.int32),
        "leavers": np.zeros(sizes["cases"], np.int32),
        "talk_ring": np.zeros((households, RING_WEEKS), np.int32),
        "talk_bills": np.zeros((TALK_BUCKETS, len(PAYERS) + 1), np.int64),
        "rearranged": np.zeros(households, np.int32),
        "bill": np.zeros(WIDTH, np.int64),
        "together": np.zeros(households, np.int32),
        "changed": np.zeros(households, np.int32),
        "moving": np.zeros(sizes["residents"], np.int32),
        "returns": np.zeros(sizes["cases"], AGENDA).view(np.recarray),
        "reviews": np.zeros(sizes["cases"], AGENDA).view(np.recarray),
        "changes": np.zeros(sizes["links"], AGENDA).view(np.recarray),
        "stays": np.zeros(sizes["residents"], AGENDA).view(np.recarray),
        "calendar": np.full(weeks + 1, -1, np.int32),
        "onset_lines": np.zeros(LINES_PER_NEED * needs + LEAST_LINES, ONSET_LINE).view(np.recarray),
        "decisions": np.full(DECISION_RING, -1, np.int32),
        "decision_tails": np.full(DECISION_RING, -1, np.int32),
        "wlz_bills": np.zeros(weeks + 512, np.int64),
        "now": np.zeros(WIDTH, np.int64),
        "stock": np.zeros((3, len(PRODUCT_NAMES)), np.int64),
        "severity_count": np.zeros((len(DOMAINS), 5), np.int64),
        "helper_count": np.zeros(HELPER_BINS, np.int64),
        "helper_weeks": np.zeros(HELPER_BINS, np.int64),
        "tally": np.zeros(TALLIES, np.int64),
        "carried": np.zeros(len(DOMAINS), np.int64),
        "weekly": np.zeros((weeks, WIDTH), np.int64),
        "census": np.zeros((policy_weeks // CENSUS_WEEKS, len(CENSUS_NAMES)), np.int64),
        "census_row": np.zeros(len(CENSUS_NAMES), np.int64),
        "asked_cohort": np.zeros((len(DOMAINS), policy_weeks), np.int64),
        "helped_cohort": np.zeros((len(DOMAINS), policy_weeks, sizes["first_help_horizon"] + 1), np.int64),
        "all_asked_cohort": np.zeros(policy_weeks, np.int64),
        "all_helped_cohort": np.zeros((policy_weeks, sizes["all_help_horizon"] + 1), np.int64),
        "scratch": np.zeros(64, np.float64),
        "diary": np.zeros(0, DIARY).view(np.recarray),
        "contributions": np.zeros((0, len(CONTRIBUTIONS)), np.float64),
        "event_price": np.zeros((len(EVENTS), len(PAYERS)), np.int64),
    }
    fresh.update(tables)
    placed: dict[str, Any] = {name: aligned(array) for name, array in fresh.items()}
    return World(**placed)


# Of these arrays only the first places are in use, as many as a counter says.
_IN_USE = {
    "cases": CASES_USED,
    "links": LINKS_USED,
    "active": ACTIVE_N,
    "pending": PENDING_N,
    "opened": OPEN_N,
    "together": TOGETHER_N,
    "changed": CHANGED_N,
    "unsettled": UNSETTLED_N,
    "doubtful": DOUBTFUL_N,
    "leavers": LEAVERS_N,
    "rearranged": REARRANGED_N,
    "returns": RETURNS_N,
    "reviews": REVIEWS_N,
    "changes": CHANGES_N,
    "stays": STAYS_N,
    "moving": MOVING_N,
    "steps": MOVING_N,
}


def aligned(array: np.ndarray, rows: int | None = None) -> np.ndarray:
    """Lay an array so that its records begin where cache lines begin.

    Args:
        array: any array.
        rows: how many rows are in use; the others are left empty.

    Returns:
        A copy of it, of the same kind.
    """
    room = (
        np.empty(array.nbytes + _CACHE_LINE, np.uint8)
        if rows is None
        else np.zeros(array.nbytes + _CACHE_LINE, np.uint8)
    )
    start = -room.ctypes.data % _CACHE_LINE
    copy = room[start : start + array.nbytes].view(array.dtype).reshape(array.shape)
    copy[:rows] = array[:rows]
    return copy.view(np.recarray) if isinstance(array, np.recarray) else copy


def copy_world(world: World, **instead: np.ndarray) -> World:
    """A branch of the world: the same state, from here on its own.

    Args:
        world: the world to branch.
        instead: arrays that take the place of those of the world.

    Returns:
        A copy that shares nothing with it.
    """
    copies: dict[str, Any] = {}
    for name, array in world._asdict().items():
        rows = int(world.counters[_IN_USE[name]]) if name in _IN_USE else None
        copies[name] = instead[name] if name in instead else aligned(array, rows)
    return World(**copies)
