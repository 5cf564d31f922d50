"""The path of a case before its start: asked, decided, taken in, listed, or sent to the wrong place."""

import numpy as np

from agents.case import BEFORE_INTAKE, BY_EVENT, DECIDING, FREE, OPEN, link_to_need, occupy
from agents.compiled import Record, rule
from agents.need import NEVER
from agents.organisation import INTAKE_STAGE, START_STAGE, join_lane
from agents.team import right_at_first
from simulation.agenda import note_due
from simulation.caseload import FROM_OUTSIDE, close, forget, start
from simulation.census_columns import YEAR_WEEKS
from simulation.columns import ASKED, CLOSED_BEFORE_START, LEFT, LOST, TOTAL
from simulation.counters import (
    CASES_USED,
    DOOR_LIST,
    FREE_CASE,
    LINE_COUNTED,
    REFERRER,
    RETURNS_N,
    SHARED_LIST,
)
from simulation.diary import ASKS_FOR, PASSED, STOPPED, WRONG_PRODUCT, note_case
from simulation.draws import FIDELITY_QUEUE, PEOPLE, RIGHT_PRODUCT, child_key, draw, stream
from simulation.listing import add_pending, class_of, drop_pending, stand_in, step_out
from simulation.products import DIRECT, GUARDIAN, OWN
from simulation.providers import provider_list, referred_list
from simulation.purses import purse_of
from simulation.trust import lose_trust
from simulation.waits import NOT_COUNTED, asking_begins, count_begins
from simulation.world import DECISION_RING, World

WRONG_PRODUCTS, GONE_WEEKS = TOTAL + 4, TOTAL + 8


@rule
def case_key(need_key: np.uint64, product: int, attempt: int) -> np.uint64:
    """The luck of a case belongs to its need, product and attempt, never to its place in a table.

    Args:
        need_key: key of the need.
        product: product.
        attempt: how many cases this need had before.

    Returns:
        Key of the case.
    """
    return child_key(need_key, product * 65536 + attempt)


@rule
def has_product(w: World, need: Record, product: int) -> bool:
    """Whether a need has a product already, asked or open.

    Args:
        w: the world.
        need: record of the need.
        product: product.

    Returns:
        Whether it has.
    """
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.product == product:
            return True
        index = case.next_of_need
    return False


@rule
def has_product_for(w: World, need: Record, product: int, resident: int) -> bool:
    """Whether one resident has a product for a need already, asked or open.

    Args:
        w: the world.
        need: record of the need.
        product: product.
        resident: which resident.

    Returns:
        Whether he has.
    """
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        if case.product == product and case.resident == resident:
            return True
        index = case.next_of_need
    return False


@rule
def close_before_start(w: World, index: int, left: bool, week: int) -> None:
    """Close a case that never had an hour.

    Args:
        w: the world.
        index: place of the case.
        left: whether the household gave up waiting.
        week: this week.
    """
    case = w.cases[index]
    need = w.needs[case.need]
    at_door = case.state == BEFORE_INTAKE and case.queue == w.counters[DOOR_LIST]
    if case.state != FREE:
        step_out(w, index)
    drop_pending(w, index)
    w.now[GONE_WEEKS] += week - case.asked_week + w.counters[LINE_COUNTED]
    if left:
        w.now[LEFT + case.product] += 1
        need.ask_from = week + int(w.p[0].ask_again_pause_weeks)
        household = w.households[case.household]
        lose_trust(w, household)
        if at_door:
            household.door_from = week + int(w.p[0].door_pause_weeks)  # there is no second door
    else:
        w.now[CLOSED_BEFORE_START + case.product] += 1
    if w.products[case.product].transfer:
        w.households[case.household].benefit_open -= 1
    forget(w, index)
    if need.severity == 0 and need.first_case < 0:
        need.asked_week = NOT_COUNTED  # it passed without help: a later asking is another one


@rule
def sent_to_wrong_place(w: World, index: int, week: int) -> None:
    """This was not the help that was needed: some weeks later the story is told again elsewhere.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    need = w.needs[case.need]
    need.return_week = week + int(w.p[0].wrong_product_weeks)
    note_due(w, w.returns, RETURNS_N, case.need, need.return_week)
    need.ask_from = max(need.ask_from, need.return_week)
    if case.through_door:
        w.households[case.household].intake_week = -NEVER
    w.now[WRONG_PRODUCTS] += 1
    note_case(w, WRONG_PRODUCT, index, week)
    close_before_start(w, index, False, week)


@rule
def is_right(w: World, index: int, week: int, chance: float) -> bool:
    """Whether the first product that comes to mind is the one that is needed.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
        chance: probability that it is right.

    Returns:
        Whether it is; second and third products, and what the youth practice nurse refers to, are chosen by
        someone who knows the case.
    """
    case = w.cases[index]
    if w.needs[case.need].referred:
        return True
    return case.rank > 1 or draw(case.key, stream(w.seed_key[0], 0, RIGHT_PRODUCT)) < chance


@rule
def chance_right(w: World, case: Record) -> float:
    """How often the first product is the one that is needed, with or without disciplines that looked along.

    Args:
        w: the world.
        case: record of the case.

    Returns:
        Probability. A wrong product comes to light on arrival at the provider, under every policy.
    """
    p = w.p[0]
    if not case.through_door:
        return p.first_product_right
    return right_at_first(
        p.first_product_right, p.right_per_discipline, p.disciplines_consulted, p.first_product_right_max
    )


@rule
def stand_for_start(w: World, index: int, week: int) -> None:
    """Wait for the first hour, on the list of the provider or on that of the shared team.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    shares = w.lists[case.own_list].poolable and w.p[0].queue > 0.0
    case.pooled = shares and draw(case.key, stream(PEOPLE, 0, FIDELITY_QUEUE)) < w.p[0].queue
    queue = int(w.counters[SHARED_LIST]) if case.pooled else int(case.own_list)
    stand_in(w, index, queue, START_STAGE, week)


@rule
def passed_by_itself(w: World, index: int, week: int) -> bool:
    """Whose turn it is says that the trouble is over, if it is, and needs no start any more.

    Args:
        w: the world.
        index: place of a case that has not started.
        week: this week.

    Returns:
        Whether it was; the case is closed then. What a court ordered goes on.
    """
    case = w.cases[index]
    if w.needs[case.need].severity > 0 or case.rank == BY_EVENT or case.product == GUARDIAN:
        return False
    note_case(w, PASSED, index, week)
    close_before_start(w, index, False, week)
    return True


@rule
def to_provider(w: World, index: int, week: int) -> None:
    """Arrive at the provider: on his list, or at once when the product has no list.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    if passed_by_itself(w, index, week):
        return
    case = w.cases[index]
    product = w.products[case.product]
    if product.delivery == OWN and not case.through_door:
        stand_in(w, index, int(case.own_list), INTAKE_STAGE, week)
    elif not is_right(w, index, week, chance_right(w, case)):
        sent_to_wrong_place(w, index, week)
    elif product.delivery == OWN:
        stand_for_start(w, index, week)
    elif product.delivery == DIRECT:
        start(w, index, FROM_OUTSIDE, week)
    else:
        stand_in(w, index, int(case.own_list), START_STAGE, week)


@rule
def go_on(w: World, index: int, week: int) -> None:
    """After the door, or without one: to the municipal decision if the law asks one, else to the provider.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    weeks = int(w.p[0].decision_weeks)
    if w.products[case.product].decided and weeks > 0:
        case.state = DECIDING
        case.queue = -1
        case.joined_week = week
        case.decision_week = week + weeks + w.counters[LINE_COUNTED]  # asked late: taken up next week
        join_lane(w.cases, w.decisions, w.decision_tails, index, case.decision_week % DECISION_RING)
    else:
        to_provider(w, index, week)


@rule
def ask_for(w: World, need_index: int, product: int, rank: int, resident: int, week: int) -> int:
    """Ask for one product for one need; the case begins its path.

    Args:
        w: the world.
        need_index: which need.
        product: product.
        rank: its place on the route, 1-3.
        resident: for whom; -1 for the household as a whole.
        week: this week.

    Returns:
        Place of the case, -1 when the case table is full (counted, and a failed check).
    """
    index = occupy(w.cases, w.counters, FREE_CASE)
    if index < 0:
        w.now[LOST] += 1
        return -1
    w.counters[CASES_USED] = max(w.counters[CASES_USED], index + 1)
    need = w.needs[need_index]
    household = w.households[need.household]
    case = w.cases[index]
    case.key = case_key(need.key, product, int(need.asks))
    need.asks += 1
    case.rank = rank
    case.pooled = 0
    case.through_door = 0
    case.maintenance = 0
    case.referred = 0
    case.domain = need.domain
    case.product = product
    case.need = need_index
    case.household = need.household
    case.resident = resident
    case.asked_week = week
    case.start_week = NEVER
    case.ends_week = NEVER
    case.decision_week = NEVER
    case.wrong_until = -NEVER
    case.worker = -1
    case.link = -1
    case.norm = 0
    case.given = 0
    case.travel = 0
    case.cents = 0
    case.account_week = week
    case.skill = 1.0
    case.mismatch = 0
    case.refusals = 0
    case.owned = 1.0
    case.own_seconds = 0
    case.other_seconds = 0
    case.broad = 0
    case.rides = 0
    case.queue = -1
    referrer = int(w.counters[REFERRER]) - 1
    if referrer >= 0 and w.p[0].provider_incentive > 0.0:
        case.own_list = referred_list(w, household, product, referrer)
    else:
        case.own_list = provider_list(w, household, product)
    case.purse = purse_of(w, case)
    case.held = 0
    case.priority = class_of(w, need_index)
    link_to_need(w.cases, need, index)
    add_pending(w, index)
    w.now[ASKED + product] += 1
    w.now[GONE_WEEKS] -= w.counters[LINE_COUNTED]  # asked after this week's count: in line from next week
    if household.open_or_asked == 0:
        count_begins(w, need.household, week)
    household.open_or_asked += 1
    if w.products[product].transfer:
        household.benefit_open += 1
    asking_begins(w, need, week)
    note_case(w, ASKS_FOR, index, week)
    behind_door = case.own_list < 0 or w.lists[case.own_list].at_door
    if household.at_door and w.products[product].common_door and behind_door:
        stand_in(w, index, int(w.counters[DOOR_LIST]), INTAKE_STAGE, week)
    else:
        go_on(w, index, week)
    return index


@rule
def tell_story(w: World, household: Record, week: int) -> None:
    """At an intake the story is told; once more within a year of the last time costs trust.

    Args:
        w: the world.
        household: record of the household.
        week: this week.
    """
    if week - household.told_week < YEAR_WEEKS:
        household.story_week = week
        lose_trust(w, household)
    household.told_week = week


@rule
def finish_intake(w: World, index: int, week: int) -> None:
    """The provider has done its intake: the case waits for its first hour, or is in the wrong place.

    Args:
        w: the world.
        index: place of the case, before intake in the list of its provider.
        week: this week.
    """
    tell_story(w, w.households[w.cases[index].household], week)
    if is_right(w, index, week, w.p[0].first_product_right):
        step_out(w, index)
        stand_for_start(w, index, week)
    else:
        sent_to_wrong_place(w, index, week)


@rule
def finish_door(w: World, index: int, week: int) -> None:
    """The front door has done its broad intake: the case goes on to the decision or the provider.

    Args:
        w: the world.
        index: place of the case, before intake at the door.
        week: this week.
    """
    step_out(w, index)
    w.cases[index].through_door = 1
    go_on(w, index, week)


@rule
def close_any(w: World, index: int, week: int) -> None:
    """End a case wherever it is on its path.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    if w.cases[index].state == OPEN:
        close(w, index, week)
    else:
        note_case(w, STOPPED, index, week)
        close_before_start(w, index, False, week)
