"""Phase 10, population turnover: moving, coming of age, long-term care."""

import math

from agents.case import OPEN
from agents.compiled import rule
from agents.domains import ADULT_AGE, DAILY, WORK
from agents.need import share_of_week
from agents.resident import wlz_hazard
from simulation.agenda import note_due, strike_out
from simulation.casework import close_any
from simulation.columns import MOVES_COUNT
from simulation.counters import BEFORE, MOVING_N, SEVERE_N, STAYS_N, WLZ_N
from simulation.diary import OF_AGE as BECOMES_18
from simulation.diary import RESIDENT_REPLACED, note_move
from simulation.draws import (
    ASKS_AFTER_18,
    COMES_OF_AGE,
    MOVES,
    WLZ_MOVES_OUT,
    WLZ_STARTS,
    draw,
)
from simulation.ledger import payer_of
from simulation.occupancy import (
    common_generation,
    enter_life,
    move_household,
    note_children,
    replace_resident,
)
from simulation.pressure import mark_changed
from simulation.routes import open_next
from simulation.running import another_payer
from simulation.world import World

WEEKS_PER_YEAR = 52
COMMON, CAUSED, INTO_WLZ, OF_AGE = range(MOVES_COUNT, MOVES_COUNT + 4)


@rule
def turnover(w: World, week: int) -> None:
    """People move, grow up and go into long-term care.

    Args:
        w: the world.
        week: this week.
    """
    long_term_care(w, week)
    coming_of_age(w, week)
    common_moves(w, week)


@rule
def common_moves(w: World, week: int) -> None:
    """Households move as they would under any policy; newcomers of the same kind take their place.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    young = -math.expm1(-p.household_moves_per_year / WEEKS_PER_YEAR)
    old = -math.expm1(-p.household_moves_per_year_67_plus / WEEKS_PER_YEAR)
    of_moving = w.streams[MOVES]
    most = max(young, old)
    for index in range(w.dwellings.size):
        u = draw(w.dwellings[index], of_moving)
        if u < most and u < (old if w.households[index].old_only else young):
            w.now[COMMON] += 1
            move_household(w, index, common_generation(week), week)


@rule
def coming_of_age(w: World, week: int) -> None:
    """A 17-year-old becomes 18 and keeps his needs; who came of age leaves home, a child of 17 follows.

    Args:
        w: the world.
        week: this week.

    Both go at the same rate, so the number of children stays what it was (why changed: docs/ODD.md).
    """
    p = w.p[0]
    of_age = w.streams[COMES_OF_AGE]
    for place in range(w.of_age.size):
        index = w.of_age[place]
        resident = w.residents[index]
        if draw(resident.place_key, of_age) >= p.age_17_to_18_rate:
            continue
        if resident.age >= ADULT_AGE:
            w.now[COMMON] += 1
            note_move(w, RESIDENT_REPLACED, resident.household, index, True, week)
            replace_resident(w, index, ADULT_AGE - 1, week)
        else:
            w.now[OF_AGE] += 1
            note_move(w, BECOMES_18, resident.household, index, True, week)
            become_adult(w, index, week)


@rule
def become_adult(w: World, resident_index: int, week: int) -> None:
    """At 18 youth care ends; half of it is asked anew under other laws.

    Args:
        w: the world.
        resident_index: who comes of age.
        week: this week.
    """
    resident = w.residents[resident_index]
    resident.age = ADULT_AGE
    for index in range(resident.first_need, resident.first_need + resident.needs):
        need = w.needs[index]
        if need.domain == WORK:
            need.eligible = 1
            enter_life(w, index, week)
        index_case = need.first_case
        while index_case >= 0:
            if w.cases[index_case].state == OPEN:
                another_payer(w, w.cases[index_case], payer_of(w, w.cases[index_case]))
            index_case = w.cases[index_case].next_of_need
        had_youth_care = stop_cases(w, index, resident_index, True, week)
        if had_youth_care:
            u = draw(need.key, w.streams[ASKS_AFTER_18])
            if u < w.p[0].ask_again_after_18:
                open_next(w, index, int(w.p[0].places_when_asking), week)
    household = w.households[resident.household]
    for index in range(household.first_need, household.first_need + household.household_needs):
        stop_cases(w, index, resident_index, True, week)
    note_children(w, resident.household)
    mark_changed(w, resident.household)


@rule
def stop_cases(w: World, need_index: int, resident: int, youth: bool, week: int) -> bool:
    """Stop the cases of a need that its owner has no right to any more.

    Args:
        w: the world.
        need_index: which need.
        resident: only cases that are for this resident.
        youth: stop youth care; else stop what long-term care replaces.
        week: this week.

    Returns:
        Whether anything was stopped.
    """
    stopped = False
    index = w.needs[need_index].first_case
    while index >= 0:
        following = w.cases[index].next_of_need
        product = w.products[w.cases[index].product]
        stops = product.youth_care if youth else product.stops_at_wlz
        if stops > 0 and w.cases[index].resident == resident:
            close_any(w, index, week)
            stopped = True
        index = following
    return stopped


@rule
def long_term_care(w: World, week: int) -> None:
    """The care assessment centre admits who has been severely limited for half a year.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    w.counters[MOVING_N] = 0
    of_care = w.streams[WLZ_STARTS]
    most = max(p.wlz_rate_67_plus, p.wlz_rate_under_67)
    for place in range(w.counters[SEVERE_N]):
        here = w.active[place]
        if here.domain != DAILY or draw(here.key, of_care) >= most:
            continue
        need = w.needs[here.need]
        resident = w.residents[need.resident]
        if resident.in_wlz:
            continue
        hazard = wlz_hazard(
            resident.age,
            need.floor,
            week - need.severe_week,
            int(p.wlz_weeks_severe),
            p.wlz_rate_67_plus,
            p.wlz_rate_under_67,
        )
        if draw(need.key, of_care) < share_of_week(hazard, hazard):
            w.moving[w.counters[MOVING_N]] = need.resident
            w.counters[MOVING_N] += 1
    for place in range(w.counters[STAYS_N] - 1, -1, -1):
        index = w.stays[place].index
        due = w.stays[place].week
        resident = w.residents[index]
        if due <= week or resident.wlz_until != due:
            strike_out(w, w.stays, STAYS_N, place)
            if resident.wlz_until == due:
                w.moving[w.counters[MOVING_N]] = index
                w.counters[MOVING_N] += 1
    for place in range(w.counters[MOVING_N]):
        move_in_wlz(w, w.moving[place], week)
    w.counters[MOVING_N] = 0


@rule
def move_in_wlz(w: World, resident_index: int, week: int) -> None:
    """Long-term care starts, at home or in a home; or it has ended and someone else comes to live there.

    Args:
        w: the world.
        resident_index: whom it concerns.
        week: this week.
    """
    p = w.p[0]
    resident = w.residents[resident_index]
    if not resident.in_wlz:
        w.now[INTO_WLZ] += 1
        w.counters[WLZ_N] += 1
        weeks = int(p.wlz_cost_weeks)
        w.wlz_bills[week + w.counters[BEFORE] + weeks + 1] += 1  # paid from next week
        resident.in_wlz = 1
        resident.wlz_until = week + weeks
        note_due(w, w.stays, STAYS_N, resident_index, week + weeks)
        for index in range(resident.first_need, resident.first_need + resident.needs):
            stop_cases(w, index, resident_index, False, week)
        u = draw(resident.key, w.streams[WLZ_MOVES_OUT])
        if u >= p.wlz_moves_out_share:
            return
    w.now[CAUSED] += 1
    household = w.households[resident.household]
    if household.persons == 1:
        move_household(w, resident.household, household.generation + 1, week)
    else:
        note_move(w, RESIDENT_REPLACED, resident.household, resident_index, False, week)
        replace_resident(w, resident_index, resident.start_age, week)
