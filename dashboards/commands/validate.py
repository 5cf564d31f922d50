"""`zorgbundel validate`: fragmented working beside everything that is published about it."""

import sys
from argparse import Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.layout import Row, show_heading, show_kept, show_table, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.options import check_area, read_optional_whole, read_whole, read_worlds
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    from experiments.validation import Validation
    from results.validation.evidence import Beside

RUNS_FOLDER = Path("results/runs")
DONE, INTERRUPTED = 0, 130


def work(settings: Namespace, words: Words) -> int:
    """Measures every published fact, shows where the model misses, and keeps the page."""
    replicates, seed, warmup = (
        read_whole(settings, name, words) for name in ("replicates", "seed", "warmup_weeks")
    )
    workers = read_optional_whole(settings, "workers", words)
    check_area(settings.area, words)
    worlds = read_worlds(settings, words)
    out = Path(settings.out) if settings.out is not None else _default_folder()

    from experiments.validation import validate
    from results import store

    store.check_folder(out)
    line = ProgressLine(words)
    try:
        result = validate(settings.area, replicates, seed, worlds, warmup, workers, line.show)
    except KeyboardInterrupt:
        line.stop(words.text("valid.nothing_finished"))
        return INTERRUPTED
    line.end()
    _keep_and_show(result, out, settings, words)
    return INTERRUPTED if result.partial else DONE


def _keep_and_show(result: "Validation", out: Path, settings: Namespace, words: Words) -> None:
    from experiments.validation_blocks import build_blocks, write_beside, write_into_docs
    from results.store import BLOCKS, write_derived
    from results.validation.evidence import read_validation
    from results.validation.page import make_validation_page

    result.save(out)
    page = make_validation_page(out, words.language)
    if settings.update_docs:
        written = write_into_docs(out)
    else:
        write_derived(out, {BLOCKS: write_beside(build_blocks(out)).encode("utf-8")})
        written = out / BLOCKS
    if settings.json:
        show_json(
            {
                "passport": result.passport,
                "partial": result.partial,
                "targets": records(result.targets),
                "ranges": records(result.ranges),
                "heaviest": records(result.falls),
                "out": str(out.resolve()),
                "page": str(page.resolve()),
            }
        )
        return
    show_facts(read_validation(out), words)
    if result.partial:
        facts = result.passport
        said = words.text(
            "compare.partial", finished=facts["replicates_finished"], replicates=facts["replicates_wanted"]
        )
        print(said, file=sys.stderr)
    show_kept(out, words)
    print(f"\n{words.text('valid.kept')}\n  {page}")
    print(
        f"\n{words.text('valid.docs_written' if settings.update_docs else 'valid.blocks_kept')}\n  {written}"
    )


def show_facts(beside: "Beside", words: Words) -> None:
    """Shows every fact with the model beside it, and every miss with its sentence.

    Args:
        beside: What was stored.
        words: The language of the reader.
    """
    from results.validation.evidence import USES, texts, write_band, write_value
    from results.validation.facts import INSIDE, OUTSIDE, UNTOLD, verdict, why

    missed = []
    show_heading(words.text("valid.title"))
    rows: list[Row] = []
    for use in USES:
        inside, count = beside.count(use)
        rows.append(Row(words.text(f"valid.title_{use}", inside=inside, count=count)))
        for fact in beside.used(use):
            told = verdict(fact, words)
            outside = told not in (words.text("valid.inside"), words.text("valid.not_measured"))
            sign = OUTSIDE if outside else INSIDE if fact["inside"] else UNTOLD
            if outside:
                missed.append(fact)
            value = write_value(fact, fact["mean"], words)
            rows.append(Row(texts([fact], words)[0], (write_band(fact, words), value, f"{sign} {told}")))
    heads = tuple(words.text(f"valid.{name}") for name in ("fact", "published", "model", "verdict"))
    show_table(heads, rows, left=(2,))
    if missed:
        show_heading(words.text("valid.missed", count=len(missed)))
        for fact in missed:
            show_text(f"{texts([fact], words)[0]}: {why(fact, words)}", "  ", 2)


def _default_folder() -> Path:
    """Names a folder after the moment."""
    return RUNS_FOLDER / f"validate-{datetime.now():%Y-%m-%d-%H%M%S}"


COMMAND = Command(
    name="validate",
    work=work,
    options=(
        "area",
        "warmup_weeks",
        "replicates",
        "seed",
        "worlds",
        "workers",
        "out_default",
        "update_docs",
        "json",
    ),
)
