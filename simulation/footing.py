"""The footing of a run: hours of lists and event rates with which fragmented working meets its norms.

Moved in rounds of runs with ever smaller steps, for an area (`simulation.solving`) or, from where the area
stands, for other values of its parameters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from agents.domains import EVENTS
from simulation import tables
from simulation.areas import Area
from simulation.build import build_world
from simulation.handle import held
from simulation.laws import LAWS
from simulation.parameters import resolve
from simulation.records import take_down
from simulation.run import Cancelled, Run, live_and_check
from simulation.scenario import WEEKS_PER_YEAR, Scenario
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import DECISION_RING, Floats, World

PER_RESIDENTS = 15_000.0
SLOWING_ROUNDS = 3.0  # after so many rounds steps are half those of the first
HOURS_STEP = 0.4  # part of the distance to the norm, in logarithms, by which hours move in the first round
LONGEST_DISTANCE = 1.0  # in logarithms; farther is not followed faster
LEAST_FACTOR, MOST_FACTOR = 0.1, 10.0
LEAST_RATE, MOST_RATE = 1e-6, 1.0
HALF_WEEK = 0.5  # waits are counted in whole weeks; below this a difference means nothing

Watch = Callable[[World, int], None]
"""Shown the world after some weeks of the policy, and how many have been lived."""


@dataclass(frozen=True, eq=False)
class Lived:
    """A run, and by list how many started in it and how many weeks they had waited together."""

    run: Run
    weeks: Floats
    starts: Floats

    def events_a_year(self) -> Floats:
        """Count the registered events a year under the policy, in the fixed order."""
        under_policy = self.run.weekly[self.run.weekly.index >= 0]
        counts: Floats = under_policy[[f"events_{event}" for event in EVENTS]].sum().to_numpy(np.float64)
        return counts / self.run.scenario.years


def live(
    scenario: Scenario,
    area: Area | None = None,
    *,
    watch: Watch | None = None,
    watch_weeks: int = WEEKS_PER_YEAR,
    cancelled: Callable[[], bool] = lambda: False,
) -> Lived:
    """Live a scenario as `simulate` does, and add up the waits of each list before they are forgotten.

    Args:
        scenario: what to live, one copy.
        area: its area with other hours and rates; as it is in its folder unless given.
        watch: shown the world every so many weeks.
        watch_weeks: how many; no more than a year.
        cancelled: asked every so often; a true answer stops the run.

    Returns:
        The run and the waits.

    Raises:
        Cancelled: the run was stopped.
    """
    before = scenario.warmup_weeks
    there = scenario.loaded_area if area is None else area
    state = build_world(there, scenario.start_values, scenario.seed, 0, before)
    live_weeks(held(state), -before, 0)
    world, deviations = branch(state, scenario), np.zeros(len(LAWS))
    holder = held(world)
    weeks, starts = np.zeros(world.lists.size), np.zeros(world.lists.size)
    for week in range(0, scenario.weeks, watch_weeks):
        if cancelled():
            raise Cancelled
        until = min(week + watch_weeks, scenario.weeks)
        live_and_check(holder, week, until, deviations)
        kept = np.arange(week, until) % DECISION_RING
        weeks += world.wait_sum[:, kept].sum(axis=1)
        starts += world.wait_count[:, kept].sum(axis=1)
        if watch is not None:
            watch(world, until)
    return Lived(Run(scenario, take_down(world, scenario, whole=True), deviations), weeks, starts)


@dataclass(frozen=True, eq=False)
class Footing:
    """Hours of lists and event rates on their way to waits at their norm and events at their base rate.

    Attributes:
        norms: organisation, product and norm (weeks, 0 without one) of each list, in order of their number.
        wanted: registered events a year that there should be.
        factors: by what the hours of each list are multiplied.
        rates: weekly hazards at severity 3.
    """

    norms: pd.DataFrame
    wanted: Floats
    factors: Floats
    rates: Floats

    @classmethod
    def of(cls, area: Area, values: Mapping[str, float] | None = None) -> "Footing":
        """Stand where the area stands.

        Args:
            area: the area, solved.
            values: every parameter; the defaults unless given.
        """
        norms = wanted_waits(area, values)
        named = zip(area.capacities["organisation"], area.capacities["product"], strict=True)
        known = dict(zip(named, area.capacities["factor"].astype(float), strict=True))
        pairs = zip(norms["organisation"], norms["product"], strict=True)
        rates = area.event_rates.set_index("event")["rate"].astype(float)
        return cls(
            norms,
            wanted_events(area),
            np.array([known.get(pair, 1.0) for pair in pairs]),
            np.array([float(rates[event]) for event in EVENTS]),
        )

    def moved(self, lived: Sequence[Lived], size: float) -> "Footing":
        """Move towards the norms, and towards the base rates.

        Args:
            lived: runs on this footing.
            size: how far, relative to the first round.
        """
        waits = mean_waits(lived, len(self.norms))
        counts = mean_events(lived)
        norms = self.norms["norm"].to_numpy(np.float64)
        return replace(
            self,
            factors=moved_factors(self.factors, norms, waits, HOURS_STEP * size),
            rates=np.clip(moved_rates(self.rates, self.wanted, counts, size), LEAST_RATE, MOST_RATE),
        )

    def under(self, area: Area) -> Area:
        """Give an area these hours and rates, in memory only.

        Args:
            area: the area as its folder says; it is left as it is.
        """
        hours = self.norms[["organisation", "product"]].assign(factor=self.factors)
        return replace(
            area,
            capacities=hours[self.norms["norm"] > 0.0].reset_index(drop=True),
            event_rates=pd.DataFrame({"event": EVENTS, "rate": self.rates, "digest": "world"}),
            world_digest=f"{self.factors.tobytes().hex()}{self.rates.tobytes().hex()}",
        )


def mean_events(lived: Sequence[Lived]) -> Floats:
    """Mean number of registered events a year, in the fixed order.

    Args:
        lived: runs.
    """
    result: Floats = np.sum([one.events_a_year() for one in lived], axis=0) / len(lived)
    return result


def mean_waits(lived: Sequence[Lived], lists: int) -> Floats:
    """Mean wait of who started, by list; not a number when nobody did.

    Args:
        lived: runs.
        lists: number of lists that belong to a provider.
    """
    weeks = np.sum([one.weeks for one in lived], axis=0)[:lists]
    starts = np.sum([one.starts for one in lived], axis=0)[:lists]
    result: Floats = np.divide(weeks, starts, out=np.full(lists, np.nan), where=starts > 0)
    return result


def step_size(turn: int) -> float:
    """How far a round moves, relative to the first: ever less, so that luck averages out.

    Args:
        turn: the round, counted from 0.

    Returns:
        1 in the first round, then ever less.
    """
    return 1.0 / (1.0 + turn / SLOWING_ROUNDS)


def moved_rates(rates: Floats, wanted: Floats, counts: Floats, size: float) -> Floats:
    """Move event rates towards the events wanted.

    Args:
        rates: weekly hazards at severity 3.
        wanted: events a year that there should be.
        counts: events a year that were counted with these rates.
        size: 1 scales all the way, less goes part of it.

    Returns:
        New rates; twice as high where nothing was counted.
    """
    nearer = rates * (wanted / np.maximum(counts, 1e-9)) ** size
    result: Floats = np.where(counts > 0.0, nearer, rates * 2.0)
    return result


def moved_factors(factors: Floats, norms: Floats, waits: Floats, size: float) -> Floats:
    """Move the hours of lists towards those with which waits meet their norm.

    Args:
        factors: by what the hours of each list are multiplied.
        norms: norm of each list, in weeks; 0 none.
        waits: mean wait of each list with these hours, in weeks; not a number when nobody started.
        size: part of the distance, in logarithms, that is moved.

    Returns:
        New factors, between `LEAST_FACTOR` and `MOST_FACTOR`; the same without a norm or a wait.
    """
    known = (norms > 0.0) & np.isfinite(waits)
    distance = np.log((np.where(known, waits, 0.0) + HALF_WEEK) / (norms + HALF_WEEK))
    step = size * np.clip(distance, -LONGEST_DISTANCE, LONGEST_DISTANCE)
    result: Floats = np.where(known, np.clip(factors * np.exp(step), LEAST_FACTOR, MOST_FACTOR), factors)
    return result


def wanted_events(area: Area) -> Floats:
    """Registered events a year that an area should have under fragmented working.

    Args:
        area: the area.

    Returns:
        Events a year, in the fixed order.
    """
    per_year = area.events.set_index("event")["per_year_per_15000"]
    wanted: Floats = (
        np.array([float(per_year[event]) for event in EVENTS]) * area.residents_on_paper / PER_RESIDENTS
    )
    return wanted


def wanted_waits(area: Area, values: Mapping[str, float] | None = None) -> pd.DataFrame:
    """Mean waits that the lists of an area should have under fragmented working.

    Args:
        area: the area.
        values: every parameter; the defaults unless given.

    Returns:
        organisation, product and norm (weeks, 0 without one) of each list, in the order of their number.
    """
    known = resolve() if values is None else values
    rows = [
        (organisation, product, known.get(f"wait_norm_{product}", 0.0))
        for product, organisation, _, _ in tables.list_rows(area)
    ]
    return pd.DataFrame(rows, columns=["organisation", "product", "norm"])
