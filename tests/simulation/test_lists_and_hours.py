"""Lists and hours where the answer is known: unlimited, one organisation, shared, Little's law (T8)."""

from pathlib import Path

import numpy as np
import pytest

from simulation import simulate
from simulation.handle import held
from simulation.parameters import entries
from simulation.products import PRODUCT_NAMES, SOCIAL_WORK, product_table
from simulation.week import live_weeks
from tests.simulation.neighbourhood import (
    KLEIN,
    NO_EFFECT_OF_HELP,
    NO_FLOORS,
    NO_ONSET,
    NO_TURNOVER,
    NOBODY_LOOKS_AT_THE_LIST,
    POLICIES,
    SAME_WAYS,
    UNLIMITED,
    busy_area,
    first_day,
    first_difference,
    lived,
    one_product,
    scenario,
    table_of,
)

SEEDS = (1, 2, 3)


# ---- lists and hours


@pytest.mark.parametrize("policy", POLICIES)
def test_unlimited_hours_leave_only_the_time_for_decisions(area: Path, policy: str) -> None:
    """Whoever asks in the first half of a week starts in that week, or when the decision is there."""
    asked_early = {"extra_referral_rate": 0.0, "age_17_to_18_rate": 0.0}
    run = simulate(scenario(area, policy, years=3, parameters={**UNLIMITED, **asked_early}))
    weekly = run.weekly.loc[0:]
    legal = int(entries()["decision_weeks"].value)
    for number, product in enumerate(PRODUCT_NAMES):
        weeks = legal if product_table().decided[number] else 0
        assert weekly[f"waited_{product}"].sum() == weeks * weekly[f"started_{product}"].sum(), product
    assert weekly.filter(like="started_").to_numpy().sum() > 500


@pytest.mark.parametrize("seed", SEEDS)
def test_one_organisation_with_one_product_gains_nothing_by_sharing(area: Path, seed: int) -> None:
    """The shared list of one product at one organisation is its own list."""
    found = []
    for queue in (0.0, 1.0):
        of = scenario(area, seed=seed, years=3, warmup_weeks=26, parameters={**SAME_WAYS, "queue": queue})
        state = one_product(first_day(of))
        live_weeks(held(state), -of.warmup_weeks, 0)
        found.append(table_of(lived(of, of.weeks, state)))
    assert found[0]["total_in_line"].max() > 10
    assert set(np.flatnonzero(found[0].filter(like="asked_").to_numpy().sum(axis=0))) == {SOCIAL_WORK}
    assert first_difference(*found) == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_one_plan_and_talking_are_useless_when_nobody_has_two_helpers(area: Path, seed: int) -> None:
    """At most one need and one product per household: about one helper, and nothing to agree on."""
    only_housing = {name: 0.0 for name in (*NO_ONSET, *NO_FLOORS) if not name.endswith("_housing")}
    found = []
    for plan in (0.0, 1.0):
        parameters = {**only_housing, **SAME_WAYS, "onset_hazard_housing": 0.0012, "plan": plan}
        of = scenario(area, seed=seed, years=3, warmup_weeks=26, parameters=parameters)
        state = one_product(first_day(of))
        live_weeks(held(state), -of.warmup_weeks, 0)
        found.append(table_of(lived(of, of.weeks, state)))
    assert found[0]["helpers_max"].max() == 1
    assert found[0][["hours_coordination", "hours_meetings"]].to_numpy().sum() == 0
    assert first_difference(*found) == ""


def four_providers(folder: Path) -> Path:
    """Spread social work over four organisations of four people each.

    Args:
        folder: an empty place.

    Returns:
        Folder of the area.
    """
    area = busy_area(folder)
    names = [f"bureau_{letter}" for letter in "abcd"]
    for table, rows in (
        ("organisations", [f"{name},{name},1,2,test area,D" for name in names]),
        ("posts", [f"{name},social_work,generalist,3.28,4,test area,D" for name in names]),
        ("providers", [f"social_work,{name},0.25,test area,D" for name in names]),
        ("capacities", []),
    ):
        path = area / f"{table}.csv"
        kept = [line for line in path.read_text().splitlines() if "social_work" not in line]
        path.write_text("\n".join([*kept, *rows]) + "\n")
    return area


def test_sharing_shortens_the_wait_when_it_costs_nothing(tmp_path: Path) -> None:
    """Four organisations, the same work, no loss of skill, no coordination: the shared list is shorter.

    Seeds 1 to 5, three years with enough hours; the direction is the theory's, the size is not tested.
    """
    area = four_providers(tmp_path)
    same_work = {"hours_social_work_3": 0.7, "hours_share_at_4": 1.0, "hours_share_at_1": 1.0}
    free = {
        **SAME_WAYS,
        "skill_elsewhere": 1.0,
        "talk_hours_per_week": 0.0,
        "admission": 0.0,
        "maintenance_hours_share": 1.0,
    }
    changes = {**same_work, **free, **NOBODY_LOOKS_AT_THE_LIST, **NO_EFFECT_OF_HELP}
    for seed in range(1, 6):
        waits = []
        for queue in (0.0, 1.0):
            of = scenario(area, seed=seed, years=3, warmup_weeks=104, parameters={**changes, "queue": queue})
            state = one_product(first_day(of))
            state.lists.norm_weeks = 0.0  # hours do not follow a norm here
            live_weeks(held(state), -of.warmup_weeks, 0)
            weekly = table_of(lived(of, of.weeks, state)).iloc[of.warmup_weeks :]
            waits.append(weekly["waited_social_work"].sum() / weekly["started_social_work"].sum())
        assert waits[1] < waits[0], seed


# ---- T8: Little's law


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
def test_length_is_arrivals_times_wait_for_every_product(policy: str) -> None:
    """L = lambda W within 1% over some 40 years, per product, of those who start in the end.

    Whoever is called when the trouble is over was in line too: at most eight times as long on average.

    The count begins with nobody in line and ends in the quietest week of the last five years; first come
    first served, because light needs that wait for ever behind others have no mean wait.
    """
    everyone_starts = {**NO_TURNOVER, "leaving_list_rate": 0.0, "first_product_right": 1.0, "admission": 0.0}
    run = simulate(scenario(KLEIN, policy, years=40, warmup_weeks=208, parameters=everyone_starts))
    tested = 0
    for product in PRODUCT_NAMES:
        pending = run.weekly[f"pending_{product}"]
        weekly = run.weekly.loc[: pending.iloc[-260:].idxmin()]
        asked, started = weekly[f"asked_{product}"].sum(), weekly[f"started_{product}"].sum()
        waited = weekly[f"waited_{product}"].sum()
        if started < 500 or waited < started:
            continue
        tested += 1
        gone = weekly[f"closed_before_start_{product}"].sum() / len(weekly)
        length, arrivals = weekly[f"pending_{product}"].mean(), asked / len(weekly) - gone
        assert length >= arrivals * waited / started * 0.99, product
        assert length <= (arrivals + 8.0 * gone) * waited / started * 1.01, product
    assert tested >= 5


def test_length_is_arrivals_times_time_in_line_when_some_leave(area: Path) -> None:
    """L = lambda W within 1% for all lines together, with leaving, wrong products, moves and events."""
    run = simulate(scenario(area, "krachtenbundeling", years=40, warmup_weeks=0))
    weekly = run.weekly
    asked = weekly.filter(like="asked_").to_numpy().sum()
    waited = weekly.filter(like="waited_").to_numpy().sum() + weekly["total_gone_weeks"].sum()
    ways = ("started", "left", "closed_before_start")
    out = weekly[[f"{way}_{product}" for way in ways for product in PRODUCT_NAMES]].to_numpy().sum()
    assert weekly["total_in_line"].sum() == pytest.approx(asked * waited / out, rel=0.01)
