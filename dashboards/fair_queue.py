"""One queue for all visitors: everyone in turn, so that nobody waits for all of somebody else's work."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial


@dataclass(eq=False)
class Job[Task]:
    """The work of one visitor, cut in tasks.

    Attributes:
        do: Carries out one task.
        todo: Tasks that have not begun, the next one last.
        total: How many tasks there were.
        finished: How many are done.
        running: How many are being done.
        cancelled: Whether it was given up.
        error: What went wrong, if anything.
        done: Set when nothing more will happen.
        began: When its first task began.
    """

    do: Callable[[Task], None]
    todo: list[Task]
    total: int
    finished: int = 0
    running: int = 0
    cancelled: bool = False
    error: BaseException | None = None
    done: threading.Event = field(default_factory=threading.Event)
    began: float | None = None


class FairQueue:
    """Takes a task of each job in turn; no more tasks are under way than there are workers."""

    def __init__(self, executor: Executor, workers: int) -> None:
        """Takes who does the work, and how many tasks at once."""
        self._executor = executor
        self._slots = workers
        self._lock = threading.Lock()
        self._jobs: OrderedDict[int, Job] = OrderedDict()  # type: ignore[type-arg]

    def submit[Task](self, do: Callable[[Task], None], tasks: Iterable[Task]) -> Job[Task]:
        """Adds a job.

        Args:
            do: Carries out one task, in a thread of the executor.
            tasks: The tasks in their order.
        """
        todo = list(tasks)[::-1]
        job = Job(do, todo, len(todo))
        with self._lock:
            self._jobs[id(job)] = job
        self._pump()
        return job

    def cancel[Task](self, job: Job[Task]) -> None:
        """Gives a job up: what has not begun is dropped at once."""
        with self._lock:
            job.cancelled = True
            job.todo.clear()
            self._jobs.pop(id(job), None)
        job.done.set()

    def waiting(self) -> int:
        """Counts the jobs that are not done."""
        with self._lock:
            return len(self._jobs)

    def _pump(self) -> None:
        while True:
            with self._lock:
                job = next((job for job in self._jobs.values() if job.todo), None)
                if job is None or self._slots <= 0:
                    return
                self._slots -= 1
                task = job.todo.pop()
                job.running += 1
                job.began = job.began or time.monotonic()
                self._jobs.move_to_end(id(job))
            self._executor.submit(job.do, task).add_done_callback(partial(self._take, job))

    def _take[Task](self, job: Job[Task], future: "Future[None]") -> None:
        with self._lock:
            self._slots += 1
            job.running -= 1
            if not job.cancelled:
                if future.exception() is not None:
                    job.error = future.exception()
                    job.todo.clear()
                else:
                    job.finished += 1
            over = not job.todo and job.running == 0
            if over:
                self._jobs.pop(id(job), None)
        if over:
            job.done.set()
        self._pump()
