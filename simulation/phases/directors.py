"""Family directors: who is appointed, what they do in a week, and what they propose to close."""

from agents.case import BY_EVENT, OPEN
from agents.compiled import Record, rule
from agents.director import (
    FROM_BOOKED_POSTS,
    NOBODY_YET,
    directors_needed,
    is_carried_out,
    proposes_to_close,
)
from agents.domains import WMO
from agents.need import severity_before
from agents.team import maturity_after_week, practised
from simulation.active import change_visits
from simulation.caseload import close
from simulation.columns import COST_OUTSIDE, COST_UNASSIGNED, DIRECTORS, TOTAL
from simulation.counters import FOLLOWED_N
from simulation.directing import begin_directing, director_seconds, share_given
from simulation.doubts import doubt_household
from simulation.draws import DIRECTOR_CLOSES, TAKES_UP, draw
from simulation.ledger import book_cashable
from simulation.products import SOCIAL_WORK
from simulation.world import World

SECONDS = 3600
BILLS = TOTAL + 10
PRESENT, PROPOSALS, CLOSED, TIME = range(DIRECTORS, DIRECTORS + 4)


@rule
def appoint_directors(w: World, week: int) -> None:
    """Households that were chosen get a director, the first chosen first, before anything new starts.

    Args:
        w: the world.
        week: this week.

    What a director does for a household is computed anew every week, since his time for it may change.
    """
    for place in range(w.counters[FOLLOWED_N]):
        w.households[w.followed[place].household].talk_doubt = 1
    caseload = int(w.p[0].director_caseload)
    place = first_without(w) if caseload > 0 else -1
    while place >= 0:
        worker = FROM_BOOKED_POSTS if w.p[0].director_posts > 0.0 else choose_director(w, caseload)
        if worker == NOBODY_YET or not begin_directing(w, place, worker, week):
            break
        place = first_without(w)


@rule
def first_without(w: World) -> int:
    """The first of the households chosen that still waits for a director.

    Args:
        w: the world.

    Returns:
        Place of the followed household, -1 when all have one.
    """
    best = -1
    for place in range(w.counters[FOLLOWED_N]):
        here = w.followed[place]
        if here.link >= 0:
            continue
        rank = w.households[here.household].follow_rank
        if best < 0 or rank < w.households[w.followed[best].household].follow_rank:
            best = place
    return best


@rule
def choose_director(w: World, caseload: int) -> int:
    """Who takes on a household: a director with a place, else a new one while there are too few.

    Args:
        w: the world.
        caseload: most households of one director.

    Returns:
        Number of the professional, one of those who may share their hours and are at work, with most time
        left; ties by hashed key. ``NOBODY_YET`` when there is none.
    """
    directors = 0
    best, newcomer = NOBODY_YET, NOBODY_YET
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        directors += worker.directing > 0
        if worker.own_list < 0 or not w.lists[worker.own_list].poolable:
            continue
        if worker.vacant or worker.available <= 0 or worker.directing >= caseload:
            continue
        if worker.directing > 0:
            if best < 0 or has_more_time(w, index, best):
                best = index
        elif newcomer < 0 or has_more_time(w, index, newcomer):
            newcomer = index
    if best >= 0:
        return best
    needed = directors_needed(int(w.counters[FOLLOWED_N]), caseload)
    return newcomer if directors < needed else NOBODY_YET


@rule
def has_more_time(w: World, index: int, other: int) -> bool:
    """Whether one professional has more time left than another; ties by hashed key.

    Args:
        w: the world.
        index: a professional.
        other: another.

    Returns:
        Whether the first has.
    """
    a, b = w.professionals[index], w.professionals[other]
    return a.left > b.left or (a.left == b.left and a.key < b.key)


@rule
def directors_work(w: World, week: int) -> None:
    """Directors are in the homes, get used to the helpers there, and those from booked posts send a bill.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    seconds = director_seconds(w)
    for place in range(w.counters[FOLLOWED_N]):
        here = w.followed[place]
        if here.link < 0:
            continue
        household = w.households[here.household]
        share = share_given(w, here, week)
        w.now[PRESENT] += 1
        w.now[TIME] += int(seconds * share)
        visit = int(seconds * p.director_home_share * share)
        change_visits(w, household, visit - here.visit)
        here.visit = visit
        get_used(w, here, seconds * share)
        if here.director == FROM_BOOKED_POSTS:
            send_bill(w, int(seconds * share))


@rule
def get_used(w: World, here: Record, seconds: float) -> None:
    """Director and helpers get used to each other; a new face begins from nothing.

    Args:
        w: the world.
        here: record of a followed household with a director.
        seconds: what he did this week.
    """
    p = w.p[0]
    household = w.households[here.household]
    if w.links[here.link].person != here.person:
        here.person = w.links[here.link].person
        here.maturity = 0.0
    hours = seconds / SECONDS
    here.maturity = maturity_after_week(here.maturity, p.maturity_growth, hours, p.maturity_joint_hours)
    factor = practised(p.immaturity_loss, here.maturity)
    if factor != household.routine:
        household.routine = factor
        doubt_household(w, household)


@rule
def send_bill(w: World, seconds: int) -> None:
    """Book the hours of a director from booked posts: real money, at the tariff of social work.

    Args:
        w: the world.
        seconds: what he did this week.
    """
    cents = int(seconds * w.products[SOCIAL_WORK].cents_per_hour / SECONDS)
    w.now[COST_OUTSIDE + WMO] += cents
    w.now[COST_UNASSIGNED + WMO] += cents
    w.now[BILLS] += cents
    book_cashable(w.now, WMO, cents)


@rule
def propose_closing(w: World, week: int) -> None:
    """Directors propose to stop help that has brought no improvement for long.

    Args:
        w: the world.
        week: this week.

    Voluntary help that the municipality pays stops at once; about the rest somebody else decides.
    """
    p = w.p[0]
    for place in range(w.counters[FOLLOWED_N]):
        here = w.followed[place]
        if share_given(w, here, week) <= 0.0:
            continue
        household = w.households[here.household]
        for need_index in range(household.first_need, household.first_need + household.needs):
            index = w.needs[need_index].first_case
            while index >= 0:
                following = w.cases[index].next_of_need
                if is_idle(w, w.cases[index], week):
                    u = draw(w.cases[index].key, w.streams[DIRECTOR_CLOSES])
                    if proposes_to_close(p.director_closes, u):
                        propose(w, index, week)
                index = following


@rule
def is_idle(w: World, case: Record, week: int) -> bool:
    """Whether help has run for long without improvement.

    Args:
        w: the world.
        case: record of the case.
        week: this week.

    Returns:
        Whether its need is as severe as so many weeks ago, or worse. Maintenance of what cannot get better
        is not idle.
    """
    long_ago = int(w.p[0].no_improvement_weeks)
    need = w.needs[case.need]
    if case.state != OPEN or case.maintenance or need.severity == 0 or week - case.start_week < long_ago:
        return False
    return need.severity >= severity_before(need, w.memory[case.need], long_ago, week)


@rule
def propose(w: World, index: int, week: int) -> None:
    """Propose to stop a case, and stop it if that is the director's to decide or is taken up.

    Args:
        w: the world.
        index: place of an open case.
        week: this week.
    """
    case = w.cases[index]
    w.now[PROPOSALS] += 1
    own_say = w.products[case.product].director_decides and case.rank != BY_EVENT
    u = draw(case.key, w.streams[TAKES_UP])
    if is_carried_out(own_say, w.p[0].director_proposal_taken_up, u):
        w.now[CLOSED] += 1
        close(w, index, week)
