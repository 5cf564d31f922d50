"""What the model and the published facts look like in every figure of the page."""

from matplotlib.axes import Axes

from results.figures.canvas import Canvas
from results.looks import INK, SOFT, Look

MODEL = Look("#00574f", "#00574f", (), "o")
OTHERS = Look("#a68a6a", "#6b563c", (9, 4), "s")
FACT, FACT_EDGE, FACT_TEXT = "#f3d9a6", "#b97a00", "#7a5200"
SHADES = ("#0b3c36", "#2f7d73", "#8fbdb4", "#d9e6e2", "#e9a15b")
"""From soon to late, and who still waits after the last."""
SPREAD_ALPHA = 0.22


def fact_box(axes: Axes, left: float, right: float, bottom: float, top: float) -> None:
    """Draws where a published fact lies.

    Args:
        axes: The field.
        left: Its left side.
        right: Its right side.
        bottom: Its lower side.
        top: Its upper side.
    """
    x, y = [left, right, right, left], [bottom, bottom, top, top]
    axes.fill(x, y, facecolor=FACT, edgecolor=FACT_EDGE, linewidth=1.5, zorder=2, clip_on=False)


def below(canvas: Canvas, words: str, left: float, top: float) -> None:
    """Writes what an axis shows, in the middle below it."""
    canvas.text(left, top, words, size=canvas.small, colour=SOFT, align="center")


def note(
    axes: Axes, words: str, x: float, y: float, size: float, *, away: tuple[float, float], ha: str
) -> None:
    """Writes words beside a published fact.

    Args:
        axes: The field.
        words: What to write.
        x: The point.
        y: The point.
        size: Size of the words in points.
        away: Distance in points, to the right and up.
        ha: Which side of the words is there: "left", "right" or "center".
    """
    axes.annotate(
        words,
        (x, y),
        away,
        textcoords="offset points",
        ha=ha,
        multialignment=ha,
        va="center",
        fontsize=size,
        color=FACT_TEXT if words else INK,
        annotation_clip=False,
        linespacing=1.25,
    )
