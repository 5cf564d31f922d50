"""What it costs, and who pays: cost per payer, and the paired difference with its interval."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, wrap
from results.figures.marks import band, beside, mark, on_top
from results.figures.rows import name_all, stack_groups
from results.findings import find, find_besides, join, judge, write_difference, write_interval
from results.looks import GRID, SOFT
from results.measures import CASHABLE, PAYERS, TOTAL_COST, measure_outcomes
from results.number_tables import build_tables
from results.outcomes import find_outcome
from results.tables import Measured, Row
from results.words import Words

NAME = "cost"
MUNICIPALITY, TRANSFERS = "cost_municipality", "transfers_participatiewet"
ROW, GAP, HEAD, BELOW = 26.0, 20.0, 54.0, 34.0


def build_cost(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of cost per payer.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    names = (*PAYERS, MUNICIPALITY, TOTAL_COST, CASHABLE, TRANSFERS)
    table = measure_outcomes(evidence, names)
    rows = [(find_outcome(name).title(words), name, find_outcome(name)) for name in names]
    besides = [find_besides(CASHABLE, table, evidence, words)]
    besides += [_find_payers(table, policy, evidence, words) for policy in evidence.others]
    return Chart(
        name=NAME,
        topic=words.text("cost.topic"),
        finding=find(NAME, TOTAL_COST, table, evidence, words),
        besides=tuple(besides),
        unit=words.text("cost.unit"),
        reading=words.text("cost.reading" if evidence.replicates > 1 else "cost.reading_one"),
        alt=words.text("cost.alt"),
        tables=build_tables(
            words.text("cost.table"), words.text("cost.column"), rows, table, evidence, words
        ),
        draw=lambda canvas: _draw(canvas, table, evidence, words),
    )


def _find_payers(table: Measured, policy: str, evidence: Evidence, words: Words) -> str:
    """Says which payers pay clearly more and which clearly less."""
    told = []
    for verdict, key in (("more", "cost.payers_more"), ("less", "cost.payers_less")):
        payers = [
            _name_payer(name, table[name, policy], words)
            for name in PAYERS
            if judge(table[name, policy]) == verdict
        ]
        if payers:
            told.append(words.text(key, payers=join(payers, words)))
    name = evidence.name(policy, words)
    if evidence.replicates < 2:
        return words.text("cost.payers_unknown", policy=name)
    return words.text("cost.payers", policy=name, told="; ".join(told) or words.text("cost.payers_none"))


def _name_payer(name: str, row: Row, words: Words) -> str:
    outcome = find_outcome(name)
    return f"{outcome.title(words)} ({write_difference(outcome, row, words)})"


def _draw(canvas: Canvas, table: Measured, evidence: Evidence, words: Words) -> None:
    stack_groups(
        canvas,
        evidence,
        words,
        lambda policies: HEAD + _rows_height(policies) + BELOW,
        lambda top, group: _draw_group(canvas, top, table, group, evidence, words),
    )


def _band(policies: int) -> float:
    return max(2, policies) * ROW + GAP


def _rows_height(policies: int) -> float:
    return (len(PAYERS) + 2) * _band(policies)


def _draw_group(
    canvas: Canvas, top: float, table: Measured, group: Sequence[str], evidence: Evidence, words: Words
) -> None:
    taken = canvas.key(top, name_all(group, evidence, words))
    if canvas.narrow:
        label, bars, differ, said = 172.0, 160.0, 160.0, 140.0
    else:
        label, bars, differ, said = 300.0, 330.0, 250.0, 190.0
    step = _band(len(group))
    start = top + taken + HEAD
    height = _rows_height(len(group))
    names = (*PAYERS, TOTAL_COST, CASHABLE)
    canvas.text(
        0,
        start - 46,
        wrap(words.text("cost.left"), label + bars, canvas.small),
        size=canvas.small,
        colour=SOFT,
    )
    baseline = evidence.name(evidence.baseline, words)
    canvas.text(
        canvas.width - differ - said,
        start - 46,
        words.text("cost.right", baseline=baseline),
        size=canvas.small,
        colour=SOFT,
    )
    left = canvas.axes(label, start, bars, height)
    right = canvas.axes(canvas.width - differ - said, start, differ, height)
    for axes in (left, right):
        axes.set_ylim(len(names) * step, 0)
        axes.set_yticks([])
    highest = max(table[name, policy]["mean"] for name in PAYERS for policy in group)
    left.set_xlim(0, highest or 1.0)
    left.set_xticks([])
    left.spines["bottom"].set_visible(False)
    left.axvline(0, color=SOFT, lw=1)
    for number, name in enumerate(names):
        middle = (number + 0.5) * step
        title = wrap(find_outcome(name).title(words), label - 14, canvas.size)
        weight = "bold" if name == TOTAL_COST else "normal"
        canvas.text(0, start + middle, title, weight=weight, middle=True)
        _draw_values(canvas, left, table, name, middle, group, evidence, words)
        _draw_differences(canvas, right, table, name, middle, group, evidence, words)
    _finish_differences(canvas, right, table, names, group, words)
    for axes in (left, right):
        axes.axhline(len(PAYERS) * step, color=GRID, lw=1.5)


def _offsets(count: int) -> list[float]:
    return [ROW * (i - (count - 1) / 2) for i in range(count)]


def _draw_values(
    canvas: Canvas,
    axes: Axes,
    table: Measured,
    name: str,
    middle: float,
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    """Draws a bar per policy with its value; totals are written only, or they would dwarf the payers."""
    total = name not in PAYERS
    for policy, offset in zip(group, _offsets(len(group)), strict=True):
        look, value = evidence.looks[policy], table[name, policy]["mean"]
        at = 0.0 if total else value
        if not total:
            axes.barh([middle + offset], [value], ROW * 0.72, color=look.colour)
        place = middle + offset
        weight = "bold" if name == TOTAL_COST else "normal"
        said = find_outcome(name).write(value, words)
        mark(axes, at, place, look)
        beside(axes, said, at, place, canvas.small, away=10, colour=look.text, weight=weight)


def _draw_differences(
    canvas: Canvas,
    axes: Axes,
    table: Measured,
    name: str,
    middle: float,
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    others = group[1:]
    for policy, offset in zip(others, _offsets(len(others)), strict=True):
        look, row, outcome = evidence.looks[policy], table[name, policy], find_outcome(name)
        place = middle + offset
        band(axes, row["low"], row["high"], place, look)
        mark(axes, row["difference"], place, look)
        said = write_difference(outcome, row, words)
        if not math.isnan(row["low"]):
            between = write_interval(outcome, row, words)
            lead = "\n" if canvas.narrow and len(others) == 1 else " "
            said = f"{said}{lead}({between})"
        size = canvas.small - (1 if canvas.narrow else 0)
        beside(axes, said, 1.0, place, size, of_axis=True)


def _finish_differences(
    canvas: Canvas, axes: Axes, table: Measured, names: Sequence[str], group: Sequence[str], words: Words
) -> None:
    ends = [
        abs(table[name, policy][end])
        for name in names
        for policy in group[1:]
        for end in ("low", "high", "difference")
    ]
    reach = max([end for end in ends if not math.isnan(end)], default=0.0) * 1.1 or 1.0
    axes.set_xlim(-reach, reach)
    axes.axvline(0, color=SOFT, lw=1.5)
    for side, away in (("cost.less", -10), ("cost.more", 10)):
        on_top(axes, words.text(side), 0, canvas.small, SOFT, away=away)
    canvas.scale(axes, "x", 3 if canvas.narrow else 5, "euro", signed=True)
