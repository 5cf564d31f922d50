"""The informal network of a household: family, friends and neighbours, and how they wear out and recover."""

import math

from agents.compiled import rule


@rule
def network_shield(protection: float, network: float, average: float) -> float:
    """People with a strong network meet less trouble than those with an average one.

    Args:
        protection: beta_N.
        network: N, 0-1.
        average: N of an average household, to which the hazards of the model belong.

    Returns:
        Factor on onset and worsening. Source: model 8.18.
    """
    return math.exp(-protection * (network - average))


@rule
def network_after(
    network: float, start: float, weeks: int, carries: bool, loss: float, recovery: float
) -> float:
    """Who carries a severe need loses strength every week; afterwards it comes back to where it was.

    Args:
        network: N at the start of these weeks, 0-1.
        start: N with which the household came to live here.
        weeks: number of weeks.
        carries: whether the network carries somebody in these weeks.
        loss: strength lost a week.
        recovery: strength that comes back a week.

    Returns:
        N after these weeks, never below 0 nor above its start. Source: model 8.18.
    """
    if carries:
        return max(0.0, network - loss * weeks)
    return min(start, network + recovery * weeks)


@rule
def informal_help(strength: float, network: float) -> float:
    """What a network that was asked adds to professional help.

    Args:
        strength: what the strongest network is worth.
        network: N, 0-1.

    Returns:
        A dose, 0-1. Source: model 8.18.
    """
    return strength * network
