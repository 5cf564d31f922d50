"""Where the numbers of a figure come from, in a line below it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from results.evidence import Played
from results.numbers import write_date
from results.words import Words


def write_source(played: Played, words: Words) -> str:
    """Writes source and short passport: model, version, area, replicates, seeds, date.

    Args:
        played: What was played.
        words: The language of the reader.
    """
    count = played.replicates
    said = words.text("report.replicates", count=count) if count > 1 else words.text("report.replicates_one")
    if played.worlds:
        said = words.text("worlds.replicates", count=count, worlds=played.worlds) if count > 1 else said
    return words.text(
        "report.source",
        version=played.manifest["version"],
        area=played.manifest["area"]["title"][words.language],
        replicates=said,
        seeds=words.text("report.seeds" if count > 1 else "report.seeds_one", seeds=write_seeds(played)),
        date=write_date_made(played, words),
    )


def write_only_central(worlds: Mapping[str, Any], words: Words) -> str:
    """Writes that only the central world was played, and whether the area has others; else nothing.

    Args:
        worlds: What the passport says of worlds.
        words: The language of the reader.
    """
    if any(worlds["drawn"]):
        return ""
    return words.text("worlds.only_central" if worlds["there"] else "worlds.no_others")


def write_seeds(played: Played) -> str:
    """Writes the seeds, as a range where they follow each other."""
    seeds = list(played.manifest["seeds"])
    if len(seeds) > 1 and seeds == list(range(seeds[0], seeds[-1] + 1)):
        return f"{seeds[0]}–{seeds[-1]}"
    return ", ".join(map(str, seeds))


def write_years(played: Played, words: Words) -> str:
    """Writes how long the policies were followed."""
    return words.years(played.manifest["scenarios"][0]["years"])


def write_changes(scenarios: Sequence[Mapping[str, Any]], words: Words) -> str:
    """Writes which numbers were given another value, for every policy or for one; nothing without any.

    Args:
        scenarios: The scenarios of a passport, one per policy.
        words: The language of the reader.
    """
    first = scenarios[0]["parameters"]
    shared = {
        name: value
        for name, value in first.items()
        if all(scenario["parameters"].get(name) == value for scenario in scenarios)
    }
    told = [words.text("compare.overrides", overrides=_write_values(shared))] if shared else []
    for scenario in scenarios:
        own = {name: value for name, value in scenario["parameters"].items() if name not in shared}
        if own:
            policy = words.find(f"column.{scenario['policy']}", scenario["policy"]).replace("\u00ad", "")
            told.append(words.text("compare.own_levers", policy=policy, overrides=_write_values(own)))
    return ". ".join(told)


def _write_values(parameters: Mapping[str, float]) -> str:
    return ", ".join(f"{name} = {value:g}" for name, value in parameters.items())


def write_date_made(played: Played, words: Words) -> str:
    """Writes the day on which the result was made."""
    return write_date(datetime.fromisoformat(played.manifest["made"]).date(), words.language)
