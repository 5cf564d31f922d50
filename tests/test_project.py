"""The project itself: set-up in two commands, exact pins, a quick command, a package that is whole."""

import ast
import os
import re
import runpy
import subprocess
import sys
import time
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import FIRST

TOP = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = ("agents", "simulation", "results", "experiments", "dashboards")
HEAVY = {"numba", "llvmlite", "numpy", "pandas", "scipy", "mesa", "networkx", "pyarrow", "matplotlib"}
HEAVY |= {"solara", "uvicorn", "starlette", "ipyvuetify", "typst", "xlsxwriter"}
HELP_SECONDS = 0.5


def program(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs Python as a new process and wants it to end well."""
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=TOP,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )


def pins() -> dict[str, str]:
    lines = [Requirement(line) for line in PROJECT["tool"]["uv"]["constraint-dependencies"]]
    here = [line for line in lines if line.marker is None or line.marker.evaluate()]
    return {canonicalize_name(line.name): str(line.specifier).removeprefix("==") for line in here}


def everything_needed() -> set[str]:
    """Every package that this project, its tests and their own needs bring along on this machine."""
    groups = PROJECT["dependency-groups"].values()
    direct = [*PROJECT["project"]["dependencies"], *(line for group in groups for line in group)]
    wanted, seen = [Requirement(line) for line in direct], set[tuple[str, str]]()
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        for extra in {"", *requirement.extras}:
            if (name, extra) in seen:
                continue
            seen.add((name, extra))
            needs = [Requirement(line) for line in metadata.requires(name) or ()]
            wanted += [
                need for need in needs if need.marker is None or need.marker.evaluate({"extra": extra})
            ]
    return {name for name, _ in seen}


def test_the_files_that_the_tests_begin_with_are_there() -> None:
    assert [name for name in FIRST if not (TOP / "tests" / name).is_file()] == []
    assert len(set(FIRST)) == len(FIRST)


@pytest.mark.parametrize("command", ["zorgbundel compare", "pytest"])
def test_readme_has_both_commands(command: str) -> None:
    lines = [line.strip(" `$") for line in (TOP / "README.md").read_text(encoding="utf-8").splitlines()]
    assert f"pip install uv && uv run {command}" in lines


def test_ci_runs_the_command_of_the_readme() -> None:
    script = TOP / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "README.md" in script.read_text(encoding="utf-8")


def test_ci_builds_the_site_and_runs_its_notebooks() -> None:
    """With warnings as errors, and with every group that the tests and the site need."""
    script = (TOP / ".ci" / "run").read_text(encoding="utf-8")
    assert re.search(r"^step site uv run sphinx-build -W .*docs docs/_build$", script, re.MULTILINE)
    assert "nb_execution_mode" not in script
    assert PROJECT["tool"]["uv"]["default-groups"] == list(PROJECT["dependency-groups"])


def test_python_version_is_one_that_is_allowed() -> None:
    version = (TOP / ".python-version").read_text(encoding="utf-8").strip()
    assert re.fullmatch(r"3\.\d+", version)
    assert PROJECT["project"]["requires-python"].startswith(f">={version},")


def test_every_package_has_one_exact_version() -> None:
    for name in ("constraint-dependencies", "build-constraint-dependencies"):
        for line in PROJECT["tool"]["uv"][name]:
            assert re.fullmatch(r"==[\w.]+", str(Requirement(line).specifier)), line
    missing = everything_needed() - pins().keys()
    assert not missing, f"no pin for {sorted(missing)}; run: uv run python .ci/refresh_pins.py"


def test_the_versions_here_are_the_pinned_ones() -> None:
    wrong = {
        name: metadata.version(name) for name in everything_needed() if metadata.version(name) != pins()[name]
    }
    assert not wrong, f"not the pinned versions: {wrong}; run: uv sync"


def test_pins_are_refreshed_in_their_own_place() -> None:
    command = runpy.run_path(str(TOP / ".ci" / "refresh_pins.py"))
    text = (TOP / "pyproject.toml").read_text(encoding="utf-8")
    for name in command["LISTS"]:
        assert command["fill_list"](text, name, PROJECT["tool"]["uv"][name]) == text
        emptied = command["fill_list"](text, name, [])
        assert tomllib.loads(emptied)["tool"]["uv"][name] == []
        assert command["fill_list"](emptied, name, PROJECT["tool"]["uv"][name]) == text
    with pytest.raises(ValueError, match="0 lists no-such-list"):
        command["fill_list"](text, "no-such-list", [])


def test_a_pin_holds_everywhere_unless_versions_differ() -> None:
    read_pins = runpy.run_path(str(TOP / ".ci" / "refresh_pins.py"))["read_pins"]
    exported = (
        "b==2 ; sys_platform == 'win32'\na==1\nc==1 ; sys_platform == 'x'\nc==2 ; sys_platform != 'x'\n"
    )
    assert read_pins(exported) == ["a==1", "b==2", "c==1 ; sys_platform == 'x'", "c==2 ; sys_platform != 'x'"]


def test_the_builder_is_pinned_everywhere_alike() -> None:
    (builder,) = PROJECT["build-system"]["requires"]
    assert builder == f"hatchling=={pins()['hatchling']}"
    assert builder in PROJECT["tool"]["uv"]["build-constraint-dependencies"]


def test_version_is_the_same_everywhere() -> None:
    version = PROJECT["project"]["version"]
    assert metadata.version("zorgbundel") == version
    assert f"\nversion: {version}\n" in (TOP / "CITATION.cff").read_text(encoding="utf-8")


def test_no_download_address_is_kept() -> None:
    """Versions are pinned; where they came from is the business of each machine."""
    for path in (TOP / "pyproject.toml", TOP / ".ci" / "run", TOP / ".ci" / "refresh_pins.py"):
        assert "://" not in path.read_text(encoding="utf-8"), path
    assert "uv.lock" in (TOP / ".gitignore").read_text(encoding="utf-8").splitlines()


def test_importing_the_command_takes_nothing_heavy() -> None:
    shown = program("-c", "import sys, dashboards.command_line; print(sorted(sys.modules))")
    loaded = {name.split(".")[0] for name in ast.literal_eval(shown.stdout)}
    assert "dashboards" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize("arguments", [["--help"], ["--lang", "en", "--help"], ["--version"]])
def test_help_takes_nothing_heavy(arguments: list[str]) -> None:
    """The installed command itself: Python lists on standard error whatever it imports."""
    script = Path(sys.executable).parent / "zorgbundel"
    shown = program(str(script), *arguments, PYTHONPROFILEIMPORTTIME="1")
    assert "zorgbundel" in shown.stdout
    loaded = {line.split("|")[-1].strip().split(".")[0] for line in shown.stderr.splitlines()}
    assert "dashboards" in loaded
    assert not loaded & HEAVY


def test_help_answers_at_once() -> None:
    """One quick answer in ten tries is enough, so that a busy machine does not count."""
    script = str(Path(sys.executable).parent / "zorgbundel")
    for _ in range(10):
        started = time.perf_counter()
        program(script, "--help")
        if time.perf_counter() - started < HELP_SECONDS:
            return
    pytest.fail(f"zorgbundel --help took {HELP_SECONDS} s or more ten times")


def test_the_package_holds_every_table(tmp_path: Path) -> None:
    """Who installs the built package gets the numbers and the words too."""
    (built,) = WheelBuilder(str(TOP)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(built) as wheel:
        packed = set(wheel.namelist())
    kinds = ("*.py", "*.toml", "*.csv", "*.css", "*.js", "*.typ", "*.json", "*.parquet")
    wanted = {str(p.relative_to(TOP)) for room in ROOMS for kind in kinds for p in (TOP / room).rglob(kind)}
    wanted -= {name for name in wanted if name.startswith("results/runs/")}
    assert wanted <= packed
    assert {name.split("/")[0] for name in packed} == {
        *ROOMS,
        f"zorgbundel-{PROJECT['project']['version']}.dist-info",
    }
