"""The world of one run: every record there is, in arrays that compiled rules can read and write."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.case import CASE, ROLL
from agents.domains import DOMAINS, EVENTS, PAYERS, PILLARS
from agents.household import HOUSEHOLD, LINK, RING_WEEKS
from agents.need import ACTIVE, NEED
from agents.organisation import ORGANISATION, WAITING_LIST
from agents.professional import PROFESSIONAL
from agents.resident import RESIDENT
from simulation.columns import WIDTH
from simulation.draws import DECISIONS
from simulation.parameters import record, resolve
from simulation.products import PRODUCT, PRODUCT_NAMES

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Records = np.recarray

# Counters: single numbers that change during a run.
(
    BEFORE,  # weeks of start-up
    ACTIVE_N,
    HEAVY_N,  # of these, at severity 2 and over; they stand first
    PENDING_N,
    OPEN_N,
    TOGETHER_N,
    FREE_CASE,
    FREE_LINK,
    CHANGED_N,
    ADAPT_UNTIL,  # lists follow their norm before this week
    SHARED_LIST,
    DOOR_LIST,
    CENSUS_N,
    MOVING_N,
    OUTREACH_SECONDS,  # visits promised and not yet paid in hours
    DECISIONS_N,  # municipal decisions taken this week
    WLZ_N,  # long-term care that is being paid
    REVIEWS_N,  # wrong plans that will be put right
    CHANGES_N,  # outside providers who will send someone else
    UNSETTLED_N,
    DOUBTFUL_N,
    LEAVERS_N,
    REARRANGED_N,
    FREE_LINE,  # first free line of the calendar of onsets
    CASES_USED,  # places of the case table that were ever taken
    LINKS_USED,
    DELIVERED_WEEK,  # last week whose hours were given
    BOOKED_WEEK,  # last week whose costs were booked
    RETURNS_N,  # who was sent to the wrong place and will ask anew
    STAYS_N,  # who is in long-term care
    LONGEST_VISITS,  # most seconds that helpers ever were in one home in a week
    DOORS_OPEN,  # 1 while outreach can pay for visits
    LINE_COUNTED,  # 1 once this week's lists have been counted
) = range(33)
COUNTERS = 40

DECISION_RING = 64
MOST_PROVIDERS = 8
HELPER_BINS = 128
TALK_BUCKETS = 9  # talking every week, or in one of up to eight weeks between meetings

# The census, once a quarter: whole numbers (millionths for utilities and scores).
CENSUS_NAMES = (
    "week",
    "households",
    "residents",
    "under_18",
    "utility",
    "body",
    "mind",
    "meaning",
    "quality_of_life",
    "taking_part",
    "daily_functioning",
    "quality_households",
    "quality",
    "distinct_sum",
    "debt_households",
    "pile_up_households",
    "multi_problem_households",
    "indicated_households",  # half-year just ended; 0 in other quarters
    "two_laws_households",
    "wmo_clients",
    "youth_care_clients",  # calendar year just ended
)
(
    AT_WEEK,
    HOUSEHOLDS_N,
    RESIDENTS_N,
    UNDER_18_N,
    UTILITY,
    BODY,
    MIND,
    MEANING,
    QUALITY_OF_LIFE,
    TAKING_PART,
    DAILY_FUNCTIONING,
    QUALITY_N,
    QUALITY,
    DISTINCT_SUM,
    DEBT_N,
    PILE_UP_N,
    MULTI_PROBLEM_N,
    INDICATED_N,
    TWO_LAWS_N,
    WMO_CLIENTS_N,
    YOUTH_CARE_N,
) = range(len(CENSUS_NAMES))
CENSUS_WEEKS, HALF_YEAR_WEEKS, YEAR_WEEKS = 13, 26, 52
MICRO = 1_000_000


# A line of the calendar of onsets.
ONSET_LINE = np.dtype([("need", "i4"), ("after", "i4")], align=True)
LINES_PER_NEED, LEAST_LINES = 2, 64  # lines that no longer hold are passed over, or wiped when all are used

# A step on the ladder.
STEP = np.dtype([("index", "i4"), ("severity", "i4")], align=True)

# Something that falls due in a week, in a list without order.
AGENDA = np.dtype([("week", "i4"), ("index", "i4")], align=True)


class World(NamedTuple):
    """All state of one run; phases take it whole, rules take single records."""

    p: Records
    seed_key: NDArray[np.uint64]
    streams: NDArray[np.uint64]  # decision -> what its draws have in common this week
    dwellings: NDArray[np.uint64]  # household -> key of its dwelling
    families: Places  # households with a place for a child
    counters: Ints
    households: Records
    residents: Records
    needs: Records
    cases: Records
    links: Records
    lists: Records
    organisations: Records
    professionals: Records
    products: Records
    ladder: Floats  # per domain: onset rate, speed, floor share under 67, 67-76, from 77
    long_run: Floats  # domain, floor, severity -> weight in the long run without help
    spill: Floats  # matrix A, a row is the target
    routes: NDArray[np.int16]  # domain, age group, severity, place on the route -> product, -1 none
    route_else: NDArray[np.int16]  # what the first product is for the rest
    route_share: Floats
    list_of: NDArray[np.int16]  # product, provider -> list
    provider_share: Floats  # product, provider -> cumulative share
    heads: Places  # list, lane -> first case
    tails: Places
    wait_sum: Ints  # list, week of the window
    wait_count: Ints
    skills: Floats  # professional, domain
    payer_seconds: Ints  # professional, payer -> direct seconds this week
    payer_runs: Ints  # the same of the running cases, until something changes
    weights: Ints  # professional -> seconds he can spare for what is being shared out
    pillars_open: NDArray[np.int16]  # household, pillar -> open indicated cases
    household_cost: Ints  # household, payer -> cents at tariff since the start of the policy
    event_total: Ints  # household, event -> events since the start of the run
    memory: NDArray[np.uint64]  # need -> severities of the weeks before the present one was reached
    active: Records  # what is there, as the week reads it
    steps: Records  # needs that change this week, and their new severity
    pending: Records  # cases that have not started, as the week reads them
    opened: Records  # open cases
    unsettled: Places  # cases whose hours must be computed anew
    doubtful: Places  # needs whose dose must be computed anew
    leavers: Places  # households in which someone came for the last time
    talk_ring: Places  # household, week modulo 32 -> seconds each pair of helpers talked
    talks_asked: Ints  # professional, bucket -> seconds of talking that households plan with him
    talk_bills: Ints  # bucket, payer -> cents for the talking of outside helpers; last the cashable part
    rearranged: Places  # households whose talking must be planned anew
    bill: Ints  # column -> what the open cases add to it every week
    together: Places
    changed: Places
    moving: Places  # households or residents that go at the end of a phase
    returns: Records  # agenda: needs that ask anew
    reviews: Records  # agenda: needs, or households as -1 - number, whose wrong plan is put right
    changes: Records  # agenda: links with an outside provider who will send someone else
    stays: Records  # agenda: residents whose long-term care ends
    of_age: Places  # places in which 17-year-olds come of age
    calendar: Places  # week -> first line of needs that begin then
    onset_lines: Records  # lines of the calendar of onsets
    decisions: Places  # week modulo ring -> first case with its decision then
    decision_tails: Places
    wlz_bills: Ints  # week -> long-term care that ends its booking then
    event_of: NDArray[np.int16]  # domain, place -> event that can arise from it, -1 none
    event_rate: Floats
    event_price: Ints  # event, payer -> cents
    event_cashable: Floats
    donors: Places  # households ordered by kind and income
    donor_start: Places
    start_frailty: Floats  # households, as drawn for the area
    start_trust: Floats
    start_resident_frailty: Floats
    background: Ints  # payer -> cents a week
    benefit_couple: Ints  # weekly social assistance of a couple, cents
    now: Ints  # this week's row
    stock: Ints  # (pending, open, listed) x product
    severity_count: Ints  # domain, severity
    helper_count: Ints  # households by number of helpers
    helper_weeks: Ints  # the same, summed over the weeks of the policy
    tally: Ints  # running sums over households
    carried: Ints  # domain -> levels changed from outside since last week
    weekly: Ints
    census: Ints
    census_row: Ints
    asked_cohort: Ints  # domain, policy week
    helped_cohort: Ints  # domain, policy week asked, weeks waited
    all_asked_cohort: Ints
    all_helped_cohort: Ints
    scratch: Floats


_INT, _PLACE, _FLOAT = np.dtype(np.int64), np.dtype(np.int32), np.dtype(np.float64)
_SHORT, _KEY = np.dtype(np.int16), np.dtype(np.uint64)
_PARAMETERS = record(resolve()).dtype

# Kind of item and number of dimensions of every field, for the handle by which compiled rules hold the world.
FIELD_LAYOUT: dict[str, tuple[np.dtype[Any], int]] = {
    "p": (_PARAMETERS, 1),
    "seed_key": (_KEY, 1),
    "streams": (_KEY, 1),
    "dwellings": (_KEY, 1),
    "families": (_PLACE, 1),
    "counters": (_INT, 1),
    "households": (HOUSEHOLD, 1),
    "residents": (RESIDENT, 1),
    "needs": (NEED, 1),
    "cases": (CASE, 1),
    "links": (LINK, 1),
    "lists": (WAITING_LIST, 1),
    "organisations": (ORGANISATION, 1),
    "professionals": (PROFESSIONAL, 1),
    "products": (PRODUCT, 1),
    "ladder": (_FLOAT, 2),
    "long_run": (_FLOAT, 3),
    "spill": (_FLOAT, 2),
    "routes": (_SHORT, 4),
    "route_else": (_SHORT, 3),
    "route_share": (_FLOAT, 3),
    "list_of": (_SHORT, 2),
    "provider_share": (_FLOAT, 2),
    "heads": (_PLACE, 2),
    "tails": (_PLACE, 2),
    "wait_sum": (_INT, 2),
    "wait_count": (_INT, 2),
    "skills": (_FLOAT, 2),
    "payer_seconds": (_INT, 2),
    "payer_runs": (_INT, 2),
    "weights": (_INT, 1),
    "pillars_open": (_SHORT, 2),
    "household_cost": (_INT, 2),
    "event_total": (_INT, 2),
    "memory": (_KEY, 2),
    "active": (ACTIVE, 1),
    "steps": (STEP, 1),
    "pending": (ROLL, 1),
    "opened": (ROLL, 1),
    "unsettled": (_PLACE, 1),
    "doubtful": (_PLACE, 1),
    "leavers": (_PLACE, 1),
    "talk_ring": (_PLACE, 2),
    "talks_asked": (_INT, 2),
    "talk_bills": (_INT, 2),
    "rearranged": (_PLACE, 1),
    "bill": (_INT, 1),
    "together": (_PLACE, 1),
    "changed": (_PLACE, 1),
    "moving": (_PLACE, 1),
    "returns": (AGENDA, 1),
    "reviews": (AGENDA, 1),
    "changes": (AGENDA, 1),
    "stays": (AGENDA, 1),
    "of_age": (_PLACE, 1),
    "calendar": (_PLACE, 1),
    "onset_lines": (ONSET_LINE, 1),
    "decisions": (_PLACE, 1),
    "decision_tails": (_PLACE, 1),
    "wlz_bills": (_INT, 1),
    "event_of": (_SHORT, 2),
    "event_rate": (_FLOAT, 1),
    "event_price": (_INT, 2),
    "event_cashable": (_FLOAT, 1),
    "donors": (_PLACE, 1),
    "donor_start": (_PLACE, 1),
    "start_frailty": (_FLOAT, 1),
    "start_trust": (_FLOAT, 1),
    "start_resident_frailty": (_FLOAT, 1),
    "background": (_INT, 1),
    "benefit_couple": (_INT, 1),
    "now": (_INT, 1),
    "stock": (_INT, 2),
    "severity_count": (_INT, 2),
    "helper_count": (_INT, 1),
    "helper_weeks": (_INT, 1),
    "tally": (_INT, 1),
    "carried": (_INT, 1),
    "weekly": (_INT, 2),
    "census": (_INT, 2),
    "census_row": (_INT, 1),
    "asked_cohort": (_INT, 2),
    "helped_cohort": (_INT, 3),
    "all_asked_cohort": (_INT, 1),
    "all_helped_cohort": (_INT, 2),
    "scratch": (_FLOAT, 1),
}


_CACHE_LINE = 64

# Places in ``tally``.
HELPED, HELPERS_SUM, MULTI, MULTI_SUM, INDICATED, INDICATED_SUM, UNMET_N = range(7)
TALLIES = 8


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
