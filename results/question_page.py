"""Writes an answer into the folder of what was played for it: a page, the figures and the numbers."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from results.chart import Chart
from results.elements import notice, number_table, say, sentence, whole_page
from results.errors import StoreError
from results.figures.canvas import NARROW, WIDE, Canvas, Frame, inline, render
from results.parts import write_whole
from results.question import Answer
from results.words import Words


def write_answer(folder: Path, answer: Answer, words: Words) -> Path:
    """Writes page, figures and numbers of an answer; earlier ones of that name make way.

    Args:
        folder: The folder of what was played.
        answer: The answer.
        words: The language of the reader.

    Returns:
        The path of the page.

    Raises:
        StoreError: There is no room, or the folder cannot be written.
    """
    try:
        (folder / "figures").mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError("error.out_not_writable", folder=folder, reason=error.strerror) from error
    drawings = []
    for chart in answer.charts:
        notes = (chart.reading, *answer.setting, answer.missing, answer.source)
        frame = Frame(chart.finding, chart.unit, tuple(note for note in notes if note))
        svg, png = render(chart.draw, Canvas(WIDE, words.language, frame), picture=True)
        write_whole(folder / "figures" / f"{chart.name}.svg", svg)
        write_whole(folder / "figures" / f"{chart.name}.png", png)
        drawings.append(_drawings(chart, words))
    for name, table in answer.tables.items():
        write_whole(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode("utf-8"))
    page = "\n".join(_page(answer, drawings, words))
    title = words.text(f"question.{answer.name}")
    return write_whole(folder / f"{answer.name}.html", whole_page(title, [page], words).encode("utf-8"))


def _drawings(chart: Chart, words: Words) -> str:
    label = escape(f"{words.text('report.figure')}: {chart.finding}. {chart.alt}")
    return "\n".join(
        inline(render(chart.draw, Canvas(width, words.language))[0], f"{chart.name}-{kind}", label)
        for width, kind in ((WIDE, "wide"), (NARROW, "narrow"))
    )


def _page(answer: Answer, drawings: list[str], words: Words) -> Iterator[str]:
    yield f"<header><h1>{say(words, f'question.{answer.name}')}</h1>"
    for line in (answer.source, *answer.setting):
        yield f'<p class="setting">{escape(line)}</p>'
    yield "</header>"
    if answer.missing:
        yield notice("missing", answer.missing)
    yield '<main id="main">'
    for chart, drawing in zip(answer.charts, drawings, strict=True):
        besides = "".join(f"<li>{sentence(line)}</li>" for line in chart.besides)
        tables = "\n".join(number_table(table, words) for table in chart.tables)
        yield (
            f'<section class="card chart" id="{chart.name}">\n'
            f'<h2>{sentence(chart.finding)}</h2>\n<ul class="besides">{besides}</ul>\n'
            f'<p class="unit">{escape(chart.unit)}</p>\n<figure>\n{drawing}\n'
            f'<figcaption class="reading">{escape(chart.reading)}</figcaption>\n</figure>\n'
            f'<div class="numbers">\n<h3>{say(words, "report.numbers")}</h3>\n{tables}\n</div>\n</section>'
        )
    limits = "".join(f"<li>{escape(line)}</li>" for line in answer.limits)
    yield f'<section class="card"><h2>{say(words, "report.how")}</h2><ul>{limits}</ul></section></main>'
