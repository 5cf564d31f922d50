"""Submodel 28: employers, schools and the corporation; and the youth practice nurse (model 9)."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.case import OPEN
from agents.domains import HOUSING, MONEY
from agents.need import level_in
from agents.partner import places_offered
from simulation.columns import NAMES, column
from simulation.products import REPAYMENT_PLAN, SCHOOL_CARE, YOUTH_NURSE
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.corners import ALL_ALIKE, HELP_WORKS, alone
from tests.simulation.neighbourhood import (
    NO_EFFECT_OF_HELP,
    NO_TURNOVER,
    counted,
    first_day,
    lived,
    scenario,
    weeks_lived,
)

WEEKS = 52
POOR = {"onset_hazard_housing": 0.0012, "onset_hazard_money": 0.008, "spill_over": 0.25}
JOBS = {"partners": 1.0, "employer_places_per_year": 60.0}


@settings(deadline=None, derandomize=True)
@given(per_week=st.floats(0.0, 3.0), first=st.integers(-200, 200), weeks=st.integers(1, 300))
def test_places_are_spread_and_add_up(per_week: float, first: int, weeks: int) -> None:
    """Law: over any stretch of weeks as many places as the rate says, but for one."""
    offered = [places_offered(per_week, week) for week in range(first, first + weeks)]
    assert min(offered) >= 0 and max(offered) - min(offered) <= 1
    assert abs(sum(offered) - per_week * weeks) < 1.0 + 1e-6


def test_each_place_is_taken_once_and_a_taken_place_may_end_a_moderate_work_need(area: Path) -> None:
    still = {**NO_TURNOVER, **JOBS}
    for works in (0.0, 1.0):
        parameters = {**still, "job_place_works": works}
        taken = kept = 0
        for world, week, broken in weeks_lived(scenario(area, warmup_weeks=26, parameters=parameters), WEEKS):
            assert broken == {}, f"week {week}"
            if week >= 0:
                assert world.now[column("total_job_places_taken")] <= places_offered(60.0 / 52, week)
                taken += int(world.now[column("total_job_places_taken")])
                kept += int(world.now[column("total_jobs_kept")])
        assert taken > 0 and kept == (taken if works else 0)
        assert Bookkeeper(world, WEEKS - 1).contradictions() == []
        assert ((world.needs.severity == 0) | (world.needs.severity >= world.needs.floor)).all()


def test_the_corporation_offers_a_plan_before_notice(area: Path) -> None:
    of = scenario(area, "fragmented", warmup_weeks=52, parameters={**POOR, "partners": 1.0})
    world = lived(of, WEEKS, first_day(of, rate=0.0))
    assert counted(world, "started_repayment_plan") > 0
    for case in world.cases[(world.cases.state == OPEN) & (world.cases["product"] == REPAYMENT_PLAN)]:
        assert world.households.rented[case.household] and world.needs.domain[case.need] == HOUSING
    near = [
        index
        for index in np.flatnonzero((world.needs.domain == HOUSING) & (world.needs.severity >= 3))
        if world.households.rented[world.needs.household[index]]
        and level_in(int(world.households.levels[world.needs.household[index]]), MONEY) >= 3
        and world.needs.level_week[index] < WEEKS - 1
    ]
    helped = set(
        world.cases.need[(world.cases.state > 0) & (world.cases["product"] == REPAYMENT_PLAN)].tolist()
    )
    late = [i for i in near if i not in helped]
    assert len(late) <= len(near) / 2


@pytest.mark.parametrize("lever", ["partners", "youth_nurse"])
def test_nothing_is_offered_at_the_null(area: Path, lever: str) -> None:
    world = lived(scenario(area, "krachtenbundeling", parameters={**POOR, lever: 0.0}), WEEKS)
    name = {"partners": "repayment_plan", "youth_nurse": "youth_nurse"}[lever]
    assert counted(world, f"asked_{name}") == 0
    assert counted(world, "total_job_places_taken") == 0


def test_extreme_numbers_of_places_break_nothing(area: Path) -> None:
    of = scenario(area, parameters={**JOBS, "job_place_works": 1.0})
    for _, week, broken in weeks_lived(of, 20):
        assert broken == {}, f"week {week}"


# ---- corners: partners alone win, and lose


def test_places_of_employers_win(area: Path) -> None:
    world = {"employer_places_per_year": 0.0, "onset_hazard_housing": 0.0, "floor_share_other": 0.0}
    without, partners = alone(area, {"partners": 1.0}, {"employer_places_per_year": 60.0}, world)
    names = [f"severity_work_{level}" for level in ("moderate", "severe", "crisis")]
    weeks = [int(run.weekly.loc[0:, names].to_numpy().sum()) for run in (without, partners)]
    assert weeks[1] < weeks[0]


def test_a_repayment_plan_is_one_more_helper(area: Path) -> None:
    """It also helps, so that a world in which it alone makes things worse was not found."""
    heavy = {**ALL_ALIKE, **HELP_WORKS, **POOR}
    worlds = []
    for share in (0.0, 1.0):
        of = scenario(area, years=2, warmup_weeks=52, parameters={**heavy, "partners": share})
        worlds.append(lived(of, 104, first_day(of, rate=0.0), employer_places_per_year=0.0))
    assert counted(worlds[1], "started_repayment_plan") > 0
    assert counted(worlds[1], "helpers_sum") > counted(worlds[0], "helpers_sum")


# ---- the school in the meeting


def test_a_school_in_the_meeting_knows_the_others(area: Path) -> None:
    """Known helpers stop their extra referrals more often, so fewer are made where schools join."""
    busy = {
        "plan": 1.0,
        "extra_referral_rate": 0.06,
        "help_speeds_recovery": 0.0,
        "onset_hazard_learning": 0.002,
    }
    busy |= {"referral_reaches_known": 1.0, "referral_reaches_unknown": 0.0, "employer_places_per_year": 0.0}
    busy |= {"onset_hazard_parenting": 0.008, "no_improvement_weeks": 13.0}
    asked = []
    for share in (0.0, 1.0):
        world = lived(scenario(area, warmup_weeks=26, parameters={**busy, "partners": share}), 2 * WEEKS - 60)
        asked.append(counted(world, "asked_student_transport"))
        assert (world.cases["product"][world.cases.state == OPEN] == SCHOOL_CARE).any()
    assert asked[1] <= asked[0]


# ---- youth practice nurse


YOUNG = {"onset_hazard_mental": 0.004, "asking_rate_other": 0.09, "youth_nurse": 1.0}


def test_the_nurse_sees_a_child_before_youth_mental_health_care(area: Path) -> None:
    of = scenario(area, parameters={**NO_EFFECT_OF_HELP, **YOUNG, "youth_nurse_refers": 0.0})
    world = lived(of, WEEKS)
    assert counted(world, "started_youth_nurse") > 0
    since = world.weekly[8:, column("asked_youth_mental_health")].sum()
    plain = lived(scenario(area, parameters={**NO_EFFECT_OF_HELP, **YOUNG, "youth_nurse": 0.0}), WEEKS)
    assert since < plain.weekly[8:, column("asked_youth_mental_health")].sum()
    always = {**NO_EFFECT_OF_HELP, **YOUNG, "youth_nurse_refers": 1.0}
    referred = lived(scenario(area, parameters=always), WEEKS)
    assert referred.weekly[8:, column("asked_youth_mental_health")].sum() > since
    assert Bookkeeper(referred, WEEKS - 1).contradictions() == []


def test_a_child_comes_to_the_nurse_for_a_few_weeks_only(area: Path) -> None:
    of = scenario(area, parameters={**YOUNG, **NO_TURNOVER, "youth_nurse_weeks": 4.0})
    for world, week, broken in weeks_lived(of, 30):
        assert broken == {}, f"week {week}"
        with_nurse = world.cases[(world.cases.state == OPEN) & (world.cases["product"] == YOUTH_NURSE)]
        assert (week - with_nurse.start_week < 4).all()


def test_the_nurse_wins_where_her_hours_help_and_loses_where_they_only_delay(area: Path) -> None:
    """Alone: the same luck, unlimited hours; the nurse's own product is all that differs."""
    common = {**ALL_ALIKE, **HELP_WORKS, **YOUNG, "plan_conflict": 0.0}
    trouble = {}
    for name, changes in {
        "none": {"youth_nurse": 0.0},
        "idle": {"hours_youth_nurse_2": 0.0, "hours_youth_nurse_3": 0.0, "youth_nurse_refers": 1.0},
        "good": {"decision_weeks": 0.0, "youth_nurse_weeks": 26.0, "youth_nurse_refers": 1.0},
    }.items():
        of = scenario(area, years=2, warmup_weeks=8, parameters={**common, **changes})
        world = lived(of, 104, first_day(of, rate=0.0))
        names = [f"severity_mental_{level}" for level in ("moderate", "severe", "crisis")]
        trouble[name] = sum(int(world.weekly[8:, NAMES.index(column_name)].sum()) for column_name in names)
    assert trouble["idle"] > trouble["none"]
    assert trouble["good"] < trouble["idle"]
