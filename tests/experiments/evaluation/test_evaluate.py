"""An evaluation on the small area: places, what would have been, stopping, going on, and judging."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.evaluation import Evaluation, Trial, evaluate, plan_evaluation
from experiments.evaluation.place import MEASURES, NEVER, WITH, play_place
from experiments.evaluation.samples import BEFORE_AFTER, DESIGNS, take_sample
from experiments.evaluation.trial import EVERYBODY, LOTTERY, NOBODY, PILOT
from results.errors import StoreError
from results.parts import PARTS, open_parts
from simulation.errors import InputError
from tests.experiments.sweep.designs import KLEIN

TRIAL = Trial(area=KLEIN, households=8, years=2, places=3, warmup_weeks=60, plausible=False)


@pytest.fixture(scope="module")
def place() -> pd.DataFrame:
    return play_place(TRIAL, 0)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    return evaluate(TRIAL, tmp_path_factory.mktemp("evaluation") / "out", workers=1)


def at(place: pd.DataFrame, way: str, week: int = 104) -> pd.DataFrame:
    return place[(place["way"] == way) & (place["week"] == week)].set_index("household")


def test_ways_differ_only_in_who_gets_a_director_and_when(place: pd.DataFrame) -> None:
    assert (at(place, NOBODY)["since"] == NEVER).all()
    chosen = at(place, EVERYBODY)
    assert 0 < len(chosen) <= TRIAL.households and (chosen["since"] == 0).all()
    pilot = at(place, PILOT)
    mine = pilot[pilot["rank"] > 0]
    assert ((mine["since"] == 0) == (mine["neighbourhood"] == 0)).all()
    drawn = at(place, LOTTERY)["since"]
    assert set(drawn) <= {0, NEVER}
    for years in TRIAL.horizons:
        steps = at(place, f"wedge-{years}", 52 * years)
        assert set(steps["since"]) <= set(TRIAL.steps(0, years).values())
    before = [f"before_{name}" for name in MEASURES]
    for way in (PILOT, LOTTERY, EVERYBODY):
        pd.testing.assert_frame_equal(
            at(place, way)[before], at(place, NOBODY).loc[at(place, way).index, before]
        )


def test_a_director_nobody_gets_changes_nothing_so_the_truth_is_exact() -> None:
    """The same trial with directors who follow no household: every history is that without directors."""
    place = play_place(replace(TRIAL, years=1, parameters={"director_caseload": 0}), 1)
    for design in DESIGNS:
        for measure in MEASURES:
            sample = take_sample(place, design, measure, 1)
            assert not sample.truth.any() and len(sample.columns["value"])
            np.testing.assert_array_equal(sample.columns["value"], sample.without)


def test_places_are_other_people_and_the_same_place_is_the_same(place: pd.DataFrame) -> None:
    again = play_place(TRIAL, 0)
    pd.testing.assert_frame_equal(again, place)
    other = play_place(TRIAL, 1)
    assert set(at(other, EVERYBODY).index) != set(at(place, EVERYBODY).index)


def test_controls_come_from_where_no_directors_are(place: pd.DataFrame) -> None:
    donors = at(place, PILOT)
    assert (donors[donors["donor"] > 0]["neighbourhood"] > 0).all()
    assert (donors[donors["donor"] > 0]["since"] == NEVER).all()


def test_every_design_is_judged_on_every_measure(found: Evaluation) -> None:
    table = found.table
    assert set(table["design"]) == set(DESIGNS) and set(table["measure"]) == set(MEASURES)
    assert sorted(set(table["years"])) == [1, 2] and (table["places"] == 1).all()
    told = table.dropna(subset="bias")
    assert len(told)
    off = told["estimate"] - told["truth"]
    assert off.tolist() == pytest.approx(told["bias"].tolist())
    assert (told["bias_low"] < told["bias"]).all() and (told["bias"] < told["bias_high"]).all()


def test_who_was_assigned_a_director_has_one_part_of_the_time(place: pd.DataFrame) -> None:
    """Nobody has one where nobody gets one, nor elsewhere in a pilot, nor longer than time passed."""
    assert not place.loc[place["way"] == NOBODY, WITH].any()
    assert not place.loc[(place["way"] == PILOT) & (place["donor"] > 0), WITH].any()
    weeks = at(place, EVERYBODY)[WITH]
    assert 0 < weeks.sum() < 104 * len(weeks) and weeks.max() <= 104
    sample = take_sample(place, BEFORE_AFTER, "total", 2)
    assert sample.time_with(assigned=True).tolist() == pytest.approx((weeks / 104)[sample.there].tolist())


def test_going_on_plays_nothing_again_and_more_places_are_added(
    found: Evaluation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name for path in (found.folder / PARTS).iterdir()}
    more = evaluate(replace(TRIAL, places=4), found.folder, workers=2)
    after = {path.name for path in (found.folder / PARTS).iterdir()}
    assert len(before) == 3 and before < after and len(after) == 4
    monkeypatch.setattr("experiments.evaluation.play.play_place", lambda *_: pytest.fail("played again"))
    again = evaluate(TRIAL, found.folder, resume=True)
    pd.testing.assert_frame_equal(again.table, found.table)
    assert len(more.table) >= len(found.table)


def test_interrupted_places_are_kept_and_another_trial_is_refused(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with pytest.raises(StoreError):
        evaluate(TRIAL, out, resume=True)

    def stop(_plan: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        evaluate(TRIAL, out, workers=1, tell=stop)
    parts, manifest = open_parts(out)
    assert list(parts.files) == ["place-000000"] and manifest["kind"] == "evaluation"
    assert plan_evaluation(TRIAL, out, 1).there == 1
    with pytest.raises(StoreError):
        evaluate(replace(TRIAL, rule="cost"), out)


def test_what_cannot_be_is_refused_before_any_work(tmp_path: Path) -> None:
    for wrong in (replace(TRIAL, households=101), replace(TRIAL, places=1)):
        with pytest.raises(InputError):
            evaluate(wrong, tmp_path / "out")
    assert not (tmp_path / "out").exists()
