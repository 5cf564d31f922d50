"""Phase 3, registered events: rare, typed and priced; the crisis service answers at once."""

import math

from agents.case import BY_EVENT
from agents.compiled import Record, rule
from agents.domains import (
    ADDICTION,
    ADDICTION_EMERGENCY,
    ADULT_AGE,
    CRISIS,
    DAILY,
    DOMESTIC_VIOLENCE,
    EVICTION,
    HOUSING,
    MENTAL,
    MENTAL_HEALTH_ADMISSION,
    MONEY,
    OLD_AGE,
    PARENTING,
    PLACEMENT,
    POLICE_E33,
    SEVERE,
    SUPERVISION_ORDER,
)
from agents.need import level_in
from simulation.casework import ask_for, has_product
from simulation.columns import COST_EVENTS, EVENT_COUNTS, MOVES_COUNT
from simulation.counters import MOVING_N, SEVERE_N
from simulation.diary import note_event
from simulation.draws import AFTER_ORDER, EVENT, draw
from simulation.ledger import book_cashable
from simulation.occupancy import move_household
from simulation.pressure import is_adult_need
from simulation.products import GUARDIAN, SPECIALISED_YOUTH
from simulation.routes import ask_for_all, open_next
from simulation.world import World

PAYERS_N = 7


@rule
def exposed(
    event: int, domain: int, severity: int, adult: bool, old: bool, child: bool, rented: bool
) -> bool:
    """Who can meet which registered event.

    Args:
        event: number of the event.
        domain: domain of the need.
        severity: its severity, 3 or 4.
        adult: whether the owner is 18 or over.
        old: whether the owner is 67 or over.
        child: whether a child under 18 lives in the household.
        rented: whether the household rents, and has a money need at 3 and over too.

    Returns:
        Whether this need is exposed to this event. Source: model 7.
    """
    if event == POLICE_E33:
        return domain == ADDICTION or (domain == MENTAL and adult)
    if event == DOMESTIC_VIOLENCE:
        return domain == PARENTING
    if event == SUPERVISION_ORDER or event == PLACEMENT:
        return domain == PARENTING and child
    if event == MENTAL_HEALTH_ADMISSION:
        return domain == MENTAL and adult and severity == CRISIS
    if event == ADDICTION_EMERGENCY:
        return domain == ADDICTION and severity == CRISIS
    if event == EVICTION:
        return domain == HOUSING and rented
    return domain == DAILY and old and severity == CRISIS


@rule
def events(w: World, week: int) -> None:
    """Draw the registered events of this week from who is exposed.

    Args:
        w: the world.
        week: this week.
    """
    ratio = w.p[0].event_severity_ratio
    w.counters[MOVING_N] = 0
    for place in range(w.counters[SEVERE_N]):
        here = w.active[place]
        weight = ratio if here.severity == CRISIS else 1.0
        for place_of in range(w.event_of.shape[1]):
            event = w.event_of[here.domain, place_of]
            if event < 0:
                break
            hazard = w.event_rate[event] * weight
            u = draw(here.key, w.streams[EVENT + event])
            if u < hazard and u < -math.expm1(-hazard) and is_exposed(w, here.need, event):
                happens(w, here.need, event, hazard, week)
    for place in range(w.counters[MOVING_N]):
        household_index = w.moving[place]
        w.now[MOVES_COUNT + 1] += 1
        move_household(w, household_index, w.households[household_index].generation + 1, week)
    w.counters[MOVING_N] = 0


@rule
def is_exposed(w: World, need_index: int, event: int) -> bool:
    """Whether a need can meet a registered event now.

    Args:
        w: the world.
        need_index: which need, at severity 3 or 4.
        event: number of the event.

    Returns:
        Whether it can.
    """
    need = w.needs[need_index]
    household = w.households[need.household]
    adult = is_adult_need(w, need)
    old = need.resident >= 0 and w.residents[need.resident].age >= OLD_AGE
    rented = household.rented and money_severity(household) >= SEVERE
    return exposed(event, need.domain, need.severity, adult, old, household.has_child, rented)


@rule
def money_severity(household: Record) -> int:
    """How severe the money need of a household is.

    Args:
        household: record of the household.

    Returns:
        Severity 0-4.
    """
    return level_in(int(household.levels), MONEY)


@rule
def book_event(w: World, need_index: int, event: int, hazard: float, week: int) -> None:
    """Count and price one event.

    Args:
        w: the world.
        need_index: the need from which it arose.
        event: number of the event.
        hazard: hazard per week with which it came; 0 when it followed another event.
        week: this week.
    """
    note_event(w, need_index, event, hazard, week)
    household_index = w.needs[need_index].household
    w.now[EVENT_COUNTS + event] += 1
    w.event_total[household_index, event] += 1
    for payer in range(PAYERS_N):
        cents = w.event_price[event, payer]
        w.now[COST_EVENTS + payer] += cents
        book_cashable(w.now, payer, int(cents * w.event_cashable[event]))
        w.household_cost[household_index, payer] += cents


@rule
def happens(w: World, need_index: int, event: int, hazard: float, week: int) -> None:
    """Book one event and let it have its consequences.

    Args:
        w: the world.
        need_index: the need from which it arose.
        event: number of the event.
        hazard: hazard per week with which it came.
        week: this week.

    A report or an admission brings the next product of the route; an order brings a guardian and sometimes a
    placement;
    an eviction ends the stay.
    """
    need = w.needs[need_index]
    book_event(w, need_index, event, hazard, week)
    if event == SUPERVISION_ORDER:
        if not has_product(w, need, GUARDIAN):
            ask_for_all(w, need_index, GUARDIAN, 2, week)
        u = draw(need.key, w.streams[AFTER_ORDER])
        if u < w.p[0].placement_after_order_share:
            book_event(w, need_index, PLACEMENT, 0.0, week)
            place_child(w, need_index, week)
    elif event == PLACEMENT:
        place_child(w, need_index, week)
    elif event == EVICTION:
        w.moving[w.counters[MOVING_N]] = need.household
        w.counters[MOVING_N] += 1
    else:
        open_next(w, need_index, int(w.p[0].places_when_asking), week)


@rule
def place_child(w: World, need_index: int, week: int) -> None:
    """A place in foster care, a family-style home or residence is asked, unless there is one.

    Args:
        w: the world.
        need_index: the parenting need.
        week: this week.
    """
    if not has_product(w, w.needs[need_index], SPECIALISED_YOUTH):
        ask_for(
            w, need_index, SPECIALISED_YOUTH, BY_EVENT, eldest_child(w, w.needs[need_index].household), week
        )


@rule
def eldest_child(w: World, household_index: int) -> int:
    """The eldest resident under 18 of a household.

    Args:
        w: the world.
        household_index: which household.

    Returns:
        The resident, -1 when no child lives there.
    """
    household = w.households[household_index]
    eldest = -1
    for resident in range(household.first_resident, household.first_resident + household.persons):
        age = w.residents[resident].age
        if age < ADULT_AGE and (eldest < 0 or age > w.residents[eldest].age):
            eldest = resident
    return eldest
