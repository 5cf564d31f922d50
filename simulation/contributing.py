"""What contributes this week to the tendency of a need to get worse, from its helpers and the other needs."""

import math

import numpy as np

from agents.case import OPEN
from agents.compiled import Record, rule
from agents.contributions import (
    CONFLICT,
    NO_HELP,
    SHORT_HOURS,
    SKILL,
    WAITING,
    WRONG_PLAN,
    missing_help,
    share_among,
)
from agents.contributions import CONTRIBUTIONS as NAMES
from agents.need import level_in
from simulation.counters import DIARY_HOUSEHOLD
from simulation.diary import BEGINS, RECOVERS, STANDS, WORSENS, note
from simulation.phases.delivery import wrong_until
from simulation.pressure import DOMAINS_N, worst_of_both
from simulation.world import World

CONTRIBUTIONS_N = len(NAMES)


@rule
def contribute(w: World, need: Record, week: int, parts: np.ndarray) -> None:
    """Write what contributes to the worsening of one need this week.

    Args:
        w: the world, before anything has changed this week.
        need: record of the need.
        week: this week.
        parts: written; their sum is the logarithm of this need's hazard of worsening over that of the same
            need with all the help it asks and no other needs in the home.
    """
    parts[:] = 0.0
    from_other_needs(w, need, parts)
    share_among(parts, math.log(need.spill), 0, DOMAINS_N)
    missing = missing_help(w.p[0].help_prevents_worsening, need.dose)
    if need.open_cases == 0:
        parts[WAITING if need.first_case >= 0 else NO_HELP] = missing
    else:
        from_help(w, need, week, parts)
        share_among(parts, missing, NO_HELP, CONTRIBUTIONS_N)


@rule
def from_other_needs(w: World, need: Record, parts: np.ndarray) -> None:
    """Write how much each domain presses on a need.

    Args:
        w: the world.
        need: record of the need.
        parts: written, by domain.
    """
    household = w.households[need.household]
    levels = worst_of_both(0, int(household.levels))
    if need.resident >= 0:
        levels = worst_of_both(levels, int(w.residents[need.resident].levels))
    else:
        for member in range(household.first_resident, household.first_resident + household.persons):
            levels = worst_of_both(levels, int(w.residents[member].levels))
    for source in range(DOMAINS_N):
        parts[source] = w.spill[need.domain, source] * level_in(levels, source)


@rule
def from_help(w: World, need: Record, week: int, parts: np.ndarray) -> None:
    """Write what takes the worth out of the help there is.

    Args:
        w: the world.
        need: record of a need with open cases.
        week: this week; help of the week before counts.
        parts: written, from the place for missing help on.
    """
    household = w.households[need.household]
    index = need.first_case
    works = False
    while index >= 0:
        case = w.cases[index]
        if case.state == OPEN and case.norm > 0:
            works = True
            if wrong_until(household, case) >= week:
                parts[WRONG_PLAN] += 1.0
            else:
                parts[SHORT_HOURS] += 1.0 - min(1.0, case.given / case.norm)
                parts[SKILL] += 1.0 - case.skill
                parts[CONFLICT] += 1.0 - household.conflict
        index = case.next_of_need
    if not works:
        parts[NO_HELP] = 1.0


@rule
def note_step(w: World, index: int, severity: int, week: int) -> None:
    """Write a step on the ladder down, with what contributed to it.

    Args:
        w: the world, before anything has changed this week.
        index: which need.
        severity: its severity after the step.
        week: this week.
    """
    need = w.needs[index]
    happening = BEGINS if need.severity == 0 else WORSENS if severity > need.severity else RECOVERS
    write_need(w, happening, index, severity, week)


@rule
def write_need(w: World, happening: int, index: int, severity: int, week: int) -> None:
    """Write a line about a need.

    Args:
        w: the world.
        happening: what happens to it.
        index: which need.
        severity: its severity from now on.
        week: this week.
    """
    need = w.needs[index]
    place = note(w, happening, need.household, week)
    if place < 0:
        return
    line = w.diary[place]
    line.resident = need.resident
    line.domain = need.domain
    line.severity = need.severity
    line.severity_after = severity
    line.since = need.level_week
    if need.severity > 0:
        contribute(w, need, week, w.contributions[place])
    else:
        from_other_needs(w, need, w.contributions[place])
        share_among(w.contributions[place], math.log(max(1.0, need.hazard / quiet(w, need))), 0, DOMAINS_N)


@rule
def quiet(w: World, need: Record) -> float:
    """The hazard of onset of a need when nothing presses on it.

    Args:
        w: the world.
        need: record of a quiet need.

    Returns:
        Hazard per week, more than 0.
    """
    hazard = w.ladder[need.domain, 0] * need.frailty
    return hazard if hazard > 0.0 else 1.0


@rule
def note_standing(w: World, week: int) -> None:
    """Write down how every need of the one household in the diary stands, before this week's steps.

    Args:
        w: the world.
        week: this week.
    """
    if w.diary.size == 0 or w.counters[DIARY_HOUSEHOLD] < 0:
        return
    household = w.households[w.counters[DIARY_HOUSEHOLD]]
    for index in range(household.first_need, household.first_need + household.needs):
        if w.needs[index].severity > 0:
            write_need(w, STANDS, index, w.needs[index].severity, week)
