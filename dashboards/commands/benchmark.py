"""`zorgbundel benchmark`: speed and memory on this machine."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from functools import partial

from dashboards.commands.layout import Row, bold, show_table
from dashboards.commands.machine import show_json
from dashboards.commands.options import check_area, read_whole
from dashboards.commands.parser import Command
from results.numbers import write_number
from results.words import Words

TARGET_SECONDS = {"run": 0.5, "help": 0.5}
POLICY = "fragmented"
MEGABYTE = 2**20

type Spent = tuple[float, float]
"""Seconds on the clock and seconds of a core."""


@dataclass(frozen=True)
class Timing:
    """How long something took: the middle of repeated timings, the shortest and the longest.

    Attributes:
        median: Middle of the times on the clock.
        low: Shortest.
        high: Longest.
        cpu: Middle of the times a core really worked on it, which other work on the machine hardly changes.
        repeats: Number of timings.
    """

    median: float
    low: float
    high: float
    cpu: float
    repeats: int


@dataclass(frozen=True)
class Benchmark:
    """What was measured; times in seconds, memory in megabytes."""

    area: str
    startup_weeks: int
    weeks: int
    run: Timing
    startup: Timing
    rest: Timing
    compile: float
    help: Timing
    megabytes: float
    load_before: float
    load_after: float
    cores: int
    fingerprint: str
    fingerprint_again: str


def work(settings: Namespace, words: Words) -> int:
    """Measures, and shows the middle of repeated timings."""
    repeats = read_whole(settings, "repeats", words)
    check_area(settings.area, words)
    measured = measure(settings.area, repeats)
    if settings.json:
        show_json({**asdict(measured), "target_seconds": TARGET_SECONDS})
    else:
        _show(measured, words)
    return 0


def measure(area: str, repeats: int) -> Benchmark:
    """Times one run of start-up plus 260 weeks on one core, once compiled.

    Every timed run has a seed of its own, so that no start-up is reused. The last seed is then played once
    more, from its first week in one call of `simulate`, which must give the same fingerprint.

    Args:
        area: The area to play.
        repeats: How often each timing is repeated.
    """
    from experiments.batch import compile_rules
    from simulation import Scenario, simulate
    from simulation.run import count_cores
    from simulation.startup import forget_states, started

    load_before = _load()
    first = Scenario(area=area, policy=POLICY, seed=1)
    compiling = _time(lambda: compile_rules(first))
    startup: list[Spent] = []
    rest: list[Spent] = []
    fingerprints: list[str] = []
    for seed in range(1, repeats + 1):
        scenario = replace(first, seed=seed)
        startup.append(_time(partial(started, scenario)))
        rest.append(_time(lambda s=scenario: fingerprints.append(simulate(s).fingerprint)))  # type: ignore[misc]
    forget_states()
    again = simulate(scenario).fingerprint
    return Benchmark(
        area=area,
        startup_weeks=first.warmup_weeks,
        weeks=first.weeks,
        run=_summarise([(a[0] + b[0], a[1] + b[1]) for a, b in zip(startup, rest, strict=True)]),
        startup=_summarise(startup),
        rest=_summarise(rest),
        compile=compiling[0],
        help=_summarise([_time(_ask_help) for _ in range(repeats)]),
        megabytes=_most_memory(),
        load_before=load_before,
        load_after=_load(),
        cores=count_cores(),
        fingerprint=fingerprints[-1],
        fingerprint_again=again,
    )


def _show(measured: Benchmark, words: Words) -> None:
    print(bold(words.text("benchmark.title")))
    print()
    weeks, startup = measured.weeks, measured.startup_weeks
    headings = ("benchmark.what", "benchmark.median", "benchmark.spread", "benchmark.cpu", "benchmark.target")
    show_table(
        [words.text(key) for key in headings],
        [
            _row(words.text("benchmark.run", weeks=weeks), measured.run, words, TARGET_SECONDS["run"]),
            _row(words.text("benchmark.startup", weeks=startup), measured.startup, words),
            _row(words.text("benchmark.rest", weeks=weeks), measured.rest, words),
            _row(words.text("benchmark.help"), measured.help, words, TARGET_SECONDS["help"]),
            Row(words.text("benchmark.compile"), (_seconds(measured.compile, words), "", "", "")),
        ],
    )
    print()
    repeats, cores = measured.run.repeats, measured.cores
    load = [write_number(value, 2, words.language) for value in (measured.load_before, measured.load_after)]
    print(words.text("benchmark.repeats", repeats=repeats))
    print(words.text("benchmark.load", before=load[0], after=load[1], cores=cores))
    print(words.text("benchmark.memory", megabytes=write_number(measured.megabytes, 0, words.language)))
    same = measured.fingerprint == measured.fingerprint_again
    key = "benchmark.fingerprint_equal" if same else "benchmark.fingerprint_different"
    print(words.text(key, fingerprint=measured.fingerprint[:16], other=measured.fingerprint_again[:16]))


def _row(label: str, timing: Timing, words: Words, target: float | None = None) -> Row:
    spread = words.text("table.between", low=_seconds(timing.low, words), high=_seconds(timing.high, words))
    aim = "" if target is None else words.text("benchmark.at_most", seconds=_seconds(target, words))
    cells = (_seconds(timing.median, words), spread, _seconds(timing.cpu, words), aim)
    return Row(label, cells)


def _seconds(value: float, words: Words) -> str:
    return f"{write_number(value, 3, words.language)} s"


def _time(work: Callable[[], object]) -> Spent:
    clock, cpu = time.perf_counter(), _cpu_seconds()
    work()
    return time.perf_counter() - clock, _cpu_seconds() - cpu


def _cpu_seconds() -> float:
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _summarise(times: list[Spent]) -> Timing:
    clock, cpu = ([spent[part] for spent in times] for part in (0, 1))
    return Timing(statistics.median(clock), min(clock), max(clock), statistics.median(cpu), len(times))


def _ask_help() -> None:
    command = shutil.which("zorgbundel", path=os.path.dirname(sys.executable))
    call = [command] if command else [sys.executable, "-m", "dashboards.command_line"]
    subprocess.run([*call, "--help"], check=True, capture_output=True)


def _load() -> float:
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")


def _most_memory() -> float:
    try:
        import resource
    except ImportError:
        return float("nan")
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / MEGABYTE if sys.platform == "darwin" else size * 1024 / MEGABYTE


COMMAND = Command(name="benchmark", work=work, options=("area", "repeats", "json"))
