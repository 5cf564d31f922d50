"""Plays what a command asks for as far as it is not there: plan, progress, and a clean end at Ctrl-C."""

import sys
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from dashboards.commands.options import read_optional_whole
from dashboards.commands.progress import ProgressLine
from dashboards.commands.stopping import STOPPING
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress
    from experiments.sweep import Design, Sweep
    from experiments.sweep.plan import Plan

RUNS_FOLDER = Path("results/runs")
DONE, INTERRUPTED = 0, 130


class Work[Planned, Played](Protocol):
    """What is to be played, such as a sweep: it can tell what it takes, and go on with what is there."""

    @property
    def name(self) -> str:
        """How it is called, and its folder where nobody gives another."""

    def plan(self, out: Path, workers: int | None) -> Planned:
        """Finds what it takes, and writes nothing."""

    def show(self, plan: Planned, stream: TextIO, *, json: bool = False) -> None:
        """Shows what it takes."""

    def play(
        self,
        out: Path,
        *,
        workers: int | None,
        resume: bool,
        progress: "Callable[[Progress], None]",
        tell: Callable[[Planned], None],
    ) -> Played:
        """Plays what is missing."""


@dataclass(frozen=True)
class SweepWork:
    """A sweep that is to be played.

    Attributes:
        design: Its design.
        words: The language of the reader.
        cluster: Address of a scheduler whose workers play, where there is one.
    """

    design: "Design"
    words: Words
    cluster: str | None = None

    @property
    def name(self) -> str:
        """The name of the design."""
        return self.design.name

    def plan(self, out: Path, workers: int | None) -> "Plan":
        """Finds what the sweep takes."""
        from experiments.sweep import plan_sweep

        return plan_sweep(self.design, out, workers, self.cluster)

    def show(self, plan: "Plan", stream: TextIO, *, json: bool = False) -> None:
        """Shows what the sweep takes."""
        from dashboards.commands.sweep_table import show_plan

        show_plan(self.design, plan, self.words, stream, json=json)

    def play(self, out: Path, **how: Any) -> "Sweep":
        """Plays the runs that are missing."""
        from experiments.sweep import sweep

        return sweep(self.design, out, cluster=self.cluster, **how)


def play[Planned, Played](
    work: Work[Planned, Played], settings: Namespace, words: Words, finish: Callable[[Played, Path], None]
) -> int:
    """Shows what work takes, or plays what is missing of it with progress and goes on with what came of it.

    Args:
        work: What is to be played.
        settings: What was typed.
        words: The language of the reader.
        finish: What is done with what was played, given the folder it is kept in.

    Returns:
        The exit code.
    """
    out = Path(settings.out) if settings.out is not None else RUNS_FOLDER / work.name
    workers = read_optional_whole(settings, "workers", words)
    if settings.plan:
        work.show(work.plan(out, workers), sys.stdout, json=settings.json)
        return DONE
    line = ProgressLine(words)

    def tell(plan: Planned) -> None:
        line.end()
        work.show(plan, sys.stderr if settings.json else sys.stdout)

    def show(progress: "Progress") -> None:
        if progress.preparing:
            line.prepare()
        elif progress.seconds_left is not None:
            line.show_runs(work.name, progress.finished, progress.replicates, progress.seconds_left)

    try:
        played = work.play(out, workers=workers, resume=settings.resume, progress=show, tell=tell)
        line.end()
        STOPPING.check()
        finish(played, out)
    except KeyboardInterrupt:
        line.stop(words.text("sweep.interrupted", folder=out))
        return INTERRUPTED
    return DONE
