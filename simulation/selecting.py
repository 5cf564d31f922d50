"""Choosing which households a director follows, on what a municipality may see of them."""

import numpy as np

from agents.case import OPEN
from agents.compiled import Record, rule
from agents.director import BY_BOTH, BY_SEVERITY, chosen_before, consents
from agents.domains import ADULT_AGE, MODERATE, MUNICIPAL_PAYERS
from simulation.counters import FOLLOWED_N
from simulation.directing import follow, unfollow
from simulation.draws import CONSENT, PEOPLE, draw, stream
from simulation.fidelity import is_reached
from simulation.ledger import settle_accounts
from simulation.selections import AT_WEEK, CHOSEN, COST, COST_LEFT, FOLLOWED, LEFT
from simulation.world import World

MUNICIPAL_N = len(MUNICIPAL_PAYERS)  # they are the first payers


@rule
def select_households(w: World, week: int) -> None:
    """Twice a year the households are chosen that a director follows, or would follow under another policy.

    Args:
        w: the world.
        week: this week.
    """
    every = int(w.p[0].director_reselect_weeks)
    if week % every != every - 1:
        return
    settle_accounts(w)
    if week >= 0:
        choose_households(w, week)
    for index in range(w.households.size):
        turn_page(w, index)


@rule
def choose_households(w: World, week: int) -> None:
    """Choose, write down what was chosen, and let the first of them be followed.

    Args:
        w: the world.
        week: the week just lived; -1 when the policy begins.

    Who is chosen is written down under every policy, so that like can be compared with like: the cost of
    dear households falls by itself.
    """
    row = w.selections[(week + 1) // int(w.p[0].director_reselect_weeks)]
    row[:] = 0
    row[AT_WEEK] = week + 1
    count = rank_households(w, row, week)
    row[CHOSEN] = count
    for place in range(count):
        index = int(w.chosen[place].household)
        w.households[index].follow_rank = place + 1
        row[COST] += cost_of_year(w, index, week)
    follow_ranked(w, week)
    row[FOLLOWED] = w.counters[FOLLOWED_N]


@rule
def rank_households(w: World, row: np.ndarray, week: int) -> int:
    """Put the households that could be followed in order, as far as there may be places.

    Args:
        w: the world; ``chosen`` gets them, the first first.
        row: what is written down of this selection; gets the cost of who was chosen two selections ago.
        week: the week just lived.

    Returns:
        How many were chosen.
    """
    p = w.p[0]
    places = min(w.chosen.size, int(max(p.director, p.director_comparator)))
    by_severity = p.director_selects == BY_SEVERITY
    least = int(p.director_least_domains) if p.director_selects == BY_BOTH else 0
    count = 0
    for index in range(w.households.size):
        household = w.households[index]
        cost = cost_of_year(w, index, week)
        if household.rank_before > 0:
            row[LEFT] += 1
            row[COST_LEFT] += cost
        household.rank_before = household.follow_rank
        household.follow_rank = 0
        if cost <= 0 or household.open_or_asked == 0 or places == 0:
            continue
        domains, severity = seen_in(w, household)
        first, second = (severity, cost) if by_severity else (cost, severity)
        if domains < least or first <= 0:
            continue
        if count == places and not goes_before_last(w, count, first, second, household.key):
            continue
        if everybody_consents(w, household):
            count = put_in_order(w, index, first, second, count, places)
    return count


@rule
def cost_of_year(w: World, index: int, week: int) -> int:
    """What a household cost the municipality in the last two periods between selections.

    Args:
        w: the world.
        index: which household.
        week: the week just lived; -1 when the policy begins and the last page has been turned.

    Returns:
        Cents.
    """
    household = w.households[index]
    if week < 0:
        return int(household.cost_before + household.cost_earlier)
    return int(municipal_cost(w, index) - household.cost_mark + household.cost_before)


@rule
def municipal_cost(w: World, index: int) -> int:
    """What a dwelling has cost the municipality so far; what it cost others the municipality cannot see.

    Args:
        w: the world.
        index: which household.

    Returns:
        Cents.
    """
    total = 0
    for payer in range(MUNICIPAL_N):
        total += w.household_cost[index, payer]
    return total


@rule
def turn_page(w: World, index: int) -> None:
    """From here on a new period of cost is counted.

    Args:
        w: the world.
        index: which household.
    """
    household = w.households[index]
    total = municipal_cost(w, index)
    household.cost_earlier = household.cost_before
    household.cost_before = total - household.cost_mark
    household.cost_mark = total


@rule
def begin_account(w: World, index: int) -> None:
    """New people come to live here: what the dwelling cost is not theirs, nor were they chosen.

    Args:
        w: the world.
        index: which household; nobody lives there now.
    """
    household = w.households[index]
    household.cost_mark = municipal_cost(w, index)
    household.cost_before = 0
    household.cost_earlier = 0
    household.follow_rank = 0
    household.rank_before = 0


@rule
def seen_in(w: World, household: Record) -> tuple[int, int]:
    """What professionals whom the municipality pays see of a household.

    Args:
        w: the world.
        household: record of the household.

    Returns:
        Domains with a need at 2 and over that has municipal help, and the severities of all needs with such
        help, summed.
    """
    domains = 0
    severity = 0
    for index in range(household.first_need, household.first_need + household.needs):
        need = w.needs[index]
        if need.open_cases > 0 and need.severity > 0 and has_municipal_help(w, need):
            severity += need.severity
            if need.severity >= MODERATE:
                domains |= 1 << int(need.domain)
    count = 0
    while domains != 0:
        domains &= domains - 1
        count += 1
    return count, severity


@rule
def has_municipal_help(w: World, need: Record) -> bool:
    """Whether a need has help that the municipality pays.

    Args:
        w: the world.
        need: record of the need.

    Returns:
        Whether it has.
    """
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.state == OPEN and 0 <= case.payer < MUNICIPAL_N:
            return True
        index = case.next_of_need
    return False


@rule
def everybody_consents(w: World, household: Record) -> bool:
    """Whether all adults of a household agree to a director.

    Args:
        w: the world.
        household: record of the household.

    Returns:
        Whether they do.
    """
    chance = w.p[0].director_consent
    of_consent = stream(PEOPLE, 0, CONSENT)
    for index in range(household.first_resident, household.first_resident + household.persons):
        resident = w.residents[index]
        if resident.age >= ADULT_AGE and not consents(chance, draw(resident.key, of_consent)):
            return False
    return True


@rule
def goes_before_last(w: World, count: int, first: int, second: int, key: int) -> bool:
    """Whether a household goes before the last of those chosen so far.

    Args:
        w: the world.
        count: how many were chosen, 1 or more.
        first: what counts first.
        second: what counts second.
        key: key of the household.

    Returns:
        Whether it does.
    """
    last = w.chosen[count - 1]
    return chosen_before(first, second, key, last.first, last.second, last.key)


@rule
def put_in_order(w: World, index: int, first: int, second: int, count: int, places: int) -> int:
    """Put a household in its place among those chosen; the last falls off when there are too many.

    Args:
        w: the world.
        index: which household.
        first: what counts first.
        second: what counts second.
        count: how many were chosen so far.
        places: how many there may be.

    Returns:
        How many are chosen now.
    """
    key = w.households[index].key
    place = count if count < places else places - 1
    while place > 0 and goes_before_last(w, place, first, second, key):
        behind, before = w.chosen[place], w.chosen[place - 1]
        behind.household = before.household
        behind.first = before.first
        behind.second = before.second
        behind.key = before.key
        place -= 1
    here = w.chosen[place]
    here.household = index
    here.first = first
    here.second = second
    here.key = key
    return min(places, count + 1)


@rule
def follow_ranked(w: World, week: int) -> None:
    """The first of those chosen are followed from now on where the policy reaches them, the others no longer.

    Args:
        w: the world.
        week: this week.
    """
    most = min(w.chosen.size, int(w.p[0].director))
    for place in range(w.counters[FOLLOWED_N] - 1, -1, -1):
        household = w.households[w.followed[place].household]
        if household.follow_rank == 0 or household.follow_rank > most or not is_reached(w, household):
            unfollow(w, int(w.followed[place].household), week)
    for place in range(most):
        w.chosen[place].household = -1
    for index in range(w.households.size):
        rank = w.households[index].follow_rank
        if 0 < rank <= most and w.households[index].following < 0:
            w.chosen[rank - 1].household = index
    for place in range(most):
        index = int(w.chosen[place].household)
        if index >= 0 and is_reached(w, w.households[index]):
            follow(w, index)
