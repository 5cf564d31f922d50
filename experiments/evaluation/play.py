"""Plays an evaluation inside the model: every place that is not there yet, and judges what would be seen."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa

from experiments.batch import Crew, Progress, compile_rules
from experiments.evaluation.judge import Case, judge
from experiments.evaluation.place import MEASURES, play_place
from experiments.evaluation.samples import DESIGNS, Sample, take_sample
from experiments.evaluation.trial import Trial
from results.errors import StoreError
from results.parts import Parts, check_parts_folder, claim_parts, open_parts
from results.passport import build_passport
from simulation.run import count_cores
from simulation.scenario import whole_number

MOST_WORKERS = 1024
PLACE = "place-"


@dataclass(frozen=True)
class TrialPlan:
    """What an evaluation will take.

    Attributes:
        places: Places in all.
        there: Places that are finished already.
        ways: In how many ways each is played.
        seconds: Time that what is missing will take, by the first place that was missing.
        workers: With how many workers.
    """

    places: int
    there: int
    ways: int
    seconds: float
    workers: int


@dataclass(frozen=True)
class Evaluation:
    """An evaluation that was played.

    Attributes:
        trial: What was played.
        folder: Where every place is kept.
        there: How many places are finished.
        table: What `judge` gave.
    """

    trial: Trial
    folder: Path
    there: int
    table: pd.DataFrame


@dataclass
class Places(Crew[bool]):
    """The places that are missing, each played by one thread and kept as soon as it is whole."""

    trial: Trial = field(default_factory=Trial)
    parts: Parts = field(default_factory=lambda: Parts(Path(), "", ""))

    def play_seed(self, seed: int) -> bool:
        """Plays and keeps one place; here a seed is the number of the place."""

        def note(part: float) -> None:
            self.running[seed] = part

        keep_place(self.trial, self.parts, seed, self.cancelled.is_set, note)
        return True


def evaluate(
    trial: Trial,
    out: str | Path,
    *,
    workers: int | None = None,
    resume: bool = False,
    progress: Callable[[Progress], None] | None = None,
    tell: Callable[[TrialPlan], None] | None = None,
    check: Callable[[], None] = lambda: None,
) -> Evaluation:
    """Plays every place that is not in the folder yet, and judges all of them.

    Args:
        trial: The evaluation.
        out: An absent or empty folder, or one with places of this evaluation.
        workers: Threads; all cores unless given. The result does not depend on it.
        resume: Refuse to begin a new one: the folder must hold places of this one.
        progress: Called in this thread, a few times a second; it counts places.
        tell: Called after the first place that was missing, with what the rest will take.
        check: Called now and then while judging; it may raise to stop.

    Raises:
        InputError: The trial cannot be played.
        StoreError: The folder holds something else or a damaged part, somebody works there, or it is full.
        KeyboardInterrupt: Interrupted; places that were finished are kept.
    """
    trial.check()
    folder = Path(out).resolve()
    if resume and not check_parts_folder(folder, trial.digest, trial.code):
        raise StoreError("error.sweep_no_sweep", folder=out)
    threads = whole_number("workers", count_cores() if workers is None else workers, 1, MOST_WORKERS)
    passport = build_passport("evaluation", "uv run zorgbundel evaluation", trial=trial.describe())
    with claim_parts(Path(out), trial.digest, trial.code, passport) as parts:
        _play_missing(trial, parts, threads, progress, tell)
        return _judge(trial, parts, check)


def open_evaluation(folder: str | Path, check: Callable[[], None] = lambda: None) -> Evaluation:
    """Opens an evaluation that was played, finished or not, and judges its places; nothing is played.

    Args:
        folder: Where it is kept.
        check: Called now and then while judging; it may raise to stop.

    Raises:
        StoreError: It is no evaluation, a part is damaged, or no place is finished.
    """
    parts, manifest = open_parts(Path(folder))
    if "trial" not in manifest or not parts.files:
        raise StoreError("error.evaluation_none", folder=folder)
    trial = Trial(**manifest["trial"])
    wanted = max(trial.places, 1 + max(map(number_of_place, parts.files)))
    return _judge(replace(trial, places=wanted), parts, check)


def plan_evaluation(trial: Trial, out: str | Path, workers: int | None = None) -> TrialPlan:
    """Tells what an evaluation will take, and writes nothing.

    Args:
        trial: The evaluation.
        out: Where it would be kept; what is there already is counted.
        workers: Threads; all cores unless given.
    """
    trial.check()
    threads = whole_number("workers", count_cores() if workers is None else workers, 1, MOST_WORKERS)
    parts = Parts(Path(out).resolve(), trial.digest, trial.code)
    if check_parts_folder(parts.folder, trial.digest, trial.code):
        parts.find()
    compile_rules(trial.base)
    began = time.monotonic()
    play_place(trial, 0)
    return _plan(trial, parts, threads, time.monotonic() - began)


def keep_place(
    trial: Trial,
    parts: Parts,
    number: int,
    cancelled: Callable[[], bool] = lambda: False,
    note: Callable[[float], None] = lambda _part: None,
) -> None:
    """Plays a place and keeps it."""
    table = play_place(trial, number, cancelled, note)
    parts.write(name_place(number), pa.Table.from_pandas(table, preserve_index=False))


def name_place(number: int) -> str:
    """Gives the name of the part that holds a place."""
    return f"{PLACE}{number:06d}"


def number_of_place(name: str) -> int:
    """Gives the number of the place that a part holds."""
    return int(name.removeprefix(PLACE))


def finished_places(trial: Trial, parts: Parts) -> list[int]:
    """Gives the numbers of the places that are finished."""
    return [number for number in range(trial.places) if parts.has(name_place(number))]


def read_samples(
    trial: Trial, parts: Parts, check: Callable[[], None] = lambda: None
) -> Mapping[Case, Sequence[Sample]]:
    """Takes what every place shows under every design; one place at a time is in memory as a whole.

    Args:
        trial: The evaluation.
        parts: The finished places.
        check: Called at each place; it may raise to stop.
    """
    cases = [(d, m, y) for d in DESIGNS for m in MEASURES for y in trial.horizons]
    found: dict[Case, list[Sample]] = {case: [] for case in cases}
    for number in finished_places(trial, parts):
        check()
        place = parts.read(name_place(number)).to_pandas()
        for design, measure, years in cases:
            found[design, measure, years].append(take_sample(place, design, measure, years))
    return found


def _play_missing(
    trial: Trial,
    parts: Parts,
    threads: int,
    progress: Callable[[Progress], None] | None,
    tell: Callable[[TrialPlan], None] | None,
) -> None:
    missing = [number for number in range(trial.places) if not parts.has(name_place(number))]
    if missing and tell is not None:  # the first one tells how long the others take
        if progress is not None:
            progress(Progress(0, trial.places, 0.0, 0.0, preparing=True))
        compile_rules(trial.base)
        began = time.monotonic()
        keep_place(trial, parts, missing.pop(0))
        tell(_plan(trial, parts, threads, time.monotonic() - began))
    if not missing:
        return
    crew = Places([trial.base], dict.fromkeys(missing, 0), progress, trial=trial, parts=parts)
    crew.play(threads)
    if len(crew.finished) < len(missing):
        raise KeyboardInterrupt


def _judge(trial: Trial, parts: Parts, check: Callable[[], None]) -> Evaluation:
    there = finished_places(trial, parts)
    worlds = [trial.world(number) for number in there]
    table = judge(read_samples(trial, parts, check), worlds, check)
    return Evaluation(trial, parts.folder, len(there), table)


def _plan(trial: Trial, parts: Parts, threads: int, seconds: float) -> TrialPlan:
    there = len(finished_places(trial, parts))
    left = seconds * (trial.places - there) / min(threads, max(1, trial.places - there))
    return TrialPlan(trial.places, there, len(trial.scenarios) + len(trial.horizons), left, threads)
