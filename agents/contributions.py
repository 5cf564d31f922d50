"""What contributes to what may happen to a need this week: parts of one hazard, not causes."""

import math

import numpy as np

from agents.compiled import rule
from agents.domains import DOMAINS

CONTRIBUTIONS = (
    *(f"from_{domain}" for domain in DOMAINS),  # other needs in the home press on it
    "frailty",
    "network",  # the network with which these people came, stronger or weaker than the average one
    "network_worn",  # what that network has lost since by carrying
    "no_help",  # help that is not there: never asked, or ended
    "wrong_product",  # it was sent to the wrong place and will ask anew
    "decision",  # it waits for a municipal decision
    "waiting",  # it stands in a list
    "closed_budget",  # it waits for the next budget year
    "short_hours",  # help that is worth less: the helper has too little time
    "skill",
    "new_team",  # routines of a new team that have to settle
    "new_face",  # others did part of the case before
    "conflict",  # plans of several helpers work against each other
    "new_director",  # director and helpers are not used to each other
    "wrong_plan",
    "bottleneck",  # something material stands in the way
    "crisis_state",  # of a registered event
    "distrust",  # of asking
    "perceived_wait",
)
FRAILTY, NETWORK, NETWORK_WORN = range(len(DOMAINS), len(DOMAINS) + 3)
(
    NO_HELP,
    WRONG_PRODUCT,
    DECISION,
    WAITING,
    CLOSED_BUDGET,
    SHORT_HOURS,
    SKILL,
    NEW_TEAM,
    NEW_FACE,
    CONFLICT,
    NEW_DIRECTOR,
    WRONG_PLAN,
    BOTTLENECK,
    CRISIS_STATE,
    DISTRUST,
    PERCEIVED_WAIT,
) = range(NETWORK_WORN + 1, len(CONTRIBUTIONS))
AFTER_HELP = BOTTLENECK  # the place after all that has to do with help


@rule
def log_ratio(hazard: float, reference: float) -> float:
    """How many times a hazard is another one, as a logarithm, so that contributions add up.

    Args:
        hazard: a hazard or chance.
        reference: the one it is compared with.

    Returns:
        The logarithm of their ratio; 0 where one of them is 0, and nothing can contribute.
    """
    return math.log(hazard / reference) if hazard > 0.0 and reference > 0.0 else 0.0


@rule
def share_among(parts: np.ndarray, whole: float, first: int, after_last: int) -> None:
    """Share a contribution among its parts in proportion to what was written there.

    Args:
        parts: weights at these places, 0 and over; shares afterwards. Without weights the first gets all.
        whole: what is shared.
        first: first place.
        after_last: the place after the last.
    """
    total = 0.0
    for place in range(first, after_last):
        total += parts[place]
    if total <= 0.0:
        parts[first] = whole
        return
    for place in range(first, after_last):
        parts[place] = whole * parts[place] / total + 0.0  # never -0
