"""`zorgbundel benchmark`: speed and memory on this machine, each against its mark."""

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from dashboards.commands.benchmark_table import show_benchmark
from dashboards.commands.machine import show_json
from dashboards.commands.options import check_area, read_whole
from dashboards.commands.parser import Command
from dashboards.commands.progress import ProgressLine
from results.words import Words

if TYPE_CHECKING:
    from dashboards.measures.benchmark import Benchmark

STEPS = {
    "run": "benchmark.doing_run",
    "mesa": "benchmark.doing_mesa",
    "linear": "benchmark.doing_linear",
    "many": "benchmark.doing_many",
    "country": "benchmark.doing_country",
    "sweep": "benchmark.doing_sweep",
    "phases": "benchmark.doing_phases",
    "compared": "benchmark.doing_compare",
}


def work(settings: Namespace, words: Words) -> int:
    """Measures, and shows what was found against what is wanted."""
    repeats = read_whole(settings, "repeats", words)
    check_area(settings.area, words)
    from dashboards.measures.benchmark import measure

    line = ProgressLine(words)
    measured = measure(
        settings.area,
        repeats,
        quick=settings.quick,
        phases=settings.phases,
        compare=settings.compare,
        whole=settings.whole,
        report=lambda step: line.say(words.text(STEPS[step])),
    )
    line.end()
    if settings.json:
        show_json(as_json(measured))
    else:
        show_benchmark(measured, words)
    return 0


def as_json(measured: "Benchmark") -> dict[str, object]:
    """Gives everything measured, with every mark and whether it was met.

    Args:
        measured: What was measured.
    """
    found = asdict(measured)
    one_run = found.pop("one_run")
    return {**one_run, **found, "marks": [asdict(mark) | {"met": mark.met} for mark in measured.marks]}


COMMAND = Command(
    name="benchmark",
    work=work,
    options=("area", "repeats", "quick", "phases", "with_compare", "whole", "json"),
)
