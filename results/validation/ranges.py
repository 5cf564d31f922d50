"""Each number that calibration freed: its range before, and what the facts leave of it."""

import pandas as pd

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, wrap
from results.looks import GRID, SOFT
from results.numbers import write_amount, write_number
from results.validation.evidence import Beside
from results.validation.looks import MODEL, OTHERS, below
from results.words import Words

NAME = "ranges"
ROW, HEADING, BELOW, SAID = 30.0, 12.0, 60.0, 132.0
MOST_SHOWN = 40
FIGURES = 3


def build_ranges(beside: Beside, words: Words) -> Chart:
    """Builds the figure of prior against posterior.

    Args:
        beside: The stored validation, with plausible worlds.
        words: The language of the reader.
    """
    drawn = beside.ranges.get("drawn", pd.Series(False, index=beside.ranges.index)).astype(bool)
    table = beside.ranges[~drawn]
    known, count = int(table["identified"].astype(bool).sum()), len(table)
    return Chart(
        name=NAME,
        topic=words.text("valid.ranges_topic"),
        finding=words.text("valid.ranges_finding", known=known, count=count),
        besides=(
            words.text("valid.ranges_unknown", count=count - known),
            words.text("valid.ranges_drawn", count=int(drawn.sum())),
        ),
        unit=words.text("valid.ranges_unit"),
        reading=words.text("valid.ranges_reading"),
        alt=words.text("valid.ranges_alt"),
        tables=(_number_table(table, words),),
        draw=lambda canvas: _draw(canvas, table.head(MOST_SHOWN), words),
    )


def _number_table(table: pd.DataFrame, words: Words) -> NumberTable:
    heads = [
        words.text(f"valid.ranges_{name}") for name in ("name", "before", "after", "middle", "kept", "known")
    ]
    rows = tuple(
        (
            f"{row[f'text_{words.language}']} ({row['parameter']})",
            _between(float(row["low"]), float(row["high"]), words),
            _between(float(row["q05"]), float(row["q95"]), words),
            _figure(float(row["q50"]), words),
            _kept(float(row["kept"]), words),
            words.text("valid.yes" if row["identified"] else "valid.no"),
        )
        for row in table.to_dict("records")
    )
    return NumberTable(words.text("valid.ranges_table"), tuple(heads), rows)


def _kept(kept: float, words: Words) -> str:
    """Writes which part of its range a number keeps; luck of the draw may make it a little more than all."""
    return write_amount(min(1.0, kept), "share", 0, words.language)


def _between(low: float, high: float, words: Words) -> str:
    return words.text("table.between", low=_figure(low, words), high=_figure(high, words))


def _figure(value: float, words: Words) -> str:
    """Writes a number with three figures that count."""
    decimals = FIGURES - 1 - int(f"{abs(value):e}".split("e")[1]) if value else 0
    written = write_number(value, max(0, decimals), words.language)
    mark = "," if words.language == "nl" else "."
    return written.rstrip("0").rstrip(mark) if mark in written else written


def _draw(canvas: Canvas, table: pd.DataFrame, words: Words) -> None:
    height = max(1, len(table)) * ROW
    canvas.open(HEADING + height + BELOW)
    label = 250.0 if canvas.narrow else 330.0
    width = canvas.width - label - SAID
    axes = canvas.axes(label, HEADING, width, height)
    axes.set_ylim(height, 0)
    axes.set_xlim(0, 1)
    axes.set_yticks([])
    for number, row in enumerate(table.to_dict("records")):
        middle = (number + 0.5) * ROW
        look = MODEL if row["identified"] else OTHERS
        name = wrap(str(row["parameter"]), label - 12, canvas.small)
        canvas.text(0, HEADING + middle, name, size=canvas.small, colour=look.text, middle=True)
        axes.plot([0, 1], [middle, middle], color=GRID, lw=10, solid_capstyle="butt", zorder=1)
        for ends, wide in ((("q05_place", "q95_place"), 4), (("q25_place", "q75_place"), 10)):
            axes.plot(
                [float(row[end]) for end in ends],
                [middle, middle],
                color=look.colour,
                lw=wide,
                solid_capstyle="butt",
                zorder=2,
            )
        axes.plot([float(row["q50_place"])], [middle], marker="o", color="white", markersize=5, zorder=3)
        axes.plot(
            [float(row["place_of_value"])],
            [middle],
            marker="|",
            color=SOFT,
            markersize=18,
            mew=2,
            zorder=4,
            clip_on=False,
        )
        kept = _kept(float(row["kept"]), words)
        key = "valid.ranges_keeps" if row["identified"] else "valid.ranges_keeps_all"
        canvas.text(
            canvas.width - SAID + 14,
            HEADING + middle,
            words.text(key, kept=kept),
            size=canvas.small - 1,
            colour=look.text,
            middle=True,
        )
    axes.set_xticks([0, 0.5, 1], [words.text(f"valid.ranges_{name}") for name in ("low", "half", "high")])
    below(canvas, words.text("valid.ranges_axis"), label + width / 2, HEADING + height + 34)
