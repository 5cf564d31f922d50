"""The briefing of two pages, as a PDF and as one page of HTML."""

import json
import warnings
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from dashboards.answer import Answer
from dashboards.cards import TILES
from results.chart import Chart, NumberTable
from results.credits import write_changes, write_date_made, write_only_central, write_source
from results.elements import (
    chart_section,
    header,
    notices,
    number_table,
    passport_section,
    say,
    sentence,
    whole_page,
)
from results.evidence import Evidence
from results.figures.canvas import NARROW, Canvas, render
from results.findings import join
from results.hundred_worlds import tells_worlds
from results.number_tables import build_tables
from results.outcomes import find_outcome
from results.page import how_to_read_lines
from results.words import Words

FIGURES = ("events", "payers")
"""Figures of the briefing: does it prevent, and who pays."""
NEVER = ("forecast", "saving", "person", "evaluation", "one_set", "best_number")
ORDER = (
    "crises_per_1000_households_per_year",
    "cost_per_household_per_year",
    "weeks_to_first_help",
    "experienced_quality",
    "helpers_mean",
    "cashable_cost_per_household_per_year",
    "health_utility",
    "staff_strain",
)
"""Outcomes of the table, those that stay when there is little room first."""
MOST_ROWS = {1: 8, 2: 5, 3: 4}
"""Rows of the table of each policy, by how many there are: the briefing stays two pages."""


def make_pdf(answer: Answer, words: Words) -> bytes:
    """Makes the briefing as a PDF of two pages.

    Args:
        answer: What is on screen.
        words: The language of the reader.
    """
    import typst

    source = Path(__file__).with_name("briefing.typ").read_bytes()
    told = {"data": json.dumps(_data(answer, words))}
    compiler: Any = typst
    made, said = compiler.compile_with_warnings(
        source, font_paths=[_fonts()], ignore_system_fonts=True, sys_inputs=told
    )
    for line in said:
        warnings.warn(f"briefing: {line}", stacklevel=2)
    return bytes(made)


def make_html(answer: Answer, words: Words) -> bytes:
    """Makes the same as one page of HTML that needs nothing beside itself.

    Args:
        answer: What is on screen.
        words: The language of the reader.
    """
    evidence = answer.evidence
    title = _title(evidence, words)
    aim = answer.chart("aim", words)
    tables = "".join(number_table(table, words) for table in _tables(evidence, words))
    charts = [
        (chart, (answer.drawing(chart, True, words), answer.drawing(chart, False, words)))
        for chart in _charts(answer, words)
    ]
    never = "".join(f"<li>{escape(line)}</li>" for line in _never(words))
    parts = [
        header(title, evidence, words),
        *notices(evidence, words),
        '<main id="main">',
        f'<section class="card"><h2>{sentence(aim.finding) if aim else ""}</h2>{tables}</section>',
        *(chart_section(chart, drawing, evidence, words, folded=True) for chart, drawing in charts),
        f'<section class="card"><h2>{say(words, "dash.never_title")}</h2><ul>{never}</ul></section>',
        "</main>",
        passport_section(evidence, words),
    ]
    return whole_page(title, parts, words).encode("utf-8")


def _data(answer: Answer, words: Words) -> dict[str, Any]:
    evidence, manifest = answer.evidence, answer.evidence.manifest
    aim = answer.chart("aim", words)
    tables = _tables(evidence, words)
    changed = write_changes(manifest["scenarios"], words)
    setting = [
        write_only_central(manifest["worlds"], words),
        words.text("dash.no_forecast"),
        f"{changed}." if changed else "",
    ]
    partial = manifest["partial"]
    warning = words.text(
        "compare.partial", finished=manifest["replicates_finished"], replicates=manifest["replicates_wanted"]
    )
    return {
        "lang": words.language,
        "title": _title(evidence, words),
        "kicker": words.text(
            "report.kicker",
            area=manifest["area"]["title"][words.language],
            date=write_date_made(evidence, words),
        ),
        "lead": f"{aim.finding}." if aim is not None else "",
        "setting": " ".join(line for line in setting if line),
        "warning": warning if partial else "",
        "tables": [vars(table) for table in tables],
        "figures": [_figure(chart, words) for chart in _charts(answer, words)],
        "never": _never(words),
        "never-title": words.text("dash.never_title"),
        "how": how_to_read_lines(evidence, words),
        "how-title": words.text("report.how"),
        "source": write_source(evidence, words),
        "command": f"{words.text('report.again')} {manifest['command']}",
        "page": words.text("dash.brief_page"),
        "of": words.text("dash.brief_of"),
    }


def _title(evidence: Evidence, words: Words) -> str:
    names = join([evidence.name(policy, words) for policy in evidence.policies], words)
    return words.text("dash.brief_title", policies=names)


def _charts(answer: Answer, words: Words) -> list[Chart]:
    return [chart for chart in answer.charts(words) if chart.name in FIGURES]


def _tables(evidence: Evidence, words: Words) -> tuple[NumberTable, ...]:
    there = {outcome for outcome, _ in evidence.table}
    names = [name for name in ORDER if name in there][: MOST_ROWS[len(evidence.others)]]
    rows = [
        (find_outcome(name).label(words), name, find_outcome(name)) for name in sorted(names, key=TILES.index)
    ]
    tables = build_tables(
        words.text("dash.tiles"), words.text("table.outcome"), rows, evidence.table, evidence, words
    )
    if not tells_worlds(evidence.table):
        return tables
    left_out = {words.text(key) for key in ("table.same_sign", "worlds.split")}
    return tuple(_without(table, left_out) for table in tables)


def _without(table: NumberTable, headings: set[str]) -> NumberTable:
    """Leaves columns out that do not fit on a page of paper; the report has them."""
    kept = [place for place, heading in enumerate(table.headings) if heading not in headings]
    rows = tuple(tuple(row[place] for place in kept) for row in table.rows)
    return NumberTable(table.caption, tuple(table.headings[place] for place in kept), rows)


def _never(words: Words) -> list[str]:
    return [words.text(f"dash.never_{name}") for name in NEVER]


def _figure(chart: Chart, words: Words) -> dict[str, str]:
    drawn = render(chart.draw, Canvas(NARROW, words.language))[0].decode("utf-8")
    return {"finding": f"{chart.finding}.", "unit": chart.unit, "alt": chart.alt, "svg": drawn}


@cache
def _fonts() -> str:
    """Finds the folder of the font that figures are measured with; it comes with matplotlib."""
    import matplotlib

    return str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")
