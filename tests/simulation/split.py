"""The small area with one provider split in two identical ones."""

import shutil
from pathlib import Path

import pandas as pd

PROVIDER, TWIN = "schakel", "tweeling"
SPLIT = ("social_work", "guidance")
"""Products whose posts are divided: both have an even number of people, and colleagues may exchange hours."""
HALF = 0.5


def split_area(area: Path, folder: Path) -> Path:
    """Copy an area and split one provider: half of the people and cases of two products go to its twin.

    Args:
        area: folder of the area.
        folder: an empty place.

    Returns:
        The copy, in which the same people live and as many people work.
    """
    copy = folder / area.name
    shutil.copytree(area, copy)
    organisations = _read(copy, "organisations")
    twin = organisations[organisations["organisation"] == PROVIDER].assign(
        organisation=TWIN, title="Tweeling"
    )
    _write(copy, "organisations", pd.concat([organisations, twin]))
    for table, columns in (("posts", ("fte", "people")), ("providers", ("share",)), ("capacities", ())):
        rows = _read(copy, table)
        chosen = (rows["organisation"] == PROVIDER) & rows["product"].isin(SPLIT)
        for column in columns:
            rows.loc[chosen, column] = [f"{HALF * float(cell):g}" for cell in rows.loc[chosen, column]]
        _write(copy, table, pd.concat([rows, rows[chosen].assign(organisation=TWIN)]))
    return copy


def _read(area: Path, table: str) -> pd.DataFrame:
    return pd.read_csv(area / f"{table}.csv", dtype=str, keep_default_na=False)


def _write(area: Path, table: str, rows: pd.DataFrame) -> None:
    rows.to_csv(area / f"{table}.csv", index=False)
