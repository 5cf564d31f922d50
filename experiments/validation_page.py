"""Writes the generated part of docs/validation.md that says what submodels move."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.page import TOP, digest_sources, markdown_table, write_blocks
from experiments.submodel_table import (
    AT,
    CHANCE_OF_ERROR,
    ERRORS,
    LEVELS,
    MOVES,
    NOTHING,
    UNCLEAR,
    critical_errors,
)
from experiments.targets import WORDS
from results.outcomes import find_outcome, load_outcomes
from results.passport import describe_version
from simulation import Scenario
from simulation.submodels import SUBMODELS

VALIDATION_PAGE = TOP / "docs" / "validation.md"
_HEADS = (
    "submodel",
    "parameter",
    "under",
    "null / default / extreme",
    "outcome that moves most",
    "its values",
    "shift at null, at extreme (SE)",
    "seeds",
)


def write_page(page: Path, table: pd.DataFrame, world: Scenario) -> None:
    """Replaces the generated part of the page.

    Args:
        page: The file.
        table: What `build_submodel_table` gave.
        world: Area, years and start-up of its runs.
    """
    about = _describe_runs(table, world, len(load_outcomes()))
    write_blocks(page, {"submodels": f"{about}\n\n{describe_table(table)}"})


def describe_table(table: pd.DataFrame) -> str:
    """Writes the table and the list of open work in Markdown.

    Args:
        table: What `build_submodel_table` gave.
    """
    return f"{markdown_table(_HEADS, _rows(table), words=5)}\n\n{_open_work(table)}"


def describe_rules() -> str:
    """Says when and with which version and rules something was made."""
    version = describe_version()
    changed = " with uncommitted changes" if version["git_changed"] else ""
    return (
        f"Made {datetime.now(UTC):%Y-%m-%d} with version {version['version']}, commit "
        f"{str(version['git_commit'])[:12]}{changed}; fingerprint of all rules, parameters, policies and "
        f"areas {digest_sources()}."
    )


def _describe_runs(table: pd.DataFrame, world: Scenario, outcomes: int) -> str:
    first = int(table["seeds"].min())
    clear, clear_twice = (critical_errors(seeds, 2 * outcomes) for seeds in (first, 2 * first))
    return (
        f"{describe_rules()} Area `{world.loaded_area.name}`, {world.warmup_weeks} weeks of start-up, "
        f"{world.years} years, seeds 1-{first}, and 1-{2 * first} where those did not decide. "
        f"A shift is called clear from {clear:.1f} paired standard errors (SE) with {first} seeds and from "
        f"{clear_twice:.1f} with {2 * first}: a mechanism without any effect passes that in at most "
        f"{100 * CHANCE_OF_ERROR:.0f}% of the rows, over all {outcomes} outcomes and both values together. "
        "° marks a parameter without a null of its own: its lowest and highest plausible value take "
        "the place of null and extreme."
    )


def _rows(table: pd.DataFrame) -> Iterator[list[str]]:
    names = {str(submodel.id): f"{submodel.id} {submodel.name_en}" for submodel in SUBMODELS}
    for row in table.to_dict("records"):
        title = names.get(str(row["submodel"]), "registered events")
        name = f"`{row['parameter']}`" + ("" if row["has_null"] else "°")
        levels = " / ".join(f"{float(row[level]):g}" for level in LEVELS)
        moved = [str(row["verdict"]), "", ""]
        if row["verdict"] == MOVES:
            outcome = find_outcome(str(row["outcome"]))
            values = [outcome.write(float(row[level]), WORDS, bare=True) for level in AT]
            shifts = [_signed(float(row[shift])) for shift in ERRORS]
            moved = [outcome.label(WORDS), " / ".join(values), ", ".join(shifts)]
        yield [title, name, str(row["policy"]), levels, *moved, str(row["seeds"])]


def _signed(errors: float) -> str:
    return f"{errors:+.0f}" if np.isfinite(errors) else "0"


def _open_work(table: pd.DataFrame) -> str:
    lines = []
    for verdict in (NOTHING, UNCLEAR):
        names = [f"`{name}`" for name in table.loc[table["verdict"] == verdict, "parameter"]]
        lines.append(f"- {verdict}: {', '.join(names) if names else 'none'}")
    return "Open work, mechanisms that move nothing:\n\n" + "\n".join(lines)
