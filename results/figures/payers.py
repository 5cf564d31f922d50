"""Who pays and who gains: payer by year with the difference in each box, and what has been paid so far."""

import math
from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from results.chart import Chart, NumberTable
from results.evidence import Evidence
from results.figures.canvas import Canvas, keep_apart, stack, wrap
from results.figures.marks import beside
from results.figures.rows import chunk
from results.findings import find, judge, write_difference, write_interval
from results.looks import GRID, INK, LESS_COST, MORE_COST, SOFT
from results.measures import measure_outcomes
from results.number_tables import build_tables
from results.numbers import write_number
from results.outcomes import Outcome, find_outcome
from results.payer_account import MEASURES, PAYERS, break_even
from results.tables import Row
from results.words import Words

NAME = "payers"
DECIDES = "cost_municipality"
EUROS = Outcome("euros", NAME, "euro", 0)
MUNICIPALITY, INSURER, CARE_OFFICE, SOCIETY = "municipality", "insurer", "care_office", "society"
ROWS = (*PAYERS[:3], MUNICIPALITY, *PAYERS[3:], SOCIETY)
"""Accounts in the order of the table; municipality and society are sums."""
LINES = (MUNICIPALITY, INSURER, CARE_OFFICE, SOCIETY)
"""Whose running sums are drawn, and of whom break-even is told."""
DASHES: dict[str, tuple[float, ...]] = {
    MUNICIPALITY: (),
    INSURER: (6, 3),
    CARE_OFFICE: (2, 3),
    SOCIETY: (12, 4),
}
COLOURS = {MUNICIPALITY: "#7a5195", INSURER: "#2a6f97", CARE_OFFICE: "#b5651d", SOCIETY: "#20262d"}
BOOKED = "euros"
type Account = Mapping[tuple[str, str, str, int], Row]
"""Rows by policy, account, measure and year; the sums since the start stand under the year below zero."""
THOUSAND = 1000.0
ROW, HEADING, BETWEEN, LOWER, BELOW = 34.0, 62.0, 76.0, 240.0, 44.0
BOLD = (MUNICIPALITY, SOCIETY)
MOST_YEARS = 10


def build_payers(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of who pays and who gains.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    account = evidence.payer_account
    rows = read_account(account)
    outcomes = measure_outcomes(evidence, (DECIDES,))
    return Chart(
        name=NAME,
        topic=words.text("payers.topic"),
        finding=find(NAME, DECIDES, outcomes, evidence, words),
        besides=tuple(_tell_payback(account, policy, evidence, words) for policy in evidence.others),
        unit=words.text("payers.unit"),
        reading=words.text("payers.reading" if evidence.replicates > 1 else "payers.reading_one"),
        alt=words.text("payers.alt"),
        tables=(
            *build_tables(
                words.text("payers.per_household"),
                words.text("payers.of"),
                [(find_outcome(DECIDES).title(words), DECIDES, find_outcome(DECIDES))],
                outcomes,
                evidence,
                words,
            ),
            *(_year_table(rows, policy, evidence, words) for policy in evidence.others),
            *(_whole_table(rows, policy, evidence, words) for policy in evidence.others),
        ),
        draw=lambda canvas: _draw(canvas, rows, evidence, words),
    )


def read_account(account: pd.DataFrame) -> Account:
    """Gives the rows of an account by what they are of."""
    rows: dict[tuple[str, str, str, int], Row] = {}
    for row in account.to_dict("records"):
        key = (str(row["policy"]), str(row["account"]), str(row["measure"]))
        year = int(row["year"])
        pairs = {"pairs": float(row["independent"]), "worlds": 0.0}
        rows[*key, year] = {name: float(row[name]) for name in ("difference", "low", "high")} | pairs
        ends = (("difference", "cumulative"), ("low", "cumulative_low"), ("high", "cumulative_high"))
        rows[*key, -year] = {name: float(row[cumulative]) for name, cumulative in ends} | pairs
    return rows


def _years(rows: Account) -> list[int]:
    return sorted({year for *_, year in rows if year > 0})


def _tell_payback(account: pd.DataFrame, policy: str, evidence: Evidence, words: Words) -> str:
    """Says for the municipality, insurer, care office and society whether and when they are even."""
    name = evidence.name(policy, words)
    if evidence.replicates < 2:
        return words.text("cost.payers_unknown", policy=name)
    booked = account[(account["policy"] == policy) & (account["measure"] == BOOKED)]
    even = {str(row["account"]): row for row in break_even(booked).to_dict("records")}
    last = int(account["year"].max())
    told = [
        f"{words.text(f'payer_short.{payer}')} {_write_year(even[payer], last, words)}" for payer in LINES
    ]
    return words.text("payers.break_even", policy=name, told="; ".join(told))


def _write_year(row: Mapping[Hashable, Any], last: int, words: Words) -> str:
    """Writes the year of break-even with its interval, that it is not reached, or that nobody can say."""
    if row["same"]:
        return words.text("payers.same")
    year, earliest, latest = (row[name] for name in ("year", "earliest", "latest"))
    if math.isnan(earliest):
        return words.text("payers.not_even", years=words.years(last))
    if latest == 1:
        return words.text("payers.from_start")
    low = words.text("payers.in_year", year=int(earliest))
    if math.isnan(latest):
        return words.text("payers.perhaps", low=low, high=words.text("payers.later", years=last))
    return words.text("payers.even", year=int(year), low=low, high=f"{int(latest)}")


def _year_table(rows: Account, policy: str, evidence: Evidence, words: Words) -> NumberTable:
    """Writes the matrix: euros more or less, per payer and year."""
    years = _years(rows)
    headings = [words.text("cost.column"), *(words.text("run.year", year=year) for year in years)]
    headings += [words.text("payers.whole"), words.text("table.interval")]
    lines = []
    for payer in ROWS:
        cells = [words.text(f"payer.{payer}")]
        cells += [write_difference(EUROS, rows[policy, payer, BOOKED, year], words) for year in years]
        whole = rows[policy, payer, BOOKED, -years[-1]]
        cells += [write_difference(EUROS, whole, words), write_interval(EUROS, whole, words)]
        lines.append(tuple(cells))
    caption = f"{words.text('payers.table')}. {_against(policy, evidence, words)}"
    return NumberTable(caption, tuple(headings), tuple(lines))


def _whole_table(rows: Account, policy: str, evidence: Evidence, words: Words) -> NumberTable:
    """Writes the differences over all years: booked, gross, cashable, and what payers pay for each other."""
    last = _years(rows)[-1]
    headings = [words.text("cost.column")]
    headings += [words.text(f"payer_measure.{measure}") for measure in MEASURES]
    lines = []
    for payer in ROWS:
        cells = [words.text(f"payer.{payer}")]
        for measure in MEASURES:
            row = rows[policy, payer, measure, -last]
            interval = write_interval(EUROS, row, words)
            cells.append(f"{write_difference(EUROS, row, words)} ({interval})")
        lines.append(tuple(cells))
    caption = f"{words.text('payers.table_whole')}. {_against(policy, evidence, words)}"
    return NumberTable(caption, tuple(headings), tuple(lines))


def _against(policy: str, evidence: Evidence, words: Words) -> str:
    names = {"policy": evidence.name(policy, words), "baseline": evidence.name(evidence.baseline, words)}
    return words.text("compare.against", **names)


def _draw(canvas: Canvas, rows: Account, evidence: Evidence, words: Words) -> None:
    groups = chunk(evidence, 1)
    height = HEADING + ROW * (len(ROWS) + 1) + BETWEEN + LOWER + BELOW
    stack(
        canvas,
        groups,
        [height] * len(groups),
        lambda top, group: _draw_policy(canvas, top, rows, group[1], evidence, words),
    )


def _draw_policy(
    canvas: Canvas, top: float, rows: Account, policy: str, evidence: Evidence, words: Words
) -> None:
    colour = evidence.looks[policy].text
    canvas.text(0, top, _against(policy, evidence, words), weight="bold", colour=colour)
    canvas.text(0, top + canvas.size * 1.6, words.text("payers.upper"), size=canvas.small, colour=SOFT)
    _draw_matrix(canvas, top + HEADING, rows, policy, words)
    lower = top + HEADING + ROW * (len(ROWS) + 1) + BETWEEN
    canvas.text(0, lower - 44, words.text("payers.lower"), size=canvas.small, colour=SOFT)
    _draw_sums(canvas, lower, rows, policy, words)


def _draw_matrix(canvas: Canvas, top: float, rows: Account, policy: str, words: Words) -> None:
    """Draws a box per payer and year: its fill says more or less, its words how much."""
    years = _years(rows)
    columns = [*years[:MOST_YEARS], -years[-1]]
    label = 190.0 if canvas.narrow else 300.0
    wide = (canvas.width - label) / len(columns)
    boxes = [[rows[policy, payer, BOOKED, column] for column in columns] for payer in ROWS]
    sizes = [abs(row["difference"]) for payer in boxes for row in payer[:-1]]
    largest = max((size for size in sizes if math.isfinite(size)), default=0.0) or 1.0
    for number, column in enumerate(columns):
        title = words.text("payers.whole") if column < 0 else words.text("run.year", year=column)
        left = label + (number + 0.5) * wide
        canvas.text(left, top + ROW / 2, title, size=canvas.small, align="center", middle=True)
    axes = canvas.axes(label, top + ROW, canvas.width - label, ROW * len(ROWS))
    axes.set_axis_off()
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(ROWS), 0)
    for place, (payer, measured) in enumerate(zip(ROWS, boxes, strict=True)):
        weight = "bold" if payer in BOLD else "normal"
        title = wrap(words.text(f"payer.{payer}"), label - 8, canvas.small)
        canvas.text(0, top + ROW * (place + 1.5), title, size=canvas.small, weight=weight, middle=True)
        for number, row in enumerate(measured):
            part = 1.0 if number == len(columns) - 1 else abs(row["difference"]) / largest
            _draw_box(canvas, axes, number, place, row["difference"], part, judge(row), words)
    axes.plot([len(columns) - 1] * 2, [0, len(ROWS)], color="white", lw=5)
    for line in (ROWS.index(MUNICIPALITY) + 1, ROWS.index(SOCIETY)):
        axes.plot([0, len(columns)], [line, line], color="white", lw=5)


def _draw_box(
    canvas: Canvas, axes: Axes, left: int, top: int, amount: float, part: float, verdict: str, words: Words
) -> None:
    """Draws one box; an amount that is not clearly more or less stays almost white."""
    clear = verdict in ("more", "less")
    colour = {"more": MORE_COST, "less": LESS_COST}.get(verdict, GRID)
    strength = 0.18 + 0.5 * min(1.0, part) if clear else 0.35
    axes.fill_between([left + 0.03, left + 0.97], top + 0.06, top + 0.94, color=colour, alpha=strength, lw=0)
    said = write_number(amount / THOUSAND, 0 if abs(amount) >= 9500 else 1, words.language, signed=True)
    axes.text(
        left + 0.5,
        top + 0.5,
        said,
        ha="center",
        va="center",
        fontsize=canvas.small - (1 if canvas.narrow else 0),
        color=INK if clear else SOFT,
        fontweight="bold" if clear else "normal",
    )


def _draw_sums(canvas: Canvas, top: float, rows: Account, policy: str, words: Words) -> None:
    """Draws what has been paid more or less so far, with its interval; below the zero line it is even."""
    years = _years(rows)
    left, right = 66.0, 170.0
    axes = canvas.axes(left, top, canvas.width - left - right, LOWER)
    x = [0, *years]
    ends, highest = [], 0.0
    for payer in LINES:
        sums = [rows[policy, payer, BOOKED, -year] for year in years]
        middle, low, high = (
            np.array([0.0, *(row[end] for row in sums)]) / THOUSAND for end in ("difference", "low", "high")
        )
        if np.isfinite(low).all():
            axes.fill_between(x, low, high, color=COLOURS[payer], alpha=0.12, lw=0)
        dash = (0, DASHES[payer]) if DASHES[payer] else "solid"
        axes.plot(x, middle, color=COLOURS[payer], lw=2.5, linestyle=dash)
        ends.append(float(middle[-1]))
        highest = max(highest, float(np.nanmax(np.abs([middle, low, high]))))
    reach = highest * 1.08 or 1.0
    axes.set_ylim(-reach, reach)
    axes.set_xlim(0, max(years))
    canvas.scale(axes, "y", 5, signed=True)
    axes.axhline(0, color=SOFT, lw=1.5)
    shown = years[math.ceil(len(years) / 10) - 1 :: math.ceil(len(years) / 10)]
    axes.set_xticks(shown, [words.text("payers.after", year=year) for year in shown])
    places = keep_apart(ends, canvas.small * 1.6 * 2 * reach / LOWER)
    for payer, place in zip(LINES, places, strict=True):
        name = words.text(f"payer_short.{payer}")
        beside(axes, name, max(years), place, canvas.small, colour=COLOURS[payer], weight="bold")
