"""A start-up from the shelf is the one that was put there; what goes wrong costs time, never a result."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from simulation import Scenario, simulate
from simulation.handle import held
from simulation.records import take_down
from simulation.run import fingerprint
from simulation.shelf import MOST_BYTES, Shelf
from simulation.startup import begun, branch, forget_states, keep_on, lived, started
from simulation.week import live_weeks
from simulation.world import World
from simulation.world_room import rows_in_use
from tests.simulation.neighbourhood import scenario

TOP = Path(__file__).parents[2]
SECONDS = 300
PUT_AND_WAIT = """
import sys, time
from simulation import Scenario
from simulation.shelf import Shelf
from simulation.startup import keep_on, started
shelf = Shelf()
keep_on(shelf)
started(Scenario(area=sys.argv[1], years=1, warmup_weeks=8))
print(len(shelf), flush=True)
time.sleep(300)
"""


def key_of(one: Scenario) -> tuple[str, int]:
    return one.start_digest, 0


def same(world: World, other: World, rows: dict[str, int]) -> bool:
    """Whether two worlds hold the same, of each array what is in use."""
    return all(
        getattr(world, name)[: rows.get(name)].tobytes() == getattr(other, name)[: rows.get(name)].tobytes()
        and getattr(world, name).shape == getattr(other, name).shape
        and getattr(world, name).dtype == getattr(other, name).dtype
        and type(getattr(world, name)) is type(getattr(other, name))
        for name in World._fields
    )


def test_a_start_up_is_what_was_put_there(area: Path, shelf: Shelf) -> None:
    one = scenario(area, "krachtenbundeling", warmup_weeks=60)
    world = started(one)
    taken = shelf.take(key_of(one))
    assert taken is not None and taken is not world
    assert same(world, taken, rows_in_use(world))
    assert same(branch(world, one), branch(taken, one), {})
    assert not any(np.shares_memory(getattr(world, name), getattr(taken, name)) for name in World._fields)


def test_a_run_from_the_shelf_is_the_same_run(area: Path, shelf: Shelf) -> None:
    keep_on(None)
    one = scenario(area, "krachtenbundeling")
    without = simulate(one).fingerprint
    assert not len(shelf)
    keep_on(shelf)
    for kept in (0, 1):
        forget_states()
        assert lived(one) == bool(kept)
        assert simulate(one).fingerprint == without
        assert len(shelf) == 1


@pytest.mark.parametrize("kept", [True, False])
def test_a_start_up_that_is_used_up_is_lived_on_as_its_copy_is(area: Path, kept: bool) -> None:
    """Nothing that is not in use in its arrays reaches the weeks of the policy."""
    one = scenario(area, "krachtenbundeling", warmup_weeks=60)
    worlds = [branch(started(one), one)]
    if kept:
        shelf = Shelf()
        assert shelf.put(key_of(one), started(one))
        taken = shelf.take(key_of(one))
        assert taken is not None
        worlds.append(branch(taken, one, used_up=True))
        shelf.clear()
    else:
        forget_states()
        worlds.append(begun(one, keep=False))
        assert not lived(one)
    for world in worlds:
        live_weeks(held(world), 0, one.weeks)
    first, second = (fingerprint(take_down(world, one, whole=False)) for world in worlds)
    assert first == second


def test_the_oldest_goes_first(area: Path) -> None:
    worlds = {key_of(one): begun(one, keep=False) for one in map(of_seed(area), range(4))}
    first, second, third, fourth = worlds
    shelf = Shelf(most_files=2)
    assert shelf.put(first, worlds[first]) and shelf.put(second, worlds[second])
    one = shelf.bytes // 2
    assert shelf.take(first) is not None
    assert shelf.put(third, worlds[third])
    assert first in shelf and second not in shelf and third in shelf
    shelf.clear()
    small = Shelf(most_bytes=3 * one)
    for key, world in worlds.items():
        assert small.put(key, world)
    assert fourth in small and first not in small and small.bytes <= 3 * one
    small.clear()
    assert small.bytes == 0


def of_seed(area: Path) -> Callable[[int], Scenario]:
    return lambda seed: scenario(area, seed=seed)


def test_a_damaged_file_is_passed_over(area: Path, shelf: Shelf) -> None:
    one = scenario(area)
    whole = simulate(one).fingerprint
    file = shelf._kept[key_of(one)].file
    for damage in ("changed", "cut"):
        if damage == "changed":
            file.seek(1000)
            file.write(b"damage")
        else:
            file.truncate(1000)
        file.flush()
        assert shelf.take(key_of(one)) is None
        assert key_of(one) not in shelf
        forget_states()
        assert simulate(one).fingerprint == whole
        file = shelf._kept[key_of(one)].file


@pytest.mark.parametrize("trouble", ["no folder", "too large", "disk full"])
def test_no_room_on_disk_costs_no_result(
    area: Path, shelf: Shelf, trouble: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = scenario(area)
    whole = simulate(one).fingerprint
    forget_states()
    if trouble == "no folder":
        monkeypatch.setattr(tempfile, "tempdir", "/nowhere/at/all")
    if trouble == "disk full":
        monkeypatch.setattr("simulation.shelf.SPARE_BYTES", 2**62)
    tight = Shelf(most_bytes=1000 if trouble == "too large" else MOST_BYTES)
    keep_on(tight)
    assert simulate(one).fingerprint == whole
    assert len(tight) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="a file has a name there until it is closed")
@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_nothing_stays_when_the_process_ends(area: Path, tmp_path: Path, end: signal.Signals) -> None:
    """Nor has anybody else a name by which to open it while the process is there."""
    with subprocess.Popen(
        [sys.executable, "-c", PUT_AND_WAIT, str(area)],
        cwd=TOP,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "1"
        assert list(tmp_path.iterdir()) == []
        process.send_signal(end)
        process.wait(SECONDS)
    assert list(tmp_path.iterdir()) == []
