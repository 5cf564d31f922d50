"""A budget of a payer: what it may cost in a year, what is bought beyond it, and what happens to the rest."""

from agents.compiled import rule

NO_CEILING = -1
SECONDS = 3600


@rule
def ceiling_of(delivered: int, weeks: int, year_weeks: int, room: float) -> int:
    """A payer contracts what a provider delivered last year, with a little more or less room.

    Args:
        delivered: cents delivered at tariff in the last weeks.
        weeks: how many weeks those were.
        year_weeks: weeks in a budget year.
        room: ceiling relative to that; 0 for no ceiling.

    Returns:
        Cents a year, `NO_CEILING` without room or without anything to go by. Source: model 8.15.
    """
    if room <= 0.0 or delivered <= 0 or weeks <= 0:
        return NO_CEILING
    return int(delivered / weeks * year_weeks * room)


@rule
def is_full(ceiling: int, spent: int) -> bool:
    """Whether a ceiling is reached.

    Args:
        ceiling: cents a year, below 0 none.
        spent: cents since the budget year began.

    Returns:
        Whether nothing is left.
    """
    return ceiling >= 0 and spent >= ceiling


@rule
def buys_over_budget(share: float, u: float) -> bool:
    """A municipality that has a duty to help may buy help although the budget is used up.

    Args:
        share: how often it does.
        u: uniform draw.

    Returns:
        Whether it does this year. Source: model 8.15.
    """
    return u < share


@rule
def part_of(total: int, weights_before: int, weight: int, weights: int) -> int:
    """Divide a whole number by weights, so that the parts are whole and add up exactly.

    Args:
        total: what is divided.
        weights_before: sum of the weights of those who come earlier.
        weight: weight of this one.
        weights: sum of all weights, above 0.

    Returns:
        This one's part.
    """
    return total * (weights_before + weight) // weights - total * weights_before // weights


@rule
def spent_at_year_end(rest: int, paid_at_tariff: int, ceiling: int, share: float) -> int:
    """Money that would lapse is partly spent at the end of the year, and no household notices.

    Args:
        rest: cents that were not spent.
        paid_at_tariff: part of the ceiling for help that is paid by the hour; posts are paid anyway.
        ceiling: cents a year, above 0.
        share: which part of the rest is spent.

    Returns:
        Cents. Source: model 8.15.
    """
    return int(rest * (paid_at_tariff / ceiling) * share)


@rule
def overuse(of_pool: float, without_account: float, unchecked: bool) -> float:
    """From a budget that nobody guards a case takes more hours, more still where nobody accounts for them.

    Args:
        of_pool: additional hours relative to the norm (omega).
        without_account: what is added where no account is given to the municipality.
        unchecked: whether the worker gives none.

    Returns:
        Additional hours relative to the norm, from which nobody gets better. Source: model 8.12, 8.15.
    """
    return of_pool + without_account if unchecked else of_pool


@rule
def written_off(seconds: int, cents_per_hour: float, share: float) -> int:
    """Hours for which no account is given cannot all be justified; that part is paid for nothing.

    Args:
        seconds: direct time without account this week.
        cents_per_hour: tariff.
        share: part that is written off.

    Returns:
        Cents. Source: model 8.12.
    """
    return int(seconds / SECONDS * cents_per_hour * share)
