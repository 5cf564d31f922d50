"""The needs that are there, in the order in which the week reads them: severe, moderate, light."""

from agents.compiled import Record, rule
from agents.domains import MODERATE, SEVERE
from simulation.counters import ACTIVE_N, HEAVY_N, SEVERE_N
from simulation.ladder import set_hazards
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
    note_help(w, need)
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
    if need.severity > 0:
        set_hazards(w, need)
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
def set_all_hazards(w: World) -> None:
    """Parameters may be others from now on: hazards of every active need.

    Args:
        w: the world.
    """
    for place in range(w.counters[ACTIVE_N]):
        set_hazards(w, w.needs[w.active[place].need])


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
    w.needs[a.need].active = place
    w.needs[b.need].active = other


@rule
def note_help(w: World, need: Record) -> None:
    """Help for a need began or ended, or others come to its home: how likely a visitor notices it.

    Args:
        w: the world.
        need: record of the need.
    """
    if need.active >= 0:
        visits = w.households[need.household].visits
        w.active[need.active].unseen = visits if need.open_cases == 0 else 0


@rule
def change_visits(w: World, household: Record, seconds: int) -> None:
    """Somebody is in a home for a longer or a shorter time each week.

    Args:
        w: the world.
        household: record of the household.
        seconds: how much longer, below 0 for shorter.

    The needs of the household are told only when the time passes a power of two.
    """
    household.visit_seconds += seconds
    visits = bits_of(household.visit_seconds)
    if visits != household.visits:
        household.visits = visits
        for index in range(household.first_need, household.first_need + household.needs):
            note_help(w, w.needs[index])


@rule
def bits_of(number: int) -> int:
    """How many bits a whole number takes: it is less than two to that power.

    Args:
        number: 0 or more.

    Returns:
        0 for 0.
    """
    bits = 0
    while number > 0:
        number >>= 1
        bits += 1
    return bits
