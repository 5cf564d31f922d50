"""Who visits the walk-in: coming, going, and being seen there."""

from agents.compiled import rule
from agents.walk_in import walk_in_places
from simulation.active import change_visits
from simulation.columns import column
from simulation.counters import FORMER_PLACES, VISITORS_N
from simulation.diary import WALKS_IN, note_need
from simulation.doubts import doubt_dose
from simulation.world import World

SECONDS = 3600
JOINED, LEFT = column("total_walk_in_joined"), column("total_walk_in_left")
NO_VISITOR, VISITOR, FORMER_CLIENT = range(3)


@rule
def free_places(w: World) -> int:
    """How many more people can walk in this week.

    Args:
        w: the world.

    Returns:
        Free places; below 0 when there are fewer places than visitors. No end of them when capacity is
        unlimited.
    """
    p = w.p[0]
    if p.unlimited_capacity > 0.0:
        return int(w.needs.size)
    places = walk_in_places(
        p.collective, p.walk_in_volunteers, p.walk_in_visitors_per_volunteer, w.residents.size
    )
    return int(places + w.counters[FORMER_PLACES] - w.counters[VISITORS_N])


@rule
def begin_visits(w: World, index: int, kind: int, week: int) -> None:
    """Somebody begins to visit the walk-in for a need, where he is seen.

    Args:
        w: the world.
        index: which need.
        kind: an ordinary visitor, or somebody whose day activity closed.
        week: this week.
    """
    note_need(w, WALKS_IN, index, week)
    need = w.needs[index]
    household = w.households[need.household]
    need.walks_in = kind
    w.walk_places[index] = w.counters[VISITORS_N]
    w.visitors[w.counters[VISITORS_N]] = index
    w.counters[VISITORS_N] += 1
    w.now[JOINED] += 1
    change_visits(w, household, int(w.p[0].walk_in_hours_seen * SECONDS))
    doubt_dose(w, index)


@rule
def end_visits(w: World, index: int) -> None:
    """Somebody stops visiting the walk-in.

    Args:
        w: the world.
        index: which need; somebody visits for it.
    """
    need = w.needs[index]
    household = w.households[need.household]
    w.counters[VISITORS_N] -= 1
    if need.walks_in == FORMER_CLIENT:
        w.counters[FORMER_PLACES] -= 1
    last = w.visitors[w.counters[VISITORS_N]]
    w.visitors[w.walk_places[index]] = last
    w.walk_places[last] = w.walk_places[index]
    need.walks_in = NO_VISITOR
    w.now[LEFT] += 1
    change_visits(w, household, -int(w.p[0].walk_in_hours_seen * SECONDS))
    doubt_dose(w, index)
