"""The people of an area fit what is known of it, and their households could exist."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.household import COUPLE, COUPLE_WITH_CHILDREN, SINGLE, SINGLE_PARENT
from simulation import parameters
from simulation.areas import Area, load_area
from simulation.errors import InputError
from simulation.fitting import cumulative_rounding, largest_remainder
from simulation.population import Population, build_population, marginals_table

KLEIN = Path(__file__).parent.parent / "areas" / "klein"
AREAS = ("maastricht-noordoost", str(KLEIN))
ADULT, PARTNER, PARENT, CHILD = range(4)


@pytest.fixture(scope="module", params=AREAS, ids=["real", "small"])
def drawn(request: pytest.FixtureRequest) -> tuple[Area, Population]:
    area = load_area(request.param)
    return area, build_population(area, parameters.resolve())


def by_household(population: Population) -> Iterator[tuple[int, list[int], list[int], list[int], list[int]]]:
    """For each household its kind, ages of single adults and others, partners, parents and children."""
    residents = population.residents
    ages, roles = residents["age"].tolist(), residents["role"].tolist()
    for home in population.households:
        first = int(home["first_resident"])
        members = range(first, first + int(home["size"]))
        groups: list[list[int]] = [[], [], [], []]
        for member in members:
            groups[roles[member]].append(ages[member])
        yield int(home["kind"]), groups[ADULT], groups[PARTNER], groups[PARENT], groups[CHILD]


def test_every_marginal_is_within_one_and_a_half_points(drawn: tuple[Area, Population]) -> None:
    table = marginals_table(*drawn)
    wrong = table[~table["within"]]
    assert wrong.empty, wrong.to_string()
    assert set(table["neighbourhood"]) == {*drawn[0].neighbourhoods, "total"}
    assert {
        "age_under_18",
        "age_67_plus",
        "under_18_with_single_parent",
        "rented",
        "low_income",
        "size_5_plus",
    } <= set(table["marginal"])


def test_the_real_area_has_the_expected_size() -> None:
    area = load_area(AREAS[0])
    population = build_population(area, parameters.resolve())
    assert len(population.households) == 8_234
    assert abs(len(population.residents) - 0.98 * area.residents_on_paper) < 2
    total = marginals_table(area, population).set_index(["neighbourhood", "marginal"])["got"].loc["total"]
    assert 13.5 < total["age_under_18"] < 14.5
    assert 18 < total["age_67_plus"] < 21


def test_the_table_says_when_a_marginal_is_off(drawn: tuple[Area, Population]) -> None:
    area, population = drawn
    other = Population(population.households.copy(), population.residents.copy())
    other.households["rented"] = True
    table = marginals_table(area, other).set_index(["neighbourhood", "marginal"])
    assert table.loc[("total", "rented"), "got"] == 100
    assert not table.loc[("total", "rented"), "within"]
    assert table.loc[("total", "low_income"), "within"]


def test_records_are_in_order_and_whole(drawn: tuple[Area, Population]) -> None:
    area, population = drawn
    homes, people = population.households, population.residents
    assert homes.dtype.names == (
        *("neighbourhood", "kind", "size", "rented", "low_income", "frailty", "trust", "network"),
        "first_resident",
    )
    assert people.dtype.names == ("household", "age", "role", "frailty")
    assert (np.diff(homes["neighbourhood"]) >= 0).all()
    assert set(homes["neighbourhood"].tolist()) == set(range(len(area.neighbourhoods)))
    assert (homes["first_resident"] == np.cumsum(homes["size"]) - homes["size"]).all()
    assert (people["household"] == np.repeat(np.arange(len(homes)), homes["size"])).all()
    assert people["age"].min() >= 0 and people["age"].max() < 100
    assert np.isfinite(homes["frailty"]).all() and np.isfinite(people["frailty"]).all()
    assert ((homes["trust"] > 0) & (homes["trust"] < 1)).all()


def test_each_kind_of_household_has_the_people_it_says(drawn: tuple[Area, Population]) -> None:
    for kind, adults, partners, parents, children in by_household(drawn[1]):
        expected = {
            SINGLE: (1, 0, 0, False),
            COUPLE: (None, 2, 0, False),
            COUPLE_WITH_CHILDREN: (None, 0, 2, True),
            SINGLE_PARENT: (None, 0, 1, True),
        }[kind]
        assert expected[1:] == (len(partners), len(parents), bool(children))
        assert len(adults) == 1 if expected[0] else len(adults) <= 1


def test_no_child_lives_alone_and_parents_are_16_to_45_years_older(drawn: tuple[Area, Population]) -> None:
    gaps, partner_gaps = [], []
    for _, adults, partners, parents, children in by_household(drawn[1]):
        assert min([*adults, *partners, *parents]) >= 18
        gaps += [parent - child for parent in parents for child in children]
        if len(partners) == 2 or len(parents) == 2:
            first, second = partners or parents
            partner_gaps.append(abs(first - second))
    assert min(gaps) >= 16 and max(gaps) <= 45
    assert 27 < np.median(gaps) < 35
    assert max(partner_gaps) < 25 and np.mean(partner_gaps) < 6


def test_ages_within_a_class_are_spread(drawn: tuple[Area, Population]) -> None:
    ages = drawn[1].residents["age"]
    years = np.bincount(ages, minlength=100)
    assert (years[:85] > 0).all()
    for low in range(20, 65, 5):
        part = years[low : low + 5]
        assert part.max() - part.min() <= 4 + 0.35 * part.mean()


def test_the_same_area_gives_the_same_people(drawn: tuple[Area, Population]) -> None:
    area, population = drawn
    again = build_population(area, parameters.resolve())
    assert (again.households == population.households).all()
    assert (again.residents == population.residents).all()


def changed(drawn: tuple[Area, Population], values: Mapping[str, float]) -> Population:
    return build_population(drawn[0], {**parameters.resolve(), **values})


def test_frailty_scales_and_everything_else_stays(drawn: tuple[Area, Population]) -> None:
    before = drawn[1]
    after = changed(drawn, {"frailty_sd_household": 0.55, "frailty_sd_resident": 0})
    assert after.households["frailty"] == pytest.approx(before.households["frailty"] / 2)
    assert (after.residents["frailty"] == 0).all()
    for field in ("kind", "size", "low_income", "rented", "trust"):
        assert (after.households[field] == before.households[field]).all()
    assert (after.residents["age"] == before.residents["age"]).all()


def test_trust_keeps_its_order_when_its_spread_changes(drawn: tuple[Area, Population]) -> None:
    before = drawn[1].households["trust"]
    after = changed(drawn, {"trust_alpha": 1.0, "trust_beta": 1.0}).households["trust"]
    assert (np.argsort(before, kind="stable") == np.argsort(after, kind="stable")).all()


def test_frailty_and_trust_have_the_spread_of_their_parameters() -> None:
    population = build_population(load_area(AREAS[0]), parameters.resolve())
    homes, people = population.households, population.residents
    assert homes["frailty"].std() == pytest.approx(1.1, rel=0.03)
    assert abs(homes["frailty"].mean()) < 0.05
    assert people["frailty"].std() == pytest.approx(0.4, rel=0.03)
    assert homes["trust"].mean() == pytest.approx(4 / 6, abs=0.01)
    assert abs(np.corrcoef(homes["frailty"], homes["trust"])[0, 1]) < 0.04


def test_low_income_goes_with_frailty_by_the_link_and_more_with_single_parents() -> None:
    area = load_area(AREAS[0])
    means = []
    for link in (0.0, 0.4, 0.8):
        homes = build_population(area, {**parameters.resolve(), "income_frailty_link": link}).households
        means.append(homes["frailty"][homes["low_income"]].mean())
        poor = [homes["low_income"][homes["kind"] == kind].mean() for kind in range(4)]
        assert poor[SINGLE_PARENT] > 1.3 * homes["low_income"].mean() > poor[COUPLE_WITH_CHILDREN]
    assert abs(means[0]) < 0.1
    assert means[0] + 0.3 < means[1] < means[2] - 0.3


def test_low_incomes_rent_more_often(drawn: tuple[Area, Population]) -> None:
    homes = drawn[1].households
    assert homes["rented"][homes["low_income"]].mean() > homes["rented"].mean() + 0.1


def test_one_neighbourhood_does_not_redraw_another(tmp_path: Path) -> None:
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    table = pd.read_csv(folder / "marginals.csv")
    row = (table["neighbourhood"] == "Oost") & (table["marginal"] == "residents")
    table.loc[row, "value"] += 20
    table.to_csv(folder / "marginals.csv", index=False)
    before = build_population(load_area(KLEIN), parameters.resolve()).households
    after = build_population(load_area(folder), parameters.resolve()).households
    for field in ("kind", "size", "frailty", "trust", "low_income", "rented"):
        west = [homes[field][homes["neighbourhood"] == 1] for homes in (before, after)]
        assert (west[0] == west[1]).all()
    east = [homes["frailty"][homes["neighbourhood"] == 0] for homes in (before, after)]
    assert (east[0] == east[1]).all()


def test_households_that_need_more_people_than_there_are_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    table = pd.read_csv(folder / "marginals.csv")
    table.loc[table["marginal"] == "residents", "value"] = 600
    table.to_csv(folder / "marginals.csv", index=False)
    with pytest.raises(
        InputError, match=r"'Oost' has 588 residents in households, but its households need \d+"
    ):
        build_population(load_area(folder), parameters.resolve())


def test_parents_and_children_that_cannot_fit_are_refused(tmp_path: Path) -> None:
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    table = pd.read_csv(folder / "composition.csv")
    table.loc[table["item"] == "oldest_parent_gap", "value"] = 20
    table.to_csv(folder / "composition.csv", index=False)
    with pytest.raises(InputError, match="allowed: 16 to 20 years apart"):
        build_population(load_area(folder), parameters.resolve())


@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=30), st.integers(0, 5_000))
@settings(max_examples=200, deadline=None)
def test_shares_are_handed_out_whole(wanted: list[float], total: int) -> None:
    if sum(wanted) < 1e-6:
        return
    exact = np.array(wanted) * total / sum(wanted)
    shared = largest_remainder(wanted, total)
    assert shared.sum() == total
    assert (np.abs(shared - exact) < 1 + 1e-6).all()
    rounded = cumulative_rounding(np.array(wanted), total)
    assert rounded.sum() == total and (rounded >= 0).all()
    assert (np.abs(np.cumsum(rounded) - np.cumsum(exact)) < 0.5 + 1e-6).all()
