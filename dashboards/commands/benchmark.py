"""`zorgbundel benchmark`: speed and memory on this machine."""

import os
import shutil
import statistics
import subprocess
import sys
import time
from argparse import Namespace
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from dashboards.commands.layout import Row, bold, show_table
from dashboards.commands.machine import show_json
from dashboards.commands.options import check_area, read_whole
from dashboards.commands.parser import Command
from results.numbers import write_number
from results.words import Words

if TYPE_CHECKING:
    from simulation import Scenario

TARGET_SECONDS = {"run": 0.5, "help": 0.5}
POLICY = "fragmented"
MEGABYTE = 2**20


@dataclass(frozen=True)
class Timing:
    """How long something took: the middle of repeated timings, and the shortest and longest."""

    median: float
    low: float
    high: float
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

    Every timed run has a seed of its own, so that no start-up is reused; the same seed again then shows what the weeks
    of the policy take by themselves, and that both give the same fingerprint.

    Args:
        area: The area to play.
        repeats: How often each timing is repeated.
    """
    from experiments.compare import compile_rules, count_cores
    from simulation import Scenario, simulate

    load_before = _load()
    first = Scenario(area=area, policy=POLICY, seed=1)
    compiling = _time(lambda: compile_rules(first))
    whole, rest, fingerprints = [], [], []
    for seed in range(1, repeats + 1):
        scenario = _with_seed(first, seed)
        whole.append(_time(lambda s=scenario: fingerprints.append(simulate(s).fingerprint)))  # type: ignore[misc]
        rest.append(_time(lambda s=scenario: fingerprints.append(simulate(s).fingerprint)))  # type: ignore[misc]
    different = next((i for i in range(0, len(fingerprints), 2) if len({*fingerprints[i : i + 2]}) > 1), 0)
    return Benchmark(
        area=area,
        startup_weeks=first.warmup_weeks,
        weeks=52 * first.years,
        run=_summarise(whole),
        startup=_summarise([a - b for a, b in zip(whole, rest, strict=True)]),
        rest=_summarise(rest),
        compile=compiling,
        help=_summarise([_time(_ask_help) for _ in range(repeats)]),
        megabytes=_most_memory(),
        load_before=load_before,
        load_after=_load(),
        cores=count_cores(),
        fingerprint=fingerprints[different],
        fingerprint_again=fingerprints[different + 1],
    )


def _show(measured: Benchmark, words: Words) -> None:
    print(bold(words.text("benchmark.title")))
    print()

    def row(label: str, timing: Timing, target: float | None = None) -> Row:
        aim = words.text("benchmark.target", target=_seconds(target, words)) if target else ""
        return Row(label, (_write(timing, words), aim))

    load = words.text(
        "benchmark.load_value",
        before=write_number(measured.load_before, 2, words.language),
        after=write_number(measured.load_after, 2, words.language),
        cores=measured.cores,
    )
    megabytes = write_number(measured.megabytes, 0, words.language)
    seconds = words.text("benchmark.seconds", seconds=_seconds(measured.compile, words))
    weeks, startup = measured.weeks, measured.startup_weeks
    show_table(
        ("", "", ""),
        [
            row(words.text("benchmark.run", weeks=weeks), measured.run, TARGET_SECONDS["run"]),
            row(words.text("benchmark.startup", weeks=startup), measured.startup),
            row(words.text("benchmark.rest", weeks=weeks), measured.rest),
            Row(words.text("benchmark.compile"), (seconds, "")),
            row(words.text("benchmark.help"), measured.help, TARGET_SECONDS["help"]),
            Row(words.text("benchmark.memory"), (words.text("benchmark.megabytes", megabytes=megabytes), "")),
            Row(words.text("benchmark.load"), (load, "")),
        ],
        left=(0, 1),
    )
    print()
    same = measured.fingerprint == measured.fingerprint_again
    key = "benchmark.fingerprint_equal" if same else "benchmark.fingerprint_different"
    print(words.text(key, fingerprint=measured.fingerprint[:16], other=measured.fingerprint_again[:16]))


def _write(timing: Timing, words: Words) -> str:
    return words.text(
        "benchmark.median",
        median=_seconds(timing.median, words),
        low=_seconds(timing.low, words),
        high=_seconds(timing.high, words),
        repeats=timing.repeats,
    )


def _seconds(value: float, words: Words) -> str:
    return write_number(value, 3, words.language)


def _with_seed(scenario: "Scenario", seed: int) -> "Scenario":
    from dataclasses import replace

    return replace(scenario, seed=seed)


def _time(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _summarise(times: list[float]) -> Timing:
    return Timing(statistics.median(times), min(times), max(times), len(times))


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
