"""Transition: training, project cost, the scale of it, and who is chosen for a pilot (model 8.24)."""

from pathlib import Path

import numpy as np
import pytest

from agents.domains import PAYERS
from simulation import Scenario, simulate
from simulation.columns import column
from simulation.parameters import entries, resolve
from simulation.policies import policies
from simulation.scale import FIDELITY, at_scale
from simulation.startup import branch
from tests.simulation.neighbourhood import (
    NO_LEARNING,
    NO_STRAIN,
    SAME_WAYS,
    first_day,
    lived,
    one_line,
    scenario,
)

TEAM = {"queue": 1.0}
POOLED = "alleen-gedeelde-capaciteit"
COST = {"project_cost_per_year": 52_000.0}


# ---- training


def test_everybody_whose_work_changes_is_trained_once(area: Path) -> None:
    """So many hours a head, as soon as he is there, no more than a few a week; nobody else is."""
    of = scenario(area, "krachtenbundeling", parameters={"leaving_rate_per_year": 0.0})
    for weeks in (1, 52):
        world = lived(of, weeks)
        assert (world.professionals.training <= 4 * 3600).all()
    changed = world.professionals.trained > 0
    assert changed.any() and not changed.all()
    assert (changed >= (world.professionals.pooled | world.professionals.one_account)).all()
    owed = world.professionals.training_owed
    assert (owed[~changed] == 0).all()
    total = world.weekly[:, column("hours_training")].sum() + owed.sum()
    assert total == changed.sum() * 40 * 3600


def test_nobody_is_trained_for_what_he_does_already(area: Path) -> None:
    run = simulate(scenario(area))
    assert (
        run.weekly["hours_training"].sum() == 0 and run.weekly.filter(like="cost_project_").sum().sum() == 0
    )


def test_training_without_hours_is_no_training(area: Path) -> None:
    runs = [
        simulate(scenario(area, POOLED, parameters={"transition_hours": 0.0, "transition_hours_per_week": x}))
        for x in (1.0, 36.0)
    ]
    assert runs[0].fingerprint == runs[1].fingerprint
    assert runs[0].weekly["hours_training"].sum() == 0


# ---- project cost


@pytest.mark.parametrize("payer", PAYERS)
def test_the_project_is_paid_by_one_payer_for_its_years(area: Path, payer: str) -> None:
    """Exactly, in cents, and nobody's health changes by it."""
    levers = {**COST, "project_years": 2.0, "project_payer": float(PAYERS.index(payer))}
    usual, paid = (simulate(scenario(area, years=3, parameters=change)) for change in ({}, levers))
    extra = paid.weekly - usual.weekly
    assert extra[f"cost_project_{payer}"].loc[0:].tolist() == [100_000] * 104 + [0] * 52
    assert extra["total_cashable"].loc[0:].tolist() == [100_000] * 104 + [0] * 52
    assert (extra[f"cashable_{payer}"] == extra["total_cashable"]).all()
    moved = (f"cost_project_{payer}", f"cashable_{payer}", "total_cashable")
    others = [name for name in extra if name not in moved]
    assert not extra[others].to_numpy().any()
    households = len(paid.households)
    for name in (f"cost_{payer}", "cost_per_household_per_year", "cashable_cost_per_household_per_year"):
        assert paid.summary[name] - usual.summary[name] == pytest.approx(104_000 / 3 / households)


def test_years_of_a_project_begin_when_the_policy_does(area: Path) -> None:
    """Later or not, it is paid in full; not while the policy is paused, or over."""
    levers = {**COST, "project_years": 1.0}
    late = simulate(scenario(area, years=3, parameters=levers, calendar={"start_week": 60}))
    ends = {"pause_from": 10, "pause_until": 20, "withdrawn_week": 30}
    stops = simulate(scenario(area, years=3, parameters=levers, calendar=ends))
    paid = late.weekly["cost_project_wmo"].loc[0:].tolist()
    assert paid == [0] * 60 + [100_000] * 52 + [0] * 44
    assert stops.weekly["cost_project_wmo"].loc[0:].tolist() == [1e5] * 10 + [0] * 10 + [1e5] * 10 + [0] * 126


def test_payers_of_a_project_are_those_of_the_model() -> None:
    assert entries()["project_payer"].choices == PAYERS


# ---- scale


def test_fidelity_falls_with_scale_by_its_exponent() -> None:
    values = resolve({"queue": 0.8, "account": 0.5, "fidelity_loss_with_scale": 0.1})
    pilot, tenfold = (at_scale(values, households) for households in (600, 6000))
    assert pilot == values == at_scale(values, 10)
    for name, entry in entries().items():
        if entry.unit == FIDELITY:
            assert entry.kind == "policy"
            assert tenfold[name] == pytest.approx(values[name] * 10**-0.1)
        else:
            assert tenfold[name] == values[name]


@pytest.mark.parametrize("name", policies())
def test_without_loss_scale_does_not_matter(name: str) -> None:
    values = resolve(policies()[name].levers)
    assert at_scale(values, 10**6) == values


def test_more_copies_reach_fewer_households_with_loss(area: Path) -> None:
    reached = []
    for copies in (1, 100):
        parameters = {"fidelity_loss_with_scale": 0.2, "fidelity_pilot_households": 100.0}
        of = Scenario(area=str(area), policy="krachtenbundeling", copies=copies, parameters=parameters)
        reached.append(branch(first_day(of), of).households.by_plan.mean())
    assert reached[1] < reached[0]


# ---- who is chosen


def test_a_pilot_starts_with_better_people(area: Path) -> None:
    """Everybody of the team and nobody else, at most full skill; the same equations from then on."""
    worlds = []
    for better in (0.0, 0.1):
        of = scenario(area, POOLED, warmup_weeks=52, parameters={**TEAM, "pilot_selection": better})
        worlds.append(lived(of, 0))
    plain, chosen = worlds
    team = plain.professionals.pooled > 0
    assert (chosen.skills[~team] == plain.skills[~team]).all()
    assert chosen.skills[team] == pytest.approx(np.minimum(1.0, plain.skills[team] * 1.1))
    assert (chosen.skills[team] > plain.skills[team]).any()


@pytest.mark.parametrize(
    ("change", "setting", "years", "wins"),
    [
        (
            {"pilot_selection": 0.1},
            {"unlimited_capacity": 1.0, "help_speeds_recovery": 4.0},
            3,
            True,
        ),
        ({"transition_hours": 80.0, "transition_hours_per_week": 36.0}, {"hours_change": 1.5}, 1, False),
    ],
)
def test_transition_alone_can_make_bundling_win_or_lose(
    area: Path, change: dict[str, float], setting: dict[str, float], years: int, wins: bool
) -> None:
    """The best help more in an hour where hours are no limit; training takes hours. Weeks at 1 and over."""
    null = {**NO_STRAIN, **NO_LEARNING, **SAME_WAYS, "skill_elsewhere": 0.5, **setting}
    trouble = []
    for levers in ({}, {**TEAM, **change}):
        total = 0.0
        for seed in (1, 2, 3):
            weekly = one_line(area, seed, {**null, **levers}, years=years)
            quiet = [
                name for name in weekly if str(name).startswith("severity_") and str(name).endswith("_none")
            ]
            total -= float(weekly[quiet].to_numpy().sum())
        trouble.append(total)
    assert (trouble[1] < trouble[0]) == wins
