"""What matters? The numbers that decide most of an outcome, the largest on top, with intervals."""

from collections.abc import Iterator, Sequence

import pandas as pd

from results.chart import Chart, NumberTable
from results.figures.bars import Bar, bars_height, draw_bars
from results.figures.canvas import Canvas, stack
from results.looks import look_up
from results.numbers import write_amount, write_number
from results.outcomes import Outcome, find_outcome
from results.question import Asked, join_some
from results.words import Words

NAME = "tornado"
MORRIS, DIFFERENCE = "morris", "difference"
SHOWN, TITLED, TOLD, IN_TABLE = 8, 1, 3, 20
type Panel = tuple[str, str, str]
"""A quantity, a policy and an outcome."""


def build_tornado(table: pd.DataFrame, panels: Sequence[Panel], asked: Asked, words: Words) -> Chart:
    """Builds the figure of what matters.

    Args:
        table: One row per quantity, policy, outcome and factor, the most important first.
        panels: What is drawn, the most important first; the first gives the title.
        asked: What was played.
        words: The language of the reader.
    """
    method = str(asked.manifest["sweep"]["kind"])
    title = _tell(table, panels[0], TITLED, asked, words)
    return Chart(
        name=NAME,
        topic=words.text("question.sensitivity"),
        finding=title.rstrip("."),
        besides=tuple(_tell(table, panel, TOLD, asked, words) for panel in panels[1:]),
        unit=words.text("matters.unit_morris" if method == MORRIS else "matters.unit_sobol"),
        reading=words.text("matters.reading_morris" if method == MORRIS else "matters.reading_sobol"),
        alt=words.text("matters.alt"),
        tables=tuple(_number_table(table, panel, method, asked, words) for panel in panels),
        draw=lambda canvas: _draw(canvas, table, panels, method, asked, words),
    )


def rank(table: pd.DataFrame, panel: Panel) -> pd.DataFrame:
    """Gives the rows of one quantity, policy and outcome, the most important first."""
    quantity, policy, outcome = panel
    mine = (table["quantity"] == quantity) & (table["policy"] == policy) & (table["outcome"] == outcome)
    return table[mine]


def title_of(panel: Panel, asked: Asked, words: Words) -> str:
    """Says what is asked about: a difference, or an outcome under a policy."""
    quantity, policy, outcome = panel
    fields = {
        "outcome": find_outcome(outcome).title(words),
        "policy": asked.name(policy, words),
        "baseline": asked.name(asked.manifest["sweep"]["policies"][0], words),
    }
    return words.text("matters.difference" if quantity == DIFFERENCE else "matters.level", **fields)


def write_size(value: float, outcome: Outcome, method: str, words: Words) -> str:
    """Writes how much a number matters: a share of the variance, or a change in the unit of the outcome."""
    if method == MORRIS:
        return outcome.finer_for(value).write(value, words)
    return write_amount(value, "share", 0, words.language)


def _tell(table: pd.DataFrame, panel: Panel, named: int, asked: Asked, words: Words) -> str:
    """Says which numbers matter most, or that none stands out from luck, or that nobody can tell.

    Args:
        table: One row per quantity, policy, outcome and factor.
        panel: What is told.
        named: How many numbers are named; of others only the count.
        asked: What was played.
        words: The language of the reader.
    """
    rows = rank(table, panel)
    title = title_of(panel, asked, words)
    if rows["size"].isna().all():
        return words.text("matters.gaps", what=title, gaps=int(rows["gaps"].max()))
    if rows["floor"].isna().all():
        return words.text("matters.one_seed", what=title)
    clear = rows[rows["clear"]]
    if not len(clear):
        return words.text("matters.none", what=title)
    names = [asked.meaning(str(name), words) for name in clear["factor"].head(named)]
    most = words.text("matters.most", what=title, names=join_some(names, words))
    others = len(clear) - named
    if others <= 0:
        return most
    return f"{most} {words.text('matters.more_one' if others == 1 else 'matters.more', count=others)}"


def _bars(table: pd.DataFrame, panel: Panel, method: str, asked: Asked, words: Words) -> Iterator[Bar]:
    outcome = find_outcome(panel[2])
    for row in rank(table, panel).head(SHOWN).to_dict("records"):
        size, low, high = (float(row[name]) for name in ("size", "low", "high"))
        said = write_size(size, outcome, method, words)
        ends = [write_size(end, outcome, method, words) for end in (low, high)]
        between = words.text("table.between", low=ends[0], high=ends[1])
        label = asked.meaning(str(row["factor"]), words)
        yield Bar(label, size, low, high, f"{said} ({between})", bool(row["clear"]))


def _number_table(table: pd.DataFrame, panel: Panel, method: str, asked: Asked, words: Words) -> NumberTable:
    outcome = find_outcome(panel[2])
    rows = []
    for row in rank(table, panel).head(IN_TABLE).to_dict("records"):
        cells = [write_size(float(row[name]), outcome, method, words) for name in ("size", "low", "high")]
        alone = write_size(float(row["alone"]), outcome, method, words)
        clear = words.text("matters.yes") if row["clear"] else words.text("matters.no")
        rows.append((asked.meaning(str(row["factor"]), words), *cells, alone, clear))
    shown = rank(table, panel)
    caption = title_of(panel, asked, words)
    if len(shown):
        floor = float(shown["floor"].iloc[0])
        gaps = write_number(float(shown["gaps"].iloc[0]), 0, words.language)
        said = write_size(floor, outcome, method, words)
        caption = f"{caption}. {words.text('matters.floor', floor=said, gaps=gaps, points=asked.points)}"
    headings = (
        words.text("matters.number"),
        words.text("matters.size"),
        words.text("matters.low"),
        words.text("matters.high"),
        words.text("matters.mean_change" if method == MORRIS else "matters.alone"),
        words.text("matters.clear"),
    )
    return NumberTable(caption, headings, tuple(rows))


def _draw(
    canvas: Canvas, table: pd.DataFrame, panels: Sequence[Panel], method: str, asked: Asked, words: Words
) -> None:
    drawn = {str(number): panel for number, panel in enumerate(panels)}
    bars = {key: list(_bars(table, panel, method, asked, words)) for key, panel in drawn.items()}
    looks = look_up(asked.manifest["sweep"]["policies"])

    def draw_one(top: float, group: tuple[str, ...]) -> None:
        panel = drawn[group[0]]
        outcome = find_outcome(panel[2])
        draw_bars(
            canvas,
            top,
            title_of(panel, asked, words),
            bars[group[0]],
            looks[panel[1]].colour,
            outcome.form if method == MORRIS else "share",
        )

    stack(canvas, [(key,) for key in drawn], [bars_height(canvas, bars[key]) for key in drawn], draw_one)
