"""From the stored tables of a comparison to the numbers that the figures show."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate

import numpy as np
import pandas as pd

from results.evidence import EVENT_TYPES, Evidence
from results.tables import REPLICATE, Measured, measure

SINGLE_BINS = range(1, 8)
"""Numbers of helpers that have a bar of their own; the last bar holds all that is more."""
MORE = "8+"
TAIL = {"8-10": (8, 10), "11-18": (11, 18), "19+": (19, None)}
"""The tail of the distribution: name to lowest and highest number of helpers."""
NONE = "none"
PAYERS = (
    "cost_wmo",
    "cost_jeugdwet",
    "cost_participatiewet",
    "cost_zvw",
    "cost_wlz",
    "cost_corporation",
    "cost_justice",
)
TOTAL_COST = "cost_per_household_per_year"
CASHABLE = "cashable_cost_per_household_per_year"
ESCALATIONS = "crises_per_1000_households_per_year"
FIRST_HELP, ALL_HELP = "weeks_to_first_help", "weeks_to_all_help"
HEALTH, QUALITY = "health_utility", "experienced_quality"
RECOVERED, RELAPSED = "recovered_in_a_year_share", "relapsed_in_a_year_share"
DIMENSIONS = tuple(
    f"positive_health_{name}"
    for name in ("body", "mind", "meaning", "quality_of_life", "taking_part", "daily_functioning")
)
HEAVY = "helpers_heavy_mean"
HEAVY_CAUSES = (
    "helpers_heavy_more_products",
    "helpers_heavy_more_people",
    "helpers_heavy_extra_referral",
    "helpers_heavy_director",
)
FACES = ("faces_heavy_replaced", "faces_heavy_help_ended")
QUARTER_WEEKS, YEAR_WEEKS = 13, 52
QUARTERS_BEFORE = 4
THOUSAND = 1000.0


def kept[**Asked](
    ask: Callable[Concatenate[Evidence, Asked], Measured],
) -> Callable[Concatenate[Evidence, Asked], Measured]:
    """Has a measure taken once per comparison, whatever the number of figures and languages that show it."""

    def answer(evidence: Evidence, /, *asked: Asked.args, **named: Asked.kwargs) -> Measured:
        question = (ask.__name__, *asked, *named.items())
        if question not in evidence.measured:
            evidence.measured[question] = ask(evidence, *asked, **named)
        return evidence.measured[question]

    return update_wrapper(answer, ask)


@kept
def measure_outcomes(evidence: Evidence, names: tuple[str, ...]) -> Measured:
    """Measures outcomes that every run has.

    Args:
        evidence: The stored comparison.
        names: Names of outcomes; those the runs do not have are left out.

    Returns:
        See `results.tables.measure`.
    """
    runs = evidence.runs
    return measure(runs[runs["outcome"].isin(names)], evidence.baseline)


@kept
def measure_helpers(evidence: Evidence) -> Measured:
    """Measures which share of households has how many helpers at once.

    Args:
        evidence: The stored comparison.

    Returns:
        See `results.tables.measure`; outcomes are "none" (share of all households) and, as shares of
        households with a helper, the numbers of helpers, "8+" and the parts of the tail.
    """
    counts = evidence.helpers.pivot_table(
        index=["policy", *REPLICATE], columns="helpers", values="households", fill_value=0.0, observed=True
    )
    number = counts.columns.to_numpy(dtype=int)
    households = counts.to_numpy(dtype=float)
    helped = households[:, number > 0].sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        columns = {NONE: households[:, number == 0].sum(axis=1) / households.sum(axis=1)}
        columns |= {str(k): households[:, number == k].sum(axis=1) / helped for k in SINGLE_BINS}
        columns[MORE] = households[:, number > SINGLE_BINS[-1]].sum(axis=1) / helped
        for name, (low, high) in TAIL.items():
            inside = (number >= low) & (number <= (high or number.max(initial=0)))
            columns[name] = households[:, inside].sum(axis=1) / helped
    tidy = pd.DataFrame(columns, index=counts.index).melt(
        ignore_index=False, var_name="outcome", value_name="value"
    )
    return measure(tidy.reset_index(), evidence.baseline)


def helpers_at(evidence: Evidence, policy: str, share: float) -> int:
    """Gives the number of helpers that this share of the helped households does not exceed.

    Args:
        evidence: The stored comparison.
        policy: The policy.
        share: 0.5 for the median, 0.9 for nine out of ten.

    Returns:
        A number of helpers, over all weeks and replicates together; 0 when nobody is helped.
    """
    table = evidence.helpers
    helped = table[(table["policy"] == policy) & (table["helpers"] > 0)]
    counts = helped.groupby("helpers")["households"].sum().sort_index()
    reached = counts.cumsum() >= share * counts.sum() * (1 - 1e-12)
    return int(counts.index[reached.to_numpy()][0]) if len(counts) else 0


@kept
def measure_quarters(evidence: Evidence) -> Measured:
    """Measures registered events per quarter, as a yearly rate per 1,000 households.

    Args:
        evidence: The stored comparison.

    Returns:
        See `results.tables.measure`; outcomes are quarters since the start of the policies, the first is
        "0"; up to four quarters of the start-up come before it as "-4" to "-1".
    """
    weekly = evidence.weekly
    events = weekly[[f"events_{name}" for name in EVENT_TYPES]].sum(axis=1).to_numpy(dtype=float)
    quarter = weekly["week"].to_numpy() // QUARTER_WEEKS
    whole = (quarter >= -QUARTERS_BEFORE) & (quarter >= -(-weekly["week"].min() // QUARTER_WEEKS))
    counts = (
        weekly[["policy", *REPLICATE]]
        .assign(outcome=quarter, value=events)[whole]
        .groupby(["policy", *REPLICATE, "outcome"], sort=False, as_index=False)["value"]
        .sum()
    )
    rate = THOUSAND * YEAR_WEEKS / QUARTER_WEEKS / evidence.households
    return measure(counts.assign(value=counts["value"] * rate), evidence.baseline)


@kept
def measure_waits(evidence: Evidence, column: str) -> Measured:
    """Measures waiting per domain.

    Args:
        evidence: The stored comparison.
        column: "mean_weeks" or "without_help_share".

    Returns:
        See `results.tables.measure`; outcomes are domains.
    """
    tidy = evidence.waits.rename(columns={"domain": "outcome", column: "value"})
    return measure(tidy[["policy", *REPLICATE, "outcome", "value"]], evidence.baseline)


@kept
def measure_groups(evidence: Evidence, outcome: str) -> Measured:
    """Measures one outcome for each group of households.

    Args:
        evidence: The stored comparison.
        outcome: A column of the table of groups.

    Returns:
        See `results.tables.measure`; outcomes are "dimension/group".
    """
    groups = evidence.groups
    tidy = groups[["policy", *REPLICATE]].assign(
        outcome=groups["dimension"] + "/" + groups["group"], value=groups[outcome]
    )
    return measure(tidy, evidence.baseline)


def list_groups(evidence: Evidence) -> list[tuple[str, str]]:
    """Gives the groups of households there are: dimension and group, those without households left out."""
    groups = evidence.groups[evidence.groups["households"] > 0]
    return list(dict.fromkeys(zip(groups["dimension"], groups["group"], strict=True)))
