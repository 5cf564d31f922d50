"""The world of one run: every record there is, in arrays that compiled rules can read and write."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from agents.case import CASE, ROLL
from agents.director import CHOICE, FOLLOWED
from agents.household import HOUSEHOLD, LINK
from agents.need import ACTIVE, NEED
from agents.organisation import ORGANISATION, WAITING_LIST
from agents.professional import PROFESSIONAL
from agents.resident import RESIDENT
from simulation.parameters import record, resolve
from simulation.products import PRODUCT

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Floats = NDArray[np.float64]
Records = np.recarray

DECISION_RING = 64
MOST_PROVIDERS = 8
HELPER_BINS = 128
MOST_FOLLOWED = 128  # households with a director, or chosen for one
SELECTION_FACTS = 6  # what is written down of each selection
TALK_BUCKETS = 9  # talking every week, or in one of up to eight weeks between meetings

# A purse: ceiling of a year (below 0 none), cents a week of open cases, spent this year, the part of the
# ceiling that is paid at tariff, the cashable part of that, and the ceiling agreed at the start (below 0:
# none).
CEILING, RUNNING, SPENT, PAID_AT_TARIFF, CASHABLE_PART, AGREED = range(6)
PURSE_FIELDS = 6

# What became of a budget in a year.
BUDGET_BOOKS = (
    "start",
    "topped_up",
    "from_others",  # what other payers of the pool paid for products of this one; below 0 paid for others
    "spent",
    "at_year_end",
    "lapsed",
    "without_contract",  # spent under no ceiling
    "prevention",  # paid for prevention that another payer delivers; below 0 received for it
)
START_OF_YEAR, TOPPED_UP, FROM_OTHERS, SPENT_IN_YEAR = range(4)
AT_YEAR_END, LAPSED, OUTSIDE_CONTRACTS, PREVENTION = range(4, 8)

# A step on the ladder.
STEP = np.dtype([("index", "i4"), ("severity", "i4")], align=True)

# A line of the diary.
DIARY = np.dtype(
    [
        ("week", "i4"),
        ("household", "i4"),
        ("resident", "i4"),  # -1 the household as a whole
        ("happening", "i1"),
        ("domain", "i1"),  # -1 none
        ("severity", "i1"),
        ("severity_after", "i1"),
        ("what", "i2"),  # product, registered event, or 1 for a move that is common to all policies
        ("own_list", "i2"),
        ("worker", "i4"),
        ("since", "i4"),  # week of asking, or week in which the severity before was reached
        ("helpers", "i4"),
        ("cents", "i8"),
        ("chance", "f8"),  # of this week, as the draw was compared with it
        ("hazard", "f8"),  # per week, to which the contributions belong
    ],
    align=True,
)

# Something that falls due in a week, in a list without order.
AGENDA = np.dtype([("week", "i4"), ("index", "i4")], align=True)


class World(NamedTuple):
    """All state of one run; phases take it whole, rules take single records."""

    p: Records  # every number as it is this week
    levers: Records  # every number without the policy, in full, and in the parts of its calendar
    lever_row: Ints  # week of the policy -> which of these
    reach: Floats  # week of the policy, neighbourhood -> how far the policy is there
    reach_now: Floats  # neighbourhood -> the same, now
    reached_part: Floats  # week of the policy -> part of the area that it has reached so far
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
    trades: Floats  # the same on the first day of whoever holds the post
    skills_used: Floats  # the same as his cases count with it
    domain_seconds: Ints  # professional, domain -> direct seconds this week
    domain_runs: Ints  # the same of the running cases, until something changes
    payer_seconds: Ints  # professional, payer -> direct seconds this week
    payer_runs: Ints  # the same of the running cases, until something changes
    weights: Ints  # professional -> seconds he can spare for what is being shared out
    pillars_open: NDArray[np.int16]  # household, pillar -> open indicated cases
    household_cost: Ints  # household, payer -> cents at tariff since the start of the policy
    household_benefits: Ints  # household -> cents of benefits since the start of the policy
    year_base: Ints  # household -> what the municipality had spent on it a year ago, or when it moved in
    event_total: Ints  # household, event -> events since the start of the run
    memory: NDArray[np.uint64]  # need -> severities of the weeks before the present one was reached
    active: Records  # what is there, as the week reads it
    steps: Records  # what a phase will look at, in its order: needs and new severities, or places in a list
    laid_out: Records  # the same, while it is put in order
    piles: Places  # digit of a number -> where the next thing with it is laid
    pending: Records  # cases that have not started, as the week reads them
    opened: Records  # open cases
    unsettled: Places  # cases whose hours must be computed anew
    doubtful: Places  # needs whose dose must be computed anew
    leavers: Places  # households in which someone came for the last time
    talk_ring: Places  # household, week modulo 32 -> seconds each pair of helpers talked
    talks_asked: Ints  # professional, bucket -> seconds of talking that households plan with him
    talk_bills: (
        Ints  # bucket, payer -> cents for the talk of outside helpers; then the cashable part by payer
    )
    rearranged: Places  # households whose talking must be planned anew
    followed: Records  # households that have a director, or wait for one
    chosen: Records  # households chosen for one this time, the first first
    selections: Ints  # selection of households -> week, chosen, followed, their cost, who is left, their cost
    bill: Ints  # column -> what the open cases add to it every week
    together: Places
    moving_networks: Places  # households whose network carries, or comes back
    changed: Places
    visitors: Places  # needs for which somebody visits the walk-in
    walk_places: Places  # need -> its place among them
    applicants: Places  # needs for which somebody would like to
    moving: Places  # households or residents that go at the end of a phase
    returns: Records  # agenda: needs that ask anew
    reviews: Records  # agenda: needs, or households as -1 - number, whose wrong plan is put right
    changes: Records  # agenda: links with an outside provider who will send someone else
    appeals: Records  # agenda: needs whose bottleneck special assistance is asked for
    stays: Records  # agenda: residents whose long-term care ends
    of_age: Places  # places in which 17-year-olds come of age
    calendar: Places  # week -> last line of needs that begin then
    onset_lines: Places  # lines of the calendar of onsets, in pages
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
    start_network: Floats
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
    purses: Ints  # list, payer, field -> cents; the shared list is the pool, the front door is no contract
    budget_years: Ints  # year, payer, what became of the budget -> cents
    cost_of_year: Ints  # household, payer -> cents at tariff in the last whole year
    cost_before: Ints  # household, payer -> account at the end of that year
    payer_room: Floats  # payer -> ceilings relative to last year, 0 none
    weekly: Ints
    census: Ints
    census_row: Ints
    asked_cohort: Ints  # domain, policy week
    helped_cohort: Ints  # domain, policy week asked, weeks waited
    all_asked_cohort: Ints
    all_helped_cohort: Ints
    bad_cohort: Ints  # policy week -> needs that became bad
    recovered_cohort: Ints  # policy week they became bad, weeks until they were back at their floor
    well_cohort: Ints  # policy week -> needs that recovered
    relapsed_cohort: Ints  # policy week they recovered, weeks until they were bad again
    cells: Ints  # group of households, what is counted of it on census dates of the policy
    scratch: Floats
    diary: Records  # what happened, when a run is traced
    contributions: Floats  # line of the diary, contribution


_INT, _PLACE, _FLOAT = np.dtype(np.int64), np.dtype(np.int32), np.dtype(np.float64)
_SHORT, _KEY = np.dtype(np.int16), np.dtype(np.uint64)
_PARAMETERS = record(resolve()).dtype

# Kind of item and number of dimensions of every field, for the handle by which compiled rules hold the world.
FIELD_LAYOUT: dict[str, tuple[np.dtype[Any], int]] = {
    "p": (_PARAMETERS, 1),
    "levers": (_PARAMETERS, 1),
    "lever_row": (_INT, 1),
    "reach": (_FLOAT, 2),
    "reach_now": (_FLOAT, 1),
    "reached_part": (_FLOAT, 1),
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
    "trades": (_FLOAT, 2),
    "skills_used": (_FLOAT, 2),
    "domain_seconds": (_INT, 2),
    "domain_runs": (_INT, 2),
    "payer_seconds": (_INT, 2),
    "payer_runs": (_INT, 2),
    "weights": (_INT, 1),
    "pillars_open": (_SHORT, 2),
    "household_cost": (_INT, 2),
    "household_benefits": (_INT, 1),
    "year_base": (_INT, 1),
    "event_total": (_INT, 2),
    "memory": (_KEY, 2),
    "active": (ACTIVE, 1),
    "steps": (STEP, 1),
    "laid_out": (STEP, 1),
    "piles": (_PLACE, 1),
    "pending": (ROLL, 1),
    "opened": (ROLL, 1),
    "unsettled": (_PLACE, 1),
    "doubtful": (_PLACE, 1),
    "leavers": (_PLACE, 1),
    "talk_ring": (_PLACE, 2),
    "talks_asked": (_INT, 2),
    "talk_bills": (_INT, 2),
    "rearranged": (_PLACE, 1),
    "followed": (FOLLOWED, 1),
    "chosen": (CHOICE, 1),
    "selections": (_INT, 2),
    "bill": (_INT, 1),
    "together": (_PLACE, 1),
    "moving_networks": (_PLACE, 1),
    "changed": (_PLACE, 1),
    "visitors": (_PLACE, 1),
    "walk_places": (_PLACE, 1),
    "applicants": (_PLACE, 1),
    "moving": (_PLACE, 1),
    "returns": (AGENDA, 1),
    "reviews": (AGENDA, 1),
    "changes": (AGENDA, 1),
    "appeals": (AGENDA, 1),
    "stays": (AGENDA, 1),
    "of_age": (_PLACE, 1),
    "calendar": (_PLACE, 1),
    "onset_lines": (_PLACE, 1),
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
    "start_network": (_FLOAT, 1),
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
    "purses": (_INT, 3),
    "budget_years": (_INT, 3),
    "cost_of_year": (_INT, 2),
    "cost_before": (_INT, 2),
    "payer_room": (_FLOAT, 1),
    "weekly": (_INT, 2),
    "census": (_INT, 2),
    "census_row": (_INT, 1),
    "asked_cohort": (_INT, 2),
    "helped_cohort": (_INT, 3),
    "all_asked_cohort": (_INT, 1),
    "all_helped_cohort": (_INT, 2),
    "bad_cohort": (_INT, 1),
    "recovered_cohort": (_INT, 2),
    "well_cohort": (_INT, 1),
    "relapsed_cohort": (_INT, 2),
    "cells": (_INT, 2),
    "scratch": (_FLOAT, 1),
    "diary": (DIARY, 1),
    "contributions": (_FLOAT, 2),
}
