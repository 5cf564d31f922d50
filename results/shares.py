"""How sure a share is that was counted, also where what was counted hangs together and counts for less."""

import math

from scipy.special import ndtri

from results.worlds import CERTAINTY


def share_interval(share: float, count: float) -> tuple[float, float]:
    """Gives the 95% interval of a share (Wilson).

    Args:
        share: The share that was found, 0 to 1.
        count: Of how many that do not hang together.

    Returns:
        Its ends, 0 to 1; they hold the share itself. Not-a-number where nothing was counted.
    """
    if not count or math.isnan(share):
        return math.nan, math.nan
    z = float(ndtri((1 + CERTAINTY) / 2)) ** 2
    middle = (share + z / (2 * count)) / (1 + z / count)
    width = math.sqrt(z * (share * (1 - share) / count + z / (4 * count**2))) / (1 + z / count)
    return min(share, max(0.0, middle - width)), max(share, min(1.0, middle + width))
