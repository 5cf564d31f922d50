"""Family directors (model 8.20): who is followed, what their hours do, what they may stop, what is lost."""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation import Run, Scenario, simulate
from simulation.columns import NAMES
from simulation.counters import FOLLOWED_N, TOGETHER_N
from simulation.directing import director_leaves
from simulation.handle import held
from simulation.parameters import entries
from simulation.products import PRODUCT_NAMES, SOCIAL_WORK, director_decides
from simulation.startup import branch, started
from simulation.week import live_weeks
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.neighbourhood import (
    KLEIN,
    UNLIMITED,
    first_difference,
    lived,
    payer_columns,
    scenario,
    weeks_lived,
)

WARM = 104
FOLLOWED = {"director": 12.0, "director_consent": 1.0}
NO_EFFECT = {
    "director_meets_helpers": 0.0,
    "director_home_share": 0.0,
    "director_closes": 0.0,
    "immaturity_loss": 0.0,
    "plan_conflict": 0.0,
    "talk_hours_per_week": 0.0,
}
SECONDS = 3600
HELPERS = [name for name in NAMES if name.startswith(("helpers_", "directors_"))]


def of(**parameters: float) -> Scenario:
    """Fragmented working in the small area, with changed numbers."""
    return scenario(KLEIN, years=2, warmup_weeks=WARM, parameters=parameters)


@cache
def play(one: Scenario) -> Run:
    """Play a scenario once."""
    return simulate(one)


def total(run: Run, *names: str) -> int:
    """Sum of weekly columns over the weeks of the policy."""
    return int(run.weekly.loc[0:, list(names)].to_numpy().sum())


# ---- who is chosen


def test_the_same_households_are_chosen_under_every_policy_when_it_begins() -> None:
    """So the fall in the cost of dear households that comes by itself can be seen beside a director's."""
    base, with_directors = play(of()), play(of(**{"director": 12.0}))
    assert base.selections["chosen"][0] == with_directors.selections["chosen"][0] > 0
    assert base.selections["before"][0] == with_directors.selections["before"][0]
    assert base.selections["followed"].sum() == 0 < with_directors.selections["followed"][0]
    first = branch(started(of()), of())
    second = branch(started(of()), of(**{"director": 12.0}))
    assert first.households.follow_rank.tolist() == second.households.follow_rank.tolist()
    assert (second.households.following >= 0).tolist() == (
        (second.households.follow_rank > 0) & (second.households.follow_rank <= 12)
    ).tolist()


def test_the_dearest_to_the_municipality_are_chosen_and_the_insurer_is_not_asked() -> None:
    """By hand: cost of the year at municipal payers, among who has trouble in two domains with their help."""
    state = started(of())
    one = of(director=10.0, director_comparator=10.0, director_selects=0.0, director_consent=1.0)
    world = branch(state, one)
    cost = (world.households.cost_before + world.households.cost_earlier).astype(float)
    cost[world.households.open_or_asked == 0] = 0.0
    order = np.lexsort((world.households.key, -cost))
    chosen = np.flatnonzero(world.households.follow_rank > 0)
    ranked = chosen[np.argsort(world.households.follow_rank[chosen])]
    assert cost[ranked].tolist() == cost[order[: len(ranked)]].tolist()
    assert len(ranked) == 10


def test_without_consent_nobody_is_followed_and_more_consent_only_adds() -> None:
    found = []
    for consent in (0.0, 0.5, 1.0):
        world = branch(started(of()), of(director=100.0, director_comparator=100.0, director_consent=consent))
        found.append(set(np.flatnonzero(world.households.following >= 0).tolist()))
    assert found[0] == set() < found[1] < found[2]


def test_who_moved_in_is_not_chosen_for_what_the_people_before_cost() -> None:
    """Everybody moves each week: there is never a year of cost, and nobody is followed twice."""
    one = of(**FOLLOWED)
    world = lived(one, 52, started(one), household_moves_per_year=1e6, household_moves_per_year_67_plus=1e6)
    assert not world.households.follow_rank.any() and world.counters[FOLLOWED_N] == 0
    assert not world.professionals.directing.any() and not world.professionals.asked_directing.any()


# ---- what a director's hours do


def test_an_hour_with_a_helper_counts_half_for_each_of_his_pairs() -> None:
    """With nothing else to talk about, every pair gains the time with each helper: half from either side."""
    looked = 0
    quiet = {"talk_hours_per_week": 0.0, "sickness_onset_rate": 0.0, **UNLIMITED, **FOLLOWED}
    for world, week, _ in weeks_lived(of(**quiet), 20):
        if week < 1:
            continue
        for here in world.followed[: world.counters[FOLLOWED_N]]:
            household = world.households[here.household]
            if here.link < 0 or here.since_week >= week or household.together < 0:
                continue
            if household.talk_waits or household.talk_week != week or here.since_week == week - 1:
                continue
            heard = int(world.talk_ring[here.household, week % 32])
            wanted = int(
                int(entries()["director_hours"].value * SECONDS) / (household.helpers_with_hours - 1)
            )
            looked += heard == wanted
            assert heard in (wanted, int(here.each))
    assert looked > 50


def test_directing_takes_its_hours_from_existing_posts() -> None:
    """Hours there are stay the same; what directors do is coordination, and leaves less for the rest."""
    quiet = {"leaving_rate_per_year": 0.0, "sickness_onset_rate": 0.0}
    base, with_directors = play(of(**quiet)), play(of(**quiet, **FOLLOWED))
    assert total(base, "hours_available") == total(with_directors, "hours_available")
    assert total(with_directors, "directors_seconds") > 0 == total(base, "directors_seconds")
    assert total(with_directors, "hours_coordination") - total(base, "hours_coordination") > 0.9 * total(
        with_directors, "directors_seconds"
    )
    posts = payer_columns("cost_own")
    assert total(base, *posts) == pytest.approx(total(with_directors, *posts), rel=1e-9)


def test_a_director_is_one_more_helper() -> None:
    one = of(**FOLLOWED)
    world = branch(started(one), one)
    before = world.households.helpers.copy()
    live_weeks(held(world), 0, 1)
    came: Any = world.followed[: world.counters[FOLLOWED_N]]
    came = came[came.link >= 0]
    assert len(came) > 0
    for here in came:
        link = world.links[here.link]
        assert link.cases >= 1
        if link.start_week == 0 and world.households.helpers[here.household] > before[here.household]:
            break
    else:
        raise AssertionError("no household got one more helper")


def test_placebo_costs_what_is_booked_and_changes_nobodys_health() -> None:
    """T29: directors from booked posts whose work has no effect; exact."""
    base = play(of(**NO_EFFECT))
    placebo = play(of(**NO_EFFECT, **FOLLOWED, director_posts=1.0))
    booked = ["cost_outside_wmo", "cost_unassigned_wmo", "total_cashable", "cashable_wmo"]
    booked.append("total_coordination_bills")
    same = [name for name in NAMES if name not in {*HELPERS, *booked}]
    assert first_difference(base.weekly[same], placebo.weekly[same]) == ""
    price = started(of()).products.cents_per_hour[SOCIAL_WORK]
    hours = total(placebo, "directors_seconds") / SECONDS
    assert hours > 100
    for name in booked:
        assert total(placebo, name) - total(base, name) == pytest.approx(
            hours * price, abs=1e-6 * hours * price
        )


def test_nobody_directs_when_nobody_has_a_place() -> None:
    """The null: households are chosen, but no director comes, and nothing else differs to the last bit."""
    base, nobody = play(of()), play(of(director=12.0, director_caseload=0.0))
    assert nobody.selections["followed"].sum() > 0
    assert first_difference(base.weekly, nobody.weekly) == ""
    assert nobody.fingerprint == base.fingerprint


# ---- what he may stop


def test_others_decide_about_what_is_not_voluntary_and_municipal() -> None:
    """Nothing is taken up: guardians, mental health care, benefits and the like end as they would anyhow."""
    assert director_decides() < set(PRODUCT_NAMES)
    never = {"guardian", "ggz", "addiction_care", "practice_nurse", "nursing", "wlz", "social_assistance"}
    assert not director_decides() & never
    busy = {"director_closes": 0.1, "closing_without_goal_rate": 0.0, "drop_out_rate": 0.0, **FOLLOWED}
    deaf = play(of(**busy, director_proposal_taken_up=0.0))
    hears = play(of(**busy, director_proposal_taken_up=0.6))
    assert 0 < total(deaf, "directors_closed") < total(deaf, "directors_proposals")
    assert total(deaf, "directors_closed") / total(deaf, "directors_proposals") < total(
        hears, "directors_closed"
    ) / total(hears, "directors_proposals")


def test_nothing_is_proposed_without_a_rate() -> None:
    assert total(play(of(**FOLLOWED, director_closes=0.0)), "directors_proposals") == 0


# ---- one leaver hits everything


def test_when_a_director_leaves_all_his_households_lose_him_and_begin_anew() -> None:
    one = of(**FOLLOWED)
    world = lived(one, 20, started(one))
    worker = int(np.argmax(world.professionals.directing))
    lost = world.followed.household[: world.counters[FOLLOWED_N]][
        world.followed.director[: world.counters[FOLLOWED_N]] == worker
    ]
    assert len(lost) > 1
    assert (world.households.routine[lost] < 1.0).all()
    director_leaves(held(world), worker, 20)
    assert world.professionals.directing[worker] == world.professionals.asked_directing[worker] == 0
    assert (world.households.routine[lost] == 1.0).all()
    live_weeks(held(world), 20, 22)
    places = world.households.following[lost]
    again = world.followed[places[places >= 0]]
    assert (again.maturity < 0.04).all(), "being used to each other starts from nothing"


def test_maturity_grows_with_joint_work_only() -> None:
    """Closed form after so many weeks together; ill directors do not grow."""
    one = of(**FOLLOWED, leaving_rate_per_year=0.0, sickness_onset_rate=0.0, director_posts=1.0)
    one = replace(one, parameters={**one.parameters, "outside_worker_change_per_year": 0.0})
    world = lived(one, 20, started(one))
    here: Any = world.followed[: world.counters[FOLLOWED_N]]
    growth = entries()["maturity_growth"].value
    assert np.allclose(here.maturity, 1.0 - (1.0 - growth) ** (19 - here.since_week))
    factor = 1.0 - entries()["immaturity_loss"].value * (1.0 - here.maturity)
    assert np.allclose(world.households.routine[here.household], factor)


BOOKS_EVERY = 4  # weeks between two looks of the second bookkeeper; the laws are checked every week


def test_the_books_balance_with_directors_who_come_and_go(area: Path) -> None:
    """People leave all the time, households are chosen anew every quarter."""
    restless = {
        "director": 30.0,
        "director_caseload": 4.0,
        "director_reselect_weeks": 13.0,
        "plan_followed": 0.8,
    }
    restless |= {"leaving_rate_per_year": 0.2, "director_closes": 0.1, "director_consent": 1.0}
    most = 0
    for posts in (0.0, 1.0):
        one = scenario(area, warmup_weeks=26, parameters={**restless, "director_posts": posts})
        for world, week, broken in weeks_lived(one, 40):
            assert broken == {}
            if week % BOOKS_EVERY == 0:
                assert Bookkeeper(world, week).contradictions() == []
            most = max(most, int(world.counters[FOLLOWED_N]))
            assert world.counters[FOLLOWED_N] == 0 or world.counters[TOGETHER_N] >= 0
    assert most > 5


# ---- corners (T19): where directors alone help, and where they alone harm

SEEDS = (1, 2, 3, 4)
MANY = {"director": 100.0, "director_comparator": 100.0, "director_consent": 1.0, "director_selects": 1.0}
DISAGREE = {"plan_conflict": 0.1, "talk_hours_per_week": 0.0, "chair_skill_nobody": 0.4, **UNLIMITED}
HELP_COUNTS = {"help_speeds_recovery": 4.0, "help_prevents_worsening": 0.7}


def severe_weeks(parameters: dict[str, float], seed: int) -> int:
    """Weeks of needs at severity 3 and over, in two years."""
    run = play(replace(of(**parameters), seed=seed))
    return total(
        run, *(name for name in NAMES if name.startswith("severity_") and name.endswith(("severe", "crisis")))
    )


def difference(world: dict[str, float], directors: dict[str, float]) -> list[int]:
    """What directors add to the weeks of severe needs, seed by seed."""
    return [severe_weeks({**world, **directors}, seed) - severe_weeks(world, seed) for seed in SEEDS]


def test_a_corner_in_which_directors_alone_help() -> None:
    """Helpers contradict each other, nobody else makes them talk, there is time, and nothing is stopped."""
    good = {**MANY, "director_closes": 0.0, "immaturity_loss": 0.0, "consistency_hours": 1.0}
    assert sum(difference({**DISAGREE, **HELP_COUNTS}, good)) < 0


def test_a_corner_in_which_directors_alone_harm() -> None:
    """Plans do not contradict each other: what is left is closing early, hours lost, getting used to it."""
    bad = {**MANY, "director_closes": 0.1, "immaturity_loss": 0.35, "director_hours": 5.0}
    assert sum(difference({"plan_conflict": 0.0, **HELP_COUNTS}, bad)) > 0
