"""How long people wait for the first help, per domain: policies on one line, with the interval."""

import math
from collections.abc import Sequence

from matplotlib.axes import Axes

from results.chart import Chart
from results.evidence import Evidence
from results.figures.canvas import Canvas, lines, wrap
from results.figures.marks import band, beside, mark
from results.figures.rows import name_all, stack_groups
from results.findings import find, find_besides, write_difference, write_interval
from results.looks import GRID, SOFT
from results.measures import ALL_HELP, FIRST_HELP, measure_outcomes, measure_waits
from results.number_tables import build_tables
from results.numbers import write_number
from results.outcomes import Outcome, find_outcome
from results.tables import Measured
from results.words import Words

NAME = "waiting"
WEEKS = Outcome("weeks", NAME, "number", 1)
SHARE = Outcome("share", NAME, "share", 1)
ROW, GAP, HEADING, BELOW = 34.0, 14.0, 40.0, 58.0


def build_waiting(evidence: Evidence, words: Words) -> Chart:
    """Builds the figure of waiting per domain.

    Args:
        evidence: The stored comparison.
        words: The language of the reader.
    """
    table = measure_waits(evidence, "mean_weeks")
    without = measure_waits(evidence, "without_help_share")
    outcomes = measure_outcomes(evidence, (FIRST_HELP, ALL_HELP))
    together = {**table, **outcomes}
    first = {name: row["mean"] for (name, policy), row in table.items() if policy == evidence.baseline}
    domains = sorted(first, key=lambda name: -first[name] if math.isfinite(first[name]) else math.inf)
    named = [(words.text(f"domain.{name}"), name, WEEKS) for name in domains]
    overall = (words.text("waiting.together"), FIRST_HELP, WEEKS)
    rows = [*named, overall]
    shares = [(title, name, SHARE) for title, name, _ in named]
    column = words.text("run.domain")
    return Chart(
        name=NAME,
        topic=words.text("waiting.topic"),
        finding=find(NAME, FIRST_HELP, outcomes, evidence, words),
        besides=(find_besides(ALL_HELP, outcomes, evidence, words),),
        unit=words.text("waiting.unit"),
        reading=words.text("waiting.reading", baseline=evidence.name(evidence.baseline, words))
        if evidence.replicates > 1
        else words.text("waiting.reading_one"),
        alt=words.text("waiting.alt"),
        tables=(
            *build_tables(words.text("waiting.table"), column, rows, together, evidence, words),
            *build_tables(
                words.text("waiting.table_all"),
                words.text("table.outcome"),
                [(find_outcome(ALL_HELP).title(words), ALL_HELP, find_outcome(ALL_HELP))],
                outcomes,
                evidence,
                words,
            ),
            *build_tables(words.text("waiting.table_without"), column, shares, without, evidence, words),
        ),
        draw=lambda canvas: _draw(canvas, together, rows, evidence, words),
    )


def _draw(
    canvas: Canvas,
    table: Measured,
    rows: Sequence[tuple[str, str, Outcome]],
    evidence: Evidence,
    words: Words,
) -> None:
    stack_groups(
        canvas,
        evidence,
        words,
        lambda policies: HEADING + len(rows) * _band(policies) + BELOW,
        lambda top, group: _draw_group(canvas, top, table, rows, group, evidence, words),
    )


def _band(policies: int) -> float:
    return ROW * (policies - 1) + GAP


def _draw_group(
    canvas: Canvas,
    top: float,
    table: Measured,
    rows: Sequence[tuple[str, str, Outcome]],
    group: Sequence[str],
    evidence: Evidence,
    words: Words,
) -> None:
    taken = canvas.key(top, name_all(group, evidence, words))
    label, said = (168.0, 150.0) if canvas.narrow else (290.0, 250.0)
    step, start = _band(len(group)), top + taken + HEADING
    height = len(rows) * step
    width = canvas.width - label - said
    baseline = evidence.name(evidence.baseline, words)
    heading = wrap(words.text("waiting.right", baseline=baseline), said - 10, canvas.small - 1)
    canvas.text(
        canvas.width - said + 14,
        start - 10 - lines(heading) * (canvas.small - 1) * 1.25,
        heading,
        size=canvas.small - 1,
        colour=SOFT,
    )
    axes = canvas.axes(label, start, width, height)
    axes.set_ylim(height, 0)
    axes.set_yticks([])
    means = [table[name, policy]["mean"] for _, name, _ in rows for policy in group]
    reach = max([mean for mean in means if not math.isnan(mean)], default=1.0) * 1.12 or 1.0
    axes.set_xlim(0, reach)
    for number, (title, name, _) in enumerate(rows):
        middle = (number + 0.5) * step
        weight = "bold" if number == len(rows) - 1 else "normal"
        canvas.text(0, start + middle, wrap(title, label - 12, canvas.size), weight=weight, middle=True)
        if number:
            axes.axhline(number * step, color=GRID if number < len(rows) - 1 else SOFT, lw=1)
        for place, policy in enumerate(group[1:]):
            at = middle + ROW * (place - (len(group) - 2) / 2)
            _draw_dumbbell(canvas, axes, at, table, name, policy, evidence, words, len(group) == 2)
    canvas.scale(axes, "x", 6)
    canvas.text(
        label + width / 2,
        start + height + 34,
        words.text("waiting.axis"),
        size=canvas.small,
        colour=SOFT,
        align="center",
    )


def _draw_dumbbell(
    canvas: Canvas,
    axes: Axes,
    at: float,
    table: Measured,
    name: str,
    policy: str,
    evidence: Evidence,
    words: Words,
    numbers: bool,
) -> None:
    row, base = table[name, policy], table[name, evidence.baseline]["mean"]
    look, first = evidence.looks[policy], evidence.looks[evidence.baseline]
    value = row["mean"]
    said = write_difference(WEEKS, row, words)
    if not math.isnan(row["low"]):
        said = f"{said} ({write_interval(WEEKS, row, words)})"
        band(axes, base + row["low"], base + row["high"], at, look, 18)
    if not math.isnan(value) and not math.isnan(base):
        axes.plot([base, value], [at, at], color=SOFT, lw=2)
        for place, shown, order in ((base, first, 4), (value, look, 5)):
            mark(axes, place, at, shown, 12, order=order)
        if numbers:
            lower = base <= value
            for place, text, colour in (
                (base, -1 if lower else 1, first.text),
                (value, 1 if lower else -1, look.text),
            ):
                said_here = write_number(place, 1, canvas.language)
                beside(axes, said_here, place, at, canvas.small, away=text * 12, colour=colour)
    beside(axes, said, 1.0, at, canvas.small - (1 if canvas.narrow else 0), away=14, of_axis=True)
