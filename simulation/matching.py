"""Puts partners, parents and children of fitting ages together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from agents.domains import ADULT_AGE
from simulation.errors import InputError, say
from simulation.fitting import Floats, Integers

IMPOSSIBLE = 1e6
"""Cost of a year beyond the limits between parent and child: taken only if nothing else is left."""


@dataclass(frozen=True)
class Places:
    """Places for children in families.

    Attributes:
        family: number of the family each place is in.
        youngest_parent: age of the youngest parent there.
        oldest_parent: age of the oldest parent there.
        target: age a child in this place would usually have.
        single: whether the parent is single.
    """

    family: Integers
    youngest_parent: Integers
    oldest_parent: Integers
    target: Floats
    single: bool


def partners(ages: Integers, normal: Floats, composition: Mapping[str, float]) -> Integers:
    """Join people into couples whose ages lie a few years apart.

    Args:
        ages: ages of all partners, an even number.
        normal: a standard normal draw for each.
        composition: numbers for putting households together.

    Returns:
        Ages of the two partners of each couple.
    """
    order = np.argsort(ages + composition["partner_gap_spread"] * normal, kind="stable")
    return ages[order].reshape(-1, 2)


def families(
    parents: Integers, children: Integers, normal: Floats, composition: Mapping[str, float]
) -> Integers:
    """Say how many children each family has: most where the parents are in the middle of family life.

    Args:
        parents: ages of the parents of each family.
        children: numbers of children to hand out.
        normal: a standard normal draw for each family.
        composition: numbers for putting households together.

    Returns:
        Number of children of each family.
    """
    distance = np.abs(parents.mean(axis=1) - composition["full_family_age"])
    order = np.argsort(distance + composition["parent_gap_spread"] * normal, kind="stable")
    result = np.empty(len(parents), np.int64)
    result[order] = np.sort(children)[::-1]
    return result


def places(parents: Integers, children: Integers, normal: Floats, composition: Mapping[str, float]) -> Places:
    """List the places for children, each with the age a child there would usually have.

    Args:
        parents: ages of the parents of each family, one or two columns.
        children: number of children of each family.
        normal: a standard normal draw for each family.
        composition: numbers for putting households together.

    Returns:
        One place per child.
    """
    family = np.repeat(np.arange(len(parents)), children)
    first = np.cumsum(children) - children
    birth_order = np.arange(len(family)) - first[family]
    gap = composition["first_child_gap"] + composition["parent_gap_spread"] * normal
    gap = np.clip(gap, composition["youngest_parent_gap"], composition["oldest_parent_gap"])
    youngest = parents.min(axis=1)[family]
    target = youngest - gap[family] - composition["sibling_gap"] * birth_order
    return Places(family, youngest, parents.max(axis=1)[family], target, parents.shape[1] == 1)


def children_at_home(
    families_of_two: Places,
    families_of_one: Places,
    ages: Integers,
    minors_of_one: int,
    composition: Mapping[str, float],
) -> tuple[Integers, Integers]:
    """Give every child a place with parents of a fitting age.

    Args:
        families_of_two: places with two parents.
        families_of_one: places with a single parent.
        ages: ages of all children at home.
        minors_of_one: how many children under 18 live with a single parent.
        composition: numbers for putting households together.

    Returns:
        Age of the child in each place with two parents and in each place with one.

    Raises:
        InputError: if there is no way to keep all parents between 16 and 45 years older than their children.
    """
    both = (families_of_two, families_of_one)
    young = np.sort(ages[ages < ADULT_AGE])
    minors_of_one = min(minors_of_one, len(young), len(families_of_one.target))
    minors_of_one = max(minors_of_one, len(young) - len(families_of_two.target))
    quotas = (len(young) - minors_of_one, minors_of_one)
    grown_up = np.sort(ages[ages >= ADULT_AGE])
    result = tuple(np.zeros(len(one.target), np.int64) for one in both)
    parts = [_youngest_first(one, quota, composition) for one, quota in zip(both, quotas, strict=True)]
    for pool, chosen in ((young, [part[0] for part in parts]), (grown_up, [part[1] for part in parts])):
        matched = _match(both, chosen, pool, composition)
        result[0][chosen[0]] = matched[: len(chosen[0])]
        result[1][chosen[1]] = matched[len(chosen[0]) :]
    return result[0], result[1]


def _youngest_first(one: Places, minors: int, composition: Mapping[str, float]) -> tuple[Integers, Integers]:
    """Choose the places of children under 18: no room for older first, for such young ones last."""
    only_minors = one.youngest_parent - composition["youngest_parent_gap"] < ADULT_AGE
    only_grown_up = one.oldest_parent - composition["oldest_parent_gap"] >= ADULT_AGE
    order = np.lexsort((one.target, only_grown_up.astype(np.int64) - only_minors))
    by_target = np.argsort(one.target, kind="stable")
    chosen = np.isin(by_target, order[:minors])
    return by_target[chosen], by_target[~chosen]


def _match(
    both: tuple[Places, Places], chosen: list[Integers], pool: Integers, composition: Mapping[str, float]
) -> Integers:
    """Match children and places so that ages fit as well as they can, within the limits."""
    youngest = np.concatenate([one.youngest_parent[i] for one, i in zip(both, chosen, strict=True)])
    oldest = np.concatenate([one.oldest_parent[i] for one, i in zip(both, chosen, strict=True)])
    target = np.concatenate([one.target[i] for one, i in zip(both, chosen, strict=True)])
    too_young = composition["youngest_parent_gap"] - (youngest[:, None] - pool[None, :])
    too_old = (oldest[:, None] - pool[None, :]) - composition["oldest_parent_gap"]
    beyond = np.maximum(too_young, 0) + np.maximum(too_old, 0)
    cost = (pool[None, :] - target[:, None]) ** 2 + IMPOSSIBLE * beyond
    rows, columns = linear_sum_assignment(cost)
    worst = int(np.argmax(beyond[rows, columns])) if len(rows) else 0
    if len(rows) and beyond[rows[worst], columns[worst]] > 0:
        raise InputError(
            say(
                "area.no_fit",
                place=say("place.file", file="composition.csv"),
                parent=int(youngest[rows[worst]]),
                child=int(pool[columns[worst]]),
                low=composition["youngest_parent_gap"],
                high=composition["oldest_parent_gap"],
            )
        )
    matched = np.empty(len(target), np.int64)
    matched[rows] = pool[columns]
    return matched
