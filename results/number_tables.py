"""The numbers of a figure as tables: each policy beside the first, with the difference and how sure it is."""

import math
from collections.abc import Sequence

from results.chart import NumberTable
from results.evidence import Evidence
from results.findings import write_difference, write_interval
from results.hundred_worlds import SURENESS, tells_worlds, write_sureness
from results.numbers import NOTHING
from results.outcomes import Outcome
from results.tables import Measured, Row
from results.words import Words


def build_tables(
    caption: str,
    label: str,
    rows: Sequence[tuple[str, str, Outcome]],
    table: Measured,
    evidence: Evidence,
    words: Words,
    *,
    spread: bool = False,
) -> tuple[NumberTable, ...]:
    """Writes a measured table, one table per policy that is compared with the first.

    Args:
        caption: What the tables hold.
        label: Heading of the labels.
        rows: Label, name in the measured table, and how its values are written.
        table: What `results.tables.measure` gave.
        evidence: The stored comparison.
        words: The language of the reader.
        spread: Whether to give the spread over the replicates, in place of the share on the same side.
    """
    return tuple(
        _build_table(caption, label, rows, table, policy, evidence, words, spread)
        for policy in evidence.others
    )


def write_same_side(row: Row, words: Words) -> str:
    """Writes in how many replicates the difference has the sign of the mean: 28/30, or that all are equal."""
    pairs = int(row["pairs"])
    if not pairs:
        return NOTHING
    if row["equal_share"] == 1.0:
        return words.text("table.equal")
    if math.isnan(row["same_sign_share"]):
        return NOTHING
    return f"{round(row['same_sign_share'] * pairs)}/{pairs}"


def _build_table(
    caption: str,
    label: str,
    rows: Sequence[tuple[str, str, Outcome]],
    table: Measured,
    policy: str,
    evidence: Evidence,
    words: Words,
    spread: bool,
) -> NumberTable:
    spread = spread and evidence.replicates > 1
    first, second = evidence.baseline, policy
    names = [evidence.name(name, words) for name in (first, second)]
    said = [words.text("report.spread_of", policy=name) if spread else name for name in names]
    headings = [label, *said, *(words.text(f"table.{key}") for key in ("difference", "interval"))]
    if not spread:
        headings.append(words.text("table.same_sign"))
    worlds = tells_worlds(table)
    if worlds:
        headings += [words.text(key) for key in SURENESS]
    written = []
    for title, outcome, form in rows:
        cells = [title]
        for name in (first, second):
            row = table[outcome, name]
            value = form.write(row["mean"], words)
            cells.append(f"{value} ({_write_spread(form, row, words)})" if spread else value)
        row = table[outcome, second]
        cells += [write_difference(form, row, words), write_interval(form, row, words)]
        if not spread:
            cells.append(write_same_side(row, words))
        if worlds:
            cells += write_sureness(form, row, words)
        written.append(tuple(cells))
    if len(evidence.others) > 1:
        against = words.text("compare.against", policy=names[1], baseline=names[0])
        caption = f"{caption}. {against}"
    return NumberTable(caption, tuple(headings), tuple(written))


def _write_spread(form: Outcome, row: Row, words: Words) -> str:
    ends = (form.write(row[name], words, bare=True) for name in ("spread_low", "spread_high"))
    return words.text("table.between", **dict(zip(("low", "high"), ends, strict=True)))
