"""`zorgbundel areas new`: a folder for an area of one's own, filled and explained in two languages."""

import json
import re
import shlex
import shutil
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.layout import SCREEN_WIDTH
from dashboards.commands.machine import show_json
from dashboards.commands.options import OPTIONS
from results.errors import StoreError
from results.words import LANGUAGES, Words, load_input_words, load_words

if TYPE_CHECKING:
    from simulation.areas.schema import Shape
    from simulation.areas.tables import Column

REMARK = "# "
INDENT = 4


def work(folder: Path, as_json: bool, words: Words) -> int:
    """Writes the template and says what to do next.

    Args:
        folder: A folder that is not there yet, or is empty.
        as_json: Whether the result is for a machine.
        words: The language of the reader.
    """
    example = OPTIONS["area"].default or ""
    files = template(folder.resolve().name, example)
    write_folder(folder, files)
    if as_json:
        show_json({"folder": str(folder.resolve()), "filled_with": example, "files": sorted(files)})
        return 0
    print(words.text("areas.written", count=len(files), folder=folder, area=example))
    for key in ("areas.next", "areas.next_solve", "areas.next_run"):
        print(f"- {words.text(key, folder=shlex.quote(str(folder)))}")
    return 0


def template(name: str, example: str) -> dict[str, str]:
    """Makes the files of a new area: those of an example, each explained at its top.

    Args:
        name: Name of the new area.
        example: Name of the area that is copied.

    Returns:
        File name and content.
    """
    from simulation.areas.loader import DESCRIPTION, area_folder
    from simulation.areas.schema import SOLVED_TABLES, TABLES

    source = area_folder(example)
    files = {DESCRIPTION: _described(name, example, (source / DESCRIPTION).read_text(encoding="utf-8"))}
    for table, shape in {**TABLES, **SOLVED_TABLES}.items():
        path = source / f"{table}.csv"
        if path.is_file():
            files[path.name] = explain_table(table, shape) + path.read_text(encoding="utf-8")
    return files


def explain_table(table: str, shape: "Shape") -> str:
    """Writes the remarks at the top of a table: what it is, and each column with what is allowed in it.

    Args:
        table: Name of the table.
        shape: Its columns.

    Returns:
        Lines that start with #, first Dutch, then English.
    """
    lines: list[str] = []
    for words in map(load_words, LANGUAGES):
        lines += _remark(f"{table}.csv: {words.text(f'area_table.{table}')}")
        for column in shape[0]:
            meaning = words.find(f"area_column.{table}_{column.name}", "") or words.text(
                f"area_column.{column.name}"
            )
            lines += _remark(f"{column.name}: {meaning}; {_allowed(column, words)}", INDENT)
        lines.append(REMARK.strip())
    return "".join(f"{line}\n" for line in lines)


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Writes files into a new folder: all of them, or nothing.

    Args:
        folder: A folder that is not there yet, or is empty.
        files: File name and content.

    Raises:
        StoreError: There is something in the folder already, or it is a file.
        OSError: It cannot be written.
    """
    place = folder.resolve()
    if place.exists() and not place.is_dir():
        raise StoreError("error.new_is_file", folder=folder)
    found = next(iter(sorted(place.iterdir())), None) if place.exists() else None
    if found is not None:
        raise StoreError("error.new_not_empty", folder=folder, example=found.name)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".unfinished", dir=place.parent))
    try:
        draft.chmod(0o755)
        for name, content in files.items():
            (draft / name).write_text(content, encoding="utf-8", newline="\n")
        if place.exists():
            place.rmdir()
        draft.rename(place)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _described(name: str, example: str, text: str) -> str:
    """Gives the description of the example its own name, and explains its entries."""
    from simulation.areas import load_area

    own = {"name": name}
    lines: list[str] = []
    for words in map(load_words, LANGUAGES):
        title = getattr(load_area(example), f"title_{words.language}")
        own[f"title_{words.language}"] = words.text("areas.own_title", name=name)
        own[f"text_{words.language}"] = words.text("areas.own_text", area=title)
        lines += _remark(words.text("area_table.area"))
        entries = (key for key in words.entries if key.startswith("area_entry."))
        for key in entries:
            lines += _remark(f"{key.partition('.')[2]}: {words.text(key)}", INDENT)
        lines.append(REMARK.strip())
    rest = re.sub(r'^(name|title_nl|title_en) = ".*"\n', "", text, flags=re.MULTILINE)
    rest = re.sub(r'^(text_nl|text_en) = """.*?"""\n', "", rest, flags=re.MULTILINE | re.DOTALL)
    lines += [f"{entry} = {json.dumps(value, ensure_ascii=False)}" for entry, value in own.items()]
    return "".join(f"{line}\n" for line in lines) + rest


def _allowed(column: "Column", words: Words) -> str:
    from simulation.areas.tables import bounds

    known = load_input_words(words.language)
    if column.kind != "text":
        what = bounds(column).write(known) if known else str(bounds(column))
    else:
        what = words.text("areas.any_text") if column.choices is None else ", ".join(column.choices)
    empty = f" ({words.text('areas.may_be_empty')})" if column.may_be_empty else ""
    return f"{words.text('areas.allowed')}: {what}{empty}"


def _remark(text: str, indent: int = 0) -> Iterator[str]:
    """Breaks a remark into lines that fit the screen."""
    first = REMARK + " " * (indent // 2)
    yield from textwrap.wrap(
        text,
        SCREEN_WIDTH,
        initial_indent=first,
        subsequent_indent=first + " " * INDENT,
        break_long_words=False,
        break_on_hyphens=False,
    )
