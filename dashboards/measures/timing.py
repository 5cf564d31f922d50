"""Timings: how long something took, again and again."""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

type Spent = tuple[float, float]
"""Seconds on the clock and seconds of a core."""


@dataclass(frozen=True)
class Timing:
    """How long something took: the middle of repeated timings, the shortest and the longest.

    Attributes:
        median: Middle of the times on the clock, in seconds.
        low: Shortest.
        high: Longest.
        cpu: Middle of the times a core really worked on it, which other work on the machine changes less.
        repeats: Number of timings.
    """

    median: float
    low: float
    high: float
    cpu: float
    repeats: int


def spend(work: Callable[[], object]) -> Spent:
    """Does something and says how long it took.

    Args:
        work: What to do.
    """
    clock, cpu = time.perf_counter(), cpu_seconds()
    work()
    return time.perf_counter() - clock, cpu_seconds() - cpu


def cpu_seconds() -> float:
    """Gives the seconds that cores have worked for this process and the ones it started and ended."""
    spent = os.times()
    return time.process_time() + spent.children_user + spent.children_system


def summarise(times: Sequence[Spent]) -> Timing:
    """Takes the middle, the shortest and the longest of repeated timings.

    Args:
        times: One or more.
    """
    clock, cpu = ([spent[part] for spent in times] for part in (0, 1))
    return Timing(statistics.median(clock), min(clock), max(clock), statistics.median(cpu), len(times))


def load() -> float:
    """Gives how many processes wanted a core on average over the last minute; not-a-number where unknown."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
