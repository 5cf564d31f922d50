"""All words a reader sees, Dutch and English, each language in one file."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, get_args

from results.numbers import Language

LANGUAGES: tuple[Language, ...] = get_args(Language)
_FILES = (
    "words",
    "words_story",
    "words_worlds",
    "words_sweep",
    "words_validation",
    "words_dashboard",
    "words_questions_a",
    "words_regret",
    "words_directors",
    "words_evaluation",
)


@dataclass(frozen=True)
class Words:
    """The words of one language, found by a key such as "compare.title"."""

    language: Language
    entries: Mapping[str, str]

    def text(self, key: str, **fields: object) -> str:
        """Gives the words of a key with its blanks filled in.

        Args:
            key: The key in words_nl.toml and words_en.toml.
            fields: What goes into the blanks, such as policy="fragmented".
        """
        return self.entries[key].format(**fields)

    def years(self, count: int) -> str:
        """Gives a number of years in words.

        Args:
            count: How many, at least one.
        """
        return self.text("report.years" if count > 1 else "report.years_one", count=count)

    def find(self, key: str, otherwise: str) -> str:
        """Gives the words of a key, or something else for what has no words of its own."""
        return self.entries.get(key, otherwise)


@cache
def load_words(language: Language) -> Words:
    """Reads the words of a language."""
    entries: dict[str, str] = {}
    for name in _FILES:
        text = files("results").joinpath(f"{name}_{language}.toml").read_text(encoding="utf-8")
        entries |= _flatten(tomllib.loads(text))
    return Words(language, entries)


@cache
def load_input_words(language: Language) -> Mapping[str, str]:
    """Reads what is said of input that cannot be used.

    Args:
        language: The language of the reader.

    Returns:
        Key and sentence with blanks; nothing for English, which the simulation speaks by itself.
    """
    file = files("results").joinpath(f"words_input_{language}.toml")
    return dict(_flatten(tomllib.loads(file.read_text(encoding="utf-8")))) if file.is_file() else {}


def _flatten(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    for name, branch in tree.items():
        if isinstance(branch, Mapping):
            yield from _flatten(branch, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", str(branch)
