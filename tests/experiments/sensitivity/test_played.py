"""Questions asked of sweeps that were really played, on the small area."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from experiments import open_sweep, sweep
from experiments.discovery import where_it_fails
from experiments.sensitivity import (
    bundle_design,
    bundle_parts,
    choose_factors,
    matters_design,
    screened_factors,
    what_matters,
)
from experiments.sensitivity.game import coalitions_on
from experiments.sweep import Sweep
from experiments.sweep.replications import Replications
from experiments.sweep.values import gather, luck_of_points, mean_of_points
from simulation import Scenario, simulate
from simulation.errors import InputError
from tests.experiments.sweep.designs import KLEIN, POLICIES, small

WORLD: dict[str, Any] = {"area": KLEIN, "years": 1, "warmup_weeks": 4}


@pytest.fixture(scope="module")
def factors() -> list[str]:
    """Two numbers that the register gives a range."""
    return [factor.name for factor in choose_factors([])[:1]] + ["plan_conflict"]


@pytest.fixture(scope="module")
def screening(tmp_path_factory: pytest.TempPathFactory, factors: list[str]) -> Sweep:
    """A small screening."""
    design = matters_design(
        POLICIES, "morris", 3, choose_factors(factors), 1, replications=Replications(2, 2), **WORLD
    )
    return sweep(design, tmp_path_factory.mktemp("screening") / "out")


def test_a_screening_is_asked_without_playing_it_again(screening: Sweep, factors: list[str]) -> None:
    again = open_sweep(screening.folder)
    assert (again.overview.finished, again.overview.runs) == (3 * 3 * 2 * 2,) * 2
    found, before = what_matters(again), what_matters(screening)
    assert found.method == "morris" and found.table.equals(before.table)
    ranking = found.ranking("difference", POLICIES[1], "helpers_mean")
    assert set(ranking["factor"]) == set(factors)
    assert ranking["size"].is_monotonic_decreasing and (ranking["floor"] > 0).all()
    assert set(found.table["quantity"]) == {"difference", "level"}
    assert screened_factors(again, 1)[0] in factors


def test_effects_are_those_of_the_points(screening: Sweep) -> None:
    """The value of a point is the mean over its seeds; luck is how far seeds lie apart."""
    values = gather(screening, ["helpers_mean"])
    means = mean_of_points(values.of(POLICIES[0], "helpers_mean"))
    runs = next(iter(screening.runs()))
    own = runs[(runs["point"] == 1) & (runs["policy"] == POLICIES[0])]["helpers_mean"]
    assert means[1] == pytest.approx(own.mean())
    spread = values.of(POLICIES[0], "helpers_mean")
    luck, freedom = luck_of_points(spread)
    apart = spread[:, 0] - spread[:, 1]
    assert np.var(luck) * 8 / 9 == pytest.approx(np.var(apart) / 4) and freedom == len(spread) - 1 == 8


def test_all_switches_off_is_fragmented_working_and_shares_add_up(tmp_path: Path) -> None:
    design = bundle_design("papieren-bundeling", 1, replications=Replications(2, 2), **WORLD)
    played = sweep(design, tmp_path / "out")
    parts = bundle_parts(open_sweep(tmp_path / "out"))
    assert parts.table.equals(bundle_parts(played).table)
    fragmented = simulate(Scenario(policy="fragmented", seed=1, **WORLD)).summary
    whole = simulate(Scenario(policy="papieren-bundeling", seed=1, **WORLD)).summary
    values = gather(played, ["cost_per_household_per_year"])
    first = values.of("papieren-bundeling", "cost_per_household_per_year")[:, 0]
    assert first[0] == fragmented["cost_per_household_per_year"]
    assert first[-1] == whole["cost_per_household_per_year"]
    for outcome in ("cost_per_household_per_year", "cost_zvw", "helpers_mean"):
        rows = parts.of(outcome)["share"]
        assert rows.drop("whole").sum() == pytest.approx(rows["whole"], abs=1e-9)
    assert (design.count, parts.pairs, len(parts.switches)) == (10, 1, 5)
    every = bundle_design("vijftig-gezinnen", 1, **WORLD)
    assert every.count == len(coalitions_on((), 2)) == 4


def test_what_cannot_be_asked_is_refused(screening: Sweep, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="two policies"):
        where_it_fails(screening)
    with pytest.raises(InputError, match="shares out"):
        bundle_parts(sweep(small(2, 1, policies=("krachtenbundeling",)), tmp_path / "grid"))
    with pytest.raises(InputError, match="sobol"):
        what_matters(open_sweep(tmp_path / "grid"))
    with pytest.raises(InputError, match="40 numbers is too large"):
        matters_design(POLICIES, "sobol", 8, choose_factors([])[:40], 1, **WORLD)
    with pytest.raises(InputError, match="power of two"):
        matters_design(POLICIES, "sobol", 9, choose_factors(["plan_conflict"]), 1, **WORLD)


def test_runs_of_other_points_are_not_taken_for_those_of_the_design(tmp_path: Path) -> None:
    from results.errors import StoreError

    folder = sweep(small(2, 1), tmp_path / "out").folder
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["sweep"]["factors"][0]["values"] = [0.0, 0.02]
    (folder / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="other_points"):
        open_sweep(folder)
