"""The small area made larger: the same organisations with more of all, or the same area several times."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from simulation import Scenario

COUNTED = ("persons", "households")
"""Units of the marginals that grow with an area; the others are percentages."""
AMPLE = 100
"""How many times its hours an outside provider gets that is never to be a bottleneck."""
HARDLY = 0.01
"""Part of their hours that people work in a block that hardly works."""
DECISION = "decision"


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


def blocks(area: Path, folder: Path, number: int, idle: int = 0) -> Path:
    """Copy an area so that it holds itself several times, each time with organisations of its own.

    Every product has an organisation of its own in each block, and outside providers have more than enough
    hours, so that lists share nothing. A household keeps to one provider per product, chosen by lot.

    Args:
        area: folder of the area.
        folder: an empty place.
        number: how many blocks; 1 for the area itself, changed in the same way.
        idle: in how many of them, the first ones, people hardly work.

    Returns:
        The copy.
    """
    copy = _copy(area, folder)
    outside = _read(copy, "outside")
    _multiply(outside, "hours_per_week", AMPLE * number)
    _write(copy, "outside", outside)
    _write(copy, "capacities", _read(copy, "capacities").iloc[:0])
    _repeat_neighbourhoods(copy, number)
    providers, posts = _read(copy, "providers"), _read(copy, "posts")
    organisations = _read(copy, "organisations").set_index("organisation", drop=False)
    own = [organisations]
    for block in range(1, number + 1):
        names = [f"{row.organisation}-{row.product}-{block}" for row in providers.itertuples()]
        copies = organisations.loc[providers["organisation"]]
        own.append(copies.assign(organisation=names, title=names))
    _write(copy, "organisations", pd.concat(own))
    _write(copy, "providers", _per_block(providers, number).assign(share=f"{1 / number:.12g}"))
    consultants = posts[posts["product"] == DECISION].copy()
    for column in ("fte", "people"):
        _multiply(consultants, column, number)
    others = _per_block(posts[posts["product"] != DECISION], number).reset_index(drop=True)
    _multiply(others, "fte", HARDLY, pd.Series(np.arange(len(others)) < idle * len(providers)))
    _write(copy, "posts", pd.concat([others, consultants]))
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


def _per_block(rows: pd.DataFrame, number: int) -> pd.DataFrame:
    """Every row once for each block, at the organisation of that block and product."""
    parts = []
    for block in range(1, number + 1):
        names = rows["organisation"] + "-" + rows["product"] + f"-{block}"
        parts.append(rows.assign(organisation=names))
    return pd.concat(parts)


def _repeat_neighbourhoods(area: Path, number: int) -> None:
    rows = _read(area, "marginals")
    names = [f" {block}" for block in range(1, number + 1)]
    parts = [rows.assign(neighbourhood=rows["neighbourhood"] + name) for name in names]
    together = pd.concat(parts)
    _write(area, "marginals", together)
    description = area / "area.toml"
    written = ", ".join(f'"{name}"' for name in together["neighbourhood"].unique())
    lines = [
        f"neighbourhoods = [{written}]" if line.startswith("neighbourhoods") else line
        for line in description.read_text(encoding="utf-8").splitlines()
    ]
    description.write_text("\n".join(lines) + "\n", encoding="utf-8")


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
