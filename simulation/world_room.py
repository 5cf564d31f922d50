"""Room for a world: empty arrays of the right size, and copies of those in use."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from agents.budget import NO_CEILING
from agents.cache_lines import CACHE_LINE
from agents.case import CASE, ROLL
from agents.contributions import CONTRIBUTIONS
from agents.director import CHOICE, FOLLOWED
from agents.domains import DOMAINS, EVENTS, PAYERS, PILLARS
from agents.household import LINK, RING_WEEKS
from agents.need import ACTIVE
from agents.organisation import CLASSES, STAGES
from simulation.cells import CELL_NAMES
from simulation.census_columns import CENSUS_NAMES, CENSUS_WEEKS, YEAR_WEEKS
from simulation.columns import WIDTH
from simulation.counters import (
    ACTIVE_N,
    APPEALS_N,
    APPLICANTS_N,
    CASES_USED,
    CHANGED_N,
    CHANGES_N,
    COUNTERS,
    DOUBTFUL_N,
    FOLLOWED_N,
    LEAVERS_N,
    LINKS_USED,
    MOVING_N,
    MOVING_NETWORKS_N,
    OPEN_N,
    PENDING_N,
    REARRANGED_N,
    RETURNS_N,
    REVIEWS_N,
    STAYS_N,
    TALLIES,
    TOGETHER_N,
    UNSETTLED_N,
    VISITORS_N,
)
from simulation.draws import DECISIONS
from simulation.onset_calendar import blank_pages
from simulation.products import PRODUCT_NAMES
from simulation.turns import DIGITS
from simulation.world import (
    AGENDA,
    AGREED,
    BUDGET_BOOKS,
    CEILING,
    DECISION_RING,
    DIARY,
    HELPER_BINS,
    MOST_FOLLOWED,
    PURSE_FIELDS,
    SELECTION_FACTS,
    STEP,
    TALK_BUCKETS,
    World,
)


def blank(sizes: dict[str, int], weeks: int, before: int, tables: Mapping[str, Any]) -> World:
    """An empty world of the right size.

    Args:
        sizes: numbers of households, residents, needs, lists, cases, links and groups, and horizons in weeks.
        weeks: weeks the run will last, start-up included.
        before: weeks of start-up.
        tables: everything that does not start empty, by field name.

    Returns:
        A world in which nobody lives yet.
    """
    households, needs, lists = sizes["households"], sizes["needs"], sizes["lists"]
    policy_weeks, onset_lines = weeks - before, blank_pages(needs, weeks)
    fresh: dict[str, Any] = {
        "counters": np.zeros(COUNTERS, np.int64),
        "streams": np.zeros(DECISIONS, np.uint64),
        "dwellings": np.zeros(households, np.uint64),
        "cases": np.zeros(sizes["cases"], CASE).view(np.recarray),
        "links": np.zeros(sizes["links"], LINK).view(np.recarray),
        "heads": np.full((lists, STAGES * CLASSES), -1, np.int32),
        "tails": np.full((lists, STAGES * CLASSES), -1, np.int32),
        "purses": empty_purses(lists),
        "budget_years": np.zeros((policy_weeks // YEAR_WEEKS, len(PAYERS), len(BUDGET_BOOKS)), np.int64),
        "wait_sum": np.zeros((lists, 64), np.int64),
        "wait_count": np.zeros((lists, 64), np.int64),
        "pillars_open": np.zeros((households, len(PILLARS)), np.int16),
        "household_cost": np.zeros((households, len(PAYERS)), np.int64),
        "cost_of_year": np.zeros((households, len(PAYERS)), np.int64),
        "cost_before": np.zeros((households, len(PAYERS)), np.int64),
        "household_benefits": np.zeros(households, np.int64),
        "year_base": np.zeros(households, np.int64),
        "event_total": np.zeros((households, len(EVENTS)), np.int64),
        "memory": np.zeros((needs, 2), np.uint64),
        "active": np.zeros(needs, ACTIVE).view(np.recarray),
        "steps": np.zeros(max(onset_lines.size, sizes["cases"]), STEP).view(np.recarray),
        "laid_out": np.zeros(max(needs, sizes["cases"]), STEP).view(np.recarray),
        "piles": np.zeros(DIGITS, np.int32),
        "pending": np.zeros(sizes["cases"], ROLL).view(np.recarray),
        "opened": np.zeros(sizes["cases"], ROLL).view(np.recarray),
        "unsettled": np.zeros(sizes["cases"], np.int32),
        "doubtful": np.zeros(needs, np.int32),
        "leavers": np.zeros(sizes["cases"], np.int32),
        "talk_ring": np.zeros((households, RING_WEEKS), np.int32),
        "talk_bills": np.zeros((TALK_BUCKETS, 2 * len(PAYERS)), np.int64),
        "rearranged": np.zeros(households, np.int32),
        "followed": np.zeros(MOST_FOLLOWED, FOLLOWED).view(np.recarray),
        "chosen": np.zeros(MOST_FOLLOWED, CHOICE).view(np.recarray),
        "selections": np.zeros((sizes["selections"], SELECTION_FACTS), np.int64),
        "bill": np.zeros(WIDTH, np.int64),
        "together": np.zeros(households, np.int32),
        "moving_networks": np.zeros(households, np.int32),
        "changed": np.zeros(households, np.int32),
        "visitors": np.zeros(needs, np.int32),
        "walk_places": np.zeros(needs, np.int32),
        "applicants": np.zeros(needs, np.int32),
        "moving": np.zeros(sizes["residents"], np.int32),
        "returns": np.zeros(sizes["cases"], AGENDA).view(np.recarray),
        "reviews": np.zeros(sizes["cases"], AGENDA).view(np.recarray),
        "changes": np.zeros(sizes["links"], AGENDA).view(np.recarray),
        "appeals": np.zeros(needs, AGENDA).view(np.recarray),
        "stays": np.zeros(sizes["residents"], AGENDA).view(np.recarray),
        "calendar": np.full(weeks + 1, -1, np.int32),
        "onset_lines": onset_lines,
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
        "bad_cohort": np.zeros(policy_weeks, np.int64),
        "recovered_cohort": np.zeros((policy_weeks, sizes["recovery_horizon"] + 1), np.int64),
        "well_cohort": np.zeros(policy_weeks, np.int64),
        "relapsed_cohort": np.zeros((policy_weeks, sizes["recovery_horizon"] + 1), np.int64),
        "cells": np.zeros((sizes["cells"], len(CELL_NAMES)), np.int64),
        "scratch": np.zeros(64, np.float64),
        "diary": np.zeros(0, DIARY).view(np.recarray),
        "contributions": np.zeros((0, len(CONTRIBUTIONS)), np.float64),
        "event_price": np.zeros((len(EVENTS), len(PAYERS)), np.int64),
    }
    fresh.update(tables)
    return World(**in_one_room(fresh, dict.fromkeys(_IN_USE.keys() - tables.keys(), 0)))


def empty_purses(lists: int) -> np.ndarray:
    """Purses without ceiling, from which nothing was spent.

    Args:
        lists: number of lists.

    Returns:
        List x payer x field.
    """
    purses = np.zeros((lists, len(PAYERS), PURSE_FIELDS), np.int64)
    purses[:, :, [CEILING, AGREED]] = NO_CEILING
    return purses


# Of these arrays only the first places are in use, as many as a counter says.
_IN_USE = {
    "cases": CASES_USED,
    "links": LINKS_USED,
    "active": ACTIVE_N,
    "pending": PENDING_N,
    "opened": OPEN_N,
    "together": TOGETHER_N,
    "moving_networks": MOVING_NETWORKS_N,
    "changed": CHANGED_N,
    "visitors": VISITORS_N,
    "applicants": APPLICANTS_N,
    "appeals": APPEALS_N,
    "unsettled": UNSETTLED_N,
    "doubtful": DOUBTFUL_N,
    "leavers": LEAVERS_N,
    "rearranged": REARRANGED_N,
    "followed": FOLLOWED_N,
    "returns": RETURNS_N,
    "reviews": REVIEWS_N,
    "changes": CHANGES_N,
    "stays": STAYS_N,
    "moving": MOVING_N,
    "steps": MOVING_N,
    "laid_out": MOVING_N,
}


def in_one_room(arrays: Mapping[str, np.ndarray], rows: Mapping[str, int] | None = None) -> dict[str, Any]:
    """Lay arrays one behind the other in one stretch of memory, each from the beginning of a cache line.

    One large stretch stands in few large pages, among which the machine finds its way faster.

    Args:
        arrays: the arrays by field name.
        rows: how many rows of some of them are in use; the others are left empty. All unless given.

    Returns:
        Copies of them, of the same kind.
    """
    placed = empty_room({name: (array.dtype, array.shape) for name, array in arrays.items()})
    for name, array in arrays.items():
        place = placed[name].view(np.ndarray).reshape(-1).view(np.uint8)
        used = array[: (rows or {}).get(name)].nbytes
        place[:used] = np.ascontiguousarray(array).reshape(-1).view(np.uint8)[:used]  # not field by field
    return placed


def empty_room(kinds: Mapping[str, tuple[np.dtype[Any], tuple[int, ...]]]) -> dict[str, Any]:
    """Lay empty arrays one behind the other in one stretch of memory.

    Args:
        kinds: type of item and shape of each array, by field name.

    Returns:
        Arrays of zeros; of records where they have fields.
    """
    sizes = [dtype.itemsize * math.prod(shape) for dtype, shape in kinds.values()]
    starts = np.cumsum([0, *(-(-size // CACHE_LINE) * CACHE_LINE for size in sizes)])
    room = np.zeros(starts[-1] + CACHE_LINE, np.uint8)
    first = -room.ctypes.data % CACHE_LINE
    placed: dict[str, Any] = {}
    for start, size, (name, (dtype, shape)) in zip(starts.tolist(), sizes, kinds.items(), strict=False):
        array = room[first + start : first + start + size].view(dtype).reshape(shape)
        placed[name] = array.view(np.recarray) if dtype.fields else array
    return placed


def rows_in_use(world: World) -> dict[str, int]:
    """How many rows are in use of the arrays of which a counter says so.

    Args:
        world: the world.
    """
    return {name: int(world.counters[place]) for name, place in _IN_USE.items()}


def copy_world(world: World, **instead: np.ndarray) -> World:
    """A branch of the world: the same state, from here on its own.

    Args:
        world: the world to branch.
        instead: arrays that take the place of those of the world.

    Returns:
        A copy that shares nothing with it.
    """
    rows = {name: used for name, used in rows_in_use(world).items() if name not in instead}
    return World(**in_one_room({**world._asdict(), **instead}, rows))


def refit_world(world: World, **instead: np.ndarray) -> World:
    """The same world with other arrays in the place of some; the world that is given can be used no more.

    Args:
        world: the world.
        instead: arrays that take the place of those of the world.

    Returns:
        The world, with copies of those arrays.
    """
    return world._replace(**in_one_room(instead))
