"""`zorgbundel sweep`: a design of many scenarios, played part by part."""

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from dashboards.commands.bad_input import bad
from dashboards.commands.layout import show_kept
from dashboards.commands.options import read_optional_whole
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.sweep.plan import Plan

RUNS_FOLDER = Path("results/runs")
DONE, INTERRUPTED = 0, 130


def work(settings: Namespace, words: Words) -> int:
    """Plays what is not there yet of a design, and shows what all of it says."""
    if not settings.names:
        raise bad(words, "sweep_no_design")
    file = Path(settings.names[0])
    workers = read_optional_whole(settings, "workers", words)
    out = Path(settings.out) if settings.out is not None else RUNS_FOLDER / file.stem

    from dashboards.commands.sweep_table import show_plan, show_sweep, write_json
    from experiments.sweep import plan_sweep, read_design, sweep

    design = read_design(file)
    if settings.plan:
        show_plan(
            design, plan_sweep(design, out, workers, settings.cluster), words, sys.stdout, json=settings.json
        )
        return DONE
    line = ProgressLine(words)

    def tell(plan: "Plan") -> None:
        line.end()
        stream: TextIO = sys.stderr if settings.json else sys.stdout
        show_plan(design, plan, words, stream)

    try:
        found = sweep(
            design,
            out,
            workers=workers,
            cluster=settings.cluster,
            resume=settings.resume,
            progress=lambda progress: _show(line, design.name, progress),
            tell=tell,
        )
    except KeyboardInterrupt:
        line.stop(words.text("sweep.interrupted", folder=out))
        return INTERRUPTED
    line.end()
    if settings.json:
        write_json(found, words)
        return DONE
    show_sweep(found, words)
    show_kept(out, words)
    return DONE


def _show(line: ProgressLine, name: str, progress: "Progress") -> None:
    if progress.preparing:
        line.prepare()
    elif progress.seconds_left is not None:
        line.show_runs(name, progress.finished, progress.replicates, progress.seconds_left)


COMMAND = Command(
    name="sweep",
    work=work,
    names="sweep_design",
    metavar="design",
    options=("plan", "resume", "workers", "cluster", "out_sweep", "json"),
    most_names=1,
)
