"""The constants that are solved per area: steps that go the right way, and hours that are used once."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from simulation import simulate
from simulation.footing import (
    HOURS_STEP,
    LEAST_FACTOR,
    MOST_FACTOR,
    Footing,
    live,
    mean_waits,
    moved_factors,
    moved_rates,
    step_size,
    wanted_waits,
)
from simulation.handle import held
from simulation.solving import HOURS, ROUNDS
from simulation.startup import started
from simulation.week import live_weeks
from tests.simulation.neighbourhood import KLEIN, first_day, scenario

factors = st.floats(LEAST_FACTOR, MOST_FACTOR)
waits = st.floats(0.0, 500.0)


def test_steps_become_ever_smaller() -> None:
    sizes = [step_size(turn) for turn in range(ROUNDS)]
    assert sizes[0] == 1.0 and sizes == sorted(sizes, reverse=True) and sizes[-1] < 0.25


@given(factor=factors, norm=st.floats(0.5, 52.0), wait=waits)
def test_longer_waits_than_the_norm_get_more_hours(factor: float, norm: float, wait: float) -> None:
    found = float(moved_factors(np.array([factor]), np.array([norm]), np.array([wait]), HOURS_STEP)[0])
    assert LEAST_FACTOR <= found <= MOST_FACTOR
    assert (found >= factor) if wait >= norm else (found <= factor)
    assert abs(np.log(found / factor)) <= HOURS_STEP + 1e-9


def test_hours_stay_without_a_norm_or_a_start() -> None:
    found = moved_factors(
        np.array([1.2, 1.3, 1.4]), np.array([0.0, 4.0, 4.0]), np.array([9.0, np.nan, 4.0]), 1
    )
    assert_allclose(found, [1.2, 1.3, 1.4])


def test_rates_move_all_the_way_part_of_it_or_double() -> None:
    rates, wanted, counts = np.array([0.01, 0.01, 0.01]), np.array([8.0, 8.0, 8.0]), np.array([2.0, 8.0, 0.0])
    assert_allclose(moved_rates(rates, wanted, counts, 1.0), [0.04, 0.01, 0.02])
    assert_allclose(moved_rates(rates, wanted, counts, 0.5), [0.02, 0.01, 0.02])


def with_factor(folder: Path, factor: float) -> Path:
    """Copy the small area with one factor for all its lists.

    Args:
        folder: an empty place.
        factor: of every list.

    Returns:
        Folder of the copy.
    """
    copy = folder / str(factor) / "klein"
    shutil.copytree(KLEIN, copy)
    table = pd.read_csv(copy / HOURS).assign(factor=factor)
    table.to_csv(copy / HOURS, index=False)
    return copy


def test_solved_hours_hold_from_the_first_week(tmp_path: Path) -> None:
    found = []
    for factor in (1.0, 2.0):
        world = first_day(scenario(with_factor(tmp_path, factor), warmup_weeks=40))
        solved = world.lists.factor.copy()
        live_weeks(held(world), -40, 0)
        assert (world.lists.factor == solved).all()
        found.append(solved)
    own = world.lists.norm_weeks > 0.0
    assert (found[0] == 1.0).all()
    assert (found[1] == np.where(own, 2.0, 1.0)).all()


@pytest.mark.parametrize(("weeks", "moves"), [(0, False), (1, False), (104, True)])
def test_only_hours_that_were_not_solved_follow_their_norm(tmp_path: Path, weeks: int, moves: bool) -> None:
    area = with_factor(tmp_path, 2.0)
    table = pd.read_csv(area / HOURS)
    table[table["product"] != "guidance"].to_csv(area / HOURS, index=False)
    before, after = (one(scenario(area, warmup_weeks=weeks)).lists for one in (first_day, started))
    solved = before.solved == 1
    assert 0 < solved.sum() < (before.norm_weeks > 0.0).sum()
    assert (after.factor[solved] == 2.0).all()
    assert (after.factor != before.factor)[~solved].any() == moves


def test_every_list_with_a_norm_is_in_the_order_of_the_world() -> None:
    of = scenario(KLEIN)
    table = wanted_waits(of.loaded_area)
    lists = first_day(of).lists
    names = list(of.loaded_area.organisations["organisation"])
    assert [names[record.organisation] for record in lists[:-2]] == table["organisation"].tolist()
    assert lists.norm_weeks[:-2].tolist() == table["norm"].tolist()


def test_on_the_footing_of_the_area_a_run_is_that_of_simulate() -> None:
    of = scenario(KLEIN, warmup_weeks=20, years=1)
    area = of.loaded_area
    lived = live(of, Footing.of(area).under(area))
    assert lived.run.fingerprint == live(of).run.fingerprint == simulate(of).fingerprint
    assert lived.starts.sum() > 0 and lived.weeks.sum() > 0


def test_a_footing_moves_for_its_own_point_only() -> None:
    of = scenario(KLEIN, warmup_weeks=20, years=1)
    area = of.loaded_area
    start = Footing.of(area)
    first = live(of)
    moved = start.moved([first], 1.0)
    waits = mean_waits([first], len(start.norms))
    norms = start.norms["norm"].to_numpy()
    longer = (norms > 0) & (waits > norms)
    shorter = (norms > 0) & (waits < norms)
    assert (moved.factors[longer] > start.factors[longer]).all()
    assert (moved.factors[shorter] < start.factors[shorter]).all()
    other = live(of, moved.under(area))
    assert other.run.fingerprint != first.run.fingerprint
    assert live(of).run.fingerprint == first.run.fingerprint  # the area itself is as it was
    assert area.world_digest == "" and moved.under(area).world_digest != start.under(area).world_digest
