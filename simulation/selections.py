"""What is written down each time households are chosen for a director: how many, and what they cost."""

from collections.abc import Mapping

import pandas as pd

from simulation.world import Ints

AT_WEEK, CHOSEN, FOLLOWED, COST, LEFT, COST_LEFT = range(6)
CENTS = 100.0


def selections_in(weeks: int, values: Mapping[str, float]) -> int:
    """How many selections there are in a run.

    Args:
        weeks: weeks under the policy.
        values: every parameter.

    Returns:
        The last one of the start-up and those under the policy.
    """
    return 1 + weeks // int(values["director_reselect_weeks"])


def selections_table(counts: Ints) -> pd.DataFrame:
    """What the households that were chosen for a director cost before and after, whether they got one or not.

    Args:
        counts: what was written down, selection x fact.

    Returns:
        One row a selection: week, households chosen, households followed, municipal cost a household in the
        year before; and of those chosen two selections earlier how many still live there, and what they cost
        in the year since.
    """
    table = pd.DataFrame(counts, columns=["week", "chosen", "followed", "before", "still_there", "since"])
    table["before"] = table["before"] / CENTS / table["chosen"]
    table["since"] = table["since"] / CENTS / table["still_there"]
    return table
