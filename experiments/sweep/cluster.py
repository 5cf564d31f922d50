"""Plays the tasks of a sweep on the workers of a Dask scheduler, where one machine is not enough.

A worker gets a task with only the points it needs, and hands back the rows of its part; writing is done here.
What a worker had in hand when it was killed goes to another. Before it plays, a worker compares its version,
rules, packages and files with ours: one that would give other numbers ends the sweep, and what is finished
stays.
"""

import hashlib
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pyarrow as pa

from experiments.batch import LOOK_EVERY_SECONDS, compile_rules
from experiments.sweep.design import Design, describe_code
from experiments.sweep.local import AHEAD
from experiments.sweep.runs import play_task
from experiments.sweep.task import Task
from results.errors import StoreError
from results.passport import describe_packages, describe_platform
from simulation import Scenario
from simulation.areas import area_names, load_area
from simulation.errors import InputError
from simulation.policies import policies
from simulation.worlds import worlds_file

ANSWER_SECONDS = 10.0
"""How long a scheduler may take to answer, to come back, and to have its first worker."""
_compiling, _prepared = Lock(), False


@dataclass(frozen=True)
class Refusal:
    """Why a worker does not play: the key of the words that say so, and what goes into their blanks."""

    key: str
    fields: Mapping[str, object]


class Cluster:
    """The workers of a Dask scheduler."""

    def __init__(self, address: str) -> None:
        """Calls the scheduler.

        Args:
            address: Where it is, such as tcp://10.0.0.1:8786.

        Raises:
            StoreError: The extra is not installed, nobody answers, or there is no worker.
        """
        try:
            from distributed import Client
        except ImportError:
            raise StoreError("error.cluster_missing") from None
        connect: Any = Client  # it has no types of its own
        self._address = address
        try:
            self._client: Any = connect(address, timeout=ANSWER_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, RuntimeError) as error:
            raise StoreError("error.cluster_silent", address=address, reason=_reason(error)) from None
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=ANSWER_SECONDS)
        if not self.workers:
            self.close()
            raise StoreError("error.cluster_idle", address=address, seconds=int(ANSWER_SECONDS))

    @property
    def workers(self) -> int:
        """How many tasks are played at once; workers may come and go."""
        return sum(self._client.ncores().values())

    def close(self) -> None:
        """Says goodbye to the scheduler; it and its workers go on without us."""
        self._client.close()

    def play(
        self, design: Design, names: Sequence[str], todo: Iterator[Task], note: Callable[[int], None]
    ) -> Generator[tuple[str, pa.Table]]:
        """Plays tasks and gives each part as soon as it is whole, in any order.

        Args:
            design: What is played.
            names: Names of the outcomes.
            todo: The tasks; asked for as they are needed.
            note: Told how many runs were just played.

        Yields:
            The name of a part and what it holds.

        Raises:
            StoreError: A worker has another version or other files, a task failed, or the scheduler is gone.
        """
        here, under_way = {**describe_maker(), **digest_files(design)}, dict[Any, Task]()
        try:
            self._fill(design, names, todo, here, under_way)
            while under_way:
                for future in self._finished(under_way):
                    task = under_way.pop(future)
                    yield task.name, self._table(future)
                    note(task.pairs * len(design.policies))
                self._fill(design, names, todo, here, under_way)
        finally:
            if under_way:
                self._client.cancel(list(under_way))

    def _fill(
        self,
        design: Design,
        names: Sequence[str],
        todo: Iterator[Task],
        here: Mapping[str, str],
        under_way: dict[Any, Task],
    ) -> None:
        """Hands out tasks, so that every worker has one and the next."""
        for _ in range(AHEAD * max(1, self.workers) - len(under_way)):
            task = next(todo, None)
            if task is None:
                return
            piece = design.piece(task.points)
            future = self._client.submit(play_there, piece, task, names, here, pure=False)
            under_way[future] = task

    def _finished(self, under_way: Mapping[Any, Task]) -> list[Any]:
        """Waits for tasks that are finished, however they ended."""
        silent = 0.0
        while not (found := [future for future in under_way if future.done()]):
            time.sleep(LOOK_EVERY_SECONDS)
            silent = 0.0 if self._client.status == "running" else silent + LOOK_EVERY_SECONDS
            if silent > ANSWER_SECONDS:
                raise StoreError("error.cluster_gone", address=self._address)
        return found

    def _table(self, future: Any) -> pa.Table:
        """Takes the part out of a finished task, or says why there is none."""
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker

        try:
            found = future.result()
        except CancelledError:
            raise StoreError("error.cluster_gone", address=self._address) from None
        except KilledWorker as error:
            raise StoreError("error.cluster_killed", worker=error.last_worker.address) from None
        except Exception as error:
            raise StoreError("error.cluster_failed", reason=_reason(error)) from None
        if isinstance(found, Refusal):
            raise StoreError(found.key, **found.fields)
        return found


def play_there(
    piece: Design, task: Task, names: Sequence[str], wanted: Mapping[str, str]
) -> "pa.Table | Refusal":
    """Plays a task in a worker, if it has what gives the same numbers.

    Args:
        piece: The design with the points of this task.
        task: The task.
        names: Names of the outcomes.
        wanted: Versions and digests where the sweep was started, see `describe_maker` and `digest_files`.

    Returns:
        The rows of its part, or why it does not play.
    """
    for found, key in ((describe_maker(), "cluster_other_code"), (digest_files(piece), "cluster_other_file")):
        for what, here in found.items():
            if here != wanted.get(what):
                there = wanted.get(what)
                said = {"worker": _own_name(), "what": what, "found": here or "-", "wanted": there or "-"}
                return Refusal(f"error.{key}", said)
    _prepare(piece)
    return play_task(piece, task, names)


@cache
def describe_maker() -> dict[str, str]:
    """Names everything on this machine that could make other numbers of the same design."""
    here = describe_platform()
    python = here["python"].rpartition(".")[0]
    return {"code": describe_code(), "python": python, "machine": here["machine"], **describe_packages()}


def digest_files(design: Design) -> dict[str, str]:
    """Takes the digests of the files of one's own that a design names; those of the model are in its code.

    Args:
        design: The design, or a piece of it.

    Returns:
        Path -> digest, empty where the file cannot be read.
    """
    areas = design.points["area"].unique() if "area" in design.points else [design.area]
    found: dict[str, str] = {}
    for area in sorted({str(area) for area in areas} - set(area_names())):
        found[area] = found[f"{area}/worlds"] = ""
        with suppress(InputError, OSError):
            found[area] = load_area(area).digest
            worlds = worlds_file(area)
            found[f"{area}/worlds"] = digest_file(worlds) if worlds.is_file() else "none"
    for policy in sorted(set(design.policies) - set(policies())):
        found[policy] = ""
        with suppress(OSError):
            found[policy] = digest_file(Path(policy))
    return found


def digest_file(path: Path) -> str:
    """Takes the digest of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _prepare(piece: Design) -> None:
    """Has the rules compiled, once in each worker; its other threads wait."""
    global _prepared
    with _compiling:
        if not _prepared:
            first = piece.facts(piece.points.index[0])
            with suppress(InputError):  # a run that cannot be made is a row of its part
                compile_rules(Scenario(area=first["area"], policy=piece.baseline))
            _prepared = True


def _own_name() -> str:
    from distributed import get_worker

    return str(get_worker().address)


def _reason(error: BaseException) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())
