"""The needs that are there, in the order in which the week reads them: severe, moderate, light."""

from agents.compiled import Record, rule
from agents.domains import MODERATE, SEVERE
from simulation.counters import ACTIVE_N, HEAVY_N, SEVERE_N
from simulation.world import World


@rule
def become_active(w: World, index: int) -> None:
    """A need that is there is looked at every week.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    if need.active >= 0:
        return
    need.active = w.counters[ACTIVE_N]
    w.counters[ACTIVE_N] += 1
    here = w.active[need.active]
    here.key = need.key
    here.need = index
    here.domain = need.domain
    here.unseen = need.open_cases == 0 and w.households[need.household].visitors > 0
    change_place(w, need)


@rule
def become_quiet(w: World, index: int) -> None:
    """A need that is gone costs nothing until its clock runs out.

    Args:
        w: the world.
        index: which need; its severity has been set.
    """
    need = w.needs[index]
    if need.active < 0:
        return
    change_place(w, need)
    w.counters[ACTIVE_N] -= 1
    swap(w, need.active, w.counters[ACTIVE_N])
    need.active = -1


@rule
def change_place(w: World, need: Record) -> None:
    """A need got another severity: it stands with the severe, the moderate or the light ones.

    Args:
        w: the world.
        need: record of an active need.
    """
    here = w.active[need.active]
    here.severity = need.severity
    here.stale = 1
    if need.severity >= MODERATE and need.active >= w.counters[HEAVY_N]:
        swap(w, need.active, w.counters[HEAVY_N])
        w.counters[HEAVY_N] += 1
    if need.severity >= SEVERE and need.active >= w.counters[SEVERE_N]:
        swap(w, need.active, w.counters[SEVERE_N])
        w.counters[SEVERE_N] += 1
    elif need.severity < SEVERE and need.active < w.counters[SEVERE_N]:
        w.counters[SEVERE_N] -= 1
        swap(w, need.active, w.counters[SEVERE_N])
    if need.severity < MODERATE and need.active < w.counters[HEAVY_N]:
        w.counters[HEAVY_N] -= 1
        swap(w, need.active, w.counters[HEAVY_N])


@rule
def swap(w: World, place: int, other: int) -> None:
    """Let two active needs change places.

    Args:
        w: the world.
        place: place of the one.
        other: place of the other.
    """
    if place == other:
        return
    a, b = w.active[place], w.active[other]
    a.key, b.key = b.key, a.key
    a.up, b.up = b.up, a.up
    a.down, b.down = b.down, a.down
    a.need, b.need = b.need, a.need
    a.severity, b.severity = b.severity, a.severity
    a.domain, b.domain = b.domain, a.domain
    a.unseen, b.unseen = b.unseen, a.unseen
    a.stale, b.stale = b.stale, a.stale
    w.needs[a.need].active = place
    w.needs[b.need].active = other


@rule
def mark_stale(w: World, need: Record) -> None:
    """Note that the probabilities of a need must be computed anew.

    Args:
        w: the world.
        need: record of the need; a quiet one has none.
    """
    if need.active >= 0:
        w.active[need.active].stale = 1


@rule
def note_help(w: World, need: Record) -> None:
    """Help for a need began or ended: whether a visitor could still notice it.

    Args:
        w: the world.
        need: record of the need.
    """
    if need.active >= 0:
        visitors = w.households[need.household].visitors
        w.active[need.active].unseen = need.open_cases == 0 and visitors > 0


@rule
def note_visitors(w: World, household: Record, change: int) -> None:
    """Cases that bring somebody to a home begin, or have ended.

    Args:
        w: the world.
        household: record of the household.
        change: how many more, or fewer if negative.
    """
    before = household.visitors
    household.visitors += change
    if (before > 0) != (household.visitors > 0):
        for index in range(household.first_need, household.first_need + household.needs):
            note_help(w, w.needs[index])
