"""Registered events over time: a line with a band per policy, and the paired difference below it."""

import math
from collections.abc import Sequence

import numpy as np

from results.chart import Chart
from results.evidence import EVENT_TYPES, Evidence
from results.figures.canvas import Canvas, keep_apart, lines, wrap
from results.figures.marks import beside, line
from results.figures.rows import name_all, stack_groups
from results.findings import find, find_besides
from results.looks import SOFT
from results.measures import ESCALATIONS, QUARTER_WEEKS, YEAR_WEEKS, measure_outcomes, measure_quarters
from results.number_tables import build_tables
from results.outcomes import Outcome, find_outcome
from results.tables import Measured
from results.words import Words

NAME = "events"
WEEKS_IN_CRISIS = "crisis_state_weeks_per_household_per_year"
QUARTERS = YEAR_WEEKS // QUARTER_WEEKS
RATE = Outcome("rate", NAME, "number", 1)
HEADING, UPPER, BETWEEN, LOWER, BELOW = 30.0, 320.0, 66.0, 170.0, 38.0
MOST_LARGE_MARKS = 12


def build_events(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of registered events over time.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    table = measure_quarters(evidence)
    types = tuple(f"events_{name}_per_1000_households_per_year" for name in EVENT_TYPES)
    outcomes = measure_outcomes(evidence, (ESCALATIONS, WEEKS_IN_CRISIS, *types))
    quarters = sorted({int(quarter) for quarter, _ in table})
    rows = [(_quarter_label(quarter, words), str(quarter), RATE) for quarter in quarters]
    kinds = [(find_outcome(name).title(words), name, find_outcome(name)) for name in (ESCALATIONS, *types)]
    several = evidence.replicates > 1
    return Chart(
        name=NAME,
        topic=words.text("events.topic"),
        finding=find(NAME, ESCALATIONS, outcomes, evidence, words),
        besides=(find_besides(WEEKS_IN_CRISIS, outcomes, evidence, words),),
        unit=words.text("events.unit"),
        reading=words.text("events.reading", count=evidence.replicates)
        if several
        else words.text("events.reading_one"),
        alt=words.text("events.alt"),
        tables=(
            *build_tables(
                words.text("events.types"), words.text("events.type"), kinds, outcomes, evidence, words
            ),
            *build_tables(
                words.text("events.table"),
                words.text("events.quarter"),
                rows,
                table,
                evidence,
                words,
                spread=True,
            ),
        ),
        draw=lambda canvas: _draw(canvas, table, quarters, evidence, words),
    )


def _quarter_label(quarter: int, words: Words) -> str:
    if quarter < 0:
        return words.text("events.before", quarter=-quarter)
    return words.text("events.during", year=quarter // QUARTERS + 1, quarter=quarter % QUARTERS + 1)


def _columns(table: Measured, policy: str, quarters: Sequence[int]) -> dict[str, "np.ndarray"]:
    rows = [table[str(quarter), policy] for quarter in quarters]
    return {name: np.array([row[name] for row in rows]) for name in rows[0]}


def _highest(table: Measured, quarters: Sequence[int], evidence: Evidence) -> float:
    """Gives the highest value under any policy, so that all drawings have the same scale."""
    columns = [_columns(table, policy, quarters) for policy in evidence.policies]
    return float(np.nanmax([[rows["mean"], rows["spread_high"]] for rows in columns]))


def _farthest(table: Measured, quarters: Sequence[int], evidence: Evidence) -> float:
    """Gives the farthest that any difference or its interval lies from zero."""
    columns = [_columns(table, policy, quarters) for policy in evidence.others]
    ends = np.abs([[rows[name] for name in ("difference", "low", "high")] for rows in columns])
    return float(np.nanmax(ends))


def _draw(canvas: Canvas, table: Measured, quarters: Sequence[int], evidence: Evidence, words: Words) -> None:
    stack_groups(
        canvas,
        evidence,
        words,
        lambda policies: HEADING + UPPER + BETWEEN + LOWER + BELOW,
        lambda top, group: _draw_group(canvas, top, table, quarters, group, evidence, words),
        most=1,  # more than two bands in one field cannot be told apart
        line=True,
    )


def _draw_group(
    canvas: Canvas,
    top: float,
    table: Measured,
    quarters: Sequence[int],
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    taken = canvas.key(top, name_all(group, evidence, words), line=True)
    left, right = 56.0, (166.0 if canvas.narrow else 190.0)
    size = 7 if len(quarters) <= MOST_LARGE_MARKS else 5
    width = canvas.width - left - right
    x = np.array(quarters) + 0.5
    canvas.text(0, top + taken, words.text("events.upper"), size=canvas.small, colour=SOFT)
    upper = canvas.axes(left, top + taken + HEADING, width, UPPER)
    ends = []
    for policy in group:
        look = evidence.looks[policy]
        rows = _columns(table, policy, quarters)
        if not np.isnan(rows["spread_low"]).all():
            upper.fill_between(
                x, rows["spread_low"], rows["spread_high"], color=look.colour, alpha=0.16, lw=0
            )
        line(upper, x, rows["mean"], look, size)
        ends.append(float(rows["mean"][-1]))
    upper.set_ylim(0, _highest(table, quarters, evidence) * 1.06 or 1.0)
    canvas.scale(upper, "y", 6)
    said = [wrap(evidence.name(name, words), right - 14, canvas.small, bold=True) for name in group]
    point = (upper.get_ylim()[1] - upper.get_ylim()[0]) / UPPER
    places = keep_apart(ends, max(map(lines, said)) * canvas.small * 1.5 * point)
    for policy, name, place in zip(group, said, places, strict=True):
        colour = evidence.looks[policy].text
        beside(upper, name, x[-1], place, canvas.small, away=14, colour=colour, weight="bold")
    lower_top = top + taken + HEADING + UPPER + BETWEEN
    baseline = evidence.name(evidence.baseline, words)
    canvas.text(
        0, lower_top - 34, words.text("events.lower", baseline=baseline), size=canvas.small, colour=SOFT
    )
    lower = canvas.axes(left, lower_top, width, LOWER)
    for policy in group[1:]:
        look = evidence.looks[policy]
        rows = _columns(table, policy, quarters)
        if not np.isnan(rows["low"]).all():
            lower.fill_between(x, rows["low"], rows["high"], color=look.colour, alpha=0.2, lw=0)
        line(lower, x, rows["difference"], look, size)
    reach = _farthest(table, quarters, evidence) * 1.1 or 1.0
    lower.set_ylim(-reach, reach)
    canvas.scale(lower, "y", 4, signed=True)
    lower.axhline(0, color=SOFT, lw=1.5)
    for axes in (upper, lower):
        axes.set_xlim(min(quarters), max(quarters) + 1)
        axes.axvline(0, color=SOFT, lw=1.5, dashes=(3, 3))
        axes.set_xticks([])
    years = range(math.ceil((max(quarters) + 1) / QUARTERS))
    step = math.ceil(len(years) / (6 if canvas.narrow else 12))
    marks = [(year * QUARTERS, words.text("run.year", year=year + 1)) for year in years[::step]]
    if min(quarters) < 0:
        marks.insert(0, (min(quarters), words.text("events.startup")))
    lower.set_xticks(
        [place for place, _ in marks], [text for _, text in marks], fontsize=canvas.small, ha="left"
    )
    upper.annotate(
        words.text("events.start"),
        (0, 1),
        (8, -2),
        xycoords=upper.get_xaxis_transform(),
        textcoords="offset points",
        va="top",
        fontsize=canvas.small,
        color=SOFT,
    )
