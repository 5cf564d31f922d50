"""The stored comparison that is shown before anybody has let a comparison run."""

import sys
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from results.evidence import Evidence, read_evidence, weekly_columns
from results.validation.evidence import Beside, read_validation

if TYPE_CHECKING:
    from experiments.batch import Progress

FOLDER = Path(__file__).parent / "stored_reference"
VALIDATION_FOLDER = Path(__file__).parent / "stored_validation"
MADE_FROM = "made_from.txt"
"""Fingerprint of rules, parameters, policies, areas and worlds with which what is stored was made."""
VALIDATION_REPLICATES = 30
"""As many as the command plays, so that the dashboard and docs/validation.md say the same."""


@cache
def load_reference() -> Evidence:
    """Reads the stored comparison, once for all visitors.

    Raises:
        results.errors.StoreError: It is missing or damaged.
    """
    return read_evidence(FOLDER)


@cache
def reference_is_current() -> bool:
    """Says whether the stored comparison is what the model of today would give; only then it is an answer."""
    return _is_current(FOLDER)


@cache
def validation_is_current() -> bool:
    """Says whether the stored comparison with facts is what the model of today would give."""
    return _is_current(VALIDATION_FOLDER)


def _is_current(folder: Path) -> bool:
    from experiments.page import digest_sources

    note = folder / MADE_FROM
    return note.is_file() and note.read_text(encoding="utf-8").strip() == digest_sources()


def _keep(folder: Path, made_from: str, save: Callable[[Path], Path]) -> Path:
    """Keeps a result in place of an earlier one, with the fingerprint of what it was made from."""
    note = folder / MADE_FROM
    note.unlink(missing_ok=True)  # the store replaces only folders without strange files
    kept = save(folder)
    note.write_text(f"{made_from}\n", encoding="utf-8")
    return kept


@cache
def load_stored_validation() -> Beside | None:
    """Reads the stored comparison of model and published facts, once; nothing where there is none."""
    return read_validation(VALIDATION_FOLDER) if VALIDATION_FOLDER.is_dir() else None


def make_reference(folder: Path = FOLDER, report: "Callable[[Progress], None] | None" = None) -> Path:
    """Plays the usual comparison and keeps what the dashboard shows of it.

    Args:
        folder: Where it is kept; an earlier one is replaced.
        report: Told how far it is.

    Returns:
        The folder.
    """
    from experiments import compare
    from experiments.page import digest_sources

    made_from, result = digest_sources(), compare(progress=report)
    return _keep(folder, made_from, replace(result, weekly=result.weekly[weekly_columns()]).save)


def make_validation(
    folder: Path = VALIDATION_FOLDER, report: "Callable[[Progress], None] | None" = None
) -> Path:
    """Lays the model beside the published facts and keeps what the dashboard shows of it.

    Args:
        folder: Where it is kept; an earlier one is replaced.
        report: Told how far it is.

    Returns:
        The folder.
    """
    from experiments.page import digest_sources
    from experiments.validation import validate

    made_from, result = digest_sources(), validate(replicates=VALIDATION_REPLICATES, progress=report)
    return _keep(folder, made_from, result.save)


if __name__ == "__main__":
    from dashboards.commands.progress import ProgressLine
    from results.words import load_words

    line = ProgressLine(load_words("nl"))
    for make in (make_reference, make_validation):
        made = make(report=line.show)
        line.end()
        print(made, file=sys.stderr)
