"""The shared team: one front door, hours that colleagues may exchange, and routines that have to settle."""

from agents.compiled import Record, rule


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
def selected(skill: float, better: float) -> float:
    """A pilot may choose the best people.

    Args:
        skill: skill of whoever would have come.
        better: how much more skill the chosen have.

    Returns:
        Skill of the chosen, at most 1. Source: model 8.24.
    """
    return min(1.0, skill * (1.0 + better))


@rule
def practised(lost: float, maturity: float) -> float:
    """An hour of help is worth less as long as those who work together are new to it.

    Args:
        lost: part that is lost with routines that are all new (lambda0).
        maturity: how far the routines have settled, 0-1 (mu); 1 for whoever works as he always did.

    Returns:
        What is left of the dose. Source: model 8.11.
    """
    return 1.0 - lost * (1.0 - maturity)


@rule
def works_along(worker: Record) -> bool:
    """Whether somebody knows what colleagues of the shared team do: by work with them, not by its name.

    Args:
        worker: record of a professional.

    Returns:
        Whether he is in the team and has worked with others of it.
    """
    return worker.pooled > 0 and worker.maturity > 0.0


@rule
def maturity_after_week(maturity: float, growth: float, together: float, needed: float) -> float:
    """Routines settle in weeks in which people really worked together.

    Args:
        maturity: how far they had settled.
        growth: part of the rest that settles in such a week (eta_m).
        together: hours of joint work this week.
        needed: hours from which a week counts.

    Returns:
        How far they have settled now. Source: model 8.11.
    """
    return maturity + growth * (1.0 - maturity) if together >= needed else maturity
