"""Who pays what in which year: cost, what of it is cashable, and what payers pay for one another."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from agents.domains import PAYERS
from simulation.census_columns import CENSUS_WEEKS, MICRO, RESIDENTS_N, UTILITY, YEAR_WEEKS
from simulation.columns import (
    CASHABLE_OF,
    COST_BACKGROUND,
    COST_BUDGET,
    COST_EVENTS,
    COST_OUTSIDE,
    COST_OWN,
    COST_PROJECT,
    COST_WRITE_OFF,
    TARIFF_OWN,
    TOTAL,
)
from simulation.records import Recording
from simulation.world import BUDGET_BOOKS, FROM_OTHERS, PREVENTION, Floats, Ints

CENTS = 100.0
TRANSFERS = TOTAL
BENEFITS_PAYER = "participatiewet"
COSTS = (COST_OWN, COST_OUTSIDE, COST_EVENTS, COST_BACKGROUND, COST_BUDGET, COST_WRITE_OFF, COST_PROJECT)
GROSS = (TARIFF_OWN, COST_OUTSIDE, COST_EVENTS)


def payer_cents(weekly: Ints, blocks: tuple[int, ...] = COSTS) -> Ints:
    """Cost by week and payer, transfers excluded.

    Args:
        weekly: week x column.
        blocks: first columns of the blocks that are added up.

    Returns:
        Cents, week x payer.
    """
    total: Ints = np.zeros((len(weekly), len(PAYERS)), np.int64)
    for first in blocks:
        total = total + weekly[:, first : first + len(PAYERS)]
    return total


def discount_factors(weeks: int, yearly_rate: float) -> Floats:
    """What a later euro is worth now.

    Args:
        weeks: number of weeks.
        yearly_rate: discount rate a year.

    Returns:
        One factor a week, 1 in the first.
    """
    factors: Floats = (1.0 + yearly_rate) ** (-np.arange(weeks) / YEAR_WEEKS)
    return factors


def discounted_health(recording: Recording, yearly_rate: float) -> float:
    """Years in full health per resident over the whole period, later years counting for less.

    Args:
        recording: the counts of a run.
        yearly_rate: discount rate of effects a year.

    Returns:
        Years per resident.
    """
    factors = discount_factors(len(recording.census) * CENSUS_WEEKS, yearly_rate)[::CENSUS_WEEKS]
    utility = recording.census[:, UTILITY] / MICRO / recording.census[:, RESIDENTS_N]
    return float((utility * factors).sum() * CENSUS_WEEKS / YEAR_WEEKS)


def payers(recording: Recording, values: Mapping[str, float]) -> pd.DataFrame:
    """What each payer pays in each year.

    Args:
        recording: the counts of a run.
        values: every parameter.

    Returns:
        One row a year and payer, totals of the area in euros: year, payer, euros (transfers excluded),
        euros_discounted, transfers (benefits), gross (hours at tariff, outside products and events),
        cashable, and for_others (what it pays for products of other payers in a common budget and for their
        prevention; below 0 others pay for it; together the payers come to 0).
    """
    weekly = recording.weekly[recording.before :]
    blocks: dict[str, np.ndarray] = {
        "euros": payer_cents(weekly),
        "gross": payer_cents(weekly, GROSS),
        "cashable": payer_cents(weekly, (CASHABLE_OF,)),
    }
    factors = discount_factors(len(weekly), values["discount_rate_costs"])
    blocks["euros_discounted"] = blocks["euros"] * factors[:, None]
    rows = []
    for year, start in enumerate(range(0, len(weekly), YEAR_WEEKS)):
        weeks = slice(start, start + YEAR_WEEKS)
        for number, payer in enumerate(PAYERS):
            euros = {name: block[weeks, number].sum() / CENTS for name, block in blocks.items()}
            books = recording.budget_years[year, number]
            rows.append(
                {
                    "year": year + 1,
                    "payer": payer,
                    "euros": euros["euros"],
                    "euros_discounted": euros["euros_discounted"],
                    "transfers": weekly[weeks, TRANSFERS].sum() / CENTS if payer == BENEFITS_PAYER else 0.0,
                    "gross": euros["gross"],
                    "cashable": euros["cashable"],
                    "for_others": (books[PREVENTION] - books[FROM_OTHERS]) / CENTS,
                }
            )
    return pd.DataFrame(rows)


def budgets(recording: Recording) -> pd.DataFrame:
    """What became of the ceilings that each payer gives its providers, year by year.

    Args:
        recording: the counts of a run.

    Returns:
        Columns year, payer and those of `BUDGET_BOOKS`, in euros at tariff; start + topped_up + from_others =
        spent + at_year_end + lapsed.
    """
    years, payers_n, fields = recording.budget_years.shape
    books = recording.budget_years.reshape(years * payers_n, fields) / CENTS
    table = pd.DataFrame(books, columns=list(BUDGET_BOOKS))
    table.insert(0, "payer", list(PAYERS) * years)
    table.insert(0, "year", np.repeat(np.arange(1, years + 1), payers_n))
    return table
