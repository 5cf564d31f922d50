"""What every test has in common."""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    from simulation.shelf import Shelf

TOP = Path(__file__).resolve().parents[1]

# Small matrices on few cores: threads of the algebra library cost more than they bring.
# Set before anybody imports numpy.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# Where Python may keep no bytecode beside sources, each of the many programs that tests start would read all
# libraries anew, which takes longer than its work. It is kept where pytest keeps things: tests/sources.py.
if os.environ.get("PYTHONDONTWRITEBYTECODE") and "PYTHONPYCACHEPREFIX" not in os.environ:
    os.environ["PYTHONPYCACHEPREFIX"] = str(TOP / ".pytest_cache" / "bytecode")
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    sys.pycache_prefix, sys.dont_write_bytecode = os.environ["PYTHONPYCACHEPREFIX"], False

# Whoever starts the tests in the background has them ignore an interrupt, and programs they start would too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

# The order in which files are handed out. The first compiles the rules, which `compare` does with a second
# process; the next need no rules, so that nobody waits for them. Then come those that take longest, so that
# no core has a long one left at the end. All others follow as they are found.
BROWSER = "tests/dashboards/browser/"
FIRST = (
    "dashboards/test_compare_command.py",
    "docs/test_site.py",
    "experiments/discovery/test_rule.py",
    "docs/test_adding_a_submodel.py",
    "results/test_worlds.py",
    "experiments/regret/test_choice.py",
    "experiments/directors/test_curve.py",
    "experiments/evaluation/test_judge.py",
    "experiments/evaluation/test_estimators.py",
    "results/test_words.py",
    "simulation/test_parameters.py",
    "results/test_report.py",
    "simulation/test_conservation.py",
    "dashboards/test_interruption.py",
    "dashboards/browser/test_pages.py",
    "dashboards/test_report_command.py",
    "dashboards/test_worlds_commands.py",
    "simulation/test_submodels_move.py",
    "dashboards/test_answer_commands.py",
    "experiments/sweep/test_killed.py",
    "dashboards/test_areas_command.py",
    "simulation/test_weekly_queue.py",
    "dashboards/test_benchmark.py",
    "simulation/test_directors.py",
)


@pytest.fixture
def shelf() -> "Iterator[Shelf]":
    """A shelf that is in use, with nothing in memory."""
    from simulation.shelf import Shelf
    from simulation.startup import forget_states, keep_on

    forget_states()
    shelf = Shelf()
    keep_on(shelf)
    yield shelf
    keep_on(None)
    forget_states()
    shelf.clear()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the files above first, in that order."""
    place = {f"tests/{name}": number for number, name in enumerate(FIRST)}
    items.sort(key=lambda item: place.get(item.nodeid.partition("::")[0], len(FIRST)))


class WholeFiles(LoadFileScheduling):  # type: ignore[misc]
    """Hands out whole files, and the pages in the browser together: a dashboard is started once."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return BROWSER if file.startswith(BROWSER) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles | None:
    """Choose who hands out the files, unless somebody asks for another way."""
    return WholeFiles(config, log) if config.getoption("dist") == "loadfile" else None
