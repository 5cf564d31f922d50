"""Writes generated parts of a page: a part lies between two marks, and only what lies there is replaced."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from simulation.errors import InputError

TOP = Path(__file__).resolve().parent.parent
_ROOMS = ("agents", "simulation")
_KINDS = (".py", ".csv", ".toml")


def replace_block(text: str, name: str, content: str) -> str:
    """Puts new content between the marks of one part of a page.

    Args:
        text: The whole page.
        name: Name of the part; it lies between `<!-- begin: name -->` and `<!-- end: name -->`.
        content: What shall stand there.

    Returns:
        The whole page.

    Raises:
        InputError: The page does not hold these marks exactly once, in that order.
    """
    begin, end = f"<!-- begin: {name} -->", f"<!-- end: {name} -->"
    pattern = re.escape(begin) + r".*?" + re.escape(end)
    if text.count(begin) != 1 or text.count(end) != 1 or not re.search(pattern, text, re.DOTALL):
        raise InputError(
            f"page part {name!r}: the page must hold {begin} and then {end}, each once; put them back"
        )
    return re.sub(pattern, lambda _: f"{begin}\n{content.strip()}\n{end}", text, flags=re.DOTALL)


def write_blocks(page: Path, blocks: dict[str, str]) -> None:
    """Replaces several parts of a page, all of them or none.

    Args:
        page: The file.
        blocks: Name of the part -> content.
    """
    text = page.read_text(encoding="utf-8")
    for name, content in blocks.items():
        text = replace_block(text, name, content)
    page.write_text(text, encoding="utf-8")


def markdown_table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, words: int = 1) -> str:
    """Writes a table in Markdown.

    Args:
        heads: Names of the columns.
        rows: The cells.
        words: How many columns at the left hold words; the others hold numbers.
    """
    marks = ["---" if place < words else "---:" for place in range(len(heads))]
    lines = [heads, marks, *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def digest_sources(top: Path = TOP) -> str:
    """Gives the fingerprint of all that decides a number: rules, parameters, policies and areas.

    Args:
        top: Folder that holds them.

    Returns:
        Sixteen hexadecimal characters that change with any edit.
    """
    digest = hashlib.sha256()
    for room in _ROOMS:
        for path in sorted(path for path in (top / room).rglob("*") if path.suffix in _KINDS):
            digest.update(path.relative_to(top).as_posix().encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
