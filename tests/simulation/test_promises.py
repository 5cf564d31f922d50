"""What the model says it does: visits, decisions, orders, long-term care, and no matter in which order."""

from pathlib import Path

import numpy as np
import pytest

from agents.case import FREE, OPEN
from agents.domains import EVICTION
from agents.need import NEVER
from agents.professional import CONSULTANT
from simulation import Scenario
from simulation.build import build_world
from simulation.columns import NAMES
from simulation.counters import (
    ACTIVE_N,
    APPEALS_N,
    CHANGED_N,
    CHANGES_N,
    DECISIONS_N,
    DOUBTFUL_N,
    FOLLOWED_N,
    FREE_CASE,
    HEAVY_N,
    LEAVERS_N,
    MOVING_NETWORKS_N,
    OPEN_N,
    PENDING_N,
    REARRANGED_N,
    RETURNS_N,
    REVIEWS_N,
    SEVERE_N,
    STAYS_N,
    TOGETHER_N,
    UNSETTLED_N,
    VISITORS_N,
)
from simulation.handle import held
from simulation.parameters import entries
from simulation.products import GUARDIAN, SPECIALISED_YOUTH, WLZ_CARE
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.neighbourhood import (
    NO_EFFECT_OF_HELP,
    NO_TURNOVER,
    NOBODY_ASKS,
    POLICIES,
    first_day,
    lived,
    scenario,
    weeks_lived,
)

SECONDS = 3600
NOBODY_ASKS_ANY_MORE = {
    **NOBODY_ASKS,
    "extra_referral_rate": 0.0,
    "age_17_to_18_rate": 0.0,
}


def column(world: World, name: str) -> np.ndarray:
    """A weekly column.

    Args:
        world: the world.
        name: of the column.

    Returns:
        One number a week, start-up included.
    """
    found: np.ndarray = world.weekly[:, NAMES.index(name)]
    return found


# ---- 8.3 outreach


def test_the_number_of_visits_depends_on_hours_and_not_on_who_comes_first(area: Path) -> None:
    """As long as there is time everybody whose arrear was reported gets the visit."""
    visits = []
    for hours in (0.0, 0.1):
        parameters = {**NO_EFFECT_OF_HELP, "debt_signal_rate": 0.1, "outreach": 1.0, "contact_at_door": 0.15}
        parameters |= {"unlimited_capacity": 1.0, "outreach_hours_per_attempt": hours}
        visits.append(column(lived(scenario(area, parameters=parameters), 52), "total_visits"))
    assert visits[0].max() > 1
    assert visits[0].tolist() == visits[1].tolist()


# ---- 8.4, 8.7 decisions


def test_renewed_decisions_cost_hours_like_the_first(area: Path) -> None:
    """When nobody asks any more, all that consultants still do is renewing help that lasts."""
    parameters = {"reindication_weeks": 26.0, "decision_hours": 1.0, "first_product_right": 1.0}
    parameters |= {"sickness_onset_rate": 0.0, "leaving_rate_per_year": 0.0}  # there is always a consultant
    of = scenario(area, warmup_weeks=156, parameters=parameters)
    state = first_day(of, rate=0.0)
    live_weeks(held(state), -of.warmup_weeks, 0)
    world = branch(state, of)
    for name, value in NOBODY_ASKS_ANY_MORE.items():
        world.p[name] = value
    consultants = world.professionals.role == CONSULTANT
    renewed, worked = [], []
    for week in range(52):
        live_weeks(held(world), week, week + 1)
        if week > entries()["decision_weeks"].value:  # all first decisions have been taken
            assert world.now[NAMES.index("total_decisions")] == 0
            worked.append(float(world.professionals.intake[consultants].sum()) / SECONDS)
            renewed.append(int(world.counters[DECISIONS_N]))
    assert sum(renewed) > 0
    assert worked[1:] == pytest.approx(renewed[:-1])


# ---- 7 orders and placements


@pytest.mark.parametrize(("product", "weeks"), [(GUARDIAN, 52), (SPECIALISED_YOUTH, 26)])
def test_orders_and_placements_last_as_long_as_they_say(area: Path, product: int, weeks: int) -> None:
    """Nothing else ends them but an eviction, which makes the household leave."""
    parameters = {
        "order_weeks": 52.0,
        "placement_weeks": 26.0,
        "onset_hazard_parenting": 0.008,
        "spill_over": 0.25,
    }
    stay = {name: 0.0 for name in NO_TURNOVER}
    seen: dict[int, tuple[int, int]] = {}
    ended = 0
    for world, week, _ in weeks_lived(scenario(area, years=3, parameters=parameters | stay), 156):
        fixed = (
            (world.cases.state == OPEN) & (world.cases.product == product) & (world.cases.ends_week < NEVER)
        )
        now = {int(case.key): (int(case.start_week), int(case.household)) for case in world.cases[fixed]}
        for key, (start, household) in seen.items():
            if key not in now and world.event_total[household, EVICTION] == 0:
                assert week - start + 1 == weeks
                ended += 1
        seen = now
    assert ended > 0


# ---- 8.26 long-term care


LONG_CARE = {
    "wlz_rate_67_plus": 0.03,
    "wlz_rate_under_67": 0.003,
    "wlz_moves_out_share": 0.4,
    "wlz_weeks_severe": 13.0,
}


def test_long_term_care_is_paid_for_exactly_its_weeks(area: Path) -> None:
    """Also after a move: the care office pays from the week after admission for `wlz_cost_weeks` weeks."""
    weeks = 78
    of = scenario(area, years=4, warmup_weeks=0, parameters={**LONG_CARE, "wlz_cost_weeks": float(weeks)})
    world = lived(of, of.weeks)
    into, paid = column(world, "moves_into_wlz"), column(world, "cost_outside_wlz")
    running = np.array([into[max(0, week - weeks) : week].sum() for week in range(of.weeks)])
    assert into.sum() > 20 and running[-1] < into.sum()
    assert paid.tolist() == (running * int(world.products[WLZ_CARE].cents_per_week)).tolist()


def test_who_has_long_term_care_has_no_help_that_it_replaces(area: Path) -> None:
    at_home = 0
    for world, _, _ in weeks_lived(scenario(area, years=2, parameters=LONG_CARE), 104):
        used = world.cases[(world.cases.state != FREE) & (world.cases.resident >= 0)]
        mine = used[world.residents.in_wlz[used.resident] > 0]
        mine = mine[world.needs.resident[mine.need] >= 0]
        at_home += int(world.residents.in_wlz.sum())
        assert not world.products.stops_at_wlz[mine.product].any()
    assert at_home > 0


# ---- T1: the order of working


def shuffle(world: World, luck: np.random.Generator) -> None:
    """Put everything that has a place by chance in another place.

    Args:
        world: the world; changed.
        luck: of the shuffling only.
    """
    severe, heavy, active = (int(world.counters[place]) for place in (SEVERE_N, HEAVY_N, ACTIVE_N))
    for table, first, stop, whom, places in (
        (world.active, 0, severe, "need", world.needs.active),
        (world.active, severe, heavy, "need", world.needs.active),
        (world.active, heavy, active, "need", world.needs.active),
        (world.pending, 0, world.counters[PENDING_N], "case", world.cases.place),
        (world.opened, 0, world.counters[OPEN_N], "case", world.cases.place),
    ):
        table[first:stop] = table[first:stop][luck.permutation(stop - first)]
        places[table[whom][first:stop]] = np.arange(first, stop)
    members = world.together[: world.counters[TOGETHER_N]]
    luck.shuffle(members)
    world.households.together[members] = np.arange(len(members))
    count = world.counters[FOLLOWED_N]
    world.followed[:count] = world.followed[:count][luck.permutation(count)]
    world.households.following[world.followed.household[:count]] = np.arange(count)
    networks = world.moving_networks[: world.counters[MOVING_NETWORKS_N]]
    luck.shuffle(networks)
    world.households.network_place[networks] = np.arange(len(networks))
    visiting = world.visitors[: world.counters[VISITORS_N]]
    luck.shuffle(visiting)
    world.walk_places[visiting] = np.arange(len(visiting))
    for lines, counter in (
        (world.appeals, APPEALS_N),
        (world.returns, RETURNS_N),
        (world.reviews, REVIEWS_N),
        (world.changes, CHANGES_N),
        (world.stays, STAYS_N),
        (world.unsettled, UNSETTLED_N),
        (world.doubtful, DOUBTFUL_N),
        (world.leavers, LEAVERS_N),
        (world.changed, CHANGED_N),
        (world.rearranged, REARRANGED_N),
    ):
        luck.shuffle(lines[: world.counters[counter]])
    free = np.flatnonzero(world.cases.state == FREE)
    luck.shuffle(free)
    world.cases.next_of_need[free] = np.append(free[1:], -1)
    world.cases.used[free] = 1
    world.counters[FREE_CASE] = free[0]


@pytest.mark.parametrize("policy", POLICIES)
def test_order_of_working_changes_nothing(area: Path, policy: str) -> None:
    parameters = {"debt_signal_rate": 0.1, "outreach": 1.0}
    compare_orders(scenario(area, policy, warmup_weeks=26, parameters=parameters))


@pytest.mark.parametrize("policy", POLICIES)
def test_order_of_working_changes_nothing_among_thousands_of_households(policy: str) -> None:
    """Only among many do two needs of one home ask the same benefit, or in the same trust, in one week."""
    compare_orders(Scenario(policy=policy, years=1, warmup_weeks=52))


def compare_orders(of: Scenario) -> None:
    """Live a scenario as it is and with all that has a place by chance elsewhere each week: the same weeks.

    Args:
        of: the scenario; half a year of its policy is lived.
    """
    luck = np.random.default_rng(1)
    found = []
    for shuffled in (False, True):
        world = build_world(of.loaded_area, of.start_values, of.seed, 0, of.warmup_weeks)
        for week in range(-of.warmup_weeks, 26):
            if week == 0:
                world = branch(world, of)
            if shuffled:
                shuffle(world, luck)
            live_weeks(held(world), week, week + 1)
        found.append(world.weekly[: of.warmup_weeks + 26])
    apart = np.argwhere(found[0] != found[1])
    assert [(int(week) - of.warmup_weeks, NAMES[place]) for week, place in apart[:10]] == []
