"""Many copies of an area in one run: time on all cores, memory, and whether cost grows in step with copies.

Run as a program, `python -m dashboards.measures.copies AREA COPIES WORKERS`, it lives the copies in a process
of its own and prints what it took, so that the memory is that of these copies and of nothing else.
"""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from dashboards.measures.one_run import POLICY
from dashboards.measures.timing import spend
from experiments.batch import compile_rules
from simulation import Scenario, simulate
from simulation.run import count_cores
from simulation.startup import forget_states

MANY = 100
FEW = (1, 2, 4, 8)
MOST_REPEATS = 3
MEGABYTE = 2**20


@dataclass(frozen=True)
class ManyCopies:
    """One run of many copies in a process of its own.

    Attributes:
        copies: Number of copies.
        residents: People in all of them.
        seconds: On the clock, once compiled.
        cpu: Seconds that cores worked on it.
        cores: Cores it used at once.
        megabytes: Most memory the process ever had in use.
        fingerprint: Of the sum of the copies.
    """

    copies: int
    residents: int
    seconds: float
    cpu: float
    cores: int
    megabytes: float
    fingerprint: str


@dataclass(frozen=True)
class Linear:
    """Core time of a few copies, one after the other, against the straight line that fits best.

    Attributes:
        copies: Numbers of copies.
        cpu: Middle of the core times of each, in seconds.
        seconds_per_copy: Slope of the line.
        worst_deviation: Largest part by which a time is off that line.
        repeats: Number of timings of each.
    """

    copies: tuple[int, ...]
    cpu: tuple[float, ...]
    seconds_per_copy: float
    worst_deviation: float
    repeats: int


def measure_many(area: str, copies: int | None = None, workers: int | None = None) -> ManyCopies:
    """Lives many copies in a process of its own.

    Args:
        area: The area to play.
        copies: How many; a hundred unless given.
        workers: Threads; all cores unless given.
    """
    numbers = (copies or MANY, workers or count_cores())
    call = [sys.executable, "-m", "dashboards.measures.copies", area, *map(str, numbers)]
    done = subprocess.run(call, check=True, capture_output=True, text=True)
    return ManyCopies(**json.loads(done.stdout))


def measure_linear(area: str, repeats: int, copies: Sequence[int] = ()) -> Linear:
    """Times a few copies, then more, in turns, on one core.

    Args:
        area: The area to play.
        repeats: How often, at most three times.
        copies: Numbers of copies; 1, 2, 4 and 8 unless given.
    """
    copies = copies or FEW
    rounds = min(repeats, MOST_REPEATS)
    found: dict[int, list[float]] = {number: [] for number in copies}
    for _ in range(rounds):
        for number in copies:
            scenario = Scenario(area=area, policy=POLICY, seed=2, copies=number)
            found[number].append(spend(lambda one=scenario: live_alone(one))[1])  # type: ignore[misc]
    cpu = tuple(statistics.median(found[number]) for number in copies)
    slope, deviation = fit_line(copies, cpu)
    return Linear(tuple(copies), cpu, slope, deviation, rounds)


def live_alone(scenario: Scenario) -> str:
    """Lives every copy in one thread, each from its own start-up.

    Args:
        scenario: What to live.
    """
    forget_states()
    fingerprint = simulate(scenario, workers=1).fingerprint
    forget_states()
    return fingerprint


def fit_line(copies: Sequence[int], seconds: Sequence[float]) -> tuple[float, float]:
    """Fits the straight line that is least off in proportion.

    Args:
        copies: Numbers of copies, two or more different ones.
        seconds: What each took.

    Returns:
        Seconds per copy, and the largest part by which a time is off the line.
    """
    x, y = np.array(copies, float), np.array(seconds, float)
    slope, start = np.polyfit(x, y, 1, w=1 / y)
    line = start + slope * x
    return float(slope), float(np.max(np.abs(y / line - 1)))


def most_memory() -> float:
    """Gives the most memory this process ever had in use, in megabytes; not-a-number where unknown."""
    status = Path("/proc/self/status")
    if status.is_file():  # what the system counts per process may include the one that started it
        peak = next((line for line in status.read_text().splitlines() if line.startswith("VmHWM")), "")
        if peak:
            return int(peak.split()[1]) * 1024 / MEGABYTE
    try:
        import resource
    except ImportError:
        return float("nan")
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return size / MEGABYTE if sys.platform == "darwin" else size * 1024 / MEGABYTE


def main(area: str, copies: int, workers: int) -> None:
    """Lives copies in this process and prints what it took, for a machine.

    Args:
        area: The area to play.
        copies: How many.
        workers: Threads.
    """
    from simulation.layout import population_of

    scenario = Scenario(area=area, policy=POLICY, copies=copies)
    compile_rules(scenario)
    fingerprints: list[str] = []
    seconds, cpu = spend(lambda: fingerprints.append(simulate(scenario, workers=workers).fingerprint))
    people, _ = population_of(scenario.loaded_area, scenario.start_values)
    found = {
        "copies": copies,
        "residents": copies * len(people.residents),
        "seconds": seconds,
        "cpu": cpu,
        "cores": workers,
        "megabytes": most_memory(),
        "fingerprint": fingerprints[0],
    }
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
