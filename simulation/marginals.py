"""Compares the people that were drawn with what was wanted of each neighbourhood."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from agents.domains import ADULT_AGE, OLD_AGE
from agents.household import HOUSEHOLD_KINDS, SINGLE_PARENT
from simulation import fitting
from simulation.areas import Area
from simulation.areas.schema import ADULTS, AGE_CLASSES, OLDEST
from simulation.fitting import PERCENT, ROLE_CHILD

if TYPE_CHECKING:
    from simulation.population import Population

TOLERANCE = 1.5
"""How far, in percentage points, a marginal may be off."""

LARGEST_SIZE = 5
Row = tuple[str, float, float, float]
"""Marginal, wanted count, count got, and the count of which it is a share (0: compare the counts)."""


def marginals_table(area: Area, population: "Population") -> pd.DataFrame:
    """Compare every marginal wanted with the one in the population that was drawn.

    Nobody is halved: where a single household or resident is more than the tolerance, as in a neighbourhood
    with twenty single parents, a share is only compared in the total.

    Args:
        area: the area.
        population: its households and residents.

    Returns:
        neighbourhood (or "total"), marginal, wanted, got, difference and within. Shares are in percent
        and differ in percentage points; residents and households are counts and differ in percent.
    """
    rows = {
        neighbourhood: list(_rows(area, population, number))
        for number, neighbourhood in enumerate(area.neighbourhoods)
    }
    rows["total"] = [
        (same[0][0], sum(row[1] for row in same), sum(row[2] for row in same), sum(row[3] for row in same))
        for same in zip(*rows.values(), strict=True)
    ]
    table = pd.DataFrame(
        [
            (name, marginal, *_compare(wanted, got, out_of))
            for name, part in rows.items()
            for marginal, wanted, got, out_of in part
            if name == "total" or not 0 < out_of * TOLERANCE < PERCENT
        ],
        columns=["neighbourhood", "marginal", "wanted", "got", "difference"],
    )
    table["within"] = table["difference"].abs() <= TOLERANCE
    return table


def _compare(wanted: float, got: float, out_of: float) -> tuple[float, float, float]:
    if out_of == 0:
        return wanted, got, PERCENT * (got - wanted) / wanted
    shares = (PERCENT * wanted / out_of, PERCENT * got / out_of)
    return shares[0], shares[1], shares[1] - shares[0]


def _rows(area: Area, population: "Population", number: int) -> Iterator[Row]:
    """Count one neighbourhood: first how many, then households, then residents."""
    name = area.neighbourhoods[number]
    homes = population.households[population.households["neighbourhood"] == number]
    lives_here = population.households["neighbourhood"][population.residents["household"]] == number
    people = population.residents[lives_here]
    residents = area.wanted(name, "residents") * area.composition["in_households_share"]
    wanted_homes = fitting.households_by_kind(area, name)
    yield "residents", residents, len(people), 0
    yield "households", float(wanted_homes.sum()), len(homes), 0
    for kind, kind_name in enumerate(HOUSEHOLD_KINDS):
        got = float((homes["kind"] == kind).sum())
        yield f"households_{kind_name}", float(wanted_homes[kind]), got, len(homes)
    yield from _size_rows(area, homes, wanted_homes)
    for marginal in ("rented", "low_income"):
        wanted = area.wanted(name, marginal) / PERCENT * len(homes)
        yield marginal, wanted, float(homes[marginal].sum()), len(homes)
    yield from _age_rows(area, name, people)
    yield from _child_rows(area, name, population, people)


def _size_rows(
    area: Area,
    homes: "np.recarray[tuple[int], np.dtype[np.void]]",
    wanted_homes: "np.ndarray[tuple[int], np.dtype[np.int64]]",
) -> Iterator[Row]:
    adults = dict(zip(HOUSEHOLD_KINDS, ADULTS, strict=True))
    wanted = dict.fromkeys(range(1, LARGEST_SIZE + 1), 0.0)
    for kind, children, share in area.household_sizes[["kind", "children", "share"]].itertuples(index=False):
        size = min(adults[kind] + children, LARGEST_SIZE)
        wanted[size] += share * wanted_homes[HOUSEHOLD_KINDS.index(kind)]
    sizes = np.minimum(homes["size"], LARGEST_SIZE)
    for size, number in wanted.items():
        marginal = f"size_{size}" + ("_plus" if size == LARGEST_SIZE else "")
        yield marginal, number, float((sizes == size).sum()), len(homes)


def _age_rows(area: Area, name: str, people: "np.recarray[tuple[int], np.dtype[np.void]]") -> Iterator[Row]:
    limits = {**AGE_CLASSES, "age_under_18": (0, ADULT_AGE), "age_67_plus": (OLD_AGE, OLDEST)}
    for marginal, (low, high) in limits.items():
        got = float(((people["age"] >= low) & (people["age"] < high)).sum())
        yield marginal, area.wanted(name, marginal) / PERCENT * len(people), got, len(people)


def _child_rows(
    area: Area, name: str, population: "Population", people: "np.recarray[tuple[int], np.dtype[np.void]]"
) -> Iterator[Row]:
    kinds = population.households["kind"][people["household"]]
    children = people["role"] == ROLE_CHILD
    minors = children & (people["age"] < ADULT_AGE)
    share = area.wanted(name, "under_18_with_single_parent") / PERCENT
    got = float((minors & (kinds == SINGLE_PARENT)).sum())
    yield "under_18_with_single_parent", share * float(minors.sum()), got, float(minors.sum())
    for kind, kind_name in enumerate(HOUSEHOLD_KINDS):
        sizes = area.household_sizes[area.household_sizes["kind"] == kind_name]
        households = people["household"][children & (kinds == kind)]
        number = np.bincount(np.unique(households, return_counts=True)[1]) if len(households) else np.zeros(1)
        for size, wanted in zip(sizes["children"], sizes["share"], strict=True):
            if size:
                families = float(number[1:].sum())
                got = float(number[size]) if size < len(number) else 0.0
                yield f"{kind_name}_{size}_children", wanted * families, got, families
