"""Outcomes of the heaviest households: why so many helpers come, and what strict multi-problem ones cost."""

from simulation.census_columns import (
    HEAVY_DIRECTORS,
    HEAVY_ENDED,
    HEAVY_HOUSEHOLDS,
    HEAVY_PEOPLE,
    HEAVY_PRODUCTS,
    HEAVY_REFERRALS,
    HEAVY_REPLACED,
    STRICT_CENTS,
    STRICT_N,
)
from simulation.world import Ints

CENTS = 100.0
_PARTS = {
    "helpers_heavy_more_products": HEAVY_PRODUCTS,
    "helpers_heavy_more_people": HEAVY_PEOPLE,
    "helpers_heavy_extra_referral": HEAVY_REFERRALS,
    "helpers_heavy_director": HEAVY_DIRECTORS,
    "faces_heavy_replaced": HEAVY_REPLACED,
    "faces_heavy_help_ended": HEAVY_ENDED,
}


def strict_cost(census: Ints, price_index: float) -> float:
    """What the municipality spends in a year on a strict multi-problem household, benefits included.

    Args:
        census: quarter x census column.
        price_index: prices of the sources relative to those of the model.

    Returns:
        Euros at the prices of the sources; help and events at tariff. Not-a-number when there is none.
    """
    cents, households = (float(census[:, column].sum()) for column in (STRICT_CENTS, STRICT_N))
    return cents / CENTS * price_index / households if households else float("nan")


def heavy_group(census: Ints) -> dict[str, float]:
    """Why so many helpers come to the households with most of them, and so many faces in a year.

    Args:
        census: quarter x census column.

    Returns:
        Outcome name -> value, per household of the heavy group on census dates. One helper and the first
        four of these are its helpers; with the last two they are its faces in a year.
    """
    sums = census.sum(axis=0)
    households = float(sums[HEAVY_HOUSEHOLDS])
    return {
        name: float(sums[column]) / households if households else float("nan")
        for name, column in _PARTS.items()
    }
