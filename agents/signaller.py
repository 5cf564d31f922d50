"""People who see trouble from their own work: the GP practice, the school, the police, the corporation."""

from agents.compiled import rule
from agents.domains import (
    ADDICTION,
    ADULT_AGE,
    CONNECTION,
    DAILY,
    HOUSING,
    LEARNING,
    MENTAL,
    MODERATE,
    MONEY,
    PARENTING,
    SEVERE,
)

SIGNALLERS = ("gp", "school", "police", "corporation")
GP, SCHOOL, POLICE, CORPORATION_OFFICER = range(4)


@rule
def sees(
    signaller: int, domain: int, severity: int, age: int, rented: bool, child_in_household: bool
) -> bool:
    """Each signaller only sees needs in his own field.

    Args:
        signaller: 0 GP practice, 1 school care node, 2 community police officer, 3 housing corporation.
        domain: domain of the need.
        severity: severity of the need.
        age: age of the owner; of the eldest for a household need.
        rented: whether the household rents.
        child_in_household: whether there is a child under 18.

    Returns:
        Whether this signaller could notice this need. Source: model 8.3.
    """
    if severity < MODERATE:
        return False
    if signaller == GP:
        return domain in (MENTAL, DAILY, ADDICTION)
    if signaller == SCHOOL:
        if domain == PARENTING:
            return child_in_household
        return domain in (LEARNING, MENTAL) and age < ADULT_AGE
    if signaller == POLICE:
        return severity >= SEVERE and domain in (ADDICTION, MENTAL, PARENTING, CONNECTION)
    return rented and domain in (HOUSING, MONEY)
