"""Trust: what a household expects of help, and how meeting helpers changes it."""

from agents.compiled import rule


@rule
def trust_after_contacts(trust: float, gain: float, weeks: int) -> float:
    """Every week in which somebody comes as agreed, people trust help a little more.

    Args:
        trust: T at the start, 0-1.
        gain: a_T, part of the missing trust that a week with contact brings.
        weeks: number of weeks with contact.

    Returns:
        T after these weeks, one step a week. Source: model 8.21.
    """
    for _ in range(weeks):
        trust += gain * (1.0 - trust)
    return trust


@rule
def trust_after_setback(trust: float, loss: float) -> float:
    """A new face, a story told again, a wait over the norm or a cut benefit costs trust.

    Args:
        trust: T before, 0-1.
        loss: b_T, part of it that is lost.

    Returns:
        T after it. Source: model 8.21.
    """
    return trust - loss * trust
