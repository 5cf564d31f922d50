"""Equity: how neighbourhoods, kinds of household and incomes fare beside each other."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from agents.household import HOUSEHOLD_KINDS
from simulation.cells import CELL_NAMES, INCOMES, INCOMES_N, KINDS_N
from simulation.census_columns import MICRO, YEAR_WEEKS
from simulation.world import Floats, Ints, World

CENTS, THOUSAND = 100.0, 1000.0
GROUP_NAMES = (*CELL_NAMES, "households", "events", "cents")
DIMENSIONS = ("neighbourhood", "kind", "income")


def count_groups(world: World) -> Ints:
    """Put together what is counted of each group of households.

    Args:
        world: the world after the last week.

    Returns:
        Group x column of `GROUP_NAMES`; events and cents (help and events at tariff) since the policy began.
    """
    given = world.households
    cells = (given.neighbourhood.astype(np.int64) * KINDS_N + given.kind) * INCOMES_N + given.low_income
    sums: Ints = np.zeros((len(world.cells), len(GROUP_NAMES)), np.int64)
    sums[:, : len(CELL_NAMES)] = world.cells
    for place, counted in enumerate(
        (np.ones(given.size, np.int64), world.event_total.sum(axis=1), world.household_cost.sum(axis=1)),
        start=len(CELL_NAMES),
    ):
        np.add.at(sums[:, place], cells, counted)
    return sums


def group_table(groups: Ints, dates: int, weeks: int, neighbourhoods: Sequence[str]) -> pd.DataFrame:
    """Tell how each group fared under the policy.

    Args:
        groups: what `count_groups` gave, summed over copies.
        dates: number of census dates.
        weeks: weeks of the policy.
        neighbourhoods: names of the neighbourhoods.

    Returns:
        Columns dimension, group, households and one per outcome; helpers, unmet weeks, quality and health as
        they are on census dates, events and cost (help and events at tariff) over all weeks.
    """
    by_cell = groups.reshape(len(neighbourhoods), KINDS_N, INCOMES_N, len(GROUP_NAMES))
    names = dict(zip(DIMENSIONS, (tuple(neighbourhoods), HOUSEHOLD_KINDS, INCOMES), strict=True))
    rows = []
    for axis, (dimension, members) in enumerate(names.items()):
        others = tuple(other for other in range(len(DIMENSIONS)) if other != axis)
        for member, sums in zip(members, by_cell.sum(axis=others), strict=True):
            counted = dict(zip(GROUP_NAMES, sums.astype(float), strict=True))
            rows.append(
                {
                    "dimension": dimension,
                    "group": member,
                    "households": int(counted["households"]),
                    **_outcomes(counted, dates, weeks),
                }
            )
    return pd.DataFrame(rows)


def _outcomes(counted: Mapping[str, float], dates: int, weeks: int) -> dict[str, float]:
    """Work out the outcomes of one group; unknown where nobody was counted."""
    part: Floats = np.array(
        [counted[name] for name in ("helpers", "quality", "utility", "unmet", "events", "cents")]
    )
    years = counted["households"] * weeks / YEAR_WEEKS
    whole = [
        counted["helped"],
        counted["helped"] * MICRO,
        counted["residents"] * MICRO,
        counted["households"] * dates / YEAR_WEEKS,
        years / THOUSAND,
        years * CENTS,
    ]
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.where(np.array(whole) > 0, part / np.array(whole), np.nan)
    names = (
        "helpers_mean",
        "experienced_quality",
        "health_utility",
        "unmet_weeks_per_household_per_year",
        "crises_per_1000_households_per_year",
        "cost_of_help_per_household_per_year",
    )
    return dict(zip(names, found.tolist(), strict=True))
