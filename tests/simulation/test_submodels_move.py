"""Each submodel that is in does something: its null changes the run, an extreme value changes it again.

Where logic alone fixes the direction, that is tested too: nobody asks when asking is off, more hours of
registration are more hours of registration. No direction of a policy's effect is tested here, or anywhere.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import pytest

from experiments.submodel_table import load_probes
from simulation import Run, Scenario, simulate
from simulation.parameters import entries
from simulation.submodels import SUBMODELS

KLEIN = str(Path(__file__).parents[1] / "areas" / "klein")
WORLD = Scenario(area=KLEIN, years=2, warmup_weeks=52)
PROBES = {f"{probe.parameter}, {probe.scenario.policy}": probe for probe in load_probes(WORLD)}

# What is rare in so small an area is tried in a heavier and longer one.
HEAVY = {
    "onset_hazard_parenting": 0.008,
    "onset_hazard_mental": 0.004,
    "asking_rate_other": 0.09,
    "floor_share_daily_under_67": 0.12,
    "age_17_to_18_rate": 0.04,
    "event_severity_ratio": 20.0,
}
MOST_COPIES = {"network_help": 16}  # only of helpers who have met, and only up to moderate needs
RARE = (
    "placement_after_order_share",
    "placement_weeks",
    "order_weeks",
    "wlz_rate_under_67",
    "ask_again_after_18",
    "generalist_breadth",
    "ownership_loss",
    "walk_in_hours_seen",
    "network_help",
    "director",
    "benefit_cuts_per_year",
    "door_pause_weeks",
    "youth_nurse_refers",
)

NOTHING_BEYOND = ("generalist_breadth",)  # nobody here works on more domains of one household than usual

ONSETS = tuple(name for name in entries() if name.startswith("onset_hazard_"))
ASKING = tuple(name for name in entries() if name.startswith("asking_rate_"))
SIGNALS = (*(name for name in entries() if name.startswith("signal_rate_")), "debt_signal_rate")
QUALITY = ("quality_wait_max", "quality_faces_max", "quality_repeated_story", "quality_no_choice")


@cache
def play(scenario: Scenario) -> Run:
    return simulate(scenario)


@pytest.mark.parametrize("name", PROBES)
def test_null_and_extreme_value_change_the_run(name: str) -> None:
    probe = PROBES[name]
    if probe.parameter in RARE:
        probe = replace(
            probe,
            scenario=replace(
                probe.scenario,
                years=6,
                copies=MOST_COPIES.get(probe.parameter, 4),
                parameters={**HEAVY, **probe.scenario.parameters},
            ),
        )
    found: dict[float, str] = {}
    for level, scenario in zip(probe.levels, probe.scenarios(), strict=True):
        found[level] = play(scenario).fingerprint
    assert len(set(found.values())) == len(found) - (probe.parameter in NOTHING_BEYOND) >= 2


def test_every_submodel_is_tried() -> None:
    numbers = {str(submodel.id) for submodel in SUBMODELS}
    assert {probe.submodel for probe in PROBES.values()} == numbers | {"events"}


@dataclass(frozen=True)
class Direction:
    """What must grow from the null to the extreme value of some parameters, by logic alone."""

    measure: Callable[[Run], float]
    null: Mapping[str, float]
    extreme: Mapping[str, float]
    policy: str = "fragmented"
    base: Mapping[str, float] = field(default_factory=dict)
    at_null: float | None = None
    falls: bool = False

    def at(self, changes: Mapping[str, float]) -> float:
        return self.measure(play(replace(WORLD, policy=self.policy, parameters={**self.base, **changes})))


def total(*starts: str) -> Callable[[Run], float]:
    def measure(run: Run) -> float:
        weekly = run.weekly.loc[0:]
        return float(weekly[[name for name in weekly if str(name).startswith(starts)]].to_numpy().sum())

    return measure


def ratio(part: str, whole: str) -> Callable[[Run], float]:
    return lambda run: total(part)(run) / total(whole)(run)


def outcome(name: str) -> Callable[[Run], float]:
    return lambda run: float(run.summary[name])


def all_at(names: tuple[str, ...], value: float | None = None) -> dict[str, float]:
    return {name: entries()[name].plausible[1] if value is None else value for name in names}


def vary(
    measure: Callable[[Run], float],
    name: str,
    null: float,
    extreme: float,
    *,
    policy: str = "fragmented",
    base: Mapping[str, float] | None = None,
    at_null: float | None = None,
    falls: bool = False,
) -> Direction:
    return Direction(measure, {name: null}, {name: extreme}, policy, base or {}, at_null, falls)


AMPLE = {"unlimited_capacity": 1.0}
DIRECTIONS = {
    "1 onset": Direction(total("onsets_"), all_at(ONSETS, 0.0), all_at(ONSETS), at_null=0.0),
    "2 spill-over": vary(total("onsets_"), "spill_over", 0.0, 0.25),
    "3 own asking": Direction(total("wishes_"), all_at(ASKING, 0.0), all_at(ASKING), at_null=0.0),
    "3 signals": Direction(total("asked_"), all_at(SIGNALS, 0.0), all_at(SIGNALS), base=all_at(ASKING, 0.0)),
    "3 outreach": Direction(total("total_visits"), {}, {"outreach": 1.0}, at_null=0.0),
    "4 third helper": vary(
        total("asked_income_administration", "asked_student_transport"),
        "extra_referral_rate",
        0.0,
        0.06,
        base={"onset_hazard_money": 0.008, "onset_hazard_learning": 0.002, "help_speeds_recovery": 0.0},
        at_null=0.0,
    ),
    "4 closing without goal": vary(ratio("ended_", "open_"), "closing_without_goal_rate", 0.0, 0.03),
    "4 lasting needs close less": vary(
        ratio("ended_", "open_"), "closing_with_high_floor_factor", 1.0, 0.0, falls=True
    ),
    "4 drop-out": vary(ratio("ended_", "open_"), "drop_out_rate", 0.0, 0.02),
    "4 maintenance": vary(
        ratio("hours_direct", "open_"), "maintenance_hours_share", 1.0, 0.2, base=AMPLE, falls=True
    ),
    "5 conflict": vary(
        outcome("experienced_quality"),
        "plan_conflict",
        0.0,
        0.1,
        base=all_at(QUALITY, 0.0),
        at_null=10.0,
        falls=True,
    ),
    "6 talks": vary(total("hours_coordination"), "talk_hours_per_week", 0.0, 0.3, at_null=0.0),
    "6 plan": vary(total("hours_meetings"), "plan", 0.0, 1.0, policy="krachtenbundeling", at_null=0.0),
    "6 meetings": vary(
        total("hours_meetings"),
        "meeting_hours",
        0.0,
        2.0,
        policy="krachtenbundeling",
        at_null=0.0,
    ),
    "6 chair": vary(
        lambda run: float(run.households["consistency"].mean()),
        "chair_skill_nobody",
        1.0,
        0.4,
        falls=True,
    ),
    "7 intake": vary(
        total("hours_intake"), "intake_hours", 0.0, 12.0, base={"decision_hours": 0.0}, at_null=0.0
    ),
    "7 hours of decisions": vary(
        total("hours_intake"), "decision_hours", 0.0, 8.0, base={"intake_hours": 0.0}, at_null=0.0
    ),
    "7 wrong product": vary(total("total_wrong_products"), "first_product_right", 1.0, 0.5, at_null=0.0),
    "7 disciplines": vary(
        total("total_wrong_products"),
        "disciplines_consulted",
        0.0,
        5.0,
        policy="alleen-voordeur",
        base=AMPLE,
        falls=True,
    ),
    "7 broad intake": vary(
        total("hours_intake"), "broad_intake_factor", 1.0, 3.0, policy="alleen-voordeur", base=AMPLE
    ),
    "7 client support": vary(
        total("asked_client_support"),
        "client_support_request_share",
        0.0,
        0.2,
        base={"extra_referral_rate": 0.0},
        at_null=0.0,
    ),
    "8 hours": vary(total("hours_available"), "hours_change", 0.5, 1.5),
    "8 travel": vary(total("hours_travel"), "travel_hours_per_direct_hour", 0.0, 0.5, at_null=0.0),
    "8 faces from outside": vary(
        outcome("helpers_distinct_year_mean"), "outside_worker_change_per_year", 0.0, 0.3
    ),
    "9 leaving the list": vary(total("left_"), "leaving_list_rate", 0.0, 0.05, at_null=0.0),
    "12 registration": vary(
        total("hours_registration"),
        "registration_share",
        0.0,
        0.4,
        base={"registration_per_extra_regime": 0.0},
        at_null=0.0,
    ),
    "12 regimes": vary(
        total("hours_registration"),
        "registration_per_extra_regime",
        0.0,
        0.15,
        base={"registration_share": 0.0},
        at_null=0.0,
    ),
    "13 sickness": vary(total("staff_sick"), "sickness_onset_rate", 0.0, 0.02, at_null=0.0),
    "13 leaving": vary(total("staff_left"), "leaving_rate_per_year", 0.0, 0.2, at_null=0.0),
    "13 strain": vary(
        total("staff_sick"), "strain_eased_by_autonomy", 0.04, -0.02, base={"strain_recovery": 0.01}
    ),
    "14 vacancies": vary(total("staff_vacant"), "vacancy_weeks", 8.0, 52.0),
    "14 tightness": vary(total("staff_vacant"), "labour_tightness", 0.5, 2.0),
    "10 home base": vary(
        total("hours_home_base"), "home_base_hours", 0.0, 2.0, policy="krachtenbundeling", at_null=0.0
    ),
    "24 training": vary(
        total("hours_training"), "transition_hours", 0.0, 80.0, policy="krachtenbundeling", at_null=0.0
    ),
    "24 project": vary(total("cost_project"), "project_cost_per_year", 0.0, 225_000.0, at_null=0.0),
    "25 moves": Direction(
        total("moves_common"),
        {"household_moves_per_year": 0.0, "household_moves_per_year_67_plus": 0.0},
        {"household_moves_per_year": 0.15, "household_moves_per_year_67_plus": 0.2},
        base={"age_17_to_18_rate": 0.0},
        at_null=0.0,
    ),
    "25 coming of age": vary(total("moves_of_age"), "age_17_to_18_rate", 0.0, 0.04, at_null=0.0),
    "26 long-term care": Direction(
        total("moves_into_wlz"),
        {"wlz_rate_67_plus": 0.0, "wlz_rate_under_67": 0.0},
        {"wlz_rate_67_plus": 0.03, "wlz_rate_under_67": 0.003},
        at_null=0.0,
    ),
    "events": vary(total("events_"), "event_severity_ratio", 1.0, 20.0),
}


@pytest.mark.parametrize("name", DIRECTIONS)
def test_what_logic_fixes_goes_that_way(name: str) -> None:
    case = DIRECTIONS[name]
    null, extreme = case.at(case.null), case.at(case.extreme)
    usual = case.at({})
    if case.at_null is not None:
        assert null == case.at_null
    assert null > extreme if case.falls else null < extreme
    between = sorted((null, extreme))
    assert between[0] <= usual <= between[1]


@pytest.mark.parametrize("weeks", [0, 8, 12])
def test_a_decision_takes_exactly_its_legal_time(weeks: int) -> None:
    run = play(replace(WORLD, parameters={"decision_weeks": float(weeks)}))
    started = total("started_aids_transport")(run)
    assert started > 0
    late = total("waited_aids_transport")(run) - weeks * started
    assert 0 <= late <= (0.5 * started if weeks else 0)  # late asks: next week
