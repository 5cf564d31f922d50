"""Strain: what a week asks, what regimes leave to decide, and who falls ill or leaves (model 8.13)."""

from pathlib import Path

import numpy as np
import pytest

from simulation import simulate
from simulation.handle import held
from simulation.new_ways import regimes_of
from simulation.week import live_weeks
from tests.simulation.neighbourhood import NO_STRAIN, SAME_WAYS, lived, one_line, scenario

HEAVY = {"strain_per_load": 0.05, "strain_recovery": 0.01, "sickness_onset_rate": 0.02}
BY_AUTONOMY = {
    **NO_STRAIN,
    "strain_eased_by_autonomy": 0.04,
    "strain_recovery": 0.01,
    "registration_per_extra_regime": 0.0,
    "sickness_onset_rate": 0.02,
}


def test_strain_follows_its_equation_week_by_week(area: Path) -> None:
    """Recomputed from the hours of the week itself, for everybody who stayed."""
    world = lived(scenario(area, "krachtenbundeling", warmup_weeks=26, parameters=HEAVY), 4)
    p = world.p[0]
    seen, ill = 0, 0
    for week in range(4, 16):
        before = world.professionals.copy()
        live_weeks(held(world), week, week + 1)
        for old, new in zip(before, world.professionals, strict=True):
            if new.vacant or new.person != old.person:
                continue
            if new.available == 0:
                assert new.strain == pytest.approx(old.strain * (1.0 - p.strain_recovery))
                ill += 1
                continue
            regimes = regimes_of(held(world), new)
            load = (int(new.available) - int(new.unused) + int(new.short)) / int(new.available)
            change = p.strain_per_load * (load - 1.0)
            change += p.strain_per_registration * p.registration_per_extra_regime * (regimes - 1.0)
            change -= p.strain_eased_by_autonomy * (1.0 - regimes / p.regimes_without_autonomy)
            assert new.strain == pytest.approx(old.strain + change - p.strain_recovery * old.strain)
            seen += 1
    assert seen > 100 and ill > 0


def test_strain_is_the_mean_over_filled_posts(area: Path) -> None:
    run = simulate(scenario(area, parameters=HEAVY))
    weekly = run.weekly.loc[0:]
    filled = (weekly["staff_posts"] - weekly["staff_vacant"]).sum()
    assert run.summary["staff_strain"] == pytest.approx(weekly["staff_strain"].sum() / 1e6 / filled)
    assert run.summary["staff_strain"] != 0.0


def test_without_strain_people_fall_ill_and_leave_at_constant_rates(area: Path) -> None:
    """The null: however busy it is, the same people fall ill and leave in the same weeks."""
    names = ["staff_sick", "staff_left", "staff_hired", "staff_vacant", "staff_strain"]
    tables = [
        simulate(scenario(area, years=2, parameters={**NO_STRAIN, "hours_change": change})).weekly[names]
        for change in (0.5, 1.5)
    ]
    assert (tables[0] == tables[1]).all(axis=None)
    assert (tables[0]["staff_strain"] == 0).all()
    assert tables[0]["staff_sick"].sum() > 0 and tables[0]["staff_left"].sum() > 0


def test_fewer_hours_strain_more(area: Path) -> None:
    """The edge: half or one and a half times the hours for the same cases, from one week to the next."""
    found = []
    for change in (0.5, 1.0, 1.5):
        of = scenario(area, warmup_weeks=52, parameters={**NO_STRAIN, "strain_per_load": 0.05})
        world = lived(of, 8, hours_change=change)
        here = world.professionals[world.professionals.vacant == 0]
        found.append(float(here.strain.mean()))
    assert found[0] > found[1] > found[2]
    assert np.isfinite(found).all()


@pytest.mark.parametrize(
    ("levers", "wins"),
    [({"account": 1.0}, True), ({"queue": 1.0, "team_extra_regimes": 1.0}, False)],
)
def test_strain_alone_can_make_bundling_win_or_lose(area: Path, levers: dict[str, float], wins: bool) -> None:
    """Fewer regimes leave more to decide, so fewer are ill; one regime more does the opposite.

    Where records take no hours and sharing changes nothing by itself; three seeds of three years.
    """
    ill = []
    for change in ({}, levers):
        tables = [one_line(area, seed, {**SAME_WAYS, **BY_AUTONOMY, **change}) for seed in (1, 2, 3)]
        ill.append(sum(int(table["staff_sick"].sum()) for table in tables))
    assert (ill[1] < ill[0]) == wins and ill[1] != ill[0]
