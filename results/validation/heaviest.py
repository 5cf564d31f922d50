"""The heaviest households without any programme: the year they are chosen on, and the year after."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.chart import Chart, NumberTable
from results.figures.canvas import BETWEEN_DRAWINGS, Canvas
from results.looks import INK, SOFT
from results.numbers import Form, write_amount
from results.validation.evidence import Beside
from results.validation.looks import MODEL, SPREAD_ALPHA, below
from results.words import Words

NAME = "heaviest"
PANELS = (("euros", "euros"), ("helpers", "helpers"))
"""What they are chosen on, and what is shown of them."""
FORMS: Mapping[str, tuple[Form, int]] = {
    "euros": ("euro", 0),
    "events": ("number", 2),
    "helpers": ("number", 1),
    "severe_needs": ("number", 1),
}
HEADING, HEIGHT, BELOW, LEFT = 34.0, 240.0, 60.0, 78.0
ENDS = (0.05, 0.95)


def build_heaviest(beside: Beside, words: Words) -> Chart:
    """Builds the figure of the heaviest households.

    Args:
        beside: The stored validation.
        words: The language of the reader.
    """
    rows = beside.falls.to_dict("records")
    told = {(row["by"], row["measure"]): row for row in rows}
    return Chart(
        name=NAME,
        topic=words.text("valid.heaviest_topic"),
        finding=find_fall(beside, words),
        besides=(
            words.text(
                "valid.heaviest_events",
                cost=write_fall(told["euros", "events"], words),
                helpers=write_fall(told["helpers", "events"], words),
            ),
            words.text("valid.heaviest_lesson"),
        ),
        unit=words.text("valid.heaviest_unit"),
        reading=words.text("valid.heaviest_reading"),
        alt=words.text("valid.heaviest_alt"),
        tables=tuple(_number_table(by, beside.falls, words) for by, _ in PANELS),
        draw=lambda canvas: _draw(canvas, beside, words),
    )


def find_fall(beside: Beside, words: Words) -> str:
    """Says what falls by itself, or that over these replicates no fall is clear.

    Args:
        beside: The stored validation.
        words: The language of the reader.
    """
    told = {(row["by"], row["measure"]): row for row in beside.falls.to_dict("records")}
    cost, helpers = told["euros", "euros"], told["helpers", "helpers"]
    clear = float(cost["low"]) > 0 and float(helpers["low"]) > 0
    return words.text(
        "valid.heaviest_finding" if clear else "valid.heaviest_unclear",
        chosen=chosen_of(beside),
        cost=write_fall(cost, words),
        helpers=write_fall(helpers, words),
    )


def chosen_of(beside: Beside) -> int:
    """Says how many households were chosen."""
    return int(beside.heaviest["chosen"].max()) if len(beside.heaviest) else 0


def write_fall(row: Mapping[Any, Any], words: Words) -> str:
    """Writes a fall with its interval: 11% (8% to 14%); a rise is a fall below zero."""
    if not math.isfinite(float(row["fall"])):
        return words.text("valid.untold")
    fall = write_amount(float(row["fall"]), "share", 0, words.language)
    if not math.isfinite(float(row["low"])):
        return fall
    ends = {end: write_amount(float(row[end]), "share", 0, words.language) for end in ("low", "high")}
    return f"{fall} ({words.text('table.between', **ends)})"


def _number_table(by: str, falls: pd.DataFrame, words: Words) -> NumberTable:
    rows = []
    for row in falls[falls["by"] == by].to_dict("records"):
        form, decimals = FORMS[str(row["measure"])]
        values = [
            write_amount(float(row[name]), form, decimals, words.language)
            for name in ("before", "after", "others_before", "others_after")
        ]
        rows.append(
            (words.text(f"valid.of_{row['measure']}"), *values[:2], write_fall(row, words), *values[2:])
        )
    heads = [
        words.text(f"valid.heads_{name}")
        for name in ("what", "before", "after", "fall", "others", "others_after")
    ]
    return NumberTable(words.text(f"valid.by_{by}"), tuple(heads), tuple(rows))


def _draw(canvas: Canvas, beside: Beside, words: Words) -> None:
    panel = HEADING + HEIGHT + BELOW
    side = canvas.width if canvas.narrow else (canvas.width - 50) / 2
    canvas.open(panel * 2 + BETWEEN_DRAWINGS if canvas.narrow else panel)
    for number, (by, measure) in enumerate(PANELS):
        left = 0.0 if canvas.narrow else number * (side + 50)
        top = number * (panel + BETWEEN_DRAWINGS) if canvas.narrow else 0.0
        paths = beside.heaviest[beside.heaviest["by"] == by]
        canvas.text(left, top, words.text(f"valid.panel_{by}"), weight="bold")
        axes = canvas.axes(left + LEFT, top + HEADING, side - LEFT - 16, HEIGHT)
        _panel(canvas, axes, paths, measure, words)
        below(
            canvas,
            words.text("valid.heaviest_axis"),
            left + LEFT + (side - LEFT) / 2,
            top + HEADING + HEIGHT + 32,
        )


def _panel(canvas: Canvas, axes: Axes, paths: pd.DataFrame, measure: str, words: Words) -> None:
    wide = paths.pivot_table(index="quarter", columns=["seed", "world"], values=measure)
    if wide.empty:
        return
    x, values = wide.index.to_numpy(float), wide.to_numpy(float)
    low, high = np.nanquantile(values, ENDS, axis=1)
    mean = np.nanmean(values, axis=1)
    axes.axvline(0, color=SOFT, lw=1.5, linestyle=(0, (4, 3)))
    axes.fill_between(x, low, high, color=MODEL.colour, alpha=SPREAD_ALPHA, lw=0)
    axes.plot(x, mean, color=MODEL.colour, lw=3, marker="o", markersize=8)
    axes.set_xlim(-4.3, 4.3)
    axes.set_ylim(0, float(np.nanmax(high)) * 1.18)
    axes.set_xticks(
        range(-4, 5), [str(abs(place) * 3) for place in range(-4, 5)], fontsize=canvas.size, color=INK
    )
    form, _ = FORMS[measure]
    canvas.scale(axes, "y", 4, form)
    axes.annotate(
        words.text("valid.chosen_here"),
        (0, 1),
        (6, -4),
        xycoords=axes.get_xaxis_transform(),
        textcoords="offset points",
        ha="left",
        va="top",
        fontsize=canvas.small,
        color=SOFT,
    )
