"""Carries out a whole calibration: plan from a probe, course, check over seven years, worlds file, words."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from experiments.batch import compile_rules
from experiments.calibration.course import Course, Found, Size
from experiments.calibration.folder import Folder, Report
from experiments.calibration.points import Effort, Ground, Played, Point
from experiments.calibration.space import candidates
from experiments.calibration.summary import describe, met_table, narrowing
from experiments.calibration.worlds import write_worlds
from experiments.page import digest_sources
from experiments.registers import YEARS_SEEN
from experiments.targets import load_targets, load_widening, observe, target_text
from experiments.world_order import shuffled
from simulation import Scenario
from simulation.run import count_cores

YEARS, PROBES, CHECKED = 3, 2, 30
WORLDS, SUMMARY, MET, NARROWED = "worlds.csv", "summary.md", "targets.csv", "parameters.csv"


@dataclass(frozen=True)
class Plan:
    """What lies ahead.

    Attributes:
        screened: Numbers that are screened.
        points: Points of each wave.
        worlds: Plausible worlds wanted.
        runs: Estimated number of runs.
        minutes: Estimated time.
        workers: Threads.
    """

    screened: int
    points: tuple[int, ...]
    worlds: int
    runs: int
    minutes: float
    workers: int


@dataclass(frozen=True, eq=False)
class Outcome:
    """What a calibration left behind.

    Attributes:
        found: What was found.
        met: Targets beside the worlds.
        narrowed: Freed numbers before and after.
        folder: Where everything is.
        minutes: How long this stretch took.
    """

    found: Found
    met: pd.DataFrame
    narrowed: pd.DataFrame
    folder: Path
    minutes: float


def calibrate(
    area: str,
    folder: Path,
    *,
    size: Size | None = None,
    workers: int | None = None,
    command: str = "zorgbundel calibrate",
    plan: Callable[[Plan], None] = lambda _plan: None,
    report: Report = lambda _progress: None,
    say: Callable[[str], None] = lambda _line: None,
) -> Outcome:
    """Finds plausible worlds of an area; goes on from what its folder holds.

    Args:
        area: Name or folder of an area that was solved.
        folder: Where everything is kept.
        size: How large it is; as by default unless given.
        workers: Threads; all cores unless given.
        command: What was typed, for the passport.
        plan: Told what lies ahead, after a probe.
        report: Told how far a stage is.
        say: Told in a line what was found.

    Returns:
        What was found; `worlds.csv` in the folder holds the worlds.

    Raises:
        InputError: The area cannot be used, or the folder holds something else.
    """
    chosen = size or Size()
    world = Scenario(area=area, years=YEARS)
    ground = Ground(world, load_targets())
    keeper = Folder(folder, _passport(world), workers, report)
    keeper.claim()
    course = Course(keeper, ground, chosen, load_widening(), say)
    compile_rules(world)
    plan(_plan(world, chosen, workers or count_cores()))
    began = time.monotonic()
    found = course.run()
    checked = _check(keeper, ground, found)
    minutes = (time.monotonic() - began) / 60
    met, narrowed = met_table(found.plausible, checked), narrowing(course, found)
    write_worlds(folder / WORLDS, course, found, command)
    met.to_csv(folder / MET, index=False)
    narrowed.to_csv(folder / NARROWED, index=False)
    (folder / SUMMARY).write_text(describe(course, found, met, minutes) + "\n", encoding="utf-8")
    return Outcome(found, met, narrowed, folder, minutes)


def _passport(world: Scenario) -> dict[str, object]:
    return {
        "rules": digest_sources(),
        "targets": target_text(),
        "area": world.loaded_area.digest,
        "years": world.years,
        "warmup_weeks": world.warmup_weeks,
    }


def _plan(world: Scenario, size: Size, workers: int) -> Plan:
    """Times a few runs, as many at once as there will be."""
    began = time.monotonic()
    for seed in range(1, PROBES + 1):
        observe(world.with_seed(seed))
    each = (time.monotonic() - began) / PROBES
    screened = len(candidates())
    runs = size.runs(2 * screened)
    return Plan(screened, size.points, size.worlds, runs, runs * each / workers / 60, workers)


def _check(keeper: Folder, ground: Ground, found: Found) -> list[Played]:
    """Lives some of the worlds for seven years, for the kept targets that only that can tell."""
    chosen = shuffled(len(found.plausible))[:CHECKED]  # worlds found first fit better: no sample of all
    longer = Ground(replace(ground.world, years=YEARS_SEEN), ground.targets)
    points = [
        Point(number, one.values, tuple(one.factors), tuple(one.rates))
        for number, one in enumerate(found.plausible[place - 1] for place in chosen)
    ]
    return keeper.play("check", longer, points, Effort((), 1)) if points else []
