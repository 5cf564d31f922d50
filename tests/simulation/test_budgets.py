"""Budgets (model 8.15): ceilings that stop starts, duties that go on, pools, and books that balance."""

from collections.abc import Iterator

import numpy as np
import pytest

from agents.domains import PAYERS
from simulation import Scenario, simulate
from simulation.columns import CASHABLE_OF, COST_BUDGET, NAMES, STARTED, TOTAL, column
from simulation.conservation import check_week
from simulation.counters import PENDING_N
from simulation.handle import held
from simulation.laws import LAWS
from simulation.parameters import entries
from simulation.phases.bookings import post_cents
from simulation.policies import policies
from simulation.products import DUTY, NEVER_STOPS, PRODUCT_NAMES, STOPS
from simulation.purses import set_budgets
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import (
    AGREED,
    AT_YEAR_END,
    CEILING,
    FROM_OTHERS,
    LAPSED,
    OUTSIDE_CONTRACTS,
    RUNNING,
    SPENT,
    SPENT_IN_YEAR,
    START_OF_YEAR,
    TOPPED_UP,
    World,
)
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.money import PLENTY, WARMUP, lived_with, pool_row, started_with, with_contracts
from tests.simulation.neighbourhood import SMALLEST, first_difference, table_of

UNMET = NAMES.index("total_unmet")
HELD = NAMES.index("budget_held")
SEVERITIES = [number for number, name in enumerate(NAMES) if name.startswith("severity_")]
ONLY_BUDGETS = {"prevention_needs_payer": 0.0}


def by_flag(flag: int) -> list[int]:
    """Products with this rule once their ceiling is reached."""
    world = started_with(with_contracts())
    return [number for number, product in enumerate(world.products) if product.over_ceiling == flag]


def weeks_of(of: Scenario, weeks: int, **kwargs: int) -> Iterator[tuple[World, int]]:
    """Live week by week, from the world with contracts."""
    world = branch(started_with(of, {}, **kwargs) if kwargs else started_with(of), of)
    for week in range(weeks):
        live_weeks(held(world), week, week + 1)
        yield world, week


def unmet(world: World) -> int:
    """Need-weeks without help under the policy."""
    return int(world.weekly[WARMUP:, UNMET].sum())


# ---- laws


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
@pytest.mark.parametrize("change", [1.0, 0.6])
def test_every_law_holds_every_week_while_ceilings_bind(policy: str, change: float) -> None:
    of = with_contracts(policy, budget_change=change)
    most_held = 0
    for world, week in weeks_of(of, 104):
        deviations = np.zeros(len(LAWS))
        check_week(held(world), week, deviations)
        broken = {law: found for law, found in zip(LAWS, deviations, strict=True) if not found <= SMALLEST}
        assert broken == {}, f"week {week}"
        if week % 26 == 25:
            assert Bookkeeper(world, week).contradictions() == []
        most_held = max(most_held, int(world.weekly[WARMUP + week, HELD]))
    assert change == 1.0 or most_held > 0


def test_the_books_of_a_year_can_be_done_over_from_the_contracts() -> None:
    """A second bookkeeper: spending of each contract followed week by week, and the year closed by hand."""
    of = with_contracts(bought_over_budget=0.7, year_end_spending=0.4)
    spent = np.zeros_like(started_with(of).purses[:, :, SPENT])
    for world, week in weeks_of(of, 52):
        before = spent.copy()
        if week < 51:
            spent = world.purses[:, :, SPENT].copy()
            assert (spent >= before).all()
    columns = [NAMES.index(f"{kind}_{payer}") for kind in ("tariff_own", "cost_outside") for payer in PAYERS]
    columns += [NAMES.index(f"cost_unassigned_{payer}") for payer in PAYERS]
    own, outside, unassigned = world.weekly[WARMUP + 51, columns].reshape(3, len(PAYERS))
    books = world.budget_years[0]
    last_week = own + outside - unassigned
    assert (books[:, SPENT_IN_YEAR] + books[:, OUTSIDE_CONTRACTS] == spent.sum(axis=0) + last_week).all()
    ceilings = world.purses[:, :, CEILING]
    assert (books[:, START_OF_YEAR] == np.where(ceilings > 0, ceilings, 0).sum(axis=0)).all()
    left = books[:, START_OF_YEAR] + books[:, TOPPED_UP] - books[:, SPENT_IN_YEAR]
    assert (left == books[:, AT_YEAR_END] + books[:, LAPSED]).all()
    assert (
        world.weekly[WARMUP : WARMUP + 52, COST_BUDGET : COST_BUDGET + len(PAYERS)].sum(axis=0)
    ).tolist() == (books[:, AT_YEAR_END].tolist())
    assert books[:, AT_YEAR_END].sum() > 0 and books[:, TOPPED_UP].sum() > 0
    assert not books[:, FROM_OTHERS].any()


def test_faults_in_the_books_are_noticed() -> None:
    world = lived_with(with_contracts("krachtenbundeling"), 60)
    for field, law in ((RUNNING, "purses"), (SPENT, "budgets")):
        world.purses[0, 0, field] += 1
        deviations = np.zeros(len(LAWS))
        check_week(held(world), 59, deviations)
        assert deviations[LAWS.index(law)] == 1
        world.purses[0, 0, field] -= 1
    world.budget_years[0, 0, LAPSED] += 1
    deviations = np.zeros(len(LAWS))
    check_week(held(world), 59, deviations)
    assert deviations[LAWS.index("budgets")] == 1


@pytest.mark.parametrize("policy", policies())
def test_cashable_cost_is_that_of_the_payers_together(policy: str) -> None:
    """Also where directors send bills, posts are given up and a project is paid."""
    more = {"hours_change": 0.9, "director": 8.0, "director_posts": 1.0, "project_cost_per_year": 52_000.0}
    world = lived_with(with_contracts(policy, **more), 53)
    by_payer = world.weekly[:, CASHABLE_OF : CASHABLE_OF + len(PAYERS)].sum(axis=1)
    assert world.weekly[WARMUP:, column("total_coordination_bills")].sum() > 0
    assert (by_payer == world.weekly[:, TOTAL + 1]).all()


def test_posts_that_are_given_up_are_cashable_to_the_cent() -> None:
    of, fewer = with_contracts(), with_contracts(hours_change=0.9)
    world = branch(started_with(of), of)
    given_up = sum(
        post_cents(world.p[0], worker.contract_hours, factor)
        - post_cents(world.p[0], worker.contract_hours, factor * 0.9)
        for worker in world.professionals
        for factor in [world.lists[worker.own_list].factor if worker.own_list >= 0 else 1.0]
    )
    first = [lived_with(scenario, 1).weekly[WARMUP] for scenario in (of, fewer)]
    outside = [NAMES.index(f"{kind}_{payer}") for kind in ("cost_outside", "cost_events") for payer in PAYERS]
    assert given_up > 0
    assert (first[0][outside] == first[1][outside]).all()
    assert first[0][TOTAL + 1] - first[1][TOTAL + 1] == given_up


# ---- what a ceiling does


def test_nothing_that_stops_starts_once_its_ceiling_is_reached() -> None:
    """And benefits, court orders and free help go on; nobody's running help ends for it."""
    of = with_contracts(bought_over_budget=0.0, budget_change=0.5, **ONLY_BUDGETS)
    stops = [*by_flag(STOPS), *by_flag(DUTY)]
    full = np.zeros(len(PRODUCT_NAMES), bool)
    stopped_weeks = free_starts = 0
    for world, week in weeks_of(of, 104):
        started = world.weekly[WARMUP + week, STARTED : STARTED + len(PRODUCT_NAMES)]
        for product in stops:
            if full[product] and PRODUCT_NAMES[product] != "specialised_youth":  # placements by a judge go on
                assert started[product] == 0, (week, PRODUCT_NAMES[product])
                stopped_weeks += 1
        free_starts += int(started[by_flag(NEVER_STOPS)].sum()) if full.any() else 0
        full[:] = False
        for row, number in enumerate(world.lists["product"]):
            purses = world.purses[row]
            if number >= 0 and (purses[:, CEILING] >= 0).any():
                full[number] = (purses[:, SPENT] >= purses[:, CEILING])[purses[:, CEILING] >= 0].all()
    assert stopped_weeks > 10 and free_starts > 0


def test_who_waits_for_money_starts_again_in_line_when_the_year_begins() -> None:
    of = with_contracts(bought_over_budget=0.0, budget_change=0.5)
    counts = [int(world.weekly[WARMUP + week, HELD]) for world, week in weeks_of(of, 54)]
    assert counts[51] > 3
    assert counts[52] < counts[51]


def test_always_bought_duties_are_never_held() -> None:
    of = with_contracts(bought_over_budget=1.0, budget_change=0.5)
    for world, _ in weeks_of(of, 52):
        waiting = world.pending["case"][: world.counters[PENDING_N]]
        held_back = waiting[world.cases.held[waiting] > 0]
        assert all(world.products[p].over_ceiling == STOPS for p in world.cases["product"][held_back])


def test_less_money_never_starts_more_of_what_stops() -> None:
    started = []
    for change in (1.5, 0.7, 0.5):
        world = lived_with(with_contracts(bought_over_budget=0.0, budget_change=change), 52)
        columns = [STARTED + product for product in (*by_flag(STOPS), *by_flag(DUTY))]
        started.append(int(world.weekly[WARMUP:, columns].sum()))
    assert started[0] >= started[1] >= started[2]
    assert started[0] > started[2]


# ---- null and edges


def test_without_ceilings_no_number_of_budgets_matters() -> None:
    base = table_of(lived_with(with_contracts(contract_ceilings=0.0, **ONLY_BUDGETS), 78))
    changed = with_contracts(
        contract_ceilings=0.0,
        bought_over_budget=0.3,
        year_end_spending=0.9,
        budget_change=0.5,
        budget=1.0,
        zvw_pool_share=0.3,
        **ONLY_BUDGETS,
    )
    assert first_difference(base, table_of(lived_with(changed, 78))) == ""
    assert base.filter(like="cost_budget_").to_numpy().sum() == base["budget_held"].sum() == 0


def test_ceilings_nobody_reaches_only_lapse() -> None:
    """With more money than can be spent all but money left at the end of the year is as without ceilings."""
    free = table_of(lived_with(with_contracts(contract_ceilings=0.0, **ONLY_BUDGETS), 60))
    rich = table_of(lived_with(with_contracts(year_end_spending=0.0, **ONLY_BUDGETS), 60, {}, PLENTY))
    assert first_difference(free, rich) == ""


def test_a_start_up_without_a_settled_year_makes_no_contracts() -> None:
    run = simulate(Scenario(area=with_contracts().area, years=1, warmup_weeks=40))
    assert (run.budgets[["start", "spent"]] == 0).all().all()


@pytest.mark.parametrize("name", ["bought_over_budget", "year_end_spending", "pool_overuse", "budget_change"])
def test_extreme_values_keep_every_law(name: str) -> None:
    for value in (entries()[name].low, entries()[name].high):
        of = with_contracts("krachtenbundeling", **{name: value})
        world = lived_with(of, 54)
        deviations = np.zeros(len(LAWS))
        check_week(held(world), 53, deviations)
        assert (deviations <= SMALLEST).all(), dict(zip(LAWS, deviations, strict=True))


# ---- the pool


def test_the_pool_holds_its_part_of_every_contract_and_no_other_money() -> None:
    of = with_contracts(budget=0.6, zvw_pool_share=0.3)
    before = started_with(of)
    world = branch(started_with(of), of)
    row = pool_row(world)
    share = {"guidance": 0.6, "youth_help": 0.6, "ggz": 0.18, "specialised_youth": 0.0, "work_support": 0.0}
    for number in np.flatnonzero(before.lists["product"] >= 0):
        product = PRODUCT_NAMES[before.lists["product"][number]]
        if product in share:
            had = before.purses[number, :, AGREED]
            kept = world.purses[number, :, CEILING]
            assert np.allclose(kept[had > 0], had[had > 0] * (1 - share[product]), atol=1.0)
    together = np.where(world.purses[:, :, CEILING] > 0, world.purses[:, :, CEILING], 0).sum()
    assert together == np.where(before.purses[:, :, AGREED] > 0, before.purses[:, :, AGREED], 0).sum()
    for payer in ("wlz", "corporation", "justice"):
        assert world.purses[row, PAYERS.index(payer), CEILING] == 0


def test_a_policy_that_comes_in_the_middle_of_a_year_finds_the_contracts_of_that_year() -> None:
    """Its budgets begin with the next budget year, and the books stay closed."""
    of = with_contracts(budget=1.0)
    world = branch(started_with(of), of)
    world.lever_row[:20], world.lever_row[20:] = 0, 1
    world.p[0] = world.levers[0]
    holder = held(world)
    set_budgets(holder)
    for week in range(104):
        live_weeks(holder, week, week + 1)
        deviations = np.zeros(len(LAWS))
        check_week(holder, week, deviations)
        assert (deviations <= SMALLEST).all(), week
        pooled = world.purses[pool_row(world), :, CEILING].sum()
        assert (pooled > 0) == (week >= 52), week


def test_who_uses_more_of_the_pool_than_he_put_in_is_paid_for_by_the_others() -> None:
    world = lived_with(with_contracts(budget=1.0), 52)
    others = world.budget_years[0, :, FROM_OTHERS]
    assert others.sum() == 0 and np.count_nonzero(others) >= 2


def test_overuse_costs_hours_and_gives_nothing() -> None:
    """With hours enough for everybody the needs go exactly as without overuse; the bill is higher."""
    nobody_sees = {"unlimited_capacity": 1.0, "detection_per_visit_hour": 0.0, "plan_conflict": 0.0}
    of = with_contracts(budget=1.0, **nobody_sees, **ONLY_BUDGETS)
    frugal, wasteful = lived_with(of, 40), lived_with(of, 40, pool_overuse=0.15)
    assert (frugal.weekly[:, SEVERITIES] == wasteful.weekly[:, SEVERITIES]).all()
    tariff = [NAMES.index(f"tariff_own_{payer}") for payer in PAYERS]
    ratio = wasteful.weekly[WARMUP + 20 :, tariff].sum() / frugal.weekly[WARMUP + 20 :, tariff].sum()
    assert 1.05 < ratio < 1.16


def test_without_account_hours_are_overused_and_written_off() -> None:
    of = with_contracts(budget=1.0, unlimited_capacity=1.0, detection_per_visit_hour=0.0, **ONLY_BUDGETS)
    tariff = [NAMES.index(f"tariff_own_{payer}") for payer in ("wmo", "jeugdwet", "participatiewet")]
    lost = [NAMES.index(f"cost_write_off_{payer}") for payer in PAYERS]
    found = []
    for unchecked in (0, 1):
        world = branch(started_with(of), of)
        world.professionals.one_account[:] = unchecked
        live_weeks(held(world), 0, 40)
        late = world.weekly[WARMUP + 20 :]
        found.append((int(late[:, tariff].sum()), late[:, lost].sum(axis=0), world.weekly[:, SEVERITIES]))
    (checked, none, lives), (more, written_off, same_lives) = found
    assert not none.any()
    assert (lives == same_lives).all()
    assert 1.02 < more / checked < 1.06
    municipal, others = written_off[:3].sum(), written_off[3:].sum()
    assert others == 0 and 0.003 * more < municipal <= 0.00501 * more


# ---- T19: one setting in which a common budget alone wins, one in which it loses

SPARE = 400_000_00


def test_alone_it_wins_where_one_contract_is_short_and_another_has_money_left() -> None:
    tight = {"guidance": 1_000_00, "youth_help": 1_000_00}
    of = {"bought_over_budget": 0.0, **ONLY_BUDGETS}
    apart = lived_with(with_contracts(budget=0.0, **of), 52, tight, SPARE)
    pooled = lived_with(with_contracts(budget=1.0, **of), 52, tight, SPARE)
    assert unmet(pooled) < unmet(apart)


def test_alone_it_loses_where_nobody_guards_the_pool() -> None:
    """Free help never stops; what it takes beyond its contract is then missing elsewhere."""
    unguarded = {"social_work": 1_00, "client_support": 1_00}
    enough = {"guidance": 130_000_00, "day_activity": 65_000_00, "household_help": 125_000_00}
    enough |= {"youth_help": 40_000_00, "debt_help": 15_000_00}
    of = {"bought_over_budget": 0.0, **ONLY_BUDGETS}
    apart = lived_with(with_contracts(budget=0.0, **of), 52, {**unguarded, **enough}, SPARE)
    pooled = lived_with(with_contracts(budget=1.0, **of), 52, {**unguarded, **enough}, SPARE)
    started = [STARTED + PRODUCT_NAMES.index(name) for name in enough]
    assert pooled.weekly[WARMUP:, started].sum() < apart.weekly[WARMUP:, started].sum()
    assert unmet(pooled) > unmet(apart)
