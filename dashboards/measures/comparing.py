"""The main job with its defaults, the very first time and the time after."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dashboards.measures.timing import Spent, spend


@dataclass(frozen=True)
class Compared:
    """Seconds on the clock of two comparisons, one after the other, that begin with an empty cache.

    Attributes:
        first: With everything still to be compiled.
        second: The same once more.
        same: Whether both gave the same table.
    """

    first: float
    second: float
    same: bool


def measure_compare(arguments: Sequence[str] = ()) -> Compared:
    """Lets `zorgbundel compare` run twice with a cache of its own.

    Args:
        arguments: Options; none for its defaults.
    """
    with tempfile.TemporaryDirectory() as place:
        cache = Path(place) / "cache"
        times = [spend(lambda to=to: _compare(cache, Path(place) / to, arguments)) for to in ("one", "two")]  # type: ignore[misc]
        tables = [(Path(place) / to / "summary.csv").read_bytes() for to in ("one", "two")]
    return Compared(times[0][0], times[1][0], tables[0] == tables[1])


def time_help() -> Spent:
    """Times how long `zorgbundel --help` takes to answer."""
    return spend(lambda: subprocess.run([*_command(), "--help"], check=True, capture_output=True))


def _compare(cache: Path, out: Path, arguments: Sequence[str]) -> None:
    environment = {**os.environ, "ZORGBUNDEL_CACHE": str(cache)}
    call = [*_command(), "compare", "--out", str(out), "--json", *arguments]
    subprocess.run(call, check=True, capture_output=True, env=environment)


def _command() -> list[str]:
    found = shutil.which("zorgbundel", path=os.path.dirname(sys.executable))
    return [found] if found else [sys.executable, "-m", "dashboards.command_line"]
