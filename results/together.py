"""Chances of results that are judged together, corrected for being many (Holm)."""

import math
from collections.abc import Sequence


def correct_together(chances: Sequence[float]) -> list[float]:
    """Corrects chances for being looked at together.

    Args:
        chances: Chance of each result if there were nothing; not-a-number where nothing could be told.

    Returns:
        Corrected chances in the same order; not-a-number stays so and does not count. Source: Holm 1979.
    """
    told = sorted(((p, place) for place, p in enumerate(chances) if not math.isnan(p)))
    corrected, highest = [math.nan] * len(chances), 0.0
    for rank, (p, place) in enumerate(told):
        highest = max(highest, min(1.0, p * (len(told) - rank)))
        corrected[place] = highest
    return corrected
