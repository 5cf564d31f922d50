"""The page that compares: choices on the left, the answer on the right."""

from html import escape
from typing import Any

import solara

from dashboards.cards import kicker, take_along, tiles
from dashboards.pages.figures import Figures
from dashboards.pages.panel import Panel
from dashboards.shell import box, full_link, html
from dashboards.visit import Visit, current
from dashboards.watching import course
from results.chart import Chart
from results.credits import write_changes, write_only_central
from results.elements import notice, notices, say, sentence
from results.page import all_outcomes, headline_lists, how_to_read

LONG_LEAD = 200
"""Letters of a finding that is set smaller, so that it stays a heading; more policies take more words."""
ORDER = ("helpers", "events", "cost", "waiting", "aim", "life", "sure", "heavy", "equity")
"""Figures in the order in which people ask: helpers, escalations, money, waiting, life."""


@solara.component
def Compare() -> Any:  # noqa: N802 (Solara wants this form)
    """Choices, progress and answer."""
    with box("div", "body") as main:
        Panel()
        with box("div", "answer"):
            AnswerOnScreen()
    return main


@solara.component
def AnswerOnScreen() -> None:  # noqa: N802
    """The answer to what was asked, or that it is on its way."""
    now = current()
    if now.shown is None:
        OnItsWay()
        return
    charts = _in_order(now)
    html("div", _opening(now), "opening")
    html("div", _jump(charts, now))
    Figures(tuple(chart.name for chart in charts))
    html("div", _closing(now))


@solara.component
def OnItsWay() -> None:  # noqa: N802
    """What is shown before the first replicates of a linked comparison are in."""
    words = current().words
    far = course.value
    html(
        "div",
        f"<h1>{say(words, 'dash.on_its_way')}</h1>"
        f"<p>{say(words, 'dash.on_its_way_how', finished=far.finished, total=far.total)}</p>",
        "waiting-page",
        role="status",
    )


def _in_order(now: Visit) -> list[Chart]:
    assert now.shown is not None
    charts = {chart.name: chart for chart in now.shown.charts(now.words)}
    return [charts[name] for name in ORDER if name in charts]


def _opening(now: Visit) -> str:
    """Makes what is read first: what was played, the finding in one sentence, tiles, and sentences."""
    assert now.shown is not None
    words, evidence = now.words, now.shown.evidence
    aim = now.shown.chart("aim", words)
    lead = aim.finding if aim is not None else ""
    length = ' class="long"' if len(lead) > LONG_LEAD else ""
    lines = [write_only_central(evidence.manifest["worlds"], words), words.text("dash.no_forecast")]
    changed = write_changes(evidence.manifest["scenarios"], words)
    warned = "".join(notices(evidence, words)) if now.play is None else ""
    if now.chosen != now.shown.question and now.play is None:
        warned = notice("other", words.text("dash.not_played")) + warned
    findings = "".join(headline_lists(evidence, words, folded=True))
    return (
        f'{warned}<p class="kicker">{kicker(now.shown, words)}</p><h1{length}>{sentence(lead)}</h1>'
        f'<p class="sub">{escape(" ".join(line for line in lines if line))}'
        f"{f' <strong>{escape(changed)}.</strong>' if changed else ''}</p>"
        f"{tiles(evidence, words)}"
        '<section class="card summary two" aria-labelledby="findings"><div>'
        f'<h2 id="findings">{say(words, "report.findings")}</h2>{findings}</div>'
        f'<div class="how"><h2>{say(words, "report.how")}</h2>'
        f"<ul>{how_to_read(evidence, words)}</ul></div></section>"
    )


def _jump(charts: list[Chart], now: Visit) -> str:
    words = now.words
    links = [(chart.name, chart.topic) for chart in charts]
    links += [("outcomes", words.text("report.all_outcomes")), ("take", words.text("dash.take"))]
    items = "".join(f'<li><a href="#{name}">{escape(text)}</a></li>' for name, text in links)
    return f'<nav class="jump" aria-label="{say(words, "report.contents")}"><ul>{items}</ul></nav>'


def _closing(now: Visit) -> str:
    assert now.shown is not None
    words, evidence = now.words, now.shown.evidence
    folded = all_outcomes(evidence, words)
    return (
        f'<details class="card" id="more"><summary>{say(words, "dash.every_outcome")}</summary>'
        f"{folded}</details>"
        f"{take_along(now.shown, now.origin + full_link(now, '/'), words)}"
    )
