"""Does the work of a sweep: others play its tasks, and this thread keeps each part when it is whole."""

import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Protocol

import pyarrow as pa

from experiments.batch import LOOK_EVERY_SECONDS, Progress
from experiments.sweep.design import Design
from experiments.sweep.task import Task, all_first_tasks, all_more_tasks
from results.parts import Parts


class Players(Protocol):
    """Whoever plays tasks: threads of this process, or the workers of a cluster."""

    @property
    def workers(self) -> int:
        """How many tasks they play at once."""

    def play(
        self, design: Design, names: Sequence[str], todo: Iterator[Task], note: Callable[[int], None]
    ) -> Generator[tuple[str, pa.Table]]:
        """Plays tasks and gives each part as soon as it is whole, in any order.

        Args:
            design: What is played.
            names: Names of the outcomes.
            todo: The tasks; asked for as they are needed.
            note: Told how many runs were just played, in any thread.
        """


@dataclass
class Work:
    """The work of a sweep.

    Attributes:
        design: What is played.
        parts: Where it is kept.
        names: Names of the outcomes.
        players: Who plays it.
        report: Told how far it is, in runs, in any thread, one call at a time.
    """

    design: Design
    parts: Parts
    names: tuple[str, ...]
    players: Players
    report: Callable[[Progress], None] | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)
    began: float = 0.0
    told: float = 0.0
    found: int = 0
    played: int = 0
    total: int = 0

    def do(self) -> None:
        """Plays every task whose part is not there: first what every point gets, then what some need besides.

        Raises:
            KeyboardInterrupt: Somebody asked to stop; finished parts are kept.
            results.errors.StoreError: A part could not be kept; finished parts are still there.
        """
        self.began = time.monotonic()
        self._stage(lambda: all_first_tasks(self.design))
        if self.design.replications.most > self.design.replications.least:
            self._stage(lambda: all_more_tasks(self.design, self.parts))

    def _stage(self, tasks: Callable[[], Iterator[Task]]) -> None:
        """Plays the tasks of one stage; they are gone through once to count, and once to play."""
        runs_a_pair = len(self.design.policies)
        for task in tasks():
            self.total += task.pairs * runs_a_pair
            if self.parts.has(task.name):
                self.found += task.pairs * runs_a_pair
        self._tell()
        todo = (task for task in tasks() if not self.parts.has(task.name))
        with closing(self.players.play(self.design, self.names, todo, self._note)) as played:
            for name, table in played:
                self.parts.write(name, table)
        self._tell()

    def _note(self, runs: int) -> None:
        """Counts runs, in whatever thread they were played, and tells it now and then."""
        with self.lock:
            self.played += runs
            if time.monotonic() - self.told >= LOOK_EVERY_SECONDS:
                self._tell()

    def _tell(self) -> None:
        if self.report is None or not self.total:
            return
        self.told = time.monotonic()
        finished = self.found + self.played
        seconds = time.monotonic() - self.began
        left = seconds / self.played * (self.total - finished) if self.played else None
        self.report(Progress(finished, self.total, finished / self.total, seconds, left))
