"""Two lives of one household: the same people and the same luck under two policies."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from agents.household import HOUSEHOLD_KINDS
from simulation.conservation import check_week
from simulation.errors import InputError, say
from simulation.handle import held
from simulation.laws import LAWS
from simulation.pair import STANDING, Pair, told
from simulation.scenario import Scenario
from simulation.startup import begun, started
from simulation.tracing import diary_table, keep_diary, write_weeks
from simulation.tracing_back import COLUMNS, escalations, trace_back

_NEWCOMERS = ("household_moves", "resident_replaced")


@dataclass(frozen=True, eq=False)
class Twins:
    """Two lives of one household.

    Attributes:
        household: place of the household in the table of households.
        policies: names of the two policies.
        histories: what happened in each world, up to the week in which the twins end.
        standings: what might happen to each need, every week, with what contributed to it.
        weeks: how many weeks the twins can be compared: up to the first move that is not common.
        neighbourhood: where they live.
        kind: kind of household, a name of `agents.household.HOUSEHOLD_KINDS`.
        ages: of its members when the policies begin.
        helpers: how many helpers came then.
    """

    household: int
    policies: tuple[str, str]
    histories: tuple[pd.DataFrame, pd.DataFrame]
    standings: tuple[pd.DataFrame, pd.DataFrame]
    weeks: int
    neighbourhood: str
    kind: str
    ages: tuple[int, ...]
    helpers: int

    @cached_property
    def parted_week(self) -> int | None:
        """The first week in which something happens in one world and not in the other; none if never."""
        here, there = (Counter(told(history)) for history in self.histories)
        apart = [int(row[0]) for row in (here - there) + (there - here)]
        return min(apart, default=None)

    @cached_property
    def _pair(self) -> Pair:
        """Both lives, to compare them."""
        return Pair(self.histories, self.standings)

    @cached_property
    def escalations(self) -> pd.DataFrame:
        """Registered events and steps to severe or crisis that happened in one world and not in the other.

        Columns world (0 or 1), week, resident, domain, event, product, severity_after; in order of week.
        """
        return escalations(self._pair)

    def chain(self, escalation: int = 0) -> pd.DataFrame:
        """The largest contributions behind one escalation, back through at most five steps.

        Args:
            escalation: which row of `escalations`.

        Returns:
            One row a step, columns as in `simulation.tracing_back.Step`; empty when the worlds do
            not differ in any escalation.

        Raises:
            InputError: there is no such row.
        """
        found = self.escalations
        if found.empty and escalation == 0:
            return pd.DataFrame(columns=list(COLUMNS))
        if not 0 <= escalation < len(found):
            there = f"give 0 to {len(found) - 1}" if len(found) else "there is nothing to trace back"
            raise InputError(f"escalation {escalation}: {len(found)} happened in one life only; {there}")
        return trace_back(self._pair, found.iloc[escalation])


def twins(scenario_a: Scenario, scenario_b: Scenario, household: int) -> Twins:
    """Live two scenarios and tell the two lives of one household.

    Args:
        scenario_a: the first scenario.
        scenario_b: the second; same area, seed, start-up and model parameters.
        household: place of the household in the table of households, 0 and over.

    Returns:
        The two lives.

    Raises:
        InputError: the scenarios do not share their start-up, have several copies or other horizons, or there
            is no such household.
    """
    _check(scenario_a, scenario_b)
    count = started(scenario_a).households.size
    if isinstance(household, bool) or not isinstance(household, int) or not 0 <= household < count:
        raise InputError(say("twins.no_such_household", value=repr(household), count=count, most=count - 1))
    lives = [_life(scenario, household) for scenario in (scenario_a, scenario_b)]
    weeks = min(_weeks_together(life, scenario_a.weeks) for life in lives)
    a, b = (_until_move(life[life["week"] < weeks]) for life in lives)
    (history_a, standing_a), (history_b, standing_b) = _apart(a), _apart(b)
    return Twins(
        household,
        (scenario_a.policy, scenario_b.policy),
        (history_a, history_b),
        (standing_a, standing_b),
        weeks,
        *_who(scenario_a, household),
    )


def _check(scenario_a: Scenario, scenario_b: Scenario) -> None:
    """Refuse scenarios whose households are no twins."""
    for scenario in (scenario_a, scenario_b):
        if scenario.copies != 1:
            raise InputError(f"copies {scenario.copies}: twins live in one copy of the area; give copies 1")
    if scenario_a.start_digest != scenario_b.start_digest:
        raise InputError(
            f"policy {scenario_b.policy!r}: twins need the same area, seed, start-up and model parameters as "
            f"{scenario_a.policy!r}; only policies and levers may differ"
        )
    if scenario_a.years != scenario_b.years:
        raise InputError(f"years {scenario_b.years}: give both scenarios {scenario_a.years} years")


def _who(scenario: Scenario, household: int) -> tuple[str, str, tuple[int, ...], int]:
    """Where a household lives, of which kind, and its ages and helpers when the policies begin."""
    world = started(scenario)
    home = world.households[household]
    first = int(home.first_resident)
    ages = tuple(int(age) for age in world.residents.age[first : first + int(home.persons)])
    neighbourhood = scenario.loaded_area.neighbourhoods[home.neighbourhood]
    return neighbourhood, HOUSEHOLD_KINDS[home.kind], ages, int(home.helpers)


def _life(scenario: Scenario, household: int) -> pd.DataFrame:
    """Everything that happened to one household, and what might have, every week."""
    world = keep_diary(begun(scenario), household)
    holder = held(world)
    volumes = list(write_weeks(world, holder, 0, scenario.weeks))
    deviations = np.zeros(len(LAWS))
    check_week(holder, scenario.weeks - 1, deviations)
    if deviations.any():
        broken = [law for law, deviation in zip(LAWS, deviations, strict=True) if deviation]
        raise RuntimeError(f"twins: conservation laws do not hold ({', '.join(broken)}); please report this")
    return diary_table(volumes, world, scenario)


def _caused(life: pd.DataFrame) -> "pd.Series[bool]":
    """Which lines bring newcomers who do not come under every policy."""
    found: pd.Series[bool] = life["event"].isin(_NEWCOMERS) & (life["product"] == "caused")
    return found


def _weeks_together(life: pd.DataFrame, weeks: int) -> int:
    """Up to which week the people who live here are the same in both worlds."""
    caused = life[_caused(life)]
    return weeks if caused.empty else int(caused["week"].iloc[0]) + 1


def _until_move(life: pd.DataFrame) -> pd.DataFrame:
    """A life up to the move with which it ends: what happens to the newcomers in that week is left out."""
    caused = _caused(life)
    return life.loc[: caused.idxmax()] if caused.any() else life


def _apart(life: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What happened, and what might have."""
    stands = life["event"].isin(STANDING)
    return life[~stands].reset_index(drop=True), life[stands].reset_index(drop=True)
