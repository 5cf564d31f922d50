"""Wrong pocket (model 8.16): visits at home go on only if a payer, or the pool, expects to gain by them."""

import numpy as np
import pytest

from agents.domains import MODERATE, MONEY, PAYERS
from agents.need import level_in
from simulation.columns import NAMES
from simulation.conservation import check_week
from simulation.handle import held
from simulation.laws import LAWS
from simulation.prevention import outreach_cost
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import PREVENTION, Ints, World
from tests.simulation.money import WARMUP, lived_with, started_with, with_contracts
from tests.simulation.neighbourhood import SMALLEST, first_difference, table_of

VISITS = NAMES.index("total_visits")
ASKED_DEBT = NAMES.index("asked_debt_help")
INTAKE = NAMES.index("hours_intake")
DIRECT = NAMES.index("hours_direct")
UNMET = NAMES.index("total_unmet")
OUTREACH = {
    "outreach": 1.0,
    "believed_effect_sd": 0.0,
    "contract_ceilings": 0.0,
    "debt_signal_rate": 0.05,
    "saving_horizon_years": 1.0,
}
MUNICIPAL = [PAYERS.index(name) for name in ("wmo", "jeugdwet", "participatiewet")]


def visits(world: World) -> int:
    """Visits at home under the policy."""
    return int(world.weekly[WARMUP:, VISITS].sum())


def group_cost() -> tuple[Ints, int]:
    """What households with debts cost each payer in the last year of start-up, and a year of visits.

    Returns:
        Cents by payer, added up here anew, and cents.
    """
    of = with_contracts(**OUTREACH)
    world = branch(started_with(of), of)
    with_debts = [level_in(int(levels), MONEY) >= MODERATE for levels in world.households.levels]
    cost: Ints = world.cost_of_year[with_debts].sum(axis=0)
    return cost, outreach_cost(held(world), 0)


def sound(world: World, week: int) -> bool:
    """Whether every law holds."""
    deviations = np.zeros(len(LAWS))
    check_week(held(world), week, deviations)
    return bool((deviations <= SMALLEST).all())


def test_the_cost_of_a_year_is_the_growth_of_the_account() -> None:
    of = with_contracts(**OUTREACH)
    world = branch(started_with(of), of)
    live_weeks(held(world), 0, 52)
    first = world.household_cost.copy()
    assert (world.cost_of_year == first).all()
    live_weeks(held(world), 52, 104)
    assert (world.cost_of_year == world.household_cost - first).all()
    assert world.cost_of_year.sum() > 0


def test_nobody_pays_for_what_nobody_believes_in() -> None:
    assert visits(lived_with(with_contracts(**OUTREACH), 40, believed_effect=0.0)) == 0


def test_without_the_rule_the_belief_does_not_matter() -> None:
    off = with_contracts(**{**OUTREACH, "prevention_needs_payer": 0.0})
    base = table_of(lived_with(off, 60))
    assert base["total_visits"].sum() > 0
    for belief in (0.0, 0.5):
        assert first_difference(base, table_of(lived_with(off, 60, believed_effect=belief))) == ""
    believed = table_of(lived_with(with_contracts(**OUTREACH), 60, believed_effect=100.0))
    assert first_difference(base, believed) == ""


def test_a_payer_pays_from_the_belief_at_which_it_earns_it_back() -> None:
    """The deciding belief, computed from the accounts: well below it no visits, well above it all."""
    cost, price = group_cost()
    limit = price / cost.max()
    assert 0.0 < limit < np.inf
    assert visits(lived_with(with_contracts(**OUTREACH), 40, believed_effect=0.8 * limit)) == 0
    assert visits(lived_with(with_contracts(**OUTREACH), 40, believed_effect=1.25 * limit)) > 0


def test_what_others_hand_over_can_tip_the_scale() -> None:
    cost, price = group_cost()
    between = price / (0.5 * (cost.max() + cost.sum()))
    alone = lived_with(with_contracts(**OUTREACH), 51, believed_effect=between)
    helped = lived_with(with_contracts(**OUTREACH, saving_handed_over=1.0), 51, believed_effect=between)
    assert visits(alone) == 0 < visits(helped)
    paid = helped.budget_years[0, :, PREVENTION]
    assert paid.sum() == 0 and paid[PAYERS.index("wmo")] < 0 < paid.max()
    assert not alone.budget_years[0, :, PREVENTION].any()


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
def test_every_law_holds_with_transfers(policy: str) -> None:
    of = with_contracts(policy, saving_handed_over=0.5)
    assert sound(lived_with(of, 104, believed_effect=0.5), 103)


# ---- T19: one setting in which the pool alone wins by it, one in which it loses


def spread_evenly(budget: float, hours_change: float = 1.0, **changes: float) -> World:
    """Households with debts cost three payers the same; together they gain by visits, alone none.

    Args:
        budget: part of the money that is in the pool.
        hours_change: hours of everybody, relative to the usual.
        changes: numbers to set when the policy has begun.

    Returns:
        The world after almost a year.
    """
    of = with_contracts(**OUTREACH, budget=budget, hours_change=hours_change)
    world = branch(started_with(of), of)
    third = world.cost_of_year[:, MUNICIPAL].sum(axis=1) // len(MUNICIPAL)
    world.cost_of_year[:] = 0
    world.cost_of_year[:, MUNICIPAL] = third[:, None]
    cost, price = group_cost()
    together = float(cost[MUNICIPAL].sum())
    for name, value in {"believed_effect": price / (0.6 * together), **changes}.items():
        world.p[name] = value
    live_weeks(held(world), 0, 51)
    return world


def test_alone_it_lets_pooled_payers_find_households_that_no_single_payer_looks_for() -> None:
    apart, pooled = spread_evenly(0.0), spread_evenly(1.0)
    assert visits(apart) == 0 < visits(pooled)
    assert pooled.weekly[WARMUP:, ASKED_DEBT].sum() > apart.weekly[WARMUP:, ASKED_DEBT].sum()
    paid = pooled.budget_years[0, :, PREVENTION]
    assert paid.sum() == 0 and (paid[MUNICIPAL[1:]] > 0).all()


def test_alone_it_lets_pooled_payers_waste_hours_on_a_belief_that_is_not_true() -> None:
    """Nobody who is visited accepts help: the visits cost scarce hours and find nobody."""
    apart, pooled = (spread_evenly(budget, 0.5, accepts_after_contact=0.0) for budget in (0.0, 1.0))
    assert visits(apart) == 0 < visits(pooled)
    assert pooled.weekly[WARMUP:, INTAKE].sum() > apart.weekly[WARMUP:, INTAKE].sum()
    assert pooled.weekly[WARMUP:, DIRECT].sum() < apart.weekly[WARMUP:, DIRECT].sum()
    assert pooled.weekly[WARMUP:, UNMET].sum() > apart.weekly[WARMUP:, UNMET].sum()
