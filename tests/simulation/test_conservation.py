"""The books balance every week, whatever the numbers and the policy (T9), also at extreme values (T20).

The laws are those of `simulation.conservation`; a second bookkeeper (`tests.simulation.bookkeeper`) counts
everything anew in plain Python. Both are shown to notice faults that are put in by hand.
"""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from agents.case import FREE, OPEN
from simulation import Run, Scenario, simulate
from simulation.census_columns import HEAVY_HOUSEHOLDS, STRICT_N
from simulation.columns import ENDED, MOVED_LEVELS, NAMES, STAFF, TARIFF_OWN, column
from simulation.conservation import check_week
from simulation.counters import OPEN_N, UNMET_N, WLZ_N
from simulation.handle import held
from simulation.heavy_group import heavy_group
from simulation.laws import LAWS
from simulation.parameters import Parameter, entries
from simulation.world import World
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.neighbourhood import POLICIES, SMALLEST, lived, scenario, weeks_lived

WEEKS = 30
MODEL = sorted(name for name, entry in entries().items() if entry.kind == "model")
LEVERS = sorted(name for name, entry in entries().items() if entry.kind == "policy")
# These numbers build all households anew, which takes time; the others build on kept people.
POPULATION = (
    "frailty_sd_household",
    "frailty_sd_resident",
    "income_frailty_link",
    "trust_alpha",
    "trust_beta",
    "network_alpha",
    "network_beta",
)
FEW_CASES, MANY_CASES, MOST_CHANGES = 40, 500, 12


# ---- T9: random configurations


def value_of(entry: Parameter, limits: tuple[float, float]) -> st.SearchStrategy[float]:
    """Any value of a parameter between limits, the limits themselves often.

    Args:
        entry: the parameter.
        limits: lowest and highest.

    Returns:
        Values it accepts.
    """
    low, high = limits
    if entry.whole:
        return st.integers(round(low), round(high)).map(float)
    return st.one_of(st.sampled_from(limits), st.floats(low, high))


def changes(names: list[str], most: int) -> st.SearchStrategy[dict[str, float]]:
    """Changed values of some parameters, within what is plausible or within all that is allowed.

    Args:
        names: parameters to choose from.
        most: how many change at most.

    Returns:
        Name -> value.
    """

    @st.composite
    def draw_changes(draw: Callable[..., Any]) -> dict[str, float]:
        chosen = draw(st.lists(st.sampled_from(names), unique=True, max_size=most))
        anything = draw(st.booleans())
        known = entries()
        limits = {n: (known[n].low, known[n].high) if anything else known[n].plausible for n in chosen}
        return {name: draw(value_of(known[name], limits[name])) for name in chosen}

    return draw_changes()


CONFIGURATIONS = {
    "policy": st.sampled_from(POLICIES),
    "seed": st.integers(0, 2**31),
    "warmup_weeks": st.integers(0, 12),
    "model": changes([name for name in MODEL if name not in POPULATION], MOST_CHANGES),
    "levers": changes(LEVERS, len(LEVERS)),
}


def every_law_holds(area: Path, policy: str, seed: int, warmup: int, parameters: dict[str, float]) -> None:
    """Live a configuration and check every law every week, and every count at the end.

    Args:
        area: folder of the area.
        policy: name of the policy.
        seed: luck.
        warmup: weeks of start-up.
        parameters: changed numbers.
    """
    of = scenario(area, policy, seed=seed, warmup_weeks=warmup, parameters=parameters)
    for world, week, broken in weeks_lived(of, WEEKS):
        assert broken == {}, f"week {week}"
        if week in (-1, 0, WEEKS // 2, WEEKS - 1):
            assert Bookkeeper(world, week).contradictions() == []


@settings(
    max_examples=FEW_CASES,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow],
)
@given(**CONFIGURATIONS)
def test_laws_hold_in_random_configurations(
    area: Path, policy: str, seed: int, warmup_weeks: int, model: dict[str, float], levers: dict[str, float]
) -> None:
    every_law_holds(area, policy, seed, warmup_weeks, {**model, **levers})


@pytest.mark.slow
@settings(max_examples=MANY_CASES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(**CONFIGURATIONS)
def test_laws_hold_in_many_random_configurations(
    area: Path, policy: str, seed: int, warmup_weeks: int, model: dict[str, float], levers: dict[str, float]
) -> None:
    every_law_holds(area, policy, seed, warmup_weeks, {**model, **levers})


@pytest.mark.parametrize("policy", POLICIES)
def test_laws_hold_for_years(area: Path, policy: str) -> None:
    """A run long enough for moves, coming of age, long-term care, orders, evictions and re-indications."""
    hard_times = {"onset_hazard_housing": 0.0012, "onset_hazard_money": 0.008, "spill_over": 0.25}
    for world, week, broken in weeks_lived(
        scenario(area, policy, years=3, warmup_weeks=26, parameters=hard_times), 156
    ):
        assert broken == {}, f"week {week}"
        if week % 26 == 25:
            assert Bookkeeper(world, week).contradictions() == []
    assert world.event_total.sum(axis=0).all(), "every kind of event occurred"
    assert (world.weekly[:, column("moves_common") : column("moves_of_age") + 1].sum(axis=0) > 0).all()


def test_a_run_reports_its_laws(area: Path) -> None:
    run = simulate(scenario(area, "krachtenbundeling"), check_every=1)
    assert tuple(run.conservation["law"]) == LAWS
    assert (run.conservation["largest_deviation"] <= SMALLEST).all()


# ---- every law notices a fault


def one_open_case(world: World) -> Any:
    """An open case done by a professional of the area.

    Args:
        world: the world.

    Returns:
        Its record.
    """
    places = np.flatnonzero((world.cases.state == OPEN) & (world.cases.worker >= 0))
    return world.cases[places[0]]


def unbooked_hour(world: World) -> None:
    """A professional works a second that nobody counts."""
    world.professionals[0].direct += 1


def stolen_hour(world: World) -> None:
    """A professional owes time."""
    world.professionals[0].unused -= 10**9


def forgotten_post(world: World) -> None:
    """A post is not counted."""
    world.now[STAFF] -= 1


def free_post(world: World) -> None:
    """Nobody pays for the posts."""
    world.now[column("cost_own_wmo")] = 0


def paid_twice(world: World) -> None:
    """A week of a case is paid twice."""
    world.now[TARIFF_OWN] += 100


def stolen_euro(world: World) -> None:
    """A household is charged a cent that nobody booked."""
    world.household_cost[0, 0] += 1


def vanished_case(world: World) -> None:
    """A case that waited is gone without having started or left."""
    world.cases[world.pending[0].case].state = FREE


def ended_twice(world: World) -> None:
    """A case ends twice."""
    world.weekly[-1, ENDED] += 1
    world.weekly[0, ENDED] += 1


def ghost_helper(world: World) -> None:
    """A household has a helper who is not there."""
    world.households[0].helpers += 1


def wrong_worker(world: World) -> None:
    """A case is on the list of one worker and says it belongs to another."""
    case = one_open_case(world)
    case.worker = (case.worker + 1) % world.professionals.size


def silent_recovery(world: World) -> None:
    """A need changes without being counted."""
    world.needs[np.flatnonzero(world.needs.severity == 1)[0]].severity = 2


def lost_step(world: World) -> None:
    """A step on the ladder is not counted."""
    world.now[MOVED_LEVELS] += 1


def lost_week(world: World) -> None:
    """Somebody waited a week that nobody counted."""
    world.weekly[0, column("total_in_line")] += 1


def lost_event(world: World) -> None:
    """An event is not written down with the household."""
    world.event_total[0, 0] += 1


def wrong_age(world: World) -> None:
    """A resident has a need that does not belong to his age."""
    worker = np.flatnonzero((world.needs.domain == 3) & (world.needs.eligible == 1))[0]
    world.residents[world.needs[worker].resident].age = 90


def unpaid_care(world: World) -> None:
    """Long-term care is given that nobody pays for."""
    world.counters[WLZ_N] += 1


def hidden_need(world: World) -> None:
    """A need without help is not counted as one."""
    world.tally[UNMET_N] -= 1


def second_director(world: World) -> None:
    """A professional directs a household that nobody follows."""
    world.professionals[0].directing += 1


def full_table(world: World) -> None:
    """An asking is refused because a table is full."""
    world.now[NAMES.index("lost_cases")] += 1


def forgotten_bill(world: World) -> None:
    """The running bill forgets a cent."""
    world.bill[NAMES.index("total_delivered")] -= 1


def gatecrasher(world: World) -> None:
    """Somebody sits in the walk-in without having come in."""
    world.needs[np.flatnonzero(world.needs.walks_in == 0)[0]].walks_in = 1


def hidden_project(world: World) -> None:
    """A payer pays a cent for a project that no policy has."""
    world.now[NAMES.index("cost_project_zvw")] += 1


FAULTS: dict[str, Callable[[World], None]] = {
    "hours_of_professionals": unbooked_hour,
    "no_negative_hours": stolen_hour,
    "posts": forgotten_post,
    "cost_of_posts": free_post,
    "cases_booked_once": paid_twice,
    "project_cost": hidden_project,
    "household_cost": stolen_euro,
    "cases_asked": vanished_case,
    "cases_open": ended_twice,
    "helper_links": ghost_helper,
    "caseloads": wrong_worker,
    "severity_counts": silent_recovery,
    "severity_changes": lost_step,
    "waiting_weeks": lost_week,
    "events": lost_event,
    "needs_belong": wrong_age,
    "long_term_care": unpaid_care,
    "needs_without_help": hidden_need,
    "nothing_lost": full_table,
    "running_sums": forgotten_bill,
    "directors": second_director,
    "walk_in": gatecrasher,
}


IN_BUDGETS = {"purses", "budgets"}  # their faults are in test_budgets.py


@pytest.mark.parametrize("law", [law for law in LAWS if law not in IN_BUDGETS])
def test_each_law_notices_a_fault(area: Path, law: str) -> None:
    of = scenario(area)
    world = lived(of, of.weeks)
    FAULTS[law](world)
    deviations = np.zeros(len(LAWS))
    check_week(held(world), of.weeks - 1, deviations)
    assert deviations[LAWS.index(law)] > SMALLEST


@pytest.mark.parametrize("fault", [vanished_case, ghost_helper, wrong_worker, silent_recovery, wrong_age])
def test_second_bookkeeper_notices_a_fault(area: Path, fault: Callable[[World], None]) -> None:
    of = scenario(area)
    world = lived(of, of.weeks)
    assert Bookkeeper(world, of.weeks - 1).contradictions() == []
    fault(world)
    assert Bookkeeper(world, of.weeks - 1).contradictions() != []


def test_open_cases_are_counted_once(area: Path) -> None:
    world = lived(scenario(area), 4)
    assert world.counters[OPEN_N] == np.count_nonzero(world.cases.state == OPEN) > 0


# ---- T20: extreme values


def unknown_outcomes(run: Run) -> list[str]:
    """Outcomes that a run could have told and did not.

    Args:
        run: the run.

    Returns:
        Names of outcomes that are infinite, or not a number although what they are a share of exists.
    """
    weekly = run.weekly.loc[0:].sum()
    census = pd.DataFrame(run.recording.census)
    asked = sum(weekly[name] for name in NAMES if name.startswith("asked_"))
    whole = {
        "helpers_mean": weekly["helpers_households"],
        "helpers_multi_mean": weekly["helpers_multi_households"],
        "helpers_indicated_mean": weekly["helpers_indicated_households"],
        "helpers_distinct_year_mean": census[11].sum(),
        "experienced_quality": census[11].sum(),
        "recovered_in_a_year_share": run.recording.bad_cohort.sum(),
        "relapsed_in_a_year_share": run.recording.well_cohort.sum(),
        "cost_multi_problem_household_per_year": census[STRICT_N].sum(),
        **dict.fromkeys(heavy_group(run.recording.census), census[HEAVY_HOUSEHOLDS].sum()),
        "weeks_to_first_help": run.recording.asked_cohort.sum(),
        "weeks_to_all_help": run.recording.all_asked_cohort.sum(),
        "left_waiting_share": asked,
        "households_two_laws_share": census[17].sum(),
        "staff_sickness": weekly["staff_posts"] - weekly["staff_vacant"],
        "staff_turnover_per_year": weekly["staff_posts"] - weekly["staff_vacant"],
        "direct_time_share": weekly["hours_available"],
    }
    found = {str(name): float(value) for name, value in run.summary.items()}
    return [n for n, v in found.items() if math.isinf(v) or (math.isnan(v) and whole.get(n, 1) > 0)]


def extremes(entry: Parameter, *also: float) -> list[float]:
    """The edges of what a parameter may be, and other values where these are allowed.

    Args:
        entry: the parameter.
        also: the other values.

    Returns:
        Values other than its usual one.
    """
    values = {entry.low, entry.high, *also}
    return sorted(value for value in values if entry.low <= value <= entry.high and value != entry.value)


@pytest.mark.parametrize("entry", list(entries().values()), ids=lambda entry: entry.name)
def test_extreme_values_do_no_harm(area: Path, entry: Parameter) -> None:
    no_harm(area, entry, extremes(entry))


@pytest.mark.slow
@pytest.mark.parametrize("entry", list(entries().values()), ids=lambda entry: entry.name)
def test_nothing_one_and_the_null_do_no_harm(area: Path, entry: Parameter) -> None:
    no_harm(area, entry, sorted({*extremes(entry, 0.0, 1.0, entry.null)} - {*extremes(entry)}))


def no_harm(area: Path, entry: Parameter, values: list[float]) -> None:
    """Live with each value alone, and want every outcome that can be told and every law.

    Args:
        area: folder of the area.
        entry: the parameter.
        values: its values.
    """
    for value in values:
        run = simulate(scenario(area, "krachtenbundeling", parameters={entry.name: value}), check_every=26)
        assert unknown_outcomes(run) == []
        assert (run.conservation["largest_deviation"] <= SMALLEST).all(), run.conservation


@pytest.mark.parametrize("edge", ["low", "high", "null"])
@pytest.mark.parametrize("policy", POLICIES)
def test_all_extremes_together_do_no_harm(area: Path, policy: str, edge: str) -> None:
    together = {name: getattr(entry, edge) for name, entry in entries().items() if entry.kind == "model"}
    run = simulate(scenario(area, policy, parameters=together), check_every=4)
    assert unknown_outcomes(run) == []
    assert (run.conservation["largest_deviation"] <= SMALLEST).all(), run.conservation


def test_nothing_at_all(area: Path) -> None:
    """Nobody ever has a need, and nobody works."""
    none = {
        name: 0.0
        for name in MODEL
        if name.startswith(("onset_hazard_", "floor_share_")) and name != "floor_share_cap"
    }
    of = Scenario(area=str(area), years=1, warmup_weeks=0, parameters=none)
    run = simulate(of)
    assert unknown_outcomes(run) == []
    assert run.summary["health_utility"] == 1.0
    assert run.summary["helpers_max"] == 0.0
