"""Fits residents by age and position in the household to what is known of a neighbourhood."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from agents.domains import ADULT_AGE, OLD_AGE
from agents.household import COUPLE, COUPLE_WITH_CHILDREN, HOUSEHOLD_KINDS, SINGLE, SINGLE_PARENT
from simulation.areas import Area
from simulation.areas.schema import AGE_CLASSES, OLDEST, POSITIONS
from simulation.errors import InputError, say

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PERCENT = 100.0
ROLE_ADULT, ROLE_PARTNER, ROLE_PARENT, ROLE_CHILD = range(4)
ROUNDS = 200
CHILD, ALONE, PARTNER, PARENT_IN_COUPLE, PARENT_ALONE, OTHER = range(len(POSITIONS))


def largest_remainder(wanted: Sequence[float] | Floats, total: int) -> Integers:
    """Share out whole persons or households so that nobody is halved.

    Args:
        wanted: what each should get, in any unit.
        total: how many there are to share out.

    Returns:
        Whole numbers that add up to `total`; ties go to the first.
    """
    shares = np.asarray(wanted, np.float64)
    if total == 0 or shares.sum() <= 0:
        return np.zeros(len(shares), np.int64)
    exact = shares * (total / shares.sum())
    whole = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - whole), kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole


def cumulative_rounding(wanted: Floats, total: int) -> Integers:
    """Round a column of numbers so that every stretch of it stays within one of what is wanted.

    Args:
        wanted: numbers to round, 0 or more.
        total: the whole number they must add up to.

    Returns:
        Whole numbers that add up to `total`.
    """
    if total == 0 or wanted.sum() <= 0:
        return np.zeros(len(wanted), np.int64)
    reached = np.cumsum(wanted) * (total / wanted.sum())
    steps = np.floor(reached + 0.5).astype(np.int64)
    steps[-1] = total
    return np.diff(steps, prepend=np.int64(0))


def households_by_kind(area: Area, neighbourhood: str) -> Integers:
    """Look up how many households of each kind live in a neighbourhood."""
    return np.array(
        [round(area.wanted(neighbourhood, f"households_{kind}")) for kind in HOUSEHOLD_KINDS], np.int64
    )


def children_per_household(area: Area, kind: int, households: int) -> Integers:
    """Share out how many children each household of one kind has.

    Args:
        area: the area with its household sizes.
        kind: number of the kind of household.
        households: how many there are.

    Returns:
        Number of children of each household, most children first.
    """
    sizes = area.household_sizes[area.household_sizes["kind"] == HOUSEHOLD_KINDS[kind]]
    quota = largest_remainder(sizes["share"].to_numpy(), households)
    children: Integers = np.repeat(sizes["children"].to_numpy(np.int64), quota)
    return np.sort(children)[::-1]


def residents_by_position(area: Area, neighbourhood: str) -> Integers:
    """Count the residents in each position, so that households and residents agree.

    Args:
        area: the area.
        neighbourhood: its neighbourhood.

    Returns:
        Number of residents in each of the positions, institutions left out.

    Raises:
        InputError: if the households need more residents than there are.
    """
    households = households_by_kind(area, neighbourhood)
    children = sum(int(children_per_household(area, kind, int(n)).sum()) for kind, n in enumerate(households))
    counts = np.zeros(len(POSITIONS), np.int64)
    counts[CHILD] = children
    counts[ALONE] = households[SINGLE]
    counts[PARTNER] = 2 * households[COUPLE]
    counts[PARENT_IN_COUPLE] = 2 * households[COUPLE_WITH_CHILDREN]
    counts[PARENT_ALONE] = households[SINGLE_PARENT]
    there_are = round(area.wanted(neighbourhood, "residents") * area.composition["in_households_share"])
    if there_are < counts.sum():
        raise InputError(
            say(
                "area.too_many_households",
                place=say("place.column", file=f"{area.name}/marginals.csv", column="value"),
                neighbourhood=neighbourhood,
                there=there_are,
                need=int(counts.sum()),
            )
        )
    counts[OTHER] = there_are - counts.sum()
    return counts


def age_groups(area: Area, neighbourhood: str) -> list[tuple[int, int, float]]:
    """List the age groups that must fit, cut where childhood ends and where old age starts.

    Returns:
        First age, first age beyond it and share of the residents (adding up to 1).
    """
    wanted = {name: area.wanted(neighbourhood, name) for name in AGE_CLASSES}
    under_18 = area.wanted(neighbourhood, "age_under_18") - wanted["age_0_15"]
    old = area.wanted(neighbourhood, "age_67_plus")
    groups: list[tuple[int, int, float]] = []
    for name, (low, high) in AGE_CLASSES.items():
        if low < ADULT_AGE < high:
            groups += [(low, ADULT_AGE, under_18), (ADULT_AGE, high, wanted[name] - under_18)]
        elif low < OLD_AGE < high:
            groups += [(low, OLD_AGE, wanted[name] - old), (OLD_AGE, high, old)]
        else:
            groups.append((low, high, wanted[name]))
    total = sum(share for _, _, share in groups)
    return [(low, high, share / total) for low, high, share in groups]


def starting_table(area: Area) -> Floats:
    """Spread the published age classes over single years.

    Nobody under 18 lives alone, has a partner or is a parent here: those few are counted at 18 and over.
    Other household members under 18, such as foster children, count as children at home.

    Returns:
        Persons by single year of age and position.
    """
    table = np.zeros((OLDEST, len(POSITIONS)))
    for row in area.age_by_position.to_dict("records"):
        low, high = int(row["age_from"]), int(row["age_to_exclusive"])
        grown_up = max(low, ADULT_AGE)
        for position, name in enumerate(POSITIONS):
            persons = float(row[name])
            if position in (CHILD, OTHER) or grown_up >= high:
                table[low:high, position] += persons / (high - low)
            else:
                table[grown_up:high, position] += persons / (high - grown_up)
    table[:ADULT_AGE, CHILD] += table[:ADULT_AGE, OTHER]
    table[:ADULT_AGE, CHILD + 1 :] = 0
    return table


def fit(area: Area, neighbourhood: str) -> Integers:
    """Fit the residents of a neighbourhood by single year of age and position.

    Iterative proportional fitting: ages and positions are scaled in turn to what is wanted, starting from the
    city's own table of age by position (Deming & Stephan 1940).

    Args:
        area: the area.
        neighbourhood: its neighbourhood.

    Returns:
        Whole residents by single year of age and position; each position has exactly its number of residents.
    """
    positions = residents_by_position(area, neighbourhood)
    groups = age_groups(area, neighbourhood)
    residents = int(positions.sum())
    table = starting_table(area)
    for _ in range(ROUNDS):
        for low, high, share in groups:
            table[low:high] *= share * residents / max(table[low:high].sum(), np.finfo(float).tiny)
        table *= positions / np.maximum(table.sum(axis=0), np.finfo(float).tiny)
    columns = [cumulative_rounding(table[:, i], int(n)) for i, n in enumerate(positions)]
    return np.stack(columns, axis=1)


def ages(table: Integers, position: int) -> Integers:
    """List the ages of everyone in one position, youngest first."""
    years: Integers = np.repeat(np.arange(OLDEST), table[:, position])
    return years
