"""Draws who lives in an area: households and residents that fit what is known of each neighbourhood.

People are drawn per area, not per seed. Every draw is a uniform number keyed by area, neighbourhood, kind of
household and what it is for, so one kind of household can change without redrawing the others. Parameters
only scale the draws: the same people are more or less alike, they are not other people.
"""

import hashlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, ndtri

from agents.domains import ADULT_AGE
from agents.household import COUPLE, COUPLE_WITH_CHILDREN, HOUSEHOLD_KINDS, SINGLE, SINGLE_PARENT
from simulation import fitting
from simulation.areas import Area
from simulation.fitting import (
    PERCENT,
    ROLE_ADULT,
    ROLE_CHILD,
    ROLE_PARENT,
    ROLE_PARTNER,
    Floats,
    Integers,
    largest_remainder,
)
from simulation.marginals import marginals_table
from simulation.matching import children_at_home, families, partners, places

__all__ = ["Homes", "Luck", "Population", "build_population", "draw_homes", "marginals_table"]

NOBODY = -1
"""Stands for an empty place in a household."""

HOUSEHOLD_FIELDS = np.dtype(
    [
        ("neighbourhood", "i2"),
        ("kind", "i1"),
        ("size", "i2"),
        ("rented", "?"),
        ("low_income", "?"),
        ("frailty", "f8"),
        ("trust", "f8"),
        ("network", "f8"),
        ("first_resident", "i4"),
    ]
)
RESIDENT_FIELDS = np.dtype([("household", "i4"), ("age", "i2"), ("role", "i1"), ("frailty", "f8")])


@dataclass(frozen=True, eq=False)
class Population:
    """Everyone who lives in an area, by household.

    Attributes:
        households: one record per household, in order of neighbourhood.
        residents: one record per resident; residents of one household stand together.
    """

    households: "np.recarray[tuple[int], np.dtype[np.void]]"
    residents: "np.recarray[tuple[int], np.dtype[np.void]]"


@dataclass(frozen=True)
class Homes:
    """Households of one kind in one neighbourhood.

    Attributes:
        kind: number of the kind of household.
        ages: age of each member, NOBODY where there is none; adults first, other adults last.
        roles: role of each member.
    """

    kind: int
    ages: Integers
    roles: Integers


@dataclass(frozen=True)
class Luck:
    """Draws that belong to one area and neighbourhood."""

    area: str
    neighbourhood: str

    def uniform(self, number: int, *what: str) -> Floats:
        """Draw a number between 0 and 1 for each of so many, always the same for the same names."""
        text = "\x1f".join((self.area, self.neighbourhood, *what))
        key = int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "little")
        # Half a step up keeps 0 out, of which no normal draw can be made.
        return np.random.Generator(np.random.Philox(key=key)).random(number) + 2.0**-54

    def normal(self, number: int, *what: str) -> Floats:
        """Draw a standard normal number for each of so many."""
        result: Floats = ndtri(self.uniform(number, *what))
        return result


def draw_homes(area: Area) -> list[list[Homes]]:
    """Put the residents of an area together in households; no parameter has a say in it.

    Args:
        area: the area.

    Returns:
        The households of each kind, neighbourhood by neighbourhood.

    Raises:
        InputError: if the tables of the area ask for households that cannot exist.
    """
    return [
        _homes(area, neighbourhood, Luck(area.name, neighbourhood)) for neighbourhood in area.neighbourhoods
    ]


def build_population(
    area: Area, parameters: Mapping[str, float], drawn: Sequence[list[Homes]] | None = None
) -> Population:
    """Draw the households and residents of an area.

    Args:
        area: the area.
        parameters: values of frailty_sd_household, frailty_sd_resident, income_frailty_link, trust_alpha
            and trust_beta.
        drawn: what `draw_homes` gave of this area, if it was drawn already.

    Returns:
        The same people every time for the same area and parameters.

    Raises:
        InputError: if the tables of the area ask for households that cannot exist.
    """
    households, residents = [], []
    homes_before = residents_before = 0
    by_neighbourhood = zip(area.neighbourhoods, drawn or draw_homes(area), strict=True)
    for number, (neighbourhood, homes) in enumerate(by_neighbourhood):
        luck = Luck(area.name, neighbourhood)
        records = np.concatenate([_households(part, number, luck, parameters) for part in homes])
        _set_incomes(area, neighbourhood, luck, records, homes, parameters)
        people = np.concatenate([_residents(part, luck, parameters) for part in homes])
        records["first_resident"] = np.cumsum(records["size"]) - records["size"] + residents_before
        people["household"] = np.repeat(np.arange(len(records)), records["size"]) + homes_before
        homes_before += len(records)
        residents_before += len(people)
        households.append(records)
        residents.append(people)
    return Population(
        np.concatenate(households).view(np.recarray),
        np.concatenate(residents).view(np.recarray),
    )


def _homes(area: Area, neighbourhood: str, luck: Luck) -> list[Homes]:
    """Put the residents of a neighbourhood together in households of each kind."""
    table = fitting.fit(area, neighbourhood)
    numbers = fitting.households_by_kind(area, neighbourhood)
    adults = {
        SINGLE: fitting.ages(table, fitting.ALONE)[:, None],
        SINGLE_PARENT: fitting.ages(table, fitting.PARENT_ALONE)[:, None],
    }
    for kind, position in ((COUPLE, fitting.PARTNER), (COUPLE_WITH_CHILDREN, fitting.PARENT_IN_COUPLE)):
        ages = fitting.ages(table, position)
        normal = luck.normal(len(ages), HOUSEHOLD_KINDS[kind], "partners")
        adults[kind] = partners(ages, normal, area.composition)
    children = _children(area, neighbourhood, luck, adults, fitting.ages(table, fitting.CHILD))
    others = _others(area, luck, children, numbers, fitting.ages(table, fitting.OTHER))
    return [_join(kind, adults[kind], children[kind], others[kind]) for kind in range(len(HOUSEHOLD_KINDS))]


def _children(
    area: Area, neighbourhood: str, luck: Luck, adults: Mapping[int, Integers], ages: Integers
) -> list[Integers]:
    """Give each family its children, oldest first."""
    both = []
    for kind in (COUPLE_WITH_CHILDREN, SINGLE_PARENT):
        parents = adults[kind]
        quota = fitting.children_per_household(area, kind, len(parents))
        size_luck = luck.normal(len(parents), HOUSEHOLD_KINDS[kind], "children")
        number = families(parents, quota, size_luck, area.composition)
        gap_luck = luck.normal(len(parents), HOUSEHOLD_KINDS[kind], "gap")
        both.append(places(parents, number, gap_luck, area.composition))
    share = area.wanted(neighbourhood, "under_18_with_single_parent") / PERCENT
    minors_of_one = round(share * int((ages < ADULT_AGE).sum()))
    found = children_at_home(both[0], both[1], ages, minors_of_one, area.composition)
    result = [np.empty((len(adults[kind]), 0), np.int64) for kind in range(len(HOUSEHOLD_KINDS))]
    for kind, one, child_ages in zip((COUPLE_WITH_CHILDREN, SINGLE_PARENT), both, found, strict=True):
        result[kind] = _in_rows(one.family, child_ages, len(adults[kind]))
    return result


def _in_rows(family: Integers, ages: Integers, families: int) -> Integers:
    order = np.lexsort((-ages, family))
    numbers = np.bincount(family, minlength=families)
    rows = np.full((families, int(numbers.max(initial=0))), NOBODY, np.int64)
    first = np.cumsum(numbers) - numbers
    rows[family[order], np.arange(len(family)) - first[family[order]]] = ages[order]
    return rows


def _others(
    area: Area, luck: Luck, children: list[Integers], numbers: Integers, ages: Integers
) -> list[Integers]:
    """Let other adults (a brother, a lodger, a grandmother) live with a family or couple, one each."""
    weights = []
    for kind, name in enumerate(HOUSEHOLD_KINDS):
        sizes = area.household_sizes[area.household_sizes["kind"] == name]
        weight_of = dict(zip(sizes["children"], sizes["other_weight"], strict=True))
        in_home = (children[kind] != NOBODY).sum(axis=1)
        weights.append(np.array([float(weight_of[int(n)]) for n in in_home]))
    weight = np.concatenate(weights)
    draw = np.concatenate(
        [luck.uniform(int(n), name, "other") for n, name in zip(numbers, HOUSEHOLD_KINDS, strict=True)]
    )
    with np.errstate(divide="ignore"):
        order = np.argsort(-np.log(draw) / weight, kind="stable")[: len(ages)]
    mixed = ages[np.argsort(luck.uniform(len(ages), "other ages"), kind="stable")]
    everyone = np.full((len(weight), 1), NOBODY, np.int64)
    everyone[order, 0] = mixed
    return np.split(everyone, np.cumsum(numbers)[:-1])


def _join(kind: int, adults: Integers, children: Integers, others: Integers) -> Homes:
    adult_role = {SINGLE: ROLE_ADULT, COUPLE: ROLE_PARTNER}.get(kind, ROLE_PARENT)
    ages = np.concatenate([adults, children, others], axis=1)
    widths = (adults.shape[1], children.shape[1], others.shape[1])
    roles = np.repeat([adult_role, ROLE_CHILD, ROLE_ADULT], widths)
    return Homes(kind, ages, np.broadcast_to(roles, ages.shape))


def _households(
    homes: Homes, neighbourhood: int, luck: Luck, parameters: Mapping[str, float]
) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    kind = HOUSEHOLD_KINDS[homes.kind]
    records = np.zeros(len(homes.ages), HOUSEHOLD_FIELDS)
    records["neighbourhood"] = neighbourhood
    records["kind"] = homes.kind
    records["size"] = (homes.ages != NOBODY).sum(axis=1)
    records["frailty"] = parameters["frailty_sd_household"] * luck.normal(len(records), kind, "frailty")
    trust = luck.uniform(len(records), kind, "trust")
    records["trust"] = betaincinv(parameters["trust_alpha"], parameters["trust_beta"], trust)
    network = luck.uniform(len(records), kind, "network")
    records["network"] = betaincinv(parameters["network_alpha"], parameters["network_beta"], network)
    return records


def _residents(
    homes: Homes, luck: Luck, parameters: Mapping[str, float]
) -> "np.ndarray[tuple[int], np.dtype[np.void]]":
    kind = HOUSEHOLD_KINDS[homes.kind]
    there = homes.ages != NOBODY
    places = [luck.normal(len(there), kind, "member", str(place)) for place in range(there.shape[1])]
    records = np.zeros(int(there.sum()), RESIDENT_FIELDS)
    records["age"] = homes.ages[there]
    records["role"] = homes.roles[there]
    records["frailty"] = parameters["frailty_sd_resident"] * np.stack(places, axis=1)[there]
    return records


def _set_incomes(
    area: Area,
    neighbourhood: str,
    luck: Luck,
    records: "np.ndarray[tuple[int], np.dtype[np.void]]",
    homes: list[Homes],
    parameters: Mapping[str, float],
) -> None:
    """Hand out low incomes, more often to the vulnerable, and rented homes, more often to low incomes."""
    numbers = [len(part.ages) for part in homes]
    relative = area.household_kinds.set_index("kind")["relative_low_income"]
    poor = round(area.wanted(neighbourhood, "low_income") / PERCENT * len(records))
    quota = largest_remainder(
        [relative[name] * n for name, n in zip(HOUSEHOLD_KINDS, numbers, strict=True)], poor
    )
    link = parameters["income_frailty_link"]
    rented = round(area.wanted(neighbourhood, "rented") / PERCENT * len(records))
    for kind, name in enumerate(HOUSEHOLD_KINDS):
        of_kind = np.flatnonzero(records["kind"] == kind)
        frailty = luck.normal(len(of_kind), name, "frailty")
        apart = luck.normal(len(of_kind), name, "income")
        score = link * frailty + math.sqrt(1 - link**2) * apart
        records["low_income"][of_kind[np.argsort(-score, kind="stable")[: quota[kind]]]] = True
    dwelling = np.concatenate(
        [luck.uniform(n, name, "rented") for n, name in zip(numbers, HOUSEHOLD_KINDS, strict=True)]
    )
    low = records["low_income"]
    among_poor = min(round(area.composition["rented_if_low_income"] * int(low.sum())), rented)
    among_poor = max(among_poor, rented - int((~low).sum()))
    for group, number in ((low, among_poor), (~low, rented - among_poor)):
        members = np.flatnonzero(group)
        records["rented"][members[np.argsort(dwelling[members], kind="stable")[:number]]] = True
