"""Phase 4, walk-in: who comes, who stays away, who is new, and what it costs."""

from agents.case import OPEN
from agents.compiled import prefetch, rule
from agents.domains import WMO
from agents.walk_in import suits_walk_in
from simulation.caseload import close
from simulation.closing import closed_there
from simulation.columns import column
from simulation.counters import ACTIVE_N, APPLICANTS_N, FORMER_PLACES, OPEN_N, TO_CLOSE, VISITORS_N
from simulation.diary import STAYS_AWAY, note_need
from simulation.draws import FIDELITY_COLLECTIVE, PEOPLE, WALKS_IN, child_key, draw, stream
from simulation.ledger import book_beside_cases
from simulation.products import DAY_ACTIVITY
from simulation.walk_in import FORMER_CLIENT, VISITOR, begin_visits, end_visits, free_places
from simulation.world import World

CENTS = 100
AHEAD = 4  # needs whose households are fetched ahead of their turn
VISITS = column("total_walk_in_visits")


@rule
def walk_ins(w: World, week: int) -> None:
    """Visitors come or stay away; who knows the walk-in and has a light trouble may become one.

    Args:
        w: the world.
        week: this week.
    """
    if w.counters[TO_CLOSE]:
        close_locations(w, week)
    p = w.p[0]
    of_walking = w.streams[WALKS_IN]
    for place in range(w.counters[VISITORS_N] - 1, -1, -1):
        index = w.visitors[place]
        if stays_away(w, index) or draw(w.needs[index].key, of_walking) < p.drop_out_rate:
            note_need(w, STAYS_AWAY, index, week)
            end_visits(w, index)
    while free_places(w) < 0:
        index = last_visitor(w)
        note_need(w, STAYS_AWAY, index, week)
        end_visits(w, index)
    if p.walk_in_uptake > 0.0 and free_places(w) > 0:
        find_newcomers(w)
        take_in(w, week)
    pay_visits(w)


@rule
def stays_away(w: World, index: int) -> bool:
    """Whether a visitor has no reason to come any more, or no walk-in to come to.

    Args:
        w: the world.
        index: which need.

    Returns:
        Whether he stays away. Who came from a closed location stays until the need has passed.
    """
    need = w.needs[index]
    if need.walks_in == FORMER_CLIENT:
        return need.severity == 0
    knows = w.households[need.household].knows_walk_in
    return not knows or not suits_walk_in(need.domain, need.severity)


@rule
def last_visitor(w: World) -> int:
    """Who goes when there are too few places: the last by hashed key.

    Args:
        w: the world; somebody visits.

    Returns:
        The need of that visitor.
    """
    last = int(w.visitors[0])
    for place in range(1, w.counters[VISITORS_N]):
        index = int(w.visitors[place])
        if w.needs[index].key > w.needs[last].key:
            last = index
    return last


@rule
def find_newcomers(w: World) -> None:
    """Note who would like to walk in from this week.

    Args:
        w: the world.
    """
    uptake = w.p[0].walk_in_uptake
    of_walking = w.streams[WALKS_IN]
    count = 0
    for place in range(w.counters[ACTIVE_N]):
        here = w.active[place]
        if suits_walk_in(here.domain, here.severity) and draw(here.key, of_walking) < uptake:
            w.applicants[count] = here.need
            prefetch(w.needs, here.need)
            count += 1
    w.counters[APPLICANTS_N] = 0
    for place in range(count):
        if place + AHEAD < count:
            prefetch(w.households, w.needs[w.applicants[place + AHEAD]].household)
        need = w.needs[w.applicants[place]]
        if w.households[need.household].knows_walk_in and not need.walks_in:
            w.applicants[w.counters[APPLICANTS_N]] = w.applicants[place]
            w.counters[APPLICANTS_N] += 1


@rule
def take_in(w: World, week: int) -> None:
    """Newcomers take the free places, in order of hashed key when there are too few.

    Args:
        w: the world.
        week: this week.
    """
    left = w.counters[APPLICANTS_N]
    places = free_places(w)
    while left > 0 and left <= places:
        left -= 1
        places -= 1
        begin_visits(w, w.applicants[left], VISITOR, week)
    places = min(places, left)
    while places > 0:
        best = 0
        for place in range(1, left):
            if w.needs[w.applicants[place]].key < w.needs[w.applicants[best]].key:
                best = place
        begin_visits(w, w.applicants[best], VISITOR, week)
        left -= 1
        places -= 1
        w.applicants[best] = w.applicants[left]
    w.counters[APPLICANTS_N] = 0


@rule
def pay_visits(w: World) -> None:
    """Each visit of this week costs the municipality a little.

    Args:
        w: the world.
    """
    cents = int(w.p[0].walk_in_cost_per_visit * CENTS)
    for place in range(w.counters[VISITORS_N]):
        book_beside_cases(w, w.needs[w.visitors[place]].household, WMO, cents)
    w.now[VISITS] += w.counters[VISITORS_N]


@rule
def close_locations(w: World, week: int) -> None:
    """Locations of day activity close: some clients follow to the walk-in, the others lose their help.

    Args:
        w: the world.
        week: this week.
    """
    w.counters[TO_CLOSE] = 0
    of_place = stream(PEOPLE, 0, FIDELITY_COLLECTIVE)
    for place in range(w.counters[OPEN_N] - 1, -1, -1):
        index = w.opened[place].case
        case = w.cases[index]
        if case.product != DAY_ACTIVITY or case.state != OPEN:
            continue
        household = w.households[case.household]
        u = draw(child_key(household.key, DAY_ACTIVITY), of_place)
        here = int(household.neighbourhood)
        if u >= closed_there(w, here, week) or u < closed_there(w, here, week - 1):
            continue
        follows = draw(case.key, w.streams[WALKS_IN]) < w.p[0].walk_in_follows_share
        need = int(case.need)
        close(w, index, week)
        if follows and not w.needs[need].walks_in and w.needs[need].severity > 0:
            w.counters[FORMER_PLACES] += 1
            begin_visits(w, need, FORMER_CLIENT, week)
