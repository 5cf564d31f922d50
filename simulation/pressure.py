"""How needs press on each other inside a household, and what that does to clocks and probabilities."""

import numpy as np

from agents.compiled import Record, rule
from agents.domains import CHILD, MODERATE, PARENTING, SEVERE, age_group
from agents.household import spill_over
from agents.need import (
    NEVER,
    new_clock,
    onset_hazard,
    recovery_hazard,
    remember,
    set_clock,
    share_of_week,
    worsening_hazard,
)
from simulation.draws import CLOCK, draw, stream
from simulation.waits import NOT_COUNTED, leave_count
from simulation.world import ACTIVE_N, BEFORE, CHANGED_N, MULTI, MULTI_DOMAINS, MULTI_SUM, UNMET_N, World

DOMAINS_N = 9
UNKNOWN = 0.0  # spill-over of a need whose owner has just arrived
OUT = -2  # not in the calendar; -1 is first or last of its week


@rule
def mark_changed(w: World, household_index: int) -> None:
    """Note that the hazards of a household must be computed anew.

    Args:
        w: the world.
        household_index: which household.
    """
    household = w.households[household_index]
    if not household.changed:
        household.changed = 1
        w.changed[w.counters[CHANGED_N]] = household_index
        w.counters[CHANGED_N] += 1


@rule
def quit_calendar(w: World, index: int) -> None:
    """Take a quiet need out of the calendar of onsets.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    if need.before == OUT:
        return
    if need.before == -1:
        w.calendar[need.onset_week + w.counters[BEFORE]] = need.after
    else:
        w.needs[need.before].after = need.after
    if need.after >= 0:
        w.needs[need.after].before = need.before
    need.before = OUT
    need.after = OUT


@rule
def enter_calendar(w: World, index: int) -> None:
    """Write the week of onset of a quiet need into the calendar, if it comes before the end of the run.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    place = need.onset_week + w.counters[BEFORE]
    need.before = OUT
    need.after = OUT
    if place >= w.calendar.size:
        return
    first = w.calendar[place]
    need.before = -1
    need.after = first
    w.calendar[place] = index
    if first >= 0:
        w.needs[first].before = index


@rule
def become_active(w: World, index: int) -> None:
    """A need that is there is looked at every week.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    if need.active < 0:
        need.active = w.counters[ACTIVE_N]
        w.active[need.active] = index
        w.counters[ACTIVE_N] += 1
        w.households[need.household].active_needs += 1


@rule
def become_quiet(w: World, index: int) -> None:
    """A need that is gone costs nothing until its clock runs out.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    if need.active >= 0:
        w.counters[ACTIVE_N] -= 1
        last = w.active[w.counters[ACTIVE_N]]
        w.active[need.active] = last
        w.needs[last].active = need.active
        need.active = -1
        w.households[need.household].active_needs -= 1


@rule
def start_clock(w: World, index: int, week: int) -> None:
    """Wind the clock of a need that has just become quiet.

    Args:
        w: the world.
        index: which need.
        week: this week.
    """
    need = w.needs[index]
    need.episode += 1
    need.budget = new_clock(draw(need.key, stream(w.seed_key[0], need.episode, CLOCK)))
    need.hazard = 0.0
    need.clock_week = week
    need.onset_week = NEVER
    need.before = OUT
    need.after = OUT


@rule
def is_adult_need(w: World, need: Record) -> bool:
    """Whether the owner of a need is 18 or over; household needs count as adult.

    Args:
        w: the world.
        need: record of the need.

    Returns:
        Whether it is an adult's need.
    """
    if need.resident < 0:
        return True
    return age_group(w.residents[need.resident].age) != CHILD


@rule
def set_probabilities(
    p: Record, need: Record, speed: float, ups: tuple[float, ...], downs: tuple[float, ...]
) -> None:
    """Probabilities of one step up and one step down in the coming week.

    Args:
        p: parameters.
        need: record of an active need.
        speed: speed of its domain.
        ups: hazards of worsening at severity 1-3, at places 1-3.
        downs: hazards of recovery at severity 1-3, at places 1-3.
    """
    need.stale = 0
    severity = need.severity
    if severity == 0:
        need.up = 0.0
        need.down = 0.0
        return
    if severity == 4:
        need.up = 0.0
        need.down = p.crisis_state_exit
        return
    up = worsening_hazard(ups[severity], speed, p.help_prevents_worsening, need.dose, need.spill)
    down = 0.0
    if severity > need.floor:
        down = recovery_hazard(downs[severity], speed, p.help_speeds_recovery, need.dose)
    need.up = share_of_week(up, up + down)
    need.down = share_of_week(down, up + down)


@rule
def refresh_household(w: World, household_index: int, week: int) -> None:
    """Compute the spill-over of a household anew, and so clocks, probabilities and count of heavy domains.

    Args:
        w: the world.
        household_index: which household.
        week: this week; new hazards hold from next week.
    """
    household = w.households[household_index]
    first, count, shared = household.first_need, household.needs, household.household_needs
    highest = w.scratch[0:DOMAINS_N]
    from_household = w.scratch[DOMAINS_N : 2 * DOMAINS_N]
    from_people = w.scratch[2 * DOMAINS_N : 3 * DOMAINS_N]
    highest[:] = 0.0
    from_household[:] = 0.0
    from_people[:] = 0.0
    for index in range(first, first + count):
        need = w.needs[index]
        if need.severity > highest[need.domain]:
            highest[need.domain] = need.severity
    heavy = 0
    for domain in range(DOMAINS_N):
        heavy += highest[domain] >= MODERATE
        if highest[domain] > 0.0:
            press(w, from_household if domain <= PARENTING else from_people, domain, highest[domain])
    for index in range(first, first + shared):
        set_spill(w, index, from_household[w.needs[index].domain] + from_people[w.needs[index].domain], week)
    start = first + shared
    while start < first + count:
        stop = start + w.residents[w.needs[start].resident].needs
        from_people[:] = 0.0
        for index in range(start, stop):
            need = w.needs[index]
            if need.severity > 0:
                press(w, from_people, need.domain, need.severity)
        for index in range(start, stop):
            set_spill(
                w, index, from_household[w.needs[index].domain] + from_people[w.needs[index].domain], week
            )
        start = stop
    set_heavy_domains(w, household, heavy)
    household.changed = 0


@rule
def press(w: World, pressure: np.ndarray, source: int, severity: float) -> None:
    """Let one severity press on every domain.

    Args:
        w: the world.
        pressure: pressure by target domain; added to.
        source: domain of the severity.
        severity: how severe.
    """
    for target in range(DOMAINS_N):
        pressure[target] += w.spill[target, source] * severity


@rule
def set_spill(w: World, index: int, pressure: float, week: int) -> None:
    """Set M of one need from what presses on it.

    Args:
        w: the world.
        index: which need.
        pressure: sum over the other needs of matrix weight times severity; the matrix has no diagonal.
        week: this week.
    """
    need = w.needs[index]
    if not need.eligible:
        return
    if pressure != need.pressure or need.spill == UNKNOWN:
        p = w.p[0]
        need.pressure = pressure
        need.spill = spill_over(p.spill_over, pressure, p.spill_over_cap) if pressure > 0.0 else 1.0
        need.stale = 1
    if need.severity == 0:
        hazard = onset_hazard(w.ladder[need.domain, 0], need.frailty, need.spill)
        if hazard != need.hazard:
            quit_calendar(w, index)
            set_clock(need, hazard, week)
            enter_calendar(w, index)


@rule
def set_heavy_domains(w: World, household: Record, heavy: int) -> None:
    """Keep count of households with needs at 2 and over in three or more domains.

    Args:
        w: the world.
        household: record of the household.
        heavy: number of such domains now.
    """
    was = household.heavy_domains >= MULTI_DOMAINS
    now = heavy >= MULTI_DOMAINS
    household.heavy_domains = heavy
    if now and not was:
        w.tally[MULTI] += 1
        w.tally[MULTI_SUM] += household.helpers
    elif was and not now:
        w.tally[MULTI] -= 1
        w.tally[MULTI_SUM] -= household.helpers


@rule
def refresh_changed(w: World, week: int) -> None:
    """Compute anew what changed in the households that something happened to.

    Args:
        w: the world.
        week: this week.
    """
    for place in range(w.counters[CHANGED_N]):
        refresh_household(w, w.changed[place], week)
    w.counters[CHANGED_N] = 0


@rule
def set_severity(w: World, index: int, severity: int, week: int) -> None:
    """Write a new severity and everything that hangs on it.

    Args:
        w: the world.
        index: which need.
        severity: new severity.
        week: this week.
    """
    need = w.needs[index]
    w.severity_count[need.domain, need.severity] -= 1
    w.severity_count[need.domain, severity] += 1
    was_quiet = need.severity == 0
    if severity >= SEVERE and need.severity < SEVERE:
        need.severe_week = week
    if need.open_cases == 0:
        w.tally[UNMET_N] += int(severity >= MODERATE) - int(need.severity >= MODERATE)
    need.severity = severity
    need.level_week = week
    need.stale = 1
    if need.in_count and severity < MODERATE:
        need.in_count = 0
        leave_count(w, need.household, week, False)
    if severity == 0 and need.first_case < 0:
        need.asked_week = NOT_COUNTED
    if severity == 0:
        become_quiet(w, index)
        start_clock(w, index, week)
    elif was_quiet:
        quit_calendar(w, index)
        need.history_new = 0
        need.history_old = 0
        become_active(w, index)
    mark_changed(w, need.household)


@rule
def fill_memory(need: Record) -> None:
    """Give a newcomer's need a past: it was as it is.

    Args:
        need: record of the need.
    """
    for _ in range(42):
        remember(need)
