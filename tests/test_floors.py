"""The floors of the house: an import only ever points down, also inside functions and for types only."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
BELOW: dict[str, frozenset[str]] = {
    "agents": frozenset(),
    "results": frozenset(),
    "simulation": frozenset({"agents"}),
    "experiments": frozenset({"agents", "simulation", "results"}),
    "dashboards": frozenset({"agents", "simulation", "results", "experiments"}),
    "docs": frozenset(),  # settings of the site
}
ROOMS = frozenset(BELOW) | {"tests"}
BY_NAME = {"import_module", "__import__", "find_spec"}


def _modules_by_name(call: ast.Call) -> Iterator[str]:
    """What ``import_module("agents.need")`` and its like import, as far as the name is written out."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    for given in [*call.args, *(keyword.value for keyword in call.keywords)] if called in BY_NAME else []:
        part = given.values[0] if isinstance(given, ast.JoinedStr) and given.values else given
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value


def rooms_imported(source: str, package: str) -> dict[str, int]:
    """The rooms of the project that a file imports from, anywhere in it.

    Args:
        source: the text of the file.
        package: the package the file is in, such as ``simulation.phases``.

    Returns:
        Room -> first line that imports from it.
    """
    found: dict[str, int] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Import | ast.ImportFrom | ast.Call):
            continue
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            parts = package.split(".")
            climbed = parts[: len(parts) + 1 - node.level] if node.level else []
            start = ".".join([*climbed, *([node.module] if node.module else [])])
            names = [start] if start else [alias.name for alias in node.names]
        else:
            names = list(_modules_by_name(node))
        for name in names:
            room = name.split(".")[0]
            if room in ROOMS:
                found[room] = min(found.get(room, node.lineno), node.lineno)
    return found


def faults(source: str, package: str) -> list[str]:
    """The imports of a file that do not point down."""
    room = package.split(".")[0]
    return [
        f"line {line}: {room}/ imports {other}/"
        for other, line in sorted(rooms_imported(source, package).items())
        if other not in BELOW[room] | {room}
    ]


def files_of(room: str) -> list[Path]:
    return sorted(path for path in (TOP / room).rglob("*.py") if "_build" not in path.parts)


@pytest.mark.parametrize("room", BELOW)
def test_every_import_points_down(room: str) -> None:
    files = files_of(room)
    assert files, f"no files found in {room}/"
    wrong = {
        str(path.relative_to(TOP)): found
        for path in files
        if (found := faults(path.read_text(encoding="utf-8"), ".".join(path.relative_to(TOP).parent.parts)))
    }
    assert not wrong


def test_every_room_is_known() -> None:
    """A new folder of Python files at the top needs its floor here first."""
    rooms = {path.parent.name for path in TOP.glob("[a-z]*/*.py")}
    assert rooms == ROOMS


def test_the_whole_house_stands_on_its_lowest_floor() -> None:
    """No two rooms stand on each other."""
    for room, below in BELOW.items():
        assert room not in below
        assert all(BELOW[other] <= below for other in below)


@pytest.mark.parametrize(
    ("package", "source", "line"),
    [
        ("agents", "import simulation", 1),
        ("agents", "import os, simulation.week as week", 1),
        ("results", "from agents.domains import DOMAINS", 1),
        ("results", "def show():\n    from simulation import Scenario", 2),
        ("simulation", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import results", 3),
        ("simulation", "import importlib\nimportlib.import_module('experiments.compare')", 2),
        ("simulation", "from importlib import import_module\nimport_module(f'results.{name}')", 2),
        ("simulation.phases", "__import__('dashboards')", 1),
        ("simulation.phases", "try:\n    pass\nfinally:\n    from results.words import load_words", 4),
        ("agents", "from .. import simulation", 1),
        ("experiments", "from dashboards.commands import run", 1),
        ("dashboards", "from tests.exact import formulas", 1),
    ],
)
def test_an_import_that_points_up_is_found(package: str, source: str, line: int) -> None:
    found = faults(source, package)
    assert len(found) == 1
    assert found[0].startswith(f"line {line}: {package.split('.')[0]}/ imports ")


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("agents", "import numpy\nfrom agents.need import NEED\nfrom . import need"),
        ("simulation.phases", "from agents import domains\nfrom ..world import World"),
        ("experiments", "from simulation import simulate\nfrom results.store import Store"),
        (
            "dashboards.commands",
            "from importlib import import_module\nimport_module(f'dashboards.commands.{name}')",
        ),
        ("results", "text = 'import agents'\nagents = resultsof('simulation')"),
    ],
)
def test_an_import_that_points_down_is_fine(package: str, source: str) -> None:
    assert faults(source, package) == []
