"""What contributes to the worsening of a need this week: shares of one hazard, not causes."""

import math

import numpy as np

from agents.compiled import rule
from agents.domains import DOMAINS

# First the domains that press on the need, then help that is missing or worth less.
NO_HELP, WAITING, SHORT_HOURS, SKILL, CONFLICT, WRONG_PLAN = range(len(DOMAINS), len(DOMAINS) + 6)
CONTRIBUTIONS = (
    *(f"from_{domain}" for domain in DOMAINS),
    "no_help",
    "waiting",
    "short_hours",
    "skill",
    "conflict",
    "wrong_plan",
)
_LEAST = 1e-6


@rule
def missing_help(prevents: float, dose: float) -> float:
    """How much more a need tends to worsen than it would with all the help it asks.

    Args:
        prevents: e_u, share of worsening that full help takes away.
        dose: x, 0-1.

    Returns:
        Difference of the logarithms of two hazards, 0 and over.
    """
    full = max(_LEAST, 1.0 - prevents)
    return max(0.0, math.log(max(_LEAST, 1.0 - prevents * dose) / full))


@rule
def share_among(parts: np.ndarray, whole: float, first: int, after_last: int) -> None:
    """Share a contribution among its parts in proportion to what was written there.

    Args:
        parts: weights at these places, 0 and over; shares afterwards.
        whole: what is shared.
        first: first place.
        after_last: the place after the last.
    """
    total = 0.0
    for place in range(first, after_last):
        total += parts[place]
    for place in range(first, after_last):
        parts[place] = whole * parts[place] / total if total > 0.0 else 0.0
