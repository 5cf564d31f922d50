"""A stored comparison for tests, and changed copies of it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from results.store import DERIVED, read_result, write_result

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
POLICIES = ("fragmented", "krachtenbundeling")
TARGET = f"runs/{POLICIES[1]}.parquet"


def copy_result(
    source: Path,
    target: Path,
    passport: Mapping[str, Any] | None = None,
    change: Callable[[dict[str, pd.DataFrame]], None] = lambda tables: None,
) -> Path:
    """Writes a changed copy of a result, as whole and as well formed as the result itself.

    Args:
        source: A result folder.
        target: A new folder.
        passport: Facts of the passport that differ.
        change: Changes the tables in place.
    """
    stored = read_result(source)
    tables = {name: table.copy() for name, table in stored.tables.items()}
    change(tables)
    facts = {name: value for name, value in stored.manifest.items() if name not in ("files", "derived")}
    return write_result(target, {**facts, **(passport or {})}, tables)


def shift(outcome: str, differences: list[float]) -> Callable[[dict[str, pd.DataFrame]], None]:
    """Makes the second policy differ from the first by these amounts, one per replicate, in one outcome."""

    def change(tables: dict[str, pd.DataFrame]) -> None:
        base = tables[f"runs/{POLICIES[0]}.parquet"]
        target = tables[TARGET]
        values = base.loc[base["outcome"] == outcome].sort_values("seed")["value"].to_numpy()
        rows = target.index[target["outcome"] == outcome]
        target.loc[rows, "value"] = values + differences

    return change


def read_derived(folder: Path) -> dict[str, bytes]:
    """Gives the contents of the files that were made from a result."""
    return {name: (folder / name).read_bytes() for name in DERIVED if (folder / name).exists()}
