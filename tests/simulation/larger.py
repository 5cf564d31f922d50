"""The small area made larger: the same organisations with more of all, or the same area several times."""

import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd

from simulation import Scenario

COUNTED = ("persons", "households")
"""Units of the marginals that grow with an area; the others are percentages."""
AMPLE = 100
"""How many times its hours an outside provider gets that is never to be a bottleneck."""


def scaled(area: Path, folder: Path, factor: int) -> Path:
    """Copy an area with so many times the people, posts and outside hours.

    Args:
        area: folder of the area.
        folder: an empty place.
        factor: how many times.

    Returns:
        The copy, with the same organisations.
    """
    copy = _copy(area, folder)
    marginals = _read(copy, "marginals")
    _multiply(marginals, "value", factor, marginals["unit"].isin(COUNTED))
    _write(copy, "marginals", marginals)
    for table, columns in (("posts", ("fte", "people")), ("outside", ("hours_per_week",))):
        rows = _read(copy, table)
        for column in columns:
            _multiply(rows, column, factor)
        _write(copy, table, rows)
    return copy


def blocks(area: Path, folder: Path, number: int, staffed: int | None = None) -> Path:
    """Copy an area so that it holds itself several times, each with organisations of its own.

    Every household keeps to one provider per product, chosen by lot, so the lists of the blocks are apart.
    Outside providers have more than enough hours.

    Args:
        area: folder of the area.
        folder: an empty place.
        number: how many blocks; 1 for the area itself with ample outside providers.
        staffed: how many of them have posts; all unless given.

    Returns:
        The copy.
    """
    copy = _copy(area, folder)
    outside = _read(copy, "outside")
    _multiply(outside, "hours_per_week", AMPLE * number)
    _write(copy, "outside", outside)
    if number == 1:
        return copy
    _repeat(copy, "marginals", ("neighbourhood",), number)
    description = copy / "area.toml"
    names = sorted(set(_read(copy, "marginals")["neighbourhood"]))
    written = ", ".join(f'"{name}"' for name in names)
    lines = [
        f"neighbourhoods = [{written}]" if line.startswith("neighbourhoods") else line
        for line in description.read_text(encoding="utf-8").splitlines()
    ]
    description.write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = _read(copy, "organisations")
    abroad = rows[rows["in_area"] == "0"]
    _write(copy, "organisations", rows[rows["in_area"] == "1"])
    _repeat(copy, "organisations", ("organisation", "title"), number)
    _write(copy, "organisations", pd.concat([_read(copy, "organisations"), abroad]))
    providers = _read(copy, "providers")
    _multiply(providers, "share", 1 / number)
    _write(copy, "providers", providers)
    _repeat(copy, "providers", ("organisation",), number)
    _repeat(copy, "posts", ("organisation",), number if staffed is None else staffed)
    capacities = _read(copy, "capacities")
    abroad = capacities[capacities["organisation"].isin(set(outside["provider"]))]
    _write(copy, "capacities", capacities.drop(index=abroad.index))
    _repeat(copy, "capacities", ("organisation",), number)
    _write(copy, "capacities", pd.concat([_read(copy, "capacities"), abroad]))
    return copy


def other_people(scenario: Scenario, name: str) -> Scenario:
    """The same area with other people, drawn under another name: who lives there belongs to the area.

    Args:
        scenario: the scenario.
        name: name of the area.

    Returns:
        A scenario of its own.
    """
    area = scenario.loaded_area
    other = scenario.with_seed(scenario.seed)
    vars(other)["loaded_area"] = replace(area, name=name, digest=f"{area.digest} {name}")
    return other


def _copy(area: Path, folder: Path) -> Path:
    copy = folder / area.name
    shutil.copytree(area, copy)
    return copy


def _read(area: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(area / f"{table}.csv", dtype=str, keep_default_na=False)


def _write(area: Path, table: str, rows: pd.DataFrame) -> None:
    rows.to_csv(area / f"{table}.csv", index=False)


def _multiply(rows: pd.DataFrame, column: str, factor: float, which: "pd.Series[bool] | None" = None) -> None:
    chosen = rows.index if which is None else rows.index[which]
    rows.loc[chosen, column] = [f"{factor * float(cell):.12g}" for cell in rows.loc[chosen, column]]


def _repeat(area: Path, table: str, names: tuple[str, ...], number: int) -> None:
    """Write every row several times, under names of its own."""
    rows = _read(area, table)
    parts = []
    for block in range(1, number + 1):
        part = rows.copy()
        for column in names:
            part[column] = [f"{cell}-{block}" for cell in part[column]]
        parts.append(part)
    _write(area, table, pd.concat(parts))
