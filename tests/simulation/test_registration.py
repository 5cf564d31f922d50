"""Registration: who answers to how many regimes, and the hours that takes (model 8.12)."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from simulation import simulate
from simulation.handle import held
from simulation.new_ways import regimes_of
from simulation.startup import branch
from tests.simulation.neighbourhood import NO_STRAIN, SAME_WAYS, first_day, lived, one_line, scenario

EVERYBODY = {"account": 1.0, "queue": 1.0}


def test_everybody_spends_his_share_as_far_as_cases_and_talks_leave_it(area: Path) -> None:
    """The share of net hours follows from the regimes alone, under every policy."""
    of = scenario(area, "krachtenbundeling", warmup_weeks=26)
    world = lived(of, 26)
    p, seen = world.p[0], set()
    for worker in world.professionals:
        regimes = regimes_of(held(world), worker)
        share = p.registration_share + p.registration_per_extra_regime * (regimes - 1.0)
        due = int(worker.available * share)
        assert worker.registration <= due
        if worker.unused > 0:
            assert worker.registration == due
            seen.add(regimes)
    assert len(seen) >= 3


def test_only_the_regime_of_the_municipality_falls_away(area: Path) -> None:
    """Its own staff has no other; a team with one account is not judged by the old rules."""
    of = scenario(area, parameters=EVERYBODY)
    world = branch(first_day(of), of)
    before = world.organisations.regimes[world.professionals.organisation]
    own = world.professionals.product < 0  # municipal consultants
    after = np.array([regimes_of(held(world), worker) for worker in world.professionals])
    assert (after[own] == before[own]).all()
    assert (after[before > 1] == before[before > 1] - 1).all()
    world.professionals.one_account = 0
    judged = np.array([regimes_of(held(world), worker) for worker in world.professionals])
    assert (judged == before + world.professionals.pooled).all()
    assert world.professionals.pooled.any()


def test_a_higher_fidelity_only_frees_more(area: Path) -> None:
    freed = []
    for share in (0.0, 0.4, 0.8, 1.0):
        of = scenario(area, parameters={"account": share})
        freed.append(branch(first_day(of), of).professionals.one_account > 0)
    assert not freed[0].any()
    for fewer, more in pairwise(freed):
        assert (more | ~fewer).all()
    assert freed[-1].sum() > freed[1].sum() > 0


def test_without_cost_of_regimes_an_account_changes_nothing(area: Path) -> None:
    null = {**NO_STRAIN, **SAME_WAYS, "registration_per_extra_regime": 0.0}
    runs = [simulate(scenario(area, parameters={**null, "account": share})) for share in (0.0, 1.0)]
    assert runs[0].fingerprint == runs[1].fingerprint


@pytest.mark.parametrize(
    ("levers", "wins"),
    [({"account": 1.0}, True), ({"queue": 1.0, "team_extra_regimes": 1.0}, False)],
)
@pytest.mark.parametrize("seed", [1, 2])
def test_registration_alone_can_make_bundling_win_or_lose(
    area: Path, levers: dict[str, float], wins: bool, seed: int
) -> None:
    """One account gives hours back to residents; a team that is judged by the old rules takes them.

    Where sharing a list changes nothing by itself, and regimes nothing but hours.
    """
    null = {**NO_STRAIN, **SAME_WAYS, "registration_per_extra_regime": 0.15}
    apart, bundled = (one_line(area, seed, {**null, **change}) for change in ({}, levers))
    assert (bundled["hours_registration"].sum() < apart["hours_registration"].sum()) == wins
    assert (bundled["hours_direct"].sum() > apart["hours_direct"].sum()) == wins
    assert (bundled["total_unmet"].sum() < apart["total_unmet"].sum()) == wins
