"""Writes a result for a machine: JSON on standard output and nothing else there."""

import json
import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from results.outcomes import find_outcome
from results.words import Words


def show_json(content: object) -> None:
    """Writes content as JSON; what is not a number becomes null."""
    print(json.dumps(plain(content), ensure_ascii=False, allow_nan=False))


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Gives the rows of a table."""
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def table_records(table: pd.DataFrame, words: Words) -> list[dict[str, Any]]:
    """Gives the rows of a paired table, with title and unit in words."""
    return [{**describe_outcome(str(row["outcome"]), words), **row} for row in records(table.reset_index())]


def describe_outcome(name: str, words: Words) -> dict[str, str]:
    """Gives the name of an outcome with its title and unit in words."""
    outcome = find_outcome(name)
    return {"outcome": name, "title": outcome.title(words), "unit": outcome.unit(words)}


def plain(content: Any) -> Any:
    """Gives content as JSON knows it; what is not a number becomes null."""
    if isinstance(content, Mapping):
        return {str(name): plain(value) for name, value in content.items()}
    if isinstance(content, list | tuple):
        return [plain(value) for value in content]
    if hasattr(content, "item"):
        content = content.item()
    if isinstance(content, float) and not math.isfinite(content):
        return None
    return content if isinstance(content, str | int | float | bool | None) else str(content)
