"""Build a world: the people of an area, their needs, and whoever works there."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

import numpy as np

from agents.compiled import rule
from agents.domains import ADULT_AGE, PAYERS
from simulation import parameters, tables
from simulation.areas import Area
from simulation.cells import count_cells
from simulation.counters import (
    ADAPT_UNTIL,
    BEFORE,
    BOOKED_WEEK,
    DELIVERED_WEEK,
    DOOR_LIST,
    OUTREACH_PAID,
    SHARED_LIST,
)
from simulation.draws import FIDELITY_QUEUE, PEOPLE, child_key, draw, key_of, stream
from simulation.fidelity import use_fidelity
from simulation.handle import held
from simulation.layout import keep_few, population_of
from simulation.occupancy import arrive, common_generation, note_children, settle_household_needs
from simulation.onset_calendar import write_anew
from simulation.population import Population
from simulation.pressure import refresh_changed
from simulation.selections import selections_in
from simulation.world import TALK_BUCKETS, World
from simulation.world_room import blank

CASES_PER_HOUSEHOLD, LINKS_PER_HOUSEHOLD, LEAST_CASES = 6, 10, 2000

_tables: dict[tuple[str, str, str], Mapping[str, np.ndarray]] = {}
_one_at_a_time = Lock()


def build_world(area: Area, values: Mapping[str, float], seed: int, copy: int, warmup_weeks: int) -> World:
    """Build the world as it is at the first week of the start-up.

    Args:
        area: the area.
        values: every parameter during start-up.
        seed: luck.
        copy: which copy of the area, 0 first.
        warmup_weeks: weeks of start-up.

    Returns:
        A world ready to live its first week.
    """
    people, (households, residents, needs, of_age) = population_of(area, values)
    area_key = f"{area.name}/{copy}"
    static = dict(static_tables(area, values, people))
    own: list[Any] = [static[name].copy() for name in ("organisations", "lists", "professionals")]
    organisations, lists, professionals = own
    tables.give_keys(area, organisations, lists, professionals, area_key)
    static.update(
        organisations=organisations,
        lists=lists,
        professionals=professionals,
        households=households,
        residents=residents,
        needs=needs,
        of_age=of_age,
        families=families_among(households, residents),
        seed_key=np.array([key_of("seed", seed)], np.uint64),
    )
    sizes = {
        "households": households.size,
        "residents": residents.size,
        "needs": needs.size,
        "lists": static["lists"].size,
        "first_help_horizon": int(values["first_help_horizon"]),
        "all_help_horizon": int(values["all_help_horizon"]),
        "selections": selections_in(0, values),
        "recovery_horizon": int(values["recovery_horizon"]),
        "cells": count_cells(len(area.neighbourhoods)),
        "cases": max(LEAST_CASES, CASES_PER_HOUSEHOLD * households.size),
        "links": max(LEAST_CASES, LINKS_PER_HOUSEHOLD * households.size),
    }
    world = blank(sizes, warmup_weeks, warmup_weeks, static)
    world.counters[BEFORE] = warmup_weeks
    world.counters[DELIVERED_WEEK] = world.counters[BOOKED_WEEK] = -warmup_weeks - 1
    world.counters[ADAPT_UNTIL] = adapts_until(static["lists"], warmup_weeks, values)
    world.counters[SHARED_LIST] = static["lists"].size - 2
    world.counters[DOOR_LIST] = static["lists"].size - 1
    world.counters[OUTREACH_PAID] = 1
    world.helper_count[0] = world.households.size
    holder = held(world)
    start_lives(holder, key_of(area_key), -warmup_weeks - 1)
    pool_staff(holder)
    return world


def adapts_until(lists: np.ndarray, warmup_weeks: int, values: Mapping[str, float]) -> int:
    """Until when hours of lists follow their norm: nowhere at all when those of all lists were solved.

    Args:
        lists: records of the waiting lists.
        warmup_weeks: weeks of start-up.
        values: every parameter.

    Returns:
        The first week in which no hours follow any more.
    """
    if lists["solved"][lists["norm_weeks"] > 0.0].all():
        return -warmup_weeks
    return int(warmup_weeks * values["capacity_follows_share"]) - warmup_weeks


def static_tables(area: Area, values: Mapping[str, float], people: Population) -> Mapping[str, np.ndarray]:
    """Everything about an area that does not change during a run, made once and kept.

    Args:
        area: the area.
        values: every parameter.
        people: who lives there.

    Returns:
        Arrays by field name of the world, to be copied; the same for every seed and copy, without keys.
    """
    key = (area.digest, area.world_digest, parameters.digest(values))
    with _one_at_a_time:
        if key not in _tables:
            keep_few(_tables, key, make_tables(area, values, people))
        return _tables[key]


def make_tables(area: Area, values: Mapping[str, float], people: Population) -> dict[str, np.ndarray]:
    """Make the tables of `static_tables`.

    Args:
        area: the area.
        values: every parameter.
        people: who lives there.

    Returns:
        Arrays by field name of the world.
    """
    products = tables.product_records(area, values)
    organisations, numbers = tables.organisation_table(area)
    lists, list_of, shares = tables.list_tables(area, values, products, numbers)
    staff, skills = tables.staff_tables(area, values, lists, numbers)
    routes, otherwise, route_share = tables.route_tables(area)
    rates, prices, cashable = tables.event_tables(area)
    donors, donor_start = donor_groups(people)
    couple = area.prices.set_index("item").loc["social_assistance_couple", "price"]
    return {
        "p": parameters.record(values),
        "levers": np.repeat(parameters.record(values), 2).view(np.recarray),
        "lever_row": np.zeros(1, np.int64),
        "reach": np.ones((1, len(area.neighbourhoods))),
        "reach_now": np.ones(len(area.neighbourhoods)),
        "reached_part": np.zeros(1),
        "organisations": organisations,
        "professionals": staff,
        "products": products,
        "lists": lists,
        "ladder": tables.ladder_table(values),
        "long_run": tables.long_run_table(values),
        "spill": tables.spill_table(values),
        "routes": routes,
        "route_else": otherwise,
        "route_share": route_share,
        "list_of": list_of,
        "provider_share": shares,
        "skills": skills,
        "trades": skills.copy(),
        "skills_used": skills.copy(),
        "domain_seconds": np.zeros(skills.shape, np.int64),
        "domain_runs": np.zeros(skills.shape, np.int64),
        "payer_seconds": np.zeros((staff.size, len(PAYERS)), np.int64),
        "payer_runs": np.zeros((staff.size, len(PAYERS)), np.int64),
        "talks_asked": np.zeros((staff.size, TALK_BUCKETS), np.int64),
        "weights": np.zeros(staff.size, np.int64),
        "event_of": tables.events_by_domain(),
        "event_rate": rates,
        "payer_room": tables.payer_rooms(area),
        "event_price": prices,
        "event_cashable": cashable,
        "donors": donors,
        "donor_start": donor_start,
        "start_frailty": np.ascontiguousarray(people.households.frailty),
        "start_trust": np.ascontiguousarray(people.households.trust),
        "start_network": np.ascontiguousarray(people.households.network),
        "start_resident_frailty": np.ascontiguousarray(people.residents.frailty),
        "background": tables.background_cents(area, people.residents.age),
        "benefit_couple": np.array([round(float(str(couple)) * tables.CENTS)], np.int64),
    }


def donor_groups(people: Population) -> tuple[np.ndarray, np.ndarray]:
    """Newcomers resemble who lives there: households grouped by kind and income.

    Args:
        people: who lives there.

    Returns:
        Household numbers in order of group, and where each group starts.
    """
    group = people.households.kind.astype(np.int64) * 2 + people.households.low_income
    order = np.argsort(group, kind="stable").astype(np.int32)
    starts = np.searchsorted(group[order], np.arange(9)).astype(np.int32)
    return order, starts


def families_among(households: np.recarray, residents: np.recarray) -> np.ndarray:
    """Households with a place for a child.

    Args:
        households: records of the households.
        residents: records of the residents.

    Returns:
        Their numbers.
    """
    young = (residents.start_age < ADULT_AGE) | (residents.comes_of_age > 0)
    return np.unique(residents.household[young]).astype(np.int32)


@rule
def start_lives(w: World, area_key: np.uint64, week: int) -> None:
    """Let everybody's needs begin as they would be in the long run without help.

    Args:
        w: the world.
        area_key: key of this copy of the area.
        week: the week before the first.
    """
    write_anew(w)
    variance = w.p[0].frailty_sd_household ** 2
    for index in range(w.households.size):
        household = w.households[index]
        w.dwellings[index] = child_key(area_key, index)
        household.generation = common_generation(week)
        household.key = child_key(w.dwellings[index], household.generation)
        settle_household_needs(w, index, variance, week)
        for place in range(household.first_resident, household.first_resident + household.persons):
            resident = w.residents[place]
            resident.place_key = child_key(w.dwellings[index], 1 + place - household.first_resident)
            resident.key = child_key(child_key(household.key, place - household.first_resident), 0)
            arrive(w, place, resident.age, week)
        note_children(w, index)
        use_fidelity(w, index)
    refresh_changed(w, week)


@rule
def pool_staff(w: World) -> None:
    """Decide who works without badge in the shared team under this policy.

    Args:
        w: the world.
    """
    of_fidelity = stream(PEOPLE, 0, FIDELITY_QUEUE)
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        shares = worker.own_list >= 0 and w.lists[worker.own_list].poolable
        worker.pooled = shares and draw(worker.key, of_fidelity) < w.p[0].queue
