"""The four primary outcomes, one for each of the four aims, and how sure each of them is together (Holm)."""

import math
from collections.abc import Mapping

from scipy.special import stdtr

from results.outcomes import find_outcome
from results.tables import Measured, Row, count_independent
from results.together import correct_together
from results.words import Words
from results.worlds import CERTAINTY

AIMS: Mapping[str, str] = {
    "experienced_quality": "quality",
    "health_utility": "health",
    "cost_per_household_per_year": "cost",
    "staff_strain": "staff",
}
"""Outcome to the aim it stands for."""
BETTER, WORSE, UNCLEAR, UNKNOWN = "better", "worse", "unclear", "unknown"


def primary_outcomes() -> dict[str, bool]:
    """Gives the primary outcomes, and whether more of each is better."""
    return {outcome: find_outcome(outcome).better == "more" for outcome in AIMS}


def name_aim(outcome: str, words: Words) -> str:
    """Gives the name of the aim that an outcome stands for."""
    return words.text(f"aim_name.{AIMS[outcome]}")


def holm(rows: Mapping[str, Row]) -> dict[str, float]:
    """Corrects the chances of primary outcomes for being tested together.

    Args:
        rows: Outcome to its row of a paired table, of one policy.

    Returns:
        Outcome to the chance (Holm) of a difference at least so large if there were none; not-a-number where
        there is no interval.
    """
    return dict(zip(rows, correct_together([chance(row) for row in rows.values()]), strict=True))


def chance(row: Row) -> float:
    """Gives the chance of a difference at least so large if there were none (paired t-test, both sides)."""
    if math.isnan(row["low"]):
        return math.nan
    half = (row["high"] - row["low"]) / 2
    if half == 0.0:
        return 1.0 if row["difference"] == 0.0 else 0.0
    freedom = count_independent(row) - 1
    error = half / _quantile(freedom)
    return float(2 * stdtr(freedom, -abs(row["difference"]) / error))


def judge_aims(table: Measured, outcomes: Mapping[str, bool], policy: str) -> dict[str, str]:
    """Says of each primary outcome whether it clearly becomes better or worse, after correction.

    Args:
        table: A paired table that holds them.
        outcomes: What `primary_outcomes` gave.
        policy: The policy.

    Returns:
        Outcome to "better", "worse", "unclear" or "unknown".
    """
    rows = {name: table[name, policy] for name in outcomes}
    found = {}
    for name, p in holm(rows).items():
        if math.isnan(p):
            found[name] = UNKNOWN
        elif p > 1 - CERTAINTY:
            found[name] = UNCLEAR
        else:
            found[name] = BETTER if (rows[name]["difference"] > 0) == outcomes[name] else WORSE
    return found


def _quantile(freedom: float) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + CERTAINTY) / 2))
