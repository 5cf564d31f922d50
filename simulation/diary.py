"""The diary of a run that is traced: what happens to whom is written down as it happens."""

import math

from agents.compiled import rule
from agents.contributions import CRISIS_STATE, log_ratio
from simulation.counters import DIARY_HOUSEHOLD, DIARY_LOST, DIARY_N
from simulation.world import World

HAPPENINGS = (
    "stands",  # a need that may worsen, and what contributes; these three only for a single household
    "may_recover",  # the same need, and what slows its recovery
    "may_ask",  # a need without help that may be asked about, and what keeps people from asking
    "begins",
    "worsens",
    "recovers",
    "registered",
    "wants_help",  # they ask themselves
    "asks",
    "wrong_product",
    "passed",
    "conversation",  # a good conversation, or the walk-in, was enough
    "no_money",
    "refuses_helper",
    "leaves_list",
    "stopped",
    "starts",
    "ends",
    "referred_on",
    "new_face",
    "plan_made",
    "director_comes",
    "director_goes",
    "walks_in",
    "stays_away",
    "bottleneck_arises",
    "bottleneck_solved",
    "household_moves",
    "resident_replaced",
    "comes_of_age",
)
(
    STANDS,
    MAY_RECOVER,
    MAY_ASK,
    BEGINS,
    WORSENS,
    RECOVERS,
    REGISTERED,
    WANTS_HELP,
    ASKS_FOR,
    WRONG_PRODUCT,
    PASSED,
    TALKED,
    NO_MONEY,
    REFUSES_HELPER,
    LEFT_THE_LIST,
    STOPPED,
    STARTS,
    ENDS_HELP,
    REFERRED_ON,
    NEW_FACE,
    PLAN_MADE,
    DIRECTOR_COMES,
    DIRECTOR_GOES,
    WALKS_IN,
    STAYS_AWAY,
    BOTTLENECK_ARISES,
    BOTTLENECK_SOLVED,
    HOUSEHOLD_MOVES,
    RESIDENT_REPLACED,
    OF_AGE,
) = range(len(HAPPENINGS))
EVERYBODY = -1


@rule
def note(w: World, happening: int, household: int, week: int) -> int:
    """Open a line in the diary, if one is kept and this household is in it.

    Args:
        w: the world.
        happening: what happens.
        household: to whom.
        week: this week.

    Returns:
        Place of the line, on which more can be written; -1 when nothing is written.
    """
    if w.diary.size == 0:
        return -1
    only = w.counters[DIARY_HOUSEHOLD]
    if only != EVERYBODY and only != household:
        return -1
    place = w.counters[DIARY_N]
    if place >= w.diary.size:
        w.counters[DIARY_LOST] += 1
        return -1
    w.counters[DIARY_N] += 1
    line = w.diary[place]
    line.week = week
    line.happening = happening
    line.household = household
    line.resident = -1
    line.domain = -1
    line.severity = 0
    line.severity_after = 0
    line.what = -1
    line.worker = -1
    line.own_list = -1
    line.since = week
    line.helpers = w.households[household].helpers
    line.cents = 0
    line.chance = 0.0
    line.hazard = 0.0
    w.contributions[place, :] = 0.0
    return int(place)


@rule
def note_case(w: World, happening: int, index: int, week: int) -> None:
    """Write down what happens to a case.

    Args:
        w: the world.
        happening: what happens.
        index: place of the case.
        week: this week.
    """
    if w.diary.size == 0:
        return
    case = w.cases[index]
    place = note(w, happening, case.household, week)
    if place < 0:
        return
    line = w.diary[place]
    line.resident = case.resident
    line.domain = case.domain
    line.severity = w.needs[case.need].severity
    line.severity_after = line.severity
    line.what = case.product
    line.worker = case.worker
    line.own_list = case.own_list
    line.since = case.asked_week


@rule
def note_move(w: World, happening: int, household: int, resident: int, common: bool, week: int) -> None:
    """Write down that other people come to live here; from then on a story is about them.

    Args:
        w: the world.
        happening: a household moves, or one of its members is replaced.
        household: which household.
        resident: which member, -1 all of them.
        common: whether it happens under every policy.
        week: this week.
    """
    place = note(w, happening, household, week)
    if place >= 0:
        w.diary[place].resident = resident
        w.diary[place].what = 1 if common else 0


@rule
def note_need(w: World, happening: int, index: int, week: int) -> int:
    """Write down what happens to a need that stays as severe as it is.

    Args:
        w: the world.
        happening: what happens.
        index: which need.
        week: this week.

    Returns:
        Place of the line, -1 when nothing is written.
    """
    need = w.needs[index]
    place = note(w, happening, need.household, week)
    if place >= 0:
        line = w.diary[place]
        line.resident = need.resident
        line.domain = need.domain
        line.severity = need.severity
        line.severity_after = need.severity
        line.since = need.level_week
    return place


@rule
def note_event(w: World, need_index: int, event: int, hazard: float, week: int) -> None:
    """Write down a registered event and what it costs all payers together.

    Args:
        w: the world.
        need_index: the need from which it arose.
        event: number of the event.
        hazard: hazard per week with which it came; 0 when it followed another event.
        week: this week.
    """
    place = note_need(w, REGISTERED, need_index, week)
    if place >= 0:
        line = w.diary[place]
        line.what = event
        line.cents = w.event_price[event].sum()
        line.hazard = hazard
        line.chance = -math.expm1(-hazard)
        w.contributions[place, CRISIS_STATE] = log_ratio(hazard, w.event_rate[event])


@rule
def keeps_diary(w: World) -> bool:
    """Whether anything is written down.

    Args:
        w: the world.

    Returns:
        Whether a diary is kept.
    """
    return bool(w.diary.size > 0)


@rule
def one_household(w: World) -> int:
    """The only household in the diary, of which also is written down what might happen.

    Args:
        w: the world.

    Returns:
        Its place, -1 when there is no diary or everybody is in it.
    """
    return int(w.counters[DIARY_HOUSEHOLD]) if w.diary.size > 0 else EVERYBODY
