"""Corners of submodels 2 to 9 (T19): worlds in which each alone makes a lever win, and lose."""

from collections.abc import Mapping
from pathlib import Path

from agents.domains import DOMAINS
from simulation import Run, simulate
from tests.simulation.corners import ALL_ALIKE, HELP_WORKS, weeks_of_trouble
from tests.simulation.neighbourhood import NOBODY_ASKS, scenario
from tests.simulation.test_lists_and_hours import four_providers

SEEDS = (1,)
SHORT = {"unlimited_capacity": 0.0, "hours_change": 0.5}
BUSY = {"asking_rate_other": 0.09, "asking_rate_adult_mental": 0.06, "asking_threshold": 1.0}
KNOWN = {"referral_reaches_known": 1.0, "referral_reaches_unknown": 0.0, "meeting_hours": 0.01}
"""Who meets knows whom the others can call in; the meetings themselves take next to no hours."""


def four_runs(
    area: Path, lever: Mapping[str, float], mechanism: Mapping[str, float], world: Mapping[str, float]
) -> list[tuple[Run, Run, Run, Run]]:
    """Per seed: without the mechanism and without or with the lever, then the same with the mechanism.

    Args:
        area: folder of the area.
        lever: what the policy does.
        mechanism: numbers of the mechanism.
        world: other numbers that all share.
    """
    common = {**ALL_ALIKE, **HELP_WORKS, **world}
    found = []
    for seed in SEEDS:
        none, one, two, three = (
            simulate(
                scenario(
                    area, seed=seed, years=2, warmup_weeks=26, parameters={**common, **changes, **set_to}
                )
            )
            for changes in ({}, mechanism)
            for set_to in ({}, lever)
        )
        found.append((none, one, two, three))
    return found


def both_ways(
    area: Path, lever: Mapping[str, float], mechanism: Mapping[str, float], world: Mapping[str, float]
) -> list[tuple[Run, Run]]:
    """Per seed the run without and with a lever, where a mechanism works without which it does nothing.

    Args:
        area: folder of the area.
        lever: what the policy does.
        mechanism: numbers of the mechanism.
        world: other numbers that all share.
    """
    pairs = []
    for none, one, two, three in four_runs(area, lever, mechanism, world):
        assert weeks_of_trouble(none) == weeks_of_trouble(one), "without the mechanism the lever does nothing"
        pairs.append((two, three))
    return pairs


def given_up(area: Path, lever: Mapping[str, float], world: Mapping[str, float]) -> list[tuple[float, float]]:
    """Per seed the share that gave up waiting without and with a lever, where people may give up."""
    pairs = []
    for none, one, two, three in four_runs(area, lever, {"leaving_list_rate": 0.05}, world):
        shares = [float(run.summary["left_waiting_share"]) for run in (none, one, two, three)]
        assert shares[:2] == [0.0, 0.0]
        pairs.append((shares[2], shares[3]))
    return pairs


def trouble_wins(pairs: list[tuple[Run, Run]]) -> list[bool]:
    """Says of each seed whether the lever leaves fewer weeks at moderate and over; a tie is no answer."""
    weeks = [(weeks_of_trouble(without), weeks_of_trouble(with_it)) for without, with_it in pairs]
    assert all(without != with_it for without, with_it in weeks), weeks
    return [with_it < without for without, with_it in weeks]


def trouble_of(run: Run, domains: list[str]) -> int:
    """Weeks at moderate and over of needs of some domains."""
    names = [f"severity_{domain}_{level}" for domain in domains for level in ("moderate", "severe", "crisis")]
    return int(run.weekly.loc[0:, names].to_numpy().sum())


def cost(run: Run) -> float:
    """Euros of society, a household a year."""
    return float(run.summary["cost_per_household_per_year"])


# ---- 2 spill-over


def test_spill_over_makes_help_with_money_help_everybody(area: Path) -> None:
    """Calling at doors finds debts sooner; only by spill-over does that spare the other domains."""
    doors = {"debt_signal_rate": 0.03, "contact_at_door": 0.45, "contact_by_letter": 0.05, "spill_over": 0.0}
    others = [domain for domain in DOMAINS if domain != "money"]
    for none, one, two, three in four_runs(area, {"outreach": 1.0}, {"spill_over": 0.25}, doors):
        assert trouble_of(none, others) == trouble_of(one, others)
        assert trouble_of(three, others) < trouble_of(two, others)


def test_spill_over_makes_a_slow_door_slow_for_everybody(area: Path) -> None:
    """Where only debts are helped, a narrow common door costs little by itself and much by spill-over."""
    slow = {"intake_hours": 12.0, "broad_intake_factor": 3.0, "unlimited_capacity": 0.0, "spill_over": 0.0}
    debts = {**NOBODY_ASKS, "asking_rate_money": 0.003, "debt_signal_rate": 0.03}
    for runs in four_runs(area, {"intake": 1.0}, {"spill_over": 0.25}, {**slow, **debts}):
        none, one, two, three = map(weeks_of_trouble, runs)
        assert three - two > 2 * abs(one - none)


# ---- 3 detection


def test_seeing_more_wins_where_colleagues_know_each_other(area: Path) -> None:
    pairs = both_ways(area, {"plan": 1.0}, {"detection_per_visit_hour": 0.1}, KNOWN)
    assert all(trouble_wins(pairs))


def test_seeing_more_only_costs_where_help_does_not_work(area: Path) -> None:
    """More is found and helped, and paid, and nobody is better for it."""
    idle = {**KNOWN, "help_speeds_recovery": 0.0, "help_prevents_worsening": 0.0}
    for none, one, two, three in four_runs(area, {"plan": 1.0}, {"detection_per_visit_hour": 0.1}, idle):
        assert weeks_of_trouble(two) == weeks_of_trouble(three)
        more = cost(three) - cost(two)
        assert more > 2 * abs(cost(one) - cost(none))


# ---- 4 accumulation of helpers


def test_who_knows_the_others_calls_in_fewer(area: Path) -> None:
    referred = {"no_improvement_weeks": 13.0, **KNOWN}
    for two, three in both_ways(area, {"plan": 1.0}, {"extra_referral_rate": 0.06}, referred):
        assert three.summary["helpers_mean"] < two.summary["helpers_mean"]
        assert cost(three) < cost(two)


def test_who_calls_in_fewer_helps_less_where_one_helper_is_too_few(area: Path) -> None:
    few = {"no_improvement_weeks": 13.0, "places_when_asking": 1.0, **KNOWN}
    assert not any(trouble_wins(both_ways(area, {"plan": 1.0}, {"extra_referral_rate": 0.06}, few)))


# ---- 5 conflicting plans


def test_one_plan_wins_where_plans_work_against_each_other(area: Path) -> None:
    pairs = both_ways(area, {"plan": 1.0}, {"plan_conflict": 0.1}, {"meeting_hours": 1.0})
    assert all(trouble_wins(pairs))


def test_one_plan_loses_where_plans_are_often_wrong(area: Path) -> None:
    """A common plan that is wrong is wrong for everybody at once; of several plans one may be right."""
    pairs = both_ways(area, {"plan": 1.0}, {"wrong_plan_chance": 0.3}, {"asking_rate_other": 0.09})
    assert not any(trouble_wins(pairs))


# ---- 6 coordination


def test_meetings_win_where_plans_work_against_each_other(area: Path) -> None:
    pairs = both_ways(area, {"plan": 1.0}, {"meeting_hours": 2.0}, {"plan_conflict": 0.1})
    assert all(trouble_wins(pairs))


def test_meetings_lose_where_hours_are_short_and_nothing_conflicts(area: Path) -> None:
    often = {"meeting_hours": 2.0, "meeting_every_weeks": 2.0}
    assert not any(trouble_wins(both_ways(area, {"plan": 1.0}, often, {**SHORT, **BUSY})))


# ---- 7 intake


def test_a_common_door_wins_where_the_first_choice_is_often_wrong(area: Path) -> None:
    door = {"intake": 1.0, "disciplines_consulted": 5.0}
    pairs = both_ways(area, door, {"first_product_right": 0.5}, {"right_per_discipline": 0.1})
    assert all(trouble_wins(pairs))


def test_a_common_door_loses_where_it_is_a_bottleneck(area: Path) -> None:
    slow = {"intake_hours": 12.0, "broad_intake_factor": 3.0}
    pairs = both_ways(area, {"intake": 1.0}, slow, {"unlimited_capacity": 0.0})
    assert not any(trouble_wins(pairs))


# ---- 8 lists and capacity


def test_a_shared_list_wins_where_four_lists_are_short_of_hours(tmp_path: Path) -> None:
    pairs = both_ways(four_providers(tmp_path), {"queue": 1.0}, SHORT, {"hours_change": 0.5, **BUSY})
    assert all(trouble_wins(pairs))


def test_a_shared_list_loses_where_the_worst_go_first_and_take_the_hours(area: Path) -> None:
    shared = {"queue": 1.0, "generalist_breadth": 5.0, "admission": 0.0, "hours_change": 0.5, **BUSY}
    pairs = both_ways(area, {"admission": 1.0}, SHORT, shared)
    assert not any(trouble_wins(pairs))


# ---- 9 waiting


def test_fewer_give_up_waiting_on_a_shared_list(tmp_path: Path) -> None:
    pairs = given_up(four_providers(tmp_path), {"queue": 1.0}, {**SHORT, **BUSY})
    assert all(shared < own for own, shared in pairs)


def test_more_give_up_waiting_at_a_slow_door(area: Path) -> None:
    slow = {"intake_hours": 12.0, "broad_intake_factor": 3.0, "unlimited_capacity": 0.0}
    assert all(door > own for own, door in given_up(area, {"intake": 1.0}, slow))
