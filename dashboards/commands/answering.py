"""What the commands that answer a question have in common: plan, progress, and the answer in three forms."""

import sys
from argparse import Namespace
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from dashboards.commands.layout import Row, show_heading, show_kept, show_table, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.options import read_optional_whole
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    import pandas as pd

    from experiments.batch import Progress
    from experiments.sweep import Design, Sweep
    from results.chart import Chart

RUNS_FOLDER = Path("results/runs")
DONE, INTERRUPTED = 0, 130


@dataclass(frozen=True)
class Answer:
    """An answer in all its forms.

    Attributes:
        title: What was asked, and of what.
        setting: What must be known to read it.
        chart: Figure, paragraph and tables to read.
        tables: Name and numbers of each table to keep.
        facts: What a machine is told besides.
    """

    title: str
    setting: tuple[str, ...]
    chart: "Chart"
    tables: "Mapping[str, pd.DataFrame]"
    facts: Mapping[str, Any] = field(default_factory=dict)


def out_of(settings: Namespace, name: str) -> Path:
    """Gives the folder that was asked for, or the usual one of a question."""
    return Path(settings.out) if settings.out is not None else RUNS_FOLDER / name


def answer_design(
    name: str, design: "Design", settings: Namespace, words: Words, answer: "Callable[[Sweep], Answer]"
) -> int:
    """Shows the plan of a sweep, or plays what is missing of it and shows the answer.

    Args:
        name: Name of the question.
        design: The sweep that it takes.
        settings: What was typed.
        words: The language of the reader.
        answer: Finds the answer in the sweep.

    Returns:
        The exit code.
    """
    from dashboards.commands.sweep_table import show_plan
    from experiments.sweep import plan_sweep, sweep

    out, workers = out_of(settings, name), read_optional_whole(settings, "workers", words)
    if settings.plan:
        show_plan(design, plan_sweep(design, out, workers), words, sys.stdout, json=settings.json)
        return DONE

    def play(
        progress: "Callable[[Progress], None]", tell: Callable[[Callable[[TextIO], None]], None]
    ) -> Answer:
        played = sweep(
            design,
            out,
            workers=workers,
            resume=settings.resume,
            progress=progress,
            tell=lambda plan: tell(lambda stream: show_plan(design, plan, words, stream)),
        )
        return answer(played)

    return play_and_answer(name, out, play, words, json=settings.json)


def play_and_answer(
    name: str,
    out: Path,
    play: Callable[["Callable[[Progress], None]", Callable[[Callable[[TextIO], None]], None]], Answer],
    words: Words,
    *,
    json: bool,
) -> int:
    """Plays what is missing with progress, and shows the answer.

    Args:
        name: Name of the question.
        out: Where it is kept.
        play: Plays and answers; gets whom to tell how far it is, and who shows the plan.
        words: The language of the reader.
        json: For a machine.

    Returns:
        The exit code.
    """
    line = ProgressLine(words)

    def tell(show: Callable[[TextIO], None]) -> None:
        line.end()
        show(sys.stderr if json else sys.stdout)

    try:
        answer = play(lambda progress: _show(line, name, progress), tell)
    except KeyboardInterrupt:
        line.stop(words.text("error.question_interrupted", folder=out))
        return INTERRUPTED
    line.end()
    from results.standing import write_standing

    write_standing(out, answer.chart, answer.setting, answer.tables, words)
    if json:
        tables = {key: records(table) for key, table in answer.tables.items()}
        show_json({**answer.facts, "out": str(out), "said": _said(answer.chart), **tables})
        return DONE
    _show_answer(answer)
    show_kept(out, words)
    return DONE


def _show_answer(answer: Answer) -> None:
    print()
    show_text(answer.title)
    for text in answer.setting:
        show_text(text)
    for table in answer.chart.tables:
        show_heading(table.caption)
        show_table(table.headings, [Row(label, tuple(cells)) for label, *cells in table.rows])
    print()
    for text in _said(answer.chart):
        show_text(f"- {text}", hanging=2)


def _said(chart: "Chart") -> list[str]:
    return [chart.finding, *chart.besides]


def _show(line: ProgressLine, name: str, progress: "Progress") -> None:
    if progress.preparing:
        line.prepare()
    elif progress.seconds_left is not None:
        line.show_runs(name, progress.finished, progress.replicates, progress.seconds_left)
