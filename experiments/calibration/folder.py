"""The folder of a calibration: every point is kept as soon as it is played, so nothing is lost."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pandas as pd

from experiments.calibration.points import Effort, Ground, Played, Point
from simulation.errors import InputError
from simulation.run import Cancelled, count_cores

PASSPORT = "calibration.json"


@dataclass(frozen=True)
class Progress:
    """How far a stage is.

    Attributes:
        stage: Its name.
        done: Points that are played.
        points: Points in all.
        seconds_left: Estimate for this stage; nothing while there is too little to go on.
    """

    stage: str
    done: int
    points: int
    seconds_left: float | None


Report = Callable[[Progress], None]


@dataclass
class Folder:
    """Keeps what is played, and plays what is not there yet.

    Attributes:
        path: Where it is.
        passport: What decides every number; a folder made with anything else is refused.
        workers: Threads; all cores unless given.
        report: Told how far it is.
        runs: Runs that were really played by this process.
    """

    path: Path
    passport: Mapping[str, object]
    workers: int | None = None
    report: Report = lambda _progress: None
    runs: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def claim(self) -> None:
        """Makes the folder its own.

        Raises:
            InputError: It holds something else, or points of another calibration.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        note = self.path / PASSPORT
        mine = json.dumps(self.passport, indent=1, sort_keys=True)
        if not note.exists():
            if any(self.path.iterdir()):
                raise InputError(f"folder {self.path} holds other files; give an empty or a new folder")
            note.write_text(mine, encoding="utf-8")
        elif note.read_text(encoding="utf-8") != mine:
            raise InputError(
                f"folder {self.path} holds points of other rules, targets or an other area; take an empty one"
            )

    def design(self, stage: str, make: Callable[[], pd.DataFrame]) -> pd.DataFrame:
        """Gives the points of a stage: as they were written down, else newly made.

        Args:
            stage: Its name.
            make: Makes them.
        """
        path = self.path / f"{stage}.csv"
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            make().to_csv(unfinished, index=False, float_format="%.17g")
            unfinished.replace(path)
        return pd.read_csv(path)

    def note(self, name: str, make: Callable[[], Mapping[str, object]]) -> dict[str, object]:
        """Gives what was found once, as it was written down, else newly found.

        Args:
            name: Of the note.
            make: Finds it.
        """
        path = self.path / f"{name}.json"
        if not path.exists():
            unfinished = path.with_suffix(".unfinished")
            unfinished.write_text(json.dumps(make(), indent=1), encoding="utf-8")
            unfinished.replace(path)
        found: dict[str, object] = json.loads(path.read_text(encoding="utf-8"))
        return found

    def play(
        self,
        stage: str,
        ground: Ground,
        points: Sequence[Point],
        effort: Effort,
        *,
        hopeless: Callable[[Played], bool] = lambda _played: False,
        enough: Callable[[Sequence[Played]], bool] = lambda _played: False,
    ) -> list[Played]:
        """Plays the points of a stage that are not there yet.

        Args:
            stage: Its name.
            ground: Where they are played.
            points: All of them.
            effort: Work per point.
            hopeless: Ends the measuring of a point early.
            enough: Asked after each point, in order of number: a true answer ends the stage.

        Returns:
            What was played, in order of number, those that could not be played included.
        """
        folder = self.path / stage
        folder.mkdir(exist_ok=True)
        self.begin(stage, {"points": len(points), **asdict(effort), "rounds": list(effort.rounds)})
        found = {p.number: Played.read(folder / _name(p)) for p in points if (folder / _name(p)).exists()}
        todo = [point for point in points if point.number not in found]
        began, stop = time.monotonic(), threading.Event()
        ready, played = len(found), 0

        def work(point: Point) -> Played:
            done = ground.play(point, effort, hopeless=hopeless, cancelled=stop.is_set, note=self._count)
            done.write(folder / _name(point))
            return done

        if todo and not enough(_in_order(found)):
            with ThreadPoolExecutor(self.workers or count_cores()) as pool:
                jobs = [pool.submit(work, point) for point in todo]
                try:
                    for job in as_completed(jobs):
                        done = job.result()
                        found[done.number] = done
                        played += 1
                        left = (time.monotonic() - began) / played * (len(todo) - played)
                        self.report(Progress(stage, ready + played, len(points), left))
                        if enough(_in_order(found)):
                            break
                finally:
                    stop.set()
                    pool.shutdown(wait=True, cancel_futures=True)
                for job in jobs:
                    if job.done() and not job.cancelled() and not isinstance(job.exception(), Cancelled):
                        done = job.result()
                        found[done.number] = done
        return _in_order(found)

    def begin(self, stage: str, work: Mapping[str, object]) -> None:
        """Notes how large a stage is, and refuses to go on with one that was begun otherwise.

        Args:
            stage: Its name.
            work: What decides it, as JSON can hold it.

        Raises:
            InputError: It was begun with something else.
        """
        begun = self.note(f"{stage}-work", lambda: work)
        if begun != work:
            raise InputError(
                f"folder {self.path}: {stage} was begun with {begun}, not {dict(work)}; give the same sizes "
                "again or take an empty folder"
            )

    def _count(self, runs: int) -> None:
        with self._lock:
            self.runs += runs


def _name(point: Point) -> str:
    return f"point-{point.number:05d}.json"


def _in_order(found: Mapping[int, Played]) -> list[Played]:
    return [found[number] for number in sorted(found)]
