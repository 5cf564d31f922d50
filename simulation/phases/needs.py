"""Phase 2, needs: what begins, what gets worse, what gets better."""

from agents.cache_lines import SECOND, THIRD
from agents.compiled import prefetch, prefetch_line, rule
from agents.need import level_after_onset
from simulation.columns import DOWNS, MOVED_LEVELS, ONSET_LEVELS, ONSETS, UPS
from simulation.contributing import note_standing, note_step
from simulation.counters import ACTIVE_N
from simulation.diary import keeps_diary
from simulation.draws import LADDER, draw
from simulation.ladder import after_week
from simulation.onset_calendar import is_quiet, take_week
from simulation.pressure import refresh_changed, set_severity
from simulation.world import World


@rule
def needs(w: World, week: int) -> None:
    """One week on the ladder for needs that are there, and the onset of those whose clock runs out.

    Args:
        w: the world.
        week: this week.

    Active needs step first, so that a need never begins and steps in the same week.
    """
    refresh_changed(w, week - 1)
    for domain in range(w.carried.size):
        w.now[MOVED_LEVELS + domain] += w.carried[domain]
        w.carried[domain] = 0
    of_ladder = w.streams[LADDER]
    steps = 0
    for place in range(w.counters[ACTIVE_N]):
        here = w.active[place]
        severity = after_week(here, draw(here.key, of_ladder))
        if severity != here.severity:
            w.steps[steps].index = here.need
            w.steps[steps].severity = severity
            steps += 1
    if keeps_diary(w):
        note_standing(w, week)
        for place in range(steps):
            note_step(w, w.steps[place].index, w.steps[place].severity, week)
    for place in range(steps):
        step = w.steps[place]
        if place + 4 < steps:
            prefetch(w.needs, w.steps[place + 4].index)
            prefetch_line(w.needs, w.steps[place + 4].index, SECOND)
        if place + 2 < steps:
            fetch_owners(w, w.steps[place + 2].index)
        need = w.needs[step.index]
        w.now[(UPS if step.severity > need.severity else DOWNS) + int(need.domain)] += 1
        set_severity(w, step.index, step.severity, week)
    onsets(w, week)
    refresh_changed(w, week)


@rule
def fetch_owners(w: World, index: int) -> None:
    """Ask ahead for whom a need belongs to and for its memory.

    Args:
        w: the world.
        index: a need that will change soon.
    """
    need = w.needs[index]
    prefetch(w.memory, index)
    prefetch(w.households, need.household)
    prefetch_line(w.households, need.household, THIRD)
    prefetch(w.residents, max(0, need.resident))
    prefetch(w.cases, max(0, need.first_case))


@rule
def onsets(w: World, week: int) -> None:
    """Needs whose clock runs out this week begin.

    Args:
        w: the world.
        week: this week.
    """
    for place in range(take_week(w, week)):
        index = w.steps[place].index
        need = w.needs[index]
        if need.onset_week != week or not is_quiet(need):
            continue
        w.now[ONSETS + int(need.domain)] += 1
        level = level_after_onset(need.floor)
        w.now[ONSET_LEVELS + int(need.domain)] += level
        if keeps_diary(w):
            note_step(w, index, level, week)
        set_severity(w, index, level, week)
