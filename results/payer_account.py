"""Who pays and who gains: the account of every payer under each policy, year by year."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from results.tables import REPLICATE, mean_and_interval
from results.worlds import independent

MEASURES = ("euros", "gross", "cashable", "net")
"""What is compared: booked cost; hours at tariff, outside products and events; what can really be taken out
of a budget; and booked cost with what payers pay for one another."""
PAYERS = ("wmo", "jeugdwet", "participatiewet", "zvw", "wlz", "corporation", "justice")
TOTALS = {
    "municipality": ("wmo", "jeugdwet", "participatiewet"),
    "insurer": ("zvw",),
    "care_office": ("wlz",),
    "society": PAYERS,
}
"""Accounts that are sums of payers."""
ACCOUNTS = {**{payer: (payer,) for payer in PAYERS}, **TOTALS}


def yearly_account(payers: pd.DataFrame, baseline: str, discount: float = 0.0) -> pd.DataFrame:
    """Compares what each payer pays with what it pays under the first policy, year by year.

    Args:
        payers: One row per policy, seed, world, year and payer, with the columns of `Run.payers`.
        baseline: The policy the others are compared with; it must be there.
        discount: Rate a year by which later years count for less; the first year counts in full.

    Returns:
        One row per policy (without the baseline), account (payer or one of `TOTALS`), measure and year:
        `mean` under the policy, `difference` with the baseline and its 95% interval (`low`, `high`), and
        `cumulative`, `cumulative_low`, `cumulative_high`: the differences of that year and those before it,
        added up per replicate; `independent`, how many replicates do not hang together (those of one
        plausible world count as one). Euros of the whole area; below 0 is less than under the baseline.
    """
    rows = []
    for policy, account, measure, table, base in _accounts(payers, baseline, discount):
        paired = (table - base).dropna()
        worlds, met = (part.index.get_level_values("world").to_numpy() for part in (table, paired))
        values, differences = table.to_numpy(dtype=float), paired.to_numpy(dtype=float)
        added = differences.cumsum(axis=1)
        for number, year in enumerate(table.columns):
            difference, low, high = mean_and_interval(differences[:, number], met)
            cumulative, cumulative_low, cumulative_high = mean_and_interval(added[:, number], met)
            rows.append(
                {
                    "policy": policy,
                    "account": account,
                    "measure": measure,
                    "year": int(year),
                    "mean": mean_and_interval(values[:, number], worlds)[0],
                    "difference": difference,
                    "low": low,
                    "high": high,
                    "cumulative": cumulative,
                    "cumulative_low": cumulative_low,
                    "cumulative_high": cumulative_high,
                    "independent": len(independent(differences[:, number], met)),
                }
            )
    return pd.DataFrame(rows)


def break_even(account: pd.DataFrame) -> pd.DataFrame:
    """Finds in which year the sum of all differences so far is a gain, and stays one to the end.

    Args:
        account: What `yearly_account` gave.

    Returns:
        One row per policy, account and measure: `year` by the mean, `earliest` by the low end of the interval
        and `latest` by its high end. Not-a-number where it is not reached within the years that were run, or
        where one replicate gives no interval. The first year means that it gains from the start. `same` says
        that it never pays more or less.
    """
    rows = []
    ends = {"year": "cumulative", "earliest": "cumulative_low", "latest": "cumulative_high"}
    for (policy, name, measure), part in account.groupby(["policy", "account", "measure"], sort=False):
        ordered = part.sort_values("year")
        years = ordered["year"].to_numpy()
        found = {when: first_lasting_gain(years, ordered[end].to_numpy()) for when, end in ends.items()}
        same = not ordered[list(ends.values())].to_numpy().any()
        rows.append({"policy": policy, "account": name, "measure": measure, **found, "same": same})
    return pd.DataFrame(rows)


def first_lasting_gain(years: np.ndarray, sums: np.ndarray) -> float:
    """Finds the first year from which what was added up stays below 0: to pay nothing less is no gain.

    Args:
        years: The years in order.
        sums: Differences added up to each.

    Returns:
        The year, not-a-number if the last year is no gain.
    """
    gains = sums < 0
    if not len(gains) or not gains[-1]:
        return float("nan")
    losses = np.flatnonzero(~gains)
    return float(years[losses[-1] + 1 if len(losses) else 0])


def _accounts(
    payers: pd.DataFrame, baseline: str, discount: float
) -> Iterator[tuple[str, str, str, pd.DataFrame, pd.DataFrame]]:
    """Gives for each policy, account and measure a table of replicate by year, and that of the baseline."""
    weighed = payers.assign(net=payers["euros"] + payers["for_others"])
    factors = (1.0 + discount) ** -(weighed["year"] - 1.0)
    weighed[list(MEASURES)] = weighed[list(MEASURES)].mul(factors, axis=0)
    others = [policy for policy in dict.fromkeys(payers["policy"]) if policy != baseline]
    for account, names in ACCOUNTS.items():
        part = weighed[weighed["payer"].isin(list(names))]
        wide = part.pivot_table(
            index=["policy", *REPLICATE], columns="year", values=list(MEASURES), aggfunc="sum"
        )
        for measure in MEASURES:
            for policy in others:
                yield policy, account, measure, wide[measure].loc[policy], wide[measure].loc[baseline]
