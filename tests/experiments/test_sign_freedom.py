"""The wide design: every range is covered evenly, finished points are kept, drivers are found."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.sign_freedom import (
    BASE,
    BUNDLE,
    FIXED,
    MEASURES,
    Study,
    describe_study,
    draw_design,
    free_parameters,
    gains,
    least_certain,
    partial_ranks,
)
from results.errors import StoreError
from results.parts import PARTS
from simulation import Scenario, simulate
from simulation.parameters import entries

KLEIN = str(Path(__file__).parents[1] / "areas" / "klein")
WORLD = Scenario(area=KLEIN, policy=BUNDLE, years=1, warmup_weeks=13)


def silent(line: str) -> None:
    """Says nothing."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Study:
    return Study(WORLD, 3, tmp_path_factory.mktemp("points"))


@pytest.fixture(scope="module")
def played(study: Study) -> pd.DataFrame:
    return study.play(2, silent)


def test_every_part_of_every_range_is_hit_once() -> None:
    points = 40
    design = draw_design(points)
    for entry in free_parameters():
        low, high = entry.plausible
        assert design[entry.name].between(low, high).all(), entry.name
        if entry.distribution == "uniform":
            part = np.minimum((design[entry.name] - low) / (high - low) * points, points - 1e-6).astype(int)
            assert sorted(part) == list(range(points)), entry.name
        elif entry.whole:
            assert (design[entry.name] == design[entry.name].round()).all()


def test_all_uncertain_numbers_and_no_levers_are_drawn() -> None:
    free = {entry.name for entry in free_parameters()}
    assert all(entries()[name].kind == "model" for name in free)
    left_out = {name for name, entry in entries().items() if entry.kind == "model"} - free
    assert left_out == set(FIXED)


def test_a_point_is_two_runs_with_the_same_luck_and_numbers(study: Study, played: pd.DataFrame) -> None:
    assert played["point"].tolist() == [0, 1, 2]
    numbers = {str(name): float(value) for name, value in draw_design(3).iloc[1].items()}
    for policy in (BASE, BUNDLE):
        run = simulate(replace(WORLD, policy=policy, seed=2, parameters=numbers))
        for name in MEASURES:
            assert played.loc[1, f"{policy}:{name}"] == pytest.approx(run.summary[name], nan_ok=True)


def test_what_is_finished_is_never_played_again(study: Study, played: pd.DataFrame) -> None:
    before = {path: path.stat().st_mtime_ns for path in (study.folder / PARTS).iterdir()}
    assert study.play(2, silent).equals(played)
    assert {path: path.stat().st_mtime_ns for path in (study.folder / PARTS).iterdir()} == before


def test_points_of_another_study_are_refused(study: Study, played: pd.DataFrame, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="sweep_other_design"):
        replace(study, points=4).play(1, silent)
    (tmp_path / "mine.txt").touch()
    with pytest.raises(StoreError, match="out_not_empty"):
        Study(WORLD, 3, tmp_path).play(1, silent)


def test_gains_count_so_that_more_is_better(played: pd.DataFrame) -> None:
    table = played.copy()
    for name in MEASURES:
        table[f"{BASE}:{name}"], table[f"{BUNDLE}:{name}"] = 1.0, 2.0
    found = gains(table)
    assert {name: found[name].iloc[0] > 0 for name in found} == dict(MEASURES)
    table.loc[0, "error"] = "fragmented: ..."
    assert gains(table).index.tolist() == [1, 2]


def test_drivers_are_found_and_luck_is_marked() -> None:
    """A gain made of two numbers and luck: these two pass the limit; of 20 x 58 others at most one."""
    luck = np.random.default_rng(4)
    passed = 0
    for _ in range(20):
        design = pd.DataFrame(luck.random((400, 60)), columns=[f"n{number}" for number in range(60)])
        gain = 2.0 * design["n3"] - design["n7"] ** 3 + luck.normal(0.0, 0.3, 400)
        found = partial_ranks(design, gain)
        assert found.index[:2].tolist() == ["n3", "n7"] and found["n3"] > 0 > found["n7"]
        passed += int((found.iloc[2:].abs() > least_certain(400, 60)).sum())
    assert passed <= 1  # 0.2 expected


def test_the_page_tells_shares_and_drivers(study: Study, played: pd.DataFrame) -> None:
    text = describe_study(played, study)
    assert text.count("%") > 10 and "more points than numbers" in text
    assert "nan to" not in text and str(len(free_parameters())) in text
