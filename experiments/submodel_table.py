"""Shows for each submodel that it does something, by its null, default and extreme value.

``python -m experiments.submodel_table`` plays the runs and rewrites its parts of the validation page.
For each deciding parameter it gives the outcome that moves most; a mechanism that moves nothing is open work.
Nothing here says whether a policy is good.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.batch import compile_rules
from simulation import Scenario, simulate
from simulation.parameters import entries
from simulation.run import count_cores

FRAGMENTED = "fragmented"
SEEDS, YEARS, WARMUP_WEEKS = 6, 3, 208
CHANCE_OF_ERROR = 0.01  # that a mechanism without any effect is said to move an outcome
MOVES, UNCLEAR, NOTHING = "moves", "changes the runs, no outcome clearly", "changes nothing"
LEVELS = ("null", "default", "extreme")
WHOLE = ("helpers_p90",)  # nearly always the same whole number, so its spread over seeds says nothing
AT, ERRORS = ("at_null", "at_default", "at_extreme"), ("errors_null", "errors_extreme")

Job = tuple[Scenario, int]
Outcomes = tuple["pd.Series[float]", str]
Say = Callable[[str], None]


def keep_quiet(line: str) -> None:
    """Says nothing."""


@dataclass(frozen=True)
class Probe:
    """One deciding parameter of one submodel, and the world in which it is tried."""

    submodel: str
    parameter: str
    scenario: Scenario

    @cached_property
    def levels(self) -> tuple[float, float, float]:
        """Gives the null, default and extreme value; the ends of the range if the null is the default."""
        entry = entries()[self.parameter]
        default = self.scenario.values[self.parameter]
        low, high = entry.plausible
        if entry.null == default:
            return low, default, high
        return entry.null, default, low if default < entry.null else high

    @property
    def has_null(self) -> bool:
        """Says whether the first level switches the mechanism off."""
        entry = entries()[self.parameter]
        return entry.null != self.scenario.values[self.parameter]

    def scenarios(self) -> tuple[Scenario, Scenario, Scenario]:
        """Gives the world with each of the three values."""
        null, _, extreme = self.levels
        changed = dict(self.scenario.parameters)
        return (
            replace(self.scenario, parameters={**changed, self.parameter: null}),
            self.scenario,
            replace(self.scenario, parameters={**changed, self.parameter: extreme}),
        )


def load_probes(world: Scenario) -> tuple[Probe, ...]:
    """Reads which parameters decide each submodel.

    Args:
        world: Area, years and start-up of all runs; the policy is that of the probe, which may also ask for a
            longer start-up and for other numbers.
    """
    text = files("experiments").joinpath("submodel_probes.toml").read_text(encoding="utf-8")
    worlds: dict[str, Scenario] = {}
    probes = []
    for row in tomllib.loads(text)["submodel"]:
        scenario = replace(
            world,
            policy=row.get("policy", FRAGMENTED),
            warmup_weeks=max(row.get("warmup_weeks", 0), world.warmup_weeks),
            parameters={**world.parameters, **row.get("world", {})},
        )
        scenario = worlds.setdefault(repr(scenario), scenario)
        probes += [Probe(row["id"], parameter, scenario) for parameter in row["parameters"]]
    return tuple(probes)


def build_submodel_table(
    probes: Sequence[Probe], seeds: int = SEEDS, workers: int | None = None, say: Say = keep_quiet
) -> pd.DataFrame:
    """Tries every probe on the same seeds; one that moves nothing clearly is tried on twice as many.

    Args:
        probes: What to try.
        seeds: Number of seeds: 1, 2, ...
        workers: Threads; all cores unless given.
        say: Told how far it is.

    Returns:
        One row per probe: submodel, parameter, policy, has_null, null, default, extreme, outcome, at_null,
        at_default, at_extreme, errors_null and errors_extreme (shift from the default in paired standard
        errors), verdict, seeds.
    """
    compile_rules(probes[0].scenario)
    played: dict[Job, Outcomes] = {}
    rows = _try_probes(probes, seeds, workers, played, say)
    unsure = [probe for probe, row in rows.items() if row["verdict"] == UNCLEAR]
    rows |= _try_probes(unsure, 2 * seeds, workers, played, say)
    return pd.DataFrame([rows[probe] for probe in probes])


def _try_probes(
    probes: Sequence[Probe], seeds: int, workers: int | None, played: dict[Job, Outcomes], say: Say
) -> dict[Probe, dict[str, object]]:
    jobs = {(one, seed) for probe in probes for one in probe.scenarios() for seed in range(1, seeds + 1)}
    played |= play_jobs(jobs - played.keys(), workers, say)
    rows = {}
    for probe in probes:
        levels = [[played[one, seed] for seed in range(1, seeds + 1)] for one in probe.scenarios()]
        rows[probe] = {**_describe(probe), **judge(levels), "seeds": seeds}
    return rows


def play_jobs(jobs: Iterable[Job], workers: int | None = None, say: Say = keep_quiet) -> dict[Job, Outcomes]:
    """Plays scenarios, those with a common start-up one after another in one thread.

    Args:
        jobs: Scenarios and seeds.
        workers: Threads; all cores unless given.
        say: Told how far it is.

    Returns:
        Outcomes and fingerprint of each.
    """
    seeded = {job: replace(job[0], seed=job[1]) for job in jobs}
    order = sorted(seeded, key=lambda job: seeded[job].start_digest)
    groups = [list(group) for _, group in groupby(order, key=lambda job: seeded[job].start_digest)]
    found: dict[Job, Outcomes] = {}
    with ThreadPoolExecutor(workers or count_cores()) as pool:
        futures = [pool.submit(_play_group, {job: seeded[job] for job in group}) for group in groups]
        for future in as_completed(futures):
            found |= future.result()
            say(f"{len(found)} of {len(seeded)} runs")
    return found


def _play_group(group: Mapping[Job, Scenario]) -> dict[Job, Outcomes]:
    found = {}
    for job, scenario in group.items():
        run = simulate(scenario)
        found[job] = (run.summary, run.fingerprint)
    return found


def _describe(probe: Probe) -> dict[str, object]:
    return {
        "submodel": probe.submodel,
        "parameter": probe.parameter,
        "policy": probe.scenario.policy,
        "has_null": probe.has_null,
        **dict(zip(LEVELS, probe.levels, strict=True)),
    }


def judge(levels: Sequence[Sequence[Outcomes]]) -> dict[str, object]:
    """Finds the outcome that moves most between the levels of one parameter.

    Args:
        levels: Outcomes and fingerprint per seed, at the null, default and extreme value; same seeds in each.

    Returns:
        outcome, at_null, at_default, at_extreme, errors_null, errors_extreme and verdict.
    """
    tables = [pd.DataFrame([summary for summary, _ in level]) for level in levels]
    null, default, extreme = tables
    errors = pd.DataFrame(
        {"null": paired_errors(null - default), "extreme": paired_errors(extreme - default)}
    )
    largest = errors.drop(index=list(WHOLE), errors="ignore").abs().max(axis=1)
    if _same(levels[0], levels[1]) and _same(levels[2], levels[1]):
        verdict = NOTHING
    elif largest.max() >= critical_errors(len(default), 2 * len(largest)):
        verdict = MOVES
    else:
        verdict = UNCLEAR
    if largest.isna().all():
        return {"outcome": "", **dict.fromkeys((*AT, *ERRORS), np.nan), "verdict": verdict}
    outcome = str(largest.idxmax())
    means = {name: table[outcome].mean() for name, table in zip(AT, tables, strict=True)}
    shifts = dict(zip(ERRORS, errors.loc[outcome], strict=True))
    return {"outcome": outcome, **means, **shifts, "verdict": verdict}


def _same(level: Sequence[Outcomes], other: Sequence[Outcomes]) -> bool:
    return all(a[1] == b[1] and a[0].equals(b[0]) for a, b in zip(level, other, strict=True))


def paired_errors(differences: pd.DataFrame) -> "pd.Series[float]":
    """Gives mean paired differences in their standard errors.

    Args:
        differences: One row per seed, one column per outcome.

    Returns:
        Per outcome; missing where the difference is the same in every seed, so that its error is not known.
    """
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return pd.Series(differences.mean() / error.where(error > 0), dtype=float)


def critical_errors(seeds: int, comparisons: int) -> float:
    """Gives how many standard errors a shift must be to be clear, when so many shifts are looked at.

    Args:
        seeds: Number of pairs.
        comparisons: Outcomes times levels (Bonferroni).
    """
    return float(stdtrit(seeds - 1, 1 - CHANCE_OF_ERROR / (2 * comparisons)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays everything and rewrites the generated parts of the page.

    Args:
        arguments: Words of the command line.
    """
    from experiments.validation_page import VALIDATION_PAGE, write_page

    parser = argparse.ArgumentParser(prog="python -m experiments.submodel_table", description=__doc__)
    parser.add_argument("--page", type=Path, default=VALIDATION_PAGE, help="the page to rewrite")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--workers", type=int, default=None)
    chosen = parser.parse_args(arguments)
    began = time.monotonic()

    def say(line: str) -> None:
        print(f"{line}, {time.monotonic() - began:.0f} s", file=sys.stderr)

    world = Scenario(policy=FRAGMENTED, years=YEARS, warmup_weeks=WARMUP_WEEKS)
    table = build_submodel_table(load_probes(world), chosen.seeds, chosen.workers, say)
    write_page(chosen.page, table, world)
    print(table.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
