"""Phase 8, review: closing, dropping out, extra referral, plans put right, and people who leave the list."""

import math

from agents.cache_lines import SECOND
from agents.case import OPEN, ends, goal_chance, lasted, leaves_list
from agents.compiled import Record, prefetch, prefetch_line, rule
from agents.need import NEVER, severity_before
from agents.organisation import closes_later
from agents.team import works_along
from simulation.agenda import note_due
from simulation.bottleneck import look_for_bottleneck
from simulation.caseload import close
from simulation.casework import case_key, close_before_start
from simulation.census_columns import YEAR_WEEKS
from simulation.counters import (
    DECISIONS_N,
    OPEN_N,
    PENDING_N,
    REFERRER,
    RETURNS_N,
    REVIEWS_N,
    TOGETHER_N,
)
from simulation.diary import LEFT_THE_LIST, PLAN_MADE, REFERRED_ON, note, note_case
from simulation.doubts import doubt_household, unsettle
from simulation.draws import (
    BENEFIT_CUT,
    CASE_ENDS,
    EXTRA_REFERRAL,
    LEAVES_LIST,
    NETWORK_ASKED,
    REFERRER_KNOWS,
    WRONG_PLAN,
    child_key,
    draw,
)
from simulation.fidelity import is_reached
from simulation.network import ask_network
from simulation.own_choice import offer_turned_down
from simulation.phases.directors import propose_closing
from simulation.products import GUARDIAN, YOUTH_NURSE
from simulation.providers import gains_by_production
from simulation.routes import next_place, open_next
from simulation.selecting import select_households
from simulation.talks import has_met, in_plan, rearrange
from simulation.trust import lose_trust
from simulation.turns import in_turn
from simulation.world import World

AHEAD = 4  # cases whose needs are fetched ahead of their turn


@rule
def review(w: World, week: int) -> None:
    """Look at every open case, every household with several helpers, and everyone who waits.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    close_open_cases(w, week)
    propose_closing(w, week)
    call_in_others(w, week)
    cut_benefits(w)
    make_plans(w, week)
    select_households(w, week)
    of_leaving = w.streams[LEAVES_LIST]
    for place in range(w.counters[PENDING_N] - 1, -1, -1):
        here = w.pending[place]
        if leaves_list(p.leaving_list_rate, draw(here.key, of_leaving)):
            note_case(w, LEFT_THE_LIST, here.case, week)
            close_before_start(w, here.case, True, week)


@rule
def close_open_cases(w: World, week: int) -> None:
    """Close the open cases that end this week; the others are only looked at when chance or time wants it.

    Args:
        w: the world.
        week: this week.
    """
    of_ending = w.streams[CASE_ENDS]
    count = 0
    for place in range(w.counters[OPEN_N] - 1, -1, -1):
        here = w.opened[place]
        if draw(here.key, of_ending) < here.most or here.look_week <= week:
            w.steps[count].index = place
            prefetch(w.cases, here.case)
            prefetch_line(w.cases, here.case, SECOND)
            count += 1
    for number in range(count):
        if number + AHEAD < count:
            following = w.cases[w.opened[w.steps[number + AHEAD].index].case]
            prefetch(w.needs, following.need)
            prefetch_line(w.needs, following.need, SECOND)
            prefetch(w.households, following.household)
        here = w.opened[w.steps[number].index]
        index = here.case
        if closes(w, index, week, draw(here.key, of_ending)):
            note_referral(w, w.cases[index], week)
            close(w, index, week)
        else:
            here.look_week = next_look(w, w.cases[index], week)
            here.most = closing_chance(w, w.cases[index], NEVER)


@rule
def next_look(w: World, case: Record, week: int) -> int:
    """From which week on something may happen to an open case without chance, if its need stays as it is.

    Args:
        w: the world.
        case: record of the case.
        week: this week.

    Returns:
        A week after this one; a change of severity brings it forward.
    """
    p = w.p[0]
    if case.ends_week < NEVER:
        return int(case.ends_week) - 1
    look = NEVER
    if p.longest_case_weeks > 0.0:
        look = case.start_week + int(p.longest_case_weeks) - 1
    need = w.needs[case.need]
    if need.floor > p.goal_highest_floor and need.severity <= need.floor:
        if case.maintenance:
            look = min(look, int(case.decision_week))
        else:
            look = min(look, need.level_week + int(p.goal_floor_weeks))
    return look


@rule
def is_over(w: World, case: Record, week: int) -> bool:
    """Whether the closing rule of a policy ends a case, in a household that the policy reaches.

    Args:
        w: the world.
        case: record of the case.
        week: this week.

    Returns:
        Whether it has lasted as long as the rule allows.
    """
    most = int(w.p[0].longest_case_weeks)
    if most <= 0 or not lasted(case.start_week, week, most):
        return False
    return is_reached(w, w.households[case.household])


@rule
def closes(w: World, index: int, week: int, u: float) -> bool:
    """Whether a case ends this week: with its goal, without it, by dropping out, or by a rule.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
        u: uniform draw.

    Returns:
        Whether it ends. Benefits stop only with the goal, court orders only with their term.
    """
    p = w.p[0]
    case = w.cases[index]
    if case.maintenance and w.needs[case.need].severity > w.needs[case.need].floor:
        case.maintenance = 0
        unsettle(w, index)
    if case.ends_week < NEVER:
        return week + 1 >= case.ends_week
    if is_over(w, case, week):
        return not w.products[case.product].transfer
    need = w.needs[case.need]
    weeks_at_floor = int(week - need.level_week)
    high_floor = need.floor > p.goal_highest_floor
    if high_floor and need.severity <= need.floor and weeks_at_floor >= p.goal_floor_weeks:
        maintain(w, index, week)
    return ends(closing_chance(w, case, weeks_at_floor), u)


@rule
def closing_chance(w: World, case: Record, weeks_at_floor: int) -> float:
    """With which chance a case without a fixed end closes in a week.

    Args:
        w: the world.
        case: record of the case.
        weeks_at_floor: weeks since its need reached the severity it has.

    Returns:
        Probability; the longer at the floor, the higher.
    """
    p = w.p[0]
    need = w.needs[case.need]
    own_choice = w.households[case.household].own_choice
    chance = goal_chance(
        need.severity,
        need.floor,
        weeks_at_floor,
        int(p.own_choice_goal_weeks if own_choice else p.goal_floor_weeks),
        p.goal_closing_rate,
        int(p.goal_highest_floor),
    )
    if not w.products[case.product].transfer:
        without = p.closing_without_goal_rate
        if need.floor > p.goal_highest_floor:
            without *= p.closing_with_high_floor_factor
        if gains_by_production(w, case):
            chance = closes_later(chance, p.provider_incentive)
            without = closes_later(without, p.provider_incentive)
        chance += without + p.drop_out_rate
        if case.mismatch:
            chance += p.mismatch_drop_out_rate
    return chance


@rule
def maintain(w: World, index: int, week: int) -> None:
    """Lasting needs keep lighter help, decided on again every year.

    Args:
        w: the world.
        index: place of the case.
        week: this week.
    """
    case = w.cases[index]
    years = int(w.p[0].reindication_weeks)
    if not case.maintenance:
        case.maintenance = 1
        unsettle(w, index)
        case.decision_week = week + years
    elif week >= case.decision_week:
        case.decision_week = week + years
        if w.products[case.product].decided:
            w.counters[DECISIONS_N] += 1


@rule
def call_in_others(w: World, week: int) -> None:
    """Helpers whom chance wants this week call in others, need by need.

    Args:
        w: the world.
        week: this week.
    """
    rate, of_referral = w.p[0].extra_referral_rate, w.streams[EXTRA_REFERRAL]
    count = 0
    for place in range(w.counters[OPEN_N]):
        here = w.opened[place]
        if draw(here.key, of_referral) < rate:
            w.steps[count].index = w.cases[here.case].need
            count += 1
    in_turn(w, count)
    for number in range(count):
        if number > 0 and w.steps[number].index == w.steps[number - 1].index:
            continue
        index = w.needs[w.steps[number].index].first_case
        while index >= 0:
            case = w.cases[index]
            if case.state == OPEN and draw(case.key, of_referral) < rate:
                refer_on(w, index, week)
            index = case.next_of_need


@rule
def refer_on(w: World, index: int, week: int) -> None:
    """A helper who sees no improvement calls in another, unless he knows who is there already.

    Args:
        w: the world.
        index: place of the case; chance wants it this week.
        week: this week.
    """
    p = w.p[0]
    case = w.cases[index]
    long_ago = int(p.no_improvement_weeks)
    need = w.needs[case.need]
    if need.severity == 0 or week - case.start_week < long_ago or case.product == GUARDIAN:
        return
    if need.severity < severity_before(need, w.memory[case.need], long_ago, week):
        return
    place = next_place(w, need, int(p.places_when_referred))
    if place < 0:
        return
    known = knows_the_others(w, case)
    stops = p.referral_reaches_known if known else p.referral_reaches_unknown
    if draw(case.key, w.streams[REFERRER_KNOWS]) >= stops and not offer_turned_down(w, need):
        note_case(w, REFERRED_ON, index, week)
        if gains_by_production(w, case):
            w.counters[REFERRER] = employer_of(w, case) + 1
        asked = int(need.asks)
        open_next(w, case.need, int(p.places_when_referred), week)
        w.counters[REFERRER] = 0
        mark_referred(w, need, asked)


@rule
def employer_of(w: World, case: Record) -> int:
    """For whom the helper of a case works.

    Args:
        w: the world.
        case: record of an open case.

    Returns:
        Number of the organisation, -1 unknown.
    """
    if case.worker >= 0:
        return int(w.professionals[case.worker].organisation)
    return int(w.lists[case.own_list].organisation) if case.own_list >= 0 else -1


@rule
def mark_referred(w: World, need: Record, asked: int) -> None:
    """Remember of what an extra referral asked for that it was one.

    Args:
        w: the world.
        need: record of the need.
        asked: how many cases had been asked for it before.
    """
    index = need.first_case
    while index >= 0:
        case = w.cases[index]
        for attempt in range(asked, need.asks):
            if case.key == case_key(need.key, int(case.product), attempt):
                case.referred = 1
        index = case.next_of_need


@rule
def knows_the_others(w: World, case: Record) -> bool:
    """Whether whoever refers knows of others who are here: by one plan, one organisation or one team.

    Args:
        w: the world.
        case: record of the referrer's case.

    Returns:
        Whether he knows.
    """
    household = w.households[case.household]
    if case.link < 0:
        return False
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases > 0 and index != case.link:
            if has_met(household) and in_plan(household, w.links[case.link]) and in_plan(household, link):
                return True
            if case.worker >= 0 and link.worker >= 0 and link.worker != case.worker:
                referrer, other = w.professionals[case.worker], w.professionals[link.worker]
                if other.organisation == referrer.organisation or (
                    works_along(referrer) and works_along(other)
                ):
                    return True
        index = link.after
    return False


@rule
def note_referral(w: World, case: Record, week: int) -> None:
    """The youth practice nurse is done: a child who is not well yet is referred on, or is not.

    Args:
        w: the world.
        case: record of a case that ends this week.
        week: this week.
    """
    need = w.needs[case.need]
    if case.product != YOUTH_NURSE or need.severity == 0:
        return
    p = w.p[0]
    u = draw(child_key(case.key, 1), w.streams[EXTRA_REFERRAL])
    if u < min(1.0, p.youth_nurse_refers / p.gp_refers_youth):
        need.referred = 1
        need.return_week = week + 1
        note_due(w, w.returns, RETURNS_N, int(case.need), need.return_week)
    else:
        need.ask_from = max(need.ask_from, week + int(p.ask_again_pause_weeks))


@rule
def cut_benefits(w: World) -> None:
    """Some recipients of a benefit are sanctioned, which costs trust.

    Args:
        w: the world.
    """
    hazard = w.p[0].benefit_cuts_per_year / YEAR_WEEKS
    of_cutting = w.streams[BENEFIT_CUT]
    for place in range(w.counters[OPEN_N]):
        here = w.opened[place]
        u = draw(here.key, of_cutting)
        if u < hazard and u < -math.expm1(-hazard):
            case = w.cases[here.case]
            if w.products[case.product].transfer:
                lose_trust(w, w.households[case.household])


@rule
def make_plans(w: World, week: int) -> None:
    """Under one plan, a household with two or more helpers has a common plan, right or wrong until review.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    for place in range(w.counters[TOGETHER_N]):
        index = w.together[place]
        household = w.households[index]
        if household.plan or not household.by_plan:
            continue
        rearrange(w, index)
        household.plan = 1
        household.plan_week = week
        note(w, PLAN_MADE, index, week)
        u = draw(household.key, w.streams[WRONG_PLAN])
        wrong = u < p.wrong_plan_chance
        household.plan_wrong_until = -NEVER
        if wrong:
            household.plan_wrong_until = week + int(p.plan_review_weeks)
            note_due(w, w.reviews, REVIEWS_N, -1 - index, household.plan_wrong_until)
        doubt_household(w, household)
        v = draw(household.key, w.streams[NETWORK_ASKED])
        ask_network(w, index, v < p.network_asked_share)
        look_for_bottleneck(w, index, week)
