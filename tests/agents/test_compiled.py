"""An edited rule, in whatever file, is never hidden by what was compiled before."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources import environment_of

TOP = Path(__file__).resolve().parents[2]
TWO_FILES = {
    "agents/deep.py": """
from agents.compiled import rule
from agents.far_away import FACTOR


@rule
def deep(number: float) -> float:
    return FACTOR * number
""",
    "agents/far_away.py": "FACTOR = 2.0\n",
    "simulation/caller.py": """
from agents.compiled import rule
from agents.deep import deep


@rule
def caller(number: float) -> float:
    return deep(number) + 1.0
""",
}
CALL = "from simulation.caller import caller; print(caller(10.0))"
DIGESTS = """
import sys
from pathlib import Path
from agents.compiled import source_digest
top = Path(sys.argv[1])
files = [p for room in ("agents", "simulation") for p in sorted((top / room).rglob("*.py"))]
files += (top / "simulation" / "products").glob("*.csv")
files += (top / "simulation" / "parameters").glob("*.toml")
before, seen = source_digest(), set()
for path in files:
    content = path.read_bytes()
    path.write_bytes(content + b"\\n")
    seen.add(source_digest())
    path.write_bytes(content)
print(len(files), len(seen - {before}), source_digest() == before)
"""


def program(folder: Path, code: str, *arguments: str) -> str:
    """Run Python on the sources in a folder, with a cache that lies beside it."""
    environment = environment_of(folder, ZORGBUNDEL_CACHE=str(folder / "cache"))
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of three small files and our own way of compiling."""
    for room in ("agents", "simulation"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "__init__.py").touch()
    for name in ("cache_lines.py", "claims.py", "compiled.py"):
        shutil.copy(TOP / "agents" / name, tmp_path / "agents")
    for name, text in TWO_FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_an_edited_rule_or_number_in_another_file_shows_at_once(project: Path) -> None:
    """The caller is compiled and kept; neither it nor its own file changes."""
    assert program(project, CALL) == "21.0"
    kept = list((project / "cache").rglob("caller.caller*.nbc"))
    assert kept
    deep = project / "agents" / "deep.py"
    deep.write_text(deep.read_text(encoding="utf-8").replace("FACTOR * number", "FACTOR + number"))
    assert program(project, CALL) == "13.0"
    (project / "agents" / "far_away.py").write_text("FACTOR = 5.0\n")
    assert program(project, CALL) == "16.0"
    assert all(path.is_file() for path in kept)


def test_an_edit_in_any_file_starts_a_new_cache(tmp_path: Path) -> None:
    """Every source of the model, and every product and parameter that rules know, counts."""
    for room in ("agents", "simulation"):
        shutil.copytree(TOP / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "areas"))
    found = program(tmp_path, DIGESTS, str(tmp_path)).split()
    assert int(found[0]) > 80
    assert found[1:] == [found[0], "True"]


IMPATIENT = """
from pathlib import Path
from agents.claims import Claims
from agents.compiled import CLAIMS
CLAIMS._patience = 0.0
from simulation.caller import caller
print(caller(10.0))
"""
CLAIM = """
import time
from agents.compiled import CLAIMS
print(CLAIMS.take("agents.deep.deep"), flush=True)
time.sleep(600)
"""


def test_a_rule_that_another_process_compiles_is_left_to_it_to_keep(project: Path) -> None:
    """Who does not wait has the right answer too, and leaves no version that might mix with the other's."""
    environment = environment_of(project, ZORGBUNDEL_CACHE=str(project / "cache"))
    call = [sys.executable, "-c", CLAIM]
    other = subprocess.Popen(call, cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "True\n"
    assert program(project, IMPATIENT) == "21.0"
    assert not list((project / "cache").rglob("deep.deep*.nbc"))
    assert list((project / "cache").rglob("caller.caller*.nbc"))
    other.kill()
    other.communicate()
    assert program(project, CALL) == "21.0"


def test_processes_that_start_together_keep_each_rule_once(project: Path) -> None:
    """Four at once, on an empty cache: every answer right, one version of every rule."""
    environment = environment_of(project, ZORGBUNDEL_CACHE=str(project / "cache"))
    call = [sys.executable, "-c", CALL]
    together = [
        subprocess.Popen(call, cwd=project, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [process.communicate()[0] for process in together] == ["21.0\n"] * 4
    kept = [path.name for path in (project / "cache").rglob("*.nbc")]
    assert sorted(name.split("-")[0] for name in kept) == ["caller.caller", "deep.deep"]
