"""Skill, home base and generalists: what is done is learned, what is not done is lost (model 8.10)."""

from pathlib import Path

import numpy as np
import pytest

from agents.case import OPEN
from agents.domains import DOMAINS, MONEY
from simulation import simulate
from simulation.handle import held
from simulation.phases.learning import learn
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.neighbourhood import (
    NO_LEARNING,
    NO_STRAIN,
    NOBODY_POACHES,
    SAME_WAYS,
    first_day,
    lived,
    one_line,
    scenario,
    weeks_lived,
)

POOLED = "alleen-gedeelde-capaciteit"
SHARED = {"queue": 1.0}
STAYS = {"leaving_rate_per_year": 0.0, **NOBODY_POACHES, **NO_STRAIN}


def of_team(world: World) -> np.ndarray:
    """Numbers of those who work in the shared team."""
    return np.flatnonzero(world.professionals.pooled)


def test_skill_follows_its_equation_week_by_week(area: Path) -> None:
    """Recomputed from the direct hours of the week, for everybody who stayed."""
    parameters = {**SHARED, **STAYS, "home_base_hours": 0.5}
    world = lived(scenario(area, POOLED, warmup_weeks=26, parameters=parameters), 4)
    p, apart = world.p[0], 0
    for week in range(4, 12):
        before = world.skills.copy()
        live_weeks(held(world), week, week + 1)
        for number, worker in enumerate(world.professionals):
            if worker.direct == 0:
                assert (world.skills[number] == before[number]).all()
                continue
            shares = world.domain_seconds[number] / worker.direct
            assert shares.sum() == pytest.approx(1.0)
            hb = p.home_base_keeps * min(1.0, worker.home_base / 3600.0 / p.home_base_full_hours)
            wanted = before[number] + p.skill_learning * shares * (1.0 - before[number])
            wanted -= p.skill_forgetting * (1.0 - shares) * (1.0 - hb) * (before[number] - p.skill_elsewhere)
            assert world.skills[number] == pytest.approx(wanted)
            apart += int((world.skills[number] != before[number]).any())
    assert apart > 50


def test_who_does_one_thing_only_becomes_a_specialist(area: Path) -> None:
    """The fixed point: full skill where all hours go, and the lowest everywhere else."""
    world = first_day(scenario(area, parameters={"skill_forgetting": 0.02}))
    number = 0
    worker = world.professionals[number]
    world.skills[number] = 0.85
    worker.direct = world.domain_seconds[number, MONEY] = 3600
    for _ in range(600):
        learn(held(world), number, worker)
    assert world.skills[number, MONEY] == pytest.approx(1.0, abs=1e-4)
    others = np.arange(len(DOMAINS)) != MONEY
    assert world.skills[number, others] == pytest.approx(world.p[0].skill_elsewhere, abs=1e-4)


def test_without_learning_and_forgetting_skill_stays_as_it_was(area: Path) -> None:
    world = lived(scenario(area, POOLED, parameters={**SHARED, **NO_LEARNING}), 26)
    assert (world.skills == world.trades).all() and (world.skills_used == world.trades).all()


def test_a_full_home_base_prevents_what_it_says(area: Path) -> None:
    """With all forgetting prevented the team loses little, and the hours are taken from the week."""
    parameters = {**SHARED, **STAYS, **SAME_WAYS, "skill_learning": 0.0, "home_base_keeps": 1.0}
    found = []
    for hours in (0.0, 2.0):
        world = lived(scenario(area, POOLED, parameters={**parameters, "home_base_hours": hours}), 0)
        start = world.skills.copy()
        live_weeks(held(world), 0, 13)
        found.append((start - world.skills)[of_team(world)].sum())
        spent = world.professionals.home_base[of_team(world)]
        there = world.professionals.available[of_team(world)] > 0
        assert (spent[~there] == 0).all() and (spent <= hours * 3600).all()
        assert spent.any() == (hours > 0)
    assert found[0] > 0.0
    assert found[1] < 0.5 * found[0]


def test_nobody_outside_the_team_has_a_home_base(area: Path) -> None:
    world = lived(scenario(area, parameters={"home_base_hours": 2.0}), 4)
    assert not world.professionals.home_base.any()


@pytest.mark.parametrize("step", [0.0, 0.05])
def test_cases_count_with_skill_within_one_step(area: Path, step: float) -> None:
    of = scenario(area, POOLED, parameters={**SHARED, "reckoning_step": step})
    for world, _, broken in weeks_lived(of, 8):
        assert broken == {}
        own = world.cases[(world.cases.state == OPEN) & (world.cases.worker >= 0)]
        filled = world.professionals.vacant[own.worker] == 0
        apart = np.abs(own.skill - world.skills[own.worker, own.domain])
        assert (apart[filled] <= step + 1e-12).all()


def generalists(area: Path, **parameters: float) -> World:
    """A shared team in which many have more than one need."""
    of = scenario(area, POOLED, years=2, parameters={**SHARED, "same_worker_share": 1.0, **parameters})
    return lived(of, 78)


def areas_of_life(world: World) -> list[int]:
    """Of all who are in the team and come to a household for several products: in how many domains."""
    found: dict[tuple[int, int], set[int]] = {}
    products: dict[tuple[int, int], set[int]] = {}
    for case in world.cases[(world.cases.state == OPEN) & (world.cases.worker >= 0)]:
        if world.professionals.pooled[case.worker] and case.pooled:
            pair = (int(case.worker), int(case.household))
            found.setdefault(pair, set()).add(int(case.domain))
            products.setdefault(pair, set()).add(int(case["product"]))
    return [len(found[pair]) for pair in found if len(products[pair]) > 1]


def test_a_generalist_takes_on_more_in_one_household_up_to_his_breadth(area: Path) -> None:
    narrow = areas_of_life(generalists(area, generalist_breadth=1.0))
    broad = areas_of_life(generalists(area, generalist_breadth=5.0))
    assert sum(broad) > sum(narrow)
    assert max(areas_of_life(generalists(area, generalist_breadth=2.0)), default=0) <= 4


def test_outside_his_trade_a_case_takes_more_hours(area: Path) -> None:
    """The law: norms of such cases are those of the others times one plus the slowdown."""
    world = generalists(area, generalist_breadth=5.0, generalist_slowdown=0.2)
    plain = generalists(area, generalist_breadth=5.0, generalist_slowdown=0.0)
    norms: list[set[tuple[int, int, int]]] = []
    for w in (world, plain):
        settled = w.cases[(w.cases.state == OPEN) & (w.cases.broad == 1) & (w.cases.unsettled == 0)]
        norms.append(
            {
                (int(c["product"]), int(w.needs.severity[c.need]), int(c.norm))
                for c in settled
                if not c.maintenance
            }
        )
    assert norms[0] and norms[1]
    slow = {(product, severity): norm for product, severity, norm in norms[0]}
    for product, severity, norm in norms[1]:
        if (product, severity) in slow:
            assert slow[product, severity] == pytest.approx(1.2 * norm, abs=2)


def test_a_second_case_in_the_same_home_saves_travel(area: Path) -> None:
    travel = []
    for shared in (0.0, 1.0):
        world = generalists(area, travel_shared=shared)
        riding = world.cases[(world.cases.state == OPEN) & (world.cases.rides == 1)]
        assert riding.size > 0
        travel.append(int(riding.travel.sum()))
    assert travel[0] > 0 == travel[1]


@pytest.mark.parametrize(("forgetting", "wins"), [(0.02, True), (0.0, False)])
def test_skill_alone_can_make_bundling_win_or_lose(area: Path, forgetting: float, wins: bool) -> None:
    """A home base keeps what people would forget; where they forget nothing it only takes hours.

    Weeks at moderate and over where sharing a list changes nothing by itself and half an hour at the base is
    enough, with so many hours that skill decides more than waiting; six seeds of three years.
    """
    null = {**SAME_WAYS, **STAYS, "skill_learning": 0.0, "skill_elsewhere": 0.5}
    null |= {"skill_forgetting": forgetting, "home_base_keeps": 1.0, "home_base_full_hours": 0.5}
    null |= {"hours_change": 1.5}
    weeks = []
    for levers in ({}, {**SHARED, "home_base_hours": 0.5}):
        tables = [one_line(area, seed, {**null, **levers}) for seed in range(1, 7)]
        names = [name for name in tables[0] if str(name).startswith("severity_")]
        heavy = [name for name in names if str(name).endswith(("_moderate", "_severe", "_crisis"))]
        weeks.append(sum(float(weekly[heavy].to_numpy().sum()) for weekly in tables))
    assert (weeks[1] < weeks[0]) == wins


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_work_outside_the_trade_is_slower_and_less_skilled(area: Path, seed: int) -> None:
    """What an hour of the team is worth: skill, and less of it done in the time, against own lists."""
    null = {**SAME_WAYS, **STAYS, **NO_LEARNING, "skill_elsewhere": 0.5, "generalist_breadth": 5.0}
    found = []
    for queue in (0.0, 1.0):
        parameters = {**null, "generalist_slowdown": 0.2, "queue": queue}
        world = lived(scenario(area, seed=seed, years=2, warmup_weeks=26, parameters=parameters), 78)
        own = world.cases[(world.cases.state == OPEN) & (world.cases.worker >= 0)]
        own = own[world.products.poolable[own["product"]] > 0]
        worth = own.given * own.skill / np.where(own.broad > 0, 1.2, 1.0)
        found.append(worth.sum() / own.given.sum())
    assert found[1] < found[0]


def test_one_run_with_every_extreme_keeps_every_law(area: Path) -> None:
    """The edge: the highest of everything together."""
    extreme = {
        "skill_learning": 0.05,
        "skill_forgetting": 0.02,
        "home_base_keeps": 1.0,
        "home_base_hours": 2.0,
        "generalist_breadth": 5.0,
        "generalist_slowdown": 0.2,
        "reckoning_step": 0.0,
    }
    run = simulate(scenario(area, "krachtenbundeling", parameters={**extreme, **SHARED}))
    assert (run.conservation["largest_deviation"] == 0).all()
    assert np.isfinite(run.summary.to_numpy()).all()
