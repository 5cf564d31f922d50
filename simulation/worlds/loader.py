"""Reads the plausible worlds of an area, and refuses a file that cannot be right."""

import csv
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from typing import Any

from agents.domains import EVENTS
from simulation.areas import Area, load_area
from simulation.areas.loader import AREAS_FOLDER, OWN_WORLDS, area_folder
from simulation.areas.tables import REMARK, Column, Table, integer, number, place, positive, read_table, wrong
from simulation.errors import InputError, say, unknown_name
from simulation.parameters import entries
from simulation.tables import list_rows
from simulation.worlds.plausible import PlausibleWorld, PlausibleWorlds, file_digest

WORLDS_FOLDER = Path(__file__).parent
WORLD, HOURS, RATE = "world", "hours:", "rate:"
AREA_DIGEST = "area_digest"
"""The line of the head that says for which content of the area the worlds were made."""
LEAST_WORLDS = 2
_MOST_OPENED = 16
_opened: dict[tuple[str, str, str], PlausibleWorlds] = {}
_lock = Lock()


def worlds_file(name_or_path: str | Path) -> Path:
    """Say where the plausible worlds of an area are kept, whether they are there or not.

    Args:
        name_or_path: name of an area, or path of its folder.

    Returns:
        The file: beside this one for the areas that come with the simulation, else worlds.csv in the folder.
    """
    folder = area_folder(name_or_path)
    if folder.parent == AREAS_FOLDER:
        return WORLDS_FOLDER / f"{folder.name}.csv"
    return folder / OWN_WORLDS


def load_worlds(name_or_path: str | Path, area: Area | None = None) -> PlausibleWorlds | None:
    """Open the plausible worlds of an area; its file is read anew only when it, or the area, has changed.

    Args:
        name_or_path: name of an area, or path of its folder.
        area: the area itself, where it has been loaded already.

    Returns:
        Its worlds, or None for an area that has only its central world; shared by all who open them.

    Raises:
        InputError: one line with file, row, column, value and what is allowed.
    """
    path = worlds_file(name_or_path)
    if not path.is_file():
        return None
    opened = load_area(name_or_path) if area is None else area
    key = (str(path), file_digest(path), opened.digest)
    with _lock:
        worlds = _opened.get(key)
        if worlds is None:
            worlds = _read(path, opened)
            while len(_opened) >= _MOST_OPENED:
                del _opened[next(iter(_opened))]
            _opened[str(path), worlds.digest, opened.digest] = worlds
    return worlds


def _read(path: Path, opened: Area) -> PlausibleWorlds:
    """Read a file of worlds and check it."""
    passport, header = _head(path)
    _check_area(path, passport, opened)
    columns = [_column(path, name, opened) for name in header if name != WORLD]
    table = read_table(path, [integer(WORLD, low=1), *columns], [WORLD])
    _check_numbers(table)
    worlds = [_world(row) for row in table.content.to_dict("records")]
    ordered = tuple(sorted(worlds, key=lambda world: world.number))
    return PlausibleWorlds(f"{path.parent.name}/{path.name}", file_digest(path), passport, ordered)


def _head(path: Path) -> tuple[dict[str, str], list[str]]:
    """Read the remarks `# key: value` at the top of a file, and the names of its columns."""
    passport: dict[str, str] = {}
    for line in path.read_text(encoding="utf-8-sig", errors="replace").splitlines():
        if not line.startswith(REMARK):
            if line.strip():
                return passport, [name.strip() for name in next(csv.reader([line])) if name.strip()]
            continue
        key, mark, value = line.removeprefix(REMARK).partition(":")
        if mark and " " not in key.strip():
            passport.setdefault(key.strip(), value.strip())
    raise wrong("no_columns", place(path))


def _check_area(path: Path, passport: Mapping[str, str], area: Area) -> None:
    if AREA_DIGEST not in passport:
        raise InputError(say("worlds.no_digest", place=place(path), head=AREA_DIGEST, digest=area.digest))
    if passport[AREA_DIGEST] != area.digest:
        raise InputError(
            say(
                "worlds.other_area",
                place=place(path),
                head=AREA_DIGEST,
                found=passport[AREA_DIGEST][:16],
                area=area.name,
                digest=area.digest[:16],
            )
        )


def _column(path: Path, name: str, area: Area) -> Column:
    """Say what may stand in a column, or refuse one that nobody knows."""
    where = place(path, column=name)
    if name.startswith(HOURS):
        asked = name.removeprefix(HOURS)
        lists = [f"{organisation}:{product}" for product, organisation, _, _ in list_rows(area)]
        if asked not in lists:
            raise wrong("at", where, problem=unknown_name("list", asked, lists))
        return positive(name)
    if name.startswith(RATE):
        if name.removeprefix(RATE) not in EVENTS:
            raise wrong("at", where, problem=unknown_name("event", name.removeprefix(RATE), EVENTS))
        return number(name)
    facts = {key: entry for key, entry in entries().items() if entry.kind == "model"}
    if name not in facts:
        lever = name in entries()
        problem = say("worlds.is_lever", name=name) if lever else unknown_name("parameter", name, facts)
        raise wrong("at", where, problem=problem)
    entry = facts[name]
    return Column(name, "integer" if entry.whole else "number", low=entry.low, high=entry.high)


def _check_numbers(table: Table) -> None:
    """Refuse a gap in the numbers of the worlds, or too few to say anything about what is not known."""
    given = set(table[WORLD])
    missing = sorted(set(range(1, len(given) + 1)) - given)
    if missing:
        raise InputError(
            say("worlds.missing", place=table.at(None, WORLD), world=missing[0], most=len(given))
        )
    if len(given) < LEAST_WORLDS:
        raise InputError(
            say("worlds.too_few", place=table.at(None, WORLD), count=len(given), least=LEAST_WORLDS)
        )


def _world(row: Mapping[Any, Any]) -> PlausibleWorld:
    cells = {str(name): float(value) for name, value in row.items() if name != WORLD}
    hours = {_list(name): value for name, value in cells.items() if name.startswith(HOURS)}
    rates = {name.removeprefix(RATE): value for name, value in cells.items() if name.startswith(RATE)}
    values = {name: value for name, value in cells.items() if not name.startswith((HOURS, RATE))}
    return PlausibleWorld(int(row[WORLD]), values, hours, rates)


def _list(name: str) -> tuple[str, str]:
    organisation, _, product = name.removeprefix(HOURS).rpartition(":")
    return organisation, product
