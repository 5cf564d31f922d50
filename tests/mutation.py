"""Puts faults listed beforehand into a copy of the program, and sees whether the tests notice them (T31).

``tests/mutation.toml`` lists the faults: what is wrong, where, and the few tests that should notice. Each
goes alone into a fresh copy of the tree, where its tests run in a process of their own. A fault is noticed
when one of them fails or never ends. Rules run as ordinary Python there (``NUMBA_DISABLE_JIT=1``), so that
nothing has to be compiled. ``python -m tests.mutation`` plays what was not played yet and rewrites the table
on the page.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import tomllib
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from agents.compiled import cache_base
from experiments.page import TOP, markdown_table, write_blocks
from experiments.validation_page import VALIDATION_PAGE, describe_rules
from simulation.errors import InputError
from tests.sources import environment_of

FAULTS = TOP / "tests" / "mutation.toml"
BLOCK = "mutation"
MOST_SECONDS = 60.0  # processor time of the tests of one fault on the program as it is
HANGS_AFTER = 300  # seconds of processor time after which a program is taken to never end
PASS_MARK = 18
_ROOMS = ("agents", "simulation", "results", "experiments", "tests")
_KINDS = (".py", ".csv", ".toml")
_NOT_COPIED = (".*", "__pycache__", "_build", "jupyter_execute", "runs", "build", "dist", "*.egg-info")
_GREEN, _RED = 0, 1  # how pytest ends: all tests passed, some failed
_HEADS = ("id", "fault", "in", "at first", "by tests written since", "seconds")


@dataclass(frozen=True)
class Fault:
    """A fault listed beforehand.

    Attributes:
        id: Short name.
        what: One sentence that says what is wrong.
        file: The file it is in.
        old: Text of that file, there exactly once.
        new: What stands there instead.
        tests: The tests that should notice it, named before they were first run on it.
        later: Tests written after that run, because those did not notice it.
    """

    id: str
    what: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    later: tuple[str, ...] = ()

    def put_into(self, top: Path) -> None:
        """Makes the program wrong.

        Args:
            top: Folder of a copy of the tree.
        """
        (top / self.file).write_text(self.applied_to(top), encoding="utf-8")

    def applied_to(self, top: Path) -> str:
        """Gives the file with the fault in it.

        Args:
            top: Folder of the tree.

        Raises:
            InputError: The text to replace is not there exactly once.
        """
        text = (top / self.file).read_text(encoding="utf-8")
        found = text.count(self.old)
        if found != 1:
            raise InputError(
                f"fault {self.id}: {self.file} holds its text {found} times instead of once; "
                f"bring {FAULTS.name} up to date"
            )
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Outcome:
    """What some tests said.

    Attributes:
        failed: Names of the tests that failed.
        tests: How many there were.
        ended: Whether they came to an end.
        seconds: Processor time.
    """

    failed: tuple[str, ...]
    tests: int
    ended: bool
    seconds: float

    @property
    def is_red(self) -> bool:
        """Whether something was noticed."""
        return bool(self.failed) or not self.ended

    def describe(self) -> str:
        """Says in a few words what was noticed."""
        if not self.ended:
            return "noticed: never ends"
        return f"noticed by {len(self.failed)} of {self.tests}" if self.failed else "**not noticed**"


@dataclass(frozen=True)
class Result:
    """What became of one fault.

    Attributes:
        fault: The fault.
        first: What the tests named beforehand said.
        later: What the tests written afterwards said; nothing without any.
    """

    fault: Fault
    first: Outcome
    later: Outcome | None

    @property
    def is_noticed_now(self) -> bool:
        """Whether one of all its tests notices it."""
        return self.first.is_red or (self.later is not None and self.later.is_red)


def load_faults(path: Path = FAULTS) -> tuple[Fault, ...]:
    """Reads the list of faults.

    Args:
        path: The file.
    """
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(
        Fault(**{**row, "tests": tuple(row["tests"]), "later": tuple(row.get("later", ()))})
        for row in table["fault"]
    )


def copy_tree(top: Path, folder: Path) -> Path:
    """Copies the program and its tests.

    Args:
        top: Folder of the tree.
        folder: An empty place.

    Returns:
        Folder of the copy.
    """
    return Path(shutil.copytree(top, folder / "tree", ignore=shutil.ignore_patterns(*_NOT_COPIED)))


def run_tests(top: Path, tests: Sequence[str]) -> Outcome:
    """Runs some tests of a tree in a process of their own, with rules that are not compiled.

    Args:
        top: Folder of the tree.
        tests: Names of the tests, as pytest names them.

    Raises:
        InputError: They could not be run at all: a test does not exist, or the program does not start.
    """
    report = top / "mutation.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-o", "addopts=", "-p", "no:cacheprovider"]
    command += ["-p", "no:xdist", "-W", "ignore::RuntimeWarning", "--hypothesis-seed=0"]
    command += [f"--junitxml={report}", *tests]
    cache = str(top.parent / "cache")
    before = os.times()
    done = subprocess.run(
        command,
        cwd=top,
        env=environment_of(top, NUMBA_DISABLE_JIT="1", ZORGBUNDEL_CACHE=cache),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        preexec_fn=_limit_time,
    )
    if done.returncode == -signal.SIGXCPU:
        return Outcome((), len(tests), False, _children_seconds(before))
    if done.returncode not in (_GREEN, _RED):
        raise InputError(f"{', '.join(tests)}: pytest could not run them: {done.stdout[-500:].strip()}")
    cases = list(ElementTree.parse(report).getroot().iter("testcase"))
    failed = tuple(case.attrib["name"] for case in cases if _is_red(case))
    return Outcome(failed, len(cases), True, _children_seconds(before))


def _limit_time() -> None:
    """Lets the process that is about to start be ended when it has worked for too long."""
    resource.setrlimit(resource.RLIMIT_CPU, (HANGS_AFTER, HANGS_AFTER + 1))


def _is_red(case: ElementTree.Element) -> bool:
    return case.find("failure") is not None or case.find("error") is not None


def _children_seconds(before: os.times_result) -> float:
    now = os.times()
    return now.children_user + now.children_system - before.children_user - before.children_system


class Notebook:
    """What was played already, so that an interrupted session goes on where it stopped."""

    def __init__(self, top: Path, folder: Path) -> None:
        """Opens the notebook of a tree.

        Args:
            top: Folder of the tree.
            folder: Where outcomes are kept.
        """
        self._top, self._folder = top, folder
        self._sources = _digest(path for path in _sources(top) if not path.name.startswith("test_"))

    def play(self, fault: Fault | None, tests: tuple[str, ...]) -> Outcome:
        """Gives what tests say of the program with a fault in it; from the notebook if it was played.

        Args:
            fault: The fault; nothing for the program as it is.
            tests: The tests.
        """
        page = self._folder / f"{self._name(fault, tests)}.json"
        if page.exists():
            kept = json.loads(page.read_text(encoding="utf-8"))
            return Outcome(**{**kept, "failed": tuple(kept["failed"])})
        with tempfile.TemporaryDirectory() as place:
            copy = copy_tree(self._top, Path(place))
            if fault is not None:
                fault.put_into(copy)
            outcome = run_tests(copy, tests)
        self._folder.mkdir(parents=True, exist_ok=True)
        page.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
        return outcome

    def _name(self, fault: Fault | None, tests: tuple[str, ...]) -> str:
        change = (fault.file, fault.old, fault.new) if fault else ()
        files = sorted({self._top / test.split("::")[0] for test in tests})
        return _digest(files, self._sources, *change, *tests)


def _sources(top: Path) -> list[Path]:
    rooms = (path for room in _ROOMS for path in (top / room).rglob("*"))
    return sorted(path for path in rooms if path.suffix in _KINDS and not path.name.startswith("mutation."))


def _digest(files: Iterable[Path], *words: str) -> str:
    digest = hashlib.sha256("\0".join(words).encode())
    for path in files:
        digest.update(str(path.name).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def try_fault(notebook: Notebook, fault: Fault) -> Result:
    """Sees whether the tests of a fault notice it.

    Args:
        notebook: What was played already.
        fault: The fault.

    Raises:
        InputError: Its tests fail without it, or take too long.
    """
    for tests in filter(None, (fault.tests, fault.later)):
        usual = notebook.play(None, tests)
        if usual.is_red:
            raise InputError(f"fault {fault.id}: {', '.join(usual.failed)} fails without it; mend that first")
        if usual.seconds > MOST_SECONDS:
            raise InputError(
                f"fault {fault.id}: its tests take {usual.seconds:.0f} seconds; name tests that take at most "
                f"{MOST_SECONDS:.0f}"
            )
    later = notebook.play(fault, fault.later) if fault.later else None
    return Result(fault, notebook.play(fault, fault.tests), later)


def describe(results: Sequence[Result], listed: int) -> str:
    """Writes in Markdown which faults were noticed.

    Args:
        results: What became of each fault that was played.
        listed: How many faults are listed.
    """
    so_far = "" if len(results) == listed else f"**Played so far: {len(results)} of {listed}.** "
    first = sum(result.first.is_red for result in results)
    now = sum(result.is_noticed_now for result in results)
    rows = [_row(result) for result in results]
    return (
        f"{describe_rules()} {so_far}Rules not compiled; seconds of processor time with the fault in. "
        f"At first: the tests that were named beforehand notice {first} of {len(results)}, the mark of "
        f"{PASS_MARK} is {_reached(first)}. Now, with tests written because of that: {now} of "
        f"{len(results)}, {_reached(now)}.\n\n" + markdown_table(_HEADS, rows, words=5)
    )


def _reached(noticed: int) -> str:
    """Says whether so many are enough."""
    return "reached" if noticed >= PASS_MARK else "**not reached**"


def _row(result: Result) -> tuple[str, ...]:
    seconds = result.first.seconds + (result.later.seconds if result.later else 0.0)
    return (
        result.fault.id,
        result.fault.what,
        f"`{result.fault.file}`",
        result.first.describe(),
        result.later.describe() if result.later else "",
        f"{seconds:.0f}",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays the faults and rewrites their part of the page.

    Args:
        arguments: Words of the command line.

    Returns:
        0 when enough are noticed.
    """
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--page", type=Path, default=VALIDATION_PAGE, help="the page to rewrite")
    parser.add_argument(
        "--kept", type=Path, default=cache_base() / "mutation", help="where outcomes are kept"
    )
    chosen = parser.parse_args(arguments)
    notebook, faults = Notebook(TOP, chosen.kept), load_faults()
    results: list[Result] = []
    try:
        for fault in faults:
            results.append(try_fault(notebook, fault))
            said = [outcome.describe() for outcome in (results[-1].first, results[-1].later) if outcome]
            print(f"{fault.id} {fault.what}: {'; later '.join(said)}", flush=True)
            write_blocks(chosen.page, {BLOCK: describe(results, len(faults))})
    except InputError as refused:
        print(refused, file=sys.stderr)
        return 2
    return 0 if sum(result.is_noticed_now for result in results) >= PASS_MARK else 1


if __name__ == "__main__":
    sys.exit(main())
