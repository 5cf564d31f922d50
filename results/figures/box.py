"""When does it fail? The rule as a box on its two strongest conditions, over the cloud of worlds."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, lines, text_width, wrap
from results.looks import GRID, INK, LESS_COST, MORE_COST, SOFT
from results.numbers import write_amount, write_number
from results.outcomes import find_outcome
from results.question import Asked
from results.rules import Told, first_rule, name_condition, tell_conditions, tell_rule, write_values
from results.words import Words

NAME = "box"
FIELD, LEFT, KEY, AXIS = 460.0, 90.0, 30.0, 28.0


def build_box(
    told: Sequence[Told],
    conditions: Mapping[str, pd.DataFrame],
    worse: Mapping[tuple[str, str], np.ndarray],
    asked: Asked,
    words: Words,
) -> Chart:
    """Builds the figure of when a policy fails.

    Args:
        told: What was found, per policy, outcome and kind of conditions.
        conditions: Kind -> one row per world.
        worse: (Policy, outcome) -> 1.0 in a world where the policy is worse.
        asked: What was played.
        words: The language of the reader.
    """
    shown = first_rule(told)
    sentences = [tell_rule(one, asked, words) for one in told]
    first = told.index(shown) if shown else 0
    others = [" ".join(said) for place, said in enumerate(sentences) if place != first]
    return Chart(
        name=NAME,
        topic=words.text("question.discover"),
        finding=sentences[first][0].rstrip("."),
        besides=(*sentences[first][1:], *dict.fromkeys(others)),
        unit=words.text("fails.unit", outcome=find_outcome(shown.outcome).title(words)) if shown else "",
        reading=words.text("fails.reading") if shown else "",
        alt=words.text("fails.alt"),
        tables=(_number_table(told, asked, words),),
        draw=lambda canvas: _draw(canvas, shown, conditions, worse, asked, words),
    )


def _number_table(told: Sequence[Told], asked: Asked, words: Words) -> NumberTable:
    rows = []
    for one in told:
        coverage, density = (_write_share(part, words) for part in (one.coverage, one.density))
        kind = words.text("fails.kind_seen" if one.kind == "seen" else "fails.kind_unknown")
        side = words.text("fails.worse" if one.side == "worse" else "fails.better")
        rule = tell_conditions(one, asked, words) if one.conditions else words.text("fails.none")
        rows.append(
            (
                f"{find_outcome(one.outcome).title(words)}; {kind}",
                _write_share(one.share_worse, words),
                side,
                rule,
                coverage,
                density,
                write_amount(one.elsewhere, "share", 0, words.language),
                write_number(one.chance, 3, words.language),
                words.text("matters.yes") if one.holds else words.text("matters.no"),
            )
        )
    headings = (
        words.text("table.outcome"),
        words.text("fails.share_worse"),
        words.text("fails.side"),
        words.text("fails.conditions"),
        words.text("fails.coverage"),
        words.text("fails.density"),
        words.text("fails.elsewhere"),
        words.text("fails.chance"),
        words.text("fails.holds"),
    )
    return NumberTable(words.text("fails.table"), headings, tuple(rows))


def _write_share(part: tuple[float, float, float], words: Words) -> str:
    share, low, high = (write_amount(value, "share", 0, words.language) for value in part)
    return (
        f"{share} ({words.text('table.between', low=low, high=high)})" if not math.isnan(part[0]) else share
    )


def _draw(
    canvas: Canvas,
    shown: Told | None,
    conditions: Mapping[str, pd.DataFrame],
    worse: Mapping[tuple[str, str], np.ndarray],
    asked: Asked,
    words: Words,
) -> None:
    if shown is None:
        canvas.open(60)
        canvas.text(0, 10, words.text("fails.nothing_drawn"), colour=SOFT)
        return
    table = conditions[shown.kind]
    x, y = _axes_of(shown, table)
    below = wrap(f"→ {name_condition(x, shown.kind, asked, words)}", canvas.width - LEFT, canvas.small)
    beside = wrap(f"↑ {name_condition(y, shown.kind, asked, words)}", canvas.width, canvas.small) if y else ""
    line = canvas.small * 1.25
    top = KEY + lines(beside) * line + 10
    canvas.open(top + FIELD + AXIS + lines(below) * line)
    axes = canvas.axes(LEFT, top, canvas.width - LEFT - 20, FIELD)
    _draw_worlds(canvas, axes, worse[shown.policy, shown.outcome], table, (x, y), words)
    _draw_box(axes, shown, x, y)
    for name, axis, across in ((x, axes.xaxis, True), (y, axes.yaxis, False)):
        low, high = axes.get_xlim() if across else axes.get_ylim()
        ticks = [float(tick) for tick in axis.get_major_locator()()]
        places = [tick for tick in ticks if low <= tick <= high] if name else []
        axis.set_ticks(places, write_values(name or "", shown.kind, places, words))
    axes.grid(color=GRID)
    canvas.text(0, KEY, beside, size=canvas.small, colour=INK)
    canvas.text(LEFT, top + FIELD + AXIS, below, size=canvas.small, colour=INK)


def _draw_worlds(
    canvas: Canvas, axes: Axes, bad: np.ndarray, table: pd.DataFrame, on: tuple[str, str], words: Words
) -> None:
    """Draws every world, those where the policy is worse apart from the others, with the key on top."""
    x, y = on
    across = table[x].to_numpy(dtype=float)
    up = table[y].to_numpy(dtype=float) if y else np.linspace(0.0, 1.0, len(table))
    left = 0.0
    groups = ((1.0, MORE_COST, "s", "■", "fails.worse"), (0.0, LESS_COST, "o", "●", "fails.better"))
    for value, colour, marker, sign, key in groups:
        mine = bad == value
        axes.plot(
            across[mine], up[mine], linestyle="none", marker=marker, color=colour, alpha=0.6, markersize=6
        )
        said = f"{sign} {words.text(key)}"
        canvas.text(left, 0, said, size=canvas.small, colour=colour, weight="bold")
        left += text_width(said, canvas.small, bold=True) + 24


def _axes_of(shown: Told, table: pd.DataFrame) -> tuple[str, str]:
    """Gives the two conditions that are drawn; a rule of one condition is drawn along one."""
    names = [condition.name for condition in shown.conditions if condition.name in table]
    return names[0], names[1] if len(names) > 1 else ""


def _draw_box(axes: Axes, shown: Told, x: str, y: str) -> None:
    limits = {condition.name: condition for condition in shown.conditions}
    (left, right), (bottom, top) = axes.get_xlim(), axes.get_ylim()
    x0, x1 = max(left, limits[x].low), min(right, limits[x].high)
    y0, y1 = (max(bottom, limits[y].low), min(top, limits[y].high)) if y else (bottom, top)
    frame = Rectangle((x0, y0), x1 - x0, y1 - y0, fill=False, edgecolor=INK, lw=3, zorder=5, clip_on=False)
    axes.add_patch(frame)
    axes.set_xlim(left, right)
    axes.set_ylim(bottom, top)
