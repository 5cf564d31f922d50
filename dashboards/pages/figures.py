"""The figures of a page, drawn one by one while the page is already there."""

from collections.abc import Sequence
from typing import Any

import solara
import solara.lab

from dashboards.answer import Answer
from dashboards.cards import figure_card, figure_on_its_way
from dashboards.play import theatre
from dashboards.shell import html
from dashboards.visit import current, visit
from dashboards.watching import drawing
from results.numbers import Language
from results.words import load_words

FIRST = 2
"""Figures that are drawn of a first stage while many comparisons are under way."""
drawn: solara.Reactive[int] = solara.reactive(0)
"""Counts the drawings of this tab, so that the page hears of each."""


@solara.component
def Figures(names: tuple[str, ...]) -> Any:  # noqa: N802 (Solara wants this form)
    """The figures of these names, in this order."""
    now = current()
    answer, language, wide = now.shown, now.language, now.wide
    key = answer.key if answer is not None else ""

    def draw() -> None:
        if answer is not None:
            _draw(answer, names, wide, language)

    solara.lab.use_task(draw, dependencies=[key, language, wide, names], prefer_threaded=True)
    with solara.Div() as main:
        for name in names:
            FigureOf(name).key(name)
    return main


@solara.component
def FigureOf(name: str) -> None:  # noqa: N802
    """One figure; while it is drawn anew the earlier one of the same question stays."""
    now = current()
    _ = drawn.value
    answer, language, wide = now.shown, now.language, now.wide
    kept: Any = solara.use_ref(None)
    if answer is None:
        return
    there = answer.is_drawn(name, wide, language)

    def make() -> str:
        chart = answer.chart(name, now.words)
        if chart is None:
            return ""
        same = (answer.question, language, wide)
        if there:
            kept.current = (same, figure_card(answer, chart, wide, now.words))
        elif kept.current is None or kept.current[0] != same:
            return figure_on_its_way(chart, now.words)
        return str(kept.current[1])

    html("div", solara.use_memo(make, [answer.key, language, wide, there]))


def _draw(answer: Answer, names: Sequence[str], wide: bool, language: Language) -> None:
    """Draws what is not drawn yet, as long as somebody looks; in a crowd only the first before the end."""
    drawing.set(True)
    try:
        words = load_words(language)
        for name in names if answer.whole or not theatre().crowded else names[:FIRST]:
            found = visit.peek()
            if found is None or (found.shown, found.language, found.wide) != (answer, language, wide):
                return
            chart = answer.chart(name, words)
            if chart is not None and not answer.is_drawn(name, wide, language):
                answer.drawing(chart, wide, words)
                drawn.set(drawn.peek() + 1)
    finally:
        drawing.set(False)
        drawn.set(drawn.peek() + 1)  # somebody else may have drawn what was missing here
