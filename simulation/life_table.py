"""What is followed until it ends, mean weeks and share within a limit, also where the run ends first."""

import numpy as np

from simulation.world import Floats, Ints


def share_left(asked: Ints, helped: Ints, limit: int) -> list[float]:
    """Share of those who ask that still has no help, week by week.

    Args:
        asked: week -> askings that began then.
        helped: week asked x weeks waited -> got help then.
        limit: how many weeks.

    Returns:
        Share after 0, 1, ... weeks, up to and including the limit, from the life table; askings near the end
        of the run count for as long as they were seen.
    """
    without, left = 1.0, [1.0]
    for risk in _risks(asked, helped[:, :limit]):
        without *= risk
        left.append(float(without))
    return left


def _risks(began: Ints, ended: Ints) -> Floats:
    """Chance to go on through each week of what did not end before.

    Args:
        began: week -> how many began then.
        ended: week begun x weeks later -> how many ended then.

    Returns:
        Weeks later -> chance; 1 where nothing was left to be seen.
    """
    weeks, limit = ended.shape
    seen = np.arange(weeks)[:, None] < weeks - np.arange(limit)  # later than the end of the run is not seen
    before = ended.cumsum(axis=1) - ended
    at_risk = ((began[:, None] - before) * seen).sum(axis=0)
    ends = (ended * seen).sum(axis=0)
    chances: Floats = 1.0 - np.where(at_risk > 0, ends / np.maximum(at_risk, 1), 0.0)
    return chances


def restricted_mean(asked: Ints, helped: Ints, limit: int) -> float:
    """Mean weeks until help, for all who asked; who has none counts as the limit.

    Args:
        asked: week -> askings that began then.
        helped: week asked x weeks waited -> got help then.
        limit: restriction in weeks.

    Returns:
        Restricted mean from the life table.
    """
    total = 0.0
    for without in share_left(asked, helped, limit)[1:]:
        total += without  # one by one: sum() would add otherwise and move last digits
    return total if asked.sum() > 0 else float("nan")


def share_within(began: Ints, ended: Ints) -> float:
    """Share of what is followed that ends within the weeks it is followed.

    Args:
        began: week -> how many began to be followed then.
        ended: week begun x weeks later -> how many ended then.

    Returns:
        Share from the life table; who began near the end of the run counts for as long as he was seen.
    """
    without = 1.0
    for risk in _risks(began, ended):
        without *= risk
    return float(1.0 - without) if began.sum() > 0 else float("nan")
