"""For whom: how neighbourhoods, incomes and kinds of household fare, each with its paired difference."""

import math
from collections.abc import Mapping, Sequence

from results.chart import Chart, NumberTable
from results.evidence import Evidence
from results.figures.canvas import Canvas, wrap
from results.figures.marks import band, mark
from results.figures.rows import name_all, stack_groups
from results.findings import find, judge, write_difference, write_interval
from results.looks import GRID, SOFT
from results.measures import list_groups, measure_groups
from results.number_tables import build_tables
from results.outcomes import Outcome, find_outcome
from results.tables import Measured
from results.words import Words

NAME = "equity"
DECIDES = "unmet_weeks_per_household_per_year"
LOW_INCOME = "income/low_income"
SHOWN = (
    "helpers_mean",
    "crises_per_1000_households_per_year",
    "unmet_weeks_per_household_per_year",
    "cost_of_help_per_household_per_year",
    "experienced_quality",
    "health_utility",
)
COST = Outcome("cost_of_help_per_household_per_year", NAME, "euro", 0)
LABELLED = 0.75
ROW, HEADING, BELOW, HEAD_OF_GROUP = 26.0, 64.0, 40.0, 30.0


def build_equity(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of groups of households.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    tables = {outcome: measure_groups(evidence, outcome) for outcome in SHOWN}
    low = {(DECIDES, policy): tables[DECIDES][LOW_INCOME, policy] for policy in evidence.policies}
    groups = list_groups(evidence)
    numbers: list[NumberTable] = []
    for outcome in SHOWN:
        shown = _shown(outcome)
        rows = [(_name_group(*group, words), "/".join(group), shown) for group in groups]
        caption = words.text("equity.table", outcome=_title(outcome, words))
        numbers += build_tables(caption, words.text("equity.column"), rows, tables[outcome], evidence, words)
    return Chart(
        name=NAME,
        topic=words.text("equity.topic"),
        finding=find(NAME, DECIDES, low, evidence, words),
        besides=tuple(_tell(tables, policy, evidence, words) for policy in evidence.others),
        unit=words.text("equity.unit"),
        reading=words.text("equity.reading" if evidence.replicates > 1 else "equity.reading_one"),
        alt=words.text("equity.alt"),
        tables=tuple(numbers),
        draw=lambda canvas: _draw(canvas, tables, groups, evidence, words),
    )


def _shown(outcome: str) -> Outcome:
    return COST if outcome == COST.name else find_outcome(outcome)


def _title(outcome: str, words: Words) -> str:
    return words.text("equity.cost") if outcome == COST.name else find_outcome(outcome).label(words)


def _name_group(dimension: str, group: str, words: Words) -> str:
    """Gives the name of a group; neighbourhoods go by their own."""
    return group if dimension == "neighbourhood" else words.text(f"household_group.{group}")


def _tell(tables: Mapping[str, Measured], policy: str, evidence: Evidence, words: Words) -> str:
    """Says whether low incomes gain as much as others, outcome by outcome."""
    if evidence.replicates < 2:
        return words.text("equity.tell_one")
    parts = []
    for outcome in SHOWN:
        low, other = (tables[outcome][f"income/{group}", policy] for group in ("low_income", "other_income"))
        if {judge(low), judge(other)} & {"more", "less"}:
            shown = _shown(outcome)
            parts.append(
                words.text(
                    "equity.part",
                    outcome=words.text("equity.cost") if outcome == COST.name else shown.title(words),
                    low=f"{write_difference(shown, low, words)} ({write_interval(shown, low, words)})",
                    other=f"{write_difference(shown, other, words)} ({write_interval(shown, other, words)})",
                )
            )
    name = evidence.name(policy, words)
    if not parts:
        return words.text("equity.tell_none", policy=name)
    return words.text("equity.tell", policy=name, parts="; ".join(parts))


def _draw(
    canvas: Canvas,
    tables: Mapping[str, Measured],
    groups: Sequence[tuple[str, str]],
    evidence: Evidence,
    words: Words,
) -> None:
    rows = len(dict(groups)) * HEAD_OF_GROUP
    stack_groups(
        canvas,
        evidence,
        words,
        lambda policies: HEADING + rows + len(groups) * _step(policies) + BELOW,
        lambda top, group: _draw_group(canvas, top, tables, groups, group, evidence, words),
    )


def _round_below(value: float) -> float:
    """Gives the largest of 1, 2 or 5 times a power of ten that is not above a value."""
    power = 10.0 ** math.floor(math.log10(value))
    return max(step * power for step in (1.0, 2.0, 5.0) if step * power <= value)


def _step(policies: int) -> float:
    return ROW + 14.0 * (policies - 2)


def _draw_group(
    canvas: Canvas,
    top: float,
    tables: Mapping[str, Measured],
    groups: Sequence[tuple[str, str]],
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    """Draws a row per group of households and a field per outcome, each field with a scale of its own."""
    start = top + canvas.key(top, name_all(group[1:], evidence, words)) + HEADING
    label, gap, step = (150.0 if canvas.narrow else 220.0), 14.0, _step(len(group))
    wide = (canvas.width - label) / len(SHOWN) - gap
    places, at, previous = {}, 0.0, ""
    for dimension, name in groups:
        if dimension != previous:
            title = words.text(f"equity_dimension.{dimension}")
            canvas.text(0, start + at + 8, title, size=canvas.small, weight="bold", colour=SOFT)
            at, previous = at + HEAD_OF_GROUP, dimension
        places[f"{dimension}/{name}"] = at + step / 2
        said = wrap(_name_group(dimension, name, words), label - 8, canvas.small)
        canvas.text(0, start + at + step / 2, said, size=canvas.small, middle=True)
        at += step
    for number, outcome in enumerate(SHOWN):
        left = label + number * (wide + gap)
        heading = wrap(words.text(f"equity_short.{outcome}"), wide, canvas.small - 2)
        canvas.text(left, start - HEADING + 4, heading, size=canvas.small - 2, colour=SOFT)
        axes = canvas.axes(left, start, wide, at)
        axes.set_ylim(at, 0)
        axes.set_yticks([])
        rows = [tables[outcome][place, policy] for place in places for policy in group[1:]]
        ends = [abs(row[end]) for row in rows for end in ("difference", "low", "high")]
        reach = max((end for end in ends if math.isfinite(end)), default=0.0) * 1.1 or 1.0
        axes.set_xlim(-reach, reach)
        axes.axvline(0, color=SOFT, lw=1.2)
        for place, middle in places.items():
            axes.axhline(middle + step / 2, color=GRID, lw=0.8)
            for which, policy in enumerate(group[1:]):
                row = tables[outcome][place, policy]
                y = middle + 14.0 * (which - (len(group) - 2) / 2)
                band(axes, row["low"], row["high"], y, evidence.looks[policy], 9)
                mark(axes, row["difference"], y, evidence.looks[policy], 7)
        tick = _round_below(LABELLED * reach)
        marks = [_shown(outcome).write_plain(value, words) for value in (-tick, tick)]
        axes.set_xticks([-tick, tick], marks, fontsize=canvas.small - 3)
        axes.grid(axis="x")
