"""The small test area, brought to life for tests: with registered events, week by week, or at once."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from agents.domains import EVENTS, PAYERS
from simulation import Scenario
from simulation.build import build_world
from simulation.columns import NAMES, column
from simulation.conservation import check_week
from simulation.handle import held
from simulation.laws import LAWS
from simulation.parameters import entries
from simulation.products import SOCIAL_WORK
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World

KLEIN = Path(__file__).parents[1] / "areas" / "klein"
POLICIES = ("fragmented", "alleen-voordeur", "alleen-gedeelde-capaciteit", "krachtenbundeling")
EVENT_RATE = 0.02  # a week at severity 3: far more events than in real life, so that tests meet all of them
EVICTION_RATE = 0.5  # needs trouble with housing and money at once, which few have
BACKGROUND_EUROS = 100.0
SMALLEST = 1e-6
ENDLESS = entries()["wait_discouragement_weeks"].null
NO_EFFECT_OF_HELP = {
    "help_speeds_recovery": 0.0,
    "help_prevents_worsening": 0.0,
    "network_asked_share": 0.0,  # help that a plan asks of family and friends wears them out
    "bottleneck_share": 0.0,  # a payment lets people recover
}
CONSTANT_TRUST = {"trust_gain": 0.0, "trust_loss": 0.0}
NOBODY_LOOKS_AT_THE_LIST = {
    "wait_discouragement_weeks": ENDLESS,
    "leaving_list_rate": 0.0,
    **CONSTANT_TRUST,  # trust hangs on what people meet with
}
NOBODY_POACHES = {"poached_share": 0.0}
NO_STRAIN = {
    "strain_per_load": 0.0,
    "strain_per_registration": 0.0,
    "strain_eased_by_autonomy": 0.0,
}
# What a new way of working costs or changes by itself for those who work in it.
SAME_WAYS = {
    "team_extra_regimes": 0.0,
    "generalist_breadth": 1.0,
    "generalist_slowdown": 0.0,
    "travel_shared": 0.0,
    "immaturity_loss": 0.0,
    "transition_hours": 0.0,
}
NO_LEARNING = {"skill_learning": 0.0, "skill_forgetting": 0.0}
UNLIMITED = {"unlimited_capacity": 1.0}
NO_TURNOVER = {
    "household_moves_per_year": 0.0,
    "household_moves_per_year_67_plus": 0.0,
    "age_17_to_18_rate": 0.0,
    "wlz_rate_67_plus": 0.0,
    "wlz_rate_under_67": 0.0,
}
NO_FLOORS = {name: 0.0 for name in entries() if name.startswith("floor_share_") and name != "floor_share_cap"}
NO_ONSET = {name: 0.0 for name in entries() if name.startswith("onset_hazard_")}
NOBODY_ASKS = {name: 0.0 for name in entries() if name.startswith(("asking_rate_", "signal_rate_"))} | {
    "debt_signal_rate": 0.0,
    "detection_per_visit_hour": 0.0,
}


def busy_area(folder: Path) -> Path:
    """Copy the small area and give it many registered events and some background care.

    Args:
        folder: an empty place.

    Returns:
        Folder of the copy; the same people live there.
    """
    copy = folder / "klein"
    shutil.copytree(KLEIN, copy)
    rates = pd.DataFrame({"event": EVENTS, "rate": EVENT_RATE, "digest": "test"})
    rates.loc[rates["event"] == "eviction", "rate"] = EVICTION_RATE
    rates.to_csv(copy / "event_rates.csv", index=False)
    classes = pd.read_csv(copy / "background_totals.csv")[["payer", "age_class"]]
    classes["euros_per_resident_per_year"] = BACKGROUND_EUROS
    classes.to_csv(copy / "background_rest.csv", index=False)
    return copy


def change_table(area: Path, table: str, columns: tuple[str, ...], factor: float) -> None:
    """Multiply numbers in a table of an area of one's own.

    Args:
        area: folder of the area.
        table: name of the table.
        columns: the columns to multiply.
        factor: by what.
    """
    path = area / f"{table}.csv"
    content = pd.read_csv(path, dtype=str, keep_default_na=False)
    for name in columns:
        content[name] = [format(float(cell) * factor, ".12g") for cell in content[name]]
    content.to_csv(path, index=False)


def scenario(area: Path, policy: str = "fragmented", **changes: Any) -> Scenario:
    """A short run of an area.

    Args:
        area: folder of the area.
        policy: name of the policy.
        changes: other fields of the scenario.

    Returns:
        The scenario.
    """
    return Scenario(**{"area": str(area), "policy": policy, "years": 1, "warmup_weeks": 8, **changes})


def first_day(of: Scenario, rate: float | None = None) -> World:
    """The area before its first week of start-up, nobody helped yet.

    Args:
        of: the scenario.
        rate: weekly hazard of every registered event, instead of that of the area.

    Returns:
        A world of one's own.
    """
    world = build_world(of.loaded_area, of.start_values, of.seed, 0, of.warmup_weeks)
    if rate is not None:
        world.event_rate[:] = rate
    return world


def weeks_lived(of: Scenario, weeks: int) -> Iterator[tuple[World, int, Mapping[str, float]]]:
    """Live the start-up and then some weeks under the policy, and check the laws after every week.

    Args:
        of: the scenario.
        weeks: weeks under the policy.

    Yields:
        The world, the week just lived, and the laws it broke with their deviations.
    """
    world = first_day(of)
    for week in range(-of.warmup_weeks, weeks):
        if week == 0:
            world = branch(world, of)
        holder = held(world)
        live_weeks(holder, week, week + 1)
        deviations = np.zeros(len(LAWS))
        check_week(holder, week, deviations)
        broken = {
            law: float(found) for law, found in zip(LAWS, deviations, strict=True) if not found <= SMALLEST
        }
        yield world, week, broken


def lived(of: Scenario, weeks: int, state: World | None = None, **changes: float) -> World:
    """A world in which some weeks were lived under the policy.

    Args:
        of: the scenario.
        weeks: weeks under the policy.
        state: the end of the start-up, if there is one already.
        changes: numbers to set at the start of the policy, also beyond their bounds.

    Returns:
        The world after the last of these weeks.
    """
    if state is None:
        state = first_day(of)
        live_weeks(held(state), -of.warmup_weeks, 0)
    world = branch(state, of)
    for name, value in changes.items():
        world.p[name] = value
    live_weeks(held(world), 0, weeks)
    return world


def counted(world: World, name: str) -> int:
    """Sum of a weekly column over all weeks lived.

    Args:
        world: the world.
        name: name of the column.

    Returns:
        The sum.
    """
    return int(world.weekly[:, column(name)].sum())


def payer_columns(block: str) -> list[str]:
    """Names of the weekly columns of a block of costs.

    Args:
        block: name of the block.

    Returns:
        One name per payer.
    """
    return [f"{block}_{payer}" for payer in PAYERS]


def first_difference(one: pd.DataFrame, other: pd.DataFrame) -> str:
    """The first week in which two weekly tables differ, and in what.

    Args:
        one: a weekly table.
        other: another.

    Returns:
        Empty when they are equal.
    """
    apart = (one != other).to_numpy()
    if not apart.any():
        return ""
    week = int(np.argmax(apart.any(axis=1)))
    return f"week {one.index[week]}: {list(one.columns[apart[week]])}"


def table_of(world: World) -> pd.DataFrame:
    """The weekly table of a world.

    Args:
        world: the world.

    Returns:
        One row a week.
    """
    return pd.DataFrame(world.weekly, columns=NAMES)


def one_product(world: World) -> World:
    """Make an area in which social work is the only help there is, and nobody else works.

    Args:
        world: the world; changed.

    Returns:
        The world.
    """
    world.routes[..., 0] = np.where(world.routes[..., 0] >= 0, SOCIAL_WORK, -1)
    world.routes[..., 1:] = -1
    world.route_else[:] = -1
    world.event_rate[:] = 0.0
    world.professionals.contract_hours[world.professionals.product != SOCIAL_WORK] = 0.0
    return world


def one_line(area: Path, seed: int, parameters: Mapping[str, float], years: int = 3) -> pd.DataFrame:
    """Weeks under a policy in an area with one product of one organisation, where sharing changes nothing.

    Args:
        area: folder of the area.
        seed: luck.
        parameters: changed numbers and levers.
        years: years under the policy.

    Returns:
        The weekly table under the policy.
    """
    of = scenario(area, seed=seed, years=years, warmup_weeks=26, parameters=dict(parameters))
    state = one_product(first_day(of))
    live_weeks(held(state), -of.warmup_weeks, 0)
    return table_of(lived(of, of.weeks, state)).iloc[of.warmup_weeks :]
