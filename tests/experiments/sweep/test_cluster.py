"""A sweep on a real Dask scheduler with real workers: the same to the last bit, or refused in one line."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from experiments import sweep
from experiments.batch import Progress
from experiments.sweep import cluster
from experiments.sweep.cluster import describe_maker, digest_files
from results.errors import StoreError
from results.parts import PARTS
from simulation.errors import InputError
from tests.experiments.sweep.designs import KLEIN, POLICIES, small
from tests.experiments.sweep.test_sweep import bytes_of
from tests.sources import environment_of

TOP = Path(__file__).resolve().parents[3]
PATIENCE_SECONDS = 300.0


@contextmanager
def program(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """A part of a cluster, as somebody would start it, for as long as this lasts."""
    call = [str(Path(sys.executable).with_name("dask")), *arguments]
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(call, env={**os.environ, **environment}, stdout=nothing, stderr=nothing)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler without workers."""
    note = tmp_path / "scheduler.json"
    with program(
        "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(note)
    ):
        until = time.monotonic() + PATIENCE_SECONDS
        while not note.exists() or not note.read_text():
            assert time.monotonic() < until, "the scheduler did not start"
            time.sleep(0.05)
        yield str(json.loads(note.read_text())["address"])


def worker(scheduler: str, folder: Path, name: str) -> tuple[str, ...]:
    """How a worker is started that nobody restarts when it is killed."""
    place = ("--local-directory", str(folder / name), "--no-dashboard")
    return ("worker", scheduler, "--name", name, "--nthreads", "1", "--no-nanny", *place)


@pytest.fixture(autouse=True)
def _patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers need a while to start on a machine that is busy."""
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", PATIENCE_SECONDS)


@pytest.mark.slow
def test_two_workers_of_which_one_is_killed_give_the_same_to_the_last_bit(
    scheduler: str, tmp_path: Path
) -> None:
    design = small(points=11, seeds=12)
    wanted = sweep(design, tmp_path / "here", workers=1)
    with ExitStack() as both:
        first, _ = (both.enter_context(program(*worker(scheduler, tmp_path, name))) for name in ("a", "b"))
        out = tmp_path / "there"

        def kill(progress: Progress) -> None:
            if progress.finished and first.poll() is None:
                first.send_signal(signal.SIGKILL)
                first.wait()
                assert 0 < len(list((out / PARTS).glob("p*"))) < len(wanted.parts.files)

        found = sweep(design, out, cluster=scheduler, progress=kill)
        assert first.poll() == -signal.SIGKILL
    assert len(wanted.parts.files) == 6 and found.overview.finished == found.overview.runs == 264
    assert bytes_of(out) == bytes_of(wanted.folder)


@pytest.mark.slow
def test_a_worker_with_other_rules_is_noticed_and_nothing_of_it_is_kept(
    scheduler: str, tmp_path: Path
) -> None:
    copy = tmp_path / "copy"
    for room in ("agents", "simulation", "results", "experiments"):
        shutil.copytree(TOP / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    with (copy / "simulation" / "week.py").open("a", encoding="utf-8") as file:
        file.write("# another version\n")
    own = environment_of(copy, ZORGBUNDEL_CACHE=str(tmp_path / "cache"))
    other, refused = worker(scheduler, tmp_path, "other"), pytest.raises(StoreError, match="other_code")
    with program(*other, **own), refused as caught:
        sweep(small(), tmp_path / "out", cluster=scheduler)
    assert caught.value.fields["what"] == "code"
    assert caught.value.fields["wanted"] == describe_maker()["code"] != caught.value.fields["found"]
    assert list((tmp_path / "out" / PARTS).iterdir()) == []


def test_a_scheduler_without_workers_is_said(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 3.0)
    with pytest.raises(StoreError, match="cluster_idle"):
        sweep(small(), tmp_path / "out", cluster=scheduler)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nowhere", "tcp://127.0.0.1:99999"])
def test_an_address_that_does_not_answer_is_said(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "ANSWER_SECONDS", 0.5)
    with pytest.raises(StoreError, match="cluster_silent") as caught:
        sweep(small(), tmp_path / "out", cluster=address)
    assert caught.value.fields["address"] == address
    assert not (tmp_path / "out").exists()


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(StoreError, match="cluster_missing"):
        sweep(small(), tmp_path / "out", cluster="tcp://127.0.0.1:9")


def test_threads_and_a_cluster_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--workers 2"):
        sweep(small(), tmp_path / "out", workers=2, cluster="tcp://127.0.0.1:9")


def test_files_of_ones_own_are_known_by_what_they_say(tmp_path: Path) -> None:
    area = tmp_path / "mine"
    shutil.copytree(KLEIN, area)
    policy = tmp_path / "mine.toml"
    policy.write_text("title_en = 'Mine'\n[levers]\n", encoding="utf-8")
    design = small(area=str(area), policies=(POLICIES[0], str(policy)))
    before = digest_files(design)
    assert digest_files(design.piece(range(1, 2))) == before
    assert before.keys() == {str(area), f"{area}/worlds", str(policy)} and "" not in before.values()
    policy.write_text("title_en = 'Other'\n[levers]\n", encoding="utf-8")
    (area / "prices.csv").unlink()
    after = digest_files(design)
    assert after[str(area)] == "" and after[str(policy)] not in ("", before[str(policy)])
    assert digest_files(small(area="maastricht-noordoost")) == {}


def test_a_piece_of_a_design_is_the_same_scenarios() -> None:
    design = small(points=9)
    piece = design.piece(range(4, 6))
    assert len(piece.points) == 2
    for point in (4, 5):
        assert piece.scenario(point, POLICIES[1]) == design.scenario(point, POLICIES[1])
        assert piece.facts(point) == design.facts(point)
