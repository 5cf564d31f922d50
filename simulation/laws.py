"""The laws that hold every week, by name, and how far a run came from each."""

import pandas as pd

from agents.compiled import rule
from simulation.world import Floats

LAWS = (
    "hours_of_professionals",
    "no_negative_hours",
    "posts",
    "cost_of_posts",
    "cases_booked_once",
    "project_cost",
    "household_cost",
    "cases_asked",
    "cases_open",
    "helper_links",
    "caseloads",
    "severity_counts",
    "severity_changes",
    "waiting_weeks",
    "events",
    "needs_belong",
    "long_term_care",
    "nothing_lost",
    "needs_without_help",
    "running_sums",
    "purses",
    "budgets",
    "directors",
    "walk_in",
)
(
    HOURS_LAW,
    NEGATIVE_LAW,
    POSTS_LAW,
    POST_COST_LAW,
    BOOKED_LAW,
    PROJECT_LAW,
    HOUSEHOLD_LAW,
    ASKED_LAW,
    OPEN_LAW,
    LINKS_LAW,
    CASELOAD_LAW,
    SEVERITY_LAW,
    CHANGE_LAW,
    WAITING_LAW,
    EVENTS_LAW,
    OWNERS_LAW,
    WLZ_LAW,
    LOST_LAW,
    UNMET_LAW,
    RUNNING_LAW,
    PURSES_LAW,
    BUDGETS_LAW,
    DIRECTORS_LAW,
    WALK_IN_LAW,
) = range(len(LAWS))


def conservation_table(deviations: Floats) -> pd.DataFrame:
    """The checks of model 11 with their largest deviation so far.

    Args:
        deviations: largest deviation per law.

    Returns:
        Columns law and largest_deviation; every deviation should be 0.
    """
    return pd.DataFrame({"law": LAWS, "largest_deviation": deviations})


@rule
def note(deviations: Floats, law: int, deviation: float) -> None:
    """Keep the largest deviation of a law.

    Args:
        deviations: largest deviation per law.
        law: which law.
        deviation: deviation now.
    """
    deviations[law] = max(deviations[law], abs(deviation))
