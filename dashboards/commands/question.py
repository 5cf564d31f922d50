"""What commands that ask a question of a sweep share: finding or playing it, and showing the answer."""

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from dashboards.commands.layout import Row, show_heading, show_kept, show_report, show_table, show_text
from dashboards.commands.options import (
    check_area,
    check_policies,
    read_assignments,
    read_optional_whole,
    read_whole,
)
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.sweep import Design, Sweep
    from experiments.sweep.plan import Plan
    from results.chart import NumberTable
    from results.question import Answer

RUNS_FOLDER = Path("results/runs")
BASE = "fragmented"
DONE, INTERRUPTED = 0, 130
ROWS_SHOWN = 14
SHARED = (
    "policy",
    "area",
    "years",
    "warmup_weeks",
    "seed",
    "set",
    "out_question",
    "plan",
    "resume",
    "workers",
    "json",
)
"""Options of every command that asks a question."""


def ask(
    settings: Namespace,
    words: Words,
    make: "Callable[[], Design]",
    find: "Callable[[Sweep], Answer]",
    tables_shown: int,
) -> int:
    """Finds or plays the sweep of a question, and shows the answer.

    Args:
        settings: What was typed; a name is the folder of a sweep, or a design in TOML.
        words: The language of the reader.
        make: Makes the design where none is given.
        find: Finds the answer in the sweep.
        tables_shown: How many tables of the answer are shown on the screen.
    """
    from experiments.sweep import open_sweep, read_design

    given = Path(settings.names[0]) if settings.names else None
    if given is not None and given.suffix != ".toml":
        sweep, out = open_sweep(given), given
    else:
        design = make() if given is None else read_design(given)
        out = Path(settings.out) if settings.out is not None else RUNS_FOLDER / design.name
        if settings.plan:
            return _show_plan(design, out, settings, words)
        played = _play(design, out, settings, words)
        if played is None:
            return INTERRUPTED
        sweep = played
    answer = find(sweep)
    page = _write(out, sweep, answer, words)
    if settings.json:
        _write_json(sweep, answer, out, words)
        return DONE
    _show(sweep, answer, words, tables_shown)
    show_kept(out, words)
    show_report(page, words)
    return DONE


def read_facts(settings: Namespace, words: Words, *, plausible: bool = False) -> dict[str, Any]:
    """Reads what a design takes besides its points: area, years, weeks of start-up, numbers and seeds.

    Args:
        settings: What was typed.
        words: The language of the reader.
        plausible: Whether each seed meets a plausible world of the area.
    """
    from experiments.sweep.replications import Replications

    check_area(settings.area, words)
    check_policies([settings.policy], words)
    seeds = read_whole(settings, "replicates", words)
    return {
        "area": settings.area,
        "years": read_whole(settings, "years", words),
        "warmup_weeks": read_whole(settings, "warmup_weeks", words),
        "parameters": read_assignments(settings, words),
        "replications": Replications(seeds, seeds, read_whole(settings, "seed", words), plausible=plausible),
    }


def _show_plan(design: "Design", out: Path, settings: Namespace, words: Words) -> int:
    from dashboards.commands.sweep_table import show_plan
    from experiments.sweep import plan_sweep

    workers = read_optional_whole(settings, "workers", words)
    show_plan(design, plan_sweep(design, out, workers), words, sys.stdout, json=settings.json)
    return DONE


def _play(design: "Design", out: Path, settings: Namespace, words: Words) -> "Sweep | None":
    """Plays what is not there yet; gives nothing when somebody asked to stop."""
    from dashboards.commands.sweep_table import show_plan
    from experiments.sweep import sweep

    workers = read_optional_whole(settings, "workers", words)
    line = ProgressLine(words)

    def tell(plan: "Plan") -> None:
        line.end()
        stream: TextIO = sys.stderr if settings.json else sys.stdout
        show_plan(design, plan, words, stream)

    def show(progress: "Progress") -> None:
        if progress.preparing:
            line.prepare()
        elif progress.seconds_left is not None:
            line.show_runs(design.name, progress.finished, progress.replicates, progress.seconds_left)

    try:
        found = sweep(design, out, workers=workers, resume=settings.resume, progress=show, tell=tell)
    except KeyboardInterrupt:
        line.stop(words.text("sweep.interrupted", folder=out))
        return None
    line.end()
    return found


def _write(out: Path, sweep: "Sweep", answer: "Answer", words: Words) -> Path:
    from experiments.answers import describe_asked
    from results.question_page import write_answer

    return write_answer(out, answer, describe_asked(sweep), words)


def _show(sweep: "Sweep", answer: "Answer", words: Words, tables_shown: int) -> None:
    from experiments.answers import describe_asked

    asked = describe_asked(sweep)
    show_heading(words.text(f"question.{answer.name}"))
    show_text(asked.source(words))
    if asked.missing(words):
        show_text(asked.missing(words))
    for chart in answer.charts:
        print()
        show_text(f"{chart.finding}.")
        for sentence in chart.besides:
            show_text(sentence)
        for table in chart.tables[:tables_shown]:
            _show_table(table)
    print()
    for sentence in answer.limits:
        show_text(sentence)


def _show_table(table: "NumberTable") -> None:
    print()
    show_text(table.caption)
    rows: Sequence[tuple[str, ...]] = table.rows[:ROWS_SHOWN]
    show_table(table.headings, [Row(row[0], row[1:]) for row in rows])


def _write_json(sweep: "Sweep", answer: "Answer", out: Path, words: Words) -> None:
    from dashboards.commands.machine import records, show_json

    overview = sweep.overview
    show_json(
        {
            "question": answer.name,
            "out": str(out),
            "design": sweep.design.describe(),
            "runs": overview.runs,
            "finished": overview.finished,
            "failed": overview.failed,
            "not_played": overview.not_played,
            "answer": answer.paragraph(),
            "table": records(answer.table),
        }
    )
