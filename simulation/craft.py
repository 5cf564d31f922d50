"""What the work of a professional is worth to his cases: trade, skill, practice, and whose visit it is."""

from agents.compiled import Record, rule
from agents.team import practised
from simulation.doubts import doubt_dose, next_helped, unsettle
from simulation.hours import case_travel
from simulation.world import World

FULL_SKILL = 1.0


@rule
def outside_trade(w: World, case: Record, worker: int) -> bool:
    """Whether one of the shared team does a case that belongs to the trade of others.

    Args:
        w: the world.
        case: record of the case.
        worker: professional, -1 from outside or nobody.

    Returns:
        Whether he does; whoever brings his own product stays within his trade.
    """
    if worker < 0 or not case.pooled or w.professionals[worker].product == case.product:
        return False
    return w.trades[worker, case.domain] < FULL_SKILL


@rule
def serves_here(w: World, case: Record, worker: int) -> bool:
    """Whether a generalist can take on the area of life of a case besides what he does in that household.

    Args:
        w: the world.
        case: record of the case.
        worker: professional.

    Returns:
        Whether it stays within the number of areas that one generalist serves in one household.
    """
    if w.skills_used[worker, case.domain] <= 0.0:
        return False
    domains = 1 << int(case.domain)
    index = first_case_here(w, case.household, worker, 0)
    while index >= 0:
        domains |= 1 << int(w.cases[index].domain)
        index = next_case_here(w, index, worker)
    count = 0
    for domain in range(w.skills.shape[1]):
        count += (domains >> domain) & 1
    return count <= w.p[0].generalist_breadth


@rule
def reckon(w: World, index: int, step: float) -> None:
    """Let the cases of a professional count with his skill and practice of now, where they moved enough.

    Args:
        w: the world.
        index: which professional.
        step: what may differ.
    """
    worker = w.professionals[index]
    practice = practised(w.p[0].immaturity_loss, worker.maturity) if worker.pooled else 1.0
    everywhere = abs(practice - worker.practice) > step
    if everywhere:
        worker.practice = practice
    moved = 0
    for domain in range(w.skills.shape[1]):
        if abs(w.skills[index, domain] - w.skills_used[index, domain]) > step:
            w.skills_used[index, domain] = w.skills[index, domain]
            moved |= 1 << domain
    if not everywhere and moved == 0:
        return
    place = worker.first_case
    while place >= 0:
        case = w.cases[place]
        if everywhere or (moved >> int(case.domain)) & 1:
            case.skill = w.skills_used[index, case.domain]
            doubt_dose(w, case.need)
        place = case.worker_after


@rule
def begin_anew(w: World, index: int) -> None:
    """Somebody new holds a post: rested, with the skill of the trade, and new to the team.

    Args:
        w: the world.
        index: which professional.
    """
    worker = w.professionals[index]
    worker.strain = 0.0
    worker.maturity = 0.0 if worker.pooled or worker.joined_team else 1.0
    for domain in range(w.skills.shape[1]):
        w.skills[index, domain] = w.trades[index, domain]
    reckon(w, index, 0.0)


@rule
def first_case_here(w: World, household_index: int, worker: int, number: int) -> int:
    """The first case of a professional in a household, in the order of its needs.

    Args:
        w: the world.
        household_index: which household.
        worker: professional.
        number: from which of its needs on, 0 first.

    Returns:
        Place of the case, -1 when there is none. What has not started has no professional yet.
    """
    household = w.households[household_index]
    number = next_helped(household, number)
    while number >= 0:
        index = first_with(w, int(w.needs[household.first_need + number].first_case), worker)
        if index >= 0:
            return index
        number = next_helped(household, number + 1)
    return -1


@rule
def next_case_here(w: World, index: int, worker: int) -> int:
    """The next case of a professional in the same household.

    Args:
        w: the world.
        index: place of the case before.
        worker: professional.

    Returns:
        Place of the case, -1 when there is none left.
    """
    case = w.cases[index]
    following = first_with(w, int(case.next_of_need), worker)
    if following >= 0:
        return following
    number = case.need - w.households[case.household].first_need + 1
    return first_case_here(w, case.household, worker, number)


@rule
def first_with(w: World, index: int, worker: int) -> int:
    """The first case of a professional among those of a need.

    Args:
        w: the world.
        index: place of the case of that need to begin with, -1 none.
        worker: professional.

    Returns:
        Place of the case, -1 when there is none.
    """
    while index >= 0 and w.cases[index].worker != worker:
        index = w.cases[index].next_of_need
    return index


@rule
def comes_anyway(w: World, case: Record, index: int) -> bool:
    """Whether the worker of a case visits the same home for another case too.

    Args:
        w: the world.
        case: record of the case; its worker is known.
        index: its place.

    Returns:
        Whether he does; then the other case bears the travel.
    """
    if not w.products[case.product].home_visits:
        return False
    place = first_case_here(w, case.household, case.worker, 0)
    while place >= 0:
        if place != index and w.products[w.cases[place].product].home_visits:
            return True
        place = next_case_here(w, place, case.worker)
    return False


@rule
def pass_travel_on(w: World, case: Record, index: int) -> None:
    """The case that bore the travel of its worker to a home goes: another one there bears it from now on.

    Args:
        w: the world.
        case: record of the case; it is no longer among those of its worker.
        index: its place.
    """
    best = -1
    place = first_case_here(w, case.household, case.worker, 0)
    while place >= 0:
        other = w.cases[place]
        visits = place != index and w.products[other.product].home_visits
        if visits and (best < 0 or other.key < w.cases[best].key):
            best = place
        place = next_case_here(w, place, case.worker)
    if best < 0:
        return
    heir = w.cases[best]
    worker = w.professionals[case.worker]
    worker.asked -= heir.norm + case_travel(w, heir)
    heir.rides = 0
    worker.asked += heir.norm + case_travel(w, heir)
    unsettle(w, best)
