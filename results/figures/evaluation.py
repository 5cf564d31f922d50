"""Would we see it: how far four ways of evaluating are off, and how often they see something."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from results.chart import Chart, NumberTable
from results.figures.canvas import Canvas, dash_of, wrap
from results.figures.marks import band, beside, mark
from results.findings import write_between
from results.looks import INK, OTHERS, OWN, SOFT, Look
from results.numbers import Form, write_amount, write_number
from results.tables import rows_of
from results.words import Words

NAME = "evaluation"
DESIGNS = ("before_after", "matched", "stepped_wedge", "randomised")
MEASURES = ("events", "municipal", "total")
FORMS: dict[str, Form] = {"events": "number", "municipal": "euro", "total": "euro"}
SHOWN = ("municipal", "events")
LOOKS: dict[str, Look] = dict(
    zip(DESIGNS, (OTHERS[0], OTHERS[1], OTHERS[3], OWN["krachtenbundeling"]), strict=True)
)
NOMINAL, ENOUGH = 0.05, 0.8
ROW, HEAD, AXIS, GAP, PANEL = 40.0, 50.0, 62.0, 30.0, 220.0


CASE_HEADS = ("design", "years", "households")
EFFECT_HEADS = (*CASE_HEADS, "had", "truth", "estimate", "bias", "interval")
STUDY_HEADS = (*CASE_HEADS, "power", "wrong", "alarm")


def build_evaluation(table: pd.DataFrame, words: Words) -> Chart:
    """Builds the figure of evaluations inside the model.

    Args:
        table: One row per design, measure, years and size of the study.
        words: The language of the reader.
    """
    said = tell_evaluation(table, words)
    return Chart(
        name=NAME,
        topic=words.text("question.evaluation"),
        finding=said[0][0].rstrip("."),
        besides=(*said[0][1:], *(" ".join(sentences) for sentences in said[1:])),
        unit=words.text("evaluation.unit"),
        reading=words.text("evaluation.reading"),
        alt=words.text("evaluation.alt"),
        tables=tuple(_numbers(table, words)),
        draw=lambda canvas: _draw(canvas, table, words),
    )


def tell_evaluation(table: pd.DataFrame, words: Words) -> list[list[str]]:
    """Says in plain words what each way of evaluating finds, for each measure, after all years.

    Args:
        table: One row per design, measure, years and size of the study.
        words: The language of the reader.
    """
    said = []
    for measure in (*SHOWN, *(name for name in MEASURES if name not in SHOWN)):
        for design in DESIGNS:
            own = table[(table["design"] == design) & (table["measure"] == measure)]
            if len(own):
                said.append(_tell(own[own["years"] == own["years"].max()], measure, design, words))
    time = _tell_time(table, words)
    return [*said, time] if time else said


def _tell_time(table: pd.DataFrame, words: Words) -> list[str]:
    """Says of each design which part of the time who was assigned a director had one."""
    last = table[(table["years"] == table["years"].max()) & table["had"].notna()]
    had = {row["design"]: _write_share(row["had"], words) for row in rows_of(last)}
    return [
        words.text("evaluation.had", design=words.text(f"evaluation_design.{design}"), had=share)
        for design, share in had.items()
    ]


def _tell(own: pd.DataFrame, measure: str, design: str, words: Words) -> list[str]:
    """Says of one design how far it is off, and how often it sees something."""
    base, largest = rows_of(own)[0], rows_of(own)[-1]
    name = words.text(f"evaluation_design.{design}")
    what = words.text(f"evaluation_measure.{measure}")
    if np.isnan(base["bias"]):
        return [words.text("evaluation.too_few", design=name, measure=what)]
    fields = {
        "design": name,
        "measure": what,
        "years": words.years(int(base["years"])),
        "truth": write_effect(base["truth"], measure, words),
        "estimate": write_effect(base["estimate"], measure, words),
        "bias": write_effect(base["bias"], measure, words),
        "low": write_effect(base["bias_low"], measure, words),
        "high": write_effect(base["bias_high"], measure, words),
        "truth_low": write_effect(base["truth_low"], measure, words),
        "truth_high": write_effect(base["truth_high"], measure, words),
        "power": _write_counted(largest, "power", words),
        "wrong": _write_counted(largest, "wrong_side", words),
        "households": write_number(largest["households"], 0, words.language),
        "alarm": _write_counted(largest, "false_alarm", words),
    }
    off = base["bias_low"] > 0 or base["bias_high"] < 0
    said = words.text("evaluation.biased" if off else "evaluation.fair", **fields)
    there = base["truth_low"] > 0 or base["truth_high"] < 0
    sees = words.text("evaluation.sees" if there else "evaluation.sees_unclear", **fields)
    return [said, sees]


def _write_share(share: float, words: Words) -> str:
    return write_amount(share, "share", 0, words.language)


def _write_counted(row: dict[str, Any], name: str, words: Words) -> str:
    """Writes a share of studies with its 95% interval."""
    between = write_between(row[f"{name}_low"], row[f"{name}_high"], lambda x: _write_share(x, words), words)
    return f"{_write_share(row[name], words)} ({between})"


def write_effect(value: float, measure: str, words: Words) -> str:
    """Writes an effect a household a year: euros, or registered events."""
    form = FORMS[measure]
    return write_amount(value, form, 0 if form == "euro" else 3, words.language, signed=True)


def _numbers(table: pd.DataFrame, words: Words) -> Sequence[NumberTable]:
    """Makes two tables of each measure: how far designs are off, and what single studies see."""
    found = []
    for measure in MEASURES:
        own = rows_of(table[table["measure"] == measure])
        name = words.text(f"evaluation_measure.{measure}")
        effects = tuple(_effect_cells(row, measure, words) for row in own)
        studies = tuple(_study_cells(row, words) for row in own)
        for key, heads, rows in (
            ("evaluation.table", EFFECT_HEADS, effects),
            ("evaluation.studies", STUDY_HEADS, studies),
        ):
            titles = tuple(words.text(f"evaluation_head.{head}") for head in heads)
            found.append(NumberTable(words.text(key, measure=name), titles, rows))
    return found


def _case_cells(row: dict[str, Any], words: Words) -> tuple[str, str, str]:
    return (
        words.text(f"evaluation_design.{row['design']}"),
        write_number(row["years"], 0, words.language),
        write_number(row["households"], 0, words.language),
    )


def _effect_cells(row: dict[str, Any], measure: str, words: Words) -> tuple[str, ...]:
    def write(value: float) -> str:
        return write_effect(value, measure, words)

    return (
        *_case_cells(row, words),
        _write_share(row["had"], words),
        *(write(row[name]) for name in ("truth", "estimate", "bias")),
        write_between(row["bias_low"], row["bias_high"], write, words),
    )


def _study_cells(row: dict[str, Any], words: Words) -> tuple[str, ...]:
    shares = (_write_counted(row, name, words) for name in ("power", "wrong_side", "false_alarm"))
    return (*_case_cells(row, words), *shares)


def _draw(canvas: Canvas, table: pd.DataFrame, words: Words) -> None:
    columns = 1 if canvas.narrow else len(SHOWN)
    names = [(words.text(f"evaluation_design.{design}"), LOOKS[design]) for design in DESIGNS]
    key = canvas.key_height(names, line=True)
    above, below = HEAD + ROW * len(DESIGNS) + AXIS, HEAD + PANEL + AXIS
    block = above + below
    canvas.open(key + block * (len(SHOWN) // columns) + GAP)
    canvas.key(0, names, line=True)
    wide = (canvas.width - GAP * (columns - 1)) / columns
    for number, measure in enumerate(SHOWN):
        row, column = divmod(number, columns)
        left, top = column * (wide + GAP), key + row * block
        own = table[table["measure"] == measure]
        last = own[own["years"] == own["years"].max()]
        _draw_bias(canvas, (left, top, wide), last, measure, words)
        _draw_power(canvas, (left, top + above, wide), last, measure, words)


def _draw_bias(
    canvas: Canvas, place: tuple[float, float, float], last: pd.DataFrame, measure: str, words: Words
) -> None:
    """Draws what was really done, and what each design says was done."""
    left, top, wide = place
    title = words.text("evaluation.panel_bias", measure=words.text(f"evaluation_measure.{measure}"))
    canvas.text(left, top, wrap(title, wide, canvas.small, bold=True), size=canvas.small, weight="bold")
    if last["bias"].isna().all():
        canvas.text(left, top + HEAD, words.text("evaluation.not_drawn"), size=canvas.small, colour=SOFT)
        return
    axes = canvas.axes(left + 10, top + HEAD, wide - 110, ROW * len(DESIGNS))
    axes.set_ylim(len(DESIGNS), 0)
    axes.set_yticks([])
    base = {row["design"]: row for row in rows_of(last[last["places"] == last["places"].min()])}
    for number, design in enumerate(DESIGNS):
        if design not in base or np.isnan(base[design]["bias"]):
            continue
        row, look, middle = base[design], LOOKS[design], number + 0.5
        band(axes, row["truth"] + row["bias_low"], row["truth"] + row["bias_high"], middle, look)
        mark(axes, row["truth"], middle, look, 10, hollow=True)
        mark(axes, row["truth"] + row["bias"], middle, look, 9)
        said = write_effect(row["bias"], measure, words)
        beside(axes, said, 1.0, middle, canvas.small - 1, colour=SOFT, of_axis=True, away=8)
    axes.axvline(0, color=INK, lw=1)
    axes.margins(x=0.08)
    canvas.scale(axes, "x", 4, FORMS[measure], signed=True)


def _draw_power(
    canvas: Canvas, place: tuple[float, float, float], last: pd.DataFrame, measure: str, words: Words
) -> None:
    """Draws how often a study of each size sees something, with directors and where nothing was done."""
    left, top, wide = place
    title = words.text("evaluation.panel_power", measure=words.text(f"evaluation_measure.{measure}"))
    canvas.text(left, top, wrap(title, wide, canvas.small, bold=True), size=canvas.small, weight="bold")
    if last["power"].isna().all():
        canvas.text(left, top + HEAD, words.text("evaluation.not_drawn"), size=canvas.small, colour=SOFT)
        return
    axes = canvas.axes(left + 60, top + HEAD, wide - 80, PANEL)
    for design in DESIGNS:
        own, look = last[last["design"] == design], LOOKS[design]
        if not len(own):
            continue
        shape: dict[str, Any] = {
            "color": look.colour,
            "marker": look.marker,
            "markersize": 6,
            "clip_on": False,
        }
        for name, thick in (("power", 1.5), ("false_alarm", 0.8)):
            ends = own[f"{name}_low"], own[f"{name}_high"]
            axes.vlines(own["households"], *ends, color=look.colour, lw=thick, alpha=0.6)
        axes.plot(own["households"], own["power"], lw=3, linestyle=dash_of(look), **shape)
        axes.plot(own["households"], own["false_alarm"], lw=1, linestyle=":", **shape, mfc="white")
    axes.axhline(NOMINAL, color=SOFT, lw=1)
    axes.axhline(ENOUGH, color=SOFT, lw=1, linestyle=(0, (2, 2)))
    axes.set_ylim(0, 1)
    axes.set_xlim(0, max(1.0, float(last["households"].max()) * 1.03))
    canvas.scale(axes, "x", 5)
    canvas.scale(axes, "y", 5, "share")
    said = words.text("evaluation.axis")
    canvas.text(left + 60, top + HEAD + PANEL + 26, said, size=canvas.small - 1, colour=SOFT)
