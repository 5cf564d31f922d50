"""The account of payers: differences year by year, totals, and the year in which a payer breaks even."""

import numpy as np
import pandas as pd
import pytest

from results.payer_account import (
    MEASURES,
    PAYERS,
    TOTALS,
    break_even,
    first_lasting_gain,
    yearly_account,
)

COLUMNS = ("euros", "gross", "cashable", "for_others")


def payers_table(extra: dict[int, float], seeds: int = 3, noise: float = 1.0) -> pd.DataFrame:
    """Two policies that differ at one payer by a known amount in each year, and a little by luck.

    Args:
        extra: year -> what the insurer pays more under the second policy.
        seeds: number of replicates.
        noise: how much the difference varies.

    Returns:
        Columns policy, seed and those of `Run.payers`.
    """
    rows = []
    for policy in ("now", "new"):
        for seed in range(1, seeds + 1):
            for year, more in extra.items():
                for number, payer in enumerate(PAYERS):
                    changed = payer == "zvw" and policy == "new"
                    euros = 1_000.0 * (number + 1) + (more + noise * (seed - 2) if changed else 0.0)
                    values = dict.fromkeys(COLUMNS, euros) | {"for_others": 0.0}
                    rows.append(
                        {"policy": policy, "seed": seed, "world": 0, "year": year, "payer": payer, **values}
                    )
    return pd.DataFrame(rows)


def pick(table: pd.DataFrame, account: str, measure: str = "euros") -> dict[int, dict[str, float]]:
    """The rows of one account and measure by year."""
    rows = table[(table["account"] == account) & (table["measure"] == measure)].to_dict("records")
    return {int(row["year"]): {str(name): row[name] for name in row} for row in rows}


def even(account: pd.DataFrame) -> dict[str, float]:
    """When the insurer breaks even in euros."""
    found = break_even(account).to_dict("records")
    (row,) = [row for row in found if row["account"] == "zvw" and row["measure"] == "euros"]
    return {name: float(row[name]) for name in ("year", "earliest", "latest")}


def test_a_difference_is_that_of_the_payer_and_of_the_totals_it_is_in() -> None:
    table = yearly_account(payers_table({1: 50.0, 2: -80.0}), "now")
    assert set(table["measure"]) == set(MEASURES)
    for account in ("zvw", "insurer", "society"):
        rows = pick(table, account)
        assert [rows[year]["difference"] for year in (1, 2)] == pytest.approx([50.0, -80.0])
        assert [rows[year]["cumulative"] for year in (1, 2)] == pytest.approx([50.0, -30.0])
    for account in ("wmo", "municipality", "care_office"):
        assert {row["difference"] for row in pick(table, account).values()} == {0.0}
    assert set(TOTALS) <= set(table["account"])


def test_the_interval_is_that_of_sums_per_replicate() -> None:
    """Luck of a replicate is the same every year, so sums spread more and more."""
    rows = pick(yearly_account(payers_table({1: 50.0, 2: 50.0}), "now"), "zvw")
    first, second = (rows[year]["cumulative_high"] - rows[year]["cumulative_low"] for year in (1, 2))
    assert second == pytest.approx(2 * first)
    assert rows[1]["low"] < 50.0 < rows[1]["high"]


def test_the_year_of_break_even_comes_with_an_interval() -> None:
    account = yearly_account(payers_table({1: 50.0, 2: -20.0, 3: -29.0, 4: -40.0}), "now")
    assert even(account) == {"year": 4.0, "earliest": 3.0, "latest": 4.0}


def test_one_replicate_gives_no_interval() -> None:
    found = even(yearly_account(payers_table({1: -50.0}, seeds=1), "now"))
    assert found["year"] == 1.0 and np.isnan(found["earliest"]) and np.isnan(found["latest"])


@pytest.mark.parametrize(
    ("sums", "year"),
    [
        ([-1.0, -2.0, -3.0], 1.0),
        ([1.0, 0.0, -3.0], 3.0),
        ([0.0, 0.0, 0.0], np.nan),
        ([-1.0, 2.0, -3.0], 3.0),
        ([-1.0, -2.0, 3.0], np.nan),
        ([np.nan, np.nan, np.nan], np.nan),
    ],
)
def test_a_gain_must_last(sums: list[float], year: float) -> None:
    assert first_lasting_gain(np.array([1, 2, 3]), np.array(sums)) == pytest.approx(year, nan_ok=True)


def test_later_years_count_for_less() -> None:
    plain = pick(yearly_account(payers_table({1: 100.0, 2: 100.0}), "now"), "zvw")
    less = pick(yearly_account(payers_table({1: 100.0, 2: 100.0}), "now", discount=0.03), "zvw")
    assert less[1]["difference"] == pytest.approx(plain[1]["difference"])
    assert less[2]["difference"] == pytest.approx(plain[2]["difference"] / 1.03)


def test_what_payers_pay_for_one_another_moves_the_net_account_only() -> None:
    table = payers_table({1: 0.0}, noise=0.0)
    new = table["policy"] == "new"
    table.loc[new & (table["payer"] == "wmo"), "for_others"] = 30.0
    table.loc[new & (table["payer"] == "jeugdwet"), "for_others"] = -30.0
    account = yearly_account(table, "now")
    found = {
        (name, measure): pick(account, name, measure)[1]["difference"]
        for name in ("wmo", "jeugdwet", "municipality")
        for measure in MEASURES
    }
    wanted = dict.fromkeys(found, 0.0) | {("wmo", "net"): 30.0, ("jeugdwet", "net"): -30.0}
    assert found == pytest.approx(wanted)
