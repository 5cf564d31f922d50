"""The theory runs on the model's own rules: alter one and both change; uncompiled gives the same bits."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.sources import environment_of

TOP = Path(__file__).resolve().parents[2]
ALL = """
from simulation import Scenario, simulate
from simulation.theory import severity_ladder, weekly_queue
q = weekly_queue(0.36, 4, 0.1, leave_probability=0.02, weeks=5_000, warmup_weeks=100)
print("queue", round(q.mean_wait, 9), q.started)
l = severity_ladder(0.006, (0.01, 0.015, 0.02), (0.01, 0.005, 0.002), 0.25, needs=2_000, weeks=200)
print("ladder", l.occupancy.tolist())
print("model", simulate(Scenario(area="tests/areas/klein", years=1, warmup_weeks=8)).fingerprint)
"""


def answers(folder: Path, cache: Path) -> dict[str, str]:
    """Run the theory and the model in a process of their own, on the sources in a folder."""
    environment = environment_of(folder, ZORGBUNDEL_CACHE=str(cache))
    done = subprocess.run(
        [sys.executable, "-c", ALL], cwd=folder, env=environment, capture_output=True, text=True, check=True
    )
    return dict(line.split(maxsplit=1) for line in done.stdout.splitlines())


@dataclass(frozen=True)
class Copy:
    """A copy of the sources with a cache of its own, and what it answers unaltered."""

    folder: Path
    cache: Path
    before: dict[str, str]


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the sources whose rules are compiled and kept."""
    folder = tmp_path_factory.mktemp("altered")
    for room in ("agents", "simulation"):
        shutil.copytree(TOP / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(TOP / "tests" / "areas", folder / "tests" / "areas")
    cache = tmp_path_factory.mktemp("cache")
    return Copy(folder, cache, answers(folder, cache))


@pytest.mark.parametrize(
    ("changes", "file", "old", "new"),
    [
        ({"queue", "model"}, "agents/case.py", "return u < chance", "return u < 2.0 * chance"),
        ({"ladder", "model"}, "agents/need.py", "if u < up:", "if u < 0.5 * up:"),
        (
            {"model"},
            "simulation/hours.py",
            "return int(hours * SECONDS)",
            "return int(0.5 * hours * SECONDS)",
        ),
    ],
)
@pytest.mark.slow
def test_altering_a_rule_changes_whatever_uses_it(
    changes: set[str], file: str, old: str, new: str, copied: Copy
) -> None:
    """One edit deep down shows in theory and model, with a warm cache: no second version, no stale code."""
    path = copied.folder / file
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    after = answers(copied.folder, copied.cache)
    path.write_text(text, encoding="utf-8")
    assert {name for name in after if after[name] != copied.before[name]} == changes
    assert answers(copied.folder, copied.cache) == copied.before


UNCOMPILED = """
import hashlib
import numpy as np
np.seterr(over="ignore")
from simulation import Scenario
from simulation.laws import LAWS
from simulation.conservation import check_week
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
