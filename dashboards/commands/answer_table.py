"""Keeps an answer in its folder, and shows it to a reader or to a machine."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.layout import Row, show_heading, show_kept, show_report, show_table, show_text
from results.words import Words

if TYPE_CHECKING:
    from results.question import Answer


def keep_and_show(
    answer: "Answer", out: Path, settings: Namespace, words: Words, most_tables: int | None = None
) -> None:
    """Writes the page, figures and tables of an answer, and shows it.

    Args:
        answer: The answer.
        out: The folder of what was played for it.
        settings: What was typed.
        words: The language of the reader.
        most_tables: How many tables of each figure are shown on a screen; all unless given.
    """
    from results.question_page import write_answer

    page = write_answer(out, answer, words)
    if settings.json:
        from dashboards.commands.machine import records, show_json

        tables = {name: records(table) for name, table in answer.tables.items()}
        told = {"question": answer.name, "out": str(out), **answer.facts}
        show_json({**told, "answer": answer.paragraph(), "said": answer.said(), "tables": tables})
        return
    _show(answer, words, most_tables)
    show_kept(out, words)
    show_report(page, words)


def _show(answer: "Answer", words: Words, most_tables: int | None) -> None:
    show_heading(words.text(f"question.{answer.name}"))
    for text in (answer.source, answer.missing, *answer.setting):
        if text:
            show_text(text)
    print()
    for text in answer.said():
        show_text(f"- {text}", hanging=2)
    for chart in answer.charts:
        for table in chart.tables[:most_tables]:
            show_heading(table.caption)
            show_table(table.headings, [Row(label, tuple(cells)) for label, *cells in table.rows])
    print()
    for text in answer.limits:
        show_text(text)
