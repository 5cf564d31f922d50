"""Who pays for prevention: a payer compares what it costs with what it believes it will save itself."""

import math

from agents.compiled import rule


@rule
def believed_effect(median: float, spread: float, u: float, v: float) -> float:
    """What payers believe prevention saves: the same for all of them, more or less than is true.

    Args:
        median: part of the cost of the group that is believed to be saved a year.
        spread: standard deviation on the logarithm.
        u: uniform draw.
        v: another, independent of it.

    Returns:
        Part of the cost (normal on the logarithm, by Box and Muller). Source: model 8.16.
    """
    normal = math.sqrt(-2.0 * math.log(1.0 - u)) * math.cos(2.0 * math.pi * v)
    return median * math.exp(spread * normal)


@rule
def expected_saving(yearly_cost: float, effect: float, years: float) -> float:
    """What a payer expects to save on a group.

    Args:
        yearly_cost: what the group cost this payer in the last year, cents.
        effect: part that is believed to be saved.
        years: years it looks ahead.

    Returns:
        Cents. Source: model 8.16.
    """
    return yearly_cost * effect * years


@rule
def counted_saving(own: float, others: float, handed_over: float) -> float:
    """What counts for whoever decides: its own saving, and what others agreed to hand over of theirs.

    Args:
        own: own expected saving, cents.
        others: expected saving of all others, cents.
        handed_over: part of it that others hand over, 0-1.

    Returns:
        Cents.
    """
    return own + handed_over * others


@rule
def pays_for(counted: float, cost: float) -> bool:
    """A payer pays for prevention if it gets its money back.

    Args:
        counted: saving that counts for it, cents.
        cost: what the prevention costs, cents.

    Returns:
        Whether it pays. Source: model 8.16.
    """
    return counted >= cost
