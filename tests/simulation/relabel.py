"""The same world under other numbers: every record moves to another place, and every reference moves along.

Keys move with their records, so nobody's luck changes; only numbers of rows do. The tables from which
newcomers take their frailty and trust are tables of draws, not records of anybody: they stay as they are.
"""

from typing import Any

import numpy as np

from agents.case import FREE
from simulation import counters as places
from simulation.onset_calendar import PAGE
from simulation.world import World
from simulation.world_room import copy_world

Places = np.ndarray[Any, np.dtype[np.int64]]

OF_HOUSEHOLD = (
    *("households", "dwellings", "pillars_open", "event_total", "talk_ring"),
    *("household_cost", "cost_of_year", "cost_before"),
    *("household_benefits", "year_base"),
)
OF_PROFESSIONAL = (
    "professionals",
    "skills",
    "trades",
    "skills_used",
    "domain_seconds",
    "domain_runs",
    "payer_seconds",
    "payer_runs",
    "talks_asked",
    "weights",
)
OF_LIST = ("lists", "heads", "tails", "wait_sum", "wait_count", "purses")


def moved(numbers: np.ndarray, to: Places) -> np.ndarray:
    """Follow references to where they went.

    Args:
        numbers: old places; below 0 for nobody, which stays as it is.
        to: new place of each old place.

    Returns:
        New places, of the same kind.
    """
    found: np.ndarray = np.where(numbers >= 0, to[np.maximum(numbers, 0)], numbers).astype(numbers.dtype)
    return found


def inverse(order: Places) -> Places:
    """From "who stands here now" to "where did each go"."""
    to = np.empty(len(order), np.int64)
    to[order] = np.arange(len(order))
    return to


def ranges(first: np.ndarray, count: np.ndarray) -> Places:
    """The places of several ranges, one range after the other."""
    parts = [np.arange(start, start + number) for start, number in zip(first, count, strict=True)]
    return np.concatenate([np.zeros(0, np.int64), *parts])


def relabel(world: World, luck: np.random.Generator) -> World:
    """Give every household, resident, need, organisation, list and professional another number.

    Args:
        world: any world between two weeks.
        luck: of the relabelling only.

    Returns:
        Another world in which the same will happen.
    """
    w = copy_world(world)
    _relabel_homes(w, luck)
    _relabel_providers(w, luck)
    return w


def _put(w: World, names: tuple[str, ...], order: Places) -> None:
    for name in names:
        array = getattr(w, name)
        array[...] = array[order].copy()


def _relabel_homes(w: World, luck: np.random.Generator) -> None:
    home_order = luck.permutation(w.households.size)
    given = w.households
    member_order = ranges(given.first_resident[home_order], given.persons[home_order])
    need_order = ranges(given.first_need[home_order], given.needs[home_order])
    home, member, need = inverse(home_order), inverse(member_order), inverse(need_order)
    _put(w, OF_HOUSEHOLD, home_order)
    _put(w, ("residents",), member_order)
    _put(w, ("needs", "memory", "walk_places"), need_order)
    w.households.first_resident = moved(w.households.first_resident, member)
    w.households.first_need = moved(w.households.first_need, need)
    w.residents.household = moved(w.residents.household, home)
    w.residents.first_need = moved(w.residents.first_need, need)
    w.needs.household = moved(w.needs.household, home)
    w.needs.resident = moved(w.needs.resident, member)
    lines = np.arange(w.onset_lines.size) % PAGE > 0  # the first of a page names another page
    w.onset_lines[lines] = moved(w.onset_lines[lines], need)
    w.cases.need = moved(w.cases.need, need)
    w.cases.household = moved(w.cases.household, home)
    w.cases.resident = moved(w.cases.resident, member)
    w.links.household = moved(w.links.household, home)
    w.families[:] = luck.permutation(moved(w.families, home))
    w.of_age[:] = luck.permutation(moved(w.of_age, member))
    for table, counter, to in (
        (w.active["need"], places.ACTIVE_N, need),
        (w.doubtful, places.DOUBTFUL_N, need),
        (w.returns["index"], places.RETURNS_N, need),
        (w.stays["index"], places.STAYS_N, member),
        (w.leavers, places.LEAVERS_N, home),
        (w.rearranged, places.REARRANGED_N, home),
        (w.together, places.TOGETHER_N, home),
        (w.changed, places.CHANGED_N, home),
        (w.followed["household"], places.FOLLOWED_N, home),
        (w.moving_networks, places.MOVING_NETWORKS_N, home),
        (w.visitors, places.VISITORS_N, need),
        (w.appeals["index"], places.APPEALS_N, need),
    ):
        count = int(w.counters[counter])
        table[:count] = moved(table[:count], to)
    reviews = w.reviews["index"][: w.counters[places.REVIEWS_N]]
    of_homes = -1 - moved(-1 - reviews, home)  # households stand there as -1 - number
    reviews[:] = np.where(reviews < 0, of_homes, moved(reviews, need))


def _relabel_providers(w: World, luck: np.random.Generator) -> None:
    organisation_order = luck.permutation(w.organisations.size)
    list_order = luck.permutation(w.lists.size)
    groups = [np.flatnonzero(w.professionals.own_list == number) for number in (*list_order, -1)]
    staff_order = np.concatenate([luck.permutation(group) for group in groups])
    organisation, number, worker = map(inverse, (organisation_order, list_order, staff_order))
    _put(w, ("organisations",), organisation_order)
    _put(w, OF_LIST, list_order)
    _put(w, OF_PROFESSIONAL, staff_order)
    w.lists.organisation = moved(w.lists.organisation, organisation)
    w.professionals.organisation = moved(w.professionals.organisation, organisation)
    w.professionals.own_list = moved(w.professionals.own_list, number)
    for place, record in enumerate(w.lists):
        members = np.flatnonzero(w.professionals.own_list == place)
        record.first_worker = members[0] if members.size else 0
    w.list_of[:] = moved(w.list_of, number)
    w.products.first_list = moved(w.products.first_list, number)
    for counter in (places.SHARED_LIST, places.DOOR_LIST):
        w.counters[counter] = number[w.counters[counter]]
    used = w.cases.state != FREE
    for name, to in (("own_list", number), ("purse", number), ("queue", number), ("worker", worker)):
        w.cases[name] = np.where(used, moved(w.cases[name], to), w.cases[name])
    w.links.worker = moved(w.links.worker, worker)
    w.followed.director = moved(w.followed.director, worker)


def everything_counted(w: World) -> dict[str, np.ndarray]:
    """What a run counts, which must not depend on numbers of rows.

    Args:
        w: the world at the end.

    Returns:
        Name -> array.
    """
    cohorts = ("asked", "helped", "all_asked", "all_helped", "bad", "recovered", "well", "relapsed")
    names = ("weekly", "census", "cells", "helper_count", "selections", "stock", "severity_count", "tally")
    return {name: getattr(w, name) for name in (*names, *(f"{cohort}_cohort" for cohort in cohorts))}
