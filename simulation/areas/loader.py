"""Reads the folder of an area."""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from simulation.areas.area import Area
from simulation.areas.checks import check_tables
from simulation.areas.schema import SOLVED_TABLES, TABLES
from simulation.areas.tables import empty_table, place, read_table
from simulation.errors import InputError, unknown

AREAS_FOLDER = Path(__file__).parent
DESCRIPTION = "area.toml"


def area_names() -> list[str]:
    """List the areas that come with the simulation."""
    return sorted(folder.name for folder in AREAS_FOLDER.iterdir() if (folder / DESCRIPTION).is_file())


def load_area(name_or_path: str | Path) -> Area:
    """Open an area by its name, or by the folder it is in.

    Args:
        name_or_path: one of `area_names()`, or the path of a folder with an area.toml and the tables.

    Returns:
        The area, with its tables checked.

    Raises:
        InputError: one line with file, row, column, value and what is allowed.
    """
    folder = _folder(name_or_path)
    description = _description(folder / DESCRIPTION)
    tables = {name: read_table(folder / f"{name}.csv", *shape) for name, shape in TABLES.items()}
    for name, (columns, key) in SOLVED_TABLES.items():
        path = folder / f"{name}.csv"
        tables[name] = read_table(path, columns, key) if path.is_file() else empty_table(columns)
    neighbourhoods = tuple(description["neighbourhoods"])
    check_tables(folder, neighbourhoods, tables)
    background = tables.pop("background_totals")
    composition = tables.pop("composition").set_index("item")["value"].to_dict()
    return Area(
        name=description["name"],
        title_nl=description["title_nl"],
        title_en=description["title_en"],
        neighbourhoods=neighbourhoods,
        derived=description["derived"],
        sources=tuple(description["sources"]),
        digest=_digest(folder),
        composition={str(item): float(value) for item, value in composition.items()},
        background=background,
        **tables,
    )


def _folder(name_or_path: str | Path) -> Path:
    name = str(name_or_path)
    if name in area_names():
        return AREAS_FOLDER / name
    path = Path(name_or_path).expanduser()
    if name and path.is_dir():
        return path.resolve()
    raise unknown("area", name, area_names())


def _description(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise InputError(f"{place(path)} is missing: an area needs this file")
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{place(path)} cannot be read: {error}; allowed: TOML in UTF-8") from None
    wanted = {
        "name": str,
        "title_nl": str,
        "title_en": str,
        "neighbourhoods": list,
        "derived": bool,
        "sources": list,
    }
    for entry, kind in wanted.items():
        if not isinstance(content.get(entry), kind):
            given = content.get(entry, "nothing")
            raise InputError(
                f"{place(path)} entry {entry!r}: {given!r} is not allowed; allowed: a {kind.__name__}"
            )
    if not content["neighbourhoods"] or not all(isinstance(name, str) for name in content["neighbourhoods"]):
        raise InputError(
            f"{place(path)} entry 'neighbourhoods': {content['neighbourhoods']!r}; allowed: one name or more"
        )
    return content


def _digest(folder: Path) -> str:
    """Take the fingerprint of every file of the area, so that a changed cell is noticed."""
    fingerprint = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".toml"):
            content = path.read_bytes()
            fingerprint.update(f"{path.name}:{len(content)}:".encode())
            fingerprint.update(content)
    return fingerprint.hexdigest()
