"""New starts: highest class first, first come first served, with the worker who suits."""

from agents.compiled import Record, rule
from agents.organisation import START_STAGE, goes_before, head_of
from agents.professional import has_room
from agents.team import suits_better
from simulation.caseload import FROM_OUTSIDE, start
from simulation.casework import passed_by_itself
from simulation.counters import DOOR_LIST
from simulation.craft import outside_trade, serves_here
from simulation.draws import SAME_WORKER, draw, stream
from simulation.hours import case_seconds, travel_seconds
from simulation.listing import step_out
from simulation.own_choice import refuses
from simulation.purses import hold, may_start
from simulation.world import World

SECONDS = 3600
NOBODY = -1


@rule
def own_starts(w: World, week: int) -> None:
    """Professionals of the area take new cases while they have room.

    Args:
        w: the world.
        week: this week.

    A list whose head does not fit waits until next week; nobody overtakes.
    """
    number = next_list(w, week)
    while number >= 0:
        index = head_of(w.heads[number], START_STAGE)
        if passed_by_itself(w, index, week):
            number = next_list(w, week)
            continue
        case = w.cases[index]
        if not may_start(w, case, week):
            hold(w, index, week)
            number = next_list(w, week)
            continue
        seconds = seconds_with(w, case, NOBODY)
        worker = choose_worker(w, case, seconds)
        if worker == NOBODY:
            w.lists[number].blocked = week
        elif not refuses(w, index, worker, week):
            seconds = seconds_with(w, case, worker)
            step_out(w, index)
            start(w, index, worker, week)
            promise(w, worker, seconds)
        number = next_list(w, week)


@rule
def seconds_with(w: World, case: Record, worker: int) -> int:
    """What a case asks in a week of the one who takes it.

    Args:
        w: the world.
        case: record of the case; gets its norm.
        worker: professional, -1 for anybody of the trade who gives an account of his hours.

    Returns:
        Seconds with travel.
    """
    case.broad = outside_trade(w, case, worker)
    case.worker = worker
    case.norm = case_seconds(w, case)
    case.worker = NOBODY  # until the case starts
    return case.norm + travel_seconds(w, case.product, case.norm)


@rule
def fits(w: World, case: Record, worker: int, least: int, unlimited: bool) -> bool:
    """Whether someone has room for a case, with the time it takes him.

    Args:
        w: the world.
        case: record of the case.
        worker: professional.
        least: what it asks of anybody of the trade, with travel; others never need less.
        unlimited: whether capacity is unlimited.

    Returns:
        Whether it fits in what is left of his week.
    """
    someone = w.professionals[worker]
    if not has_room(someone, least, unlimited):
        return False
    return has_room(someone, seconds_with(w, case, worker), unlimited)


@rule
def promise(w: World, worker_index: int, seconds: int) -> None:
    """Set hours of a professional apart for a case that has just started.

    Args:
        w: the world.
        worker_index: which professional.
        seconds: direct time and travel.
    """
    worker = w.professionals[worker_index]
    if w.p[0].unlimited_capacity > 0.0:
        worker.available += seconds
    else:
        worker.left -= seconds


@rule
def next_list(w: World, week: int) -> int:
    """The list whose head comes first among those served by professionals of the area.

    Args:
        w: the world.
        week: this week.

    Returns:
        Number of the list, -1 when nobody waits or nothing fits any more.
    """
    best = -1
    best_case = -1
    for number in range(w.lists.size):
        if w.lists[number].outside or number == w.counters[DOOR_LIST] or w.lists[number].blocked == week:
            continue
        index = head_of(w.heads[number], START_STAGE)
        if index < 0:
            continue
        if best < 0 or head_before(w, index, best_case):
            best = number
            best_case = index
    return best


@rule
def head_before(w: World, index: int, other: int) -> bool:
    """Whether one waiting case goes before another.

    Args:
        w: the world.
        index: place of the case.
        other: place of the other.

    Returns:
        Whether it does.
    """
    a, b = w.cases[index], w.cases[other]
    return goes_before(a.priority, a.joined_week, a.key, b.priority, b.joined_week, b.key)


@rule
def choose_worker(w: World, case: Record, seconds: int) -> int:
    """Who takes a case: who comes there already, else a colleague of the list, else one of the shared team.

    Args:
        w: the world.
        case: record of the case.
        seconds: what it asks in a week within the trade, with travel.

    Returns:
        Number of the professional, -1 when nobody has room.
    """
    unlimited = w.p[0].unlimited_capacity > 0.0
    known = comes_already(w, case, seconds, unlimited)
    if known >= 0:
        return known
    own = w.lists[case.own_list]
    best = NOBODY
    for index in range(own.first_worker, own.first_worker + own.workers):
        if not fits(w, case, index, seconds, unlimited):
            continue
        if best < 0 or more_time(w, index, best):
            best = index
    if best >= 0 or not case.pooled:
        return best
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        if not worker.pooled or w.skills_used[index, case.domain] <= 0.0:
            continue
        if not fits(w, case, index, seconds, unlimited):
            continue
        if best < 0 or better_of_team(w, index, best, case.domain):
            best = index
    return best


@rule
def more_time(w: World, index: int, other: int) -> bool:
    """Whether one colleague is less loaded than another; ties by hashed key.

    Args:
        w: the world.
        index: a professional.
        other: another.

    Returns:
        Whether the first has more time left.
    """
    a, b = w.professionals[index], w.professionals[other]
    return a.left > b.left or (a.left == b.left and a.key < b.key)


@rule
def better_of_team(w: World, index: int, other: int, domain: int) -> bool:
    """Whether one member of the shared team suits a case better than another.

    Args:
        w: the world.
        index: a professional.
        other: another.
        domain: domain of the need.

    Returns:
        Whether the first suits better: more skilled, then less loaded, then by hashed key.
    """
    a, b = w.professionals[index], w.professionals[other]
    mine, theirs = w.skills_used[index, domain], w.skills_used[other, domain]
    if mine == theirs and a.left == b.left:
        return a.key < b.key
    return suits_better(mine, a.left, theirs, b.left)


@rule
def comes_already(w: World, case: Record, seconds: int, unlimited: bool) -> int:
    """The worker who comes to the household already takes the next case there, sometimes.

    Args:
        w: the world.
        case: record of the case.
        seconds: what it asks in a week.
        unlimited: whether capacity is unlimited.

    Returns:
        Number of the professional, -1 when there is none, he has no room or chance decides otherwise. Who
        brings this product goes before a generalist of the shared team who comes for something else.
    """
    known = NOBODY
    index = w.households[case.household].first_link
    while index >= 0 and known < 0:
        link = w.links[index]
        if link.worker >= 0 and link.cases > 0:
            worker = w.professionals[link.worker]
            within = case.pooled or worker.own_list == case.own_list
            same = within and worker.product == case.product
            if same and fits(w, case, link.worker, seconds, unlimited):
                known = link.worker
        index = link.after
    if known < 0 and case.pooled and w.p[0].generalist_breadth > 1.0:
        known = generalist_there(w, case, seconds, unlimited)
    if known >= 0 and draw(case.key, stream(w.seed_key[0], 0, SAME_WORKER)) < w.p[0].same_worker_share:
        return known
    return NOBODY


@rule
def generalist_there(w: World, case: Record, seconds: int, unlimited: bool) -> int:
    """One of the shared team who comes to the household already and can take on another area of life.

    Args:
        w: the world.
        case: record of the case, on the shared list.
        seconds: what it asks of anybody of the trade.
        unlimited: whether capacity is unlimited.

    Returns:
        Number of the professional, -1 when there is none with room.
    """
    index = w.households[case.household].first_link
    while index >= 0:
        link = w.links[index]
        if link.worker >= 0 and link.cases > 0 and w.professionals[link.worker].pooled:
            room = fits(w, case, link.worker, seconds, unlimited)
            if room and serves_here(w, case, link.worker):
                return link.worker
        index = link.after
    return NOBODY


@rule
def outside_starts(w: World, week: int) -> None:
    """Providers from outside take new cases as far as their hours go.

    Args:
        w: the world.
        week: this week.
    """
    unlimited = w.p[0].unlimited_capacity > 0.0
    for number in range(w.lists.size):
        waiting_list = w.lists[number]
        if not waiting_list.outside:
            continue
        capacity = int(waiting_list.first_hours * waiting_list.factor * SECONDS)
        index = head_of(w.heads[number], START_STAGE)
        while index >= 0:
            if passed_by_itself(w, index, week):
                index = head_of(w.heads[number], START_STAGE)
                continue
            case = w.cases[index]
            if not may_start(w, case, week):
                hold(w, index, week)
                index = head_of(w.heads[number], START_STAGE)
                continue
            case.norm = case_seconds(w, case)
            if not unlimited and waiting_list.used + case.norm > capacity:
                break
            if not refuses(w, index, FROM_OUTSIDE, week):
                step_out(w, index)
                start(w, index, FROM_OUTSIDE, week)
            index = head_of(w.heads[number], START_STAGE)
