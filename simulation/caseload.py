"""From the first hour of a case to its closing: who does it, and what is counted."""

from agents.case import BY_EVENT, OPEN, release, unlink_from_need
from agents.compiled import Record, rule
from agents.domains import MODERATE
from simulation.active import note_help
from simulation.agenda import note_due
from simulation.columns import ENDED, LOST, STARTED, TOTAL, WAITED
from simulation.counters import FREE_CASE, LINE_COUNTED, OPEN_N, REVIEWS_N, UNMET_N
from simulation.craft import comes_anyway, outside_trade, pass_travel_on
from simulation.diary import ENDS_HELP, NEW_FACE, STARTS, note_case
from simulation.doubts import note_helped, unsettle
from simulation.draws import SAME_WORKER, WRONG_PLAN, draw, stream
from simulation.helpers import (
    add_case_to_link,
    drop_case_from_link,
    find_link,
    latest_outside,
    meet_somebody_new,
    new_link,
    spells,
)
from simulation.ledger import payer_of
from simulation.listing import OPENED, drop_pending
from simulation.ownership import pass_on
from simulation.products import GUARDIAN, YOUTH_NURSE
from simulation.running import ask_of_provider, count_given, stop_hours
from simulation.trust import lose_trust
from simulation.waits import asking_helped
from simulation.world import DECISION_RING, World

FROM_OUTSIDE = -1
GONE_WEEKS = TOTAL + 8


@rule
def forget(w: World, index: int) -> None:
    """Take a case from its need and give its place back.

    Args:
        w: the world.
        index: place of the case.
    """
    case = w.cases[index]
    unlink_from_need(w.cases, w.needs[case.need], index)
    w.households[case.household].open_or_asked -= 1
    release(w.cases, w.counters, FREE_CASE, index)


@rule
def link_for(w: World, index: int, worker: int, week: int) -> int:
    """The link between the household and whoever takes the case.

    Args:
        w: the world.
        index: place of the case.
        worker: professional, -1 from outside.
        week: this week.

    Returns:
        Place of the link; an outside provider sends the worker who comes already, or someone new.
    """
    case = w.cases[index]
    household = w.households[case.household]
    if worker >= 0:
        person = w.professionals[worker].person
        place = find_link(w, household, worker, person, -1)
        if place >= 0:
            return place
        meet_somebody_new(w, household, week)
        return new_link(w, case.household, worker, person, -1, week)
    place = latest_outside(w, household, case.product)
    if place >= 0 and draw(case.key, stream(w.seed_key[0], 0, SAME_WORKER)) < w.p[0].same_worker_share:
        return place
    meet_somebody_new(w, household, week)
    return new_link(w, case.household, FROM_OUTSIDE, spells(w, household, case.product), case.product, week)


@rule
def give_to(w: World, index: int, worker: int, week: int) -> None:
    """Put a case in the hands of a worker.

    Args:
        w: the world.
        index: place of the case.
        worker: professional, -1 from outside or nobody.
        week: this week.
    """
    case = w.cases[index]
    product = w.products[case.product]
    case.worker = worker
    case.skill = 1.0
    case.rides = 0
    case.broad = outside_trade(w, case, worker)
    if worker >= 0:
        professional = w.professionals[worker]
        professional.caseload += 1
        case.worker_before = -1
        case.worker_after = professional.first_case
        if professional.first_case >= 0:
            w.cases[professional.first_case].worker_before = index
        professional.first_case = index
        case.skill = w.skills_used[worker, case.domain]
        case.rides = comes_anyway(w, case, index)
    ask_of_provider(w, case, 1)
    if product.helper:
        case.link = link_for(w, index, worker, week)
        if case.link < 0:
            w.now[LOST + 1] += 1
        else:
            add_case_to_link(w, case.link, product.hours_2 > 0.0, product.indicated)


@rule
def change_face(w: World, index: int, week: int) -> None:
    """The post that does a case has a new holder: a new face for the household.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    product = w.products[case.product]
    pass_on(w, case)
    if case.link < 0:
        return
    before = case.link
    case.link = link_for(w, index, case.worker, week)
    if case.link < 0:
        w.now[LOST + 1] += 1
    else:
        add_case_to_link(w, case.link, product.hours_2 > 0.0, product.indicated)
    drop_case_from_link(w, before, product.hours_2 > 0.0, product.indicated, week)
    w.links[before].replaced = w.links[before].cases == 0
    note_case(w, NEW_FACE, index, week)


@rule
def take_from(w: World, index: int, week: int) -> None:
    """Take a case from the hands of its worker.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    product = w.products[case.product]
    if case.link >= 0:
        drop_case_from_link(w, case.link, product.hours_2 > 0.0, product.indicated, week)
        case.link = -1
    if case.worker < 0:
        return
    professional = w.professionals[case.worker]
    professional.caseload -= 1
    if case.worker_before < 0:
        professional.first_case = case.worker_after
    else:
        w.cases[case.worker_before].worker_after = case.worker_after
    if case.worker_after >= 0:
        w.cases[case.worker_after].worker_before = case.worker_before
    if product.home_visits and not case.rides:
        pass_travel_on(w, case, index)
    case.worker = -1


@rule
def hand_over(w: World, index: int, worker: int, week: int) -> None:
    """A colleague takes over a running case; what he can give it shows this week.

    Args:
        w: the world.
        index: place of the case.
        worker: the colleague.
        week: this week.
    """
    case = w.cases[index]
    product = w.products[case.product]
    before = case.link
    pass_on(w, case)
    count_given(w, case, -1)
    ask_of_provider(w, case, -1)
    case.link = -1  # who came goes only when the colleague is there, so that no plan ends in between
    take_from(w, index, week)
    give_to(w, index, worker, week)
    if before >= 0:
        drop_case_from_link(w, before, product.hours_2 > 0.0, product.indicated, week)
        w.links[before].replaced = w.links[before].cases == 0
    count_given(w, case, 1)
    unsettle(w, index)
    note_case(w, NEW_FACE, index, week)


@rule
def count_client(w: World, case: Record, product: Record, change: int) -> None:
    """Keep the counts of indicated products by pillar and of Wmo and youth care clients.

    Args:
        w: the world.
        case: record of the case.
        product: record of its product.
        change: +1 at the start, -1 at the end.
    """
    household = w.households[case.household]
    if product.indicated:
        household.indicated_open += change
        w.pillars_open[case.household, product.pillar] += change
        household.pillars_seen |= 1 << product.pillar
    owner = case.resident if case.resident >= 0 else household.first_resident
    resident = w.residents[owner]
    if product.wmo_client:
        resident.wmo_open += change
        resident.wmo_seen = 1
    if product.youth_care:
        resident.youth_open += change
        resident.youth_seen = 1


@rule
def is_late(w: World, case: Record, waited: int) -> bool:
    """Whether somebody waited longer than the norm of the list.

    Args:
        w: the world.
        case: record of the case.
        waited: weeks from asking to the first hour.

    Returns:
        Whether it was longer; a list without a norm is never late.
    """
    if case.own_list < 0:
        return False
    norm = w.lists[case.own_list].norm_weeks
    return norm > 0.0 and waited > norm


@rule
def start(w: World, index: int, worker: int, week: int) -> None:
    """The first hour of help.

    Args:
        w: the world.
        index: place of the case, in no list any more.
        worker: professional, -1 from outside or nobody.
        week: this week.
    """
    case = w.cases[index]
    need = w.needs[case.need]
    product = w.products[case.product]
    drop_pending(w, index)
    case.place = w.counters[OPEN_N]
    here = w.opened[case.place]
    here.key = case.key
    here.case = index
    here.look_week = week
    w.counters[OPEN_N] += 1
    w.stock[OPENED, case.product] += 1
    case.state = OPEN
    case.payer = payer_of(w, case)
    case.start_week = week
    waited = week - case.asked_week
    w.now[STARTED + case.product] += 1
    w.now[WAITED + case.product] += waited
    w.now[GONE_WEEKS] += w.counters[LINE_COUNTED]
    if case.own_list >= 0:
        w.wait_sum[case.own_list, week % DECISION_RING] += waited
        w.wait_count[case.own_list, week % DECISION_RING] += 1
    if is_late(w, case, waited):
        lose_trust(w, w.households[case.household])
    asking_helped(w, need, week)
    need.open_cases += 1
    if need.open_cases == 1:
        note_help(w, need)
        note_helped(w, int(case.need))
    if need.open_cases == 1 and need.severity >= MODERATE:
        w.tally[UNMET_N] -= 1
    w.households[case.household].last_wait = waited
    p = w.p[0]
    if draw(case.key, stream(w.seed_key[0], 0, WRONG_PLAN)) < p.wrong_plan_chance:
        case.wrong_until = week + int(p.plan_review_weeks)
        note_due(w, w.reviews, REVIEWS_N, case.need, case.wrong_until)
    if case.product == GUARDIAN:
        case.ends_week = week + int(p.order_weeks)
    elif case.rank == BY_EVENT:
        case.ends_week = week + int(p.placement_weeks)
    elif case.product == YOUTH_NURSE:
        case.ends_week = week + int(p.youth_nurse_weeks)
    count_client(w, case, product, 1)
    give_to(w, index, worker, week)
    unsettle(w, index)
    note_case(w, STARTS, index, week)


@rule
def close(w: World, index: int, week: int) -> None:
    """End a case that had started.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    product = w.products[case.product]
    note_case(w, ENDS_HELP, index, week)
    stop_hours(w, case)
    take_from(w, index, week)
    count_client(w, case, product, -1)
    w.counters[OPEN_N] -= 1
    last = w.opened[w.counters[OPEN_N]]
    here = w.opened[case.place]
    here.key = last.key
    here.case = last.case
    here.look_week = last.look_week
    here.most = last.most
    w.cases[last.case].place = case.place
    w.stock[OPENED, case.product] -= 1
    w.now[ENDED + case.product] += 1
    need = w.needs[case.need]
    need.open_cases -= 1
    if need.open_cases == 0:
        w.tally[UNMET_N] += need.severity >= MODERATE
        note_help(w, need)
        note_helped(w, int(case.need))
    if product.transfer:
        w.households[case.household].benefit_open -= 1
    forget(w, index)
