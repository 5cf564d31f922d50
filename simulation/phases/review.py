"""Phase 8, review: closing, dropping out, extra referral, plans put right, and people who leave the list."""

from agents.case import ends, goal_chance, lasted, leaves_list
from agents.compiled import Record, rule
from agents.need import NEVER, severity_before
from simulation.agenda import note_due
from simulation.caseload import close
from simulation.casework import close_before_start
from simulation.counters import DECISIONS_N, OPEN_N, PENDING_N, REVIEWS_N, TOGETHER_N
from simulation.diary import LEFT_THE_LIST, PLAN_MADE, REFERRED_ON, note, note_case
from simulation.doubts import doubt_household, unsettle
from simulation.draws import (
    CASE_ENDS,
    EXTRA_REFERRAL,
    LEAVES_LIST,
    REFERRER_KNOWS,
    WRONG_PLAN,
    draw,
)
from simulation.products import GUARDIAN
from simulation.routes import next_place, open_next
from simulation.talks import rearrange
from simulation.world import World


@rule
def review(w: World, week: int) -> None:
    """Look at every open case, every household with several helpers, and everyone who waits.

    Args:
        w: the world.
        week: this week.
    """
    p = w.p[0]
    most = p.goal_closing_rate + p.closing_without_goal_rate + p.drop_out_rate
    of_ending = w.streams[CASE_ENDS]
    for place in range(w.counters[OPEN_N] - 1, -1, -1):
        here = w.opened[place]
        u = draw(here.key, of_ending)
        if u < most or here.look_week <= week:
            index = here.case
            if closes(w, index, week, u):
                close(w, index, week)
            else:
                here.look_week = next_look(w, w.cases[index], week)
    of_referral = w.streams[EXTRA_REFERRAL]
    for place in range(w.counters[OPEN_N] - 1, -1, -1):
        here = w.opened[place]
        if draw(here.key, of_referral) < p.extra_referral_rate:
            refer_on(w, here.case, week)
    make_plans(w, week)
    of_leaving = w.streams[LEAVES_LIST]
    for place in range(w.counters[PENDING_N] - 1, -1, -1):
        here = w.pending[place]
        if leaves_list(p.leaving_list_rate, draw(here.key, of_leaving)):
            note_case(w, LEFT_THE_LIST, here.case, week)
            close_before_start(w, here.case, True, week)


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
    if p.longest_case_weeks > 0.0 and lasted(case.start_week, week, int(p.longest_case_weeks)):
        return not w.products[case.product].transfer
    need = w.needs[case.need]
    weeks_at_floor = week - need.level_week
    chance = goal_chance(
        need.severity,
        need.floor,
        weeks_at_floor,
        int(p.goal_floor_weeks),
        p.goal_closing_rate,
        int(p.goal_highest_floor),
    )
    high_floor = need.floor > p.goal_highest_floor
    if high_floor and need.severity <= need.floor and weeks_at_floor >= p.goal_floor_weeks:
        maintain(w, index, week)
    if not w.products[case.product].transfer:
        without = p.closing_without_goal_rate
        if high_floor:
            without *= p.closing_with_high_floor_factor
        chance += without + p.drop_out_rate
    return ends(chance, u)


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
    if draw(case.key, w.streams[REFERRER_KNOWS]) >= stops:
        note_case(w, REFERRED_ON, index, week)
        open_next(w, case.need, int(p.places_when_referred), week)


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
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        if link.cases > 0 and index != case.link:
            if household.plan:
                return True
            if case.worker >= 0 and link.worker >= 0 and link.worker != case.worker:
                referrer, other = w.professionals[case.worker], w.professionals[link.worker]
                if other.organisation == referrer.organisation or (other.pooled and referrer.pooled):
                    return True
        index = link.after
    return False


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
