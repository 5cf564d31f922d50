"""How many households have how many helpers at once, beside what is published about the end of the tail."""

import numpy as np
import pandas as pd

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, lines, wrap
from results.looks import INK, SOFT
from results.numbers import write_number
from results.validation.evidence import Beside, Fact, is_measured, write_band, write_value
from results.validation.looks import MODEL, SPREAD_ALPHA, below, fact_box, note
from results.words import Words

NAME = "helpers"
HEAVY, MOST = "helpers_heavy", "helpers_most"
SHARE_OF_HEAVY = 0.002
THOUSAND = 1000.0
ROWS = (1, 2, 3, 4, 6, 8, 11, 15, 18, 22, 26)
TOP, HEIGHT, BELOW, LEFT, RIGHT = 34.0, 360.0, 62.0, 74.0, 40.0
HEADROOM = 1.6
NOTE = {True: 200.0, False: 600.0}
"""Width of a note in a narrow and in a wide drawing."""
ENDS = (0.05, 0.95)


def build_helpers(beside: Beside, words: Words) -> Chart:
    """Builds the figure of helpers per household.

    Args:
        beside: The stored validation.
        words: The language of the reader.
    """
    table = tail_of(beside)
    facts = {str(fact["id"]): fact for fact in beside.facts if fact["id"] in (HEAVY, MOST)}
    heavy, most = (_tell(facts.get(name), words) for name in (HEAVY, MOST))
    return Chart(
        name=NAME,
        topic=words.text("valid.helpers_topic"),
        finding=words.text("valid.helpers_finding", heavy=heavy, most=most),
        besides=(),
        unit=words.text("valid.helpers_unit"),
        reading=words.text("valid.helpers_reading"),
        alt=words.text("valid.helpers_alt"),
        tables=(_number_table(table, words),),
        draw=lambda canvas: _draw(canvas, table, facts, beside, words),
    )


def tail_of(beside: Beside) -> pd.DataFrame:
    """Gives the share of households with at least so many helpers in a week.

    Args:
        beside: The stored validation.

    Returns:
        helpers, mean, low, high: mean over the replicates, and 90% of them; shares of all households.
    """
    wide = beside.helpers.pivot_table(
        index=["seed", "world"], columns="helpers", values="households", fill_value=0.0
    )
    counts = range(1, int(beside.helpers["helpers"].max()) + 1)
    wide = wide.reindex(columns=list(counts), fill_value=0.0)
    tail = wide.to_numpy(float)[:, ::-1].cumsum(axis=1)[:, ::-1] / beside.households
    low, high = np.quantile(tail, ENDS, axis=0)
    return pd.DataFrame({"helpers": list(counts), "mean": tail.mean(axis=0), "low": low, "high": high})


def _tell(fact: Fact | None, words: Words) -> str:
    return (
        words.text("valid.untold")
        if fact is None or not is_measured(fact)
        else write_value(fact, fact["mean"], words)
    )


def _number_table(table: pd.DataFrame, words: Words) -> NumberTable:
    rows = [
        (
            words.text("valid.helpers_least", count=int(row["helpers"])),
            *(write_number(THOUSAND * row[name], 2, words.language) for name in ("mean", "low", "high")),
        )
        for row in table.astype(float).to_dict("records")
        if row["helpers"] in ROWS
    ]
    heads = (words.text("valid.helpers_count"), words.text("valid.model"), *_ends(words))
    return NumberTable(words.text("valid.helpers_table"), heads, tuple(rows))


def _ends(words: Words) -> tuple[str, str]:
    return words.text("valid.lowest"), words.text("valid.highest")


def _draw(canvas: Canvas, table: pd.DataFrame, facts: dict[str, Fact], beside: Beside, words: Words) -> None:
    canvas.open(TOP + HEIGHT + BELOW)
    width = canvas.width - LEFT - RIGHT
    canvas.text(0, 0, words.text("valid.helpers_axis"), size=canvas.small, colour=SOFT)
    axes = canvas.axes(LEFT, TOP, width, HEIGHT)
    shown = table[table["mean"] > 0]
    last = max(int(shown["helpers"].max()), 31) + 1
    least = THOUSAND / beside.households
    axes.set_yscale("log")
    axes.set_xlim(0, last)
    axes.set_ylim(least / 3, HEADROOM * THOUSAND * float(shown["high"].max()))
    x, mean = shown["helpers"].to_numpy(float), THOUSAND * shown["mean"].to_numpy(float)
    low, high = (np.maximum(THOUSAND * shown[end].to_numpy(float), least / 30) for end in ("low", "high"))
    axes.fill_between(x, low, high, color=MODEL.colour, alpha=SPREAD_ALPHA, lw=0, zorder=3)
    axes.plot(x, mean, color=MODEL.colour, lw=3, marker="o", markersize=6, zorder=4)
    for name, at, key in ((HEAVY, THOUSAND * SHARE_OF_HEAVY, "heavy"), (MOST, least, "most")):
        fact = facts.get(name)
        if fact is None:
            continue
        fact_box(axes, float(fact["low"]), float(fact["high"]), at / 1.3, at * 1.3)
        said = words.text(f"valid.helpers_{key}", band=write_band(fact, words))
        said = wrap(said, NOTE[canvas.narrow], canvas.small)
        if name == HEAVY:
            note(axes, said, float(fact["high"]), at, canvas.small, away=(10, 0), ha="left")
        else:
            note(
                axes,
                said,
                float(fact["high"]),
                at * 1.3,
                canvas.small,
                away=(0, 8 + 8 * lines(said)),
                ha="right",
            )
    ticks = [100, 10, 1, 0.1]
    axes.set_yticks(ticks, [write_number(tick, 1 if tick < 1 else 0, words.language) for tick in ticks])
    axes.minorticks_off()
    axes.grid(axis="y")
    places = list(range(0, last, 5))
    axes.set_xticks(places, [str(place) for place in places], fontsize=canvas.size, color=INK)
    below(canvas, words.text("valid.helpers_count"), LEFT + width / 2, TOP + HEIGHT + 34)
