"""Shows for each submodel that it does something: null, default and extreme value, and the outcome that moves most.

``python -m experiments.submodel_table`` plays the runs and rewrites the generated parts of docs/validation.md. A mechanism
that moves nothing is open work. Nothing here says whether a policy is good.
"""

import argparse
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from importlib.resources import files
from itertools import groupby
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from experiments.baseline_facts import WORDS, describe_baseline
from experiments.compare import compile_rules, count_cores
from experiments.page import VALIDATION_PAGE, digest_sources, markdown_table, write_blocks
from results.outcomes import find_outcome
from results.passport import describe_version
from simulation import Run, Scenario, simulate
from simulation.parameters import entries
from simulation.submodels import SUBMODELS

FRAGMENTED = "fragmented"
SEEDS, YEARS, WARMUP_WEEKS = 6, 3, 104
BASELINE_SEEDS, BASELINE_YEARS = 10, 5
CHANCE_OF_ERROR = 0.01  # that a mechanism without any effect is said to move an outcome
MOVES, UNCLEAR, NOTHING = "moves", "changes the runs, no outcome clearly", "changes nothing"
LEVELS = ("null", "default", "extreme")

Job = tuple[Scenario, int]
Outcomes = tuple["pd.Series[float]", str]


@dataclass(frozen=True)
class Probe:
    """One deciding parameter of one submodel, and the world in which it is tried."""

    submodel: str
    parameter: str
    scenario: Scenario

    @cached_property
    def levels(self) -> tuple[float, float, float]:
        """Gives the null, default and extreme value; lowest and highest where the null is the default itself."""
        entry = entries()[self.parameter]
        default = self.scenario.values[self.parameter]
        low, high = entry.plausible
        if entry.null == default:
            return low, default, high
        return entry.null, default, low if default < entry.null else high

    @property
    def has_null(self) -> bool:
        """Says whether the first level switches the mechanism off."""
        return self.levels[0] == entries()[self.parameter].null

    def scenarios(self) -> tuple[Scenario, Scenario, Scenario]:
        """Gives the three scenarios, of the seed of the world."""
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
        world: Area, years and start-up of all runs; the policy is that of the probe.
    """
    text = files("experiments").joinpath("submodel_probes.toml").read_text(encoding="utf-8")
    worlds: dict[str, Scenario] = {}
    probes = []
    for row in tomllib.loads(text)["submodel"]:
        policy = row.get("policy", FRAGMENTED)
        scenario = worlds.setdefault(policy, replace(world, policy=policy))
        probes += [Probe(row["id"], parameter, scenario) for parameter in row["parameters"]]
    return tuple(probes)


def build_submodel_table(
    probes: Sequence[Probe],
    seeds: int = SEEDS,
    workers: int | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> pd.DataFrame:
    """Tries every probe on the same seeds; one that moves nothing clearly is tried on twice as many.

    Args:
        probes: What to try.
        seeds: Number of seeds: 1, 2, ...
        workers: Threads; all cores unless given.
        say: Told how far it is.

    Returns:
        One row per probe: submodel, parameter, policy, null, default, extreme, outcome, at_null, at_default, at_extreme,
        errors_null and errors_extreme (shift from the default in paired standard errors), verdict, seeds.
    """
    compile_rules(probes[0].scenario)
    played: dict[Job, Outcomes] = {}
    rows = _try_probes(probes, seeds, workers, played, say)
    unsure = [probe for probe, row in rows.items() if row["verdict"] == UNCLEAR]
    rows |= _try_probes(unsure, 2 * seeds, workers, played, say)
    return pd.DataFrame([rows[probe] for probe in probes])


def _try_probes(
    probes: Sequence[Probe],
    seeds: int,
    workers: int | None,
    played: dict[Job, Outcomes],
    say: Callable[[str], None],
) -> dict[Probe, dict[str, object]]:
    jobs = {(one, seed) for probe in probes for one in probe.scenarios() for seed in range(1, seeds + 1)}
    played |= play_jobs(jobs - played.keys(), workers, say)
    rows = {}
    for probe in probes:
        levels = [[played[one, seed] for seed in range(1, seeds + 1)] for one in probe.scenarios()]
        rows[probe] = {**_describe(probe), **judge(levels), "seeds": seeds}
    return rows


def play_jobs(
    jobs: Iterable[Job], workers: int | None = None, say: Callable[[str], None] = lambda line: None
) -> dict[Job, Outcomes]:
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
    null, default, extreme = probe.levels
    return {
        "submodel": probe.submodel,
        "parameter": probe.parameter,
        "policy": probe.scenario.policy,
        "has_null": probe.has_null,
        "null": null,
        "default": default,
        "extreme": extreme,
    }


def judge(levels: Sequence[Sequence[Outcomes]]) -> dict[str, object]:
    """Finds the outcome that moves most between the levels of one parameter.

    Args:
        levels: Outcomes and fingerprint per seed, at null, default and extreme value, same seeds in the same order.

    Returns:
        outcome, at_null, at_default, at_extreme, errors_null, errors_extreme and verdict.
    """
    null, default, extreme = (pd.DataFrame([summary for summary, _ in level]) for level in levels)
    nothing = all(
        low[1] == middle[1] == high[1] and low[0].equals(middle[0]) and high[0].equals(middle[0])
        for low, middle, high in zip(*levels, strict=True)
    )
    errors = pd.DataFrame({"null": paired_errors(null - default), "extreme": paired_errors(extreme - default)})
    largest = errors.abs().max(axis=1)
    if nothing or largest.isna().all():
        blank = dict.fromkeys(("at_null", "at_default", "at_extreme", "errors_null", "errors_extreme"), np.nan)
        return {"outcome": "", **blank, "verdict": NOTHING if nothing else UNCLEAR}
    outcome = str(largest.idxmax())
    clear = largest[outcome] >= critical_errors(len(default), 2 * len(largest))
    return {
        "outcome": outcome,
        "at_null": null[outcome].mean(),
        "at_default": default[outcome].mean(),
        "at_extreme": extreme[outcome].mean(),
        "errors_null": errors.loc[outcome, "null"],
        "errors_extreme": errors.loc[outcome, "extreme"],
        "verdict": MOVES if clear else UNCLEAR,
    }


def paired_errors(differences: pd.DataFrame) -> "pd.Series[float]":
    """Gives mean paired differences in their standard errors.

    Args:
        differences: One row per seed, one column per outcome.

    Returns:
        Per outcome; missing where the difference is the same in every seed, which says nothing about its error.
    """
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    return differences.mean() / error.where(error > 0)


def critical_errors(seeds: int, comparisons: int) -> float:
    """Gives how many standard errors a shift must be to be clear, when so many shifts are looked at.

    Args:
        seeds: Number of pairs.
        comparisons: Outcomes times levels (Bonferroni).
    """
    return float(stdtrit(seeds - 1, 1 - CHANCE_OF_ERROR / (2 * comparisons)))


def describe_table(table: pd.DataFrame, world: Scenario) -> str:
    """Writes the table and the list of open work in Markdown.

    Args:
        table: What `build_submodel_table` gave.
        world: Area, years and start-up of the runs.
    """
    version = describe_version()
    changed = " with uncommitted changes" if version["git_changed"] else ""
    first = int(table["seeds"].min())
    head = (
        f"Made {datetime.now(UTC):%Y-%m-%d} with version {version['version']}, commit "
        f"{str(version['git_commit'])[:12]}{changed}, sources and tables {digest_sources()}. Area `{world.area}`, "
        f"{world.warmup_weeks} weeks of start-up, {world.years} years, seeds 1-{first} (1-{2 * first} where those did not "
        f"decide). A shift is called clear from {critical_errors(first, 2 * _outcomes()):.1f} paired standard errors with "
        f"{first} seeds and {critical_errors(2 * first, 2 * _outcomes()):.1f} with {2 * first} "
        f"({100 * CHANCE_OF_ERROR:.0f}% over all outcomes of a row). ° marks a parameter without a null: its lowest and "
        "highest plausible value are shown."
    )
    heads = ["submodel", "parameter", "under", "null / default / extreme", "outcome that moves most", "its values"]
    heads += ["shift null, extreme (SE)", "seeds"]
    return f"{head}\n\n{markdown_table(heads, _rows(table), words=5)}\n\n{_open_work(table)}"


def _outcomes() -> int:
    from results.outcomes import load_outcomes

    return len(load_outcomes())


def _rows(table: pd.DataFrame) -> Iterator[list[str]]:
    names = {str(submodel.id): submodel.name_en for submodel in SUBMODELS}
    for row in table.to_dict("records"):
        number = str(row["submodel"])
        title = f"{number} {names[number]}" if number in names else "registered events"
        levels = " / ".join(f"{float(row[level]):g}" for level in LEVELS)
        outcome, values, errors = row["verdict"], "", ""
        if row["verdict"] == MOVES:
            shown = find_outcome(str(row["outcome"]))
            outcome = shown.label(WORDS)
            values = " / ".join(shown.write(float(row[f"at_{level}"]), WORDS, bare=True) for level in LEVELS)
            errors = f"{_signed(row['errors_null'])}, {_signed(row['errors_extreme'])}"
        mark = "" if row["has_null"] else "°"
        yield [title, f"`{row['parameter']}`{mark}", row["policy"], levels, outcome, values, errors, str(row["seeds"])]


def _signed(errors: float) -> str:
    return f"{errors:+.0f}" if np.isfinite(errors) else "0"


def _open_work(table: pd.DataFrame) -> str:
    lines = []
    for verdict in (NOTHING, UNCLEAR):
        names = [f"`{name}`" for name in table.loc[table["verdict"] == verdict, "parameter"]]
        lines.append(f"- {verdict}: {', '.join(names) if names else 'none'}")
    return "Open work (a mechanism that moves nothing):\n\n" + "\n".join(lines)


def play_baseline(world: Scenario, seeds: int, workers: int | None = None) -> list[Run]:
    """Plays the fragmented baseline on some seeds.

    Args:
        world: The scenario.
        seeds: Number of seeds: 1, 2, ...
        workers: Threads; all cores unless given.
    """
    with ThreadPoolExecutor(workers or count_cores()) as pool:
        return list(pool.map(simulate, [replace(world, seed=seed) for seed in range(1, seeds + 1)]))


def main(arguments: Sequence[str] | None = None) -> int:
    """Plays everything and rewrites the generated parts of the page.

    Args:
        arguments: Words of the command line.
    """
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
    runs = play_baseline(Scenario(policy=FRAGMENTED, years=BASELINE_YEARS), BASELINE_SEEDS, chosen.workers)
    write_blocks(chosen.page, {"submodels": describe_table(table, world), "baseline": describe_baseline(runs)})
    print(table.to_string())
    return 0


if __name__ == "__main__":
    sys.exit(main())
