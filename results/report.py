"""The report of a comparison: figures and a page, made from what is stored and from nothing else."""

from html import escape
from pathlib import Path

from results.chart import Chart
from results.credits import write_source
from results.evidence import Evidence, read_evidence
from results.figures.aim import build_aim
from results.figures.canvas import NARROW, WIDE, Canvas, Frame, inline, render
from results.figures.cost import build_cost
from results.figures.equity import build_equity
from results.figures.events import build_events
from results.figures.heavy import build_heavy
from results.figures.helpers import build_helpers
from results.figures.life import build_life
from results.figures.payers import build_payers
from results.figures.sure import build_sure
from results.figures.waiting import build_waiting
from results.numbers import Language
from results.page import build_page
from results.store import REPORT, write_derived
from results.words import Words, load_words


def make_report(folder: Path, language: Language = "nl") -> Path:
    """Makes report.html and the figures of a stored comparison, or makes them again.

    Args:
        folder: The result folder of a comparison.
        language: The language of the report.

    Returns:
        The path of report.html. Equal results give equal bytes.

    Raises:
        results.errors.StoreError: It is no result of a comparison, it is damaged or of another format, or
            the folder cannot be written.
    """
    evidence = read_evidence(folder)
    words = load_words(language)
    charts = build_charts(evidence, words)
    files: dict[str, bytes] = {}
    drawings = {}
    for chart in charts:
        svg, png = render(chart.draw, Canvas(WIDE, language, frame(chart, evidence, words)), picture=True)
        files |= {f"figures/{chart.name}.svg": svg, f"figures/{chart.name}.png": png}
        label = escape(f"{words.text('report.figure')}: {chart.finding}. {chart.alt}")
        wide, narrow = (
            inline(render(chart.draw, Canvas(width, language))[0], f"{chart.name}-{kind}", label)
            for width, kind in ((WIDE, "wide"), (NARROW, "narrow"))
        )
        drawings[chart.name] = (wide, narrow)
    files[REPORT] = build_page(evidence, charts, drawings, words).encode("utf-8")
    write_derived(folder, files)
    return folder / REPORT


def build_charts(evidence: Evidence, words: Words) -> list[Chart]:
    """Builds the figures of a comparison, in the order of the report.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    builders = (
        build_aim,
        build_sure,
        build_helpers,
        build_heavy,
        build_events,
        build_cost,
        build_payers,
        build_waiting,
        build_life,
        build_equity,
    )
    built = (build(evidence, words) for build in builders)
    return [chart for chart in built if chart is not None]


def frame(chart: Chart, evidence: Evidence, words: Words) -> Frame:
    """Gives what stands around a figure when it is shown without the report."""
    warning = ""
    if evidence.manifest["partial"]:
        warning = words.text(
            "compare.partial",
            finished=evidence.manifest["replicates_finished"],
            replicates=evidence.manifest["replicates_wanted"],
        )
    notes = (chart.reading, write_source(evidence, words), _again(evidence, words))
    return Frame(f"{chart.finding}", chart.unit, notes, warning)


def _again(evidence: Evidence, words: Words) -> str:
    return f"{words.text('report.again')} {evidence.manifest['command']}"
