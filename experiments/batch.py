"""Plays many seeds in a few threads, and can be interrupted without losing what is finished."""

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.passport import RunFacts
from simulation import Run, Scenario, simulate
from simulation.compiling import second_hand
from simulation.run import Cancelled, count_cores

if TYPE_CHECKING:
    from experiments.repertoire import Repertoire

LARGEST_NARROW = np.iinfo(np.int32).max
LOOK_EVERY_SECONDS = 0.2
"""How often the waiting thread looks up to report progress."""


@dataclass(frozen=True)
class Progress:
    """How far a comparison is.

    Attributes:
        finished: Replicates that are done.
        replicates: Replicates in all.
        share: Part of all the work that is done.
        seconds: Time spent on it.
        seconds_left: Estimate of the time left; nothing while there is too little to go on.
        preparing: True before the first week, while the rules are compiled.
    """

    finished: int
    replicates: int
    share: float
    seconds: float
    seconds_left: float | None = None
    preparing: bool = False


@dataclass(frozen=True)
class Replicate:
    """What is kept of one run; the run itself is let go, so that memory does not grow with each replicate."""

    policy: str
    seed: int
    world: int
    summary: pd.DataFrame
    weekly: pd.DataFrame
    helpers: pd.DataFrame
    waits: pd.DataFrame
    payers: pd.DataFrame
    groups: pd.DataFrame
    facts: RunFacts

    @classmethod
    def of(cls, run: Run) -> "Replicate":
        """Takes what is kept of a run."""
        return cls(
            policy=run.scenario.policy,
            seed=run.scenario.seed,
            world=run.scenario.world,
            summary=tidy_summary(run),
            weekly=tidy(run, narrow(run.weekly).reset_index()),
            helpers=tidy_helpers(run),
            waits=tidy(run, run.waits.reset_index()),
            payers=tidy(run, run.payers),
            groups=tidy(run, run.groups),
            facts=RunFacts.of(run),
        )


@dataclass
class Crew[Kept]:
    """Replicates that are played by a few threads, each with its seed and its world.

    Attributes:
        scenarios: What each replicate plays, one after the other.
        worlds: The seed of each replicate, and the world it meets.
        report: Told how far it is.
        finished: What was kept of each finished replicate, by seed.
    """

    scenarios: Sequence[Scenario]
    worlds: Mapping[int, int]
    report: Callable[[Progress], None] | None
    finished: dict[int, Kept] = field(default_factory=dict)
    running: dict[int, float] = field(default_factory=dict)
    cancelled: threading.Event = field(default_factory=threading.Event)
    results: "SimpleQueue[tuple[int, Kept | Exception]]" = field(default_factory=SimpleQueue)
    began: float = 0.0
    workers_each: int = 1

    def play(self, workers: int) -> None:
        """Plays every seed, each in one thread."""
        if self.report is not None:
            self.report(Progress(0, len(self.worlds), 0.0, 0.0, preparing=True))
        compile_rules(self.scenarios[0])
        self.began = time.monotonic()
        todo = deque(self.worlds)
        at_once = min(workers, len(self.worlds))
        self.workers_each = max(1, workers // at_once)
        threads = [
            threading.Thread(target=self._work, args=(todo,), name=f"replicate-{number}", daemon=True)
            for number in range(at_once)
        ]
        for thread in threads:
            thread.start()
        try:
            self._collect()
        except KeyboardInterrupt:
            self._stop(threads)
            if not self.finished:
                raise
        finally:
            self._stop(threads)

    def _work(self, todo: "deque[int]") -> None:
        """Plays seeds until there are none left; what goes wrong is handed to the waiting thread."""
        while not self.cancelled.is_set():
            try:
                seed = todo.popleft()
            except IndexError:
                return
            try:
                self.results.put((seed, self.play_seed(seed)))
            except Cancelled:
                return
            except Exception as error:
                self.results.put((seed, error))
                return

    def play_seed(self, seed: int) -> Kept:
        """Plays one replicate and says what is kept of it."""
        raise NotImplementedError

    def _collect(self) -> None:
        while len(self.finished) < len(self.worlds):
            self._take(LOOK_EVERY_SECONDS)
            self._tell()

    def _take(self, seconds: float) -> None:
        """Takes the results that are there, or waits a moment for one."""
        try:
            seed, result = self.results.get(timeout=seconds) if seconds else self.results.get_nowait()
        except Empty:
            return
        if isinstance(result, Exception):
            raise result
        self.finished[seed] = result
        self.running.pop(seed, None)

    def _stop(self, threads: Sequence[threading.Thread]) -> None:
        """Ends the threads, and still takes the replicates that were just finished."""
        self.cancelled.set()
        for thread in threads:
            thread.join()
        while not self.results.empty():
            self._take(0.0)

    def _tell(self) -> None:
        if self.report is None:
            return
        share = min(1.0, (len(self.finished) + sum(list(self.running.values()))) / len(self.worlds))
        seconds = time.monotonic() - self.began
        left = seconds * (1 - share) / share if share else None
        self.report(Progress(len(self.finished), len(self.worlds), share, seconds, left))


@dataclass
class Batch(Crew[list[Replicate]]):
    """The replicates of a comparison: one scenario per policy.

    Attributes:
        repertoire: What was played before, where that is kept.
        known: The runs that were found there, by seed and number of the scenario.
    """

    repertoire: "Repertoire | None" = None
    known: set[tuple[int, int]] = field(default_factory=set)

    def play_seed(self, seed: int) -> list[Replicate]:
        """Plays all policies with one seed, so that they share its start-up."""
        return [
            self._play(scenario.with_world(self.worlds[seed]).with_seed(seed), number)
            for number, scenario in enumerate(self.scenarios)
        ]

    def _play(self, scenario: Scenario, number: int) -> Replicate:
        """Plays one policy with one seed, unless that was done before."""
        known = self.repertoire.find(scenario) if self.repertoire is not None else None
        if known is not None:
            self.known.add((scenario.seed, number))
            return known

        def note(week: int, weeks: int) -> None:
            self.running[scenario.seed] = (number + week / weeks) / len(self.scenarios)

        run = simulate(scenario, progress=note, cancelled=self.cancelled.is_set, workers=self.workers_each)
        played = Replicate.of(run)
        return played if self.repertoire is None else self.repertoire.keep(scenario, played)


def compile_rules(scenario: Scenario) -> Run:
    """Has the rules compiled before threads share them, by playing a year of which only the names count."""
    with second_hand(count_cores()):
        return simulate(replace(scenario, years=1, warmup_weeks=0, copies=1))


def play_all[Kept](
    scenarios: Sequence[Scenario], keep: Callable[[Run], Kept], workers: int | None = None
) -> list[Kept]:
    """Plays scenarios in threads and keeps of each run only what is asked.

    Args:
        scenarios: What to play.
        keep: What stays of a run.
        workers: Threads; all cores unless given.

    Returns:
        What was kept, in the order of the scenarios.
    """
    compile_rules(scenarios[0])
    with ThreadPoolExecutor(workers or count_cores()) as pool:
        return list(pool.map(lambda scenario: keep(simulate(scenario, workers=1)), scenarios))


def narrow(counts: pd.DataFrame) -> pd.DataFrame:
    """Halves the memory of counts that allow it, since every replicate keeps them."""
    fits = counts.to_numpy().max(initial=0) <= LARGEST_NARROW and counts.to_numpy().min(initial=0) >= 0
    return counts.astype(np.int32) if fits else counts


def tidy_summary(run: Run) -> pd.DataFrame:
    """Gives the outcomes of a run, one row each.

    Args:
        run: What was played.
    """
    outcomes = {"outcome": run.summary.index.astype(str), "value": run.summary.to_numpy(dtype=float)}
    return tidy(run, pd.DataFrame(outcomes))


def tidy_helpers(run: Run) -> pd.DataFrame:
    """Gives how many households had how many helpers at once, one row per number of helpers.

    Args:
        run: What was played.

    Returns:
        Rows with helpers and households: the mean number of households in a week of the policy, over all
        copies together.
    """
    met = run.helper_weeks[run.helper_weeks > 0]
    households = met.to_numpy(dtype=float) / run.scenario.weeks
    return tidy(run, pd.DataFrame({"helpers": met.index.to_numpy(), "households": households}))


def tidy(run: Run, table: pd.DataFrame) -> pd.DataFrame:
    """Gives a table of a run with policy, seed and world before it.

    Args:
        run: What was played.
        table: One of its tables: outcomes, weeks, waits by domain, payers by year, groups of households.
    """
    table = table.copy()
    for place, name in enumerate(("policy", "seed", "world")):
        table.insert(place, name, getattr(run.scenario, name))
    return table
