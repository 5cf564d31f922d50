"""What is followed until it ends, mean weeks and share within a limit, also where the run ends first."""

from simulation.world import Ints


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
    weeks = len(asked)
    without, left = 1.0, [1.0]
    for waited in range(limit):
        seen = max(0, weeks - waited)
        at_risk = asked[:seen].sum() - helped[:seen, :waited].sum()
        if at_risk > 0:
            without *= 1.0 - helped[:seen, waited].sum() / at_risk
        left.append(float(without))
    return left


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
    weeks, without = len(began), 1.0
    for later in range(ended.shape[-1]):
        seen = max(0, weeks - later)
        at_risk = began[:seen].sum() - ended[:seen, :later].sum()
        if at_risk > 0:
            without *= 1.0 - ended[:seen, later].sum() / at_risk
    return 1.0 - without if began.sum() > 0 else float("nan")
