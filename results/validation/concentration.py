"""How unevenly cost falls: which part of a year's cost the dearest households and residents have."""

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas
from results.looks import INK, SOFT
from results.numbers import write_amount
from results.validation.evidence import Beside, Fact
from results.validation.looks import MODEL, OTHERS, SPREAD_ALPHA, below, fact_box, note
from results.words import Words

NAME = "concentration"
LOOKS = {"municipality": OTHERS, "insurer": MODEL}
TOP_1, MOST_OF_COST = "zvw_top_1", "zvw_80"
EIGHTY, ONE = 0.8, 0.01
HEIGHT, BELOW, LEFT, RIGHT = 340.0, 66.0, 64.0, 30.0
TICK_PAD = 10.0
"""Keeps the first tick of both axes apart."""
TICKS = (0.001, 0.01, 0.1, 1.0)
ENDS = (0.05, 0.95)


def build_concentration(beside: Beside, words: Words) -> Chart:
    """Builds the figure of the concentration of cost.

    Args:
        beside: The stored validation.
        words: The language of the reader.
    """
    table = curves_of(beside)
    ones = {
        of: write_amount(float(part["mean"].iloc[0]), "share", 0, words.language)
        for of, part in table[np.isclose(table["dearest"], ONE)].groupby("of")
    }
    rows = tuple(
        (
            words.text("valid.dearest", share=_share(dearest, words)),
            *(
                _share(float(part["mean"].iloc[0]), words)
                for _, part in sorted(at.groupby("of"), key=lambda item: list(LOOKS).index(str(item[0])))
            ),
        )
        for dearest, at in ((float(str(key)), at) for key, at in table.groupby("dearest"))
    )
    names = [words.text(f"valid.cost_{of}") for of in LOOKS]
    return Chart(
        name=NAME,
        topic=words.text("valid.cost_topic"),
        finding=words.text("valid.cost_finding", **{of: ones.get(of, "–") for of in LOOKS}),
        besides=(),
        unit=words.text("valid.cost_unit"),
        reading=words.text("valid.cost_reading"),
        alt=words.text("valid.cost_alt"),
        tables=(NumberTable(words.text("valid.cost_table"), (words.text("valid.cost_axis"), *names), rows),),
        draw=lambda canvas: _draw(canvas, table, beside, words),
    )


def curves_of(beside: Beside) -> pd.DataFrame:
    """Gives the curves: of, dearest, mean, low, high over the replicates.

    Args:
        beside: The stored validation.
    """
    rows = []
    for (of, dearest), part in beside.concentration.dropna().groupby(["of", "dearest"]):
        values = part["part"].to_numpy(float)
        low, high = np.quantile(values, ENDS)
        rows.append({"of": of, "dearest": dearest, "mean": values.mean(), "low": low, "high": high})
    return pd.DataFrame(rows)


def _share(value: float, words: Words) -> str:
    return write_amount(value, "share", 1 if value < ONE else 0, words.language)


def _draw(canvas: Canvas, table: pd.DataFrame, beside: Beside, words: Words) -> None:
    names = [(words.text(f"valid.cost_{of}"), look) for of, look in LOOKS.items()]
    top = canvas.key_height(names, line=True) + 30
    canvas.open(top + HEIGHT + BELOW)
    taken = canvas.key(0, names, line=True)
    canvas.text(0, taken + 6, words.text("valid.cost_part"), size=canvas.small, colour=SOFT)
    width = canvas.width - LEFT - RIGHT
    axes = canvas.axes(LEFT, top, width, HEIGHT)
    axes.set_xscale("log")
    axes.set_xlim(TICKS[0], TICKS[-1])
    axes.set_ylim(0, 1)
    _facts(canvas, axes, {str(fact["id"]): fact for fact in beside.facts}, words)
    for of, look in LOOKS.items():
        part = table[table["of"] == of]
        x = part["dearest"].to_numpy(float)
        axes.fill_between(x, part["low"], part["high"], color=look.colour, alpha=SPREAD_ALPHA, lw=0, zorder=3)
        axes.plot(
            x,
            part["mean"],
            color=look.colour,
            lw=3,
            marker=look.marker,
            markersize=7,
            linestyle=(0, look.dash) if look.dash else "solid",
            zorder=4,
        )
    axes.set_xticks(TICKS, [_share(tick, words) for tick in TICKS], fontsize=canvas.size, color=INK)
    axes.tick_params(axis="x", pad=TICK_PAD)
    axes.minorticks_off()
    canvas.scale(axes, "y", 5, "share")
    below(canvas, words.text("valid.cost_axis"), LEFT + width / 2, top + HEIGHT + 38)


def _facts(canvas: Canvas, axes: Axes, facts: dict[str, Fact], words: Words) -> None:
    if TOP_1 in facts:
        low, high = (float(facts[TOP_1][end]) for end in ("low", "high"))
        fact_box(axes, ONE / 1.09, ONE * 1.09, low, high)
        note(axes, words.text("valid.cost_top"), ONE / 1.09, high, canvas.small, away=(-8, 12), ha="right")
    if MOST_OF_COST in facts:
        low, high = (float(facts[MOST_OF_COST][end]) for end in ("low", "high"))
        fact_box(axes, low, high, EIGHTY - 0.015, EIGHTY + 0.015)
        note(axes, words.text("valid.cost_most"), high, EIGHTY, canvas.small, away=(10, 0), ha="left")
