"""A case: one product delivered to one need, from asking to closing."""

import numpy as np

from agents.cache_lines import in_cache_lines
from agents.compiled import Record, rule

CASE = in_cache_lines(
    [  # help that runs
        ("skill", "f8"),
        ("owned", "f8"),  # what its worker makes of an hour when part of the case was done by others
        ("need", "i4"),
        ("household", "i4"),
        ("worker", "i4"),  # professional, -1 outside or none
        ("norm", "i4"),  # seconds asked a week
        ("given", "i4"),  # seconds delivered a week
        ("next_of_need", "i4"),
        ("worker_after", "i4"),
        ("start_week", "i4"),
        ("wrong_until", "i4"),  # week of the review that puts a wrong plan right
        ("product", "i2"),
        ("own_list", "i2"),  # list of its product at its provider, -1 none
        ("state", "i1"),  # 0 free place, 1 decision, 2 before intake, 3 waiting, 4 open
        ("maintenance", "u1"),
        ("mismatch", "u1"),  # household and helper do not get on
        ("unsettled", "u1"),  # its hours must be computed anew
        ("domain", "i1"),
        ("payer", "i1"),  # who pays, -1 outside the model
        ("pooled", "u1"),  # may be served by any colleague of the shared team
        ("broad", "u1"),  # done by one of the shared team outside his own trade
    ],
    [  # what is booked, and how it ends
        ("key", "u8"),
        ("own_seconds", "i8"),  # by its worker of now, up to and including ``account_week``
        ("other_seconds", "i8"),  # by those before him
        ("travel", "i4"),  # seconds of travel that came with them
        ("link", "i4"),  # helper link with the household, -1 none
        ("cents", "i4"),  # what a week costs at tariff
        ("account_week", "i4"),  # last week that stands in the account of the household
        ("ends_week", "i4"),  # fixed end (court order, wrong address), NEVER otherwise
        ("worker_before", "i4"),
        ("place", "i4"),  # place in the list of pending or open cases
        ("resident", "i4"),  # for whom; -1 for the household as a whole
        ("purse", "i2"),  # budget it is charged to: its own list, the pool, or no contract
        ("rides", "u1"),  # its worker comes to this home for another case too, which bears the travel
        ("priority", "i1"),  # 0 crisis risk, 1 regular, 2 light
        ("rank", "i1"),  # first, second or third product of its route, 4 by a registered event
        ("referred", "u1"),  # asked by an extra referral
        ("used", "u1"),  # this place was taken before
        ("refusals", "u1"),  # helpers that were refused for it
    ],
    [  # waiting
        ("asked_week", "i4"),
        ("joined_week", "i4"),
        ("decision_week", "i4"),  # week in which a decision on it, the first or a renewal, is due
        ("before", "i4"),  # neighbours in its list or decision week
        ("after", "i4"),
        ("queue", "i2"),  # list in which it stands now
        ("held", "u1"),  # waits for the next budget year
        ("through_door", "u1"),  # had its broad intake at the common front door
    ],
)

# A case as the week reads it, one after the other.
ROLL = np.dtype(
    [
        ("key", "u8"),
        ("most", "f8"),  # open cases: highest chance of ending in a week, until the week below
        ("case", "i4"),
        ("look_week", "i4"),  # from this week on something may change without chance
    ],
    align=True,
)

FREE, DECIDING, BEFORE_INTAKE, WAITING, OPEN = range(5)
BY_EVENT = 4  # rank of a placement that follows a registered event

# How a case ends; STARTED_NOT stands for leaving before the start.
GOAL, WITHOUT_GOAL, DROPPED_OUT, FIXED_END, MOVED, CAME_OF_AGE, INTO_WLZ, WRONG_PRODUCT, LEFT_LIST = range(9)
ENDINGS = (
    "goal",
    "without_goal",
    "dropped_out",
    "fixed_end",
    "moved",
    "came_of_age",
    "into_wlz",
    "wrong_product",
    "left_list",
)


@rule
def priority_class(severity: int) -> int:
    """Who may come to harm is helped first, light questions last.

    Args:
        severity: severity of the need.

    Returns:
        0 crisis risk (3 and over), 1 regular, 2 light (1 and under). Source: model 8.8.
    """
    if severity >= 3:
        return 0
    return 1 if severity == 2 else 2


@rule
def hours_norm(at_2: float, at_3: float, share_at_1: float, share_at_4: float, severity: int) -> float:
    """Heavier needs take more hours a week.

    Args:
        at_2: hours a week at severity 2.
        at_3: hours a week at severity 3.
        share_at_1: part of the hours at 2 that a light need takes.
        share_at_4: multiple of the hours at 3 that a crisis state takes.
        severity: 0-4.

    Returns:
        Hours a week. Source: model 6.
    """
    if severity <= 1:
        return at_2 * share_at_1
    if severity == 2:
        return at_2
    if severity == 3:
        return at_3
    return at_3 * share_at_4


@rule
def dose_of_case(
    given: float, norm: float, skill: float, practice: float, owned: float, conflict: float
) -> float:
    """What an hour of help is worth depends on hours, skill, practice, whose case it is and plans.

    Args:
        given: seconds delivered this week.
        norm: seconds asked this week; a product without hours gives no dose.
        skill: skill of the worker in this domain, 0-1.
        practice: what routines that are still new leave of it, 0-1.
        owned: what is left of it when others did part of the case, 0-1.
        conflict: factor of conflicting plans, 0-1.

    Returns:
        x of this case, 0-1. Source: model 8, "one place computes the dose".
    """
    if norm <= 0.0:
        return 0.0
    return min(1.0, given / norm) * skill * practice * owned * conflict


@rule
def own_share(own: float, others: float) -> float:
    """How much of a case its worker did himself.

    Args:
        own: hours by its worker of now.
        others: hours by those before him.

    Returns:
        1 for whoever did it all, also before the first hour. Source: model 8.22.
    """
    return own / (own + others) if others > 0.0 else 1.0


@rule
def owned_speed(loss: float, share: float) -> float:
    """Whoever took a case over from somebody else gets less done in an hour.

    Args:
        loss: part that is lost when everything was done by others (psi).
        share: part of the hours that he gave himself.

    Returns:
        Factor of the dose. Source: model 8.22.
    """
    return 1.0 - loss * (1.0 - share)


@rule
def goal_chance(
    severity: int, floor: int, weeks_at_floor: int, needed_weeks: int, goal_rate: float, highest_floor: int
) -> float:
    """Help ends well once the need has been at its floor for a while.

    Args:
        severity: severity now.
        floor: chronic level.
        weeks_at_floor: weeks since the floor was reached.
        needed_weeks: weeks it has to last.
        goal_rate: probability per week of closing then.
        highest_floor: highest floor at which closing with the goal reached is possible.

    Returns:
        Probability of closing this week. Source: model 8.4.
    """
    if severity <= floor and floor <= highest_floor and weeks_at_floor >= needed_weeks:
        return goal_rate
    return 0.0


@rule
def ends(chance: float, u: float) -> bool:
    """Whether something that may end each week ends this week.

    Args:
        chance: probability of ending this week.
        u: uniform draw.

    Returns:
        Whether it ends.
    """
    return u < chance


@rule
def lasted(start_week: int, week: int, weeks: int) -> bool:
    """Whether a case of fixed length is over at the end of this week.

    Args:
        start_week: week of the first hour.
        week: this week.
        weeks: whole weeks it lasts.

    Returns:
        Whether this was its last week.
    """
    return week - start_week + 1 >= weeks


@rule
def leaves_list(rate: float, u: float) -> bool:
    """Whoever waits may give up.

    Args:
        rate: probability per week of giving up (theta).
        u: uniform draw.

    Returns:
        Whether this one leaves the list this week. Source: model 8.9.
    """
    return u < rate


@rule
def occupy(cases: np.ndarray, counters: np.ndarray, free_head: int) -> int:
    """Take a free place in the case table.

    Args:
        cases: the case table.
        counters: numbers of the run; the place ``free_head`` holds the first free case.
        free_head: which counter.

    Returns:
        Place of the case, or -1 when the table is full.
    """
    index = int(counters[free_head])
    if index >= 0:
        case = cases[index]
        if case.used:
            counters[free_head] = case.next_of_need
        else:  # behind a place that was never taken the others follow in order
            case.used = 1
            counters[free_head] = index + 1 if index + 1 < cases.size else -1
    return index


@rule
def release(cases: np.ndarray, counters: np.ndarray, free_head: int, index: int) -> None:
    """Give a place in the case table back.

    Args:
        cases: the case table.
        counters: numbers of the run.
        free_head: which counter holds the first free case.
        index: the place.
    """
    case = cases[index]
    case.state = FREE
    case.next_of_need = counters[free_head]
    counters[free_head] = index


@rule
def link_to_need(cases: np.ndarray, need: Record, index: int) -> None:
    """Put a case among the cases of its need, in order of product and asking.

    Args:
        cases: the case table.
        need: record of the need.
        index: place of the case.
    """
    case = cases[index]
    previous = -1
    here = need.first_case
    while here >= 0 and (cases[here].product, cases[here].key) < (case.product, case.key):
        previous = here
        here = cases[here].next_of_need
    case.next_of_need = here
    if previous < 0:
        need.first_case = index
    else:
        cases[previous].next_of_need = index


@rule
def unlink_from_need(cases: np.ndarray, need: Record, index: int) -> None:
    """Take a case from the cases of its need.

    Args:
        cases: the case table.
        need: record of the need.
        index: place of the case.
    """
    previous = -1
    here = need.first_case
    while here != index:
        previous = here
        here = cases[here].next_of_need
    if previous < 0:
        need.first_case = cases[index].next_of_need
    else:
        cases[previous].next_of_need = cases[index].next_of_need
