"""Where the answer is known beforehand: null effects and the ladder without help (model 12, R3, T10).

Without effects and with unlimited hours every policy gives the same history, bit for bit; without an effect
of help the needs, events and wishes do not depend on policy or hours at all.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from agents.domains import DOMAINS
from agents.need import NEVER
from simulation import Run, simulate
from simulation.active import set_all_hazards
from simulation.columns import NAMES
from simulation.handle import held
from simulation.parameters import entries, nulls
from simulation.policies import policies
from simulation.pressure import set_severity
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.exact.acceptance import ERROR, binomial_limits
from tests.exact.ladder import Ladder
from tests.simulation.neighbourhood import (
    KLEIN,
    NO_EFFECT_OF_HELP,
    NO_FLOORS,
    NO_ONSET,
    NO_STRAIN,
    NO_TURNOVER,
    NOBODY_ASKS,
    NOBODY_LOOKS_AT_THE_LIST,
    POLICIES,
    SAME_WAYS,
    UNLIMITED,
    first_day,
    first_difference,
    lived,
    one_product,
    scenario,
    table_of,
)

SEEDS = (1, 2, 3)
NO_EFFECTS = {
    **NO_EFFECT_OF_HELP,
    **NOBODY_LOOKS_AT_THE_LIST,
    **NO_STRAIN,
    **SAME_WAYS,
    "registration_per_extra_regime": 0.0,
    "plan_conflict": 0.0,
    "wrong_plan_chance": 0.0,
    "talk_hours_per_week": 0.0,
    "meeting_hours": 0.0,
    "intake_hours": 0.0,
    "first_product_right": 1.0,
    "positive_health_conversation_hours": 0.0,
    "discipline_consult_hours": 0.0,
    "director_caseload": 0.0,  # a director is one more helper, which is a difference by itself
    "disciplines_consulted": 0.0,
    "intake_depth": 0.0,
    "decision_hours": 0.0,
    "detection_per_visit_hour": 0.0,
    "extra_referral_rate": 0.0,
    "skill_elsewhere": 1.0,
    "quality_repeated_story": 0.0,  # one door asks for the story once, which is a difference by itself
    "outreach_hours_per_attempt": 0.0,
    "contact_at_door": 0.15,
    "contact_by_letter": 0.15,
    "account_write_off": 0.0,
    "account_overuse": 0.0,
    "home_base_hours": 0.0,
    "project_cost_per_year": 0.0,
    "youth_nurse": 0.0,  # a product of its own
    "partners": 0.0,  # places of employers and a product of its own
    "locations_closed_share": 0.0,  # a cut in hours
    "hours_change": 1.0,
    "walk_in_uptake": 0.0,
    "light_triage": 0.0,
    "mismatch_chance": 0.0,
    "offers_turned_down": 0.0,
    "own_choice_goal_weeks": entries()["goal_floor_weeks"].value,
}
SEVERITY = [name for name in NAMES if name.startswith(("severity_", "onsets_", "ups_", "downs_"))]
EVENTS = [name for name in NAMES if name.startswith(("events_", "moves_"))]
WISHES = [name for name in NAMES if name.startswith("wishes_")]


def runs(
    area: Path, parameters: Mapping[str, float], seed: int, years: int = 3, of: Iterable[str] = POLICIES
) -> list[Run]:
    """The same luck under every policy.

    Args:
        area: folder of the area.
        parameters: changed numbers.
        seed: luck.
        years: years under the policy.
        of: the policies.

    Returns:
        One run per policy, fragmented first.
    """
    common = {"seed": seed, "years": years, "warmup_weeks": 26, "parameters": dict(parameters)}
    return [simulate(scenario(area, policy, **common)) for policy in of]


def share_of(parameters: Mapping[str, float], names: list[str], area: Path, seed: int) -> None:
    """Some columns are the same under every policy.

    Args:
        parameters: changed numbers.
        names: the columns.
        area: folder of the area.
        seed: luck.
    """
    base, *others = runs(area, parameters, seed)
    assert base.weekly[names].to_numpy().any()
    for other in others:
        assert first_difference(base.weekly[names], other.weekly[names]) == "", other.scenario.policy


# ---- R3, T10: no effect, no difference


@pytest.mark.parametrize("seed", SEEDS)
def test_policies_are_the_same_without_effects_and_with_unlimited_hours(area: Path, seed: int) -> None:
    parameters = {**NO_EFFECTS, **UNLIMITED, "debt_signal_rate": 0.0}
    base, *others = runs(area, parameters, seed, of=policies())
    assert len(others) == 10
    assert base.weekly.filter(like="started_").to_numpy().sum() > 100
    for other in others:
        assert first_difference(base.weekly, other.weekly) == "", other.scenario.policy
        assert other.fingerprint == base.fingerprint


@pytest.mark.parametrize("seed", SEEDS)
def test_with_debt_signals_only_the_number_of_visits_differs(area: Path, seed: int) -> None:
    """A visit that reaches no more people than a letter and takes no time is still counted as a visit."""
    base, *others = runs(area, {**NO_EFFECTS, **UNLIMITED, "debt_signal_rate": 0.1}, seed)
    names = [name for name in NAMES if name != "total_visits"]
    for other in others:
        assert first_difference(base.weekly[names], other.weekly[names]) == "", other.scenario.policy
    assert others[-1].weekly["total_visits"].sum() > 0


def test_policies_are_the_same_when_every_number_is_null(area: Path) -> None:
    every = {name: value for name, value in nulls().items() if entries()[name].kind == "model"}
    same = {**NO_EFFECTS, **every, **UNLIMITED}
    assert len({run.fingerprint for run in runs(area, same, seed=1, of=policies())}) == 1


@pytest.mark.parametrize(
    "left_on",
    [
        {"intake_hours": 6.0},
        {"meeting_hours": 1.0},
        {"wrong_plan_chance": 0.3},
        {"first_product_right": 0.7, "disciplines_consulted": 2.0},
    ],
)
def test_an_effect_left_on_is_noticed(area: Path, left_on: dict[str, float]) -> None:
    on = {**NO_EFFECTS, **UNLIMITED, "debt_signal_rate": 0.0, "help_speeds_recovery": 3.0, **left_on}
    assert len({run.fingerprint for run in runs(area, on, seed=2)}) > 1


@pytest.mark.parametrize("seed", SEEDS)
def test_needs_events_and_wishes_do_not_depend_on_policy_without_effect_of_help(
    area: Path, seed: int
) -> None:
    share_of({**NO_EFFECT_OF_HELP, **NOBODY_LOOKS_AT_THE_LIST}, SEVERITY + EVENTS + WISHES, area, seed)


@pytest.mark.parametrize("policy", POLICIES)
def test_needs_events_and_wishes_do_not_depend_on_hours_without_effect_of_help(
    area: Path, policy: str
) -> None:
    still = {**NO_EFFECT_OF_HELP, **NOBODY_LOOKS_AT_THE_LIST}
    names = SEVERITY + EVENTS + WISHES
    capacities: list[dict[str, float]] = [{"hours_change": 0.5}, {"hours_change": 1.5}, UNLIMITED]
    tables = [simulate(scenario(area, policy, years=3, parameters=still | c)).weekly for c in capacities]
    for table in tables[1:]:
        assert first_difference(tables[0][names], table[names]) == ""
    assert first_difference(tables[0], tables[1]) != ""


def test_wishes_do_depend_on_hours_when_people_look_at_the_list(area: Path) -> None:
    looks = {**NO_EFFECT_OF_HELP, "wait_discouragement_weeks": 26.0}
    few, many = (
        simulate(scenario(area, years=3, parameters={**looks, "hours_change": change}))
        for change in (0.5, 1.5)
    )
    assert first_difference(few.weekly[SEVERITY], many.weekly[SEVERITY]) == ""
    assert few.weekly[WISHES].to_numpy().sum() < many.weekly[WISHES].to_numpy().sum()


# ---- the ladder


@pytest.mark.parametrize("weeks", [0, 52])
def test_needs_without_help_follow_the_exact_chain(weeks: int) -> None:
    """Equal people without floors and spill-over: every week is a draw from the long-run law of the ladder.

    Exact binomial acceptance of every cell at 0.1% over all cells, seeds 1 to 20.
    """
    equal = {
        "frailty_sd_household": 0.0,
        "frailty_sd_resident": 0.0,
        "spill_over": 0.0,
        "income_frailty_link": 0.0,
    }
    still = {**NO_EFFECT_OF_HELP, **NO_FLOORS, **NO_TURNOVER, **equal}
    counts = np.zeros((len(DOMAINS), 5), np.int64)
    seeds = range(1, 21)
    for seed in seeds:
        of = scenario(KLEIN, seed=seed, warmup_weeks=1, parameters=still)
        counts += lived(of, weeks).severity_count
    cells = counts.size
    for number, domain in enumerate(DOMAINS):
        exact = ladder_of(domain).occupancy()
        owners = int(counts[number].sum())
        for severity, share in enumerate(exact):
            low, high = binomial_limits(owners, float(share), ERROR / cells)
            assert low <= counts[number, severity] <= high, (domain, severity, counts[number] / owners, exact)


def ladder_of(domain: str) -> Ladder:
    """The weekly chances of an average need without help, from the hazards as the model describes them.

    Args:
        domain: name of the domain.

    Returns:
        The exact ladder.
    """
    p = {name: entry.value for name, entry in entries().items()}
    speed = p[f"severity_speed_{domain}"]
    ups = np.array([p[f"up_hazard_{s}"] for s in (1, 2, 3)]) * speed
    downs = np.array([p[f"down_hazard_{s}"] for s in (1, 2, 3)]) * speed
    moves = (1.0 - np.exp(-(ups + downs))) / (ups + downs)
    onset = 1.0 - np.exp(-p[f"onset_hazard_{domain}"])
    return Ladder(onset, tuple(ups * moves), tuple(downs * moves), p["crisis_state_exit"])


def test_everybody_recovers_in_four_weeks_when_recovery_is_certain(area: Path) -> None:
    """From a crisis state it takes exactly four weeks, one step a week; nothing begins any more."""
    of = scenario(area, warmup_weeks=0, parameters={**NO_FLOORS, **NO_TURNOVER})
    state = first_day(of, rate=0.0)
    quiet_for_ever(state)
    there = state.needs.severity > 0
    for index in np.flatnonzero(there & (state.needs.severity < 4)):
        set_severity(held(state), int(index), 4, -1)
    world = branch(state, of)
    for severity in (1, 2, 3):
        world.p[f"up_hazard_{severity}"] = 0.0
        world.p[f"down_hazard_{severity}"] = 1e6
    world.p.crisis_state_exit = 1.0
    set_all_hazards(held(world))
    for week in range(4):
        assert world.severity_count[:, 4 - week].sum() == there.sum()
        live_weeks(held(world), week, week + 1)
    assert world.severity_count[:, 1:].sum() == 0


def quiet_for_ever(world: World) -> None:
    """Let no need begin any more.

    Args:
        world: the world; changed.
    """
    world.ladder[:, 0] = 0.0
    world.needs.hazard = 0.0
    world.needs.onset_week = NEVER
    world.calendar[:] = -1


def test_no_hours_at_all_is_the_ladder_without_help(area: Path) -> None:
    """Nobody works here and nobody comes from outside: needs go as if help had no effect."""
    alone = {**NOBODY_LOOKS_AT_THE_LIST, "walk_in_uptake": 0.0, "bottleneck_share": 0.0, "light_triage": 0.0}
    of = scenario(area, "krachtenbundeling", years=2, warmup_weeks=0, parameters=alone)
    without = scenario(
        area,
        "krachtenbundeling",
        years=2,
        warmup_weeks=0,
        parameters={**alone, **NO_EFFECT_OF_HELP},
    )
    state = first_day(of)
    state.professionals.contract_hours = 0.0
    state.lists.first_hours = 0.0
    empty = table_of(lived(of, of.weeks, state))
    assert empty["hours_available"].sum() == 0
    assert (
        empty[[f"started_{name}" for name in ("social_work", "ggz", "household_help")]].to_numpy().sum() == 0
    )
    assert empty["asked_social_work"].sum() > 0
    assert first_difference(empty[SEVERITY + EVENTS], simulate(without).weekly[SEVERITY + EVENTS]) == ""


def test_nobody_is_helped_when_nobody_asks_or_sees() -> None:
    of = scenario(KLEIN, "krachtenbundeling", years=2, warmup_weeks=0, parameters=NOBODY_ASKS)
    weekly = table_of(lived(of, of.weeks, first_day(of, rate=0.0)))
    assert weekly.filter(regex="^(asked|started|open|pending)_").to_numpy().sum() == 0
    assert weekly["helpers_sum"].sum() == weekly["hours_direct"].sum() == 0


# ---- at most one need


ONE_NEED = {
    **{name: 0.0 for name in (*NO_ONSET, *NO_FLOORS) if not name.endswith("_housing")},
    **SAME_WAYS,
    **UNLIMITED,
    "onset_hazard_housing": 0.0012,
    "detection_per_visit_hour": 0.0,  # nobody is found sooner because a director looks in
}
DIRECTED = {"director": 100.0, "director_least_domains": 1.0, "director_consent": 1.0, "director_posts": 1.0}
HARMLESS = {"plan_conflict": 0.0, "director_closes": 0.0, "trust_loss": 0.0, "trust_gain": 0.0}


def with_one_need(area: Path, seed: int, parameters: Mapping[str, float]) -> pd.DataFrame:
    """Two years in which nobody has other trouble than with housing, and no other help than social work."""
    of = scenario(area, seed=seed, years=2, warmup_weeks=78, parameters={**ONE_NEED, **parameters})
    state = one_product(first_day(of))
    live_weeks(held(state), -of.warmup_weeks, 0)
    return table_of(lived(of, of.weeks, state)).iloc[of.warmup_weeks :]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_director_brings_nothing_where_nobody_has_two_needs(area: Path, seed: int) -> None:
    """There is nothing to bring together: lives are those without him, and he is one more helper to pay."""
    without, directed = (with_one_need(area, seed, {**HARMLESS, **d}) for d in ({}, DIRECTED))
    assert directed["directors_seconds"].sum() > 0
    assert without["helpers_max"].max() == 1 and directed["helpers_max"].max() == 2
    assert first_difference(without[SEVERITY + EVENTS + WISHES], directed[SEVERITY + EVENTS + WISHES]) == ""
    assert directed["cost_outside_wmo"].sum() > without["cost_outside_wmo"].sum()


def test_a_director_only_stands_in_the_way_where_nobody_has_two_needs(area: Path) -> None:
    """With plans that contradict each other he is somebody to disagree with: trouble lasts longer."""
    disagree = {**HARMLESS, "plan_conflict": 0.1, "help_speeds_recovery": 4.0}
    weeks = [
        sum(trouble_with_housing(with_one_need(area, seed, {**disagree, **d})) for seed in SEEDS)
        for d in ({}, DIRECTED)
    ]
    assert weeks[1] > weeks[0]


def trouble_with_housing(weekly: pd.DataFrame) -> int:
    """Weeks of needs at severity 2 and over."""
    names = [f"severity_housing_{level}" for level in ("moderate", "severe", "crisis")]
    return int(weekly[names].to_numpy().sum())
