"""Phase 1, staff: who is ill, who leaves, who is hired, and the hours there are this week."""

import math

from agents.compiled import Record, rule
from agents.professional import net_hours
from simulation.caseload import change_face, hand_over
from simulation.columns import STAFF
from simulation.directing import director_leaves
from simulation.draws import HIRED, LEAVES_POST, RECOVERS_FROM_SICKNESS, SICK, child_key, draw
from simulation.world import World

SECONDS = 3600
WEEKS_PER_YEAR = 52
POSTS, VACANT, SICK_POSTS, LEFT_POSTS, HIRED_POSTS = range(STAFF, STAFF + 5)


@rule
def staff(w: World, week: int) -> None:
    """Sickness, leaving and hiring, and then the hours available.

    Args:
        w: the world.
        week: this week.

    Who leaves and who is hired is known before anything is handed over, so nobody's turn matters.
    """
    p = w.p[0]
    w.weights[:] = 0  # 1 for who leaves this week, until his cases are handed over
    leavers = 0
    leaves = -math.expm1(-p.leaving_rate_per_year / WEEKS_PER_YEAR)
    of_leaving, of_hiring = w.streams[LEAVES_POST], w.streams[HIRED]
    of_sick, of_better = w.streams[SICK], w.streams[RECOVERS_FROM_SICKNESS]
    for index in range(w.professionals.size):
        post = w.professionals[index]
        person_key = child_key(post.key, post.person)
        if post.vacant:
            if draw(person_key, of_hiring) < 1.0 / p.vacancy_weeks:
                hire(w, index, week)
        elif draw(person_key, of_leaving) < leaves:
            post.vacant = 1
            post.sick = 0
            w.now[LEFT_POSTS] += 1
            w.weights[index] = 1
            leavers += 1
        elif post.sick:
            post.sick = draw(person_key, of_better) >= p.sickness_recovery_rate
        else:
            post.sick = draw(person_key, of_sick) < p.sickness_onset_rate
        post.available = seconds_available(w, post, week)
        w.now[POSTS] += 1
        w.now[VACANT] += post.vacant
        w.now[SICK_POSTS] += post.sick
    for _ in range(leavers):
        leave(w, next_leaver(w), week)


@rule
def seconds_available(w: World, post: Record, week: int) -> int:
    """Net time of a post this week.

    Args:
        w: the world.
        post: record of the professional.
        week: this week.

    Returns:
        Seconds; none while the post is vacant or its holder ill.
    """
    if post.vacant or post.sick:
        return 0
    p = w.p[0]
    factor = w.lists[post.own_list].factor if post.own_list >= 0 else 1.0
    if week >= 0:
        factor *= p.hours_change
    return int(net_hours(post.contract_hours, p.leave_share, factor) * SECONDS)


@rule
def next_leaver(w: World) -> int:
    """Of those who leave this week and still have their cases, the first in hashed order.

    Args:
        w: the world; ``weights`` marks them, and no longer marks the one found.

    Returns:
        Number of the professional; there must be one.
    """
    first = -1
    for index in range(w.professionals.size):
        if w.weights[index] > 0 and (first < 0 or w.professionals[index].key < w.professionals[first].key):
            first = index
    w.weights[first] = 0
    return first


@rule
def leave(w: World, index: int, week: int) -> None:
    """Someone leaves: colleagues on the same list take over the cases, as far as there are any.

    Args:
        w: the world.
        index: which professional; the post is vacant.
        week: this week.
    """
    director_leaves(w, index, week)
    case = w.professionals[index].first_case
    while case >= 0:
        following = w.cases[case].worker_after
        colleague = least_loaded_colleague(w, index)
        if colleague >= 0:
            hand_over(w, case, colleague, week)
        case = following


@rule
def least_loaded_colleague(w: World, index: int) -> int:
    """The colleague on the same list with the fewest cases for his hours.

    Args:
        w: the world.
        index: which professional.

    Returns:
        Number of the colleague, -1 when there is none; ties by hashed key.
    """
    own_list = w.professionals[index].own_list
    if own_list < 0:
        return -1
    waiting_list = w.lists[own_list]
    best = -1
    for other in range(waiting_list.first_worker, waiting_list.first_worker + waiting_list.workers):
        if other == index or w.professionals[other].vacant:
            continue
        if best < 0:
            best = other
            continue
        mine = w.professionals[other].caseload * w.professionals[best].contract_hours
        theirs = w.professionals[best].caseload * w.professionals[other].contract_hours
        if mine < theirs or (mine == theirs and w.professionals[other].key < w.professionals[best].key):
            best = other
    return best


@rule
def hire(w: World, index: int, week: int) -> None:
    """Someone new takes the post; cases nobody could take over get a new face.

    Args:
        w: the world.
        index: which professional.
        week: this week.
    """
    post = w.professionals[index]
    w.now[HIRED_POSTS] += 1
    post.vacant = 0
    post.person += 1
    post.since_week = week
    case = post.first_case
    while case >= 0:
        change_face(w, case, week)
        case = w.cases[case].worker_after
