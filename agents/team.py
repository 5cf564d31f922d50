"""The shared team: one front door and hours that colleagues may exchange."""

from agents.compiled import rule


@rule
def right_at_first(base: float, per_discipline: float, disciplines: float, highest: float) -> float:
    """The more disciplines look along at the first contact, the more often the first help fits.

    Args:
        base: probability without consulting.
        per_discipline: gain per discipline consulted.
        disciplines: number consulted.
        highest: the most that can be reached.

    Returns:
        Probability that the first product is right. Source: model 8.7.
    """
    return max(base, min(highest, base + per_discipline * disciplines))


@rule
def broad_intake_hours(
    intake: float, broad_factor: float, conversation: float, disciplines: float, hours_per_discipline: float
) -> float:
    """One broad intake costs more than a narrow one, but is done once.

    Args:
        intake: hours of a narrow intake.
        broad_factor: how much more a broad one takes.
        conversation: hours of the positive-health conversation.
        disciplines: disciplines consulted.
        hours_per_discipline: hours each of them spends.

    Returns:
        Hours of one broad intake. Source: model 8.7.
    """
    return intake * broad_factor + conversation + disciplines * hours_per_discipline


@rule
def suits_better(skill: float, left: int, other_skill: float, other_left: int) -> bool:
    """Within a team the more skilled colleague goes first, then the one with most time.

    Args:
        skill: skill in this domain.
        left: seconds left this week.
        other_skill: skill of the other.
        other_left: seconds the other has left.

    Returns:
        Whether the first suits better.
    """
    if skill != other_skill:
        return skill > other_skill
    return left > other_left


@rule
def grown_maturity(maturity: float, growth: float) -> float:
    """People who have to work together anew grow used to it, fast at first and slower later.

    Args:
        maturity: mu, 0 at the start, 1 for who works as he always did.
        growth: part of what is missing that one week of joint work brings (eta_m).

    Returns:
        mu after a week in which they worked together. Source: model 8.11.
    """
    return maturity + growth * (1.0 - maturity)


@rule
def routine_factor(maturity: float, loss: float) -> float:
    """Work in a new constellation is worth less until people are used to each other.

    Args:
        maturity: mu, 0-1.
        loss: part that is lost at the very start (lambda0).

    Returns:
        Factor on every dose, at best 1. Source: model 8.11.
    """
    return 1.0 - loss * (1.0 - maturity)
