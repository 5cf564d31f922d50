"""Findings in words: which way a difference points, how large it is, and when there is nothing to say."""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from results.evidence import Evidence
from results.measures import measure_outcomes
from results.numbers import NOTHING
from results.outcomes import Outcome, find_outcome
from results.primary import UNCLEAR, judge_aims, primary_outcomes
from results.tables import Measured, Row
from results.words import Words

Verdict = Literal["more", "less", "none", "single", "unknown"]
MOST_DECIMALS_MORE = 2
VERDICTS: tuple[Verdict, ...] = ("more", "less", "none", "single", "unknown")


def judge(row: Row) -> Verdict:
    """Says what a paired difference shows.

    Args:
        row: A row of a paired table, with difference, low, high and pairs.

    Returns:
        "more" or "less" if the 95% interval lies on that side of zero; "none" if it holds zero; "single" if
        there are too few replicates for an interval; "unknown" if there is no difference at all.
    """
    if not row["pairs"] or math.isnan(row["difference"]):
        return "unknown"
    if math.isnan(row["low"]):
        return "single"
    if row["low"] > 0:
        return "more"
    return "less" if row["high"] < 0 else "none"


def write_difference(outcome: Outcome, row: Row, words: Words) -> str:
    """Writes a difference with its sign, or a dash when there is none."""
    return _fine_enough(outcome, row).write(row["difference"], words, signed=True)


def write_interval(outcome: Outcome, row: Row, words: Words) -> str:
    """Writes the 95% interval of a difference, or a dash when there is none."""
    fine = _fine_enough(outcome, row)
    if math.isnan(row["low"]):
        return fine.write(math.nan, words)
    ends = (fine.write(row[end], words, signed=True, bare=True) for end in ("low", "high"))
    return words.text("table.between", **dict(zip(("low", "high"), ends, strict=True)))


def write_between(low: float, high: float, write: Callable[[float], str], words: Words) -> str:
    """Writes an interval, or a dash where there is none.

    Args:
        low: Where it begins.
        high: Where it ends.
        write: Writes a number.
        words: The language of the reader.
    """
    if math.isnan(low) or math.isnan(high):
        return NOTHING
    return words.text("table.between", low=write(low), high=write(high))


def find(figure: str, outcome: str, table: Measured, evidence: Evidence, words: Words) -> str:
    """Writes the finding of a figure, from one outcome.

    Args:
        figure: Name of the figure.
        outcome: The outcome that decides.
        table: A paired table that holds it.
        evidence: The stored comparison.
        words: The language of the reader.

    Returns:
        A sentence without full stop. It says that there is no clear difference where the 95% interval
        holds zero, and that nothing can be said where there is no interval.
    """
    shown = find_outcome(outcome)
    if len(evidence.others) > 1:
        return _find_many(figure, outcome, table, evidence, words)
    (policy,) = evidence.others
    row = table[outcome, policy]
    verdict = judge(row)
    value, base = write_apart(shown, row["mean"], _mean(table, outcome, evidence.baseline), words)
    sentence = words.text(
        f"finding.{figure}.{verdict}",
        policy=evidence.name(policy, words),
        baseline=evidence.name(evidence.baseline, words),
        value=value,
        base=base,
    )
    if verdict not in ("more", "less", "none"):
        return sentence
    told = f"{sentence} ({_uncertainty(shown, row, words)})"
    if verdict == "none" or not _lost_in_correction(outcome, policy, evidence):
        return told
    return f"{told}; {words.text('headline.holm_no')}"


def _lost_in_correction(outcome: str, policy: str, evidence: Evidence) -> bool:
    """Says whether a primary outcome is not clear any more when all of them are judged together."""
    primary = primary_outcomes()
    if outcome not in primary:
        return False
    return judge_aims(measure_outcomes(evidence, tuple(primary)), primary, policy)[outcome] == UNCLEAR


def find_besides(outcome: str, table: Measured, evidence: Evidence, words: Words) -> str:
    """Writes a finding that is to be read beside the first one, with full stop.

    Args:
        outcome: The outcome.
        table: A paired table that holds it.
        evidence: The stored comparison.
        words: The language of the reader.
    """
    shown = find_outcome(outcome)
    parts = []
    for policy in evidence.others:
        row = table[outcome, policy]
        verdict = judge(row)
        value, base = write_apart(shown, row["mean"], _mean(table, outcome, evidence.baseline), words)
        part = words.text(
            f"besides.{verdict}",
            policy=evidence.name(policy, words),
            baseline=evidence.name(evidence.baseline, words),
            value=value,
            base=base,
        )
        certain = verdict in ("more", "less", "none")
        parts.append(f"{part} ({_uncertainty(shown, row, words)})" if certain else part)
    return f"{shown.label(words)}: {'; '.join(parts)}."


def join(names: Sequence[str], words: Words) -> str:
    """Writes names as a list in words: a, b and c."""
    *first, last = names
    return f"{', '.join(first)} {words.text('compare.and')} {last}" if first else last


def _find_many(figure: str, outcome: str, table: Measured, evidence: Evidence, words: Words) -> str:
    shown = find_outcome(outcome)
    base = shown.write(_mean(table, outcome, evidence.baseline), words)
    parts = []
    for verdict in VERDICTS:
        told = []
        for policy in evidence.others:
            row = table[outcome, policy]
            if judge(row) != verdict:
                continue
            name = evidence.name(policy, words)
            certain = verdict in ("more", "less", "none")
            told.append(f"{name} ({_brief(shown, row, words)})" if certain else name)
        if told:
            parts.append(words.text(f"finding.part.{verdict}", policies=join(told, words)))
    return words.text(
        f"finding.{figure}.many",
        baseline=evidence.name(evidence.baseline, words),
        base=base,
        parts="; ".join(parts),
    )


def _uncertainty(outcome: Outcome, row: Row, words: Words) -> str:
    return words.text(
        "finding.uncertainty",
        difference=write_difference(outcome, row, words),
        interval=write_interval(outcome, row, words),
    )


def _brief(outcome: Outcome, row: Row, words: Words) -> str:
    return f"{write_difference(outcome, row, words)}; {write_interval(outcome, row, words)}"


def write_apart(outcome: Outcome, value: float, base: float, words: Words) -> tuple[str, str]:
    """Writes two means with enough decimals to see that they differ, if they do."""
    for more in range(MOST_DECIMALS_MORE + 1):
        fine = replace(outcome, decimals=outcome.decimals + more)
        written = fine.write(value, words), fine.write(base, words)
        if written[0] != written[1]:
            return written
    return outcome.write(value, words), outcome.write(base, words)


def _fine_enough(outcome: Outcome, row: Row) -> Outcome:
    """Gives so many decimals that neither the difference nor the near end of a clear one is shown as zero."""
    if not math.isfinite(row["difference"]):
        return outcome
    scale = 100.0 if outcome.form == "share" else 1.0
    sizes = [abs(row["difference"])]
    if judge(row) in ("more", "less"):
        sizes.append(min(abs(row["low"]), abs(row["high"])))
    for more in range(MOST_DECIMALS_MORE):
        fine = replace(outcome, decimals=outcome.decimals + more)
        if all(size == 0 or round(scale * size, fine.decimals) != 0 for size in sizes):
            return fine
    return replace(outcome, decimals=outcome.decimals + MOST_DECIMALS_MORE)


def _mean(table: Measured, outcome: str, policy: str) -> float:
    return table[outcome, policy]["mean"]
