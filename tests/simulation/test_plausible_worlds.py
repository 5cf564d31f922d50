"""Plausible worlds: read and checked, under the values of the user, and part of everything that follows."""

import pickle
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from simulation import NeighbourhoodModel, Scenario, simulate
from simulation.areas import load_area
from simulation.build import build_world
from simulation.errors import InputError
from simulation.worlds import load_worlds, worlds_file
from simulation.worlds.loader import WORLDS_FOLDER
from tests.simulation.little_worlds import FREE, KLEIN, area_with_worlds

WORLDS = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return area_with_worlds(tmp_path_factory.mktemp("worlds"), WORLDS)


@pytest.fixture(scope="module")
def scenario(folder: Path) -> Scenario:
    return Scenario(area=str(folder), policy="krachtenbundeling", years=1, warmup_weeks=13)


def changed(folder: Path, place: Path, change: Callable[[str], str]) -> Path:
    """Copies an area, and changes the text of its worlds."""
    copy = shutil.copytree(folder, place / "klein")
    path = copy / "worlds.csv"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    return copy


def cells(text: str, line: int, column: int, value: str) -> str:
    """Puts another value in a cell; lines counted from 1, columns from 0."""
    lines = text.splitlines()
    row = lines[line - 1].split(",")
    row[column] = value
    lines[line - 1] = ",".join(row)
    return "\n".join(lines) + "\n"


def test_worlds_are_read_with_what_their_file_says(folder: Path) -> None:
    worlds = load_worlds(folder)
    assert worlds is not None
    assert [world.number for world in worlds.worlds] == list(range(1, WORLDS + 1))
    assert "NOT calibrated" in worlds.passport["note"] and worlds.passport["design_seed"] == "1"
    first = worlds.worlds[0]
    assert set(first.values) == set(FREE)
    assert set(first.rates) == set(load_area(folder).event_rates["event"])
    assert ("schakel", "debt_help") in first.hours
    assert worlds.file == "klein/worlds.csv" and len(worlds.digest) == 64


def test_a_file_that_was_changed_is_read_anew(folder: Path, tmp_path: Path) -> None:
    copy = changed(folder, tmp_path, lambda text: text)
    first, again = load_worlds(copy), load_worlds(copy)
    assert first is again
    path = worlds_file(copy)
    path.write_text(cells(path.read_text(encoding="utf-8"), 6, 8, "5.5"), encoding="utf-8")
    other = load_worlds(copy)
    assert first is not None and other is not None
    assert other.digest != first.digest and other.worlds[0].hours != first.worlds[0].hours


def test_an_area_without_a_file_has_only_its_central_world() -> None:
    assert load_worlds(KLEIN) is None
    with pytest.raises(InputError, match="only its central world; give world 0"):
        Scenario(area=str(KLEIN), world=1)


def test_where_worlds_are_kept() -> None:
    assert worlds_file("den-bosch-west") == WORLDS_FOLDER / "den-bosch-west.csv"
    assert worlds_file(load_folder("den-bosch-west")) == WORLDS_FOLDER / "den-bosch-west.csv"
    assert worlds_file(KLEIN) == KLEIN / "worlds.csv"


def load_folder(name: str) -> Path:
    from simulation.areas.loader import area_folder

    return area_folder(name)


def test_worlds_in_the_folder_are_no_part_of_the_area(folder: Path) -> None:
    assert load_area(folder).digest == load_area(KLEIN).digest


@pytest.mark.parametrize("world", [WORLDS + 1, -1, 1.5, True])
def test_a_world_that_is_not_there_is_refused(folder: Path, world: int) -> None:
    with pytest.raises(InputError) as caught:
        Scenario(area=str(folder), world=world)
    assert str(WORLDS) in str(caught.value) or "whole number" in str(caught.value)
    with pytest.raises(InputError):
        Scenario(area=str(folder)).with_world(world)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("plan_conflict", "plan_conflikt"), "plan_conflict"),
        (lambda text: text.replace("plan_conflict", "meeting_hours"), "is a lever of policies"),
        (lambda text: text.replace("hours:schakel:guidance", "hours:schakel:guidence"), "schakel:guidance"),
        (lambda text: text.replace("rate:eviction", "rate:evictions"), "eviction"),
        (lambda text: cells(text, 7, 3, "9"), "row 7 column 'plan_conflict': 9 is not allowed"),
        (lambda text: cells(text, 7, 8, "0"), "column 'hours:schakel:social_work': 0 is not allowed"),
        (lambda text: cells(text, 7, 3, "much"), "'much' is not allowed"),
        (lambda text: cells(text, 7, 0, "1"), "stands there twice"),
        (lambda text: cells(text, 7, 0, "99"), "no row for world 2; allowed: worlds 1 to 8"),
        (lambda text: text.replace("plan_conflict", "onset_hazard_money"), "twice"),
        (lambda text: text.replace("area_digest", "digest"), "no line 'area_digest' in its head"),
        (lambda text: text.replace("area_digest: ", "area_digest: f"), "make the worlds anew"),
        (lambda text: "\n".join(text.splitlines()[:6]), "1 world; allowed: 2 or more"),
        (lambda text: "", "is empty"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(
    folder: Path, tmp_path: Path, change: Callable[[str], str], said: str
) -> None:
    copy = changed(folder, tmp_path, change)
    with pytest.raises(InputError) as caught:
        Scenario(area=str(copy), world=2)
    assert said in str(caught.value) and "klein/worlds.csv" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert Scenario(area=str(copy)).world == 0  # the central world needs no other


def test_worlds_of_an_area_that_was_changed_are_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "klein")
    with (copy / "budgets.csv").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    with pytest.raises(InputError, match="the content of area 'klein' as it is now"):
        Scenario(area=str(copy), world=1)


def test_the_central_world_is_what_it_was(folder: Path) -> None:
    """Worlds beside an area change no bit of a run that does not ask for them."""
    with_worlds, without = (
        Scenario(area=str(area), policy="krachtenbundeling", years=1, warmup_weeks=13)
        for area in (folder, KLEIN)
    )
    assert (with_worlds.digest, with_worlds.start_digest) == (without.digest, without.start_digest)
    assert with_worlds.with_world(3).with_world(0).digest == without.digest


def test_values_of_the_world_hold_and_those_of_the_user_go_before(folder: Path) -> None:
    worlds = load_worlds(folder)
    assert worlds is not None
    own = worlds.worlds[2].values
    plain = Scenario(area=str(folder), world=3)
    mine = Scenario(area=str(folder), world=3, parameters={"plan_conflict": 0.0})
    for name in FREE:
        assert plain.values[name] == plain.start_values[name] == own[name]
    assert mine.values["plan_conflict"] == mine.start_values["plan_conflict"] == 0.0
    assert mine.values["onset_hazard_money"] == own["onset_hazard_money"]
    others = {name: value for name, value in plain.values.items() if name not in FREE}
    central = Scenario(area=str(folder)).values
    assert others == {name: central[name] for name in others}


def test_hours_and_rates_of_the_world_are_those_of_the_run(folder: Path) -> None:
    central, other = Scenario(area=str(folder)), Scenario(area=str(folder), world=2)
    known = load_worlds(folder)
    assert known is not None
    worlds = [
        build_world(scenario.loaded_area, scenario.start_values, 1, 0, 13) for scenario in (central, other)
    ]
    rates = list(known.worlds[1].rates.values())
    np.testing.assert_allclose(worlds[1].event_rate, rates)
    solved = worlds[1].lists.solved > 0
    assert solved.any()
    assert (worlds[0].lists.factor[solved] != worlds[1].lists.factor[solved]).all()
    assert set(np.round(worlds[1].lists.factor[solved], 6)) == set(
        np.round([*known.worlds[1].hours.values()], 6)
    )


def test_everything_that_names_a_scenario_knows_its_world(scenario: Scenario) -> None:
    other = scenario.with_world(2)
    made = replace(scenario, world=2)
    assert other == made and hash(other) == hash(made)
    assert (other.digest, other.start_digest) == (made.digest, made.start_digest)
    assert len({scenario.digest, other.digest, scenario.with_world(3).digest}) == 3
    assert len({scenario.start_digest, other.start_digest, other.with_seed(2).start_digest}) == 3
    assert other.with_seed(5) == replace(made, seed=5)
    assert other.with_seed(5).digest == other.digest
    travelled = pickle.loads(pickle.dumps(other))
    assert travelled == other and travelled.digest == other.digest


def test_hours_and_rates_alone_make_another_scenario(folder: Path, tmp_path: Path) -> None:
    """Two worlds that differ in nothing but an hour of one list share no start-up."""

    def alike(text: str) -> str:
        lines = text.splitlines()
        lines[6] = "2," + lines[5].split(",", 1)[1]
        return cells("\n".join(lines), 7, 8, "5.5")

    copy = changed(folder, tmp_path, alike)
    one, two = (Scenario(area=str(copy), world=world) for world in (1, 2))
    assert one.values == two.values
    assert one.digest != two.digest and one.start_digest != two.start_digest


def test_a_world_lives_and_is_put_aside_and_taken_up(scenario: Scenario, tmp_path: Path) -> None:
    other = scenario.with_world(2)
    whole = simulate(other)
    assert whole.fingerprint == simulate(other).fingerprint != simulate(scenario).fingerprint
    assert whole.conservation["largest_deviation"].max() == 0
    model = NeighbourhoodModel(other)
    model.run_for(20)
    again = NeighbourhoodModel.resume(model.save(tmp_path / "week20.npz"))
    assert again.scenario == other
    again.run_for(other.weeks - 20)
    assert again.result.fingerprint == whole.fingerprint
