"""Writes the generated part of docs/sources.md: the published figures that numbers name as their source.

Run it as ``python -m experiments.sources_page`` after a change of a source.
"""

import csv
import re
from collections import defaultdict
from functools import cache
from pathlib import Path

from experiments.page import TOP, markdown_table, write_blocks
from simulation.parameters import entries

SOURCES_PAGE = TOP / "docs" / "sources.md"
_ID = re.compile(r"\b(?:pop|prog):[A-Z]+\d+[a-z]?\b")
_HEADS = ("figure", "value", "read in", "named by")
_ADDRESS = re.compile(r"(?<![(<\w])(https?://[^\s;,)]+)")


@cache
def evidence() -> dict[str, dict[str, str]]:
    """Reads the published figures that were collected, with value, unit, year, place, source and grade."""
    file = Path(__file__).parent / "evidence.csv"
    with file.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def find_ids() -> dict[str, list[str]]:
    """Finds which figures are named as a source, and by what.

    Returns:
        Id of the figure -> parameters, tables of areas and facts that name it.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for name, entry in entries().items():
        for figure in _ID.findall(entry.source):
            found[figure].add(f"`{name}`")
    for path in sorted((TOP / "simulation" / "areas").rglob("*.csv")):
        for figure in _ID.findall(path.read_text(encoding="utf-8")):
            found[figure].add(f"`areas/*/{path.name}`")
    facts = (TOP / "experiments" / "targets.toml").read_text(encoding="utf-8")
    for figure in _ID.findall(facts):
        found[figure].add("[targets](targets.md)")
    return {figure: sorted(names) for figure, names in sorted(found.items())}


def build_blocks() -> dict[str, str]:
    """Gives the generated part of the page."""
    rows = [_write_row(figure, named) for figure, named in find_ids().items()]
    return {"figures": markdown_table(_HEADS, rows, words=len(_HEADS))}


def _write_row(figure: str, named: list[str]) -> list[str]:
    row = evidence().get(figure)
    if row is None:
        return [figure, "", "", ", ".join(named)]
    value = f"{row['value']} ({row['range']})" if row["range"] else row["value"]
    where = ", ".join(part for part in (row["year"], row["place"]) if part)
    return [
        f"**{figure}**<br>{row['quantity']}",
        f"{value} {row['unit']}<br>{where}<br>grade {row['grade']}",
        _ADDRESS.sub(_link, row["source"]),
        ", ".join(named),
    ]


def _link(address: re.Match[str]) -> str:
    """Shows an address by its host, so that a table stays narrow."""
    host = address.group(1).split("/")[2].removeprefix("www.")
    return f"[{host}]({address.group(1)})"


if __name__ == "__main__":
    write_blocks(SOURCES_PAGE, build_blocks())
