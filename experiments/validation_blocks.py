"""The generated parts of docs/validation.md that a validation makes: facts, ranges, the heaviest."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from experiments.page import TOP, markdown_table, write_blocks
from experiments.validation_page import describe_rules
from results.numbers import write_amount
from results.validation.evidence import (
    USES,
    Beside,
    Fact,
    is_measured,
    read_validation,
    write_band,
    write_value,
)
from results.validation.facts import INSIDE, OUTSIDE, verdict, why
from results.validation.heaviest import FORMS, find_fall, write_fall
from results.words import load_words
from simulation.errors import InputError

WORDS = load_words("en")
PAGE = TOP / "docs" / "validation.md"
_HEADS = ("target", "published", "model", "90% of replicates", "", "verdict", "source")
_TITLES = {"fitted": "Fitted", "kept": "Kept for checking", "construction": "True by construction"}


def build_blocks(folder: Path) -> dict[str, str]:
    """Writes the parts in Markdown.

    Args:
        folder: The result folder of a validation.

    Returns:
        Name of the part -> content.
    """
    beside = read_validation(folder)
    return {
        "baseline": _describe_facts(beside),
        "ranges": describe_ranges(beside.ranges),
        "heaviest": _describe_heaviest(beside),
    }


def write_into_docs(folder: Path) -> Path:
    """Replaces the parts of docs/validation.md in the source tree.

    Args:
        folder: The result folder of a validation.

    Returns:
        The page.

    Raises:
        InputError: There is no source tree, or the page has lost its marks.
    """
    if not PAGE.is_file():
        raise InputError(f"{PAGE}: not there; --update-docs works in the source tree only, leave it out")
    write_blocks(PAGE, build_blocks(folder))
    return PAGE


def write_beside(blocks: Mapping[str, str]) -> str:
    """Writes the parts as a text of their own, with their marks."""
    parts = [f"<!-- begin: {name} -->\n{text}\n<!-- end: {name} -->" for name, text in blocks.items()]
    return "\n\n".join(parts) + "\n"


def _describe_facts(beside: Beside) -> str:
    parts = [f"{describe_rules()}\n\n{_describe_runs(beside)}", _describe_counts(beside)]
    for use in USES:
        inside, count = beside.count(use)
        table = markdown_table(_HEADS, (_row(fact) for fact in beside.used(use)), words=1)
        parts.append(f"### {_TITLES[use]}: {inside} of {count} inside the band\n\n{table}")
    missed = [fact for fact in beside.facts if is_measured(fact) and not fact["inside"]]
    lines = [f"- **{fact['text_en']}**, {verdict(fact, WORDS)}: {why(fact, WORDS)}" for fact in missed]
    if lines:
        parts.append("### Every miss in one sentence\n\n" + "\n".join(lines))
    return "\n\n".join(parts)


def _describe_counts(beside: Beside) -> str:
    """Says how many targets of each use lie inside their band, and which is missed by most."""
    counts = (
        f"{inside} of {count} {_TITLES[use].lower()}" for use in USES for inside, count in [beside.count(use)]
    )
    told = f"Inside their band: {', '.join(counts)}."
    worst = beside.worst
    if worst is None:
        return told
    off = f"{verdict(worst, WORDS)}, {float(worst['misses_by']):.1f} tolerated discrepancies"
    return f"{told} Worst miss: **{worst['text_en']}**, {off}."


def _describe_runs(beside: Beside) -> str:
    scenario, area = beside.manifest["scenarios"][0], beside.manifest["area"]
    where = f"in {beside.worlds} plausible worlds" if beside.worlds else "in the central world"
    seeds = beside.manifest["seeds"]
    return (
        f"Area `{area['name']}` (tables {area['digest'][:16]}), fragmented working, seeds "
        f"{min(seeds)}-{max(seeds)} {where}, {scenario['warmup_weeks']} weeks of start-up and "
        f"{scenario['years']} years. Make it again: `{beside.manifest['command']} --update-docs`."
    )


def _row(fact: Fact) -> list[str]:
    ends = [write_value(fact, fact[end], WORDS, bare=True) for end in ("spread_low", "spread_high")]
    sign = "" if not is_measured(fact) else INSIDE if fact["inside"] else OUTSIDE
    return [
        str(fact["text_en"]),
        write_band(fact, WORDS),
        write_value(fact, fact["mean"], WORDS),
        " to ".join(ends),
        sign,
        verdict(fact, WORDS),
        str(fact["source"] or "none"),
    ]


def describe_ranges(ranges: pd.DataFrame) -> str:
    """Writes what the facts say of each number that calibration freed.

    Args:
        ranges: What `experiments.ranges.lay_out_ranges` gave.
    """
    if not len(ranges):
        return "The area has no plausible worlds yet: nothing was narrowed."
    drawn = ranges["drawn"].astype(bool)
    freed = ranges[~drawn]
    rows = [
        [
            f"`{row['parameter']}`",
            f"{row['low']:g} to {row['high']:g}",
            f"{row['q05']:.3g} to {row['q95']:.3g}",
            f"{row['q50']:.3g}",
            write_amount(min(1.0, float(row["kept"])), "share", 0, "en"),
            "yes" if row["identified"] else "**no**",
        ]
        for row in freed.to_dict("records")
    ]
    heads = ("number", "range before", "90% of plausible worlds", "middle", "of the range left", "identified")
    known = int(freed["identified"].astype(bool).sum())
    silent = ", ".join(f"`{name}`" for name in sorted(ranges.loc[drawn, "parameter"])) or "none"
    return (
        f"Of {len(freed)} numbers that calibration may move, the facts narrow {known}. The others keep "
        "their range: nobody may read anything into their plausible values.\n\n"
        f"{markdown_table(heads, rows)}\n\n"
        f"{int(drawn.sum())} more unknown numbers play no part in fragmented working, so that no fact about "
        f"it can say anything of them. Every world has its own values from their whole range: {silent}."
    )


def _describe_heaviest(beside: Beside) -> str:
    rows = []
    for row in beside.falls.to_dict("records"):
        form, decimals = FORMS[str(row["measure"])]
        values = {
            name: write_amount(float(row[name]), form, decimals, "en")
            for name in ("before", "after", "others_before", "others_after")
        }
        rows.append(
            [
                WORDS.text(f"valid.by_{row['by']}"),
                WORDS.text(f"valid.of_{row['measure']}"),
                values["before"],
                values["after"],
                write_fall(row, WORDS),
                f"{values['others_before']} → {values['others_after']}",
            ]
        )
    heads = (
        "chosen on",
        "mean per household",
        "before",
        "a year later",
        "fell by (95% interval)",
        "all others",
    )
    return (
        f"{_describe_runs(beside)}\n\n**{find_fall(beside, WORDS)}.** {WORDS.text('valid.heaviest_lesson')} "
        "Of euros and escalations the year before the choice is laid beside the year after, of helpers and "
        "needs the day of the choice beside the day a year later. Only households that lived there all of "
        "these two years are counted.\n\n"
        f"{markdown_table(heads, rows, words=2)}"
    )
