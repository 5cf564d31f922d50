"""Two processes compile what one would have compiled, and nothing but time depends on it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from agents.compiled import is_kept
from simulation import Scenario, simulate, week
from simulation.compiling import _FROM_THE_END, second_hand
from tests.simulation.neighbourhood import KLEIN

TOP = Path(__file__).resolve().parents[2]
KINDS = {"area": str(KLEIN), "years": 1, "warmup_weeks": 0}
TOGETHER = """
import sys
from agents import compiled
from experiments.batch import compile_rules
from simulation import Scenario, simulate, week
loaded, kept = [], []
load, keep = compiled._SharedCache.load_overload, compiled._SharedCache.save_overload
def count_loaded(self, *facts):
    found = load(self, *facts)
    loaded.append(found is not None)
    return found
def count_kept(self, *facts):
    kept.append(1)
    keep(self, *facts)
compiled._SharedCache.load_overload = count_loaded
compiled._SharedCache.save_overload = count_kept
scenario = Scenario(area=sys.argv[1], years=1, warmup_weeks=0)
compile_rules(scenario)
print(sum(loaded), len(kept), simulate(scenario).fingerprint)
"""


def environment_of(cache: Path) -> dict[str, str]:
    """An environment with a cache and our sources."""
    return {**os.environ, "ZORGBUNDEL_CACHE": str(cache), "PYTHONPATH": str(TOP)}


def test_the_second_hand_compiles_the_versions_that_the_model_asks() -> None:
    """After a run everything that the second hand would do is kept, so it would have served."""
    simulate(Scenario(**KINDS))  # type: ignore[arg-type]
    assert [rule.__name__ for rule, kinds in _FROM_THE_END if not is_kept(rule, kinds)] == []


def test_every_phase_of_the_week_is_in_the_list_of_the_second_hand() -> None:
    phases = {name for name, value in vars(week).items() if hasattr(value, "py_func")}
    listed = {rule.__name__ for rule, _ in _FROM_THE_END}
    assert (
        phases - listed == {"live_week", "live_weeks", "settle_accounts", "settle_all_trust", "rule"} & phases
    )


def test_nobody_helps_where_there_is_nothing_to_do_or_one_core() -> None:
    simulate(Scenario(**KINDS))  # type: ignore[arg-type]
    for cores in (1, 2):
        with second_hand(cores) as helped:
            assert not helped


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="this system has no marks in files")
def test_two_hands_compile_the_same_as_one(tmp_path: Path) -> None:
    """On an empty cache: part comes from the other process, the history is that of one process."""
    if len(os.sched_getaffinity(0)) < 2:
        pytest.skip("one core")
    done = [
        subprocess.run(
            [sys.executable, "-c", TOGETHER, str(KLEIN)],
            env=environment_of(tmp_path),
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        for _ in range(2)
    ]
    loaded, kept, fingerprint = done[0]
    assert int(loaded) > 0
    assert int(kept) > 0
    assert done[1][1:] == ["0", fingerprint]
    assert fingerprint == simulate(Scenario(**KINDS)).fingerprint  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_second_hand_never_outlives_who_asked_for_it(tmp_path: Path) -> None:
    call = [sys.executable, "-c", "from simulation.compiling import lend_a_hand; lend_a_hand()"]
    process = subprocess.Popen(call, stdin=subprocess.PIPE, env=environment_of(tmp_path))
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert not list(tmp_path.rglob("review.review-*.nbc"))
