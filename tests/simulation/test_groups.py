"""Groups of households: what is told of them is what is told of all, divided."""

from pathlib import Path

import numpy as np
import pytest

from simulation import simulate
from simulation.groups import DIMENSIONS, group_table
from simulation.phases.census_heavy import MOST_PERSONS
from tests.simulation.neighbourhood import lived, scenario


def test_each_way_of_dividing_gives_the_same_whole(area: Path) -> None:
    run = simulate(scenario(area, "krachtenbundeling"))
    table, everyone = run.groups, len(run.households)
    years = everyone * run.scenario.weeks / 52
    for dimension in DIMENSIONS:
        part = table[table["dimension"] == dimension]
        weights = part["households"] / everyone
        assert part["households"].sum() == everyone
        crises = (part["crises_per_1000_households_per_year"] * weights).sum()
        assert crises == pytest.approx(run.summary["crises_per_1000_households_per_year"])
        cost = (part["cost_of_help_per_household_per_year"] * weights).sum()
        euros = run.households.filter(like="euros_").to_numpy().sum()
        assert cost == pytest.approx(euros / years)


def test_groups_are_those_of_the_households_themselves(area: Path) -> None:
    """On the last census date of a year, which is its last week, everything is as it is at the end."""
    of = scenario(area, warmup_weeks=0)
    before, after = lived(of, 51), lived(of, 52)
    counted = after.cells - before.cells
    given = after.households
    cells = (given.neighbourhood.astype(int) * 4 + given.kind) * 2 + given.low_income
    unmet = (after.needs.severity >= 2) & (after.needs.open_cases == 0) & (after.needs.eligible == 1)
    for column, values in (
        (0, given.helpers > 0),
        (1, given.helpers),
        (2, np.bincount(after.needs.household[unmet], minlength=given.size)),
        (4, given.persons),
    ):
        wanted = np.bincount(cells, weights=values, minlength=len(counted))
        assert counted[:, column].tolist() == wanted.tolist(), column


def test_a_group_of_nobody_is_unknown(area: Path) -> None:
    table = group_table(np.zeros((16, 9), np.int64), 4, 52, ("Oost", "West"))
    assert table.drop(columns=["dimension", "group", "households"]).isna().all(axis=None)


def test_no_household_is_too_large_to_be_divided(area: Path) -> None:
    assert lived(scenario(area), 1).households.persons.max() < MOST_PERSONS
