"""The labour market: how long posts stay empty, and who comes from whom (model 8.14)."""

from pathlib import Path

import numpy as np
import pytest

from simulation import simulate
from simulation.columns import NAMES
from simulation.handle import held
from simulation.labour import same_trade
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.neighbourhood import NO_STRAIN, NOBODY_POACHES, first_day, lived, scenario, table_of

FAST = {**NO_STRAIN, "leaving_rate_per_year": 0.4, "vacancy_weeks": 8.0}
ALL_POACH = {**FAST, "poached_share": 0.6}


def shared_trade(world: World) -> World:
    """Let everybody have learned everything, so that anybody can fill any post."""
    world.trades[:] = 1.0
    return world


def table(area: Path, seed: int, **parameters: float) -> np.ndarray:
    """Weekly posts vacant, left, hired and poached in an area where anybody fits any post."""
    of = scenario(area, seed=seed, years=3, parameters={**FAST, **parameters})
    state = shared_trade(first_day(of))
    live_weeks(held(state), -of.warmup_weeks, 0)
    weekly = table_of(lived(of, of.weeks, state))
    return weekly[["staff_vacant", "staff_left", "staff_hired", "staff_poached"]].to_numpy()


@pytest.mark.parametrize("seed", [1, 2])
def test_poaching_is_zero_sum(area: Path, seed: int) -> None:
    """Every week the posts that fell empty less those filled; who moves within the area leaves one behind."""
    vacant, left, hired, poached = table(area, seed, poached_share=0.6).T
    assert (np.diff(vacant) == (left - hired)[1:]).all()
    assert poached.sum() > 10
    assert (poached <= np.minimum(left, hired)).all()


def test_who_comes_over_worked_elsewhere_in_the_same_trade(area: Path) -> None:
    """In every week in which people come over, so many posts of other organisations fall empty."""
    of = scenario(area, years=3, parameters=ALL_POACH)
    world = lived(of, 1)
    seen = 0
    for week in range(1, 156):
        before = world.professionals.copy()
        live_weeks(held(world), week, week + 1)
        moved = int(world.now[NAMES.index("staff_poached")])
        if moved == 0:
            continue
        now = world.professionals
        emptied = np.flatnonzero((before.vacant == 0) & (now.vacant == 1))
        filled = np.flatnonzero((before.vacant == 1) & (now.vacant == 0))
        fits = {
            int(other)
            for one in filled
            for other in emptied
            if now.organisation[one] != now.organisation[other]
            and same_trade(held(world), int(one), int(other))
        }
        assert len(fits) >= moved
        seen += moved
    assert seen > 0


def test_whoever_is_new_starts_without_strain(area: Path) -> None:
    of = scenario(area, years=2, parameters={**FAST, "strain_per_load": 0.05})
    world = lived(of, 1)
    new = 0
    for week in range(1, 60):
        before = world.professionals.copy()
        live_weeks(held(world), week, week + 1)
        hired = world.professionals.person != before.person
        new += int(hired.sum())
        one_week = np.abs(world.professionals.strain[hired])
        assert (one_week <= 0.05 * np.maximum(1.0, world.professionals.short[hired])).all()
    assert new > 0


def test_tightness_is_a_longer_vacancy(area: Path) -> None:
    """Twice as tight is the same as twice the weeks, bit for bit; the null is 1."""
    changes = ({"labour_tightness": 2.0}, {"vacancy_weeks": 16.0}, {"labour_tightness": 1.0})
    runs = [simulate(scenario(area, years=2, parameters={**FAST, **change})) for change in changes]
    usual = simulate(scenario(area, years=2, parameters=FAST))
    assert runs[0].fingerprint == runs[1].fingerprint
    assert runs[2].fingerprint == usual.fingerprint != runs[0].fingerprint


def test_organisations_that_recruit_together_do_not_poach(area: Path) -> None:
    """The lever takes away exactly what its null in the world takes away; traineeships bring more people."""
    joint = table(area, 1, poached_share=0.6, joint_recruitment=1.0)
    nobody = table(area, 1, **NOBODY_POACHES)
    start = len(joint) - 156
    assert joint[start:, 3].sum() == 0
    assert table(area, 1, poached_share=0.6)[start:, 3].sum() > 0
    assert nobody[:, 3].sum() == 0
    trained = table(area, 1, poached_share=0.6, joint_recruitment=1.0, joint_traineeships=0.1)
    assert trained[start:, 0].sum() < joint[start:, 0].sum()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_labour_market_alone_can_make_bundling_win(area: Path, seed: int) -> None:
    """Who recruits together keeps his people: fewer leave. It cannot make bundling lose, see docs/ODD.md."""
    apart, together = (
        table(area, seed, poached_share=0.6, joint_recruitment=share)[-156:].sum(axis=0)
        for share in (0.0, 1.0)
    )
    assert together[1] < apart[1]
