"""The worked example of a submodel works as written: its null changes nothing and its tests pass."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.worked_example import PAGE, Step, copy_project, steps
from tests.sources import environment_of

STEPS = list(steps(PAGE.read_text(encoding="utf-8")))
RULED = """
import hashlib, sys
from simulation import NeighbourhoodModel, Scenario
changes = dict(pair.split("=") for pair in sys.argv[1:])
world = Scenario(
    area="tests/areas/klein", years=1, warmup_weeks=1, policy="krachtenbundeling",
    parameters={name: float(value) for name, value in changes.items()},
)
model = NeighbourhoodModel(world)
model.run_for(3)
print(hashlib.sha256(model.weekly.to_numpy().tobytes()).hexdigest())
"""
CHECKS = (
    "tests/simulation/test_winter_flu.py",
    "tests/simulation/test_parameters.py",
    "tests/results/test_words.py",
    "tests/test_floors.py",
    "tests/test_odd.py",
)


def run(folder: Path, *arguments: str) -> str:
    """Run Python in a folder on the sources there, uncompiled, and want it to end well."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment_of(folder, NUMBA_DISABLE_JIT="1", PYTHONWARNINGS="ignore"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the example in it."""
    folder = copy_project(tmp_path_factory.mktemp("example"))
    for step in STEPS:
        step.apply(folder)
    return folder


def test_the_page_can_be_followed(copied: Path) -> None:
    """Every file is new where it should be, and every line to change is there once."""
    assert len([step for step in STEPS if step.new]) == 4
    assert len([step for step in STEPS if not step.new]) == 6
    assert PAGE.read_text(encoding="utf-8").count("```") == 2 * len(STEPS)
    found = run(copied, "-c", "import simulation; print(simulation.__file__)")
    assert Path(found.strip()).is_relative_to(copied)


def test_a_page_behind_the_code_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "rule.py").write_text("a\nb\nb\n", encoding="utf-8")
    for line in (" b", " c", " a\n-c"):
        with pytest.raises(AssertionError, match="times, not once"):
            Step(False, "rule.py", "diff", f"{line}\n+d\n").apply(tmp_path)
    Step(False, "rule.py", "diff", " a\n-b\n+c\n").apply(tmp_path)
    assert (tmp_path / "rule.py").read_text(encoding="utf-8") == "a\nc\nb\n"


def test_the_code_of_the_page_is_tidy(copied: Path) -> None:
    files = [step.file for step in STEPS if step.file.endswith(".py")]
    run(copied, "-m", "ruff", "check", *files)
    run(copied, "-m", "ruff", "format", "--check", *files)


@pytest.mark.slow
def test_the_null_changes_nothing_and_flu_does(copied: Path, tmp_path: Path) -> None:
    """Before the example, with it at its null, and with flu: equal, equal, different."""
    before = run(copy_project(tmp_path / "before"), "-c", RULED)
    assert run(copied, "-c", RULED) == before
    assert run(copied, "-c", RULED, "flu_chance=0.3") != before


@pytest.mark.slow
def test_its_own_tests_and_those_of_the_project_pass(copied: Path) -> None:
    overflow = "ignore:overflow encountered:RuntimeWarning"  # keys wrap around, and NumPy says so
    told = run(copied, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", overflow, *CHECKS)
    assert " passed" in told and "failed" not in told
