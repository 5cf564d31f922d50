"""A real process that is killed at any moment: running it again gives the same table, to the last bit."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboards.command_line import main
from experiments.sweep.summary import DIFFERENCES
from results.parts import PARTS
from tests.experiments.sweep.designs import KLEIN

DESIGN = f"""
[sweep]
policies = ["fragmented", "krachtenbundeling"]
area = "{KLEIN}"
years = 1
warmup_weeks = 4

[design]
kind = "latin-hypercube"
points = POINTS

[factors]
plan_conflict = "plausible"

[replications]
seeds = 12
"""


def start(design: Path, out: Path) -> subprocess.Popen[bytes]:
    call = [sys.executable, "-m", "dashboards.command_line", "sweep", str(design), "--out", str(out)]
    return subprocess.Popen(
        [*call, "--workers", "1", "--json"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def count(out: Path) -> int:
    """How many finished parts there are."""
    return len(list((out / PARTS).glob("p*.parquet"))) if (out / PARTS).is_dir() else 0


def kill_often(folder: Path, kills: int, points: int) -> None:
    """Kills a sweep at random moments and runs it to its end; wants the same as without."""
    design = folder / "design.toml"
    design.write_text(DESIGN.replace("POINTS", str(points)), encoding="utf-8")
    whole, killed = folder / "whole", folder / "killed"
    assert main(["sweep", str(design), "--out", str(whole), "--workers", "1", "--json"]) == 0
    luck = random.Random(7)
    struck = 0
    while struck < kills:
        process = start(design, killed)
        before = count(killed)
        while count(killed) == before and process.poll() is None:
            time.sleep(0.01)
        time.sleep(luck.random() * 0.5)
        if process.poll() is not None:
            break
        process.send_signal(signal.SIGKILL)
        process.wait()
        struck += 1
    assert struck == kills, "the sweep was done before it could be killed often enough"
    assert count(killed) >= kills
    assert start(design, killed).wait() == 0
    assert (killed / DIFFERENCES).read_bytes() == (whole / DIFFERENCES).read_bytes()
    parts = [{path.name: path.read_bytes() for path in (out / PARTS).iterdir()} for out in (whole, killed)]
    assert parts[0] == parts[1]


def test_one_kill_changes_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 1, points=6)


@pytest.mark.slow
def test_ten_kills_change_nothing(tmp_path: Path) -> None:
    kill_often(tmp_path, 10, points=60)
