"""Provider incentive (model 8.23): referring to the own employer, and keeping what is paid by production."""

import numpy as np
import pytest

from simulation import Scenario
from simulation.columns import ENDED, NAMES, OPEN_CASES
from simulation.handle import held
from simulation.products import PRODUCT_NAMES
from simulation.providers import provider_list, referred_list
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.money import WARMUP, started_with, with_contracts
from tests.simulation.neighbourhood import first_day, first_difference, table_of

ALONE = {"contract_ceilings": 0.0, "prevention_needs_payer": 0.0}
POOLABLE = ("guidance", "day_activity", "household_help", "youth_help")
GUIDANCE = PRODUCT_NAMES.index("guidance")
UNMET = NAMES.index("total_unmet")
HIGHEST = 0.5


def incited(
    incentive: float, weeks: int = 60, production: tuple[str, ...] = POOLABLE, /, **changes: float
) -> World:
    """A world in which only these products are paid by what is delivered.

    Args:
        incentive: iota.
        weeks: weeks under the policy.
        production: names of the products.
        changes: changed numbers.

    Returns:
        The world.
    """
    of = with_contracts(**ALONE, **changes)
    state = started_with(of)
    for number, name in enumerate(PRODUCT_NAMES):
        state.products[number].production = name in production
    world = branch(state, of)
    world.p["provider_incentive"] = incentive
    live_weeks(held(world), 0, weeks)
    return world


def ended_per_open(world: World) -> float:
    """Part of the open cases of poolable products that ends in a week."""
    numbers = [PRODUCT_NAMES.index(name) for name in POOLABLE]
    ended = world.weekly[WARMUP:, [ENDED + number for number in numbers]].sum()
    return float(ended / world.weekly[WARMUP:, [OPEN_CASES + number for number in numbers]].sum())


@pytest.fixture(scope="module")
def three_providers() -> World:
    """The default area before its first week; guidance has three providers there."""
    return first_day(Scenario(years=1, warmup_weeks=1))


def test_the_own_employer_gets_more_of_the_referrals_in_the_known_proportion(three_providers: World) -> None:
    """Shares are weighed anew and the draw stays the same, so most households keep their provider."""
    w = three_providers
    w.p["provider_incentive"] = HIGHEST
    rows = w.list_of[GUIDANCE][: w.products[GUIDANCE].lists]
    shares = np.diff(w.provider_share[GUIDANCE][: len(rows)], prepend=0.0)
    own = int(w.lists[rows[1]].organisation)
    holder = held(w)
    households = range(w.households.size)
    found = np.array([referred_list(holder, w.households[index], GUIDANCE, own) for index in households])
    usual = np.array([provider_list(holder, w.households[index], GUIDANCE) for index in households])
    weights = shares * np.where(np.arange(len(rows)) == 1, 1.0 + HIGHEST, 1.0)
    got = np.array([(found == row).mean() for row in rows])
    assert got == pytest.approx(weights / weights.sum(), abs=0.02)
    assert ((found != usual) & (found != rows[1])).mean() < 0.1


def test_a_stranger_or_no_incentive_changes_no_provider(three_providers: World) -> None:
    w = three_providers
    holder = held(w)
    own = int(w.lists[w.list_of[GUIDANCE][0]].organisation)
    for incentive, employer in ((0.0, own), (HIGHEST, 10_000)):
        w.p["provider_incentive"] = incentive
        for index in range(1000):
            household = w.households[index]
            referred = referred_list(holder, household, GUIDANCE, employer)
            assert referred == provider_list(holder, household, GUIDANCE)


def test_what_is_paid_by_production_is_kept_longer() -> None:
    assert ended_per_open(incited(HIGHEST)) < ended_per_open(incited(0.0))


def test_in_a_common_budget_the_incentive_is_gone() -> None:
    """All that is paid by production is in the pool: the size of the incentive no longer matters."""
    pooled = [table_of(incited(incentive, budget=1.0)) for incentive in (0.0, HIGHEST)]
    assert first_difference(*pooled) == ""
    apart = [table_of(incited(incentive)) for incentive in (0.0, HIGHEST)]
    assert first_difference(*apart) != ""


def test_subsidies_know_no_incentive() -> None:
    tables = [table_of(incited(incentive, 40, ())) for incentive in (0.0, HIGHEST)]
    assert first_difference(*tables) == ""


# ---- T19: with the incentive at its highest, a common budget alone wins in one setting and loses in another


def test_alone_a_common_budget_wins_where_kept_cases_block_the_list() -> None:
    """Hours are scarce, and who is kept goes on asking as many as somebody new."""
    scarce = {
        "goal_closing_rate": 0.12,
        "help_speeds_recovery": 4.0,
        "hours_change": 0.5,
        "closing_without_goal_rate": 0.0,
        "drop_out_rate": 0.0,
        "maintenance_hours_share": 1.0,
    }
    apart, pooled = (incited(HIGHEST, 104, budget=budget, **scarce) for budget in (0.0, 1.0))
    assert pooled.weekly[WARMUP:, UNMET].sum() < apart.weekly[WARMUP:, UNMET].sum()


def test_alone_a_common_budget_loses_where_help_is_closed_too_soon() -> None:
    """Hours are plenty and help is often closed without its goal: keeping it going is then what helps."""
    plenty = {"closing_without_goal_rate": 0.03, "hours_change": 1.5}
    apart, pooled = (incited(HIGHEST, 104, budget=budget, **plenty) for budget in (0.0, 1.0))
    assert pooled.weekly[WARMUP:, UNMET].sum() > apart.weekly[WARMUP:, UNMET].sum()
