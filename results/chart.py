"""A figure with everything that belongs to it: finding, unit, how to read it, numbers, drawing."""

from collections.abc import Callable
from dataclasses import dataclass

from results.figures.canvas import Canvas


@dataclass(frozen=True)
class NumberTable:
    """Numbers of a figure, written for a reader.

    Attributes:
        caption: What the table holds.
        headings: One per column, the first that of the labels.
        rows: A label and its cells each.
    """

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    """A figure of a report.

    Attributes:
        name: File name without its end.
        topic: What it is about, for the table of contents.
        finding: The finding as a sentence, with its uncertainty.
        besides: More findings that must be read with the first.
        unit: What is shown, in which unit.
        reading: How to read the marks and bands.
        alt: What can be seen, for who does not see it.
        tables: Its numbers.
        draw: Draws it on a canvas.
    """

    name: str
    topic: str
    finding: str
    besides: tuple[str, ...]
    unit: str
    reading: str
    alt: str
    tables: tuple[NumberTable, ...]
    draw: Callable[[Canvas], None]
