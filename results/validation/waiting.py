"""How long people wait for the first hour, per domain: soon, late, or not within a year."""

import numpy as np
import pandas as pd

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, wrap
from results.numbers import write_amount
from results.validation.evidence import Beside
from results.validation.looks import SHADES, below
from results.words import Words

NAME = "waiting"
AFTER = (4, 13, 26, 52)
ROW, BAR, KEY, BELOW = 44.0, 26.0, 30.0, 60.0
LEAST_SAID = 0.055
LIGHT = (2, 3, 4)


def build_waiting(beside: Beside, words: Words) -> Chart:
    """Builds the figure of waiting.

    Args:
        beside: The stored validation.
        words: The language of the reader.
    """
    table = parts_of(beside)
    longest = table.sort_values("never", ascending=False).iloc[0]
    rows = tuple(
        (
            words.text(f"domain.{row['domain']}"),
            *(write_amount(float(row[name]), "share", 0, words.language) for name in PARTS),
        )
        for row in table.to_dict("records")
    )
    return Chart(
        name=NAME,
        topic=words.text("valid.wait_topic"),
        finding=words.text(
            "valid.wait_finding",
            domain=words.text(f"domain.{longest['domain']}").lower(),
            share=write_amount(float(longest["never"]), "share", 0, words.language),
        ),
        besides=(),
        unit=words.text("valid.wait_unit"),
        reading=words.text("valid.wait_reading"),
        alt=words.text("valid.wait_alt"),
        tables=(
            NumberTable(
                words.text("valid.wait_table"),
                (words.text("valid.wait_domain"), *(words.text(f"valid.wait_{name}") for name in PARTS)),
                rows,
            ),
        ),
        draw=lambda canvas: _draw(canvas, table, words),
    )


PARTS = ("soon", "quarter", "half", "year", "never")


def parts_of(beside: Beside) -> pd.DataFrame:
    """Divides who asks by how long it takes, mean over the replicates.

    Args:
        beside: The stored validation.

    Returns:
        domain and the parts helped within 4, 4-13, 13-26 and 26-52 weeks and not within 52.
    """
    asked = beside.waits[beside.waits["asked"] > 0]
    left = asked.groupby("domain", sort=False)[[f"left_{weeks}" for weeks in AFTER]].mean()
    steps = np.column_stack([np.ones(len(left)), left.to_numpy(float), np.zeros(len(left))])
    return pd.DataFrame(-np.diff(steps, axis=1), columns=list(PARTS)).assign(domain=list(left.index))


def _draw(canvas: Canvas, table: pd.DataFrame, words: Words) -> None:
    columns = 2 if canvas.narrow else len(PARTS)
    lines_of_key = -(-len(PARTS) // columns)
    top = lines_of_key * KEY + 10
    height = len(table) * ROW
    canvas.open(top + height + BELOW)
    step = canvas.width / columns
    for number, name in enumerate(PARTS):
        left, line = (number % columns) * step, number // columns
        field = canvas.axes(left, line * KEY + 3, 22, 16)
        field.set_axis_off()
        field.axhspan(0, 1, color=SHADES[number])
        field.set_xlim(0, 1)
        field.set_ylim(0, 1)
        canvas.text(
            left + 30, line * KEY + 11, words.text(f"valid.wait_{name}"), size=canvas.small, middle=True
        )
    label = 190.0 if canvas.narrow else 250.0
    axes = canvas.axes(label, top, canvas.width - label - 24, height)
    axes.set_ylim(height, 0)
    axes.set_xlim(0, 1)
    axes.set_yticks([])
    for number, row in enumerate(table.to_dict("records")):
        middle, at = (number + 0.5) * ROW, 0.0
        name = wrap(words.text(f"domain.{row['domain']}"), label - 12, canvas.size)
        canvas.text(0, top + middle, name, middle=True)
        for part, name_of_part in enumerate(PARTS):
            size = float(row[name_of_part])
            axes.barh([middle], [size], BAR, left=[at], color=SHADES[part], edgecolor="white", linewidth=1)
            if size >= LEAST_SAID:
                axes.text(
                    at + size / 2,
                    middle,
                    write_amount(size, "share", 0, words.language),
                    ha="center",
                    va="center",
                    fontsize=canvas.small - 1,
                    color="#20262d" if part in LIGHT else "white",
                )
            at += size
    canvas.scale(axes, "x", 5, "share")
    axes.grid(visible=False)
    below(canvas, words.text("valid.wait_axis"), label + (canvas.width - label) / 2, top + height + 34)
