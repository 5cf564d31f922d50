"""What contributes this week to what may happen to a need: its hazards, taken apart by their own rules.

A contribution is a difference of logarithms. Those of one line add up to the logarithm of the hazard over
that of the same need with all the help it asks, nothing in its way, no other needs in the home, an average
network and average frailty; of asking, over that of full trust and no wait.
"""

import math

import numpy as np

from agents.case import DECIDING, OPEN, dose_of_case
from agents.compiled import Record, rule
from agents.contributions import (
    AFTER_HELP,
    BOTTLENECK,
    CLOSED_BUDGET,
    CONFLICT,
    DECISION,
    DISTRUST,
    FRAILTY,
    NETWORK,
    NETWORK_WORN,
    NEW_DIRECTOR,
    NEW_FACE,
    NEW_TEAM,
    NO_HELP,
    PERCEIVED_WAIT,
    SHORT_HOURS,
    SKILL,
    WAITING,
    WRONG_PLAN,
    WRONG_PRODUCT,
    log_ratio,
    share_among,
)
from agents.domains import CRISIS
from agents.household import asking_chance, spill_over
from agents.need import level_in
from simulation.diary import BEGINS, MAY_RECOVER, RECOVERS, STANDS, WORSENS, note_need, one_household
from simulation.ladder import chances, down_rates, recovery_with, up_rates, worsening_with
from simulation.phases.delivery import practice_of, wrong_until
from simulation.phases.networks import shield_of
from simulation.pressure import DOMAINS_N, factor_of, worst_of_both
from simulation.world import World

ALL_HELP, NO_OTHERS = 1.0, 1.0


@rule
def contribute_to_worsening(w: World, need: Record, week: int, parts: np.ndarray) -> float:
    """Write what contributes to the worsening of a need.

    Args:
        w: the world, before anything has changed this week.
        need: record of a need that is there.
        week: this week.
        parts: zeros; written.

    Returns:
        Its hazard of worsening; 0 in a crisis, which cannot get worse.
    """
    if need.severity == CRISIS:
        return 0.0
    p = w.p[0]
    rate, speed = up_rates(p)[need.severity], w.ladder[need.domain, 1]
    hazard = worsening_with(p, rate, speed, need.dose, need.spill)
    if hazard > 0.0:
        with_help = worsening_with(p, rate, speed, ALL_HELP, NO_OTHERS)
        from_missing(w, need, week, parts)
        missing = log_ratio(worsening_with(p, rate, speed, need.dose, NO_OTHERS), with_help)
        share_among(parts, missing, NO_HELP, AFTER_HELP)
        from_home(w, need, need.spill, parts)
    return hazard


@rule
def contribute_to_recovery(w: World, need: Record, week: int, parts: np.ndarray) -> float:
    """Write what slows the recovery of a need: numbers of 0 and under.

    Args:
        w: the world, before anything has changed this week.
        need: record of a need that is there.
        week: this week.
        parts: zeros; written.

    Returns:
        Its hazard of recovery; 0 at its floor. The crisis state passes at one pace, with help and without.
    """
    p = w.p[0]
    if need.severity == CRISIS:
        return -math.log1p(-p.crisis_state_exit)
    if need.severity <= need.floor:
        return 0.0
    rate, speed = down_rates(p)[need.severity], w.ladder[need.domain, 1]
    hindered = need.hindered > 0
    hazard = recovery_with(p, rate, speed, need.dose, hindered)
    free = recovery_with(p, rate, speed, need.dose, False)
    from_missing(w, need, week, parts)
    missing = log_ratio(free, recovery_with(p, rate, speed, ALL_HELP, False))
    share_among(parts, missing, NO_HELP, AFTER_HELP)
    parts[BOTTLENECK] = log_ratio(hazard, free)
    return hazard


@rule
def contribute_to_onset(w: World, need: Record, parts: np.ndarray) -> float:
    """Write what contributes to the onset of a quiet need.

    Args:
        w: the world.
        need: record of the need; its hazard is that of this week.
        parts: zeros; written.

    Returns:
        Its hazard of onset.
    """
    from_home(w, need, factor_of(w, need, need.pressure), parts)
    parts[FRAILTY] = log_ratio(need.frailty, 1.0)
    return need.hazard


@rule
def from_home(w: World, need: Record, factor: float, parts: np.ndarray) -> None:
    """Write what the other needs of these people and their network contribute.

    Args:
        w: the world.
        need: record of the need.
        factor: that of other needs and network together, as the run uses it.
        parts: written.
    """
    p = w.p[0]
    household = w.households[need.household]
    levels = worst_of_both(0, int(household.levels_used))
    if need.resident >= 0:
        levels = worst_of_both(levels, int(w.residents[need.resident].levels_used))
    else:
        for member in range(household.first_resident, household.first_resident + household.persons):
            levels = worst_of_both(levels, int(w.residents[member].levels_used))
    pressure = 0.0
    for source in range(DOMAINS_N):
        parts[source] = w.spill[need.domain, source] * level_in(levels, source)
        pressure += parts[source]
    of_needs = spill_over(p.spill_over, pressure, p.spill_over_cap)
    share_among(parts, log_ratio(of_needs, NO_OTHERS), 0, DOMAINS_N)
    of_start = shield_of(w, household.network_start)
    parts[NETWORK] = log_ratio(of_start, 1.0)
    parts[NETWORK_WORN] = log_ratio(factor, of_needs * of_start)


@rule
def from_missing(w: World, need: Record, week: int, parts: np.ndarray) -> None:
    """Write in which proportions help is missing, or takes the worth out of the help there is.

    Args:
        w: the world.
        need: record of the need.
        week: this week; help of the week before counts.
        parts: weights are written: of each case that is under way, or else of each that is waited for.
    """
    works = False
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.state == OPEN and case.norm > 0:
            works = True
            at_work(w, case, week, parts)
        index = case.next_of_need
    if works:
        return
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.state == DECIDING:
            parts[DECISION] += 1.0
        elif case.state != OPEN:
            parts[CLOSED_BUDGET if case.held else WAITING] += 1.0
        index = case.next_of_need
    if need.first_case < 0:
        parts[WRONG_PRODUCT if need.return_week >= week else NO_HELP] = 1.0


@rule
def at_work(w: World, case: Record, week: int, parts: np.ndarray) -> None:
    """Write what takes the worth out of a case that is under way: of each factor what it takes off.

    Args:
        w: the world.
        case: record of an open case with hours.
        week: this week; help of the week before counts.
        parts: written.
    """
    household = w.households[case.household]
    if wrong_until(household, case) >= week:
        parts[WRONG_PLAN] += 1.0
        return
    parts[SHORT_HOURS] += 1.0 - dose_of_case(case.given, case.norm, 1.0, 1.0, 1.0, 1.0)
    parts[SKILL] += 1.0 - case.skill
    practice = practice_of(w, case)
    if practice <= household.routine:  # the least settled counts
        parts[NEW_TEAM] += 1.0 - practice
    else:
        parts[NEW_DIRECTOR] += 1.0 - household.routine
    parts[NEW_FACE] += 1.0 - case.owned
    parts[CONFLICT] += 1.0 - household.conflict


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
    place = note_need(w, happening, index, week)
    if place < 0:
        return
    line = w.diary[place]
    line.severity_after = severity
    parts = w.contributions[place]
    if happening == BEGINS:
        line.hazard = contribute_to_onset(w, need, parts)
        line.chance = -math.expm1(-line.hazard)
    elif happening == WORSENS:
        line.hazard = contribute_to_worsening(w, need, week, parts)
        line.chance = chances(w.active[need.active])[0]
    else:
        line.hazard = contribute_to_recovery(w, need, week, parts)
        line.chance = chances(w.active[need.active])[1]


@rule
def note_standing(w: World, week: int) -> None:
    """Write down what may happen to each need of the one household in the diary, before this week's steps.

    Args:
        w: the world.
        week: this week.
    """
    index = one_household(w)
    if index < 0:
        return
    household = w.households[index]
    for number in range(household.first_need, household.first_need + household.needs):
        need = w.needs[number]
        if need.severity == 0:
            continue
        place = note_need(w, STANDS, number, week)
        if place >= 0:
            w.diary[place].hazard = contribute_to_worsening(w, need, week, w.contributions[place])
            w.diary[place].chance = chances(w.active[need.active])[0]
        place = note_need(w, MAY_RECOVER, number, week)
        if place >= 0:
            w.diary[place].hazard = contribute_to_recovery(w, need, week, w.contributions[place])
            w.diary[place].chance = chances(w.active[need.active])[1]


@rule
def note_asking(w: World, happening: int, index: int, rate: float, wait: float, week: int) -> None:
    """Write down that people ask about a need, or may, and what keeps them from it.

    Args:
        w: the world.
        happening: they want help, or may ask for it.
        index: which need.
        rate: probability of asking under full trust and no wait.
        wait: weeks others waited lately on the list of what they would ask.
        week: this week.
    """
    place = note_need(w, happening, index, week)
    if place < 0:
        return
    trust = w.households[w.needs[index].household].trust
    patience = w.p[0].wait_discouragement_weeks
    line = w.diary[place]
    line.chance = asking_chance(rate, trust, wait, patience)
    line.hazard = line.chance
    trusted = asking_chance(rate, trust, 0.0, patience)
    w.contributions[place, DISTRUST] = log_ratio(trusted, asking_chance(rate, 1.0, 0.0, patience))
    w.contributions[place, PERCEIVED_WAIT] = log_ratio(line.chance, trusted)
