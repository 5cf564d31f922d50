"""Fills gaps: a point of which no run came to its end gets the value of the nearest point that has one.

The formulas for indices need a value at every point. Neighbours in the designs of Saltelli and Morris mostly
differ in one number, which a gap then seems not to matter for: filling makes indices a little too small and
never too large by itself. How many points were filled is always told.
"""

import numpy as np
from scipy.spatial import cKDTree

MOST_GAPS = 0.1
"""With a larger share of gaps nothing is said."""


def fill_gaps(unit: np.ndarray, values: np.ndarray) -> tuple[np.ndarray, int]:
    """Fills the gaps among the values of a design.

    Args:
        unit: The points in the unit cube, one row each.
        values: One value per point; not-a-number is a gap.

    Returns:
        The values without gaps, and how many there were; all not-a-number where too much is missing.
    """
    gaps = np.isnan(values)
    count = int(gaps.sum())
    if not count:
        return values, 0
    if count > MOST_GAPS * len(values):
        return np.full(len(values), np.nan), count
    _, nearest = cKDTree(unit[~gaps]).query(unit[gaps])
    filled = values.copy()
    filled[gaps] = values[~gaps][nearest]
    return filled, count
