"""Compares policies on the same neighbourhood with the same luck."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.batch import Batch, Progress, Replicate
from experiments.passport import describe_scenarios, write_command
from experiments.world_order import world_of_seed
from results import store
from results.passport import build_passport
from results.tables import build_paired_table
from simulation import Scenario
from simulation.errors import InputError, say, unknown
from simulation.parameters import entries
from simulation.policies.policy import lever_names
from simulation.run import count_cores
from simulation.scenario import CENTRAL

PARTS = ("runs", "weekly", "helpers", "waits", "payers", "groups")
"""The tables of a comparison that are stored per policy."""
ONLY_CENTRAL, PLAUSIBLE = "central", "plausible"
WORLDS = (PLAUSIBLE, ONLY_CENTRAL)
"""In which worlds replicates are played; plausible is the central world for an area that has no others."""


@dataclass(frozen=True)
class Comparison:
    """What policies did to the same neighbourhood under the same luck.

    Attributes:
        table: One row per outcome and policy, see `results.tables.build_paired_table`.
        runs: One row per policy, replicate and outcome: policy, seed, world, outcome, value.
        weekly: One row per policy, replicate and week, with a column per weekly figure.
        helpers: One row per policy, replicate and number of helpers: households that had so many in a week.
        waits: One row per policy, replicate and domain: how many asked, how long it took, who got no help.
        payers: One row per policy, replicate, year and payer: what it paid.
        groups: One row per policy, replicate and group of households: how it fared.
        seeds: The luck of each finished replicate.
        worlds: The world of each finished replicate, in the order of the seeds; 0 is the central world.
        partial: True if it was interrupted; it then holds the replicates that were finished.
        passport: What it takes to make it again.
    """

    policies: tuple[str, ...]
    seeds: tuple[int, ...]
    worlds: tuple[int, ...]
    replicates: int
    table: pd.DataFrame
    runs: pd.DataFrame
    weekly: pd.DataFrame
    helpers: pd.DataFrame
    waits: pd.DataFrame
    payers: pd.DataFrame
    groups: pd.DataFrame
    partial: bool
    passport: Mapping[str, Any]

    def save(self, out: str | Path) -> Path:
        """Keeps the comparison in a folder, as a whole or not at all.

        Args:
            out: A new or empty folder, or an earlier result that may be replaced.

        Returns:
            The folder; `results.report.make_report` makes the report of it.
        """
        tables = {"summary.csv": self.table.reset_index()}
        for number, policy in enumerate(self.policies):
            name = _file_name(policy, number, self.policies)
            for part in PARTS:
                table: pd.DataFrame = getattr(self, part)
                tables[f"{part}/{name}.parquet"] = table[table["policy"] == policy]
        return store.write_result(Path(out), self.passport, tables)


def compare(
    policies: Sequence[str] = ("fragmented", "krachtenbundeling"),
    area: str = "maastricht-noordoost",
    years: int = 5,
    warmup_weeks: int = 208,
    replicates: int = 30,
    seed: int = 1,
    workers: int | None = None,
    parameters: Mapping[str, float] | None = None,
    copies: int = 1,
    worlds: str = PLAUSIBLE,
    progress: Callable[[Progress], None] | None = None,
    out: str | Path | None = None,
    levers: Mapping[str, Mapping[str, float]] | None = None,
) -> Comparison:
    """Lets every policy meet the same residents, professionals, luck and worlds, and takes the differences.

    Interrupting (Ctrl-C) keeps the finished replicates: the comparison comes back marked `partial`, and is
    stored as such. Only when no replicate was finished does the interruption go through.

    Args:
        policies: Two or more policies; the first is the one the others are compared with.
        area: Name of an area, or path of an area folder.
        years: Years of the policy period.
        warmup_weeks: Weeks of start-up under fragmented working, shared by the policies of a seed.
        replicates: How many seeds: seed, seed + 1, ...
        seed: The first seed.
        workers: Threads; all cores unless given. The result does not depend on it.
        parameters: Values that differ from the entries, for every policy.
        copies: Independent copies of the area in each run.
        worlds: "plausible": each replicate has its seed and a plausible world of the area, the same for all
            policies, as `experiments.world_order` says; "central": only the central world. An area without
            plausible worlds has only its central world.
        progress: Called in this thread, a few times a second.
        out: Folder for the result; checked before the work starts.
        levers: Policy to levers that have another value in that policy only.

    Raises:
        InputError: A name or value is wrong.
        results.store.StoreError: `out` holds something else or cannot be written.
        KeyboardInterrupt: Interrupted before the first replicate was finished.
    """
    _check_arguments(policies, replicates, workers, worlds)
    scenarios = build_scenarios(policies, area, years, warmup_weeks, seed, parameters, copies, levers)
    if out is not None:
        store.check_folder(Path(out))
    batch = Batch(scenarios, draw_worlds(scenarios[0], replicates, worlds), progress)
    batch.play(workers or count_cores())
    comparison = gather(batch)
    if out is not None:
        comparison.save(out)
    return comparison


def build_scenarios(
    policies: Sequence[str],
    area: str,
    years: int,
    warmup_weeks: int,
    seed: int,
    parameters: Mapping[str, float] | None = None,
    copies: int = 1,
    levers: Mapping[str, Mapping[str, float]] | None = None,
) -> list[Scenario]:
    """Makes the scenario of each policy of a comparison; the arguments are those of `compare`.

    Raises:
        InputError: A name or value is wrong, or a number that is no lever would differ between policies.
    """
    for policy, own in (levers or {}).items():
        if policy not in policies:
            raise unknown("policy", policy, policies)
        for name in own:
            check_lever(name)
    return [
        Scenario(
            area=area,
            policy=policy,
            seed=seed,
            years=years,
            warmup_weeks=warmup_weeks,
            parameters={**(parameters or {}), **(levers or {}).get(policy, {})},
            copies=copies,
        )
        for policy in policies
    ]


def check_lever(name: str) -> None:
    """Refuses a number that may not differ between policies: they meet the same people and organisations.

    Args:
        name: Name of a number.

    Raises:
        InputError: It is unknown, or no lever.
    """
    levers = lever_names()
    if name not in levers:
        if name in entries():
            raise InputError(say("policy.is_fact", name=name, names=", ".join(levers)))
        raise unknown("lever", name, levers)


def take_levers_apart(
    scenarios: Sequence[Scenario],
) -> tuple[Scenario, dict[str, dict[str, float]]]:
    """Splits changed values into those of every policy and those of one policy only.

    Args:
        scenarios: One per policy.

    Returns:
        The first scenario with the values that all policies share, and per policy its own.
    """
    shared = dict(scenarios[0].parameters)
    for scenario in scenarios[1:]:
        shared = {
            name: value for name, value in shared.items() if scenario.parameters.get(name, None) == value
        }
    own = {
        scenario.policy: {name: v for name, v in scenario.parameters.items() if name not in shared}
        for scenario in scenarios
    }
    first = replace(scenarios[0], parameters=shared)
    return first, {policy: levers for policy, levers in own.items() if levers}


def draw_worlds(scenario: Scenario, replicates: int, worlds: str) -> dict[int, int]:
    """Gives the seed of each replicate and the world it meets.

    Args:
        scenario: A scenario with the first seed.
        replicates: How many.
        worlds: One of `WORLDS`.
    """
    seeds = range(scenario.seed, scenario.seed + replicates)
    there = scenario.plausible_worlds if worlds == PLAUSIBLE else None
    return {seed: CENTRAL if there is None else world_of_seed(seed, len(there)) for seed in seeds}


def gather(batch: Batch) -> Comparison:
    """Puts the finished replicates in tables, in order of seed whatever the order they came in.

    Args:
        batch: What was played.
    """
    seeds = tuple(sorted(batch.finished))
    replicates = [replicate for seed in seeds for replicate in batch.finished[seed]]
    runs = pd.concat([replicate.summary for replicate in replicates], ignore_index=True)
    policies = tuple(scenario.policy for scenario in batch.scenarios)
    wanted, partial = len(batch.worlds), len(seeds) < len(batch.worlds)
    worlds = PLAUSIBLE if any(batch.worlds.values()) else ONLY_CENTRAL
    first, levers = take_levers_apart(batch.scenarios)
    return Comparison(
        policies=policies,
        seeds=seeds,
        worlds=tuple(batch.worlds[seed] for seed in seeds),
        replicates=wanted,
        table=build_paired_table(runs, policies[0]),
        runs=runs,
        **{part: _together(replicates, part) for part in PARTS[1:]},
        partial=partial,
        passport=build_passport(
            "comparison",
            write_command("compare", policies, first, levers, replicates=wanted, worlds=worlds),
            partial=partial,
            replicates_wanted=wanted,
            replicates_finished=len(seeds),
            seeds=list(seeds),
            **describe_scenarios(batch.scenarios, [replicate.facts for replicate in replicates]),
        ),
    )


def _together(replicates: Sequence[Replicate], part: str) -> pd.DataFrame:
    """Puts one table of all replicates under each other."""
    parts: list[pd.DataFrame] = [getattr(replicate, part) for replicate in replicates]
    return pd.concat(parts, ignore_index=True)


def _check_arguments(policies: Sequence[str], replicates: int, workers: int | None, worlds: str) -> None:
    if worlds not in WORLDS:
        raise unknown("worlds", str(worlds), WORLDS)
    if isinstance(policies, str) or len(policies) < 2:
        raise InputError(
            f"policies is {policies!r}: give two or more, such as ['fragmented', 'krachtenbundeling']"
        )
    twice = next((name for name in policies if list(policies).count(name) > 1), None)
    if twice is not None:
        raise InputError(f"policy {twice!r} is given twice: give each policy once")
    for name, value in (("replicates", replicates), ("workers", 1 if workers is None else workers)):
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise InputError(f"{name} is {value!r}: allowed is a whole number from 1, such as {name}=2")


def _file_name(policy: str, number: int, policies: Sequence[str]) -> str:
    stem = Path(policy).stem if policy.endswith(".toml") else Path(policy).name
    others = [Path(other).stem for other in policies if other != policy]
    return f"{number + 1}-{stem}" if stem in others else stem
