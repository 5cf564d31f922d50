"""The course of a calibration on a tiny known function: it finds, widens, goes on and repeats itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboards.commands.calibrate import _show
from experiments.calibration import calibrate as whole
from experiments.calibration.course import Course, Size
from experiments.calibration.folder import Folder
from experiments.calibration.points import Effort, Ground, Played, Point
from experiments.calibration.summary import count_inside, describe, met_table, narrowing
from experiments.calibration.worlds import worlds_table
from experiments.targets import Widening, load_targets
from results.numbers import write_duration
from results.words import load_words
from simulation import Scenario
from simulation.errors import InputError
from simulation.footing import Lived, live
from simulation.parameters import entries
from tests.experiments.toy import NAMES, Toy
from tests.simulation.neighbourhood import KLEIN

TARGETS = tuple(target for target in load_targets() if target.id in ("indicated", "two_laws", "helpers_most"))
WORLD = Scenario(area=str(KLEIN), years=1, warmup_weeks=26)
SMALL = Size(
    free=4,
    points=(30, 20),
    worlds=20,
    candidates=240,
    screen=Effort((), 1),
    wave=Effort((), 2),
    last=Effort((), 10, look_after=3),
    settled=Effort((1,), 10),
)
WIDENING = Widening(2.0, ("two_laws", "indicated"), times=4)


def course(folder: Path, ground: Ground | None = None, size: Size = SMALL) -> Course:
    keeper = Folder(folder, {"rules": "of a toy"}, workers=2)
    return Course(keeper, ground or Toy(WORLD, TARGETS), size, WIDENING)


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Course:
    made = course(tmp_path_factory.mktemp("calibration") / "toy")
    made.run()
    return made


def test_worlds_are_found_and_confirmed_by_runs(done: Course) -> None:
    found = done.run()
    assert set(found.space.names) <= set(NAMES) and len(found.space.names) >= 2
    assert len(found.plausible) == SMALL.worlds and not found.widened
    for one in found.plausible:
        assert one.runs == 10
        for target in TARGETS[:2]:
            tolerated = np.sqrt(target.band_variance + target.discrepancy**2)
            assert abs(one.mean(target.id) - target.middle) <= 3.3 * tolerated
    assert any(np.isfinite(cells["level"]) for cells in found.left.values())


def test_worlds_stand_on_hours_of_their_own_runs(done: Course) -> None:
    """Every world is a candidate that was confirmed, played once more and confirmed again."""
    found = done.run()
    candidates = {one.number: one for one in found.judged}
    for one in found.plausible:
        assert found.settled[one.number] is one and one is not candidates[one.number]
        assert one.values == candidates[one.number].values
        assert done.confirmed(one, done.facts()) and done.confirmed(candidates[one.number], done.facts())


def test_a_long_wait_brings_hours(done: Course) -> None:
    hours = done.run().hours
    norms = hours.start.norms["norm"].to_numpy(float)
    waits = np.where(norms > 0, 3 * norms, np.nan)
    rates = hours.start.rates
    one = Played(0, {}, hours.start.factors.tolist(), rates.tolist(), waits=waits.tolist())
    one.events = (2 * hours.start.wanted).tolist()
    factors, moved = hours.moved(one)
    assert (np.array(factors) > hours.start.factors)[norms > 0].all()
    assert (np.array(factors) == hours.start.factors)[norms == 0].all()
    assert (np.array(moved) < rates).all()


def test_what_is_kept_for_checking_plays_no_part(done: Course) -> None:
    assert [fact.id for fact in done.facts()] == ["indicated", "two_laws"]
    assert TARGETS[2].use == "kept" and "helpers_most" not in done.run().moves.columns


def test_the_same_command_goes_on_and_plays_nothing_twice(done: Course) -> None:
    again = course(done.folder.path)
    found, before = again.run(), done.run()
    assert again.folder.runs == 0
    assert [one.values for one in found.plausible] == [one.values for one in before.plausible]


def test_stopped_and_gone_on_ends_as_if_never_stopped(done: Course, tmp_path: Path) -> None:
    class Stops(Toy):
        def play(self, point: Point, effort: Effort, **asked: Callable[..., object]) -> Played:
            if effort == SMALL.last and point.number == 7:
                raise KeyboardInterrupt
            return super().play(point, effort, **asked)  # type: ignore[arg-type]

    with pytest.raises(KeyboardInterrupt):
        course(tmp_path / "a", Stops(WORLD, TARGETS)).run()
    assert list((tmp_path / "a").rglob("point-*.json")) and not list(tmp_path.rglob("*.unfinished"))
    found = course(tmp_path / "a").run()
    assert [one.values for one in found.plausible] == [one.values for one in done.run().plausible]


def test_a_folder_of_another_calibration_is_refused(done: Course, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="wave-1-design was begun with"):
        course(done.folder.path, size=replace(SMALL, points=(31, 20))).run()
    other = replace(course(done.folder.path), folder=Folder(done.folder.path, {"rules": "others"}))
    with pytest.raises(InputError, match="other rules, targets"):
        other.run()
    (tmp_path / "something").write_text("else")
    with pytest.raises(InputError, match="holds other files"):
        course(tmp_path).run()


def test_discrepancies_are_widened_in_their_order_and_said(tmp_path: Path) -> None:
    far = Toy(WORLD, TARGETS, bias=0.20)  # says far too much whatever the numbers
    found = course(tmp_path / "far", far, replace(SMALL, points=(30,), worlds=5)).run()
    assert len(found.plausible) == 5
    assert next(iter(found.widened)) == "two_laws" and set(found.widened) <= {"two_laws", "indicated"}
    assert all(factor >= 2 for factor in found.widened.values())


def test_what_was_found_is_told(done: Course) -> None:
    found = done.run()
    met, narrow = met_table(found.plausible, []), narrowing(done, found)
    assert count_inside(met, "fitted")[1] == 2 and count_inside(met, "kept")[1] == 1
    assert list(narrow["parameter"]) == list(found.space.names)
    text = describe(done, found, met, 1.0)
    assert (
        "20 plausible worlds" in text
        and "Not identified" in text
        and "`helpers_most`" not in text.split("Q2")[1]
    )


def test_a_whole_calibration_of_the_small_area(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Real runs, a handful of them; every one of them is fragmented, and the file has the agreed form."""
    lived: list[Scenario] = []

    def watched(scenario: Scenario, *others: object, **named: object) -> Lived:
        lived.append(scenario)
        return live(scenario, *others, **named)  # type: ignore[arg-type]

    monkeypatch.setattr("experiments.targets.live", watched)
    monkeypatch.setattr(whole, "YEARS", 1)
    few = ("help_speeds_recovery", "intake_hours")
    monkeypatch.setattr("experiments.calibration.course.candidates", lambda: few_of(few))
    monkeypatch.setattr("experiments.calibration.calibrate.candidates", lambda: few_of(few))
    monkeypatch.setattr("experiments.calibration.course.CUT", 60.0)
    monkeypatch.setattr("experiments.calibration.course.BATCH", 3)
    size = Size(
        free=2,
        points=(6,),
        worlds=2,
        candidates=3,
        screen=Effort((), 1),
        wave=Effort((1,), 2),
        last=Effort((1,), 2),
        settled=Effort((1,), 2),
    )
    told: list[str] = []
    outcome = whole.calibrate(str(KLEIN), tmp_path / "klein", size=size, workers=1, say=told.append)
    assert lived and {scenario.policy for scenario in lived} == {"fragmented"}
    assert told and (tmp_path / "klein" / "summary.md").exists()
    text = (tmp_path / "klein" / whole.WORLDS).read_text(encoding="utf-8")
    head = [line for line in text.splitlines() if line.startswith("# ")]
    keys = {line[2:].split(": ")[0] for line in head}
    assert {
        "version",
        "date",
        "command",
        "targets",
        "parameters",
        "area_digest",
        "design_seed",
        "widened",
    } <= keys
    table = pd.read_csv(tmp_path / "klein" / whole.WORLDS, comment="#")
    assert next(iter(table.columns)) == "world" and len(table) == len(outcome.found.plausible)
    _show(outcome, load_words("en"))
    assert f"This time it took {write_duration(60 * outcome.minutes, 'en')};" in capsys.readouterr().out


def few_of(names: tuple[str, ...]) -> tuple[object, ...]:
    return tuple(entries()[name] for name in names)


def test_worlds_have_the_columns_that_were_agreed() -> None:
    area = WORLD.loaded_area
    lists = len(area.capacities)
    one = Played(0, {"intake_hours": 3.0}, [1.5] * (lists + 1), [0.01] * 8)
    made = Course(Folder(Path("unused"), {}), Ground(WORLD, TARGETS), SMALL, WIDENING)
    table = worlds_table(made, [one, one], ("skill_elsewhere",))
    low, high = entries()["skill_elsewhere"].plausible
    assert table["skill_elsewhere"].between(low, high).all() and table["skill_elsewhere"].nunique() == 2
    assert list(table["world"]) == [1, 2] and (table["intake_hours"] == 3.0).all()
    hours = [name for name in table.columns if name.startswith("hours:")]
    pairs = zip(area.capacities["organisation"], area.capacities["product"], strict=True)
    assert sorted(hours) == sorted(f"hours:{organisation}:{product}" for organisation, product in pairs)
    assert sum(name.startswith("rate:") for name in table.columns) == 8
