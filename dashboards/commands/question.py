"""What commands that ask a question of a sweep share: which sweep, and what is done with it."""

from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.commands.answer_table import keep_and_show
from dashboards.commands.bad_input import bad
from dashboards.commands.options import check_area, read_assignments, read_whole
from dashboards.commands.playing import DONE, SweepWork, play
from results.errors import StoreError
from results.words import Words

if TYPE_CHECKING:
    from experiments.sweep import Design, Sweep
    from experiments.sweep.replications import Replications
    from results.question import Answer

BASE = "fragmented"
SHARED = ("area", "warmup_weeks", "seed", "question_set", "out_question", "plan", "resume", "workers", "json")
"""Options of every command that asks a question."""
OF_A_FOLDER = ("--json",)
OF_A_DESIGN = ("--out", "--plan", "--resume", "--workers", *OF_A_FOLDER)
"""Options that say something where a folder or a design says itself what is played."""


@dataclass(frozen=True)
class Question:
    """A question that is asked of a sweep.

    Attributes:
        make: Makes the usual design.
        check: Refuses a design that cannot answer it, before anything is played.
        find: Finds the answer.
        most_tables: How many tables of each figure are shown on a screen; all unless given.
        about: Options that are about the answer, and say something whatever was played.
    """

    make: "Callable[[], Design]"
    check: "Callable[[Design], None]"
    find: "Callable[[Sweep], Answer]"
    most_tables: int | None = None
    about: tuple[str, ...] = ()


def ask(question: Question, source: Path | None, settings: Namespace, words: Words) -> int:
    """Opens or plays the sweep of a question, and keeps and shows the answer.

    Args:
        question: The question.
        source: The folder of a sweep that was played, or a design; none for the usual design.
        settings: What was typed.
        words: The language of the reader.

    Returns:
        The exit code.
    """
    from experiments.sweep import open_sweep, read_design

    def finish(played: "Sweep", out: Path) -> None:
        if not played.overview.finished:
            raise StoreError("error.question_no_runs", folder=out)
        keep_and_show(question.find(played), out, settings, words, question.most_tables)

    if source is not None and source.suffix != ".toml":
        refuse_idle(settings, source, (*OF_A_FOLDER, *question.about), words)
        played = open_sweep(source)
        question.check(played.design)
        finish(played, source)
        return DONE
    if source is not None:
        refuse_idle(settings, source, (*OF_A_DESIGN, *question.about), words)
    design = question.make() if source is None else read_design(source)
    question.check(design)
    return play(SweepWork(design, words), settings, words, finish)


def named_source(settings: Namespace) -> Path | None:
    """Gives the folder or design that was named."""
    return Path(settings.names[0]) if settings.names else None


def source_or_policies(settings: Namespace) -> Path | None:
    """Gives the folder or design that was named, and nothing where policies were named."""
    from experiments.sweep.reading import is_design
    from simulation.policies import policies

    source = named_source(settings)
    if source is None or len(settings.names) > 1 or settings.names[0] in policies():
        return None
    return source if source.is_dir() or is_design(source) else None


def refuse_idle(settings: Namespace, source: Path, allowed: Sequence[str], words: Words) -> None:
    """Refuses an option that would say nothing, because a folder or design says itself what is played.

    Args:
        settings: What was typed.
        source: The folder or design.
        allowed: The options that do say something.
        words: The language of the reader.
    """
    for option in settings.typed:
        if option not in allowed:
            raise bad(words, "question_settled", option=option, source=source, allowed=", ".join(allowed))


def read_facts(settings: Namespace, words: Words) -> dict[str, Any]:
    """Reads what every design takes: area, years, weeks of start-up and numbers.

    Args:
        settings: What was typed.
        words: The language of the reader.
    """
    check_area(settings.area, words)
    return {
        "area": settings.area,
        "years": read_whole(settings, "years", words),
        "warmup_weeks": read_whole(settings, "warmup_weeks", words),
        "parameters": read_assignments(settings, words),
    }


def read_series(settings: Namespace, words: Words) -> dict[str, Any]:
    """Reads how many seeds there are, and which is the first."""
    return {
        "replicates": read_whole(settings, "replicates", words),
        "first_seed": read_whole(settings, "seed", words),
    }


def read_replications(settings: Namespace, words: Words, *, plausible: bool = False) -> "Replications":
    """Reads which seeds every point meets.

    Args:
        settings: What was typed.
        words: The language of the reader.
        plausible: Whether each seed meets a plausible world of the area.
    """
    from experiments.sweep.replications import Replications

    series = read_series(settings, words)
    seeds = series["replicates"]
    return Replications(seeds, seeds, series["first_seed"], plausible=plausible)
