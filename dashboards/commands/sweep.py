"""`zorgbundel sweep`: a design of many scenarios, played part by part."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad
from dashboards.commands.layout import show_kept
from dashboards.commands.parser import Command
from dashboards.commands.playing import SweepWork, play
from results.words import Words

if TYPE_CHECKING:
    from experiments.sweep import Sweep


def work(settings: Namespace, words: Words) -> int:
    """Plays what is not there yet of a design, and shows what all of it says."""
    if not settings.names:
        raise bad(words, "sweep_no_design")
    from experiments.sweep import read_design

    def finish(found: "Sweep", out: Path) -> None:
        from dashboards.commands.sweep_table import show_sweep, write_json

        if settings.json:
            write_json(found, words)
            return
        show_sweep(found, words)
        show_kept(out, words)

    design = read_design(Path(settings.names[0]))
    return play(SweepWork(design, words, settings.cluster), settings, words, finish)


COMMAND = Command(
    name="sweep",
    work=work,
    names="sweep_design",
    metavar="design",
    options=("plan", "resume", "workers", "cluster", "out_sweep", "json"),
    most_names=1,
)
