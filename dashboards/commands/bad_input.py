"""Says in one line, in the reader's language, what was wrong with what was typed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from dashboards.commands.plain_words import in_words
from results.words import Words, load_input_words

if TYPE_CHECKING:
    from simulation.errors import InputError

LISTED_AT_MOST = 12
"""How many valid names a message lists in full."""


class BadInput(Exception):
    """What was typed cannot be used; the message says why and what can."""


def bad(words: Words, key: str, **fields: object) -> BadInput:
    """Makes the message of a key.

    Args:
        words: The language of the reader.
        key: The name of the message in the [error] part of the words.
        fields: What goes into its blanks.
    """
    return BadInput(words.text(f"error.{key}", **fields))


def unknown_name(
    words: Words, thing: str, name: str, valid: Iterable[str], command: str = "--help"
) -> BadInput:
    """Says that a name does not exist, and which one was probably meant.

    Args:
        words: The language of the reader.
        thing: What kind of name it is, a key of the [error] part of the words.
        name: What was typed.
        valid: The names that exist.
        command: The command that lists them, for when they are too many for one line.
    """
    names = list(valid)
    what = words.text(f"error.{thing}")
    near = suggestion(words, name, names)
    if len(names) > LISTED_AT_MOST:
        return bad(
            words,
            "unknown_name_many",
            thing=what,
            name=name,
            suggestion=near,
            command=command,
            count=len(names),
        )
    return bad(words, "unknown_name", thing=what, name=name, suggestion=near, allowed=", ".join(names))


def suggestion(words: Words, name: str, valid: Iterable[str]) -> str:
    """Gives ", did you mean ...?", or nothing when no name looks like it."""
    from simulation.errors import nearest

    found = nearest(name, valid)
    return words.text("error.suggestion", nearest=found) if found else ""


def write_input_error(error: "InputError", words: Words) -> str:
    """Says in the reader's language what the simulation could not use.

    Args:
        error: What the simulation said.
        words: The language of the reader.

    Returns:
        One line; English where the sentence has no words in the language.
    """
    known = load_input_words(words.language)
    if error.sentence is None or not known:
        return str(error)
    return in_words(error.sentence, words).write({**words.entries, **known})
