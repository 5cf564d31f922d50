"""How many helpers come to the door: the distribution per policy, side by side, with its tail enlarged."""

import math
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, lines, stack, wrap
from results.figures.marks import above, beside, mark
from results.figures.rows import chunk, name_all
from results.findings import find, find_besides
from results.looks import GROUND, INK, SOFT
from results.measures import (
    MORE,
    NONE,
    SINGLE_BINS,
    TAIL,
    helpers_at,
    measure_helpers,
    measure_outcomes,
)
from results.number_tables import build_tables
from results.numbers import write_number
from results.outcomes import Outcome
from results.tables import Measured
from results.words import Words

NAME = "helpers"
MEAN, MULTI, HEAVY = "helpers_mean", "helpers_multi_mean", "helpers_heavy_mean"
SHARE = Outcome("share", NAME, "share", 1)
SMALL_SHARE = Outcome("share", NAME, "share", 2)
HALF, NINE_OUT_OF_TEN = 0.5, 0.9
THOUSAND = 1000.0
DASH = "–"
MAIN_HEIGHT, TAIL_HEIGHT, STRIP, HEADING, BELOW = 300.0, 220.0, 30.0, 44.0, 58.0
MOST_LABELLED = 2


def build_helpers(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of helpers per household.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    table = measure_helpers(evidence)
    outcomes = measure_outcomes(evidence, (MEAN, MULTI, HEAVY))
    finding = find(NAME, MEAN, outcomes, evidence, words)
    bins = [(str(k), str(k), SHARE) for k in SINGLE_BINS]
    rows = [
        (words.text("helpers.none"), NONE, SHARE),
        *bins,
        (words.text("helpers.more"), MORE, SHARE),
        *((words.text("helpers.of_which", number=_tail_label(name)), name, SMALL_SHARE) for name in TAIL),
    ]
    means = [
        (Outcome(name, NAME, "number", 2).label(words), name, Outcome(name, NAME, "number", 2))
        for name in (MEAN, MULTI, HEAVY)
    ]
    return Chart(
        name=NAME,
        topic=words.text("helpers.topic"),
        finding=finding,
        besides=tuple(find_besides(name, outcomes, evidence, words) for name in (MULTI, HEAVY)),
        unit=words.text("helpers.unit"),
        reading=" ".join(
            [
                words.text("helpers.reading"),
                words.text("report.whisker", count=evidence.replicates)
                if evidence.replicates > 1
                else words.text("report.no_spread"),
            ]
        ),
        alt=words.text("helpers.alt", points=_describe_points(evidence, words)),
        tables=(
            *build_tables(
                words.text("helpers.table"), words.text("helpers.column"), rows, table, evidence, words
            ),
            *build_tables(
                words.text("helpers.table_mean"),
                words.text("table.outcome"),
                means,
                outcomes,
                evidence,
                words,
            ),
        ),
        draw=lambda canvas: _draw(canvas, table, evidence, words),
    )


def _describe_points(evidence: Evidence, words: Words) -> str:
    return " ".join(
        words.text(
            "helpers.points",
            policy=evidence.name(policy, words),
            median=helpers_at(evidence, policy, HALF),
            ninety=helpers_at(evidence, policy, NINE_OUT_OF_TEN),
        )
        for policy in evidence.policies
    )


def _draw(canvas: Canvas, table: Measured, evidence: Evidence, words: Words) -> None:
    groups = chunk(evidence)
    heights = [_height(canvas, group, evidence, words) for group in groups]
    stack(canvas, groups, heights, lambda top, group: _draw_group(canvas, top, table, group, evidence, words))


def _height(canvas: Canvas, group: Sequence[str], evidence: Evidence, words: Words) -> float:
    taken = canvas.key_height(name_all(group, evidence, words))
    main = taken + STRIP * len(group) + HEADING + MAIN_HEIGHT + BELOW
    return main + (HEADING + 24 + TAIL_HEIGHT + BELOW if canvas.narrow else 0)


def _draw_group(
    canvas: Canvas, top: float, table: Measured, group: Sequence[str], evidence: Evidence, words: Words
) -> None:
    start = top + canvas.key(top, name_all(group, evidence, words))
    strip = STRIP * len(group)
    left, width = 46.0, (canvas.width - 50.0 if canvas.narrow else 700.0)
    main_top = start + strip + HEADING
    canvas.text(0, start + strip + 8, words.text("helpers.axis"), size=canvas.small, colour=SOFT)
    main = canvas.axes(left, main_top, width, MAIN_HEIGHT)
    bins = [*map(str, SINGLE_BINS), MORE]
    _bars(canvas, main, table, bins, [*map(str, SINGLE_BINS), MORE], group, evidence, 100.0, words)
    canvas.text(
        left + width / 2,
        main_top + MAIN_HEIGHT + 34,
        words.text("helpers.count"),
        size=canvas.small,
        colour=SOFT,
        align="center",
    )
    _points(canvas, canvas.axes(left, start, width, strip), main, group, evidence, words)
    if canvas.narrow:
        tail_left, tail_width = left, width
        tail_top, tail_height = main_top + MAIN_HEIGHT + BELOW + 24 + HEADING, TAIL_HEIGHT
    else:
        tail_left, tail_width = 850.0, canvas.width - 850.0
        tail_top, tail_height = main_top, MAIN_HEIGHT
    heading = wrap(words.text("helpers.tail"), tail_width + 46, canvas.small)
    canvas.text(
        tail_left - 46,
        tail_top - HEADING + 8 - (lines(heading) - 1) * canvas.small * 1.25,
        heading,
        size=canvas.small,
        colour=SOFT,
    )
    tail = canvas.axes(tail_left, tail_top, tail_width, tail_height)
    names = list(TAIL)
    _bars(canvas, tail, table, names, [_tail_label(name) for name in names], group, evidence, THOUSAND, words)
    canvas.text(
        tail_left + tail_width / 2,
        tail_top + tail_height + 34,
        words.text("helpers.count"),
        size=canvas.small,
        colour=SOFT,
        align="center",
    )


def _bars(
    canvas: Canvas,
    axes: Axes,
    table: Measured,
    names: Sequence[str],
    labels: Sequence[str],
    group: Sequence[str],
    evidence: Evidence,
    scale: float,
    words: Words,
) -> None:
    wide = 0.78 / len(group)
    highest = 0.0
    for number, policy in enumerate(group):
        look = evidence.looks[policy]
        rows = [table[name, policy] for name in names]
        places = [i - 0.39 + wide * (number + 0.5) for i in range(len(names))]
        heights = [scale * row["mean"] for row in rows]
        tops = [*heights, *(scale * row["spread_high"] for row in rows)]
        highest = max([highest, *(top for top in tops if math.isfinite(top))])
        axes.bar(places, heights, wide * 0.88, color=look.colour, zorder=2)
        for place, height, row in zip(places, heights, rows, strict=True):
            if row["spread_low"] < row["spread_high"]:
                ends = [scale * row["spread_low"], scale * row["spread_high"]]
                for colour, width in ((GROUND, 5), (INK, 2)):
                    axes.plot([place, place], ends, color=colour, lw=width, solid_capstyle="butt", zorder=3)
            if len(group) <= MOST_LABELLED and math.isfinite(height):
                ends = [scale * row["mean"], scale * row["spread_high"]]
                said = write_number(height, 1, canvas.language)
                above(axes, said, place, float(np.nanmax(ends)), canvas.small - 1, colour=look.text)
        for place, height in zip(places, heights, strict=True):
            mark(axes, place, height, look, 8)
    axes.set_xlim(-0.55, len(names) - 0.45)
    axes.set_ylim(0, highest * 1.14 or 1.0)
    axes.set_xticks(range(len(names)), labels, fontsize=canvas.size, color=INK)
    canvas.scale(axes, "y", 5)
    axes.axhline(0, color=SOFT, lw=1)


def _points(
    canvas: Canvas, axes: Axes, main: Axes, group: Sequence[str], evidence: Evidence, words: Words
) -> None:
    """Draws median and ninth decile of each policy on a line of its own, above the bars."""
    axes.set_axis_off()
    axes.set_xlim(main.get_xlim())
    axes.set_ylim(len(group) - 0.4, -0.6)
    for number, policy in enumerate(group):
        look = evidence.looks[policy]
        median, ninety = (helpers_at(evidence, policy, share) for share in (HALF, NINE_OUT_OF_TEN))
        if not median:
            continue
        at = [min(count, SINGLE_BINS[-1] + 1) - 1 for count in (median, ninety)]
        axes.plot(at, [number, number], color=look.colour, lw=3)
        mark(axes, at[0], number, look, 11)
        mark(axes, at[1], number, look, 11, hollow=True)
        said = words.text("helpers.mark", median=median, ninety=ninety)
        beside(axes, said, at[1], number, canvas.small, away=14, colour=look.text)


def _tail_label(name: str) -> str:
    return name.replace("-", DASH)
