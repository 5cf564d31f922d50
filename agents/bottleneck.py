"""A material bottleneck: no car to get to work, one unpaid fine, no washing machine."""

from agents.compiled import rule


@rule
def hindered_recovery(hazard: float, hindered: bool, factor: float) -> float:
    """While a bottleneck stands, recovery is slower.

    Args:
        hazard: hazard of recovery a week.
        hindered: whether a bottleneck stands in the way in this domain.
        factor: what is left of it then.

    Returns:
        Hazard a week. Source: model 8.19.
    """
    return hazard * factor if hindered else hazard


@rule
def thinks_money_helps(stands: bool, sensitivity: float, specificity: float, u: float) -> bool:
    """A helper sees a bottleneck, misses it, or sees one that is not there.

    Args:
        stands: whether one stands.
        sensitivity: chance that one that stands is seen.
        specificity: chance that none is seen where none stands.
        u: uniform draw.

    Returns:
        Whether he thinks that a payment would help. Source: model 8.19.
    """
    return u < (sensitivity if stands else 1.0 - specificity)
