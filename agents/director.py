"""A family director: whom he follows, what he sees, and what he may start, stop or only propose."""

import numpy as np

from agents.compiled import rule

# A household that is followed, and who directs its help.
FOLLOWED = np.dtype(
    [
        ("household", "i4"),
        ("director", "i4"),  # professional, FROM_BOOKED_POSTS, or NOBODY_YET
        ("link", "i4"),  # helper link of the director with the household, -1 none
        ("each", "i4"),  # seconds a week that he plans with each other helper
        ("visit", "i4"),  # seconds he was in the home last week
        ("since_week", "i4"),  # his hours begin the week after
        ("person", "i4"),  # who he is: another holder of the post is a stranger
        ("maturity", "f8"),  # how well he and the household's helpers have grown used to each other
    ],
    align=True,
)

# A household that may be chosen, in order of choice.
CHOICE = np.dtype([("household", "i4"), ("first", "i8"), ("second", "i8"), ("key", "u8")], align=True)

FROM_BOOKED_POSTS, NOBODY_YET = -1, -2
BY_COST, BY_SEVERITY, BY_BOTH = range(3)


@rule
def consents(chance: float, u: float) -> bool:
    """An adult agrees to a director or not; the same person gives the same answer each time.

    Args:
        chance: share of adults who agree.
        u: uniform draw of this person.

    Returns:
        Whether this adult agrees. Source: model 8.20.
    """
    return u < chance


@rule
def proposes_to_close(rate: float, u: float) -> bool:
    """A director who sees that help changes nothing proposes to stop it.

    Args:
        rate: probability per week for a case without improvement (c1).
        u: uniform draw.

    Returns:
        Whether he proposes it this week. Source: model 8.4.
    """
    return u < rate


@rule
def is_carried_out(own_say: bool, taken_up: float, u: float) -> bool:
    """What a director decides himself happens; what another must decide is only sometimes taken up.

    Args:
        own_say: whether it is a voluntary municipal product.
        taken_up: share of proposals that others take up.
        u: uniform draw.

    Returns:
        Whether it happens. Source: model 8.20.
    """
    return own_say or u < taken_up


@rule
def chosen_before(first: int, second: int, key: int, other_first: int, other_second: int, other: int) -> bool:
    """Whether one household is chosen before another: by the first mark, then the second, then hashed key.

    Args:
        first: what counts first.
        second: what counts second.
        key: key of the household.
        other_first: what counts first, of the other.
        other_second: what counts second, of the other.
        other: key of the other.

    Returns:
        Whether it is.
    """
    if first != other_first:
        return first > other_first
    if second != other_second:
        return second > other_second
    return key < other


@rule
def directors_needed(households: int, caseload: int) -> int:
    """How many directors so many households take.

    Args:
        households: households to be followed.
        caseload: most households of one director, 1 or more.

    Returns:
        Number of directors.
    """
    return (households + caseload - 1) // caseload


@rule
def time_with_each(seconds: int, share: float, others: int) -> int:
    """A director spends his time for a household with its helpers in turn.

    Args:
        seconds: his time for this household in a week.
        share: part of it that he spends with helpers.
        others: other helpers with hours in the household.

    Returns:
        Seconds a week with each of them. Every pair of helpers gains so much: half for either of the two.
        Source: model 8.6.
    """
    return int(seconds * share / others) if others > 0 else 0
