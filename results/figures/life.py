"""How residents fare: the six dimensions of positive health, as a web and as lines."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, wrap
from results.figures.marks import band, beside, mark
from results.figures.rows import name_all, stack_groups
from results.findings import find, find_besides, write_difference, write_interval
from results.looks import GRID, INK, SOFT
from results.measures import DIMENSIONS, HEALTH, QUALITY, RECOVERED, RELAPSED, measure_outcomes
from results.number_tables import build_tables
from results.numbers import write_number
from results.outcomes import find_outcome
from results.tables import Measured
from results.words import Words

NAME = "life"
HIGHEST = 10.0
WEB, NARROW_WEB, HEADING, BELOW, GAP = 400.0, 340.0, 34.0, 52.0, 24.0
ROW = 30.0
SAID_ON_ONE_LINE = 225.0
NEW_LINE = "\n"
CORNERS = len(DIMENSIONS)
RINGS = 5


def build_life(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of positive health.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    names = (*DIMENSIONS, HEALTH, QUALITY, RECOVERED, RELAPSED)
    table = measure_outcomes(evidence, names)
    rows = [(find_outcome(name).label(words), name, find_outcome(name)) for name in names]
    several = evidence.replicates > 1
    lowest = write_number(_lowest(table, evidence), 1, words.language)
    return Chart(
        name=NAME,
        topic=words.text("life.topic"),
        finding=find(NAME, HEALTH, table, evidence, words),
        besides=tuple(find_besides(name, table, evidence, words) for name in (QUALITY, RECOVERED, RELAPSED)),
        unit=words.text("life.unit"),
        reading=words.text("life.reading" if several else "life.reading_one", lowest=lowest),
        alt=words.text("life.alt"),
        tables=build_tables(
            words.text("life.table"), words.text("table.outcome"), rows, table, evidence, words
        ),
        draw=lambda canvas: _draw(canvas, table, evidence, words),
    )


def _lowest(table: Measured, evidence: Evidence) -> float:
    """Gives the middle of the web: well below the lowest value, so that shapes can be told apart."""
    means = [table[name, policy]["mean"] for name in DIMENSIONS for policy in evidence.policies]
    least = min((mean for mean in means if math.isfinite(mean)), default=0.0)
    return max(0.0, math.floor(2 * least - 0.5) / 2)


def _draw(canvas: Canvas, table: Measured, evidence: Evidence, words: Words) -> None:
    stack_groups(
        canvas,
        evidence,
        words,
        lambda policies: _drawing_height(canvas, policies),
        lambda top, group: _draw_group(canvas, top, table, group, evidence, words),
        line=True,
    )


def _lines_height(policies: int) -> float:
    return CORNERS * _step(policies)


def _step(policies: int) -> float:
    return max(2, policies - 1) * ROW


def _drawing_height(canvas: Canvas, policies: int) -> float:
    lines = HEADING + _lines_height(policies) + BELOW
    return NARROW_WEB + GAP + lines if canvas.narrow else max(WEB, lines)


def _draw_group(
    canvas: Canvas, top: float, table: Measured, group: Sequence[str], evidence: Evidence, words: Words
) -> None:
    start = top + canvas.key(top, name_all(group, evidence, words), line=True)
    size = NARROW_WEB if canvas.narrow else WEB
    middle = (canvas.width - size) / 2 if canvas.narrow else 60.0
    _draw_web(canvas, canvas.axes(middle, start, size, size), table, group, evidence, words)
    left = 0.0 if canvas.narrow else size + 150.0
    below = start + size + GAP if canvas.narrow else start
    _draw_lines(canvas, left, below, table, group, evidence, words)


def _draw_web(
    canvas: Canvas, axes: Axes, table: Measured, group: Sequence[str], evidence: Evidence, words: Words
) -> None:
    """Draws a web with a corner for each dimension; rings carry their value."""
    lowest = _lowest(table, evidence)
    angles = [math.pi / 2 - 2 * math.pi * number / CORNERS for number in range(CORNERS)]
    axes.set_axis_off()
    axes.set_xlim(-1.45, 1.45)
    axes.set_ylim(-1.45, 1.45)
    around = np.array([(math.cos(angle), math.sin(angle)) for angle in [*angles, angles[0]]])
    for ring in range(1, RINGS + 1):
        part = ring / RINGS
        axes.plot(part * around[:, 0], part * around[:, 1], color=GRID, lw=1)
        value = write_number(lowest + part * (HIGHEST - lowest), 1, words.language)
        at = part * (around[0] + around[1]) / 2
        beside(axes, value, float(at[0]), float(at[1]), canvas.small - 3, away=3, colour=SOFT)
    for (x, y), name in zip(around, DIMENSIONS, strict=False):
        axes.plot([0, x], [0, y], color=GRID, lw=1)
        title = wrap(find_outcome(name).title(words), 110, canvas.small)
        align = "center" if abs(x) < 0.1 else ("left" if x > 0 else "right")
        axes.text(
            1.12 * x,
            1.12 * y,
            title,
            ha=align,
            va="center" if abs(x) > 0.1 else ("bottom" if y > 0 else "top"),
            fontsize=canvas.small,
        )
    for policy in group:
        look = evidence.looks[policy]
        means = np.array([table[name, policy]["mean"] for name in DIMENSIONS])
        reached = np.clip((means - lowest) / (HIGHEST - lowest), 0.0, 1.0)
        closed = np.append(reached, reached[0])[:, None] * around
        if not np.isfinite(closed).all():
            continue
        axes.fill(closed[:, 0], closed[:, 1], color=look.colour, alpha=0.1, lw=0)
        style = (0, look.dash) if look.dash else "solid"
        axes.plot(closed[:, 0], closed[:, 1], color=look.colour, lw=2.5, linestyle=style)
        for x, y in closed[:-1]:
            mark(axes, x, y, look, 8)


def _draw_lines(
    canvas: Canvas,
    left: float,
    top: float,
    table: Measured,
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    """Draws the same values as differences with the first policy, each with its interval."""
    several = len(group) > 2
    label, said = 170.0, SAID_ON_ONE_LINE if several else 150.0 if canvas.narrow else 170.0
    step, height = _step(len(group)), _lines_height(len(group))
    baseline = evidence.name(evidence.baseline, words)
    canvas.text(left, top, words.text("life.right", baseline=baseline), size=canvas.small, colour=SOFT)
    start = top + HEADING
    axes = canvas.axes(left + label, start, canvas.width - left - label - said, height)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    ends = [
        abs(table[name, policy][end])
        for name in DIMENSIONS
        for policy in group[1:]
        for end in ("difference", "low", "high")
    ]
    reach = max((end for end in ends if math.isfinite(end)), default=0.0) * 1.1 or 1.0
    axes.set_xlim(-reach, reach)
    axes.axvline(0, color=SOFT, lw=1.5)
    for number, name in enumerate(DIMENSIONS):
        middle, shown = (number + 0.5) * step, find_outcome(name)
        canvas.text(left, start + middle, wrap(shown.title(words), label - 10, canvas.size), middle=True)
        if number:
            axes.axhline(number * step, color=GRID, lw=1)
        for place, policy in enumerate(group[1:]):
            look, row = evidence.looks[policy], table[name, policy]
            at = middle + ROW * (place - (len(group) - 2) / 2)
            band(axes, row["low"], row["high"], at, look)
            mark(axes, row["difference"], at, look)
            words_beside = write_difference(shown, row, words)
            if not math.isnan(row["low"]):
                words_beside += f"{' ' if several else NEW_LINE}({write_interval(shown, row, words)})"
            colour = look.text if several else INK
            beside(axes, words_beside, 1.0, at, canvas.small - 2, of_axis=True, colour=colour)
    canvas.scale(axes, "x", 4, signed=True)
