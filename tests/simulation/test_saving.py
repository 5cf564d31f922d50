"""A run that was put aside ends as if it had never stopped; what does not fit is refused (T1)."""

import io
import json
import os
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agents import Household
from simulation import NeighbourhoodModel, Scenario, simulate
from simulation.build import build_world
from simulation.errors import InputError
from simulation.handle import held
from simulation.laws import LAWS
from simulation.saving import State, read_state, write_state
from simulation.week import live_weeks
from tests.simulation.neighbourhood import KLEIN, busy_area, change_table, scenario

WEEKS, WARMUP = 52, 20
TOP = Path(__file__).parents[2]
GO_ON = """
import sys
from simulation import NeighbourhoodModel
for path in sys.argv[1:]:
    model = NeighbourhoodModel.resume(path)
    for _ in range(model.week, model.scenario.weeks):
        model.step()
    print(model.week, model.result.fingerprint, model.random.random(), model.rng.random())
"""


def of(area: Path, **changes: Any) -> Scenario:
    """One year under the bundled policy, with events, after a short start-up."""
    return scenario(area, "krachtenbundeling", warmup_weeks=WARMUP, **changes)


def elsewhere(*paths: Path) -> list[str]:
    """Resume states in another process with another hash seed, and live them to the end.

    Args:
        paths: saved states.

    Returns:
        Week, fingerprint and the next draws of Mesa's generators, one line each.
    """
    done = subprocess.run(
        [sys.executable, "-c", GO_ON, *map(str, paths)],
        cwd=TOP,
        env={**os.environ, "PYTHONHASHSEED": "99"},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.splitlines()


@pytest.fixture(scope="module")
def never_stopped(area: Path) -> str:
    """Fingerprint of the run that was never put aside."""
    return simulate(of(area)).fingerprint


def state_of_startup(one: Scenario, week: int) -> State:
    """The state of a scenario in a week of its start-up."""
    world = build_world(one.loaded_area, one.start_values, one.seed, 0, one.warmup_weeks)
    live_weeks(held(world), -one.warmup_weeks, week)
    return State(one, week, False, world, np.zeros(len(LAWS)), {})


def test_saved_and_resumed_in_another_process(area: Path, tmp_path: Path, never_stopped: str) -> None:
    """At the first and last week and some between, also in the start-up; saved again after it was resumed."""
    paths = [write_state(tmp_path / "startup.npz", state_of_startup(of(area), -7))]
    model = NeighbourhoodModel(of(area))
    for week in (0, 1, 30, WEEKS - 1, WEEKS):
        for _ in range(model.week, week):
            model.step()
        paths.append(model.save(tmp_path / f"{week}.npz"))
        model = NeighbourhoodModel.resume(paths[-1])
        assert model.week == week
    ends = [line.split() for line in elsewhere(*paths)]
    assert [end[:2] for end in ends] == [[str(WEEKS), never_stopped]] * len(paths)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stops=st.lists(st.integers(-WARMUP, WEEKS), min_size=1, max_size=3, unique=True).map(sorted))
def test_saved_and_resumed_at_any_weeks(
    area: Path, tmp_path: Path, never_stopped: str, stops: list[int]
) -> None:
    path = tmp_path / "any.npz"
    if stops[0] < 0:
        model = NeighbourhoodModel.resume(write_state(path, state_of_startup(of(area), stops[0])))
    else:
        model = NeighbourhoodModel(of(area))
    for week in [stop for stop in stops if stop >= 0]:
        for _ in range(model.week, week):
            model.step()
        model = NeighbourhoodModel.resume(model.save(path))
    for _ in range(model.week, WEEKS):
        model.step()
    assert model.result.fingerprint == never_stopped


def intervene(model: NeighbourhoodModel) -> None:
    """Change people from outside, some of them by Mesa's own luck, and leave the hazards to be computed."""
    households = model.agents_by_type[Household]
    chosen = households.select(lambda home: model.random.random() < 0.3)
    chosen.set("trust", 1.0)
    quiet = next(home for home in households if set(home.severities.values()) == {"none"})
    quiet.set_severity("money", 3)
    model.rng.random(5)


def test_saved_right_after_an_intervention(area: Path, tmp_path: Path, never_stopped: str) -> None:
    model = NeighbourhoodModel(of(area))
    model.run_for(10)
    intervene(model)
    path = model.save(tmp_path / "after.npz")
    line = elsewhere(path)[0].split()
    model.run_for(WEEKS - 10)
    assert line[1] == model.result.fingerprint != never_stopped
    assert line[2:] == [repr(model.random.random()), repr(float(model.rng.random()))]
    again = NeighbourhoodModel.resume(path)
    again.run_for(WEEKS - 10)
    assert again.conservation.equals(model.conservation)


@pytest.fixture
def saved(area: Path, tmp_path: Path) -> Path:
    """A run put aside in week 2."""
    model = NeighbourhoodModel(of(area))
    model.run_for(2)
    return model.save(tmp_path / "two.npz")


def altered(path: Path, **facts: object) -> Path:
    """The same file with other facts about it, its digest left as it was."""
    with np.load(path) as archive:
        arrays = {name: archive[name] for name in archive.files}
    about = {**json.loads(arrays["about"].tobytes()), **facts}
    arrays["about"] = np.frombuffer(json.dumps(about).encode(), np.uint8)
    np.savez(path, **arrays)
    return path


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"version": "0.0.1"}, "saved by zorgbundel 0.0.1"),
        ({"rules": "0123"}, "saved by other rules (0123)"),
        ({"format_version": 9}, "in another form"),
        ({"week": 3}, "damaged"),
        ({"shapes": {}}, "damaged"),
        ({"format": "zip"}, "in another form"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_line(saved: Path, facts: dict[str, object], says: str) -> None:
    with pytest.raises(InputError) as refused:
        NeighbourhoodModel.resume(altered(saved, **facts))
    assert says in str(refused.value) and "\n" not in str(refused.value)


def cut(content: bytes) -> bytes:
    """Half a file."""
    return content[: len(content) // 2]


def flipped(content: bytes) -> bytes:
    """A file with one bit changed somewhere in the middle."""
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 8]) + content[place + 1 :]


def without_one(content: bytes) -> bytes:
    """An archive that lost an array."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name != "needs.npy":
                new.writestr(name, old.read(name))
    return out.getvalue()


@pytest.mark.parametrize("damage", [cut, flipped, without_one, lambda _: b"", lambda _: b"no archive at all"])
def test_a_damaged_file_is_refused_in_one_line(saved: Path, damage: Any) -> None:
    saved.write_bytes(damage(saved.read_bytes()))
    with pytest.raises(InputError, match="no saved state, or a damaged one"):
        NeighbourhoodModel.resume(saved)


def test_another_area_under_the_same_name_is_refused(tmp_path: Path) -> None:
    own = busy_area(tmp_path)
    path = NeighbourhoodModel(of(own)).save(tmp_path / "own.npz")
    change_table(own, "posts", ("fte",), 0.5)
    with pytest.raises(InputError, match="another content"):
        NeighbourhoodModel.resume(path)


def test_a_file_is_written_whole_or_not_at_all(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk fails halfway, the earlier file is still there and nothing else."""
    model = NeighbourhoodModel.resume(saved)
    model.run_for(3)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        model.save(saved)
    assert [path.name for path in saved.parent.iterdir()] == [saved.name]
    assert NeighbourhoodModel.resume(saved).week == 2


def test_several_copies_are_refused(saved: Path, tmp_path: Path) -> None:
    state = replace(read_state(saved), scenario=Scenario(area=str(KLEIN), copies=2))
    with pytest.raises(InputError, match="copies 2"):
        write_state(tmp_path / "two copies.npz", state)
