"""A figure that stands by itself, beside its numbers: an SVG with its finding on top, and a CSV."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from results.chart import Chart
from results.errors import StoreError
from results.figures.canvas import WIDE, Canvas, Frame, render
from results.parts import write_whole
from results.words import Words

FIGURES = "figures"


def write_standing(
    folder: Path, chart: Chart, notes: Sequence[str], tables: Mapping[str, pd.DataFrame], words: Words
) -> Path:
    """Writes a figure and its numbers beside a stored result.

    Args:
        folder: Folder of the result.
        chart: The figure.
        notes: What stands in small letters below it, beside how to read it.
        tables: Name and numbers of each table.
        words: The language of the reader.

    Returns:
        The path of the figure.

    Raises:
        StoreError: There is no room, or the folder cannot be written.
    """
    frame = Frame(chart.finding, chart.unit, (chart.reading, *notes))
    svg, _ = render(chart.draw, Canvas(WIDE, words.language, frame))
    place = folder / FIGURES
    try:
        place.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError("error.out_not_writable", folder=folder, reason=error.strerror) from error
    for name, table in tables.items():
        write_whole(folder / f"{name}.csv", table.to_csv(index=False, lineterminator="\n").encode())
    return write_whole(place / f"{chart.name}.svg", svg)
