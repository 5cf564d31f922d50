"""The page that lays the model beside the published facts, whole in one file."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from results.chart import Chart
from results.elements import chart_section, header, notices, passport_section, say, sentence, whole_page
from results.figures.canvas import NARROW, WIDE, Canvas, inline, render
from results.numbers import Language
from results.store import VALIDATION, write_derived
from results.validation.concentration import build_concentration
from results.validation.evidence import USES, Beside, read_validation, texts
from results.validation.facts import OUTSIDE, facts_section, sign_of, verdict
from results.validation.heaviest import build_heaviest
from results.validation.helpers import build_helpers
from results.validation.ranges import build_ranges
from results.validation.waiting import build_waiting
from results.words import Words, load_words


def make_validation_page(folder: Path, language: Language = "nl") -> Path:
    """Makes the page of a stored validation, or makes it again.

    Args:
        folder: The result folder of a validation.
        language: The language of the page.

    Returns:
        The path of the page. Equal results give equal bytes.

    Raises:
        results.errors.StoreError: It is no result of a validation, it is damaged or of another format, or the
            folder cannot be written.
    """
    beside = read_validation(folder)
    words = load_words(language)
    charts = build_charts(beside, words)
    drawings = {}
    for chart in charts:
        label = escape(f"{words.text('report.figure')}: {chart.finding}. {chart.alt}")
        wide, narrow = (
            inline(render(chart.draw, Canvas(width, language))[0], f"{chart.name}-{kind}", label)
            for width, kind in ((WIDE, "wide"), (NARROW, "narrow"))
        )
        drawings[chart.name] = (wide, narrow)
    write_derived(folder, {VALIDATION: build_page(beside, charts, drawings, words).encode("utf-8")})
    return folder / VALIDATION


def build_charts(beside: Beside, words: Words) -> list[Chart]:
    """Builds the figures, in the order of the page.

    Args:
        beside: The stored validation.
        words: The language of the reader.
    """
    charts = [build(beside, words) for build in (build_helpers, build_concentration, build_waiting)]
    if len(beside.ranges):
        charts.append(build_ranges(beside, words))
    return [*charts, build_heaviest(beside, words)]


def build_page(
    beside: Beside, charts: Sequence[Chart], drawings: Mapping[str, tuple[str, str]], words: Words
) -> str:
    """Builds the page.

    Args:
        beside: The stored validation.
        charts: The figures in their order.
        drawings: Per figure the wide and the narrow drawing, as SVG elements.
        words: The language of the reader.

    Returns:
        A whole HTML document.
    """
    title = words.text("valid.title")
    parts = [
        header(title, beside, words, "valid.setting_worlds" if beside.worlds > 1 else "valid.setting"),
        *notices(beside, words),
        _summary(beside, charts, words),
        '<main id="main">',
        *(facts_section(use, beside, words) for use in USES),
        *(chart_section(chart, drawings[chart.name], beside, words) for chart in charts),
        "</main>",
        passport_section(beside, words),
    ]
    return whole_page(title, parts, words)


def _summary(beside: Beside, charts: Sequence[Chart], words: Words) -> str:
    findings = "".join(f"<li>{sentence(line)}</li>" for line in _findings(beside, words))
    how = [words.text(f"valid.how_{name}") for name in ("band", "use", "spread", "miss", "policy")]
    reading = "".join(f"<li>{escape(line)}</li>" for line in how)
    links = [(use, words.text(f"valid.link_{use}")) for use in USES]
    links += [(chart.name, chart.topic) for chart in charts]
    links += [("passport", words.text("report.passport"))]
    contents = "".join(f'<li><a href="#{name}">{escape(text)}</a></li>' for name, text in links)
    return (
        '<section class="card summary two" aria-labelledby="findings">\n<div>\n'
        f'<h2 id="findings">{say(words, "valid.findings")}</h2>\n<ul>{findings}</ul>\n'
        f"{_missed(beside, words)}</div>\n"
        f'<div class="how">\n<h2>{say(words, "report.how")}</h2>\n<ul>{reading}</ul>\n</div>\n</section>\n'
        f'<nav aria-label="{say(words, "report.contents")}"><ul>{contents}</ul></nav>'
    )


def _findings(beside: Beside, words: Words) -> Iterable[str]:
    """What is inside its band, per use, and what is missed by most."""
    for use in USES:
        inside, count = beside.count(use)
        yield words.text(f"valid.count_{use}", inside=inside, count=count)
    worst = beside.worst
    if worst is not None:
        yield words.text("valid.worst", fact=texts([worst], words)[0], verdict=verdict(worst, words))
    if not len(beside.ranges):
        yield words.text("valid.no_ranges")


def _missed(beside: Beside, words: Words) -> str:
    """Every miss in one line with a link to its row, so that nobody has to look for them."""
    missed = [fact for fact in beside.facts if verdict(fact, words) not in _fine(words)]
    if not missed:
        return ""
    items = "".join(
        f'<li>{sign_of(OUTSIDE)} <a href="#fact-{fact["id"]}">{escape(texts([fact], words)[0])}</a>: '
        f"{escape(verdict(fact, words))}</li>"
        for fact in missed
    )
    title = say(words, "valid.missed", count=len(missed))
    return f'<p class="kind">{title}</p>\n<ul class="missed">{items}</ul>\n'


def _fine(words: Words) -> tuple[str, str]:
    return words.text("valid.inside"), words.text("valid.not_measured")
