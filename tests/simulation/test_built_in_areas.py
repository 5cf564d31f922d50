"""Every area that comes with zorgbundel: people fit, numbers have sources, staff follows its rule."""

import math
from pathlib import Path

import pandas as pd
import pytest

from agents.domains import EVENTS
from simulation.areas import Area, area_names, load_area
from simulation.areas.loader import AREAS_FOLDER
from simulation.areas.schema import AGE_CLASSES, HOUSEHOLD_MARGINALS, SOLVED_TABLES
from simulation.footing import LEAST_FACTOR, MOST_FACTOR
from simulation.parameters import resolve
from simulation.population import Population, build_population, marginals_table
from simulation.tables import list_rows

DEFAULT = "maastricht-noordoost"
SCALED = ("maastricht-noordwest", "den-bosch-west")
SIZES = {DEFAULT: 14_884, "maastricht-noordwest": 9_025, "den-bosch-west": 15_000}
RULE = "derived: maastricht-noordoost x "


@pytest.fixture(scope="module", params=SIZES)
def drawn(request: pytest.FixtureRequest) -> tuple[Area, Population]:
    area = load_area(request.param)
    return area, build_population(area, resolve())


def groups(area: Area) -> dict[str, float]:
    """Who staff is scaled by, as the sources call them."""
    found = dict.fromkeys(
        ("residents", "residents under 18", "residents of 67 and over", "households with a low income"), 0.0
    )
    for name in area.neighbourhoods:
        residents = area.wanted(name, "residents")
        homes = sum(area.wanted(name, marginal) for marginal in HOUSEHOLD_MARGINALS)
        found["residents"] += residents
        found["residents under 18"] += residents * area.wanted(name, "age_under_18") / 100
        found["residents of 67 and over"] += residents * area.wanted(name, "age_67_plus") / 100
        found["households with a low income"] += homes * area.wanted(name, "low_income") / 100
    return found


def factor(source: str, area: Area) -> float:
    group = source.removeprefix(RULE)
    return groups(area)[group] / groups(load_area(DEFAULT))[group]


def test_these_are_the_areas() -> None:
    assert area_names() == sorted(SIZES)


def test_every_marginal_is_within_one_and_a_half_points(drawn: tuple[Area, Population]) -> None:
    table = marginals_table(*drawn)
    assert (table["difference"].abs() <= 1.5).all(), table[~table["within"]].to_string()
    assert drawn[0].residents_on_paper == SIZES[drawn[0].name]


def test_ages_and_shares_are_those_of_whole_neighbourhoods(drawn: tuple[Area, Population]) -> None:
    area, _ = drawn
    for name in area.neighbourhoods:
        assert sum(area.wanted(name, marginal) for marginal in AGE_CLASSES) == pytest.approx(100, abs=0.15)


@pytest.mark.parametrize("name", SIZES)
def test_every_number_has_a_source_and_says_how_it_was_come_by(name: str) -> None:
    folder = AREAS_FOLDER / name
    for path in sorted(folder.glob("*.csv")):
        if path.stem in SOLVED_TABLES:
            continue
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
        assert (table["source"] != "").all() and table["grade"].isin(list("ABCD")).all(), path.name
    marks = load_area(name).marginals["mark"]
    assert set(marks) <= {"s", "d", "a"}
    readme = (folder / "README.md").read_text(encoding="utf-8")
    assert all(path.name in readme for path in folder.glob("*.csv"))
    assert f"zorgbundel areas solve simulation/areas/{name}" in readme


@pytest.mark.parametrize("name", SIZES)
def test_every_area_is_solved(name: str) -> None:
    area = load_area(name)
    lists = {
        (organisation, product)
        for product, organisation, _, _ in list_rows(area)
        if product != "youth_nurse"  # comes only with a policy: the baseline has no wait to meet
    }
    assert set(zip(area.capacities["organisation"], area.capacities["product"], strict=True)) == lists
    assert area.capacities["factor"].between(LEAST_FACTOR, MOST_FACTOR).all()
    assert list(area.event_rates["event"]) == list(EVENTS)
    assert (area.event_rates["rate"] > 0).all()
    assert len(area.background_rest) == len(area.background)
    assert (
        area.background_rest["euros_per_resident_per_year"] <= area.background["euros_per_resident_per_year"]
    ).all()


def test_den_bosch_says_that_it_is_derived() -> None:
    area = load_area("den-bosch-west")
    assert area.derived
    assert "Afgeleid" in area.text_nl and "cirkel" in area.text_nl
    assert "Derived" in area.text_en and "circular" in area.text_en
    assert "derived" in (AREAS_FOLDER / area.name / "README.md").read_text(encoding="utf-8")
    assert not load_area("maastricht-noordwest").derived


@pytest.mark.parametrize("name", SCALED)
def test_posts_and_hours_are_scaled_by_the_group_they_name(name: str) -> None:
    area, default = load_area(name), load_area(DEFAULT)
    posts = area.posts.merge(default.posts, on=["organisation", "product", "role"], suffixes=("", "_default"))
    assert len(posts) == len(area.posts) == len(default.posts)
    for row in _rows(AREAS_FOLDER / name / "posts.csv"):
        like = posts[(posts["organisation"] == row["organisation"]) & (posts["product"] == row["product"])]
        scale = factor(row["source"], area)
        fte = float(like["fte_default"].iloc[0]) * scale
        assert float(row["fte"]) == pytest.approx(fte, abs=0.051), row
        people = round(float(like["people_default"].iloc[0]) * scale)
        assert int(row["people"]) == max(math.ceil(float(row["fte"])), people), row
    for row, like in zip(
        _rows(AREAS_FOLDER / name / "outside.csv"), default.outside["hours_per_week"], strict=True
    ):
        assert float(row["hours_per_week"]) == pytest.approx(like * factor(row["source"], area), abs=0.51)


@pytest.mark.parametrize("name", SCALED)
def test_ceilings_are_those_of_the_default_area(name: str) -> None:
    assert load_area(name).budgets.equals(load_area(DEFAULT).budgets)


def _rows(path: Path) -> list[dict[str, str]]:
    table = pd.read_csv(path, dtype=str, keep_default_na=False)
    return [{str(name): str(value) for name, value in row.items()} for row in table.to_dict("records")]
