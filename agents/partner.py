"""Partners beyond care: employers who offer places through the year."""

import math

from agents.compiled import rule


@rule
def places_offered(per_week: float, week: int) -> int:
    """Employers offer their places spread over the year.

    Args:
        per_week: places a week.
        week: this week.

    Returns:
        Places offered this week; over the weeks they add up to the rate.
    """
    return int(math.floor(per_week * (week + 1)) - math.floor(per_week * week))
