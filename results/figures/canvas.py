"""A canvas measured in points from the top left, with the style that all figures share."""

import io
import math
import re
import textwrap
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from results.looks import GRID, GROUND, INK, SOFT, Look
from results.numbers import Form, Language, write_amount

WIDE, NARROW = 1180, 720
"""Widths in points for which a figure is drawn; the page shows the one that fits."""
POINTS_PER_INCH = 72
PIXELS_PER_POINT = 1.5
MARGIN = 24
BETWEEN_DRAWINGS = 36.0
SWATCHES = {False: 20.0, True: 44.0}
"""Width of a mark, and of a mark on its line."""
FONTS = "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif"
STYLE: Mapping[str, object] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "zorgbundel",
    "font.family": "DejaVu Sans",
    "text.parse_math": False,
    "text.color": INK,
    "axes.edgecolor": GRID,
    "axes.linewidth": 1.0,
    "axes.labelcolor": SOFT,
    "axes.axisbelow": True,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "grid.color": GRID,
    "grid.linewidth": 1.0,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.major.size": 0,
    "ytick.major.size": 0,
    "xtick.major.pad": 7,
    "ytick.major.pad": 7,
    "path.simplify": False,
    "lines.scale_dashes": False,
}
type Group = tuple[str, ...]
"""Policies in one drawing."""
_style_lock = threading.Lock()


@dataclass(frozen=True)
class Frame:
    """What stands around a figure that is shown by itself: title, unit, reading help, source."""

    title: str
    unit: str
    notes: tuple[str, ...]
    warning: str = ""


class Canvas:
    """A place to draw on, with sizes in points from its top left corner.

    Attributes:
        width: Width in points.
        narrow: Whether it is to be read on a narrow screen or on paper.
        size: Size of ordinary text.
        figure: The figure of matplotlib, made when the height is known.
    """

    def __init__(self, width: int, language: Language, frame: Frame | None = None) -> None:
        """Takes the width, the language of its numbers, and what is to stand around it."""
        self.width = width
        self.language = language
        self.narrow = width < WIDE
        self.size = 15.0 if self.narrow else 16.0
        self.small = self.size - 2
        self._frame = frame
        self._height = 0.0
        self._top = 0.0
        self._left = 0.0
        self.figure = Figure()

    def open(self, height: float) -> None:
        """Makes the figure.

        Args:
            height: Height in points of what will be drawn, without the frame.
        """
        head, foot = self._wrap_frame()
        self._left = MARGIN if self._frame else 0.0
        self._top = head
        self._height = head + height + foot
        self._full_width = self.width + 2 * self._left
        self.figure = Figure(
            figsize=(self._full_width / POINTS_PER_INCH, self._height / POINTS_PER_INCH),
            dpi=POINTS_PER_INCH,
            facecolor=GROUND,
        )
        if self._frame:
            self._write_frame(height)

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Makes a field to draw in.

        Args:
            left: Distance of its left side, in points.
            top: Distance of its top.
            width: Its width.
            height: Its height.
        """
        bottom = self._height - self._top - top - height
        axes: Axes = self.figure.add_axes(
            (
                (self._left + left) / self._full_width,
                bottom / self._height,
                width / self._full_width,
                height / self._height,
            )
        )
        axes.set_facecolor("none")
        axes.tick_params(labelsize=self.small)
        return axes

    def text(
        self,
        left: float,
        top: float,
        words: str,
        *,
        size: float | None = None,
        colour: str = INK,
        weight: str = "normal",
        align: str = "left",
        middle: bool = False,
    ) -> None:
        """Writes words.

        Args:
            left: Where they begin, or end with align "right".
            top: Their top, or with `middle` their middle.
            words: What to write; may have several lines.
            size: Size in points; that of ordinary text unless given.
            colour: Their colour.
            weight: "normal" or "bold".
            align: "left", "center" or "right".
            middle: Whether `top` is the middle.
        """
        self.figure.text(
            (self._left + left) / self._full_width,
            1 - (self._top + top) / self._height,
            words,
            fontsize=size or self.size,
            color=colour,
            fontweight=weight,
            ha=align,
            va="center" if middle else "top",
            linespacing=1.25,
        )

    def key(self, top: float, names: Sequence[tuple[str, Look]], *, line: bool = False) -> float:
        """Writes which mark and colour is which policy, on as many lines as it takes.

        Args:
            top: Where it starts.
            names: Name and look of each policy.
            line: Whether to show the dash as well as the mark.

        Returns:
            The height it took.
        """
        swatch, step = SWATCHES[line], self.size * 1.7
        for (left, row), (name, look) in zip(self._lay_key(names, line), names, strict=True):
            middle = top + row * step + self.size * 0.7
            self._swatch(left, middle, swatch, look, line)
            self.text(left + swatch + 8, middle, name, colour=look.text, weight="bold", middle=True)
        return self.key_height(names, line=line)

    def key_height(self, names: Sequence[tuple[str, Look]], *, line: bool = False) -> float:
        """Gives the height that a key will take."""
        return (self._lay_key(names, line)[-1][1] + 1) * self.size * 1.7 + 6

    def _lay_key(self, names: Sequence[tuple[str, Look]], line: bool) -> list[tuple[float, int]]:
        places, left, row = [], 0.0, 0
        for name, _ in names:
            wide = SWATCHES[line] + 8 + text_width(name, self.size, bold=True) + 20
            if left and left + wide > self.width:
                left, row = 0.0, row + 1
            places.append((left, row))
            left += wide
        return places

    def scale(
        self, axes: Axes, side: str, count: int, form: Form = "number", *, signed: bool = False
    ) -> None:
        """Puts round numbers along an axis, written as the reader writes them, with light lines.

        Args:
            axes: The field, with its limits set.
            side: "x" or "y".
            count: About how many numbers.
            form: "number", "euro" or "share".
            signed: Whether they are differences.
        """
        axis = axes.xaxis if side == "x" else axes.yaxis
        low, high = axes.get_xlim() if side == "x" else axes.get_ylim()
        locator = MaxNLocator(count, steps=[1, 2, 5, 10])
        places = [float(place) for place in locator.tick_values(low, high) if low <= place <= high]
        step = min((b - a for a, b in pairwise(places)), default=1.0) * (100 if form == "share" else 1)
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        said = [write_amount(place, form, decimals, self.language, signed=signed) for place in places]
        axis.set_ticks(places, said)
        axes.grid(axis="x" if side == "x" else "y")

    def _swatch(self, left: float, middle: float, width: float, look: Look, line: bool) -> None:
        x = [(self._left + left + part) / self._full_width for part in (0, width / 2, width)]
        y = 1 - (self._top + middle) / self._height
        if line:
            self.figure.add_artist(
                Line2D([x[0], x[2]], [y, y], color=look.colour, lw=3, linestyle=dash_of(look))
            )
        self.figure.add_artist(
            Line2D(
                [x[1]],
                [y],
                marker=look.marker,
                color=look.colour,
                markersize=11,
                markeredgecolor=GROUND,
                markeredgewidth=1,
                linestyle="none",
            )
        )

    def _wrap_frame(self) -> tuple[float, float]:
        if self._frame is None:
            return 0.0, 0.0
        self._title = wrap(self._frame.title, self.width, 24, bold=True)
        self._unit = wrap(self._frame.unit, self.width, self.size)
        self._warning = wrap(self._frame.warning, self.width - 24, self.size, bold=True)
        self._notes = [wrap(note, self.width, self.small) for note in self._frame.notes]
        warning = lines(self._warning) * self.size * 1.3 + 34 if self._warning else 0
        head = MARGIN + lines(self._title) * 24 * 1.3 + lines(self._unit) * self.size * 1.35 + 30
        foot = sum(lines(note) for note in self._notes) * self.small * 1.4 + 12 * len(self._notes) + MARGIN
        return head, foot + warning

    def _write_frame(self, height: float) -> None:
        assert self._frame is not None
        top = MARGIN - self._top
        self.text(0, top, self._title, size=24, weight="bold")
        top += lines(self._title) * 24 * 1.3 + 6
        self.text(0, top, self._unit, colour=SOFT)
        top = height + 14
        if self._warning:
            tall = lines(self._warning) * self.size * 1.3 + 18
            self._box(top, tall)
            self.text(12, top + tall / 2, self._warning, weight="bold", middle=True)
            top += tall + 12
        for note in self._notes:
            self.text(0, top, note, size=self.small, colour=SOFT)
            top += lines(note) * self.small * 1.4 + 8

    def _box(self, top: float, height: float) -> None:
        field = self.axes(0, top, self.width, height)
        field.set_axis_off()
        field.axhspan(0, 1, color="#fdf3dc")
        field.set_xlim(0, 1)
        field.set_ylim(0, 1)


def render(draw: Callable[[Canvas], None], canvas: Canvas, *, picture: bool = False) -> tuple[bytes, bytes]:
    """Draws a figure and gives it as a file.

    Args:
        draw: Draws it.
        canvas: What it is drawn on.
        picture: Whether a picture is wanted as well.

    Returns:
        SVG and PNG; the same bytes each time, the PNG empty unless asked for.
    """
    with _style_lock, matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(STYLE)  # type: ignore[arg-type]
        draw(canvas)
        svg, png = io.BytesIO(), io.BytesIO()
        nothing = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        canvas.figure.savefig(svg, format="svg", metadata=nothing)
        if picture:
            canvas.figure.savefig(
                png,
                format="png",
                dpi=POINTS_PER_INCH * PIXELS_PER_POINT,
                metadata={"Software": None},
                pil_kwargs={"compress_level": 2},
            )
    text = svg.getvalue().decode("utf-8")
    text = re.sub(r"font-family: ?[^;\"]*", f"font-family: {FONTS}", text)
    text = re.sub(r"(font: [^;\"]*?)'DejaVu Sans'[^;\"]*", lambda found: found[1] + FONTS, text)
    return text.encode("utf-8"), png.getvalue()


def inline(svg: bytes, prefix: str, label: str) -> str:
    """Makes an SVG fit to stand in a page.

    Args:
        svg: A whole SVG file.
        prefix: Put before every name inside, so that figures on one page do not share names.
        label: What can be seen, for who does not see it; already fit for HTML.

    Returns:
        The SVG element, as wide as the place it gets.
    """
    text = svg.decode("utf-8")
    body = text[text.index("<svg") :]
    body = re.sub(r"<metadata>.*?</metadata>", "", body, flags=re.DOTALL)
    box = re.search(r'viewBox="([^"]*)"', body)
    assert box is not None
    body = re.sub(r"^<svg[^>]*>", "", body)
    body = re.sub(r'\bid="', f'id="{prefix}-', body)
    body = re.sub(r"url\(#", f"url(#{prefix}-", body)
    body = re.sub(r'(?:xlink:)?href="#', f'href="#{prefix}-', body)
    body = re.sub(r"<!--.*?-->\s*", "", body, flags=re.DOTALL)
    kind = prefix.rpartition("-")[2]
    looks = f'class="{kind}" viewBox="{box[1]}" preserveAspectRatio="xMinYMin"'
    return f'<svg {looks} role="img" aria-label="{label}">{body}'


def dash_of(look: Look) -> tuple[float, Sequence[float]] | Literal["solid"]:
    """Gives the dash of a policy as matplotlib takes it."""
    return (0, look.dash) if look.dash else "solid"


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """Estimates how wide words are, in points, on the wide side."""
    return len(words) * size * (0.66 if bold else 0.59)


def wrap(words: str, width: float, size: float, *, bold: bool = False) -> str:
    """Breaks words into lines that fit in a width in points."""
    words = words.replace("€ ", "€\N{NO-BREAK SPACE}")
    letters = max(10, int(width / (size * (0.66 if bold else 0.565))))
    return "\n".join(textwrap.wrap(words, letters, break_long_words=True))


def lines(words: str) -> int:
    """Counts the lines of words."""
    return words.count("\n") + 1 if words else 0


def stack(
    canvas: Canvas, groups: Sequence[Group], heights: Sequence[float], draw: Callable[[float, Group], None]
) -> None:
    """Draws several drawings below each other.

    Args:
        canvas: What they are drawn on.
        groups: The policies of each drawing.
        heights: The height of each.
        draw: Draws one, given its top and its policies.
    """
    canvas.open(sum(heights) + BETWEEN_DRAWINGS * (len(groups) - 1))
    top = 0.0
    for group, height in zip(groups, heights, strict=True):
        draw(top, group)
        top += height + BETWEEN_DRAWINGS


def keep_apart(places: Sequence[float], distance: float) -> list[float]:
    """Moves places on a line as little as needed to be this far apart.

    Args:
        places: Where labels would like to be.
        distance: How far apart they must be.

    Returns:
        Where they go, in the order given.
    """
    order = sorted(range(len(places)), key=lambda i: places[i])
    moved = [places[i] for i in order]
    for _ in range(50):
        for i in range(len(moved) - 1):
            short = distance - (moved[i + 1] - moved[i])
            if short > 1e-9:
                moved[i] -= short / 2
                moved[i + 1] += short / 2
    result = [0.0] * len(places)
    for place, i in zip(moved, order, strict=True):
        result[i] = place
    return result
