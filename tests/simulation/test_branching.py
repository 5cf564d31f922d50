"""A run that goes on under another policy from some week (T1): as if it had been planned so."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from simulation import NeighbourhoodModel, Scenario, simulate
from simulation.errors import InputError
from tests.simulation.neighbourhood import scenario

WEEKS, WARMUP, WEEK = 52, 20, 17
BUNDLED = "krachtenbundeling"


def of(area: Path, policy: str = "fragmented", **changes: Any) -> Scenario:
    """One year after a short start-up, with many registered events."""
    return scenario(area, policy, warmup_weeks=WARMUP, **changes)


def lived(one: Scenario, weeks: int) -> NeighbourhoodModel:
    """A model in which some weeks have been lived."""
    model = NeighbourhoodModel(one)
    model.run_for(weeks)
    return model


def end_of(model: NeighbourhoodModel) -> str:
    """Fingerprint at the end of the run, and that all laws hold."""
    for _ in range(model.week, WEEKS):
        model.step()
    assert (model.conservation["largest_deviation"] == 0).all()
    return model.result.fingerprint


def branched(model: NeighbourhoodModel, one: Scenario) -> str:
    """Fingerprint of a branch at its end."""
    return end_of(model.branch(one))


@pytest.mark.parametrize("policy", ["fragmented", BUNDLED])
@pytest.mark.parametrize("week", [1, WEEK, WEEKS])
def test_the_same_policy_goes_on_as_if_nothing_had_happened(area: Path, policy: str, week: int) -> None:
    """Also when its levers are laid down anew, as for another policy."""
    one = of(area, policy)
    model = lived(one, week)
    assert branched(model, one) == simulate(one).fingerprint
    anew = of(area, policy, calendar={"withdrawn_week": 2000, "start_week": 1})
    assert branched(model, anew) == simulate(one).fingerprint


@pytest.mark.parametrize("policy", [BUNDLED, "alleen-voordeur", "vijftig-gezinnen", "proeftuin"])
def test_another_policy_from_some_week_is_a_calendar_that_begins_then(area: Path, policy: str) -> None:
    planned = simulate(of(area, policy, calendar={"start_week": WEEK})).fingerprint
    assert branched(lived(of(area), WEEK), of(area, policy)) == planned
    assert planned != simulate(of(area)).fingerprint


def test_back_to_fragmented_working_is_a_calendar_that_ends_then(area: Path) -> None:
    planned = simulate(of(area, BUNDLED, calendar={"withdrawn_week": WEEK})).fingerprint
    assert branched(lived(of(area, BUNDLED), WEEK), of(area)) == planned


def test_a_branch_can_be_put_aside_and_leaves_its_trunk_as_it_was(area: Path, tmp_path: Path) -> None:
    trunk = lived(of(area), WEEK)
    path = trunk.save(tmp_path / "trunk.npz")
    branch = NeighbourhoodModel.resume(path).branch(of(area, BUNDLED))
    assert branch.week == WEEK and branch.scenario.policy == BUNDLED
    branch.run_for(3)
    resumed = NeighbourhoodModel.resume(branch.save(tmp_path / "branch.npz"))
    assert end_of(resumed) == branched(trunk, of(area, BUNDLED))
    assert end_of(trunk) == simulate(of(area)).fingerprint


def test_branches_are_the_same_with_one_worker_or_four(area: Path) -> None:
    trunk = lived(of(area), WEEK)
    others = [of(area, policy) for policy in ("fragmented", BUNDLED, "alleen-voordeur", "zorgzame-wijken")]
    found = []
    for workers in (1, 4):
        with ThreadPoolExecutor(workers) as pool:
            found.append(list(pool.map(lambda one: branched(trunk, one), others)))
    assert found[0] == found[1]
    assert len(set(found[0])) == len(others)


def test_what_cannot_go_on_is_refused(area: Path) -> None:
    fresh, trunk = NeighbourhoodModel(of(area)), lived(of(area), 2)
    with pytest.raises(InputError, match="week 0: nothing has been lived"):
        fresh.branch(of(area, BUNDLED))
    for other in (of(area, seed=2), of(area, parameters={"plan_conflict": 0.1})):
        with pytest.raises(InputError, match="a branch needs the same area, seed"):
            trunk.branch(other)
    with pytest.raises(InputError, match="years 2: the run has 1 years"):
        trunk.branch(of(area, years=2))
    halfway = lived(of(area, BUNDLED, calendar={"phase_in_weeks": 10}), 5)
    with pytest.raises(InputError, match="week 5: policy 'krachtenbundeling' is at work in part"):
        halfway.branch(of(area))
    assert branched(halfway, halfway.scenario) == simulate(halfway.scenario).fingerprint
