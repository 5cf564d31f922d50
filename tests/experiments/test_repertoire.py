"""A run that was played before is not played again, and nothing else is taken for it."""

import shutil
from dataclasses import fields, replace
from pathlib import Path

import pandas as pd
import pytest

from experiments.batch import Batch, Replicate
from experiments.repertoire import Repertoire, key_of
from results.evidence import weekly_columns
from simulation import Scenario
from tests.simulation.little_worlds import area_with_worlds
from tests.simulation.neighbourhood import KLEIN, change_table, scenario

WORLDS = {1: 3, 2: 5}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small area with made-up worlds."""
    return area_with_worlds(tmp_path_factory.mktemp("worlds"))


def batch_of(place: Path, policies: tuple[str, ...], repertoire: Repertoire | None) -> Batch:
    return Batch([scenario(place, name) for name in policies], WORLDS, None, repertoire=repertoire)


def play(batch: Batch) -> list[Replicate]:
    """Plays policies with two seeds, each in its world."""
    return [replicate for seed in WORLDS for replicate in batch.play_seed(seed)]


def assert_same(one: Replicate, other: Replicate) -> None:
    """Compares all that is kept of two replicates, to the last bit."""
    for part in fields(Replicate):
        mine, others = getattr(one, part.name), getattr(other, part.name)
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, others, check_exact=True)
        else:
            assert mine == others


def test_replicates_are_the_same_with_and_without(place: Path) -> None:
    repertoire = Repertoire(10)
    first = play(batch_of(place, ("fragmented", "alleen-voordeur"), repertoire))
    other = batch_of(place, ("fragmented", "krachtenbundeling"), repertoire)
    again = play(other)
    plain = play(batch_of(place, ("fragmented", "krachtenbundeling"), None))
    assert other.known == {(seed, 0) for seed in WORLDS}
    for kept, found in zip(first[::2], again[::2], strict=True):
        assert_same(kept, found)
    for kept, played in zip(again, plain, strict=True):
        assert_same(kept, replace(played, weekly=played.weekly[weekly_columns()]))
    assert len(repertoire) == 6


def test_the_one_asked_for_longest_ago_goes_first(place: Path) -> None:
    repertoire = Repertoire(2)
    one, two, three = (scenario(place, years=1, seed=seed) for seed in (1, 2, 3))
    played = play(batch_of(place, ("fragmented",), None))[0]
    repertoire.keep(one, played)
    repertoire.keep(two, played)
    assert repertoire.find(one) is not None
    repertoire.keep(three, played)
    assert one in repertoire and three in repertoire and two not in repertoire
    assert repertoire.find(two) is None and len(repertoire) == 2


def test_there_is_one_of_each_and_nobody_can_change_it(place: Path) -> None:
    repertoire = Repertoire(2)
    played, later = (play(batch_of(place, ("fragmented",), None))[0] for _ in range(2))
    kept = repertoire.keep(scenario(place), played)
    assert_same(repertoire.keep(scenario(place), later), kept)
    assert len(repertoire) == 1
    found = repertoire.find(scenario(place))
    assert found is not None
    found.summary["value"] = 0.0
    again = repertoire.find(scenario(place))
    assert again is not None
    assert_same(again, kept)


def test_whatever_differs_is_another_run(place: Path, tmp_path: Path) -> None:
    changed = Path(shutil.copytree(place, tmp_path / "klein"))
    change_table(changed, "background_rest", ("euros_per_resident_per_year",), 2.0)
    usual = scenario(place)
    others = [
        scenario(place, seed=2),
        scenario(place, years=2),
        scenario(place, warmup_weeks=9),
        scenario(place, copies=2),
        scenario(place, "krachtenbundeling"),
        scenario(place, world=1),
        scenario(place, parameters={"plan_conflict": 0.05}),
        scenario(place, "krachtenbundeling", parameters={"queue": 0.25}),
        scenario(place, "krachtenbundeling", calendar={"start_week": 10}),
        scenario(changed),
    ]
    assert len({key_of(one) for one in (usual, *others)}) == len(others) + 1


def test_another_place_with_the_same_content_is_the_same_run(tmp_path: Path) -> None:
    copied = Path(shutil.copytree(KLEIN, tmp_path / "klein"))
    assert key_of(Scenario(area=str(copied))) == key_of(Scenario(area=str(KLEIN)))
