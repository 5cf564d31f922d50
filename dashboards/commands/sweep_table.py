"""Shows what a sweep will take and what it says, to a reader or to a machine."""

import json as machine_words
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TextIO

import pandas as pd

from dashboards.commands.compare_table import write_interval
from dashboards.commands.layout import Row, show_heading, show_table, show_text
from dashboards.commands.machine import plain, records
from dashboards.commands.plain_words import title_policy
from experiments.sweep.design import Design
from experiments.sweep.plan import Plan
from experiments.sweep.play import Sweep
from experiments.sweep.summary import Verdict
from results.numbers import write_duration, write_number
from results.outcomes import find_outcome
from results.words import Words

POINTS_SHOWN = 6
"""Up to so many points each has its own table; more are only shown together."""
POINT_COLUMNS = ("sweep.outcome", "sweep.mean", "sweep.difference", "sweep.interval", "sweep.pairs")
OVERVIEW_COLUMNS = (
    "sweep.outcome",
    "sweep.more",
    "sweep.less",
    "sweep.unclear",
    "sweep.missing",
    "sweep.lowest",
    "sweep.middle",
    "sweep.highest",
)
BYTES_A_MEGABYTE = 1_000_000


def show_plan(design: Design, plan: Plan, words: Words, stream: TextIO, *, json: bool = False) -> None:
    """Shows what a sweep will take.

    Args:
        design: What will be played.
        plan: What it will take.
        words: The language of the reader.
        stream: Where to show it.
        json: For a machine.
    """
    if json:
        print(machine_words.dumps(plain({"design": design.describe(), "plan": asdict(plan)})), file=stream)
        return
    until = plan.most_seeds > plan.seeds
    facts = {**asdict(plan), "design": design.name, "most": plan.most_seeds}
    print(
        words.text("sweep.plan_until", **facts) if until else words.text("sweep.plan", **facts), file=stream
    )
    facts |= {
        "time": write_duration(plan.seconds, words.language),
        "most_time": write_duration(plan.most_seconds, words.language),
        "size": write_number(plan.bytes / BYTES_A_MEGABYTE, 1, words.language),
    }
    print(
        words.text("sweep.takes_until", **facts) if until else words.text("sweep.takes", **facts), file=stream
    )
    stream.flush()


def show_sweep(found: Sweep, words: Words) -> None:
    """Shows what a sweep says: each point where there are few, otherwise how points lie.

    Args:
        found: The sweep.
        words: The language of the reader.
    """
    overview, design = found.overview, found.design
    print()
    show_text(
        words.text(
            "sweep.done",
            design=design.name,
            finished=overview.finished,
            runs=overview.runs,
            points=design.count,
        )
    )
    for stage, count in overview.failed.items():
        said = words.text(f"sweep_stage.{stage}")
        show_text(words.text("sweep.failed", count=count, stage=said, message=overview.messages[stage]))
    if overview.not_played:
        show_text(words.text("sweep.not_played", count=overview.not_played))
    if design.count <= POINTS_SHOWN:
        for rows in found.pieces():
            _show_points(design, rows, words)
    elif len(design.policies) > 1:
        _show_overview(found, words)


def write_json(found: Sweep, words: Words) -> None:
    """Writes a sweep for a machine on standard output, row after row, so that it may have any length.

    Args:
        found: The sweep.
        words: The language of titles and units.
    """
    overview = found.overview
    head = {
        "sweep": found.design.describe(),
        "out": str(found.folder),
        "runs": overview.runs,
        "finished": overview.finished,
        "failed": overview.failed,
        "messages": overview.messages,
        "not_played": overview.not_played,
        "overview": [
            {"outcome": outcome, "title": find_outcome(outcome).title(words), "policy": policy}
            | {**asdict(verdict), "mean": verdict.mean}
            for (outcome, policy), verdict in overview.verdicts.items()
        ],
    }
    text = machine_words.dumps(plain(head), ensure_ascii=False, allow_nan=False)
    sys.stdout.write(text.removesuffix("}") + ', "table": [')
    for number, row in enumerate(_each_row(found)):
        sys.stdout.write(("," if number else "") + "\n" + row)
    sys.stdout.write("\n]}\n")


def _each_row(found: Sweep) -> Iterator[str]:
    for piece in found.pieces():
        for row in records(piece):
            yield machine_words.dumps(plain(row), ensure_ascii=False, allow_nan=False)


def _show_points(design: Design, rows: pd.DataFrame, words: Words) -> None:
    for (point, policy), own in rows.groupby(["point", "policy"], sort=False):
        factors = " · ".join(f"{name} {_level(own[name].iloc[0])}" for name in design.points)
        number = int(str(point)) + 1
        title = words.text("sweep.point", point=number, factors=factors)
        show_heading(title if factors else words.text("sweep.point_only", point=number))
        if len(design.policies) > 1:
            print(_against(design, str(policy), words))
        show_table(
            [words.text(name) for name in POINT_COLUMNS],
            [_point_row(row, words) for row in records(own) if find_outcome(row["outcome"]).headline],
        )


def _point_row(row: dict[str, float], words: Words) -> Row:
    outcome = find_outcome(str(row["outcome"])).finer_for(row["difference"])
    return Row(
        outcome.label(words),
        (
            outcome.write(row["mean"], words),
            outcome.write(row["difference"], words, signed=True),
            write_interval(outcome, row["low"], row["high"], words),
            f"{row['pairs']}/{row['seeds']}",
        ),
    )


def _show_overview(found: Sweep, words: Words) -> None:
    design = found.design
    for policy in design.policies[1:]:
        show_heading(_against(design, policy, words))
        verdicts = [
            (outcome, verdict)
            for (outcome, of), verdict in found.overview.verdicts.items()
            if of == policy and find_outcome(outcome).headline
        ]
        show_table(
            [words.text(name) for name in OVERVIEW_COLUMNS],
            [_overview_row(outcome, verdict, words) for outcome, verdict in verdicts],
        )
    print()
    show_text(words.text("sweep.how"))


def _overview_row(name: str, verdict: Verdict, words: Words) -> Row:
    outcome = find_outcome(name).finer_for(verdict.mean)
    ends = (verdict.lowest, verdict.mean, verdict.highest) if verdict.points else (float("nan"),) * 3
    counts = (verdict.more, verdict.less, verdict.unclear, verdict.missing)
    cells = (outcome.write(value, words, signed=True, bare=True) for value in ends)
    return Row(outcome.label(words), (*map(str, counts), *cells))


def _against(design: Design, policy: str, words: Words) -> str:
    titles = [title_policy(name, words) for name in (policy, design.baseline)]
    return words.text("sweep.against", policy=titles[0], baseline=titles[1])


def _level(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
