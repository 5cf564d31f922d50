"""`zorgbundel calibrate`: parameter sets that published facts about fragmented working do not rule out."""

import shlex
from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.layout import bold, show_text
from dashboards.commands.machine import records, show_json
from dashboards.commands.options import check_area, read_whole
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from dashboards.commands.stopping import STOPPING
from results.numbers import write_duration, write_number
from results.words import Words

if TYPE_CHECKING:
    from experiments.calibration.calibrate import Outcome, Plan
    from experiments.calibration.course import Size
    from experiments.calibration.folder import Progress

DONE, INTERRUPTED = 0, 130
SECONDS = 60.0


def work(settings: Namespace, words: Words) -> int:
    """Calibrates an area; the same command goes on where it was."""
    workers = read_whole(settings, "workers", words) if settings.workers is not None else None
    check_area(settings.area, words)
    folder = Path(settings.out or f"calibration-{Path(settings.area).name}").expanduser()
    from experiments.calibration.calibrate import calibrate

    line = ProgressLine(words)
    line.prepare()
    try:
        outcome = calibrate(
            settings.area,
            folder,
            size=_read_size(settings, words),
            workers=workers,
            command=_again(settings),
            plan=lambda plan: _show_plan(plan, folder, line, words),
            report=lambda progress: _show_progress(progress, line, words),
            say=line.say,
        )
    except KeyboardInterrupt:
        line.stop(words.text("calibrate.interrupted", folder=folder))
        return INTERRUPTED
    line.end()
    if settings.json:
        show_json(_as_json(outcome))
    else:
        _show(outcome, words)
    return DONE


def _again(settings: Namespace) -> str:
    """Writes the command that makes the same worlds, without what is of this machine only."""
    sizes = {"--waves": settings.waves, "--points": settings.points}
    given = [word for name, value in sizes.items() if value is not None for word in (name, str(value))]
    return shlex.join(["zorgbundel", "calibrate", "--area", Path(settings.area).name, *given])


def _read_size(settings: Namespace, words: Words) -> "Size":
    """How many waves, and how many points in each."""
    from experiments.calibration.course import Size

    size = Size()
    waves = read_whole(settings, "waves", words) if settings.waves is not None else len(size.points)
    points = [size.points[min(number, len(size.points) - 1)] for number in range(waves)]
    if settings.points is not None:
        points = [read_whole(settings, "points", words)] * waves
    return replace(size, points=tuple(points))


def _show_plan(plan: "Plan", folder: Path, line: ProgressLine, words: Words) -> None:
    line.say(
        words.text(
            "calibrate.plan",
            screened=plan.screened,
            points=", ".join(str(points) for points in plan.points),
            worlds=plan.worlds,
            runs=write_number(plan.runs, 0, words.language),
            time=write_duration(plan.minutes * SECONDS, words.language),
            workers=plan.workers,
            folder=folder,
        )
    )


def _show_progress(progress: "Progress", line: ProgressLine, words: Words) -> None:
    STOPPING.check()
    left = progress.seconds_left or 0.0
    line.show_stage(progress.stage, progress.done, progress.points, left)


def _show(outcome: "Outcome", words: Words) -> None:
    from experiments.calibration.summary import count_inside

    found = outcome.found
    print(f"\n{bold(words.text('calibrate.title', worlds=len(found.plausible)))}")
    counts = {
        f"{use}_{what}": number
        for use in ("fitted", "kept")
        for what, number in zip(("inside", "all"), count_inside(outcome.met, use), strict=True)
    }
    show_text(words.text("calibrate.met", **counts), "  ")
    worst = outcome.met.iloc[int(outcome.met["misses_by"].fillna(-1.0).to_numpy().argmax())]
    miss = write_number(float(worst["misses_by"]), 1, words.language)
    show_text(words.text("calibrate.worst", target=worst["id"], miss=miss), "  ")
    unknown = outcome.narrowed.loc[~outcome.narrowed["identified"], "parameter"]
    show_text(words.text("calibrate.not_identified", names=", ".join(unknown) or "-"), "  ")
    widened = ", ".join(found.widened) or "-"
    show_text(words.text("calibrate.widened", names=widened), "  ")
    took = write_duration(outcome.minutes * SECONDS, words.language)
    show_text(words.text("calibrate.took", time=took), "  ")
    show_text(words.text("calibrate.files", folder=outcome.folder), "  ")


def _as_json(outcome: "Outcome") -> dict[str, object]:
    return {
        "worlds": len(outcome.found.plausible),
        "candidates": len(outcome.found.judged),
        "widened": outcome.found.widened,
        "minutes": outcome.minutes,
        "targets": records(outcome.met),
        "parameters": records(outcome.narrowed),
        "folder": str(outcome.folder),
    }


COMMAND = Command(
    name="calibrate",
    work=work,
    options=("area", "out", "waves", "points", "workers", "json"),
)
