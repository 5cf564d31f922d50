"""A policy that comes and goes by its calendar (model 9): nowhere, in steps, paused, withdrawn, by halves."""

import pickle
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.case import OPEN
from agents.domains import MODERATE, WORK
from agents.need import NEVER
from results.words import load_input_words
from simulation import Scenario, simulate
from simulation.counters import FOLLOWED_N, SHARED_LIST
from simulation.errors import InputError
from simulation.model import NeighbourhoodModel
from simulation.parameters import entries
from simulation.policies import policy
from simulation.policies.calendar import Rollout, read_calendar
from simulation.startup import branch, started
from simulation.world import CEILING
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.neighbourhood import KLEIN, NO_TURNOVER, scenario, weeks_lived

POLICY = "krachtenbundeling"
WARM = 52
weeks = st.integers(0, 300)


def of(calendar: Mapping[str, object], **parameters: float) -> Scenario:
    """The whole bundle in the small area, by a calendar."""
    return scenario(KLEIN, POLICY, warmup_weeks=WARM, parameters=parameters, calendar=calendar)


# ---- how far


@given(start=weeks, phase=weeks, pause=weeks, length=weeks, over=weeks, fidelity=st.floats(0.0, 1.0))
def test_how_far_a_policy_is_follows_its_calendar(
    start: int, phase: int, pause: int, length: int, over: int, fidelity: float
) -> None:
    calendar = Rollout(start, phase, pause, pause + length, start + over, fidelity)
    reach = calendar.reach(300)
    for week, part in enumerate(reach):
        off = week < start or pause <= week < pause + length or week >= start + over
        grown = min(1.0, (week - start + 1) / phase) if phase else 1.0
        assert part == (0.0 if off else pytest.approx(grown * fidelity))
    assert (reach <= Rollout(start, 0, fidelity=1.0).reach(300)).all()


def test_without_a_calendar_a_policy_is_everywhere_at_once() -> None:
    assert (Scenario(area=str(KLEIN), policy=POLICY).reach == 1.0).all()
    plain, told = of({}), of({"start_week": 0, "fidelity": 1.0})
    assert plain.digest == told.digest
    assert simulate(plain).fingerprint == simulate(told).fingerprint


# ---- nowhere


NOWHERE = (
    {"start_week": 2600},
    {"withdrawn_week": 0},
    {"pause_from": 0, "pause_until": 2600},
    {"fidelity": 0.0},
    {"Oost": {"start_week": 2600}, "West": {"withdrawn_week": 0}},
)


@pytest.mark.parametrize("calendar", NOWHERE, ids=str)
def test_a_policy_that_is_nowhere_is_fragmented_working_to_the_last_bit(
    calendar: Mapping[str, object],
) -> None:
    """Also for levers that hold for the whole area, such as hours."""
    levers = {"hours_change": 0.8, "longest_case_weeks": 13.0, "outreach": 1.0, "admission": 2.0}
    base = simulate(scenario(KLEIN, warmup_weeks=WARM))
    nowhere, somewhere = simulate(of(calendar, **levers)), simulate(of({}, **levers))
    assert nowhere.fingerprint == base.fingerprint != somewhere.fingerprint
    assert (nowhere.recording.selections == base.recording.selections).all()


# ---- in steps


def test_phasing_in_only_adds_households_until_all_are_there() -> None:
    """The same draws decide at every step, so nobody is in one week and out the next."""
    still = {name: 0.0 for name in NO_TURNOVER}
    full = branch(started(of({}, **still)), of({}, **still))
    before: dict[str, set[int]] = {name: set() for name in ("at_door", "by_plan", "visited")}
    sizes = []
    for world, week, _ in weeks_lived(of({"phase_in_weeks": 6}, **still), 8):
        if week < 0:
            continue
        for name, known in before.items():
            now = set(np.flatnonzero(world.households[name]).tolist())
            if name != "by_plan":  # a director brings a plan with him
                assert known <= now <= set(np.flatnonzero(full.households[name]).tolist())
            before[name] = now
        sizes.append(len(before["at_door"]))
    assert sizes == sorted(sizes) and sizes[0] < sizes[3] < sizes[5] == sizes[7]
    assert before["at_door"] == set(np.flatnonzero(full.households.at_door).tolist())


def test_a_stepped_wedge_starts_in_each_neighbourhood_in_its_own_week() -> None:
    one = of({"Oost": {"start_week": 2}, "West": {"start_week": 5}})
    east = one.loaded_area.neighbourhoods.index("Oost")
    for world, week, _ in weeks_lived(one, 7):
        for number, start in ((east, 2), (1 - east, 5)):
            mine = world.households.neighbourhood == number
            assert world.households.at_door[mine].any() == (week >= start)
            followed = world.households.following[mine] >= 0
            assert week >= start or not followed.any()
        share = float(world.p[0].queue) / policy(POLICY).levers["queue"]
        homes = (world.households.neighbourhood == east).mean()
        assert share == pytest.approx(0.0 if week < 2 else homes if week < 5 else 1.0)


@pytest.mark.parametrize(
    ("lever", "flag"),
    [
        *(("intake", "at_door"), ("outreach", "visited"), ("collective", "knows_walk_in")),
        *(("custom", "custom"), ("partners", "with_partners"), ("own_choice", "own_choice")),
        *(("youth_nurse", "youth_nurse"), ("plan", "by_plan")),
    ],
)
def test_every_switch_of_a_household_waits_for_its_neighbourhood(lever: str, flag: str) -> None:
    one = scenario(KLEIN, warmup_weeks=WARM, parameters={lever: 1.0}, calendar={"West": {"start_week": 2600}})
    world = branch(started(one), one)
    west = world.households.neighbourhood == one.loaded_area.neighbourhoods.index("West")
    usual = branch(started(one), scenario(KLEIN, warmup_weeks=WARM)).households[flag]
    assert world.households[flag][~west].all() and not usual[~west].all()
    assert (world.households[flag][west] == usual[west]).all()


@pytest.mark.parametrize("there", [False, True])
def test_a_closing_rule_waits_for_its_neighbourhood(area: Path, there: bool) -> None:
    calendar = {"West": {} if there else {"start_week": 2600}}
    one = scenario(area, warmup_weeks=WARM, parameters={"longest_case_weeks": 4.0}, calendar=calendar)
    west = one.loaded_area.neighbourhoods.index("West")
    *_, (world, last, broken) = weeks_lived(one, 10)
    assert broken == {}
    running = (world.cases.state == OPEN) & (world.cases.ends_week == NEVER)
    running &= world.products.transfer[world.cases["product"]] == 0
    weeks_open = last - world.cases.start_week[running]
    here = world.households.neighbourhood[world.cases.household[running]] == west
    assert weeks_open[~here].max() <= 4
    assert (weeks_open[here].max() <= 4) == there


@pytest.mark.parametrize("there", [False, True])
def test_places_of_employers_wait_for_their_neighbourhood(area: Path, there: bool) -> None:
    """Only who takes a place goes from 2 to 0 in one week."""
    levers = {"partners": 1.0, "employer_places_per_year": 60.0, "job_place_works": 1.0}
    busy = {"onset_hazard_work": entries()["onset_hazard_work"].high, **NO_TURNOVER}
    calendar = {"West": {} if there else {"start_week": 2600}}
    one = scenario(area, warmup_weeks=WARM, parameters={**levers, **busy}, calendar=calendar)
    west = one.loaded_area.neighbourhoods.index("West")
    cured = {True: 0, False: 0}
    severity = np.empty(0)
    for world, week, broken in weeks_lived(one, 52):
        assert broken == {}
        if week >= 0:
            for need in np.flatnonzero((severity == MODERATE) & (world.needs.severity == 0)):
                cured[bool(world.households.neighbourhood[world.needs.household[need]] == west)] += 1
        severity = np.where(world.needs.domain == WORK, world.needs.severity, 0)
    assert cured[False] > 0
    assert (cured[True] > 0) == there


def test_halves_of_a_policy_reach_half_of_those_it_would() -> None:
    full, half = (branch(started(of({})), of({"fidelity": part})) for part in (1.0, 0.5))
    reached = half.households.at_door.sum() / full.households.at_door.sum()
    assert 0.4 < reached < 0.6
    assert not (half.households.at_door & ~full.households.at_door.astype(bool)).any()


# ---- paused and withdrawn


def test_after_it_is_withdrawn_nothing_of_a_policy_is_left_but_what_runs(area: Path) -> None:
    """And the books balance while it starts in steps, pauses, comes back and ends."""
    calendar = {
        "phase_in_weeks": 3,
        "pause_from": 8,
        "pause_until": 11,
        "withdrawn_week": 20,
        "West": {"start_week": 4, "withdrawn_week": 16, "fidelity": 0.5},
    }
    busy = {"onset_hazard_mental": 0.004, "onset_hazard_money": 0.008, "hours_change": 0.5}
    one = scenario(area, POLICY, warmup_weeks=WARM, calendar=calendar, parameters=busy)
    met = set()
    for world, week, broken in weeks_lived(one, 24):
        assert broken == {}
        if week % 13 == 0 or (week >= 0 and week % 2 == 0):  # every week in test_conservation.py
            assert Bookkeeper(world, week).contradictions() == []
        if week < 0:
            continue
        shared = world.cases.queue[world.cases.state > 0] == world.counters[SHARED_LIST]
        waiting = world.cases.state[world.cases.state > 0] != OPEN
        there = {
            "door": bool(world.households.at_door.any()),
            "plan": bool(world.households.plan.any()),
            "team": bool(world.professionals.pooled.any()),
            "director": bool(world.counters[FOLLOWED_N] > 0),
            "list": bool((shared & waiting).any()),
        }
        met |= {name for name, is_there in there.items() if is_there}
        if 8 <= week < 11 or week >= 20:
            assert not any(there.values()), (week, there)
    assert met == {"door", "plan", "team", "director", "list"}


def test_budgets_are_pooled_from_the_budget_year_after_it_starts_and_the_books_balance() -> None:
    """Ceilings are those of the contracts under every calendar; none is lost or made on the way."""
    found: dict[tuple[int, int], tuple[int, int]] = {}
    for start in (0, 30, 2600):
        one = scenario(KLEIN, POLICY, years=2, warmup_weeks=208, calendar={"start_week": start})
        for world, week, broken in weeks_lived(one, 60):
            assert broken == {}, (start, week)
            if week in (29, 51, 52):
                ceilings = np.maximum(world.purses[:, :, CEILING], 0)
                pooled = int(ceilings[world.counters[SHARED_LIST]].sum())
                found[start, week] = pooled, int(ceilings.sum())
    assert len({everything for _, everything in found.values()}) == 1
    pool = {key: part for key, (part, _) in found.items()}
    assert pool[0, 29] == pool[0, 52] == pool[30, 52] > 0
    assert {pool[key] for key in ((30, 29), (30, 51), (2600, 29), (2600, 52))} == {0}


def test_a_calendar_travels_and_is_put_aside(tmp_path: Path) -> None:
    one = of({"start_week": 1, "West": {"start_week": 3}})
    assert pickle.loads(pickle.dumps(one)) == one
    whole, first = NeighbourhoodModel(one), NeighbourhoodModel(one)
    for _ in range(6):
        whole.step()
    for _ in range(2):
        first.step()
    again = NeighbourhoodModel.resume(first.save(tmp_path / "week2.npz"))
    for _ in range(4):
        again.step()
    assert again.weekly.equals(whole.weekly)


# ---- what cannot be


WRONG = [
    ({"start_weak": 3}, "did you mean 'start_week'?", "bedoelt u 'start_week'?"),
    ({"start_week": -1}, "whole number of weeks from 0", "geheel aantal weken van 0"),
    ({"West": {"start_week": 1.5}}, "neighbourhood 'West'", "buurt 'West'"),
    ({"fidelity": 2}, "a number from 0 to 1", "een getal van 0 tot 1"),
    ({"pause_from": 3}, "one end only", "maar één kant"),
    ({"pause_from": 3, "pause_until": 2}, "comes after", "komt na"),
    ({"start_week": 3, "West": {"withdrawn_week": 2}}, "comes after", "komt na"),
]


@pytest.mark.parametrize(("calendar", "english", "dutch"), WRONG, ids=[english for _, english, _ in WRONG])
def test_a_calendar_that_cannot_be_is_refused_in_two_languages(
    tmp_path: Path, calendar: Mapping[str, object], english: str, dutch: str
) -> None:
    with pytest.raises(InputError) as excinfo:
        read_calendar(calendar)
    assert english in str(excinfo.value)
    assert excinfo.value.sentence is not None
    assert dutch in excinfo.value.sentence.write(load_input_words("nl"))
    with pytest.raises(InputError):
        of(calendar)


def test_a_neighbourhood_the_area_does_not_have_is_refused() -> None:
    with pytest.raises(InputError, match="did you mean 'West'"):
        of({"Wst": {"start_week": 1}})


def test_a_policy_file_may_have_a_calendar(tmp_path: Path) -> None:
    path = tmp_path / "stap.toml"
    path.write_text("[levers]\nintake = 1\n[calendar]\nstart_week = 4\n[calendar.West]\nstart_week = 8\n")
    assert policy(path).calendar == {"start_week": 4, "West": {"start_week": 8}}
    reach = Scenario(area=str(KLEIN), policy=str(path)).reach
    assert reach.sum(axis=1)[[3, 4, 7, 8]].tolist() == [0.0, 1.0, 1.0, 2.0]
    path.write_text("[levers]\nintake = 1\n[calendar]\nstart_week = -4\n")
    with pytest.raises(InputError, match=r"stap.toml: calendar: start_week"):
        policy(path)
