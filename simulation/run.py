"""Run a scenario from start-up to the last week, and hand back what happened."""

import hashlib
import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Event, Lock
from typing import Any

import numpy as np
import pandas as pd

from simulation import outcomes, payers
from simulation.columns import NAMES
from simulation.conservation import check_week
from simulation.errors import InputError
from simulation.groups import group_table
from simulation.handle import held
from simulation.laws import LAWS, conservation_table
from simulation.records import Recording, add_up, take_down
from simulation.scenario import Scenario, whole_number
from simulation.selections import selections_table
from simulation.startup import KEPT_STATES, begun
from simulation.tracing import Volume, diary_table, keep_diary, write_weeks
from simulation.week import live_weeks
from simulation.world import Floats

CHECK_EVERY_WEEKS = 52


class Cancelled(Exception):
    """Someone asked to stop before the run was finished."""


@dataclass(frozen=True, eq=False)
class Run:
    """What a run left behind.

    Attributes:
        scenario: what was run.
        recording: everything that was counted, summed over the copies.
        deviations: largest deviation per conservation law.
        diary: what happened to whom, if the run was traced; see `events`.
    """

    scenario: Scenario
    recording: Recording
    deviations: Floats
    diary: pd.DataFrame | None = None

    @cached_property
    def summary(self) -> "pd.Series[float]":
        """Outcome name -> value, over the policy period."""
        return outcomes.summary(self.recording, self.scenario.values)

    @cached_property
    def weekly(self) -> pd.DataFrame:
        """One row a week, start-up weeks negative; whole numbers as counted (cases, seconds, cents)."""
        first = -self.scenario.warmup_weeks
        index = pd.RangeIndex(first, first + len(self.recording.weekly), name="week")
        return pd.DataFrame(self.recording.weekly, columns=NAMES, index=index)

    @cached_property
    def yearly(self) -> pd.DataFrame:
        """One row a year of the policy, with the outcomes that can be told per year."""
        return outcomes.yearly(self.recording, self.scenario.values)

    @cached_property
    def households(self) -> pd.DataFrame:
        """One row a household, at the end of the run (of the first copy when there are several)."""
        return self.recording.households

    @cached_property
    def payers(self) -> pd.DataFrame:
        """Year, payer, euros, euros_discounted, transfers, gross, cashable, for_others."""
        return payers.payers(self.recording, self.scenario.values)

    @cached_property
    def budgets(self) -> pd.DataFrame:
        """Year, payer, and what became of the ceilings of its contracts in that year, in euros."""
        return payers.budgets(self.recording)

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Per domain: how many asked, restricted mean wait in weeks, share still without help after it."""
        return outcomes.waits(self.recording)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row per neighbourhood, kind of household and income: its helpers, crises, cost and so on."""
        names = self.scenario.loaded_area.neighbourhoods
        return group_table(self.recording.groups, len(self.recording.census), self.scenario.weeks, names)

    @cached_property
    def histogram(self) -> "pd.Series[float]":
        """Households by number of helpers at the end of the run."""
        counts = self.recording.helper_count
        return pd.Series(counts, index=pd.RangeIndex(len(counts), name="helpers"), name="households")

    @cached_property
    def helper_weeks(self) -> "pd.Series[int]":
        """Household-weeks by number of helpers, over the weeks of the policy and all copies."""
        counts = self.recording.helper_weeks
        return pd.Series(counts, index=pd.RangeIndex(len(counts), name="helpers"), name="household_weeks")

    @cached_property
    def selections(self) -> pd.DataFrame:
        """One row a selection of households for a director: what they cost before and after."""
        return selections_table(self.recording.selections)

    @property
    def events(self) -> pd.DataFrame:
        """Everything that happened to everybody, one row each; see `simulation.tracing.diary_table`.

        Raises:
            InputError: the run was not traced.
        """
        if self.diary is None:
            raise InputError("events: this run kept no diary; ask for one with simulate(..., trace=True)")
        return self.diary

    @property
    def fingerprint(self) -> str:
        """Hex digest of what was counted: equal for equal version and scenario, see `fingerprint`."""
        return fingerprint(self.recording)

    @property
    def conservation(self) -> pd.DataFrame:
        """The conservation laws with their largest deviation; all should be 0."""
        return conservation_table(self.deviations)


def fingerprint(recording: Recording) -> str:
    """Digest of what was counted in a run.

    It covers every week (so also the cost of each payer), the census, waits, courses of needs and groups of
    households. Books of budget years and selections for directors, counted beside them, are not in it.

    Args:
        recording: what was counted.

    Returns:
        Sixty-four hexadecimal characters.
    """
    digest = hashlib.sha256()
    for array in (
        recording.weekly,
        recording.census,
        recording.asked_cohort,
        recording.helped_cohort,
        recording.all_asked_cohort,
        recording.all_helped_cohort,
        recording.helper_count,
        recording.bad_cohort,
        recording.recovered_cohort,
        recording.well_cohort,
        recording.relapsed_cohort,
        recording.groups,
    ):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


@dataclass
class _Progress:
    """How many weeks have been lived, of all copies, and whether to go on.

    Attributes:
        weeks: weeks in all.
        report: called with weeks done and weeks in all, one call at a time.
        asked_to_stop: whether somebody wants to stop.
        stop: set once something went wrong or was stopped: the other copies stop too.
    """

    weeks: int
    report: Callable[[int, int], None] | None
    asked_to_stop: Callable[[], bool] | None
    done: int = 0
    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)

    def check(self) -> None:
        """Stop here if somebody asked to."""
        if self.stop.is_set() or (self.asked_to_stop is not None and self.asked_to_stop()):
            raise Cancelled

    def add(self, weeks: int) -> None:
        """Note weeks that were lived."""
        with self.lock:
            self.done += weeks
            if self.report is not None:
                self.report(self.done, self.weeks)


def simulate(
    scenario: Scenario,
    *,
    trace: bool = False,
    check_every: int = CHECK_EVERY_WEEKS,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    workers: int | None = None,
) -> Run:
    """Live a scenario.

    Args:
        scenario: what to run.
        trace: keep a diary of everything that happens to everybody, with what contributes to every step up;
            changes nothing in the run.
        check_every: weeks between checks of the conservation laws; the last week is always checked.
        progress: called with weeks done and weeks in all; with several copies from several threads, one call
            at a time.
        cancelled: asked every so often; a true answer stops the run.
        workers: threads that live copies at the same time; all cores unless given. The result is the same to
            the last bit; only so many copies are in memory at once.

    Returns:
        What happened.

    Raises:
        InputError: trace is asked of several copies, or check_every or workers is no whole number that fits.
        Cancelled: the run was stopped.
    """
    if trace and scenario.copies > 1:
        raise InputError(f"trace True: copies is {scenario.copies}, a diary is kept of one; give copies 1")
    whole_number("check_every", check_every, 1, 10_000)
    threads = min(
        count_cores() if workers is None else whole_number("workers", workers, 1, 1024), scenario.copies
    )
    state = _Progress(scenario.copies * scenario.weeks, progress, cancelled)
    if trace:
        return _live_traced(scenario, check_every, state)
    live = partial(_live_copy, scenario, check_every, state)
    if threads == 1:
        return _gather(scenario, map(live, range(scenario.copies)))
    with ThreadPoolExecutor(threads, thread_name_prefix="copy") as pool:
        try:
            return _gather(scenario, pool.map(live, range(scenario.copies)))
        finally:
            state.stop.set()


def _gather(scenario: Scenario, lived: Iterable[tuple[Recording, Floats]]) -> Run:
    """Add up the copies in their order, each as soon as it is there."""
    deviations = np.zeros(len(LAWS))
    total: Recording | None = None
    for part, found in lived:
        np.maximum(deviations, found, out=deviations)
        total = part if total is None else add_up([total, part])
    assert total is not None
    return Run(scenario, total, deviations)


def _live_copy(scenario: Scenario, check_every: int, state: _Progress, copy: int) -> tuple[Recording, Floats]:
    """Live one copy of the area from its start-up to its last week."""
    state.check()
    deviations = np.zeros(len(LAWS))
    world = begun(scenario, copy, keep=scenario.copies <= KEPT_STATES)
    holder = held(world)
    for week in range(0, scenario.weeks, check_every):
        state.check()
        until = min(week + check_every, scenario.weeks)
        live_and_check(holder, week, until, deviations)
        state.add(until - week)
    return take_down(world, scenario, whole=copy == 0), deviations


def _live_traced(scenario: Scenario, check_every: int, state: _Progress) -> Run:
    """Live one copy and keep a diary of it."""
    state.check()
    deviations = np.zeros(len(LAWS))
    world = keep_diary(begun(scenario))
    holder = held(world)
    volumes: list[Volume] = []
    for week in range(0, scenario.weeks, check_every):
        state.check()
        until = min(week + check_every, scenario.weeks)
        volumes += write_weeks(world, holder, week, until)
        check_week(holder, until - 1, deviations)
        state.add(until - week)
    diary = diary_table(volumes, world, scenario)
    return Run(scenario, take_down(world, scenario, whole=True), deviations, diary)


def count_cores() -> int:
    """Count the cores this process may use.

    Returns:
        1 or more.
    """
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def live_and_check(holder: Any, week: int, until: int, deviations: Floats) -> None:
    """Live some weeks and check the laws after the last.

    Args:
        holder: the world, held.
        week: first week.
        until: the week after the last.
        deviations: largest deviation per law; updated.
    """
    live_weeks(holder, week, until)
    check_week(holder, until - 1, deviations)
