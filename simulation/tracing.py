"""What a traced run tells: its diary as a table, with the contributions to every step up."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from agents.contributions import CONTRIBUTIONS
from agents.domains import DOMAINS, EVENTS
from simulation.counters import DIARY_HOUSEHOLD, DIARY_LOST, DIARY_N
from simulation.diary import EVERYBODY, HAPPENINGS, HOUSEHOLD_MOVES, OF_AGE, REGISTERED, RESIDENT_REPLACED
from simulation.products import PRODUCT_NAMES
from simulation.scenario import Scenario
from simulation.week import live_weeks
from simulation.world import DIARY, World

WEEKS_A_VOLUME = 4  # weeks after which a full diary is put away and an empty one begun
LINES_A_HOUSEHOLD = 12
LEAST_LINES = 4096
CENTS = 100.0
_MOVES = (HOUSEHOLD_MOVES, RESIDENT_REPLACED, OF_AGE)

Volume = tuple[np.ndarray, np.ndarray]


def keep_diary(world: World, household: int = EVERYBODY) -> World:
    """Begin a diary in a world that has just branched.

    Args:
        world: the world.
        household: the only household to write about, with how its needs stand every week; else everybody.

    Returns:
        The same world with room for what happens in `WEEKS_A_VOLUME` weeks.
    """
    lines = LEAST_LINES + (LINES_A_HOUSEHOLD * world.households.size if household == EVERYBODY else 0)
    world.counters[DIARY_HOUSEHOLD] = household
    world.counters[DIARY_N] = 0
    return world._replace(
        diary=np.zeros(lines, DIARY).view(np.recarray), contributions=np.zeros((lines, len(CONTRIBUTIONS)))
    )


def put_away(world: World) -> Volume:
    """Take the lines out of the diary, so that there is room for the next weeks.

    Args:
        world: a world that keeps a diary.

    Returns:
        The lines, and the contributions beside them.

    Raises:
        RuntimeError: more happened than there was room for.
    """
    if world.counters[DIARY_LOST]:
        raise RuntimeError(
            f"trace: {world.counters[DIARY_LOST]} lines found no room in the diary; please report this"
        )
    lines = int(world.counters[DIARY_N])
    world.counters[DIARY_N] = 0
    return world.diary[:lines].copy(), world.contributions[:lines].copy()


def _named(numbers: np.ndarray, names: Sequence[str]) -> "pd.Categorical[str]":
    """Names instead of numbers; -1 is nothing."""
    return pd.Categorical.from_codes(numbers.astype(np.int64), categories=pd.Index(names))


def _what(lines: np.ndarray) -> "pd.Categorical[str]":
    """The product or registered event a line is about; a move is common or caused."""
    names = [*PRODUCT_NAMES, *(f"event_{event}" for event in EVENTS), "caused", "common"]
    shift = np.where(lines["happening"] == REGISTERED, len(PRODUCT_NAMES), 0)
    shift[np.isin(lines["happening"], _MOVES)] = len(PRODUCT_NAMES) + len(EVENTS)
    return _named(np.where(lines["what"] >= 0, lines["what"] + shift, -1), names)


def _organisations(lines: np.ndarray, world: World, scenario: Scenario) -> "pd.Categorical[str]":
    """Whose worker or list it was."""
    names = list(scenario.loaded_area.organisations["organisation"])
    of_list = np.append(world.lists.organisation, -1)[lines["own_list"]]
    of_worker = np.append(world.professionals.organisation, -1)[lines["worker"]]
    return _named(np.where(lines["worker"] >= 0, of_worker, of_list), names)


def diary_table(volumes: list[Volume], world: World, scenario: Scenario) -> pd.DataFrame:
    """Everything that happened, one row a happening.

    Args:
        volumes: the diary, in order.
        world: the world it is about.
        scenario: what was lived.

    Returns:
        week, household, resident (place in the household, -1 all of it), domain, event (what happened),
        product (or registered event), severity and severity_after, professional (-1 none or from outside),
        organisation, since (week of asking, or week the severity before was reached), helpers, euros (price
        of a registered event), chance (of this week, as the run used it), hazard, and a column per
        contribution: they add up to the logarithm of the hazard over the same without what contributes; 0
        where nothing is drawn that people or help can change.
    """
    lines = np.concatenate([part for part, _ in volumes])
    beside = np.concatenate([part for _, part in volumes])
    first = world.households.first_resident[lines["household"]]
    table = pd.DataFrame(
        {
            "week": lines["week"],
            "household": lines["household"],
            "resident": np.where(lines["resident"] >= 0, lines["resident"] - first, -1),
            "domain": _named(lines["domain"], DOMAINS),
            "event": _named(lines["happening"], HAPPENINGS),
            "product": _what(lines),
            "severity": lines["severity"],
            "severity_after": lines["severity_after"],
            "professional": lines["worker"],
            "organisation": _organisations(lines, world, scenario),
            "since": lines["since"],
            "helpers": lines["helpers"],
            "euros": lines["cents"] / CENTS,
            "chance": lines["chance"],
            "hazard": lines["hazard"],
        }
    )
    return pd.concat([table, pd.DataFrame(beside, columns=list(CONTRIBUTIONS), copy=False)], axis=1)


def write_weeks(world: World, holder: Any, week: int, until: int) -> Iterator[Volume]:
    """Live some weeks and put the diary away as often as it has room for.

    Args:
        world: a world that keeps a diary.
        holder: by which rules hold it.
        week: first week.
        until: the week after the last.

    Yields:
        What happened, in order.
    """
    for first in range(week, until, WEEKS_A_VOLUME):
        live_weeks(holder, first, min(first + WEEKS_A_VOLUME, until))
        yield put_away(world)
