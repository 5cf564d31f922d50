"""Phase 1, staff: who is ill, who leaves, who is hired, and the hours there are this week."""

from agents.compiled import Record, rule
from agents.professional import chance_under_strain, net_hours
from simulation.caseload import change_face, hand_over
from simulation.closing import kept_hours
from simulation.columns import STAFF
from simulation.craft import begin_anew
from simulation.directing import director_leaves
from simulation.draws import HIRED, LEAVES_POST, POACHED, RECOVERS_FROM_SICKNESS, SICK, child_key, draw
from simulation.labour import (
    COMES_OVER,
    LEAVES,
    STAYS,
    chance_filled,
    next_marked,
    recruits_jointly,
    who_comes_over,
)
from simulation.world import World

SECONDS = 3600
WEEKS_PER_YEAR = 52
POSTS, VACANT, SICK_POSTS, LEFT_POSTS, HIRED_POSTS = range(STAFF, STAFF + 5)
POACHED_POSTS = STAFF + 6


@rule
def staff(w: World, week: int) -> None:
    """Sickness, leaving and hiring, and then the hours available.

    Args:
        w: the world.
        week: this week.

    Who leaves and who is hired is known before anything is handed over, so nobody's turn matters.
    """
    w.weights[:] = STAYS
    leavers, come_over = 0, 0
    for index in range(w.professionals.size):
        mark = week_of_post(w, index, week)
        w.weights[index] = mark
        leavers += mark == LEAVES
        come_over += mark == COMES_OVER
    for _ in range(come_over):
        leavers += poach(w, next_marked(w, COMES_OVER), week)
    for index in range(w.professionals.size):
        post = w.professionals[index]
        post.available = seconds_available(w, post, week)
        w.now[POSTS] += 1
        w.now[VACANT] += post.vacant
        w.now[SICK_POSTS] += post.sick
    for _ in range(leavers):
        leave(w, next_marked(w, LEAVES), week)


@rule
def week_of_post(w: World, index: int, week: int) -> int:
    """What chance does to one post: it is filled, or its holder leaves, falls ill or gets better.

    Args:
        w: the world.
        index: which professional.
        week: this week.

    Returns:
        Whether somebody leaves, somebody comes over from another organisation, or neither.
    """
    p = w.p[0]
    post = w.professionals[index]
    person_key = child_key(post.key, post.person)
    if post.vacant:
        joint = recruits_jointly(w, post)
        if draw(person_key, w.streams[HIRED]) >= chance_filled(w, joint):
            return STAYS
        if not joint and draw(person_key, w.streams[POACHED]) < p.poached_share:
            return COMES_OVER
        hire(w, index, week)
        return STAYS
    leaves = chance_under_strain(p.leaving_rate_per_year / WEEKS_PER_YEAR, post.strain)
    if draw(person_key, w.streams[LEAVES_POST]) < leaves:
        vacate(w, post)
        return LEAVES
    if post.sick:
        post.sick = draw(person_key, w.streams[RECOVERS_FROM_SICKNESS]) >= p.sickness_recovery_rate
    else:
        falls_ill = chance_under_strain(p.sickness_onset_rate, post.strain)
        post.sick = draw(person_key, w.streams[SICK]) < falls_ill
    return STAYS


@rule
def vacate(w: World, post: Record) -> None:
    """The holder of a post goes.

    Args:
        w: the world.
        post: record of the professional.
    """
    post.vacant = 1
    post.sick = 0
    w.now[LEFT_POSTS] += 1


@rule
def poach(w: World, index: int, week: int) -> int:
    """A vacancy is filled by somebody of another organisation, whose own post falls vacant.

    Args:
        w: the world.
        index: the vacancy.
        week: this week.

    Returns:
        1 if somebody left another post for it; 0 if there was nobody, and someone new comes instead.
    """
    whom = who_comes_over(w, index, week)
    hire(w, index, week)
    if whom < 0:
        return 0
    vacate(w, w.professionals[whom])
    w.now[POACHED_POSTS] += 1
    w.weights[whom] = LEAVES
    return 1


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
    factor = w.lists[post.own_list].factor if post.own_list >= 0 else 1.0
    factor *= kept_hours(w, post.own_list, week)
    return int(net_hours(post.contract_hours, w.p[0].leave_share, factor) * SECONDS)


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
    begin_anew(w, index)
    case = post.first_case
    while case >= 0:
        change_face(w, case, week)
        case = w.cases[case].worker_after
