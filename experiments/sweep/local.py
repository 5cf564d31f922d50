"""Plays the tasks of a sweep on this machine, in a few threads of joblib.

Threads and not processes: the rules hold no lock of Python, so threads keep all cores busy, and they share
the compiled rules and the people of an area, which every process would have to load for itself.
"""

import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import pyarrow as pa
from joblib import Parallel, delayed

from experiments.sweep.design import Design
from experiments.sweep.runs import play_task
from experiments.sweep.task import Task

AHEAD = 2
"""How many tasks per worker are on their way or wait for their turn."""


@dataclass
class LocalWorkers:
    """Threads of this process.

    Attributes:
        workers: How many.
    """

    workers: int
    _failure: Exception | None = field(default=None, init=False)

    def play(
        self, design: Design, names: Sequence[str], todo: Iterator[Task], note: Callable[[int], None]
    ) -> Generator[tuple[str, pa.Table]]:
        """Plays tasks and gives each part as soon as it is whole, in any order.

        Args:
            design: What is played.
            names: Names of the outcomes.
            todo: The tasks; asked for as they are needed.
            note: Told how many runs were just played, by whichever thread played them.

        Yields:
            The name of a part and what it holds.
        """
        cancelled = threading.Event()

        def play_one(task: Task) -> tuple[str, pa.Table]:
            return task.name, play_task(design, task, names, cancelled.is_set, lambda: note(1))

        crew = Parallel(
            self.workers,
            backend="threading",
            return_as="generator_unordered",
            pre_dispatch=AHEAD * self.workers,
            batch_size=1,
        )
        try:
            with closing(crew(delayed(play_one)(task) for task in self._asked(todo))) as found:
                yield from found
        finally:
            cancelled.set()
        if self._failure is not None:
            raise self._failure

    def _asked(self, todo: Iterator[Task]) -> Iterator[Task]:
        """Gives the tasks; one that cannot be told ends them, and is said by the thread that waits."""
        try:
            yield from todo
        except Exception as error:
            self._failure = error
