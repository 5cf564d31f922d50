"""The theory runs on the model's own rules: alter one and both change; uncompiled gives the same bits."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
BOTH = """
import sys
from simulation import Scenario, simulate
from simulation.theory import severity_ladder, weekly_queue
if sys.argv[1] == "queue":
    q = weekly_queue(0.36, 4, 0.1, leave_probability=0.02, weeks=5_000, warmup_weeks=100)
    print(round(q.mean_wait, 9), q.started)
else:
    l = severity_ladder(0.006, (0.01, 0.015, 0.02), (0.01, 0.005, 0.002), 0.25, needs=2_000, weeks=200)
    print(l.occupancy.tolist())
print(simulate(Scenario(area="tests/areas/klein", years=1, warmup_weeks=8)).fingerprint)
"""


def answers(folder: Path, what: str, cache: Path) -> list[str]:
    """Run the theory and the model in a process of their own, on the sources in a folder."""
    environment = {**os.environ, "ZORGBUNDEL_CACHE": str(cache), "PYTHONPATH": str(folder)}
    done = subprocess.run(
        [sys.executable, "-c", BOTH, what],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("\n")[:2]


@pytest.fixture(scope="module")
def altered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources."""
    folder = tmp_path_factory.mktemp("altered")
    for room in ("agents", "simulation"):
        shutil.copytree(TOP / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOP / "tests" / "areas", folder / "tests" / "areas")
    return folder


@pytest.mark.parametrize(
    ("what", "file", "old", "new"),
    [
        ("queue", "agents/case.py", "return u < chance", "return u < 2.0 * chance"),
        ("ladder", "agents/need.py", "if u < up:", "if u < 0.5 * up:"),
    ],
)
@pytest.mark.slow
def test_altering_a_rule_changes_theory_and_model(
    what: str, file: str, old: str, new: str, altered: Path, tmp_path: Path
) -> None:
    """One edit in one rule moves both numbers, also with a warm cache: no second version, no stale code."""
    before = answers(altered, what, tmp_path)
    path = altered / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = answers(altered, what, tmp_path)
    path.write_text(text, encoding="utf-8")
    assert before[0] != after[0]
    assert before[1] != after[1]


UNCOMPILED = """
import hashlib
import numpy as np
np.seterr(over="ignore")
from simulation import Scenario
from simulation.conservation import LAWS, check_week
from simulation.handle import held
from simulation.startup import branch, started
from simulation.week import live_weeks
scenario = Scenario(area="tests/areas/klein", years=1, warmup_weeks=2, policy="krachtenbundeling")
world = branch(started(scenario), scenario)
live_weeks(held(world), 0, 4)
deviations = np.zeros(len(LAWS))
check_week(held(world), 3, deviations)
print(hashlib.sha256(world.weekly.tobytes()).hexdigest(), deviations.max())
"""


def test_compiled_and_uncompiled_give_the_same_bits() -> None:
    """A few weeks of the small area without the compiler: every count equal, every law kept."""
    printed = []
    for disable in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": disable}
        done = subprocess.run(
            [sys.executable, "-c", UNCOMPILED],
            cwd=TOP,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        printed.append(done.stdout)
    assert printed[0] == printed[1]
    assert printed[0].split()[1] == "0.0"
