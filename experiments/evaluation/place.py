"""Plays one place: the same people and luck with directors in every way of bringing them, and with none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from agents.domains import MUNICIPAL_PAYERS
from experiments.evaluation.trial import EVERYBODY, NOBODY, PILOT, WEDGE, Trial
from simulation import Scenario
from simulation.build import build_world
from simulation.counters import FOLLOWED_N
from simulation.handle import held
from simulation.run import Cancelled
from simulation.scenario import WEEKS_PER_YEAR
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World

type Floats = NDArray[np.float64]
CENTS = 100.0
MOST_DONORS = 200
"""How many households elsewhere a register is searched for: those with the dearest year before."""
MEASURES = ("events", "municipal", "total")
"""What an evaluator looks at: registered events, euros of the municipality, euros of all payers."""
LOOK_EVERY = 4
"""Every so many weeks is looked who has a director."""
WITH = "weeks_with"
"""The column with the weeks that a household had a director since the start."""
COVARIATES = ("persons", "has_child", "old_only", "rented", "low_income", "helpers")
NEVER = -1


@dataclass(frozen=True)
class Register:
    """What a register shows of all households at one moment.

    Attributes:
        amounts: Household x measure, since the start of the account.
        people: Who lives there, to see who has moved.
    """

    amounts: Floats
    people: NDArray[np.int64]

    @classmethod
    def of(cls, world: World) -> "Register":
        """Reads the register."""
        cost = world.household_cost / CENTS
        municipal = cost[:, list(MUNICIPAL_PAYERS)].sum(axis=1)
        events = world.event_total.sum(axis=1).astype(float)
        amounts = np.column_stack([events, municipal, cost.sum(axis=1)])
        return cls(amounts, world.households.generation.astype(np.int64))


def play_place(
    trial: Trial,
    number: int,
    cancelled: Callable[[], bool] = lambda: False,
    note: Callable[[float], None] = lambda _part: None,
) -> pd.DataFrame:
    """Plays one place in every way.

    Args:
        trial: The evaluation.
        number: Number of the place, counted from 0.
        cancelled: Asked between two looks; a true answer stops the work.
        note: Told which part is done.

    Returns:
        One row per way, household and week at which registers are read. Households are those chosen, and
        possible pairs for them in neighbourhoods without directors. `since` is the week from which a director
        is meant to come, `weeks_with` how many weeks there was one: the rule chooses again every half year.

    Raises:
        Cancelled: Somebody asked to stop.
    """
    ways = {name: trial.with_luck(scenario, number) for name, scenario in trial.scenarios.items()}
    for years in trial.horizons:
        ways[f"{WEDGE}-{years}"] = trial.with_luck(trial.wedge(number, years), number)
    state, year_before, people = _live_start(trial, ways[NOBODY], number)
    facts: pd.DataFrame | None = None
    tables = []
    for done, (name, scenario) in enumerate(sorted(ways.items(), key=lambda way: way[0] != EVERYBODY)):
        world = branch(state, scenario)
        if facts is None:  # the first is the one in which everybody who is chosen is followed
            facts = _choose(world, trial, year_before, people)
        own = _facts_of(name, facts, world, trial, number)
        looks = [week for week in trial.looks(number) if week <= scenario.weeks]
        had = np.zeros(len(people), np.int64)
        for start, week in zip([0, *looks], looks, strict=False):
            if cancelled():
                raise Cancelled
            had = had + _live(world, start, week)
            tables.append(_look(own, Register.of(world), people, had).assign(way=name, week=week))
        note((done + 1) / len(ways))
    return pd.concat(tables, ignore_index=True)


def _live_start(trial: Trial, scenario: Scenario, number: int) -> tuple[World, Floats, NDArray[np.int64]]:
    """Lives the start-up, and reads the register a year before its end and at its end."""
    copy, weeks = trial.copy(number), scenario.warmup_weeks
    world = build_world(scenario.loaded_area, scenario.start_values, scenario.seed, copy, weeks)
    year = min(WEEKS_PER_YEAR, weeks)
    live_weeks(held(world), -weeks, -year)
    first = Register.of(world)
    live_weeks(held(world), -year, 0)
    last = Register.of(world)
    amounts = (last.amounts - first.amounts) * (WEEKS_PER_YEAR / max(1, year))
    stayed = np.where(first.people == last.people, last.people, NEVER)
    return world, amounts, stayed


def _live(world: World, start: int, end: int) -> NDArray[np.int64]:
    """Lives from one look to the next, and gives how many of those weeks each household had a director."""
    had = np.zeros(len(world.households), np.int64)
    for week in range(start, end, LOOK_EVERY):
        after = min(end, week + LOOK_EVERY)
        live_weeks(held(world), week, after)
        followed = world.followed[: int(world.counters[FOLLOWED_N])]
        had[followed["household"][followed["link"] >= 0]] += after - week
    return had


def _choose(world: World, trial: Trial, before: Floats, people: NDArray[np.int64]) -> pd.DataFrame:
    """Gives the households chosen by the rule, and those elsewhere that may be like them."""
    given = world.households
    ranked = (given.follow_rank > 0) & (given.follow_rank <= trial.households) & (people != NEVER)
    half = -(-len(trial.neighbourhoods) // 2)
    elsewhere = (given.neighbourhood >= half) & (given.helpers > 0) & (people != NEVER)
    dear = np.flatnonzero(elsewhere & (before[:, MEASURES.index("municipal")] > 0))
    order = np.argsort(-before[dear, MEASURES.index("municipal")], kind="stable")
    kept = np.union1d(np.flatnonzero(ranked), dear[order[:MOST_DONORS]])
    facts = {
        "household": kept,
        "rank": np.where(ranked[kept], given.follow_rank[kept], 0).astype(int),
        "neighbourhood": given.neighbourhood[kept].astype(int),
        "donor": elsewhere[kept].astype(int),
        **{name: given[name][kept].astype(int) for name in COVARIATES},
        **{f"before_{name}": before[kept, place] for place, name in enumerate(MEASURES)},
    }
    return pd.DataFrame(facts)


def _facts_of(name: str, facts: pd.DataFrame, world: World, trial: Trial, number: int) -> pd.DataFrame:
    """Adds from which week directors come to each chosen household, -1 for never; drops who is not needed."""
    chosen = facts["rank"].to_numpy() > 0
    since = np.full(len(facts), NEVER)
    if name.startswith(WEDGE):
        steps = trial.steps(number, int(name.rpartition("-")[2]))
        weeks = np.array([steps[place] for place in trial.neighbourhoods])
        since[chosen] = weeks[facts["neighbourhood"].to_numpy()[chosen]]
    elif name != NOBODY:
        followed = world.households.following[facts["household"].to_numpy()] >= 0
        since[chosen & followed] = 0
    needed = chosen if name not in (NOBODY, PILOT) else np.ones(len(facts), bool)
    return facts.assign(since=since)[needed]


def _look(
    facts: pd.DataFrame, register: Register, people: NDArray[np.int64], had: NDArray[np.int64]
) -> pd.DataFrame:
    """Adds what the register shows of each household, its weeks with a director, and who is still there."""
    households = facts["household"].to_numpy()
    seen: Mapping[str, NDArray[np.float64]] = {
        name: register.amounts[households, place] for place, name in enumerate(MEASURES)
    }
    there = (register.people[households] == people[households]).astype(int)
    return facts.assign(**seen, there=there, **{WITH: had[households]})
