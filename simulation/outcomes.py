"""From counts to outcomes: the names of the public interface, as they are defined in docs/ODD.md."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from agents.domains import DOMAINS, EVENTS, MUNICIPAL_PAYERS, PAYERS
from simulation.census_columns import (
    BODY,
    DEBT_N,
    DISTINCT_SUM,
    HALF_YEAR_WEEKS,
    HOUSEHOLDS_N,
    INDICATED_N,
    MICRO,
    MULTI_PROBLEM_N,
    PILE_UP_N,
    QUALITY,
    QUALITY_N,
    RESIDENTS_N,
    TWO_LAWS_N,
    UNDER_18_N,
    UTILITY,
    WMO_CLIENTS_N,
    YEAR_WEEKS,
    YOUTH_CARE_N,
)
from simulation.columns import (
    ASKED,
    EVENT_COUNTS,
    HELPERS,
    HOURS,
    LEFT,
    STAFF,
    TOTAL,
)
from simulation.heavy_group import heavy_group, strict_cost
from simulation.life_table import restricted_mean, share_within
from simulation.payers import discount_factors, discounted_health, payer_cents
from simulation.products import PRODUCT_NAMES
from simulation.records import Recording
from simulation.world import Ints

CENTS = 100.0
THOUSAND = 1000.0
DIMENSIONS = ("body", "mind", "meaning", "quality_of_life", "taking_part", "daily_functioning")
_TRANSFERS, _CASHABLE, _UNMET, _CRISIS = TOTAL, TOTAL + 1, TOTAL + 2, TOTAL + 3

_MILLION = 1_000_000.0


def share(part: float | np.integer[Any], whole: float | np.integer[Any]) -> float:
    """A part of a whole, unknown when there is no whole.

    Args:
        part: the part.
        whole: the whole.

    Returns:
        Their ratio, or nan.
    """
    return float(part) / float(whole) if whole else float("nan")


def summary(recording: Recording, values: Mapping[str, float]) -> "pd.Series[float]":
    """All outcomes over the policy period.

    Args:
        recording: the counts of a run.
        values: every parameter under the policy.

    Returns:
        Outcome name -> value.
    """
    weekly = recording.weekly[recording.before :]
    found = {
        **crises(weekly, recording),
        **costs(weekly, recording, values),
        **helpers(weekly, recording),
        **waiting(weekly, recording),
        **people(weekly, recording),
        **health(recording, values),
        **staff(weekly),
        **clients(recording),
        **heavy_group(recording.census),
        "cost_multi_problem_household_per_year": strict_cost(
            recording.census, values["strict_cost_price_index"]
        ),
    }
    return pd.Series(found, dtype=float, name="value")


def household_years(weekly: Ints, recording: Recording) -> float:
    """Households times years.

    Args:
        weekly: the weeks counted.
        recording: the counts of a run.

    Returns:
        Household-years.
    """
    return float(recording.census[0, HOUSEHOLDS_N]) * len(weekly) / YEAR_WEEKS


def crises(weekly: Ints, recording: Recording) -> dict[str, float]:
    """Registered events and weeks in crisis state.

    Args:
        weekly: the weeks counted.
        recording: the counts of a run.

    Returns:
        Outcome name -> value.
    """
    years = household_years(weekly, recording)
    counts = weekly[:, EVENT_COUNTS : EVENT_COUNTS + len(EVENTS)].sum(axis=0)
    found = {"crises_per_1000_households_per_year": float(counts.sum() * THOUSAND / years)}
    for event, count in zip(EVENTS, counts, strict=True):
        found[f"events_{event}_per_1000_households_per_year"] = float(count * THOUSAND / years)
    found["crisis_state_weeks_per_household_per_year"] = float(weekly[:, _CRISIS].sum() / years)
    return found


def costs(weekly: Ints, recording: Recording, values: Mapping[str, float]) -> dict[str, float]:
    """Euros per household, by payer.

    Args:
        weekly: the weeks counted.
        recording: the counts of a run.
        values: every parameter.

    Returns:
        Outcome name -> value.
    """
    years = household_years(weekly, recording)
    cents = payer_cents(weekly)
    by_payer = cents.sum(axis=0) / CENTS / years
    factors = discount_factors(len(weekly), values["discount_rate_costs"])
    found = {"cost_per_household_per_year": float(by_payer.sum())}
    found |= {f"cost_{payer}": float(by_payer[number]) for number, payer in enumerate(PAYERS)}
    found["cost_municipality"] = float(by_payer[list(MUNICIPAL_PAYERS)].sum())
    found["transfers_participatiewet"] = weekly[:, _TRANSFERS].sum() / CENTS / years
    found["cashable_cost_per_household_per_year"] = weekly[:, _CASHABLE].sum() / CENTS / years
    households = float(recording.census[0, HOUSEHOLDS_N])
    found["discounted_cost_per_household"] = float((cents.sum(axis=1) * factors).sum() / CENTS / households)
    factors = discount_factors(len(weekly), values["discount_rate_equal"])
    found["discounted_cost_equal_rate"] = float((cents.sum(axis=1) * factors).sum() / CENTS / households)
    return found


def helpers(weekly: Ints, recording: Recording) -> dict[str, float]:
    """Helpers at the door.

    Args:
        weekly: the weeks counted.
        recording: the counts of a run.

    Returns:
        Outcome name -> value.
    """
    sums = weekly[:, HELPERS : HELPERS + 11].sum(axis=0)
    copies = recording.copies
    means = weekly[:, HELPERS + 2 : HELPERS + 5].mean(axis=0) / copies
    census = recording.census
    return {
        "helpers_mean": share(sums[1], sums[0]),
        "helpers_p90": float(means[0]),
        "helpers_p999": float(means[1]),
        "helpers_max": float(means[2]),
        "helpers_multi_mean": share(sums[6], sums[5]),
        "helpers_heavy_mean": share(sums[8], sums[7]),
        "helpers_distinct_year_mean": share(census[:, DISTINCT_SUM].sum(), census[:, QUALITY_N].sum()),
        "helpers_indicated_mean": share(sums[10], sums[9]),
    }


def waiting(weekly: Ints, recording: Recording) -> dict[str, float]:
    """How long people wait, who leaves, and who has no help.

    Args:
        weekly: the weeks counted.
        recording: the counts of a run.

    Returns:
        Outcome name -> value.
    """
    count = len(PRODUCT_NAMES)
    asked = weekly[:, ASKED : ASKED + count].sum()
    left = weekly[:, LEFT : LEFT + count].sum()
    helped_cohort, asked_cohort = recording.helped_cohort.sum(axis=0), recording.asked_cohort.sum(axis=0)
    return {
        "weeks_to_first_help": restricted_mean(asked_cohort, helped_cohort, helped_cohort.shape[-1] - 1),
        "weeks_to_all_help": restricted_mean(
            recording.all_asked_cohort,
            recording.all_helped_cohort,
            recording.all_helped_cohort.shape[-1] - 1,
        ),
        "left_waiting_share": share(left, asked),
        "unmet_weeks_per_household_per_year": weekly[:, _UNMET].sum() / household_years(weekly, recording),
    }


def people(weekly: Ints, recording: Recording) -> dict[str, float]:
    """Experienced quality, utility and the six dimensions of positive health.

    Args:
        weekly: the weeks counted.
        recording: the counts of a run.

    Returns:
        Outcome name -> value.
    """
    sums = recording.census.sum(axis=0)
    residents = sums[RESIDENTS_N]
    found = {
        "experienced_quality": share(sums[QUALITY] / MICRO, sums[QUALITY_N]),
        "health_utility": share(sums[UTILITY] / MICRO, residents),
        "recovered_in_a_year_share": share_within(recording.bad_cohort, recording.recovered_cohort),
        "relapsed_in_a_year_share": share_within(recording.well_cohort, recording.relapsed_cohort),
    }
    for number, dimension in enumerate(DIMENSIONS):
        found[f"positive_health_{dimension}"] = share(sums[BODY + number] / MICRO, residents)
    return found


def health(recording: Recording, values: Mapping[str, float]) -> dict[str, float]:
    """Years in full health over the whole period, later ones counting for less, at three rates.

    Args:
        recording: the counts of a run.
        values: every parameter.

    Returns:
        Outcome name -> value.
    """
    rates = {
        "discounted_health_per_resident": values["discount_rate_effects"],
        "discounted_health_equal_rate": values["discount_rate_equal"],
        "healthy_years_per_resident": 0.0,
    }
    return {name: discounted_health(recording, rate) for name, rate in rates.items()}


def staff(weekly: Ints) -> dict[str, float]:
    """How the professionals fare.

    Args:
        weekly: the weeks counted.

    Returns:
        Outcome name -> value.
    """
    sums = weekly.sum(axis=0)
    filled = sums[STAFF] - sums[STAFF + 1]
    return {
        "staff_strain": share(sums[STAFF + 7] / _MILLION, filled),
        "staff_sickness": share(sums[STAFF + 2], filled),
        "staff_turnover_per_year": share(sums[STAFF + 3] * YEAR_WEEKS, filled),
        "direct_time_share": share(sums[HOURS + 1], sums[HOURS]),
    }


def clients(recording: Recording) -> dict[str, float]:
    """Who uses what, as registers count it.

    Args:
        recording: the counts of a run.

    Returns:
        Outcome name -> value.
    """
    census = recording.census
    halves = census[(census[:, 0] + 1) % HALF_YEAR_WEEKS == 0].sum(axis=0)
    years = census[(census[:, 0] + 1) % YEAR_WEEKS == 0].sum(axis=0)
    sums = census.sum(axis=0)
    return {
        "households_indicated_share": share(halves[INDICATED_N], halves[HOUSEHOLDS_N]),
        "households_two_laws_share": share(halves[TWO_LAWS_N], halves[INDICATED_N]),
        "households_pile_up_share": share(sums[PILE_UP_N], sums[HOUSEHOLDS_N]),
        "households_multi_problem_share": share(sums[MULTI_PROBLEM_N], sums[HOUSEHOLDS_N]),
        "youth_care_share": share(years[YOUTH_CARE_N], years[UNDER_18_N]),
        "wmo_clients_per_1000": share(halves[WMO_CLIENTS_N] * THOUSAND, halves[RESIDENTS_N]),
        "problem_debt_share": share(sums[DEBT_N], sums[HOUSEHOLDS_N]),
    }


def yearly(recording: Recording, values: Mapping[str, float]) -> pd.DataFrame:
    """The outcomes of each year of the policy.

    Args:
        recording: the counts of a run.
        values: every parameter.

    Returns:
        One row a year; waits are left out, they need the years that follow.
    """
    weekly = recording.weekly[recording.before :]
    rows = {}
    for start in range(0, len(weekly), YEAR_WEEKS):
        part = weekly[start : start + YEAR_WEEKS]
        found = {
            **crises(part, recording),
            **costs(part, recording, values),
            **helpers(part, recording),
            **staff(part),
        }
        found.pop("discounted_cost_per_household")
        found.pop("discounted_cost_equal_rate")
        found.pop("helpers_distinct_year_mean")
        rows[start // YEAR_WEEKS + 1] = found
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "year"
    return table


def waits(recording: Recording) -> pd.DataFrame:
    """How long people wait for the first hour, per domain.

    Args:
        recording: the counts of a run.

    Returns:
        Per domain: asked, mean_weeks (restricted at 52), without_help_share (after 52 weeks or at the end).
    """
    rows = {}
    for number, domain in enumerate(DOMAINS):
        asked, helped = recording.asked_cohort[number], recording.helped_cohort[number]
        rows[domain] = {
            "asked": int(asked.sum()),
            "mean_weeks": restricted_mean(asked, helped, helped.shape[-1] - 1),
            "without_help_share": 1.0 - share(helped.sum(), asked.sum()),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "domain"
    return table
