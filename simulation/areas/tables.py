"""The tables of an area: which columns they have and what may stand in them."""

import csv
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.errors import InputError, Sentence, say, unknown_name

Cell = str | float | int
HIGHEST = math.inf
REMARK = "#"
"""A line that starts with this is a remark for people."""


@dataclass(frozen=True)
class Column:
    """One column of a table and what is allowed in it.

    Attributes:
        name: heading of the column.
        kind: "text", "number" or "integer".
        low: lowest number allowed.
        high: highest number allowed.
        choices: the only texts allowed, or None if any text is allowed.
        may_be_empty: whether a cell may be left empty.
        above: whether `low` itself is not allowed, so that numbers must be above it.
    """

    name: str
    kind: str = "text"
    low: float = 0.0
    high: float = HIGHEST
    choices: tuple[str, ...] | None = None
    may_be_empty: bool = False
    above: bool = False


def text(name: str, choices: Iterable[str] | None = None, may_be_empty: bool = False) -> Column:
    """Describe a column of words, free or from a list."""
    return Column(
        name, "text", choices=None if choices is None else tuple(choices), may_be_empty=may_be_empty
    )


def number(name: str, high: float = HIGHEST) -> Column:
    """Describe a column of amounts, none of them negative."""
    return Column(name, "number", high=high)


def positive(name: str) -> Column:
    """Describe a column of amounts above zero."""
    return Column(name, "number", above=True)


def integer(name: str, low: float = 0, high: float = HIGHEST) -> Column:
    """Describe a column of whole numbers."""
    return Column(name, "integer", low=low, high=high)


SOURCED = (text("source"), text("grade", "ABCD"))


@dataclass(frozen=True, eq=False)
class Table:
    """A table as it was read, that knows where each row stands in its file.

    Attributes:
        path: the file.
        content: its rows and columns.
        lines: line of the file each row starts on, comments and heading counted.
    """

    path: Path
    content: pd.DataFrame
    lines: tuple[int, ...] = ()

    def __getitem__(self, column: str) -> "pd.Series[Any]":
        """Give one column."""
        return self.content[column]

    def at(self, row: int | None, column: str | None = None) -> Sentence:
        """Say where in the file a row (from 0; None for the whole table) and a column stand."""
        return place(self.path, None if row is None else self.lines[row], column)


def place(path: Path, line: int | None = None, column: str | None = None) -> Sentence:
    """Say where in the files of an area something stands.

    Args:
        path: the file.
        line: its line, counted from 1.
        column: name of the column.

    Returns:
        Words for the place.
    """
    file = f"{path.parent.name}/{path.name}"
    if line is None:
        return (
            say("place.file", file=file) if column is None else say("place.column", file=file, column=column)
        )
    if column is None:
        return say("place.row", file=file, row=line)
    return say("place.cell", file=file, row=line, column=column)


def wrong(key: str, where: Sentence, **fields: object) -> InputError:
    """Refuse something in the files of an area.

    Args:
        key: what is wrong, a key of the sentences about areas.
        where: the place.
        fields: what goes into the other blanks.

    Returns:
        The error, to be raised.
    """
    return InputError(say(f"area.{key}", place=where, **fields))


def read_table(path: Path, columns: Sequence[Column], key: Sequence[str] = ()) -> Table:
    """Read one table of an area and refuse what cannot be right.

    Lines that start with # are remarks for people and are passed over; empty lines too.

    Args:
        path: the CSV file.
        columns: the columns it must have; further columns are left out.
        key: columns that together may name each row only once.

    Returns:
        The table with its columns in the order of `columns`.

    Raises:
        InputError: names file, row, column, value and what is allowed.
    """
    if not path.is_file():
        raise wrong("table_missing", place(path))
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [(line, cells) for line, cells in _records(file) if not _is_remark(cells)]
    except UnicodeDecodeError as error:
        raise wrong("no_text", place(path), reason=error.reason) from None
    if not lines:
        raise wrong("no_columns", place(path))
    header = _header(path, *lines[0], columns)
    rows = [_cells(path, line, header, cells) for line, cells in lines[1:]]
    values = {column.name: [_value(path, line, column, cells) for line, cells in rows] for column in columns}
    content = pd.DataFrame({column.name: _series(column, values[column.name]) for column in columns})
    table = Table(path, content, tuple(line for line, _ in rows))
    _refuse_doubles(table, key)
    return table


def empty_table(path: Path, columns: Sequence[Column]) -> Table:
    """Stand in for a table that has not been made yet."""
    return Table(path, pd.DataFrame({column.name: _series(column, []) for column in columns}))


def _is_remark(cells: Sequence[str]) -> bool:
    """Pass over empty lines, and remarks that a spreadsheet put between quotes."""
    return not any(cell.strip() for cell in cells) or cells[0].startswith(REMARK)


def _without_padding(cells: Sequence[str]) -> list[str]:
    """Leave out the empty cells that a spreadsheet puts at the end of a row beside a longer one."""
    last = max((number for number, cell in enumerate(cells, start=1) if cell.strip()), default=0)
    return list(cells[:last])


def _records(file: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Give every record with the line it starts on; a remark is only one outside quotes."""
    first = 0

    def lines() -> Iterator[str]:
        nonlocal first
        for number, line in enumerate(file, start=1):
            if first == 0:
                if line.startswith(REMARK):
                    continue
                first = number
            yield line

    for cells in csv.reader(lines()):
        yield first, cells
        first = 0


def _header(path: Path, line: int, cells: Sequence[str], columns: Sequence[Column]) -> list[str]:
    header = [name.strip() for name in _without_padding(cells)]
    if len(header) == 1 and ";" in header[0]:
        raise wrong("semicolons", place(path, line))
    for column in columns:
        if column.name not in header:
            raise wrong("no_column", place(path), column=column.name, columns=", ".join(header))
        if header.count(column.name) > 1:
            raise wrong("double_column", place(path, line), column=column.name)
    return header


def _cells(path: Path, line: int, header: Sequence[str], row: Sequence[str]) -> tuple[int, Mapping[str, str]]:
    cells = row if len(row) <= len(header) else [*row[: len(header)], *_without_padding(row)[len(header) :]]
    if len(cells) != len(header):
        raise wrong("cells", place(path, line), given=len(cells), allowed=len(header))
    return line, dict(zip(header, (cell.strip() for cell in cells), strict=True))


def _value(path: Path, line: int, column: Column, cells: Mapping[str, str]) -> Cell:
    cell = cells[column.name]
    where = place(path, line, column.name)
    if column.kind == "text":
        return _word(where, column, cell)
    try:
        amount = float(cell)
    except ValueError:
        raise wrong("not_allowed", where, value=repr(cell), allowed=bounds(column)) from None
    whole = column.kind != "integer" or amount == math.floor(amount)
    too_low = amount <= column.low if column.above else amount < column.low
    if not math.isfinite(amount) or not whole or too_low or amount > column.high:
        raise wrong("not_allowed", where, value=cell, allowed=bounds(column))
    return int(amount) if column.kind == "integer" else amount


def bounds(column: Column) -> Sentence:
    """Say which numbers are allowed in a column.

    Args:
        column: a column of numbers.

    Returns:
        Words such as "a whole number of 0 or more".
    """
    if column.above:
        return say("allowed.number_above", low=column.low)
    kind = "whole" if column.kind == "integer" else "number"
    if column.high < HIGHEST:
        return say(f"allowed.{kind}_between", low=column.low, high=column.high)
    return say(f"allowed.{kind}", low=column.low)


def _word(where: Sentence, column: Column, cell: str) -> str:
    if not cell and not column.may_be_empty:
        raise wrong("empty", where)
    if cell and column.choices is not None and cell not in column.choices:
        raise wrong("at", where, problem=unknown_name(column.name, cell, column.choices))
    return cell


def _series(column: Column, values: Sequence[Cell]) -> "pd.Series[Any]":
    kinds = {"text": "object", "number": "float64", "integer": "int64"}
    return pd.Series(list(values), dtype=kinds[column.kind])


def _refuse_doubles(table: Table, key: Sequence[str]) -> None:
    if not key:
        return
    doubled = table.content.duplicated(list(key)).to_numpy()
    if doubled.any():
        row = int(doubled.argmax())
        names = ", ".join(f"{name} {table[name].tolist()[row]!r}" for name in key)
        raise wrong("twice", table.at(row), names=names)
