"""Run a scenario from start-up to the last week, and hand back what happened."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from simulation import outcomes
from simulation.columns import NAMES
from simulation.conservation import LAWS, check_week, conservation_table
from simulation.errors import InputError
from simulation.handle import held
from simulation.records import Recording, add_up, take_down
from simulation.scenario import Scenario, whole_number
from simulation.startup import branch, started
from simulation.submodels import SUBMODELS_NOT_IN
from simulation.week import live_weeks
from simulation.world import Floats, World

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
    """

    scenario: Scenario
    recording: Recording
    deviations: Floats

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
        """Year, payer, euros, euros_discounted, transfers."""
        return outcomes.payers(self.recording, self.scenario.values)

    @cached_property
    def waits(self) -> pd.DataFrame:
        """Per domain: how many asked, restricted mean wait in weeks, share still without help after it."""
        return outcomes.waits(self.recording)

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

    @property
    def fingerprint(self) -> str:
        """Hex digest of all that was counted: equal for equal version and scenario."""
        return fingerprint(self.recording)

    @property
    def conservation(self) -> pd.DataFrame:
        """The conservation laws with their largest deviation; all should be 0."""
        return conservation_table(self.deviations)

    @property
    def not_in(self) -> list[str]:
        """Names of the submodels that are not in yet."""
        return [f"{number} {name_en}" for number, _, name_en in SUBMODELS_NOT_IN]


def fingerprint(recording: Recording) -> str:
    """Digest of everything that was counted in a run.

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
    ):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()


def simulate(
    scenario: Scenario,
    *,
    trace: bool = False,
    check_every: int = CHECK_EVERY_WEEKS,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Run:
    """Live a scenario.

    Args:
        scenario: what to run.
        trace: record every event of every household (not in yet).
        check_every: weeks between checks of the conservation laws; the last week is always checked.
        progress: called with weeks done and weeks in all.
        cancelled: asked every so often; a true answer stops the run.

    Returns:
        What happened.

    Raises:
        InputError: trace is asked, or check_every is no whole number of weeks.
        Cancelled: the run was stopped.
    """
    if trace:
        raise InputError("trace True: tracing single households is not in this version; leave it False")
    whole_number("check_every", check_every, 1, 10_000)
    deviations = np.zeros(len(LAWS))
    parts: list[Recording] = []
    for copy in range(scenario.copies):
        world = branch(started(scenario, copy), scenario)
        for week in range(0, scenario.weeks, check_every):
            if cancelled is not None and cancelled():
                raise Cancelled
            until = min(week + check_every, scenario.weeks)
            live_and_check(world, week, until, deviations)
            if progress is not None:
                progress(copy * scenario.weeks + until, scenario.copies * scenario.weeks)
        parts.append(take_down(world, scenario, whole=copy == 0))
        if len(parts) > 1:
            parts = [add_up(parts)]
    return Run(scenario, parts[0], deviations)


def live_and_check(world: World, week: int, until: int, deviations: Floats) -> None:
    """Live some weeks and check the laws after the last.

    Args:
        world: the world.
        week: first week.
        until: the week after the last.
        deviations: largest deviation per law; updated.
    """
    holder = held(world)
    live_weeks(holder, week, until)
    check_week(holder, until - 1, deviations)
