"""The labour market: how soon a vacancy is filled, and from whom the new colleague comes."""

from agents.compiled import Record, rule
from simulation.draws import FIDELITY_RECRUITMENT, PEOPLE, POACHED_WHO, child_key, draw, stream
from simulation.new_ways import takes_part
from simulation.world import World

NOBODY = -1
STAYS, LEAVES, COMES_OVER = 0, 1, 2  # marks in ``weights`` while the staff of a week is settled
FULL_SKILL = 1.0


@rule
def recruits_jointly(w: World, post: Record) -> bool:
    """Whether a vacancy is filled by the organisations together.

    Args:
        w: the world.
        post: record of the professional.

    Returns:
        Whether it is; keyed by post, so a higher fidelity only adds posts.
    """
    share = w.p[0].joint_recruitment
    return takes_part(w, post) and draw(post.key, stream(PEOPLE, 0, FIDELITY_RECRUITMENT)) < share


@rule
def chance_filled(w: World, joint: bool) -> float:
    """How likely a vacancy is filled this week.

    Args:
        w: the world.
        joint: whether the organisations recruit for it together, with traineeships if they pay for them.

    Returns:
        Probability. Source: model 8.14.
    """
    p = w.p[0]
    more = p.joint_traineeships if joint else 0.0
    return (1.0 + more) / (p.vacancy_weeks * p.labour_tightness)


@rule
def same_trade(w: World, one: int, other: int) -> bool:
    """Whether two posts ask for a trade that overlaps.

    Args:
        w: the world.
        one: a post.
        other: another.

    Returns:
        Whether there is an area of life that belongs to both.
    """
    for domain in range(w.trades.shape[1]):
        if w.trades[one, domain] >= FULL_SKILL and w.trades[other, domain] >= FULL_SKILL:
            return True
    return False


@rule
def next_marked(w: World, mark: int) -> int:
    """Of those with a mark, the first in hashed order; the mark goes.

    Args:
        w: the world; ``weights`` holds the marks.
        mark: which mark; somebody must have it.

    Returns:
        Number of the professional.
    """
    first = NOBODY
    for index in range(w.professionals.size):
        if w.weights[index] == mark and (
            first < 0 or w.professionals[index].key < w.professionals[first].key
        ):
            first = index
    w.weights[first] = STAYS
    return first


@rule
def who_comes_over(w: World, index: int, week: int) -> int:
    """Who leaves another organisation for this post.

    Args:
        w: the world; ``weights`` marks those whose place changes already.
        index: the vacancy.
        week: this week.

    Returns:
        Number of the professional, -1 when nobody of the trade works at another organisation.
    """
    post = w.professionals[index]
    person_key = child_key(post.key, post.person)
    of_whom = w.streams[POACHED_WHO]
    best, lowest = NOBODY, 1.0
    for other in range(w.professionals.size):
        there = w.professionals[other]
        if there.vacant or there.sick or w.weights[other] != STAYS or there.since_week >= week:
            continue
        if there.organisation == post.organisation or not same_trade(w, index, other):
            continue
        u = draw(person_key ^ child_key(there.key, there.person), of_whom)
        if u < lowest:
            best, lowest = other, u
    return best
