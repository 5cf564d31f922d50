"""Compares policies on the same neighbourhood with the same luck."""

import os
import shlex
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import numpy as np
import pandas as pd

from experiments.passport import RunFacts, describe_scenarios
from results import store
from results.passport import build_passport
from results.tables import build_paired_table
from simulation import Scenario, simulate
from simulation.errors import InputError
from simulation.run import Cancelled, Run

LARGEST_NARROW = np.iinfo(np.int32).max
LOOK_EVERY_SECONDS = 0.2
"""How often the waiting thread looks up to report progress."""


@dataclass(frozen=True)
class Progress:
    """How far a comparison is."""

    finished: int
    replicates: int
    share: float
    seconds: float
    preparing: bool = False

    @property
    def seconds_left(self) -> float | None:
        """Estimates the time left from the share done so far; nothing while there is too little to go on."""
        if self.preparing or self.share <= 0.0:
            return None
        return self.seconds * (1.0 - self.share) / self.share


@dataclass(frozen=True)
class Comparison:
    """What policies did to the same neighbourhood under the same luck.

    Attributes:
        table: One row per outcome and policy, see `results.tables.build_paired_table`.
        runs: One row per policy, seed and outcome: policy, seed, outcome, value.
        weekly: One row per policy, seed and week, with a column per weekly figure.
        not_in: Names of the submodels that are not in yet; nothing may be concluded about bundling while there are any.
        partial: True if it was interrupted; it then holds the replicates that were finished.
        passport: What it takes to make it again.
    """

    policies: tuple[str, ...]
    seeds: tuple[int, ...]
    replicates: int
    table: pd.DataFrame
    runs: pd.DataFrame
    weekly: pd.DataFrame
    not_in: tuple[str, ...]
    partial: bool
    passport: Mapping[str, Any]

    def save(self, out: str | Path) -> Path:
        """Keeps the comparison in a folder, as a whole or not at all.

        Args:
            out: A new or empty folder, or an earlier result that may be replaced.
        """
        tables = {"summary.csv": self.table.reset_index()}
        for number, policy in enumerate(self.policies):
            name = _file_name(policy, number, self.policies)
            tables[f"runs/{name}.parquet"] = self.runs[self.runs["policy"] == policy]
            tables[f"weekly/{name}.parquet"] = self.weekly[self.weekly["policy"] == policy]
        return store.write_result(Path(out), self.passport, tables)


def compare(
    policies: Sequence[str] = ("fragmented", "krachtenbundeling"),
    area: str = "maastricht-noordoost",
    years: int = 5,
    warmup_weeks: int = 208,
    replicates: int = 30,
    seed: int = 1,
    workers: int | None = None,
    parameters: Mapping[str, float] | None = None,
    copies: int = 1,
    progress: Callable[[Progress], None] | None = None,
    out: str | Path | None = None,
) -> Comparison:
    """Lets every policy meet the same residents, professionals and luck, and takes the differences.

    Interrupting (Ctrl-C) keeps the finished replicates: the comparison comes back marked `partial`, and is stored as
    such. Only when no replicate was finished does the interruption go through.

    Args:
        policies: Two or more policies; the first is the one the others are compared with.
        area: Name of an area, or path of an area folder.
        years: Years of the policy period.
        warmup_weeks: Weeks of start-up under fragmented working, shared by the policies of a seed.
        replicates: How many seeds: seed, seed + 1, ...
        seed: The first seed.
        workers: Threads; all cores unless given. The result does not depend on it.
        parameters: Values that differ from the entries, for every policy.
        copies: Independent copies of the area in each run.
        progress: Called in this thread, a few times a second.
        out: Folder for the result; checked before the work starts.

    Raises:
        InputError: A name or value is wrong.
        results.store.StoreError: `out` holds something else or cannot be written.
        KeyboardInterrupt: Interrupted before the first replicate was finished.
    """
    _check_arguments(policies, replicates, workers)
    scenarios = [
        Scenario(
            area=area,
            policy=policy,
            seed=seed,
            years=years,
            warmup_weeks=warmup_weeks,
            parameters=dict(parameters or {}),
            copies=copies,
        )
        for policy in policies
    ]
    if out is not None:
        store.check_folder(Path(out))
    batch = _Batch(scenarios, range(seed, seed + replicates), progress)
    batch.play(workers or count_cores())
    comparison = batch.gather()
    if out is not None:
        comparison.save(out)
    return comparison


def count_cores() -> int:
    """Counts the cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True)
class Replicate:
    """What one run leaves behind; the run itself is let go, so that memory does not grow with every replicate."""

    policy: str
    seed: int
    summary: pd.DataFrame
    weekly: pd.DataFrame
    not_in: tuple[str, ...]
    facts: RunFacts

    @classmethod
    def of(cls, run: Run) -> "Replicate":
        """Takes what is kept of a run."""
        policy, seed = run.scenario.policy, run.scenario.seed
        weekly = narrow(run.weekly).reset_index()
        weekly.insert(0, "policy", policy)
        weekly.insert(1, "seed", seed)
        return cls(policy, seed, tidy_summary(run), weekly, tuple(run.not_in), RunFacts.of(run))


@dataclass
class _Batch:
    """The replicates of one comparison, played by a few threads."""

    scenarios: Sequence[Scenario]
    seeds: range
    report: Callable[[Progress], None] | None
    finished: dict[int, list[Replicate]] = field(default_factory=dict)
    running: dict[int, float] = field(default_factory=dict)
    cancelled: threading.Event = field(default_factory=threading.Event)
    results: "SimpleQueue[tuple[int, list[Replicate] | Exception]]" = field(default_factory=SimpleQueue)
    began: float = 0.0

    def play(self, workers: int) -> None:
        """Plays every seed, all policies of a seed in one thread so that they share its start-up."""
        self._tell(preparing=True)
        compile_rules(self.scenarios[0])
        self.began = time.monotonic()
        todo = deque(self.seeds)
        threads = [
            threading.Thread(target=self._work, args=(todo,), name=f"replicate-{number}", daemon=True)
            for number in range(min(workers, len(self.seeds)))
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

    def gather(self) -> Comparison:
        """Puts the finished replicates in tables, in order of seed whatever the order they came in."""
        seeds = tuple(sorted(self.finished))
        replicates = [replicate for seed in seeds for replicate in self.finished[seed]]
        runs = pd.concat([replicate.summary for replicate in replicates], ignore_index=True)
        policies = tuple(scenario.policy for scenario in self.scenarios)
        partial = len(seeds) < len(self.seeds)
        facts = [replicate.facts for replicate in replicates]
        return Comparison(
            policies=policies,
            seeds=seeds,
            replicates=len(self.seeds),
            table=build_paired_table(runs, policies[0]),
            runs=runs,
            weekly=pd.concat([replicate.weekly for replicate in replicates], ignore_index=True),
            not_in=replicates[0].not_in,
            partial=partial,
            passport=build_passport(
                "comparison",
                write_command("compare", policies, self.scenarios[0], replicates=len(self.seeds)),
                partial=partial,
                replicates_wanted=len(self.seeds),
                replicates_finished=len(seeds),
                seeds=list(seeds),
                **describe_scenarios(self.scenarios, facts),
            ),
        )

    def _work(self, todo: "deque[int]") -> None:
        """Plays seeds until there are none left; what goes wrong is handed to the waiting thread."""
        while not self.cancelled.is_set():
            try:
                seed = todo.popleft()
            except IndexError:
                return
            try:
                self.results.put((seed, self._play_seed(seed)))
            except Cancelled:
                return
            except Exception as error:  # noqa: BLE001 (whatever it is, the waiting thread raises it)
                self.results.put((seed, error))
                return

    def _play_seed(self, seed: int) -> list[Replicate]:
        replicates = []
        for number, scenario in enumerate(self.scenarios):

            def note(week: int, weeks: int, number: int = number) -> None:
                self.running[seed] = (number + week / weeks) / len(self.scenarios)

            run = simulate(replace(scenario, seed=seed), progress=note, cancelled=self.cancelled.is_set)
            replicates.append(Replicate.of(run))
        return replicates

    def _collect(self) -> None:
        while len(self.finished) < len(self.seeds):
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

    def _tell(self, *, preparing: bool = False) -> None:
        if self.report is None:
            return
        done = len(self.finished) + sum(list(self.running.values()))
        share = min(1.0, done / len(self.seeds))
        seconds = 0.0 if preparing else time.monotonic() - self.began
        self.report(Progress(len(self.finished), len(self.seeds), share, seconds, preparing))


def compile_rules(scenario: Scenario) -> None:
    """Has the rules compiled before threads share them, by playing a week that nobody looks at."""
    simulate(replace(scenario, years=1, warmup_weeks=0, copies=1))


def write_command(command: str, policies: Sequence[str], scenario: Scenario, **extra: int) -> str:
    """Writes the command line that makes a result again.

    Args:
        command: "compare" or "run".
        policies: The policies in their order.
        scenario: A scenario of the result, with its first seed.
        extra: Options that only this command has, such as replicates=30.
    """
    options = {
        "area": scenario.area,
        "years": scenario.years,
        "warmup-weeks": scenario.warmup_weeks,
        "seed": scenario.seed,
        "copies": scenario.copies,
        **extra,
    }
    words = ["uv", "run", "zorgbundel", command, *policies]
    words += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    for name, value in sorted(scenario.parameters.items()):
        words += ["--set", f"{name}={value!r}"]
    return shlex.join(words)


def _check_arguments(policies: Sequence[str], replicates: int, workers: int | None) -> None:
    if isinstance(policies, str) or len(policies) < 2:
        raise InputError(
            f"policies is {policies!r}: give two or more, such as ['fragmented', 'krachtenbundeling']"
        )
    twice = next((name for name in policies if list(policies).count(name) > 1), None)
    if twice is not None:
        raise InputError(f"policy {twice!r} is given twice: give each policy once")
    for name, value in (("replicates", replicates), ("workers", 1 if workers is None else workers)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise InputError(f"{name} is {value!r}: allowed is a whole number from 1, such as {name}=2")


def narrow(counts: pd.DataFrame) -> pd.DataFrame:
    """Halves the memory of counts that allow it, since every replicate keeps them."""
    fits = counts.to_numpy().max(initial=0) <= LARGEST_NARROW and counts.to_numpy().min(initial=0) >= 0
    return counts.astype(np.int32) if fits else counts


def tidy_summary(run: Run) -> pd.DataFrame:
    """Gives the outcomes of a run, one row each: policy, seed, outcome, value."""
    return pd.DataFrame(
        {
            "policy": run.scenario.policy,
            "seed": run.scenario.seed,
            "outcome": run.summary.index.astype(str),
            "value": run.summary.to_numpy(dtype=float),
        }
    )


def _file_name(policy: str, number: int, policies: Sequence[str]) -> str:
    stem = Path(policy).stem if policy.endswith(".toml") else Path(policy).name
    others = [Path(other).stem for other in policies if other != policy]
    return f"{number + 1}-{stem}" if stem in others else stem
