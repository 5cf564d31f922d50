"""The four aims side by side: what each becomes, with its interval, better always to the right."""

import math
from collections.abc import Mapping, Sequence

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, wrap
from results.figures.marks import band, beside, mark, on_top
from results.figures.rows import name_all, stack_groups
from results.findings import join, write_difference, write_interval
from results.looks import GRID, SOFT
from results.measures import measure_outcomes
from results.number_tables import build_tables
from results.outcomes import find_outcome
from results.primary import BETTER, UNCLEAR, UNKNOWN, WORSE, judge_aims, name_aim, primary_outcomes
from results.tables import Measured
from results.words import Words

NAME = "aim"
ROW, HEAD, BELOW, BETWEEN = 40.0, 92.0, 22.0, 44.0
ROOM = 1.12


def build_aim(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of the four aims.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    outcomes = primary_outcomes()
    table = measure_outcomes(evidence, tuple(outcomes))
    rows = [(find_outcome(name).label(words), name, find_outcome(name)) for name in outcomes]
    told = [_tell(table, outcomes, policy, evidence, words) for policy in evidence.others]
    told = [told[0], *(f"{line[0].lower()}{line[1:]}" for line in told[1:])]
    finding = "; ".join(told)
    if len(told) > 1:
        baseline = evidence.name(evidence.baseline, words)
        finding = words.text("aim.against", told=finding, baseline=baseline)
    return Chart(
        name=NAME,
        topic=words.text("aim.topic"),
        finding=finding,
        besides=(words.text("aim.holm"),),
        unit=words.text("aim.unit"),
        reading=words.text("aim.reading" if evidence.replicates > 1 else "aim.reading_one"),
        alt=words.text("aim.alt"),
        tables=build_tables(
            words.text("aim.table"), words.text("table.outcome"), rows, table, evidence, words
        ),
        draw=lambda canvas: _draw(canvas, table, outcomes, evidence, words),
    )


def _tell(
    table: Measured, outcomes: Mapping[str, bool], policy: str, evidence: Evidence, words: Words
) -> str:
    """Says how many of the four aims become clearly better, and which."""
    name = evidence.name(policy, words)
    judged = judge_aims(table, outcomes, policy)
    if UNKNOWN in judged.values():
        return words.text("aim.single", policy=name)
    parts = []
    for verdict in (BETTER, WORSE, UNCLEAR):
        aims = [name_aim(outcome, words) for outcome, found in judged.items() if found == verdict]
        if aims:
            parts.append(words.text(f"aim_verdict.{verdict}", aims=join(aims, words)))
    return words.text("aim.finding", policy=name, parts="; ".join(parts))


def _draw(
    canvas: Canvas, table: Measured, outcomes: Mapping[str, bool], evidence: Evidence, words: Words
) -> None:
    stack_groups(
        canvas,
        evidence,
        words,
        lambda policies: 2 * _panel_height(policies) + BETWEEN,
        lambda top, group: _draw_group(canvas, top, table, outcomes, group, evidence, words),
    )


def _panel_height(policies: int) -> float:
    return HEAD + ROW * (policies - 1) + BELOW


def _draw_group(
    canvas: Canvas,
    top: float,
    table: Measured,
    outcomes: Mapping[str, bool],
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    start = top + canvas.key(top, name_all(group, evidence, words))
    gap = 40.0
    wide = (canvas.width - gap) / 2
    for number, (outcome, more_is_better) in enumerate(outcomes.items()):
        left = (number % 2) * (wide + gap)
        place = start + (number // 2) * (_panel_height(len(group)) + BETWEEN)
        _draw_panel(canvas, (left, place, wide), table, outcome, more_is_better, group, evidence, words)


def _draw_panel(
    canvas: Canvas,
    place: tuple[float, float, float],
    table: Measured,
    outcome: str,
    more_is_better: bool,
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    """Draws one aim: the difference with the first policy, turned so that better lies to the right."""
    left, top, wide = place
    shown = find_outcome(outcome)
    base = table[outcome, evidence.baseline]["mean"]
    canvas.text(left, top, wrap(shown.title(words), wide, canvas.size, bold=True), weight="bold")
    baseline = words.text(
        "aim.base", policy=evidence.name(evidence.baseline, words), value=shown.write(base, words)
    )
    said = f"{baseline} ({shown.unit(words)})"
    canvas.text(left, top + canvas.size * 1.5, wrap(said, wide, canvas.small), size=canvas.small, colour=SOFT)
    room = 150.0 if canvas.narrow else 220.0
    axes = canvas.axes(left, top + HEAD, wide - room, ROW * (len(group) - 1))
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_ylim(len(group) - 1.5, -0.5)
    sign = 1.0 if more_is_better else -1.0
    rows = [table[outcome, policy] for policy in group[1:]]
    ends = [abs(row[end]) for row in rows for end in ("difference", "low", "high")]
    reach = max((end for end in ends if math.isfinite(end)), default=0.0) * ROOM or 1.0
    axes.set_xlim(-reach, reach)
    axes.axvline(0, color=SOFT, lw=1.5)
    axes.spines["bottom"].set_color(GRID)
    for side, away in (("aim.worse", -10.0), ("aim.better_side", 10.0)):
        on_top(axes, words.text(side), 0, canvas.small - 1, SOFT, away=away)
    for number, (policy, row) in enumerate(zip(group[1:], rows, strict=True)):
        look = evidence.looks[policy]
        band(axes, sign * row["low"], sign * row["high"], number, look, 14)
        mark(axes, sign * row["difference"], number, look, 11)
        value = shown.write(row["mean"], words)
        difference = f"{value} ({write_difference(shown, row, words)})"
        if not math.isnan(row["low"]):
            difference += f"\n{write_interval(shown, row, words)}"
        beside(axes, difference, 1.0, number, canvas.small - 1, colour=look.text, of_axis=True)
