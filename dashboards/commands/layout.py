"""Lays out text and tables for a screen of 100 columns."""

import os
import sys
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from results.words import Words

SCREEN_WIDTH = 100
GAP = 2
WIDEST_HEADING = 13
HEADING_WIDTHS = (WIDEST_HEADING, 11, 9)
LABEL_WIDTH = 36
SOFT_HYPHEN = "\N{SOFT HYPHEN}"
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


@dataclass(frozen=True)
class Row:
    """A row of a table: a label and its cells; without cells it is a heading."""

    label: str
    cells: tuple[str, ...] = ()


def show_heading(text: str) -> None:
    """Shows the title of what follows, broken at the width of the screen."""
    print(f"\n{bold(textwrap.fill(text, SCREEN_WIDTH))}")


def show_text(text: str, indent: str = "", hanging: int = 0) -> None:
    """Shows a sentence, broken at the width of the screen.

    Args:
        text: The sentence.
        indent: What stands before every line.
        hanging: How many columns further all lines but the first begin.
    """
    rest = indent + " " * hanging
    print(textwrap.fill(text, SCREEN_WIDTH, initial_indent=indent, subsequent_indent=rest))


def show_kept(folder: Path, words: Words) -> None:
    """Shows where a result was kept, on a line of its own so that it can be copied."""
    print(f"\n{words.text('compare.stored')}\n  {folder}")


def show_report(path: Path, words: Words) -> None:
    """Shows where a report is, on a line of its own so that it can be copied."""
    print(f"\n{words.text('report.kept')}\n  {path}")


def show_table(headings: Sequence[str], rows: Sequence[Row], *, left: Sequence[int] = ()) -> None:
    """Shows a table: labels to the left, numbers to the right, long labels broken.

    Args:
        headings: One per column, the first that of the labels.
        rows: What stands in it.
        left: Columns (counted from 0 after the label) that hold words, and are set to the left.
    """
    longest = max([len(row.label) for row in rows if row.cells] + [len(headings[0])]) + 2
    for limit in HEADING_WIDTHS:
        broken = [_break(heading, limit) for heading in headings[1:]]
        widths = [
            max([len(line) for line in lines] + [len(row.cells[i]) for row in rows if row.cells])
            for i, lines in enumerate(broken)
        ]
        room = min(longest, SCREEN_WIDTH - sum(widths) - GAP * len(widths))
        if room >= min(longest, LABEL_WIDTH):
            break
    for line in _heading_lines(headings[0], broken, widths, room, left):
        print(bold(line))
    for row in rows:
        if not row.cells:
            print(f"\n{bold(row.label)}" if row.label else "")
            continue
        first, *rest = textwrap.wrap(row.label, room, initial_indent="  ", subsequent_indent="    ")
        print((first.ljust(room) + _cells(row.cells, widths, left)).rstrip())
        for line in rest:
            print(line)


def bold(text: str) -> str:
    """Makes text bold where the screen can show it."""
    return f"{_BOLD}{text}{_PLAIN}" if _has_style() and text else text


def dim(text: str) -> str:
    """Makes text lighter where the screen can show it."""
    return f"{_DIM}{text}{_PLAIN}" if _has_style() and text else text


def _has_style() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def _break(heading: str, limit: int) -> list[str]:
    words = [
        (word if len(word) > limit else word.replace(SOFT_HYPHEN, "")).split(SOFT_HYPHEN)
        for word in heading.split()
    ]
    parts = " ".join("\n".join([*(piece + "-" for piece in word[:-1]), word[-1]]) for word in words)
    return [
        line for part in parts.split("\n") for line in textwrap.wrap(part, limit, break_long_words=False)
    ] or [""]


def _heading_lines(
    label: str, broken: Sequence[list[str]], widths: Sequence[int], room: int, left: Sequence[int]
) -> list[str]:
    height = max(map(len, broken))
    padded = [[""] * (height - len(lines)) + lines for lines in broken]
    labels = [""] * (height - 1) + [f"  {label}"]
    return [
        (labels[i].ljust(room) + _cells(tuple(lines[i] for lines in padded), widths, left)).rstrip()
        for i in range(height)
    ]


def _cells(cells: Sequence[str], widths: Sequence[int], left: Sequence[int]) -> str:
    aligned = (
        cell.ljust(width) if i in left else cell.rjust(width)
        for i, (cell, width) in enumerate(zip(cells, widths, strict=True))
    )
    return "".join(" " * GAP + cell for cell in aligned)
