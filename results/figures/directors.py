"""How many directors: what each number of households with a director brings, and the next one."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, text_width, wrap
from results.figures.marks import line, on_top
from results.findings import write_between
from results.looks import INK, OTHERS, OWN, SOFT, Look
from results.numbers import Form, write_amount, write_number
from results.tables import rows_of
from results.words import Words

NAME = "directors"
RULES = ("cost", "severity", "domains")
GAINERS = ("society", "municipality", "escalations")
LOOKS: dict[str, Look] = dict(zip(RULES, (OTHERS[0], OTHERS[3], OWN["krachtenbundeling"]), strict=True))
FORMS: dict[str, Form] = {"society": "euro", "municipality": "euro", "escalations": "number"}
PANEL, HEAD, GAP, AXIS, SIDE = 220.0, 62.0, 30.0, 76.0, 60.0
MARKED = "domains"


def build_directors(table: pd.DataFrame, marked: int, words: Words) -> Chart:
    """Builds the figure of how many directors.

    Args:
        table: One row per rule, who gains and number of households.
        marked: The number of households in the documents.
        words: The language of the reader.
    """
    said = tell_directors(table, marked, words)
    return Chart(
        name=NAME,
        topic=words.text("question.directors"),
        finding=said[0][0].rstrip("."),
        besides=(*said[0][1:], *(" ".join(sentences) for sentences in said[1:])),
        unit=words.text("directors.unit"),
        reading=words.text("directors.reading", marked=marked),
        alt=words.text("directors.alt"),
        tables=tuple(_numbers(table, words)),
        draw=lambda canvas: _draw(canvas, table, marked, words),
    )


def tell_directors(table: pd.DataFrame, marked: int, words: Words) -> list[list[str]]:
    """Says in plain words from which number on nothing more is won, by who gains and who is chosen.

    Args:
        table: One row per rule, who gains and number of households.
        marked: The number of households in the documents.
        words: The language of the reader.
    """
    said = []
    for gainer in GAINERS:
        for rule in (MARKED, *(rule for rule in RULES if rule != MARKED)):
            own = table[(table["rule"] == rule) & (table["gainer"] == gainer)]
            if len(own):
                said.append(tell_curve(own, marked, words))
    return said


def tell_curve(own: pd.DataFrame, marked: int, words: Words) -> list[str]:
    """Says it of one rule and who gains, and what the next household brings at the marked number.

    Args:
        own: Its rows, one per number of households.
        marked: The number of households in the documents.
        words: The language of the reader.
    """
    first = own.iloc[0]
    gainer = str(first["gainer"])

    def write(value: float) -> str:
        return write_gain(value, gainer, words)

    fields = {
        "who": words.text(f"directors_gainer.{gainer}"),
        "rule": words.text(f"directors_rule.{first['rule']}"),
        "stop": int(first["stop"]),
        "low": int(first["stop_low"]),
        "high": int(first["stop_high"]),
        "chance": write_number(first["chance"], 3, words.language),
        "checked": write(first["checked"]),
        "between": write_between(first["checked_low"], first["checked_high"], write, words),
    }
    if np.isnan(first["chance"]):
        return [words.text("directors.unknown", who=fields["who"], rule=fields["rule"])]
    said = words.text(_key(first), **fields)
    at = own[own["level"] == marked]
    if not len(at):
        return [said]
    row = at.iloc[0]
    interval = write_between(row["marginal_low"], row["marginal_high"], write, words)
    gain = write(row["marginal"])
    return [said, words.text("directors.at_marked", marked=marked, gain=gain, interval=interval)]


def _key(first: pd.Series) -> str:
    """Says whether a number visibly brings something, none does for sure, or it cannot be told."""
    if first["clear"]:
        return "directors.stops"
    return "directors.never" if first["stop_high"] == 0 else "directors.unclear"


def write_gain(value: float, gainer: str, words: Words) -> str:
    """Writes a gain: euros, or escalations less."""
    form = FORMS[gainer]
    return write_amount(value, form, 0 if form == "euro" else 2, words.language, signed=True)


def _numbers(table: pd.DataFrame, words: Words) -> Sequence[NumberTable]:
    found = []
    for (rule, gainer), own in table.groupby(["rule", "gainer"], sort=False):
        who, how = words.text(f"directors_gainer.{gainer}"), words.text(f"directors_rule.{rule}")
        rows = tuple(
            (write_number(row["level"], 0, words.language), *_cells(row, str(gainer), words))
            for row in rows_of(own)
        )
        heads = ("level", "total", "interval", "next", "interval", "falling")
        found.append(
            NumberTable(
                words.text("directors.table", who=who, rule=how),
                tuple(words.text(f"directors_head.{head}") for head in heads),
                rows,
            )
        )
    return found


def _cells(row: dict[str, float], gainer: str, words: Words) -> tuple[str, ...]:
    def write(value: float) -> str:
        return write_gain(value, gainer, words)

    cells = []
    for name in ("total", "marginal"):
        cells += [write(row[name]), write_between(row[f"{name}_low"], row[f"{name}_high"], write, words)]
    return (*cells, write(row["pooled"]))


def _draw(canvas: Canvas, table: pd.DataFrame, marked: int, words: Words) -> None:
    columns = 1 if canvas.narrow else len(GAINERS)
    block = 2 * (HEAD + PANEL + AXIS)
    names = [(words.text(f"directors_rule.{rule}"), LOOKS[rule]) for rule in RULES]
    key = canvas.key_height(names, line=True)
    canvas.open(key + block * (len(GAINERS) // columns) + GAP)
    canvas.key(0, names, line=True)
    wide = (canvas.width - GAP * (columns - 1)) / columns
    for number, gainer in enumerate(GAINERS):
        row, column = divmod(number, columns)
        left, top = column * (wide + GAP), key + row * block
        own = table[table["gainer"] == gainer]
        _draw_panel(canvas, (left, top, wide), own, gainer, marked, words, each=False)
        _draw_panel(canvas, (left, top + block / 2, wide), own, gainer, marked, words, each=True)


def _draw_panel(
    canvas: Canvas,
    place: tuple[float, float, float],
    own: pd.DataFrame,
    gainer: str,
    marked: int,
    words: Words,
    *,
    each: bool,
) -> None:
    """Draws what all directors bring together, or what one household more brings."""
    left, top, wide = place
    side = _side(canvas, own, gainer, words)
    who = words.text(f"directors_gainer.{gainer}")
    title = words.text("directors.panel_next" if each else "directors.panel_total", who=who)
    canvas.text(left, top, wrap(title, wide, canvas.small, bold=True), size=canvas.small, weight="bold")
    axes = canvas.axes(left + side, top + HEAD, wide - side - 10, PANEL)
    axes.set_xlim(0, float(own["level"].max()))
    for rule in RULES:
        rows = own[own["rule"] == rule]
        if each:
            _steps(axes, rows, LOOKS[rule])
        elif len(rows):
            axes.fill_between(
                rows["level"],
                rows["total_low"],
                rows["total_high"],
                color=LOOKS[rule].colour,
                alpha=0.15,
                lw=0,
            )
            line(axes, rows["level"], rows["total"], LOOKS[rule], 6)
    axes.axhline(0, color=INK, lw=1)
    axes.axvline(marked, color=SOFT, lw=1, linestyle=(0, (2, 2)))
    on_top(axes, str(marked), marked, canvas.small - 1, SOFT, away=3)
    canvas.scale(axes, "x", 5)
    canvas.scale(axes, "y", 4, FORMS[gainer], signed=True)
    said = wrap(words.text("directors.axis"), wide - side, canvas.small - 1)
    below = top + HEAD + PANEL + 26
    canvas.text(left + side, below, said, size=canvas.small - 1, colour=SOFT)


def _side(canvas: Canvas, own: pd.DataFrame, gainer: str, words: Words) -> float:
    """Gives the room that the numbers along the side take."""
    totals = own[["total", "total_low", "total_high"]].to_numpy(float)
    most = float(np.nan_to_num(np.abs(totals)).max())
    return max(SIDE, text_width(write_gain(most, gainer, words), canvas.small) + 14)


def _steps(axes: Axes, rows: pd.DataFrame, look: Look) -> None:
    """Draws the gain of each household between two numbers, as measured and as if it only falls."""
    levels = rows["level"].to_numpy(float)
    if len(levels) < 2:
        return
    middles = (levels[1:] + levels[:-1]) / 2
    axes.plot(
        middles, rows["marginal"].to_numpy(float)[1:], color=look.colour, marker=look.marker, ls="none", ms=5
    )
    pooled = rows["pooled"].to_numpy(float)[1:]
    axes.step(levels, np.append(pooled, pooled[-1]), where="post", color=look.colour, lw=2)
