"""Locations of day activity that a policy closes: where, since when, and what their posts leave."""

from agents.compiled import rule
from simulation.counters import TO_CLOSE
from simulation.products import DAY_ACTIVITY
from simulation.world import World


@rule
def closed_there(w: World, neighbourhood: int, week: int) -> float:
    """Which share of the locations of a neighbourhood has closed, now or in an earlier week.

    Args:
        w: the world.
        neighbourhood: which one.
        week: this week; before week 0 every location is open.

    Returns:
        0-1. It follows the policy as far as it has ever been there: what is closed does not open again.
    """
    most = 0.0
    for earlier in range(week + 1):
        most = max(most, w.reach[earlier, neighbourhood])
    return float(most * w.levers[1].locations_closed_share)


@rule
def close_where_due(w: World, week: int) -> None:
    """Locations close this week where the policy comes further than it has ever been.

    Args:
        w: the world.
        week: this week.
    """
    for neighbourhood in range(w.reach_now.size):
        if closed_there(w, neighbourhood, week) > closed_there(w, neighbourhood, week - 1):
            w.counters[TO_CLOSE] = 1


@rule
def kept_hours(w: World, number: int, week: int) -> float:
    """Which part of the hours of a post is left under the policy.

    Args:
        w: the world.
        number: list of the post, -1 for none.
        week: this week; nothing changes before week 0.

    Returns:
        What all posts keep; those of day activity without the part that closed with its locations.
    """
    if week < 0:
        return 1.0
    kept = float(w.p[0].hours_change)
    if number >= 0 and w.lists[number].product == DAY_ACTIVITY:
        kept *= 1.0 - w.levers[1].locations_closed_share * w.reached_part[week]
    return kept
