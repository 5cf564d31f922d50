"""Reads the folder of an area."""

import hashlib
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from simulation.areas.area import Area
from simulation.areas.checks import check_tables
from simulation.areas.schema import SOLVED_TABLES, TABLES
from simulation.areas.tables import empty_table, place, read_table, wrong
from simulation.errors import say, unknown

AREAS_FOLDER = Path(__file__).parent
DESCRIPTION = "area.toml"
OWN_WORLDS = "worlds.csv"
"""Plausible worlds in the folder of an area: made from the tables, so no part of what they are made from."""
ENTRIES = {
    "name": str,
    "title_nl": str,
    "title_en": str,
    "text_nl": str,
    "text_en": str,
    "neighbourhoods": list,
    "derived": bool,
    "sources": list,
}
"""What stands in area.toml, and as what."""

_MAY_BE_ABSENT = ("text_nl", "text_en")
_opened: dict[tuple[str, bool], Area] = {}
_MOST_OPENED = 16


def area_names() -> list[str]:
    """List the areas that come with the simulation."""
    return sorted(folder.name for folder in AREAS_FOLDER.iterdir() if (folder / DESCRIPTION).is_file())


def load_area(name_or_path: str | Path, *, solved: bool = True) -> Area:
    """Open an area by its name, or by the folder it is in.

    Its files are looked at each time; they are read anew only when a letter in them has changed.

    Args:
        name_or_path: one of `area_names()`, or the path of a folder with an area.toml and the tables.
        solved: whether to read the solved tables too; without them an area can be solved anew after a change.

    Returns:
        The area, with its tables checked; shared by all who open it, so do not change it.

    Raises:
        InputError: one line with file, row, column, value and what is allowed.
    """
    folder = area_folder(name_or_path)
    with suppress(OSError):  # a file that cannot be read is refused by whoever reads it
        known = _opened.get((_digest(folder), solved))
        if known is not None:
            return known
    area = _read(folder, solved=solved)
    while len(_opened) >= _MOST_OPENED:
        _opened.pop(next(iter(_opened)), None)
    _opened[area.digest, solved] = area
    return area


def _read(folder: Path, *, solved: bool) -> Area:
    """Read all files of an area and check them."""
    description = _description(folder / DESCRIPTION)
    tables = {name: read_table(folder / f"{name}.csv", *shape) for name, shape in TABLES.items()}
    for name, (columns, key) in SOLVED_TABLES.items():
        path = folder / f"{name}.csv"
        tables[name] = (
            read_table(path, columns, key) if solved and path.is_file() else empty_table(path, columns)
        )
    neighbourhoods = tuple(description["neighbourhoods"])
    check_tables(neighbourhoods, tables)
    contents: dict[str, Any] = {name: table.content for name, table in tables.items()}
    background = contents.pop("background_totals")
    composition = contents.pop("composition").set_index("item")["value"].to_dict()
    return Area(
        name=description["name"],
        title_nl=description["title_nl"],
        title_en=description["title_en"],
        text_nl=" ".join(description.get("text_nl", "").split()),
        text_en=" ".join(description.get("text_en", "").split()),
        neighbourhoods=neighbourhoods,
        derived=description["derived"],
        sources=tuple(description["sources"]),
        digest=_digest(folder),
        composition={str(item): float(value) for item, value in composition.items()},
        background=background,
        world_digest="",
        **contents,
    )


def area_folder(name_or_path: str | Path) -> Path:
    """Find the folder of an area.

    Args:
        name_or_path: one of `area_names()`, or the path of a folder.

    Returns:
        The folder.

    Raises:
        InputError: there is no such area or folder.
    """
    name = str(name_or_path)
    if name in area_names():
        return AREAS_FOLDER / name
    path = Path(name_or_path).expanduser()
    if name and path.is_dir():
        return path.resolve()
    raise unknown("area", name, area_names())


def _description(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        raise wrong("description_missing", place(path))
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise wrong("unreadable", place(path), reason=error) from None
    for entry, kind in ENTRIES.items():
        if entry not in content and entry not in _MAY_BE_ABSENT:
            raise wrong("entry_missing", place(path), entry=entry, allowed=say(f"kind.{kind.__name__}"))
        if not isinstance(content.get(entry, kind()), kind):
            allowed = say(f"kind.{kind.__name__}")
            raise wrong("entry", place(path), entry=entry, value=repr(content[entry]), allowed=allowed)
    for entry in ("name", "title_nl", "title_en"):
        if not content[entry].strip():
            raise wrong(
                "entry", place(path), entry=entry, value=repr(content[entry]), allowed=say("kind.str")
            )
    _check_neighbourhoods(path, content["neighbourhoods"])
    for source in content["sources"]:
        if not isinstance(source, dict) or not all(isinstance(part, str) for part in source.values()):
            raise wrong("entry_sources", place(path), entry="sources", value=repr(source))
    return content


def _check_neighbourhoods(path: Path, names: list[Any]) -> None:
    texts = all(isinstance(name, str) and name for name in names)
    if not names or not texts or len(set(names)) < len(names):
        raise wrong("entry_names", place(path), entry="neighbourhoods", value=repr(names))


def _digest(folder: Path) -> str:
    """Take the fingerprint of every table of the area, so that a changed cell is noticed."""
    fingerprint = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix in (".csv", ".toml") and path.name != OWN_WORLDS:
            content = path.read_bytes()
            fingerprint.update(f"{path.name}:{len(content)}:".encode())
            fingerprint.update(content)
    return fingerprint.hexdigest()
