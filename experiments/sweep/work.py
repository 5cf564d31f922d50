"""Does the work of a sweep: a few threads play tasks, and this thread keeps each part when it is whole."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field

import pyarrow as pa

from experiments.batch import LOOK_EVERY_SECONDS, Progress
from experiments.sweep.design import Design
from experiments.sweep.runs import play_task
from experiments.sweep.task import Task, all_first_tasks, all_more_tasks
from results.parts import Parts

AHEAD = 2
"""How many tasks per worker are on their way or wait for their turn."""


@dataclass
class Work:
    """The work of a sweep.

    Attributes:
        design: What is played.
        parts: Where it is kept.
        names: Names of the outcomes.
        workers: Threads.
        report: Told how far it is, in runs.
    """

    design: Design
    parts: Parts
    names: tuple[str, ...]
    workers: int
    report: Callable[[Progress], None] | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    began: float = 0.0
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
        pool = ThreadPoolExecutor(self.workers, thread_name_prefix="sweep")
        under_way: dict[Future[pa.Table], Task] = {}
        try:
            self._fill(pool, todo, under_way)
            while under_way:
                done, _ = wait(under_way, LOOK_EVERY_SECONDS, FIRST_COMPLETED)
                for future in done:
                    self.parts.write(under_way.pop(future).name, future.result())
                self._fill(pool, todo, under_way)
                self._tell()
        finally:
            self.cancelled.set()
            pool.shutdown(wait=True, cancel_futures=True)
            self.cancelled.clear()

    def _fill(
        self, pool: ThreadPoolExecutor, todo: Iterator[Task], under_way: "dict[Future[pa.Table], Task]"
    ) -> None:
        while len(under_way) < AHEAD * self.workers:
            task = next(todo, None)
            if task is None:
                return
            future = pool.submit(play_task, self.design, task, self.names, self.cancelled.is_set, self._note)
            under_way[future] = task

    def _note(self) -> None:
        """Counts a run, in whatever thread it was played."""
        with self.lock:
            self.played += 1

    def _tell(self) -> None:
        if self.report is None or not self.total:
            return
        finished = self.found + self.played
        seconds = time.monotonic() - self.began
        left = seconds / self.played * (self.total - finished) if self.played else None
        self.report(Progress(finished, self.total, finished / self.total, seconds, left))
