"""Plays fragmented working over seeds and worlds and lays it beside everything that is published about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from agents.domains import DOMAINS
from experiments.batch import Crew, Progress, tidy, tidy_helpers
from experiments.compare import PLAUSIBLE, WORLDS
from experiments.heaviest import look_for_two_years, measure_fall, tell_both_ways, tell_concentration
from experiments.passport import RunFacts, describe_scenarios, write_command
from experiments.ranges import lay_out_ranges
from experiments.registers import YEARS_SEEN
from experiments.targets import load_targets, observe
from experiments.verdicts import lay_beside_facts, load_misses
from experiments.world_order import shuffled
from results import store
from results.passport import build_passport
from simulation import Scenario
from simulation.errors import InputError, unknown
from simulation.life_table import share_left
from simulation.run import Run, count_cores
from simulation.scenario import BASELINE, CENTRAL

KIND = "validation"
TABLES = ("values", "helpers", "concentration", "waits", "heaviest")
"""What is kept of each replicate."""
WAITED = (4, 13, 26, 52)
"""Weeks after which it is asked who still has no help."""
YEARS = YEARS_SEEN


@dataclass(frozen=True)
class Seen:
    """What is kept of one replicate: a table of each kind, and the facts for the passport."""

    tables: Mapping[str, pd.DataFrame]
    facts: RunFacts


@dataclass(frozen=True)
class Validation:
    """The model beside the facts.

    Attributes:
        targets: One row per target, see `experiments.verdicts.lay_beside_facts`.
        ranges: One row per number that calibration freed, see `experiments.ranges.lay_out_ranges`.
        falls: What the heaviest households lose by themselves, see `experiments.heaviest.measure_fall`.
        tables: What was seen, per replicate, by the names in `TABLES`.
        partial: True if it was interrupted; it then holds the replicates that were finished.
        passport: What it takes to make it again.
    """

    targets: pd.DataFrame
    ranges: pd.DataFrame
    falls: pd.DataFrame
    tables: Mapping[str, pd.DataFrame]
    partial: bool
    passport: Mapping[str, Any]

    def save(self, out: Path) -> Path:
        """Keeps it in a folder, as a whole or not at all.

        Args:
            out: A new or empty folder, or an earlier result that may be replaced.
        """
        whole = {"targets": self.targets, "ranges": self.ranges, "falls": self.falls}
        kept = {f"{name}.csv": table for name, table in whole.items()}
        kept |= {f"{name}.parquet": table for name, table in self.tables.items()}
        return store.write_result(out, self.passport, kept)


def validate(
    area: str = "maastricht-noordoost",
    replicates: int = 30,
    seed: int = 1,
    worlds: str = PLAUSIBLE,
    warmup_weeks: int = 208,
    workers: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Validation:
    """Plays the fragmented baseline and measures every published fact in it.

    Args:
        area: Name of an area, or path of an area folder.
        replicates: How many seeds: seed, seed + 1, ...
        seed: The first seed.
        worlds: "plausible": each replicate in another plausible world, where the area has them; "central".
        warmup_weeks: Weeks of start-up.
        workers: Threads; all cores unless given.
        progress: Called in this thread, a few times a second.

    Raises:
        InputError: A name or value is wrong.
        KeyboardInterrupt: Interrupted before the first replicate was finished.
    """
    if worlds not in WORLDS:
        raise unknown("worlds", str(worlds), WORLDS)
    if not isinstance(replicates, int) or isinstance(replicates, bool) or replicates < 1:
        raise InputError(f"replicates is {replicates!r}: allowed is a whole number from 1, such as 10")
    scenario = Scenario(area=area, policy=BASELINE, seed=seed, years=YEARS, warmup_weeks=warmup_weeks)
    crew = Watchers([scenario], draw_other_worlds(scenario, replicates, worlds), progress)
    crew.play(workers or count_cores())
    return gather(crew, scenario)


def draw_other_worlds(scenario: Scenario, replicates: int, worlds: str) -> dict[int, int]:
    """Gives each seed a world of its own, and the same one again only when all have been met.

    Args:
        scenario: The scenario with the first seed.
        replicates: How many.
        worlds: "plausible" or "central".
    """
    seeds = range(scenario.seed, scenario.seed + replicates)
    there = scenario.plausible_worlds if worlds == PLAUSIBLE else None
    if there is None:
        return dict.fromkeys(seeds, CENTRAL)
    order = shuffled(len(there))
    return {seed: order[(seed - 1) % len(order)] for seed in seeds}


class Watchers(Crew[Seen]):
    """Plays the replicates and looks at each with the eyes of all registers."""

    def play_seed(self, seed: int) -> Seen:
        """Plays one seed in its world, and once more two years to follow the heaviest households."""
        scenario = self.scenarios[0].with_world(self.worlds[seed]).with_seed(seed)
        observed = observe(scenario, cancelled=self.cancelled.is_set)
        self.running[seed] = OBSERVED_SHARE
        sights = look_for_two_years(scenario, self.cancelled.is_set)
        run = observed.run
        values = pd.DataFrame([{"target": name, "value": value} for name, value in observed.values().items()])
        tables = {
            "values": values,
            "helpers": tidy_helpers(run).drop(columns=["policy", "seed", "world"]),
            "concentration": tell_concentration(sights),
            "waits": waits_by_domain(run),
            "heaviest": tell_both_ways(sights),
        }
        return Seen({name: tidy(run, table) for name, table in tables.items()}, RunFacts.of(run))


OBSERVED_SHARE = 0.6
"""About which part of the work of a replicate is done when the run of seven years has been lived."""


def waits_by_domain(run: Run) -> pd.DataFrame:
    """Says which part of those who ask still has no help after some weeks.

    Args:
        run: A run.

    Returns:
        domain, asked, and for each number of weeks in `WAITED` the share without help, as `left_4` and so on.
    """
    rows = []
    for number, domain in enumerate(DOMAINS):
        asked, helped = run.recording.asked_cohort[number], run.recording.helped_cohort[number]
        left = share_left(asked, helped, max(WAITED))
        rows.append(
            {
                "domain": domain,
                "asked": int(asked.sum()),
                **{f"left_{weeks}": left[weeks] for weeks in WAITED},
            }
        )
    return pd.DataFrame(rows)


def gather(crew: Watchers, scenario: Scenario) -> Validation:
    """Puts the finished replicates together, in order of seed.

    Args:
        crew: Who played.
        scenario: The scenario with the first seed.
    """
    seeds = sorted(crew.finished)
    seen = [crew.finished[seed] for seed in seeds]
    tables = {
        name: pd.concat([one.tables[name] for one in seen], ignore_index=True).drop(columns="policy")
        for name in TABLES
    }
    worlds = PLAUSIBLE if any(crew.worlds.values()) else WORLDS[1]
    partial = len(seeds) < len(crew.worlds)
    misses = load_misses().told_of(scenario.loaded_area.name)
    passport = build_passport(
        KIND,
        _command(scenario, len(crew.worlds), worlds),
        partial=partial,
        replicates_wanted=len(crew.worlds),
        replicates_finished=len(seeds),
        seeds=seeds,
        **describe_scenarios([scenario], [one.facts for one in seen]),
    )
    return Validation(
        targets=lay_beside_facts(load_targets(), tables["values"], misses),
        ranges=lay_out_ranges(scenario.plausible_worlds),
        falls=measure_fall(tables["heaviest"]),
        tables=tables,
        partial=partial,
        passport=passport,
    )


def _command(scenario: Scenario, replicates: int, worlds: str) -> str:
    """Writes what makes it again; years and copies are not asked for."""
    words = write_command("validate", (), scenario, replicates=replicates, worlds=worlds).split()
    for name in ("--years", "--copies"):
        place = words.index(name)
        del words[place : place + 2]
    return " ".join(words)
