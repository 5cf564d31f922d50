"""Bars with an interval, one under the other, largest first: how much each thing does."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from results.figures.canvas import Canvas, lines, wrap
from results.figures.marks import beside
from results.looks import GRID, INK, SOFT
from results.numbers import Form

ROW, BETWEEN_LABELS = 42.0, 12.0
TITLE, FOOT = 52.0, 40.0
ROOM_FOR_NUMBER = 260.0


@dataclass(frozen=True)
class Bar:
    """One bar.

    Attributes:
        label: What it is of.
        size: How long it is.
        low: Lower end of its interval.
        high: Upper end.
        said: Its length in words, written beside it.
        clear: Whether it is more than luck; others are pale.
    """

    label: str
    size: float
    low: float
    high: float
    said: str
    clear: bool


def bars_height(canvas: Canvas, bars: Sequence[Bar]) -> float:
    """Gives the height of a drawing of bars."""
    return TITLE + _row_height(canvas, bars) * max(1, len(bars)) + FOOT


def draw_bars(
    canvas: Canvas,
    top: float,
    title: str,
    bars: Sequence[Bar],
    colour: str,
    form: Form,
    *,
    signed: bool = False,
) -> None:
    """Draws bars under a title.

    Args:
        canvas: What they are drawn on.
        top: Where the drawing begins.
        title: What the bars are about.
        bars: The bars.
        colour: Of bars that are more than luck.
        form: How numbers along the axis are written.
        signed: Whether they are differences.
    """
    canvas.text(0, top, wrap(title, canvas.width, canvas.size, bold=True), weight="bold")
    row, label = _row_height(canvas, bars), _label_width(canvas)
    axes = canvas.axes(label, top + TITLE, canvas.width - label - ROOM_FOR_NUMBER, row * max(1, len(bars)))
    ends = [end for bar in bars for end in (bar.size, bar.low, bar.high) if math.isfinite(end)]
    low, high = min([0.0, *ends]), max([0.0, *ends])
    room = (high - low) * 0.04 or 1.0
    axes.set_xlim(low - (room if low < 0 else 0), high + room)
    axes.set_ylim(max(1, len(bars)) - 0.5, -0.5)
    axes.set_yticks([])
    canvas.scale(axes, "x", 4, form, signed=signed)
    axes.axvline(0, color=SOFT, lw=1.5)
    for place, bar in enumerate(bars):
        middle = top + TITLE + row * (place + 0.5)
        text, ink = _wrap_label(canvas, bar), INK if bar.clear else SOFT
        canvas.text(0, middle, text, size=canvas.small, colour=ink, middle=True)
        if not math.isfinite(bar.size):
            continue
        axes.barh([place], [bar.size], height=0.5, color=colour if bar.clear else GRID)
        if math.isfinite(bar.low) and math.isfinite(bar.high):
            axes.plot([bar.low, bar.high], [place, place], color=INK, alpha=0.45, lw=5, solid_capstyle="butt")
        beside(axes, bar.said, 1.0, place, canvas.small, colour=ink, of_axis=True)


def _label_width(canvas: Canvas) -> float:
    return canvas.width * (0.42 if canvas.narrow else 0.44)


def _wrap_label(canvas: Canvas, bar: Bar) -> str:
    return wrap(bar.label, _label_width(canvas) - 12, canvas.small)


def _row_height(canvas: Canvas, bars: Sequence[Bar]) -> float:
    """Gives the height of a bar: room for the longest label, so that none touches the next."""
    most = max((lines(_wrap_label(canvas, bar)) for bar in bars), default=1)
    return max(ROW, most * canvas.small * 1.25 + BETWEEN_LABELS)
