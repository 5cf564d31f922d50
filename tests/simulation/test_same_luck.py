"""The same luck gives the same history (T1), and what is not active changes nothing (T4, T6)."""

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulation import Scenario, simulate
from simulation.columns import NAMES
from simulation.handle import held
from simulation.products import CLIENT_SUPPORT
from simulation.run import Cancelled
from simulation.startup import forget_states
from simulation.week import live_weeks
from simulation.world import World
from simulation.world_room import copy_world
from tests.simulation.neighbourhood import (
    NO_LEARNING,
    NO_STRAIN,
    NOBODY_LOOKS_AT_THE_LIST,
    POLICIES,
    UNLIMITED,
    busy_area,
    first_day,
    first_difference,
    lived,
    scenario,
    table_of,
)

# ---- T1: the same seed gives the same history


def busy_scenarios(area: Path) -> list[Scenario]:
    """Four different short runs.

    Args:
        area: folder of the area.

    Returns:
        One per policy, each with its own seed.
    """
    return [scenario(area, policy, seed=seed, warmup_weeks=20) for seed, policy in enumerate(POLICIES, 1)]


def test_same_seed_same_fingerprint_on_one_or_four_threads(area: Path) -> None:
    found = []
    for workers in (1, 4):
        forget_states()
        with ThreadPoolExecutor(workers) as pool:
            found.append([run.fingerprint for run in pool.map(simulate, busy_scenarios(area))])
    assert found[0] == found[1]
    assert len(set(found[0])) == len(POLICIES)


def test_copies_are_the_same_on_one_or_four_threads(area: Path) -> None:
    """Also one by one, each from a start-up of its own; nothing is kept of so many."""
    of = scenario(area, "krachtenbundeling", warmup_weeks=20, copies=6)
    found = []
    for workers in (1, 4):
        forget_states()
        seen: list[int] = []

        def note(done: int, _: int, seen: list[int] = seen) -> None:
            seen.append(done)

        run = simulate(of, workers=workers, progress=note)
        found.append((run.fingerprint, run.conservation["largest_deviation"].tolist()))
        assert seen == sorted(set(seen)) and seen[-1] == 6 * of.weeks
        pd.testing.assert_frame_equal(run.households, simulate(replace(of, copies=1)).households)
    assert found[0] == found[1]


def test_copies_stop_when_asked(area: Path) -> None:
    of = scenario(area, warmup_weeks=0, copies=50)
    calls: list[int] = []

    def enough() -> bool:
        return len(calls) > 3

    with pytest.raises(Cancelled):
        simulate(of, workers=4, progress=lambda done, _: calls.append(done), cancelled=enough)
    assert len(calls) < 20


@pytest.mark.parametrize("hash_seed", ["0", "4242"])
def test_same_seed_same_fingerprint_in_another_process(area: Path, hash_seed: str) -> None:
    code = (
        "import sys; from pathlib import Path; from simulation import simulate;"
        "from tests.simulation.test_same_luck import busy_scenarios;"
        "print(*(simulate(s).fingerprint for s in busy_scenarios(Path(sys.argv[1]))))"
    )
    here = [simulate(one).fingerprint for one in busy_scenarios(area)]
    done = subprocess.run(
        [sys.executable, "-c", code, str(area)],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == here


# ---- T4: what is not active changes nothing


INACTIVE: dict[str, dict[str, float]] = {
    "levers of a door that nobody uses": {
        "disciplines_consulted": 5,
        "intake_depth": 2,
        "door_hours_share": 0.5,
    },
    "numbers of a door that nobody uses": {"broad_intake_factor": 3, "positive_health_conversation_hours": 2},
    "meetings without plans": {"meeting_hours": 2},
    "visits that nobody makes": {"outreach_hours_per_attempt": 3, "contact_at_door": 0.7},
    "numbers of outcomes": {"utility_floor": 0.3, "discount_rate_costs": 0.0},
}


@pytest.mark.parametrize("what", INACTIVE)
def test_what_is_not_active_changes_nothing(area: Path, what: str) -> None:
    plain = simulate(scenario(area, warmup_weeks=26))
    other = simulate(scenario(area, warmup_weeks=26, parameters=INACTIVE[what]))
    assert first_difference(plain.weekly, other.weekly) == ""


def other_lives(
    area: Path, parameters: Mapping[str, float], weeks: int, household: int
) -> tuple[World, World]:
    """The same weeks twice, the second time with one household that trusts nobody.

    Args:
        area: folder of the area.
        parameters: changed numbers.
        weeks: weeks to live from the first day.
        household: which household.

    Returns:
        The world as it is, and as it would be.
    """
    of = scenario(area, warmup_weeks=0, parameters=dict(parameters))
    state = first_day(of)
    changed = copy_world(state)
    changed.households.trust[household] = 0.0
    return lived(of, weeks, state), lived(of, weeks, changed)


def household_histories(world: World) -> list[np.ndarray]:
    """Everything about households that does not depend on where things lie in a table.

    Args:
        world: the world.

    Returns:
        Arrays with a first axis of households.
    """
    given = world.households
    kept = [
        "helpers",
        "helpers_with_hours",
        "pair_seconds",
        "conflict",
        "last_wait",
        "open_or_asked",
        "heavy_domains",
    ]
    count = given.size
    sums = [
        np.bincount(world.needs.household, weights=world.needs[name], minlength=count)
        for name in ("severity", "dose", "asks", "open_cases", "spill")
    ]
    return [given[name] for name in kept] + sums + [world.household_cost, world.event_total]


def busiest(area: Path) -> int:
    """The household with most cases after a year.

    Args:
        area: folder of the area.

    Returns:
        Its number.
    """
    return int(np.argmax(lived(scenario(area, warmup_weeks=0), 52).households.open_or_asked))


def test_changing_one_household_leaves_the_others_alone_when_hours_are_unlimited(area: Path) -> None:
    alike = {**NO_STRAIN, **NO_LEARNING, "leaving_rate_per_year": 0.0}  # nobody carries anything elsewhere
    parameters = {**UNLIMITED, **NOBODY_LOOKS_AT_THE_LIST, **alike}
    household = busiest(area)
    plain, changed = other_lives(area, parameters, 52, household)
    apart = np.zeros(plain.households.size, bool)
    for one, other in zip(household_histories(plain), household_histories(changed), strict=True):
        apart |= (one != other).reshape(len(apart), -1).any(axis=1)
    assert np.flatnonzero(apart).tolist() == [household]


def test_changing_one_household_leaves_the_others_alone_until_hours_run_out(area: Path) -> None:
    """With limited hours the other households are the same as long as every waiting case found room."""
    household = busiest(area)
    parameters = {**NOBODY_LOOKS_AT_THE_LIST, "leaving_rate_per_year": 0.0, "intake_hours": 0.0}
    weeks = 1
    while room_for_all(area, parameters, weeks + 1, household) and weeks < 52:
        weeks += 1
    assert weeks >= 2
    plain, changed = other_lives(area, parameters, weeks, household)
    apart = np.zeros(plain.households.size, bool)
    for one, other in zip(household_histories(plain), household_histories(changed), strict=True):
        apart |= (one != other).reshape(len(apart), -1).any(axis=1)
    assert set(np.flatnonzero(apart).tolist()) <= {household}


def room_for_all(area: Path, parameters: Mapping[str, float], weeks: int, household: int) -> bool:
    """Whether nobody had to wait for hours in all these weeks, in either world.

    Args:
        area: folder of the area.
        parameters: changed numbers.
        weeks: weeks to live.
        household: the household that differs.

    Returns:
        Whether every list was empty after its starts and every running case got its hours.
    """
    for world in other_lives(area, parameters, weeks, household):
        at_work = (world.professionals.vacant == 0) & (world.professionals.sick == 0)
        if world.stock[2].sum() > 0 or (world.professionals.case_share[at_work] < 1.0).any():
            return False
    return True


# ---- T6: adding what nobody uses


def test_an_organisation_nobody_goes_to_changes_nothing(area: Path, tmp_path: Path) -> None:
    bigger = busy_area(tmp_path)
    with (bigger / "organisations.csv").open("a", encoding="utf-8") as file:
        file.write("niemand,Niemand,1,1,test area,D\n")
    for policy in POLICIES:
        plain, other = (simulate(scenario(folder, policy, warmup_weeks=20)) for folder in (area, bigger))
        assert plain.fingerprint == other.fingerprint


def test_a_post_without_cases_changes_no_life(area: Path, tmp_path: Path) -> None:
    """Client support that nobody may ask for, with four more people: only hours and cost are added."""
    bigger = busy_area(tmp_path)
    path = bigger / "posts.csv"
    path.write_text(
        path.read_text().replace("client_support,generalist,0.82,1", "client_support,generalist,4.1,5")
    )
    nobody_asks = {"client_support_request_share": 0.0}
    names = [name for name in NAMES if not name.startswith(("hours_", "staff_", "cost_own_"))]
    tables = []
    for folder in (area, bigger):
        of = scenario(folder, warmup_weeks=20, parameters=nobody_asks)
        state = first_day(of)
        state.routes[state.routes == CLIENT_SUPPORT] = -1
        live_weeks(held(state), -of.warmup_weeks, 0)
        tables.append(table_of(lived(of, of.weeks, state)))
    assert first_difference(tables[0][names], tables[1][names]) == ""
    assert first_difference(*tables) != ""


def test_looking_changes_nothing(area: Path) -> None:
    """Checks, progress, outcomes and a second copy of the area do not touch the first."""
    of = scenario(area, "krachtenbundeling", warmup_weeks=20)
    plain = simulate(of)
    seen: list[int] = []
    watched = simulate(of, check_every=1, progress=lambda done, _: seen.append(done), cancelled=lambda: False)
    assert watched.fingerprint == plain.fingerprint
    assert seen[-1] == of.weeks
    assert not watched.summary.empty and watched.fingerprint == plain.fingerprint
    two = simulate(scenario(area, "krachtenbundeling", warmup_weeks=20, copies=2))
    pd.testing.assert_frame_equal(two.households, plain.households)
