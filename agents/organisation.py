"""An organisation and its waiting lists: who stands where, who is next, how long it takes."""

import numpy as np

from agents.compiled import rule

ORGANISATION = np.dtype(
    [
        ("key", "u8"),
        ("in_area", "u1"),
        ("regimes", "i2"),
    ],
    align=True,
)

WAITING_LIST = np.dtype(
    [
        ("key", "u8"),
        ("product", "i2"),  # -1 for the shared list and the front door
        ("organisation", "i2"),  # -1 for the shared list and the front door
        ("outside", "u1"),
        ("poolable", "u1"),
        ("at_door", "u1"),  # its provider stands behind the common front door, under a policy that has one
        ("pools", "u1"),  # whether its contract goes into a common budget: 0 no, 1 whole, 2 an agreed part
        ("pool_share", "f8"),  # part of its contract that is in the common budget this year
        ("norm_weeks", "f8"),  # wait that capacity follows during start-up, 0 none
        ("factor", "f8"),  # hours of this list relative to its posts or first capacity
        ("factor_sum", "f8"),  # factors of the last year in which hours still followed the norm
        ("factor_count", "i4"),
        ("solved", "u1"),  # its hours were solved for the area: they stay as they are during start-up
        ("first_hours", "f8"),  # outside lists: hours a week at factor 1
        ("used", "i8"),  # outside lists: seconds a week promised to open cases
        ("first_worker", "i4"),
        ("workers", "i4"),
        ("length", "i4"),
        ("joined_sum", "i8"),
        ("mean_wait", "f8"),  # mean wait of those who started in the last 13 weeks
        ("progress", "i8"),  # seconds already spent on the intake at the head
        ("blocked", "i4"),  # week in which the head did not fit
    ],
    align=True,
)

# Every list has three stages, before intake, waiting for the start and waiting for the next budget year, each
# with three priority classes.
STAGES, CLASSES = 3, 3
INTAKE_STAGE, START_STAGE, BUDGET_STAGE = 0, 1, 2


@rule
def lane(stage: int, priority: int) -> int:
    """Each stage and class of a list is a lane of its own.

    Args:
        stage: 0 before intake, 1 waiting for the start, 2 waiting for the next budget year.
        priority: class, 0 first.

    Returns:
        Number of the lane, 0-8.
    """
    return stage * CLASSES + priority


@rule
def join_lane(cases: np.ndarray, heads: np.ndarray, tails: np.ndarray, index: int, number: int) -> None:
    """Stand at the end of a lane; of those who come in the same week a hashed order decides, never position.

    Args:
        cases: the case table.
        heads: first case of each lane of this list.
        tails: last case of each lane of this list.
        index: place of the case; its ``joined_week`` and ``key`` give the order.
        number: the lane.
    """
    case = cases[index]
    behind = int(tails[number])
    while behind >= 0 and (
        cases[behind].joined_week > case.joined_week
        or (cases[behind].joined_week == case.joined_week and cases[behind].key > case.key)
    ):
        behind = cases[behind].before
    if behind < 0:
        ahead = int(heads[number])
        heads[number] = index
    else:
        ahead = cases[behind].after
        cases[behind].after = index
    case.before = behind
    case.after = ahead
    if ahead < 0:
        tails[number] = index
    else:
        cases[ahead].before = index


@rule
def quit_lane(cases: np.ndarray, heads: np.ndarray, tails: np.ndarray, index: int, number: int) -> None:
    """Step out of a lane, from any place in it.

    Args:
        cases: the case table.
        heads: first case of each lane of this list.
        tails: last case of each lane of this list.
        index: place of the case.
        number: the lane.
    """
    case = cases[index]
    if case.before < 0:
        heads[number] = case.after
    else:
        cases[case.before].after = case.after
    if case.after < 0:
        tails[number] = case.before
    else:
        cases[case.after].before = case.before
    case.before = -1
    case.after = -1


@rule
def head_of(heads: np.ndarray, stage: int) -> int:
    """Who is next: the highest class that has someone, first come first served within it.

    Args:
        heads: first case of each lane of this list.
        stage: 0 before intake, 1 waiting for the start, 2 waiting for the next budget year.

    Returns:
        Place of the case, -1 when nobody stands there.
    """
    for priority in range(CLASSES):
        index = int(heads[stage * CLASSES + priority])
        if index >= 0:
            return index
    return -1


@rule
def goes_before(
    priority: int,
    joined_week: int,
    key: np.uint64,
    other_priority: int,
    other_week: int,
    other_key: np.uint64,
) -> bool:
    """Order between the heads of two lists that the same people serve.

    Args:
        priority: class of this case.
        joined_week: week it joined.
        key: its hashed key.
        other_priority: class of the other case.
        other_week: week the other joined.
        other_key: its hashed key.

    Returns:
        Whether this case comes first.
    """
    if priority != other_priority:
        return priority < other_priority
    if joined_week != other_week:
        return joined_week < other_week
    return bool(key < other_key)


@rule
def own_employer_weight(share: float, own: bool, incentive: float) -> float:
    """Where production pays, professionals refer to their own employer more often.

    Args:
        share: share of the cases that goes to a provider.
        own: whether it is the employer of who refers.
        incentive: how much more often (iota).

    Returns:
        Weight. Source: model 8.23.
    """
    return share * (1.0 + incentive) if own else share


@rule
def closes_later(chance: float, incentive: float) -> float:
    """Where production pays, help is kept going longer.

    Args:
        chance: probability that the provider closes a case this week.
        incentive: how much longer (iota).

    Returns:
        Probability. Source: model 8.23.
    """
    return chance / (1.0 + incentive)


@rule
def adapted_factor(factor: float, mean_wait: float, norm_weeks: float, step: float) -> float:
    """During start-up a list gets slowly more or fewer hours until its wait fits its norm.

    Args:
        factor: hours relative to the posts.
        mean_wait: mean wait of the last 13 weeks.
        norm_weeks: the norm.
        step: factor by which hours grow or shrink.

    Returns:
        New factor. Source: model 4.
    """
    return factor * step if mean_wait > norm_weeks else factor / step
