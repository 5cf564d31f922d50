"""The tables of an area: which columns they have and what may stand in them."""

import csv
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from simulation.errors import InputError, unknown

Cell = str | float | int
HIGHEST = math.inf
HEADER_LINES = 1


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
    """

    name: str
    kind: str = "text"
    low: float = 0.0
    high: float = HIGHEST
    choices: tuple[str, ...] | None = None
    may_be_empty: bool = False


def text(name: str, choices: Iterable[str] | None = None, may_be_empty: bool = False) -> Column:
    """Describe a column of words, free or from a list."""
    return Column(
        name, "text", choices=None if choices is None else tuple(choices), may_be_empty=may_be_empty
    )


def number(name: str, high: float = HIGHEST) -> Column:
    """Describe a column of amounts, none of them negative."""
    return Column(name, "number", high=high)


def integer(name: str, low: float = 0, high: float = HIGHEST) -> Column:
    """Describe a column of whole numbers."""
    return Column(name, "integer", low=low, high=high)


SOURCED = (text("source"), text("grade", "ABCD"))


def place(path: Path, line: int | None = None, column: str | None = None) -> str:
    """Say where in the tables of an area something stands."""
    parts = [f"{path.parent.name}/{path.name}"]
    if line is not None:
        parts.append(f"row {line}")
    if column is not None:
        parts.append(f"column {column!r}")
    return " ".join(parts)


def read_table(path: Path, columns: Sequence[Column], key: Sequence[str] = ()) -> pd.DataFrame:
    """Read one table of an area and refuse what cannot be right.

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
        raise InputError(f"{place(path)} is missing: an area needs this table")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = list(csv.reader(file))
    except UnicodeDecodeError as error:
        raise InputError(f"{place(path)} is not UTF-8 text ({error.reason}): save it as UTF-8") from None
    header = [name.strip() for name in lines[0]] if lines else []
    for column in columns:
        if column.name not in header:
            raise InputError(f"{place(path)} {unknown_column(column.name, header)}")
    rows = [
        _cells(path, line, header, row) for line, row in enumerate(lines[1:], start=1 + HEADER_LINES) if row
    ]
    values = {column.name: [_value(path, line, column, cells) for line, cells in rows] for column in columns}
    table = pd.DataFrame({column.name: _series(column, values[column.name]) for column in columns})
    _refuse_doubles(path, table, key, [line for line, _ in rows])
    return table


def unknown_column(name: str, header: Sequence[str]) -> str:
    """Say that a column is missing and which columns there are."""
    return f"has no column {name!r} (columns there: {', '.join(header) if header else 'none'}); add it"


def empty_table(columns: Sequence[Column]) -> pd.DataFrame:
    """Stand in for a table that has not been made yet."""
    return pd.DataFrame({column.name: _series(column, []) for column in columns})


def _cells(path: Path, line: int, header: Sequence[str], row: Sequence[str]) -> tuple[int, Mapping[str, str]]:
    if len(row) != len(header):
        raise InputError(f"{place(path, line)} has {len(row)} cells, allowed: {len(header)} as in the header")
    return line, dict(zip(header, (cell.strip() for cell in row), strict=True))


def _value(path: Path, line: int, column: Column, cells: Mapping[str, str]) -> Cell:
    cell = cells[column.name]
    where = place(path, line, column.name)
    if column.kind == "text":
        return _word(where, column, cell)
    allowed = "a whole number" if column.kind == "integer" else "a number"
    bounds = f"{allowed} of {column.low:g} or more" + (
        f" and at most {column.high:g}" if column.high < HIGHEST else ""
    )
    try:
        amount = float(cell)
    except ValueError:
        raise InputError(f"{where}: {cell!r} is not allowed; allowed: {bounds}") from None
    whole = column.kind != "integer" or amount == math.floor(amount)
    if not math.isfinite(amount) or not whole or not column.low <= amount <= column.high:
        raise InputError(f"{where}: {cell} is not allowed; allowed: {bounds}")
    return int(amount) if column.kind == "integer" else amount


def _word(where: str, column: Column, cell: str) -> str:
    if not cell and not column.may_be_empty:
        raise InputError(f"{where}: '' is not allowed; allowed: a text, the cell may not be empty")
    if cell and column.choices is not None and cell not in column.choices:
        raise InputError(f"{where}: {unknown(column.name, cell, column.choices)}")
    return cell


def _series(column: Column, values: Sequence[Cell]) -> "pd.Series[Any]":
    kinds = {"text": "object", "number": "float64", "integer": "int64"}
    return pd.Series(list(values), dtype=kinds[column.kind])


def _refuse_doubles(path: Path, table: pd.DataFrame, key: Sequence[str], lines: Sequence[int]) -> None:
    if not key:
        return
    doubled = table.duplicated(list(key)).to_numpy()
    if doubled.any():
        row = int(doubled.argmax())
        names = ", ".join(f"{name} {table[name].tolist()[row]!r}" for name in key)
        raise InputError(f"{place(path, lines[row])}: {names} stands there twice; allowed: once")
