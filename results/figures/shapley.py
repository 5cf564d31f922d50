"""Which part of the bundle does the work? Its effect shared out over its switches, per outcome and payer."""

import math
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from results.chart import Chart, NumberTable
from results.figures.bars import Bar, bars_height, draw_bars
from results.figures.canvas import Canvas, stack, wrap
from results.findings import write_difference, write_interval
from results.looks import CAUSES, GRID, INK, SOFT, look_up
from results.outcomes import find_outcome
from results.payer_account import PAYERS
from results.question import Asked, join_some
from results.tables import Row
from results.words import Words

NAME = "shapley"
WHOLE, OTHERS = "whole", "others"
SOCIETY = "cost_per_household_per_year"
STACKED = (*(f"cost_{payer}" for payer in PAYERS), SOCIETY)
ROW, HEAD, LABEL, EDGE = 40.0, 56.0, 0.3, 36.0
TOLD = 3


def build_shapley(table: pd.DataFrame, outcomes: Sequence[str], asked: Asked, words: Words) -> Chart:
    """Builds the figure of shares.

    Args:
        table: One row per outcome and switch ("whole" for all together).
        outcomes: The outcomes that get bars of their own, the most important first.
        asked: What was played.
        words: The language of the reader.
    """
    shown = [name for name in outcomes if name in set(table["outcome"])]
    told = [_tell(table, outcome, asked, words) for outcome in shown]
    rest = [name for name in dict.fromkeys(table["outcome"]) if name not in shown]
    return Chart(
        name=NAME,
        topic=words.text("question.shapley"),
        finding=told[0].rstrip("."),
        besides=tuple(told[1:]),
        unit=words.text("shapley.unit"),
        reading=words.text("shapley.reading"),
        alt=words.text("shapley.alt"),
        tables=tuple(_number_table(table, outcome, words) for outcome in [*shown, *rest]),
        draw=lambda canvas: _draw(canvas, table, shown, asked, words),
    )


def name_switch(switch: str, words: Words) -> str:
    """Gives the name of a switch in words."""
    return words.find(f"switch.{switch}", switch)


def _rows(table: pd.DataFrame, outcome: str) -> dict[str, Row]:
    mine = table[table["outcome"] == outcome]
    return {
        str(row["switch"]): {
            "difference": float(row["share"]),
            "low": float(row["low"]),
            "high": float(row["high"]),
            "pairs": float(row["seeds"]),
        }
        for row in mine.to_dict("records")
    }


def _clear(row: Row) -> bool:
    return row["low"] > 0 or row["high"] < 0


def _tell(table: pd.DataFrame, outcome: str, asked: Asked, words: Words) -> str:
    """Says what the whole does, and which switches bring most of it and go against it."""
    rows, shown = _rows(table, outcome), find_outcome(outcome)
    whole = rows.pop(WHOLE)
    policy = asked.manifest["sweep"]["policies"][0]
    fields = {
        "outcome": shown.label(words),
        "policy": asked.name(policy, words),
        "whole": write_difference(shown, whole, words),
        "interval": write_interval(shown, whole, words),
    }
    if not whole["pairs"]:
        return words.text("shapley.nothing", **fields)
    clear = sorted(
        (name for name in rows if _clear(rows[name])), key=lambda one: -abs(rows[one]["difference"])
    )
    parts = [
        f"{name_switch(name, words)} ({write_difference(shown, rows[name], words)})" for name in clear[:TOLD]
    ]
    if not parts:
        return words.text("shapley.unclear", **fields)
    return words.text("shapley.most", **fields, parts=join_some(parts, words))


def _number_table(table: pd.DataFrame, outcome: str, words: Words) -> NumberTable:
    shown = find_outcome(outcome)
    rows = _rows(table, outcome)
    order = sorted(rows, key=lambda name: (name == WHOLE, -abs(rows[name]["difference"])))
    lines_of = tuple(
        (
            words.text("shapley.whole") if name == WHOLE else name_switch(name, words),
            write_difference(shown, rows[name], words),
            write_interval(shown, rows[name], words),
        )
        for name in order
    )
    headings = (words.text("shapley.part"), words.text("shapley.share"), words.text("table.interval"))
    return NumberTable(shown.label(words), headings, lines_of)


def _draw(canvas: Canvas, table: pd.DataFrame, outcomes: Sequence[str], asked: Asked, words: Words) -> None:
    payers = [name for name in STACKED if name in set(table["outcome"])]
    colour = look_up(asked.manifest["sweep"]["policies"])[asked.manifest["sweep"]["policies"][0]].colour
    bars = {outcome: _bars(table, outcome, words) for outcome in outcomes}
    heights = [_stacked_height(canvas, table, payers)] if payers else []
    heights += [bars_height(canvas, bars[outcome]) for outcome in outcomes]
    groups: list[tuple[str, ...]] = [tuple(payers)] if payers else []
    groups += [(outcome,) for outcome in outcomes]

    def draw_one(top: float, group: tuple[str, ...]) -> None:
        if payers and group == tuple(payers):
            _draw_stacked(canvas, top, table, payers, words)
            return
        shown = find_outcome(group[0])
        draw_bars(
            canvas,
            top,
            shown.label(words),
            bars[group[0]],
            colour,
            shown.form,
            signed=True,
        )

    stack(canvas, groups, heights, draw_one)


def _bars(table: pd.DataFrame, outcome: str, words: Words) -> list[Bar]:
    shown, rows = find_outcome(outcome), _rows(table, outcome)
    order = sorted(rows, key=lambda name: (name == WHOLE, -abs(rows[name]["difference"])))
    return [
        Bar(
            words.text("shapley.whole") if name == WHOLE else name_switch(name, words),
            rows[name]["difference"],
            rows[name]["low"],
            rows[name]["high"],
            f"{write_difference(shown, rows[name], words)} ({write_interval(shown, rows[name], words)})",
            _clear(rows[name]),
        )
        for name in order
    ]


def _stacked_height(canvas: Canvas, table: pd.DataFrame, payers: Sequence[str]) -> float:
    return HEAD + ROW * len(payers) + 40 + len(_causes(table, payers)) * canvas.size * 1.7


def _draw_stacked(
    canvas: Canvas, top: float, table: pd.DataFrame, payers: Sequence[str], words: Words
) -> None:
    """Draws a row per payer: what costs more to the right of zero, what costs less to the left, stacked."""
    told = words.text("shapley.stacked")
    canvas.text(0, top, wrap(told, canvas.width, canvas.size, bold=True), weight="bold")
    left = canvas.width * LABEL
    axes = canvas.axes(left, top + HEAD, canvas.width - left - EDGE, ROW * len(payers))
    named = _largest(table, payers)
    for place, payer in enumerate(payers):
        rows = _rows(table, payer)
        whole = rows.pop(WHOLE)
        label = wrap(find_outcome(payer).title(words), left - 12, canvas.small)
        canvas.text(0, top + HEAD + ROW * (place + 0.5), label, size=canvas.small, middle=True)
        _stack_bar(axes, place, rows, named)
        axes.plot([whole["difference"]] * 2, [place - 0.36, place + 0.36], color=INK, lw=3)
    axes.set_ylim(len(payers) - 0.5, -0.5)
    axes.set_yticks([])
    canvas.scale(axes, "x", 6, "euro", signed=True)
    axes.axvline(0, color=SOFT, lw=1.5)
    start = top + HEAD + ROW * len(payers) + 40
    for number, switch in enumerate(_causes(table, payers)):
        middle = start + number * canvas.size * 1.7
        swatch = canvas.axes(0, middle - 7, 22, 14)
        swatch.set_axis_off()
        swatch.axhspan(0, 1, color=_colour(switch, named))
        name = words.text("shapley.others") if switch == OTHERS else name_switch(switch, words)
        canvas.text(32, middle, name, size=canvas.small, middle=True)


def _largest(table: pd.DataFrame, payers: Sequence[str]) -> list[str]:
    """Gives the switches that move most euros over all payers; the others are drawn together."""
    mine = table[table["outcome"].isin(payers) & (table["switch"] != WHOLE)]
    sizes = mine.assign(size=mine["share"].abs()).groupby("switch")["size"].sum()
    return [str(name) for name in sizes.sort_values(ascending=False).index[: len(CAUSES) - 1]]


def _causes(table: pd.DataFrame, payers: Sequence[str]) -> list[str]:
    """Gives what the key of stacked bars names: the largest switches, and the others where there are any."""
    named = _largest(table, payers)
    rest = set(table["switch"]) - {WHOLE, *named}
    return [*named, OTHERS] if rest else named


def _colour(switch: str, named: Sequence[str]) -> str:
    return CAUSES[named.index(switch)] if switch in named else GRID


def _stack_bar(axes: Axes, place: int, rows: dict[str, Row], named: Sequence[str]) -> None:
    ends = {1: 0.0, -1: 0.0}
    for switch in sorted(rows, key=lambda name: named.index(name) if name in named else len(named)):
        share = rows[switch]["difference"]
        if math.isnan(share):
            continue
        side = 1 if share >= 0 else -1
        axes.barh([place], [share], left=[ends[side]], height=0.6, color=_colour(switch, named), lw=0)
        ends[side] += share
