"""Marks and words inside a field: the mark of a policy, its line, an interval as a band, a note beside it."""

import math
from typing import Any, Literal

from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from results.figures.canvas import dash_of
from results.looks import GROUND, INK, Look

type Side = Literal["left", "right"]
BAND, BAND_WIDTH = 0.3, 11.0


def mark(
    axes: Axes, x: float, y: float, look: Look, size: float = 9.0, *, hollow: bool = False, order: float = 4
) -> None:
    """Draws the mark of a policy.

    Args:
        axes: The field.
        x: Where.
        y: Where.
        look: What the policy looks like.
        size: Its size in points.
        hollow: Whether only its outline is drawn.
        order: What lies higher is drawn over it.
    """
    if math.isnan(x) or math.isnan(y):
        return
    axes.plot(
        [x],
        [y],
        marker=look.marker,
        color=GROUND if hollow else look.colour,
        markersize=size - 1 if hollow else size,
        markeredgecolor=look.colour if hollow else GROUND,
        markeredgewidth=2.5 if hollow else 1.0,
        linestyle="none",
        clip_on=False,
        zorder=order,
    )


def line(axes: Axes, x: ArrayLike, y: ArrayLike, look: Look, size: float) -> None:
    """Draws the line of a policy over time, with its marks and dash.

    Args:
        axes: The field.
        x: Where.
        y: Where.
        look: What the policy looks like.
        size: Size of its marks in points.
    """
    axes.plot(
        x,
        y,
        color=look.colour,
        lw=3,
        marker=look.marker,
        markersize=size,
        markeredgecolor=GROUND,
        markeredgewidth=0.8,
        linestyle=dash_of(look),
    )


def band(axes: Axes, low: float, high: float, y: float, look: Look, width: float = BAND_WIDTH) -> None:
    """Draws an interval as a light band on a line, or nothing where there is none.

    Args:
        axes: The field.
        low: Where it begins.
        high: Where it ends.
        y: The line.
        look: What the policy looks like.
        width: Its width in points.
    """
    if math.isnan(low) or math.isnan(high):
        return
    axes.plot([low, high], [y, y], color=look.colour, alpha=BAND, lw=width, solid_capstyle="butt")


def beside(
    axes: Axes,
    words: str,
    x: float,
    y: float,
    size: float,
    *,
    away: float = 12.0,
    colour: str = INK,
    weight: str = "normal",
    of_axis: bool = False,
) -> None:
    """Writes words beside a point, to its right or, with a distance below zero, to its left.

    Args:
        axes: The field.
        words: What to write; may have several lines.
        x: The point; with `of_axis` a part of the width of the field.
        y: The point.
        size: Size of the words in points.
        away: Distance in points.
        colour: Their colour.
        weight: "normal" or "bold".
        of_axis: Whether `x` is a part of the width, such as 1.0 for its right side.
    """
    place: dict[str, Any] = {"xycoords": axes.get_yaxis_transform()} if of_axis else {}
    axes.annotate(
        words,
        (x, y),
        (away, 0),
        **place,
        textcoords="offset points",
        ha="left" if away >= 0 else "right",
        va="center",
        fontsize=size,
        color=colour,
        fontweight=weight,
        annotation_clip=False,
        linespacing=1.25,
    )


def above(
    axes: Axes, words: str, x: float, y: float, size: float, *, up: float = 8.0, colour: str = INK
) -> None:
    """Writes words above a point, centred.

    Args:
        axes: The field.
        words: What to write.
        x: The point.
        y: The point.
        size: Size of the words in points.
        up: Distance in points.
        colour: Their colour.
    """
    axes.annotate(
        words,
        (x, y),
        (0, up),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=size,
        color=colour,
        annotation_clip=False,
    )


def on_top(axes: Axes, words: str, x: float, size: float, colour: str, *, away: float) -> None:
    """Writes words on the upper side of a field, beside a place on its x axis.

    Args:
        axes: The field.
        words: What to write.
        x: The place.
        size: Size of the words in points.
        colour: Their colour.
        away: Distance in points, below zero to the left.
    """
    axes.annotate(
        words,
        (x, 1),
        (away, 6),
        xycoords=axes.get_xaxis_transform(),
        textcoords="offset points",
        ha="left" if away >= 0 else "right",
        va="bottom",
        fontsize=size,
        color=colour,
        annotation_clip=False,
    )
