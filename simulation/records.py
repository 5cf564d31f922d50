"""What is kept of a run: the counts, without the people."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from agents.domains import EVENTS, PAYERS
from agents.household import HOUSEHOLD_KINDS
from simulation.census_columns import AT_WEEK
from simulation.groups import count_groups
from simulation.scenario import Scenario
from simulation.selections import AT_WEEK as SELECTED_AT
from simulation.world import Ints, World

CENTS = 100.0
ADDED = (
    "asked_cohort",
    "helped_cohort",
    "all_asked_cohort",
    "all_helped_cohort",
    "bad_cohort",
    "recovered_cohort",
    "well_cohort",
    "relapsed_cohort",
    "groups",
    "helper_count",
    "helper_weeks",
)


@dataclass(frozen=True, eq=False)
class Recording:
    """The counts of a run, over one or more copies of an area.

    Attributes:
        copies: number of copies summed.
        before: weeks of start-up at the head of the weekly table.
        households: one row a household of the first copy.
        weekly: week x column.
        budget_years: year x payer x what became of the budget, cents.
        census: quarter x census column.
        asked_cohort: domain x week: askings that began then.
        helped_cohort: domain x week x weeks waited: of those, who got the first hour when.
        all_asked_cohort: week: households whose count to all help began then.
        all_helped_cohort: week x weeks until every need of the count had help.
        bad_cohort: week: needs that became bad then.
        recovered_cohort: week x weeks until they were back at their floor.
        well_cohort: week: needs that recovered then.
        relapsed_cohort: week x weeks until they were bad again.
        groups: group of households x what is counted of it, see `simulation.groups`.
        helper_count: households by number of helpers at the end.
        helper_weeks: household-weeks by number of helpers, over the weeks of the policy.
        selections: selection for directors x fact, see `simulation.selections`.
    """

    copies: int
    before: int
    households: pd.DataFrame
    weekly: Ints
    budget_years: Ints
    census: Ints
    asked_cohort: Ints
    helped_cohort: Ints
    all_asked_cohort: Ints
    all_helped_cohort: Ints
    bad_cohort: Ints
    recovered_cohort: Ints
    well_cohort: Ints
    relapsed_cohort: Ints
    groups: Ints
    helper_count: Ints
    helper_weeks: Ints
    selections: Ints


def take_down(world: World, scenario: Scenario, *, whole: bool) -> Recording:
    """Keep what is needed of a finished run.

    Args:
        world: the world after the last week.
        scenario: what was run.
        whole: whether the table of households is wanted.

    Returns:
        The counts.
    """
    return Recording(
        copies=1,
        before=scenario.warmup_weeks,
        households=household_table(world, scenario) if whole else pd.DataFrame(),
        weekly=world.weekly,
        budget_years=world.budget_years,
        census=world.census,
        asked_cohort=world.asked_cohort,
        helped_cohort=world.helped_cohort,
        all_asked_cohort=world.all_asked_cohort,
        all_helped_cohort=world.all_helped_cohort,
        bad_cohort=world.bad_cohort,
        recovered_cohort=world.recovered_cohort,
        well_cohort=world.well_cohort,
        relapsed_cohort=world.relapsed_cohort,
        groups=count_groups(world),
        helper_count=world.helper_count.copy(),
        helper_weeks=world.helper_weeks.copy(),
        selections=world.selections,
    )


def add_up(parts: list[Recording]) -> Recording:
    """Sum the counts of several copies.

    Args:
        parts: counts of the copies, in order.

    Returns:
        Their sum; the households of the first.
    """
    first = parts[0]
    census = np.sum([part.census for part in parts], axis=0)
    census[:, AT_WEEK] = first.census[:, AT_WEEK]
    selections = np.sum([part.selections for part in parts], axis=0)
    selections[:, SELECTED_AT] = first.selections[:, SELECTED_AT]
    return Recording(
        copies=sum(part.copies for part in parts),
        before=first.before,
        households=first.households,
        weekly=np.sum([part.weekly for part in parts], axis=0),
        budget_years=np.sum([part.budget_years for part in parts], axis=0),
        census=census,
        selections=selections,
        **{name: np.sum([getattr(part, name) for part in parts], axis=0) for name in ADDED},
    )


def household_table(world: World, scenario: Scenario) -> pd.DataFrame:
    """One row a household at the end of a run.

    Args:
        world: the world.
        scenario: what was run.

    Returns:
        Composition, helpers, plan, and costs and events of the dwelling since the start of the policy.
    """
    given = world.households
    euros = world.household_cost / CENTS
    return pd.DataFrame(
        {
            "household": np.arange(given.size),
            "neighbourhood": np.array(scenario.loaded_area.neighbourhoods)[given.neighbourhood],
            "kind": np.array(HOUSEHOLD_KINDS)[given.kind],
            "persons": given.persons,
            "rented": given.rented.astype(bool),
            "low_income": given.low_income.astype(bool),
            "has_child": given.has_child.astype(bool),
            "frailty": given.frailty,
            "trust": given.trust,
            "network": given.network_seen,
            "helpers": given.helpers,
            "helpers_with_hours": given.helpers_with_hours,
            "indicated_helpers": given.indicated_helpers,
            "domains_at_2_and_over": given.heavy_domains,
            "one_plan": given.plan.astype(bool),
            "followed": given.following >= 0,
            "would_follow": given.follow_rank > 0,
            "follow_rank": given.follow_rank,
            "consistency": given.consistency,
            **{f"euros_{payer}": euros[:, number] for number, payer in enumerate(PAYERS)},
            **{f"events_{event}": world.event_total[:, number] for number, event in enumerate(EVENTS)},
        }
    )
