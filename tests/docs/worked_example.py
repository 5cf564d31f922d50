"""Follows docs/adding_a_submodel.md to the letter in a copy of the project."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
PAGE = TOP / "docs" / "adding_a_submodel.md"
COPIED = ("agents", "simulation", "results", "experiments", "dashboards", "tests", "docs")
COPIED_FILES = ("pyproject.toml", "CHANGELOG.md", "README.md")
_STEP = re.compile(r"^(New file|Change in) `([^`]+)`:\n\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Step:
    """One thing the page tells to do: a new file, or lines that change in a file that is there."""

    new: bool
    file: str
    language: str
    text: str

    def apply(self, folder: Path) -> None:
        """Do it in a copy of the project."""
        path = folder / self.file
        if self.new:
            assert not path.exists(), f"{self.file} exists already"
            path.write_text(self.text, encoding="utf-8")
            return
        assert self.language == "diff", self.file
        before, after = (_lines(self.text, marks) for marks in (" -", " +"))
        found = path.read_text(encoding="utf-8")
        places = [match.start() for match in re.finditer(f"(?m)^(?={re.escape(before)})", found)]
        assert len(places) == 1, f"{self.file} has these lines {len(places)} times, not once:\n{before}"
        rest = found[places[0] + len(before) :]
        path.write_text(found[: places[0]] + after + rest, encoding="utf-8")


def _lines(text: str, marks: str) -> str:
    """The lines of a change as they are before (" -") or after it (" +"), without their mark."""
    lines = [line or " " for line in text.splitlines()]
    assert all(line[0] in " +-" for line in lines), text
    return "".join(f"{line[1:]}\n" for line in lines if line[0] in marks)


def steps(page: str) -> Iterator[Step]:
    """Read the steps of the page in their order."""
    for kind, file, language, text in _STEP.findall(page):
        yield Step(kind == "New file", file, language, text)


def copy_project(folder: Path) -> Path:
    """Copy what the example needs, without caches."""
    ignore = shutil.ignore_patterns("__pycache__", "runs", "_build")
    for room in COPIED:
        shutil.copytree(TOP / room, folder / room, ignore=ignore)
    for name in COPIED_FILES:
        shutil.copy(TOP / name, folder / name)
    return folder
