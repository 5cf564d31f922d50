"""Submodel 17: an open walk-in for light troubles, with places, cost and eyes; 8.7 at the door."""

from pathlib import Path

import numpy as np
import pytest

from agents.case import OPEN
from agents.domains import CONNECTION, LIGHT, MODERATE, PAYERS
from agents.walk_in import suits_walk_in, walk_in_places
from simulation.columns import CASHABLE_OF, COST_OWN, TOTAL, column
from simulation.counters import VISITORS_N
from simulation.handle import held
from simulation.phases.bookings import post_cents
from simulation.products import DAY_ACTIVITY
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.corners import HELP_WORKS, alone, trouble_in, weeks_of_trouble
from tests.simulation.neighbourhood import (
    NOBODY_ASKS,
    counted,
    first_day,
    lived,
    scenario,
    table_of,
    weeks_lived,
)

WEEKS = 40
LONELY = {
    "asking_rate_other": 0.09,
    "help_speeds_recovery": 0.0,
    "onset_hazard_connection": 0.002,
    "spill_over": 0.25,
}
OPEN_DOORS = {"collective": 1.0, "walk_in_uptake": 0.3, "walk_in_volunteers": 20.0}


def test_places_grow_with_volunteers() -> None:
    assert walk_in_places(0.2, 5.0, 4.0, 14_590) == 58
    assert walk_in_places(0.0, 5.0, 4.0, 14_590) == walk_in_places(1.0, 0.0, 4.0, 14_590) == 0


def test_who_walks_in() -> None:
    assert suits_walk_in(CONNECTION, MODERATE) and suits_walk_in(0, LIGHT)
    assert not suits_walk_in(0, MODERATE) and not suits_walk_in(CONNECTION, 3) and not suits_walk_in(0, 0)


def test_visitors_fit_the_places_and_each_visit_is_paid_once(area: Path) -> None:
    """Law: came less went is who is there, never more than the places; a visit has one price, one payer."""
    full = 0
    for world, week, broken in weeks_lived(
        scenario(area, parameters=OPEN_DOORS | {"collective": 0.3}), WEEKS
    ):
        assert broken == {}, f"week {week}"
        places = walk_in_places(0.3, 20.0, 4.0, world.residents.size)
        there = int(world.now[column("total_walk_in_visits")])
        assert world.counters[VISITORS_N] <= there <= places  # who moves at the end of a week came in it
        paid = int(world.p.custom_payment[0] * 100) * world.now[column("total_special_assistance")]
        assert world.now[column("total_beside_cases")] == there * 1200 + paid
        full += there == places
        if week == WEEKS - 1:
            assert Bookkeeper(world, week).contradictions() == []
    assert full > 0, "places were short at some time"


@pytest.mark.parametrize("null", ["collective", "walk_in_uptake", "walk_in_volunteers"])
def test_nobody_walks_in_at_the_nulls(area: Path, null: str) -> None:
    open_doors = lived(scenario(area, parameters=OPEN_DOORS), WEEKS)
    closed = lived(scenario(area, parameters=OPEN_DOORS | {null: 0.0}), WEEKS)
    assert counted(open_doors, "total_walk_in_visits") > 0
    assert closed.weekly[8:, column("total_walk_in_visits")].sum() == 0 and not closed.needs.walks_in.any()


def test_places_do_not_matter_where_they_are_unlimited(area: Path) -> None:
    unlimited = OPEN_DOORS | {"unlimited_capacity": 1.0}
    few, many = (
        lived(scenario(area, parameters=unlimited | {"walk_in_volunteers": n}), WEEKS) for n in (1.0, 20.0)
    )
    assert np.array_equal(few.weekly, many.weekly)


def test_closing_locations_ends_places_and_some_follow(area: Path) -> None:
    of = scenario(area, warmup_weeks=52, parameters=LONELY)
    state = first_day(of)
    live_weeks(held(state), -of.warmup_weeks, 0)
    at_start = lived(of, 0, state)
    clients = int(((at_start.cases.state == OPEN) & (at_start.cases["product"] == DAY_ACTIVITY)).sum())
    assert clients > 0
    for follows in (0.0, 1.0):
        closing = scenario(
            area,
            warmup_weeks=52,
            parameters={**of.parameters, "locations_closed_share": 1.0, "walk_in_follows_share": follows},
        )
        closed = lived(closing, 1, state)
        assert not ((closed.cases.state == OPEN) & (closed.cases["product"] == DAY_ACTIVITY)).any()
        former = int((closed.needs.walks_in == 2).sum())
        assert (former > 0) == (follows == 1.0) and former <= clients
        there = closed.professionals.own_list >= 0
        posts = there & (closed.lists["product"][closed.professionals.own_list] == DAY_ACTIVITY)
        assert posts.any() and closed.professionals.available[posts].sum() == 0


def day_activity(world: World, neighbourhood: int) -> int:
    """Clients of day activity who live in a neighbourhood."""
    there = (world.cases.state == OPEN) & (world.cases["product"] == DAY_ACTIVITY)
    return int((world.households.neighbourhood[world.cases.household[there]] == neighbourhood).sum())


CALENDAR = {
    "West": {"start_week": 3},
    "Oost": {"start_week": 1, "phase_in_weeks": 4, "fidelity": 0.5, "withdrawn_week": 8},
}
OF_OOST = (0.0, *(0.125 * part for part in (1, 2, 3, 4)), *(0.5,) * 5)


def test_locations_close_where_and_when_the_policy_comes_and_do_not_open_again(area: Path) -> None:
    """Each neighbourhood in its own week and as far as the policy is there; posts are paid no longer."""
    still = {**LONELY, "closing_without_goal_rate": 0.0, "drop_out_rate": 0.0, "walk_in_follows_share": 0.0}
    found: dict[float, list[tuple[int, int, int]]] = {0.0: [], 1.0: []}
    for share, weeks in found.items():
        levers = {**still, "locations_closed_share": share}
        of = scenario(area, warmup_weeks=52, parameters=levers, calendar=CALENDAR)
        east = of.loaded_area.neighbourhoods.index("Oost")
        for world, week, broken in weeks_lived(of, 10):
            assert broken == {}
            if week >= 0:
                paid = int(world.now[COST_OWN : COST_OWN + len(PAYERS)].sum())
                weeks.append((day_activity(world, 1 - east), day_activity(world, east), paid))
    posts = np.flatnonzero(world.professionals["product"] == DAY_ACTIVITY)
    whole = sum(
        post_cents(world.p[0], post.contract_hours, world.lists.factor[post.own_list])
        for post in world.professionals[posts]
    )
    west = float((world.households.neighbourhood != east).mean())
    for week, ((_, _, usual), (in_west, _, paid)) in enumerate(zip(found[0.0], found[1.0], strict=True)):
        gone = west * (week >= 3) + (1 - west) * OF_OOST[week]
        assert usual - paid == pytest.approx(whole * gone, abs=len(posts)), week
        assert (in_west == 0) <= (week >= 3)
    assert found[0.0][0] == found[1.0][0]
    assert found[0.0][3][0] > 0 == found[1.0][3][0], "West closes at once in week 3"
    in_east = [clients for _, clients, _ in found[1.0]]
    assert in_east[0] > in_east[1] > in_east[3] > 0, "Oost closes step by step"


def test_posts_of_closed_locations_are_cashable(area: Path) -> None:
    """To the cent, where nobody has day activity and nothing else changes."""
    of = scenario(area, parameters=NOBODY_ASKS)
    levers = {**NOBODY_ASKS, "locations_closed_share": 0.5}
    usual, closed = (lived(one, 1).now for one in (of, scenario(area, parameters=levers)))
    saved = usual[COST_OWN : COST_OWN + len(PAYERS)] - closed[COST_OWN : COST_OWN + len(PAYERS)]
    assert saved.sum() > 0
    assert usual[TOTAL + 1] - closed[TOTAL + 1] == saved.sum()
    by_payer = slice(CASHABLE_OF, CASHABLE_OF + len(PAYERS))
    assert (usual[by_payer] - closed[by_payer] == saved).all()


def test_light_questions_may_end_at_the_door(area: Path) -> None:
    light = {"asking_threshold": 1.0, "intake": 1.0, "asking_rate_other": 0.09, "unlimited_capacity": 1.0}
    worlds = [
        lived(scenario(area, parameters=light | {"light_triage": share}), WEEKS) for share in (0.0, 1.0)
    ]
    started = [counted(world, "started_social_work") for world in worlds]
    assert started[1] < started[0]
    assert counted(worlds[1], "closed_before_start_social_work") > counted(
        worlds[0], "closed_before_start_social_work"
    )


# ---- corners: the walk-in alone wins, and loses


def test_a_walk_in_near_by_wins(area: Path) -> None:
    world = {**HELP_WORKS, "walk_in_dose": 0.6, "detection_per_visit_hour": 0.0}
    few, many = alone(area, {"collective": 1.0}, {"walk_in_uptake": 0.3}, world)
    assert weeks_of_trouble(many) < weeks_of_trouble(few)


def test_closing_day_activity_for_the_walk_in_loses(area: Path) -> None:
    """Where nobody follows and day activity was worth something, only the loss remains."""
    world = {**HELP_WORKS, "asking_rate_other": 0.09, "hours_day_activity_3": 0.3}
    common = {**world, "walk_in_uptake": 0.0, "walk_in_follows_share": 0.0, "closing_without_goal_rate": 0.0}
    runs = [
        lived(
            scenario(area, years=2, warmup_weeks=52, parameters={**common, "locations_closed_share": share}),
            100,
        )
        for share in (0.0, 1.0)
    ]
    open_still, closed = (trouble_in(table_of(world)) for world in runs)
    assert closed > open_still
