"""Who follows whom: a household gets a director, keeps him, and loses him."""

from agents.compiled import Record, rule
from agents.director import NOBODY_YET
from simulation.active import change_visits
from simulation.columns import LOST
from simulation.counters import FOLLOWED_N
from simulation.diary import DIRECTOR_COMES, DIRECTOR_GOES, note
from simulation.doubts import doubt_household
from simulation.fidelity import plan_or_not
from simulation.helpers import add_case_to_link, drop_case_from_link, find_link, new_link, spells
from simulation.products import SOCIAL_WORK
from simulation.talks import rearrange
from simulation.world import World

SECONDS = 3600
OWN_STAFF = -1  # helper links of own staff carry no product


@rule
def director_seconds(w: World) -> int:
    """Time a director has for one household.

    Args:
        w: the world.

    Returns:
        Seconds a week.
    """
    return int(w.p[0].director_hours * SECONDS)


@rule
def has_director(w: World, household: Record) -> bool:
    """Whether somebody directs the help of a household now.

    Args:
        w: the world.
        household: record of the household.

    Returns:
        Whether there is a director; a household that was chosen may still wait for one.
    """
    return director_link(w, household) >= 0


@rule
def director_link(w: World, household: Record) -> int:
    """The place of the link of whoever directs a household.

    Args:
        w: the world.
        household: record of the household.

    Returns:
        Its place, -1 when nobody does.
    """
    return int(w.followed[household.following].link) if household.following >= 0 else -1


@rule
def share_given(w: World, here: Record, week: int) -> float:
    """How much of his time for a household its director gives this week.

    Args:
        w: the world.
        here: record of the followed household.
        week: this week.

    Returns:
        0-1: nothing while there is none, in the week in which he is appointed, or while he is ill; the part
        of his running work for which he has time; all of it from booked posts.
    """
    if here.link < 0 or here.since_week >= week:
        return 0.0
    return w.professionals[here.director].case_share if here.director >= 0 else 1.0


@rule
def follow(w: World, household_index: int) -> None:
    """A household is chosen: from now on it waits for a director.

    Args:
        w: the world.
        household_index: which household.
    """
    household = w.households[household_index]
    place = w.counters[FOLLOWED_N]
    w.counters[FOLLOWED_N] += 1
    household.following = place
    here = w.followed[place]
    here.household = household_index
    here.director = NOBODY_YET
    here.link = -1
    here.each = 0
    here.visit = 0
    here.maturity = 0.0
    plan_or_not(w, household_index)


@rule
def unfollow(w: World, household_index: int, week: int) -> None:
    """A household is not followed any more.

    Args:
        w: the world.
        household_index: which household.
        week: this week.
    """
    household = w.households[household_index]
    place = int(household.following)
    if place < 0:
        return
    end_directing(w, place, week)
    w.counters[FOLLOWED_N] -= 1
    last = int(w.counters[FOLLOWED_N])
    if place != last:
        moved, here = w.followed[last], w.followed[place]
        here.household = moved.household
        here.director = moved.director
        here.link = moved.link
        here.each = moved.each
        here.visit = moved.visit
        here.since_week = moved.since_week
        here.person = moved.person
        here.maturity = moved.maturity
        w.households[here.household].following = place
    household.following = -1
    plan_or_not(w, household_index)


@rule
def begin_directing(w: World, place: int, worker: int, week: int) -> bool:
    """A director comes to a household: one more helper.

    Args:
        w: the world.
        place: place of the followed household.
        worker: professional, or from booked posts.
        week: this week; his hours begin in the next.

    Returns:
        Whether there was room to write it down (if not, counted, and a failed check).
    """
    here = w.followed[place]
    household = w.households[here.household]
    link = -1
    if worker >= 0:
        link = find_link(w, household, worker, w.professionals[worker].person, OWN_STAFF)
        if link < 0:
            link = new_link(w, here.household, worker, w.professionals[worker].person, OWN_STAFF, week)
    else:
        link = new_link(w, here.household, worker, spells(w, household, SOCIAL_WORK), SOCIAL_WORK, week)
    if link < 0:
        w.now[LOST + 1] += 1
        return False
    note(w, DIRECTOR_COMES, here.household, week)
    seconds = director_seconds(w)
    if worker >= 0:
        w.professionals[worker].directing += 1
        w.professionals[worker].asked_directing += seconds
    rearrange(w, here.household)
    here.director = worker
    here.link = link
    here.since_week = week
    here.person = w.links[link].person
    here.maturity = 0.0
    add_case_to_link(w, link, seconds > 0, False)
    return True


@rule
def end_directing(w: World, place: int, week: int) -> None:
    """A director stops with a household, which may go on waiting for another.

    Args:
        w: the world.
        place: place of the followed household; nothing happens when it has no director.
        week: this week.
    """
    here = w.followed[place]
    if here.link < 0:
        return
    note(w, DIRECTOR_GOES, here.household, week)
    household = w.households[here.household]
    seconds = director_seconds(w)
    rearrange(w, here.household)
    link = here.link
    if here.director >= 0:
        w.professionals[here.director].directing -= 1
        w.professionals[here.director].asked_directing -= seconds
    here.link = -1
    here.director = NOBODY_YET
    here.each = 0
    here.maturity = 0.0
    change_visits(w, household, -here.visit)
    here.visit = 0
    drop_case_from_link(w, link, seconds > 0, False, week)
    if household.routine != 1.0:
        household.routine = 1.0
        doubt_household(w, household)


@rule
def director_leaves(w: World, worker: int, week: int) -> None:
    """A director leaves his post: every household he followed loses him at once.

    Args:
        w: the world.
        worker: which professional.
        week: this week.
    """
    if w.professionals[worker].directing == 0:
        return
    for place in range(w.counters[FOLLOWED_N]):
        if w.followed[place].director == worker:
            end_directing(w, place, week)


@rule
def directors_apart(w: World) -> int:
    """How far the books of directors are apart; 0 when they balance.

    Args:
        w: the world.

    Returns:
        Sum of all deviations. Every household followed is one of a director or waits for one, with a helper
        link each; hours are asked once for each; nobody directs from a vacant post.
    """
    seconds = director_seconds(w)
    apart, own, following = 0, 0, 0
    for place in range(w.counters[FOLLOWED_N]):
        here = w.followed[place]
        apart += abs(w.households[here.household].following - place)
        if here.link >= 0:
            own += here.director >= 0
            apart += w.links[here.link].household != here.household
            apart += w.links[here.link].worker != max(here.director, -1)
            apart += w.links[here.link].cases < 1
    for index in range(w.households.size):
        following += w.households[index].following >= 0
    for index in range(w.professionals.size):
        worker = w.professionals[index]
        own -= worker.directing
        apart += abs(worker.asked_directing - worker.directing * seconds)
        apart += worker.directing if worker.vacant else 0
    return apart + abs(following - w.counters[FOLLOWED_N]) + abs(own)
