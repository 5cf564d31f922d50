"""The figures of a page: cards with what each shows; the browser fetches the drawings."""

import solara

from dashboards.cards import figure_card
from dashboards.shell import html
from dashboards.visit import current


@solara.component
def Figures(names: tuple[str, ...]) -> None:  # noqa: N802 (Solara wants this form)
    """The figures of these names, in this order."""
    now = current()
    answer, words, wide = now.shown, now.words, now.wide
    if answer is None:
        return

    def make() -> str:
        charts = {chart.name: chart for chart in answer.charts(words)}
        return "".join(figure_card(answer, charts[name], wide, words) for name in names if name in charts)

    html("div", solara.use_memo(make, [answer.key, words.language, wide, names]), "figures")
