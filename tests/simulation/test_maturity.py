"""Maturity: routines of a new team have to settle, and whoever is new begins again (model 8.11)."""

from pathlib import Path

import numpy as np
import pytest

from agents.case import OPEN
from simulation.handle import held
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.neighbourhood import (
    NO_LEARNING,
    NO_STRAIN,
    NOBODY_POACHES,
    SAME_WAYS,
    lived,
    one_line,
    scenario,
)

POOLED = "alleen-gedeelde-capaciteit"
TEAM = {"queue": 1.0}
NEW = {"immaturity_loss": 0.35, "reckoning_step": 0.0}


def team(world: World) -> np.recarray:
    """Who works in the shared team."""
    found: np.recarray = world.professionals[world.professionals.pooled == 1]
    return found


def test_who_works_as_always_has_settled_routines(area: Path) -> None:
    world = lived(scenario(area, parameters=NEW), 8)
    assert (world.professionals.maturity == 1.0).all() and (world.professionals.practice == 1.0).all()


def test_a_new_team_starts_at_nothing_and_only_grows_in_weeks_together(area: Path) -> None:
    """The law: a fixed part of the rest in every week with an hour of joint work, else nothing."""
    world = lived(scenario(area, POOLED, warmup_weeks=52, parameters={**TEAM, **NEW}), 0)
    assert team(world).size > 5 and not team(world).maturity.any()
    p, grown, stayed = world.p[0], 0, 0
    for week in range(26):
        before = world.professionals.copy()
        live_weeks(held(world), week, week + 1)
        for old, new in zip(before, world.professionals, strict=True):
            if not new.pooled or new.vacant or new.person != old.person:
                continue
            together = (new.coordination + new.meetings) / 3600.0
            counts = together >= p.maturity_joint_hours
            wanted = old.maturity + (p.maturity_growth * (1.0 - old.maturity) if counts else 0.0)
            assert new.maturity == pytest.approx(wanted)
            assert new.practice == pytest.approx(1.0 - p.immaturity_loss * (1.0 - new.maturity))
            grown += counts
            stayed += not counts
    assert grown > 0 and stayed > 0


def test_a_replaced_member_takes_his_part_along(area: Path) -> None:
    """When all are equally settled the mean of the team falls to (1 - 1 / size), model 8.11."""
    parameters = {**TEAM, **NEW, "leaving_rate_per_year": 0.4, "vacancy_weeks": 8.0, **NOBODY_POACHES}
    world = lived(scenario(area, POOLED, parameters=parameters), 0)
    world.p.maturity_joint_hours = 1e9  # nothing grows
    size, replaced = team(world).size, 0
    for week in range(52):
        world.professionals.maturity[world.professionals.pooled == 1] = 0.6
        before = world.professionals.person.copy()
        live_weeks(held(world), week, week + 1)
        new = (world.professionals.person != before) & (world.professionals.pooled == 1)
        wanted = 0.6 * (1.0 - new.sum() / size)
        assert team(world).maturity.mean() == pytest.approx(wanted)
        replaced += int(new.sum())
    assert replaced > 0


def test_the_dose_of_a_new_team_is_smaller_by_what_is_lost(area: Path) -> None:
    """At the start of the policy every hour of the team is worth the same part less."""
    doses = []
    for loss in (0.0, 0.35):
        parameters = {**SAME_WAYS, **TEAM, **NO_LEARNING, "immaturity_loss": loss, "plan_conflict": 0.0}
        world = lived(scenario(area, POOLED, warmup_weeks=26, parameters=parameters), 1)
        alone = [n for n in world.needs[world.needs.open_cases == 1] if n.dose > 0.0]
        cases = [(world.cases[n.first_case], float(n.dose)) for n in alone]
        of_team = {
            int(case.key): dose
            for case, dose in cases
            if case.state == OPEN and case.worker >= 0 and world.professionals.pooled[case.worker]
        }
        doses.append(of_team)
    both = doses[0].keys() & doses[1].keys()
    assert len(both) > 10
    for key in both:
        assert doses[1][key] == pytest.approx(0.65 * doses[0][key], rel=1e-6)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_maturity_alone_makes_bundling_lose(area: Path, seed: int) -> None:
    """It cannot make it win: at best the old speed, see docs/ODD.md. Weeks at 3 and over, three years."""
    null = {**NO_STRAIN, **SAME_WAYS, **TEAM}
    severe = []
    for change in ({}, {"immaturity_loss": 0.35, "maturity_growth": 0.005}):
        weekly = one_line(area, seed, {**null, **change})
        names = [name for name in weekly if str(name).startswith("severity_")]
        heavy = [name for name in names if str(name).endswith(("_severe", "_crisis"))]
        severe.append(float(weekly[heavy].to_numpy().sum()))
    assert severe[1] > severe[0]
