"""Numbers of rows decide nothing (T11): relabelled organisations, lists, professionals and households.

What may be relabelled so that every bit stays: the place of every record, the order of the rows in the tables
of an area, and names of organisations when their keys stay what they were. Names are keys: other names are
other luck, as another seed would be; providers of one product are also spread over the households in the
order of their names.
"""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation import Scenario, simulate
from simulation.build import build_world
from simulation.columns import NAMES
from simulation.handle import held
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.neighbourhood import POLICIES, first_difference, scenario
from tests.simulation.relabel import everything_counted, relabel
from tests.simulation.split import split_area

BUSY = {"debt_signal_rate": 0.1, "outreach": 1.0}
RESTLESS = {
    "leaving_rate_per_year": 6.0,
    "vacancy_weeks": 3.0,
}  # far beyond bounds: colleagues leave together
WEEKS = 40


def live(
    of: Scenario,
    weeks: int,
    between: Callable[[World], World] = lambda world: world,
    changes: Mapping[str, float] | None = None,
) -> World:
    """Live the start-up and some weeks of the policy, and do something before each week.

    Args:
        of: the scenario.
        weeks: weeks under the policy.
        between: from the world before a week to the world that lives it.
        changes: numbers to set, also beyond their bounds.

    Returns:
        The world at the end.
    """
    world = build_world(of.loaded_area, of.start_values, of.seed, 0, of.warmup_weeks)
    for week in range(-of.warmup_weeks, weeks):
        if week == 0:
            world = branch(world, of)
        for name, value in (changes or {}).items():
            world.p[name] = value
        world = between(world)
        live_weeks(held(world), week, week + 1)
    return world


def differences(one: World, other: World, before: int) -> list[str]:
    """Where two runs counted differently: the first weeks and columns, then other tables.

    Args:
        one: a world at the end.
        other: another.
        before: weeks of start-up.

    Returns:
        One line each; none when they are equal.
    """
    apart = np.argwhere(one.weekly != other.weekly)
    found = [f"week {int(week) - before}: {NAMES[place]}" for week, place in apart[:8]]
    both = everything_counted(one), everything_counted(other)
    return found + [name for name in both[0] if not np.array_equal(both[0][name], both[1][name])]


@pytest.mark.parametrize("policy", POLICIES)
def test_relabelled_records_live_the_same(area: Path, policy: str) -> None:
    """Every week everybody gets another number: households, residents, needs, providers, lists, posts."""
    of = scenario(area, policy, warmup_weeks=26, parameters=BUSY)
    luck = np.random.default_rng(11)
    plain = live(of, WEEKS, changes=RESTLESS)
    other = live(of, WEEKS, lambda world: relabel(world, luck), RESTLESS)
    assert differences(plain, other, of.warmup_weeks) == []
    assert plain.household_cost.sum(axis=0).tolist() == other.household_cost.sum(axis=0).tolist()
    assert Bookkeeper(other, WEEKS - 1).contradictions() == []


ROWS = (
    "organisations",
    "posts",
    "providers",
    "outside",
    "routes",
    "prices",
    "events",
    "event_rates",
    "background_rest",
    "capacities",
)


def other_rows(area: Path, folder: Path, luck: np.random.Generator) -> Path:
    """Copy an area with the rows of its tables in another order.

    Args:
        area: folder of the area.
        folder: an empty place.
        luck: of the order.

    Returns:
        The copy; all providers change places with each other.
    """
    copy = folder / area.name
    shutil.copytree(area, copy)
    for table in ROWS:
        rows = pd.read_csv(copy / f"{table}.csv", dtype=str, keep_default_na=False)
        order = np.arange(len(rows))[::-1] if table == "providers" else luck.permutation(len(rows))
        rows.iloc[order].to_csv(copy / f"{table}.csv", index=False)
    return copy


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
def test_rows_of_tables_in_another_order_live_the_same(area: Path, tmp_path: Path, policy: str) -> None:
    """Also with two providers of one product, whose rows change places."""
    split = split_area(area, tmp_path / "split")
    other = other_rows(split, tmp_path / "other", np.random.default_rng(3))
    of_work = [providers_of(folder, "social_work") for folder in (split, other)]
    assert of_work[0] == of_work[1][::-1]
    runs = [simulate(scenario(folder, policy, warmup_weeks=26, parameters=BUSY)) for folder in (split, other)]
    assert first_difference(runs[0].weekly, runs[1].weekly) == ""
    assert runs[0].fingerprint == runs[1].fingerprint


def providers_of(area: Path, product: str) -> list[str]:
    """The providers of a product, in the order of the table."""
    rows = pd.read_csv(area / "providers.csv")
    return list(rows.loc[rows["product"] == product, "organisation"])


def renamed(area: Path, folder: Path) -> Path:
    """Copy an area with other names for all its organisations, in the same order of the alphabet."""
    copy = folder / area.name
    shutil.copytree(area, copy)
    names = sorted(pd.read_csv(copy / "organisations.csv")["organisation"])
    other = {name: f"organisation_{number}" for number, name in enumerate(names)}
    for table, column in (
        ("organisations", "organisation"),
        ("posts", "organisation"),
        ("providers", "organisation"),
        ("capacities", "organisation"),
        ("outside", "provider"),
    ):
        rows = pd.read_csv(copy / f"{table}.csv", dtype=str, keep_default_na=False)
        rows[column] = rows[column].map(other)
        rows.to_csv(copy / f"{table}.csv", index=False)
    return copy


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
def test_renamed_organisations_with_their_keys_live_the_same(area: Path, tmp_path: Path, policy: str) -> None:
    """A name only makes keys: with the old keys under the new names, every bit is the same."""
    worlds: list[World] = []
    for folder in (area, renamed(area, tmp_path)):
        of = scenario(folder, policy, warmup_weeks=26, parameters=BUSY)
        world = build_world(of.loaded_area, of.start_values, of.seed, 0, of.warmup_weeks)
        for name in ("organisations", "lists", "professionals"):
            keys = getattr(worlds[0], name).key if worlds else getattr(world, name).key
            assert not worlds or not np.array_equal(getattr(world, name).key, keys)
            getattr(world, name).key = keys
        live_weeks(held(world), -of.warmup_weeks, 0)
        world = branch(world, of)
        live_weeks(held(world), 0, WEEKS)
        worlds.append(world)
    assert differences(worlds[0], worlds[1], 26) == []
