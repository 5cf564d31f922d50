"""Puts what is said in English, units and choices and reasons, in the words of the reader."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from results.words import Words

if TYPE_CHECKING:
    from simulation.errors import Sentence

REASONS: Mapping[str, str] = {
    "No such file or directory": "absent",
    "Permission denied": "not_allowed",
    "Is a directory": "is_folder",
    "Not a directory": "no_folder",
    "No space left on device": "full",
    "File exists": "exists",
    "File name too long": "long_name",
    "Read-only file system": "read_only",
    "codec can't decode": "no_utf8",
    "invalid start byte": "no_utf8",
    "invalid continuation byte": "no_utf8",
    "Expected '=' after a key": "no_equals",
    "Cannot overwrite a value": "twice",
    "Cannot declare": "twice",
    "Expected newline or end of document": "no_end",
    "Unclosed array": "no_bracket",
    "Unterminated string": "no_quote",
    "Invalid value": "no_value",
    "Invalid statement": "no_statement",
}
"""How a reason begins that Python or the machine gives, and the key of its words."""
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def title_policy(name: str, words: Words) -> str:
    """Gives the title of a policy in the language of the reader."""
    from simulation.policies import policy

    found = policy(name)
    return found.title_nl if words.language == "nl" else found.title_en


def title_area(name: str, words: Words) -> str:
    """Gives the title of an area in the language of the reader."""
    from simulation.areas import load_area

    found = load_area(name)
    return found.title_nl if words.language == "nl" else found.title_en


def name_key(text: str) -> str:
    """Makes the key of words that belong to an English name."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def name_unit(unit: str, words: Words) -> str:
    """Writes a unit in the words of the reader."""
    return words.find(f"unit.{name_key(unit)}", unit)


def name_choice(label: str, words: Words) -> str:
    """Writes one of the choices of a parameter in the words of the reader."""
    return words.find(f"choice.{name_key(label)}", label)


def name_reason(reason: object, words: Words) -> str:
    """Writes why a file or folder could not be used.

    Args:
        reason: What Python or the machine said, in English.
        words: The language of the reader.

    Returns:
        The reason with the line and column it names; what has no words stays as it was.
    """
    said = str(reason)
    key = next((key for begin, key in REASONS.items() if begin in said), None)
    text = said if key is None else words.text(f"reason.{key}")
    place = _PLACE.search(said)
    if place is None or key is None:
        return text
    return words.text("reason.at", reason=text, line=place[1], column=place[2])


def in_words(sentence: "Sentence", words: Words) -> "Sentence":
    """Puts units, choices and reasons in a sentence, and in those inside it, in the words of the reader."""
    from simulation.errors import Sentence

    def put(name: str, value: object) -> object:
        if isinstance(value, Sentence):
            return in_words(value, words)
        if name == "unit":
            return name_unit(str(value), words)
        if name == "choices":
            return re.sub(r"(\d+) \(([^)]*)\)", lambda m: f"{m[1]} ({name_choice(m[2], words)})", str(value))
        return name_reason(value, words) if name == "reason" else value

    return replace(sentence, fields={name: put(name, value) for name, value in sentence.fields.items()})
