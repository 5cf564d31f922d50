"""Prices change bills and nothing else (T30), and discounting can be switched off."""

from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.domains import PAYERS
from simulation import simulate
from simulation.columns import NAMES
from simulation.parameters import entries
from tests.simulation.neighbourhood import (
    busy_area,
    change_table,
    first_difference,
    lived,
    payer_columns,
    scenario,
    table_of,
)

# ---- T30: prices


PRICES = {"prices": ("price",), "events": ("price",), "background_rest": ("euros_per_resident_per_year",)}
ALL_COSTS = [
    name
    for name in NAMES
    if name.startswith(("cost_", "tariff_", "cashable_")) or name in ("total_transfers",)
]


@cache
def weekly_at(folder: Path, factor: float, policy: str) -> pd.DataFrame:
    """The weekly table at the prices of an area.

    Args:
        folder: folder of the area.
        factor: amounts among the parameters relative to the usual.
        policy: name of the policy.

    Returns:
        One row a week of the policy.
    """
    of = scenario(folder, policy, years=2)
    amounts = [name for name, entry in entries().items() if entry.unit.startswith("euros")]
    assert "post_cost_per_year" in amounts
    changed = {name: of.values[name] * factor for name in amounts}
    return table_of(lived(of, of.weeks, None, **changed)).iloc[of.warmup_weeks :]


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
def test_doubled_prices_double_the_cost_and_nothing_else(area: Path, tmp_path: Path, policy: str) -> None:
    dear = busy_area(tmp_path)
    for table, columns in PRICES.items():
        change_table(dear, table, columns, 2.0)
    plain, doubled = weekly_at(area, 1.0, policy), weekly_at(dear, 2.0, policy)
    money = [
        *ALL_COSTS,
        "total_cashable",
        "total_delivered",
        "total_coordination_bills",
        "total_beside_cases",
    ]
    lives = [name for name in NAMES if name not in money]
    assert first_difference(plain[lives], doubled[lives]) == ""
    # each booking is rounded down to whole cents: at most one cent a case, post or talk a week
    bookings = plain.filter(like="open_").to_numpy().sum(axis=1) + plain["staff_posts"] + 1000
    for name in money:
        if name.startswith("cost_background"):
            assert (doubled[name] - 2 * plain[name]).abs().max() <= 2 * 7
        else:
            assert (doubled[name] - 2 * plain[name]).abs().le(2 * bookings).all(), name
        assert doubled[name].sum() == pytest.approx(2 * plain[name].sum(), rel=1e-3, abs=1000), name
    assert plain[payer_columns("cost_own")].to_numpy().sum() > 0


def test_renamed_payers_pay_the_same_in_all(area: Path, tmp_path: Path) -> None:
    """Police and corporation change places as payers of events: the total stays the same."""
    swapped = busy_area(tmp_path)
    events = swapped / "events.csv"
    text = (
        events.read_text()
        .replace("justice", "@")
        .replace("corporation", "justice")
        .replace("@", "corporation")
    )
    events.write_text(text)
    plain, other = weekly_at(area, 1.0, "fragmented"), weekly_at(swapped, 1.0, "fragmented")
    costs = [f"cost_events_{payer}" for payer in PAYERS]
    assert (plain[costs].sum(axis=1) == other[costs].sum(axis=1)).all()
    assert (plain["cost_events_justice"] == other["cost_events_corporation"]).all()
    assert plain["cost_events_justice"].sum() > 0
    lives = [name for name in NAMES if not name.startswith(("cost_", "cashable_"))]
    assert first_difference(plain[lives], other[lives]) == ""


def test_without_discounting_a_later_euro_counts_in_full(area: Path) -> None:
    run = simulate(scenario(area, years=3, parameters={"discount_rate_costs": 0.0}))
    found = run.summary
    assert found["discounted_cost_per_household"] == pytest.approx(
        3 * found["cost_per_household_per_year"], rel=1e-12
    )
    np.testing.assert_allclose(run.payers["euros"], run.payers["euros_discounted"], rtol=1e-12)
    dear = simulate(scenario(area, years=3, parameters={"discount_rate_costs": 0.05}))
    assert dear.summary["discounted_cost_per_household"] < found["discounted_cost_per_household"]
