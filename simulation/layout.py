"""Who lives in an area as records: every household, resident and possible need has its place."""

from collections.abc import Mapping
from threading import Lock

import numpy as np

from agents.domains import (
    ADULT_AGE,
    HOUSEHOLD_DOMAINS,
    OLD_AGE,
    PARENTING,
    RESIDENT_DOMAINS,
    WORK,
    may_have_need,
)
from agents.household import COUPLE, COUPLE_WITH_CHILDREN, HOUSEHOLD, SINGLE_PARENT
from agents.need import NEED, NEVER
from agents.resident import RESIDENT
from simulation.areas import Area
from simulation.population import Homes, Population, build_population, draw_homes
from simulation.talks import NO_TALKS
from simulation.waits import NOT_COUNTED

CHILD_ROLE = 3
MOST_KEPT = 8
"""How many populations, and tables made of them, are kept at the most."""

Layout = tuple[np.recarray, np.recarray, np.recarray, np.ndarray]
_homes: dict[str, tuple[list[list[Homes]], Layout]] = {}
_laid_out: dict[tuple[object, ...], tuple[Population, Layout]] = {}
_one_at_a_time = Lock()

POPULATION_PARAMETERS = (
    "frailty_sd_household",
    "frailty_sd_resident",
    "income_frailty_link",
    "trust_alpha",
    "trust_beta",
    "network_alpha",
    "network_beta",
)


def population_of(area: Area, values: Mapping[str, float]) -> tuple[Population, Layout]:
    """Who lives in an area, drawn once and kept; other parameters only change how vulnerable they are.

    Args:
        area: the area.
        values: every parameter.

    Returns:
        Households and residents, the same for every seed and policy, and their empty records.
    """
    key = (area.digest, *(values[name] for name in POPULATION_PARAMETERS))
    with _one_at_a_time:
        if key not in _laid_out:
            if area.digest not in _homes:
                drawn = draw_homes(area)
                keep_few(_homes, area.digest, (drawn, lay_out(build_population(area, values, drawn))))
            drawn, layout = _homes[area.digest]
            people = build_population(area, values, drawn)
            keep_few(_laid_out, key, (people, give_traits(layout, people)))
        return _laid_out[key]


def keep_few[Key, Kept](kept: dict[Key, Kept], key: Key, value: Kept) -> None:
    """Keep something, and forget what was kept first when there is too much.

    Args:
        kept: what is kept by its key.
        key: the key.
        value: what to keep.
    """
    while len(kept) >= MOST_KEPT:
        kept.pop(next(iter(kept)))
    kept[key] = value


def lay_out(people: Population) -> Layout:
    """Give every household, resident and possible need its record.

    Args:
        people: who lives there.

    Returns:
        Households, residents, needs, and the places in which 17-year-olds come of age.
    """
    given_h, given_r = people.households, people.residents
    households = np.zeros(given_h.size, HOUSEHOLD).view(np.recarray)
    residents = np.zeros(given_r.size, RESIDENT).view(np.recarray)
    households.neighbourhood, households.kind = given_h.neighbourhood, given_h.kind
    households.persons, households.first_resident = given_h["size"], given_h.first_resident
    households.first_link = -1
    households.together = households.network_place = -1
    households.talk_bucket = NO_TALKS
    households.talk_week = -NEVER
    households.conflict = 1.0
    households.routine = 1.0
    households.following = -1
    residents.household, residents.age, residents.role = given_r.household, given_r.age, given_r.role
    residents.start_age = given_r.age
    residents.comes_of_age = (given_r.role == CHILD_ROLE) & np.isin(given_r.age, (ADULT_AGE - 1, ADULT_AGE))
    residents.wlz_until = -NEVER
    needs = list_needs(households, residents)
    of_age = np.flatnonzero(residents.comes_of_age).astype(np.int32)
    return give_traits((households, residents, needs, of_age), people)


def give_traits(layout: Layout, people: Population) -> Layout:
    """Give households and residents what depends on parameters: income, home, frailty, trust and network.

    Args:
        layout: records of the same people with any traits.
        people: who lives there.

    Returns:
        The same records with these traits; those of needs are shared.
    """
    households, residents = layout[0].copy(), layout[1].copy()
    given = people.households
    households.rented, households.low_income = given.rented, given.low_income
    households.frailty, households.trust = given.frailty, given.trust
    households.network_start = given.network
    residents.frailty = people.residents.frailty
    return households, residents, *layout[2:]


def list_needs(households: np.recarray, residents: np.recarray) -> np.recarray:
    """List every need there could be, household by household.

    Args:
        households: records; get their range of needs.
        residents: records; get their range of needs.

    Returns:
        Records of the needs, all still empty.
    """
    youngest = np.minimum.reduceat(residents.age, households.first_resident)
    households.has_child = youngest < ADULT_AGE
    households.old_only = youngest >= OLD_AGE
    raises = households.has_child | np.isin(households.kind, (COUPLE, COUPLE_WITH_CHILDREN, SINGLE_PARENT))
    domains = domains_of(residents)
    rows: list[tuple[int, int, int]] = []
    of_homes, of_people = [], []
    homes = zip(households.first_resident.tolist(), households.persons.tolist(), raises.tolist(), strict=True)
    for number, (first, persons, raising) in enumerate(homes):
        start = len(rows)
        rows += [(number, -1, domain) for domain in HOUSEHOLD_DOMAINS if domain != PARENTING or raising]
        own = len(rows) - start
        for member in range(first, first + persons):
            of_people.append((len(rows), len(domains[member])))
            rows += [(number, member, domain) for domain in domains[member]]
        of_homes.append((start, own, len(rows) - start))
    households.first_need, households.household_needs, households.needs = zip(*of_homes, strict=True)
    residents.first_need, residents.needs = zip(*of_people, strict=True)
    needs = np.zeros(len(rows), NEED).view(np.recarray)
    needs.household, needs.resident, needs.domain = np.array(rows, np.int32).T
    needs.first_case = needs.active = -1
    needs.onset_week = NEVER
    needs.asked_week = NOT_COUNTED
    return needs


def domains_of(residents: np.recarray) -> list[tuple[int, ...]]:
    """In which domains each resident may have needs, now or once he has come of age.

    Args:
        residents: records of the residents.

    Returns:
        The domains of each resident, in the order of their number.
    """
    facts = list(zip(residents.age.tolist(), residents.comes_of_age.tolist(), strict=True))
    known = {
        (age, later): tuple(d for d in RESIDENT_DOMAINS if may_have_need(d, age) or (later and d == WORK))
        for age, later in set(facts)
    }
    return [known[fact] for fact in facts]
