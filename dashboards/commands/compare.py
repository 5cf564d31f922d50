"""`zorgbundel compare`: the main job."""

import importlib
import itertools
import sys
from argparse import Namespace
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboards.commands.bad_input import bad
from dashboards.commands.compare_table import show_comparison
from dashboards.commands.layout import show_kept, show_report
from dashboards.commands.machine import show_json, table_records
from dashboards.commands.options import (
    check_area,
    check_policies,
    read_levers,
    read_optional_whole,
    read_whole,
    read_worlds,
)
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from results.errors import StoreError
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.compare import Comparison

BASELINE = "fragmented"
POLICIES = (BASELINE, "krachtenbundeling")
RUNS_FOLDER = Path("results/runs")
MOST_POLICIES = 20
DONE, INTERRUPTED = 0, 130


def work(settings: Namespace, words: Words) -> int:
    """Compares policies and shows and keeps the result."""
    policies = _read_policies(settings.names, words)
    asked = _read_settings(settings, policies, words)
    out = Path(settings.out) if settings.out is not None else _default_folder(policies)

    from experiments.compare import compare
    from results import store

    _check_scenarios(policies, asked)
    store.check_folder(out)
    line = ProgressLine(words)
    try:
        result = compare(policies, progress=lambda progress: _show_and_prepare(line, progress), **asked)
    except KeyboardInterrupt:
        line.stop(words.text("compare.nothing_finished"))
        return INTERRUPTED
    line.end()
    whole = _keep_and_show(result, out, settings, words)
    return DONE if whole and not result.partial else INTERRUPTED


def _show_and_prepare(line: ProgressLine, progress: "Progress") -> None:
    """Shows how far it is, and fetches what the report needs while other threads do the work."""
    line.show(progress)
    if not progress.preparing:
        importlib.import_module("results.report")


def _keep_and_show(result: "Comparison", out: Path, settings: Namespace, words: Words) -> bool:
    """Keeps the result first; where that fails, it is still shown before the failure is told.

    Returns:
        False if the making of the report was interrupted.
    """
    failure = report = None
    whole = True
    try:
        result.save(out)
        report = _make_report(out, words)
    except StoreError as error:
        failure = error
    except KeyboardInterrupt:
        whole = False
    if settings.json:
        show_json(
            {
                "passport": result.passport,
                "partial": result.partial,
                "table": table_records(result.table, words),
                "out": None if failure else str(out.resolve()),
                "report": str(report.resolve()) if report else None,
            }
        )
    else:
        show_comparison(result, words)
    if failure:
        raise failure
    if not settings.json:
        show_kept(out, words)
        if report:
            show_report(report, words)
    if not whole:
        print(words.text("report.interrupted", folder=out), file=sys.stderr)
    return whole


def _make_report(out: Path, words: Words) -> Path:
    """Makes the report of what was kept just now, and only of that."""
    from results.report import make_report

    return make_report(out, words.language)


def _read_policies(names: list[str], words: Words) -> tuple[str, ...]:
    if not names:
        return POLICIES
    check_policies(names, words)
    if len(names) == 1:
        other = BASELINE if names[0] != BASELINE else POLICIES[1]
        raise bad(words, "one_policy", name=names[0], other=other)
    return tuple(names)


def _read_settings(settings: Namespace, policies: tuple[str, ...], words: Words) -> dict[str, Any]:
    numbers = {
        name: read_whole(settings, name, words)
        for name in ("years", "warmup_weeks", "replicates", "seed", "copies")
    }
    workers = read_optional_whole(settings, "workers", words)
    check_area(settings.area, words)
    parameters, levers = read_levers(settings, policies, words)
    return {
        **numbers,
        "area": settings.area,
        "workers": workers,
        "worlds": read_worlds(settings, words),
        "parameters": parameters,
        "levers": levers,
    }


def _check_scenarios(policies: tuple[str, ...], asked: Mapping[str, Any]) -> None:
    """Refuses what the options cannot see (a broken policy file, say) before anything is written."""
    from experiments.compare import build_scenarios

    names = ("area", "seed", "years", "warmup_weeks", "parameters", "copies", "levers")
    build_scenarios(policies, **{name: asked[name] for name in names})


def _default_folder(policies: tuple[str, ...]) -> Path:
    """Names a folder after the policies and the moment, never one that is there already."""
    names = "-".join(Path(policy).stem for policy in policies[:3])
    moment = datetime.now().strftime("%Y-%m-%d-%H%M%S")
    first = RUNS_FOLDER / f"{names}-{moment}"
    others = (first.with_name(f"{first.name}-{number}") for number in itertools.count(2))
    return next(folder for folder in itertools.chain([first], others) if not folder.exists())


COMMAND = Command(
    name="compare",
    work=work,
    names="compare_policies",
    metavar="policy",
    options=(
        "area",
        "years",
        "warmup_weeks",
        "replicates",
        "seed",
        "worlds",
        "set",
        "copies",
        "workers",
        "out_default",
        "json",
    ),
    most_names=MOST_POLICIES,
)
