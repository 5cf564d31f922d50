"""Files that can be taken along: tables, figures and the briefing, each made when somebody asks for it."""

import csv
import io
import math
from collections.abc import Callable, Sequence
from typing import Any

from dashboards.answer import Answer
from results.chart import Chart, NumberTable
from results.credits import write_source
from results.figures.canvas import WIDE, Canvas, render
from results.page import outcome_tables
from results.report import frame
from results.words import Words

KINDS = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
    "wide": "image/svg+xml",
    "narrow": "image/svg+xml",
}
DRAWINGS = ("wide", "narrow")
"""Figures as they stand in a page of that width, to be put in it."""
OUTCOMES, BRIEFING = "outcomes", "briefing"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SHEET_NAME = 31


def make_file(answer: Answer, name: str, words: Words) -> tuple[bytes, str] | None:
    """Makes a file that belongs to an answer.

    Args:
        answer: The answer.
        name: Name of the file, such as helpers.png or outcomes.csv.
        words: The language of the file.

    Returns:
        Its content and its kind; nothing where there is no such file.
    """
    stem, _, kind = name.partition(".")
    maker = _maker(answer, stem, kind, words)
    return (maker(), KINDS[kind]) if maker is not None else None


def _maker(answer: Answer, stem: str, kind: str, words: Words) -> Callable[[], bytes] | None:
    from dashboards import briefing

    if stem == BRIEFING and kind in ("pdf", "html"):
        make = briefing.make_pdf if kind == "pdf" else briefing.make_html
        return lambda: make(answer, words)
    chart = answer.chart(stem, words)
    if kind in ("csv", "xlsx") and (chart is not None or stem == OUTCOMES):
        tables = outcome_tables(answer.evidence, words) if chart is None else chart.tables
        notes = (write_source(answer.evidence, words), answer.evidence.manifest["command"])
        if kind == "csv":
            return lambda: write_csv(tables, notes)
        return lambda: write_excel(tables, notes, _numbers(answer) if chart is None else ())
    if chart is not None and kind in DRAWINGS:
        return lambda: answer.drawing(chart, kind == "wide", words).encode("utf-8")
    if chart is not None and kind in ("svg", "png"):
        return lambda: _figure(answer, chart, kind, words)
    return None


def _figure(answer: Answer, chart: Chart, kind: str, words: Words) -> bytes:
    canvas = Canvas(WIDE, words.language, frame(chart, answer.evidence, words))
    svg, png = render(chart.draw, canvas, picture=kind == "png")
    return png if kind == "png" else svg


def write_csv(tables: Sequence[NumberTable], notes: Sequence[str]) -> bytes:
    """Writes tables under each other, as a spreadsheet of a Dutch office opens them.

    Args:
        tables: The tables, as a reader sees them.
        notes: What stands below them: source and command.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    for table in tables:
        writer.writerow([_safe(table.caption)])
        writer.writerow([_safe(cell) for cell in table.headings])
        writer.writerows([_safe(cell) for cell in row] for row in table.rows)
        writer.writerow([])
    writer.writerows([_safe(note)] for note in notes)
    return stream.getvalue().encode("utf-8-sig")


def write_excel(
    tables: Sequence[NumberTable], notes: Sequence[str], numbers: Sequence[Sequence[str | float]] = ()
) -> bytes:
    """Writes each table on a sheet of its own, and plain numbers on a last one.

    Args:
        tables: The tables, as a reader sees them; written as text, so that nothing in them is carried out.
        notes: What stands below each: source and command.
        numbers: Rows of plain numbers to compute with, the first row their names.
    """
    import xlsxwriter

    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    soft = book.add_format({"font_color": "#4a545e"})
    for number, table in enumerate(tables, 1):
        sheet = book.add_worksheet(f"{number} {_sheet_name(table.caption)}"[:SHEET_NAME].strip())
        sheet.write_string(0, 0, table.caption, book.add_format({"bold": True, "font_size": 13}))
        for column, cell in enumerate(table.headings):
            sheet.write_string(2, column, cell, bold)
        for place, row in enumerate(table.rows, 3):
            for column, cell in enumerate(row):
                _write_cell(sheet, place, column, cell, bold if len(row) == 1 else None)
        for place, note in enumerate(notes, len(table.rows) + 4):
            sheet.write_string(place, 0, note, soft)
        sheet.set_column(0, 0, 46)
        sheet.set_column(1, max(1, len(table.headings) - 1), 20)
        sheet.freeze_panes(3, 1)
    if numbers:
        sheet = book.add_worksheet("numbers")
        for place, cells in enumerate(numbers):
            for column, value in enumerate(cells):
                _write_cell(sheet, place, column, value, bold if place == 0 else None)
        sheet.set_column(0, 1, 40)
        sheet.freeze_panes(1, 2)
    book.close()
    return stream.getvalue()


def _write_cell(sheet: Any, row: int, column: int, cell: str | float, form: object) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, cell, form)
    elif math.isfinite(cell):
        sheet.write_number(row, column, cell, form)


def _numbers(answer: Answer) -> list[list[str | float]]:
    """Gives every outcome of every policy as plain numbers."""
    table = answer.evidence.table
    columns = list(next(iter(table.values())))
    rows: list[list[str | float]] = [["outcome", "policy", *columns]]
    rows += [[*names, *(row[name] for name in columns)] for names, row in table.items()]
    return rows


def _sheet_name(caption: str) -> str:
    return "".join(letter for letter in caption if letter not in "[]:*?/\\'")


def _safe(cell: str) -> str:
    """Keeps a spreadsheet from carrying out a text as a formula; a number with its sign stays a number."""
    risky = cell.startswith(FORMULA) and not cell.lstrip("+-").replace(".", "").replace(",", "").isdigit()
    return f"'{cell}" if risky else cell
