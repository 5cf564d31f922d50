"""Says in one line what is wrong with an input and what would be right, in whatever language is asked."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from pathlib import Path

LISTED_AT_MOST = 12
"""How many valid names a message still lists in full."""

ALIKE_AT_LEAST = 0.5
"""How alike two names must be (0-1) to suggest one for the other."""

_ENGLISH = Path(__file__).with_name("errors_en.toml")


@cache
def english_sentences() -> Mapping[str, str]:
    """Give every sentence about wrong input, in English.

    Returns:
        Key, such as "area.ages", and sentence with its blanks.
    """
    parts = tomllib.loads(_ENGLISH.read_text(encoding="utf-8"))
    return {f"{part}.{name}": text for part, texts in parts.items() for name, text in texts.items()}


@dataclass(frozen=True)
class Sentence:
    """A sentence by its key, to be written in any language that has that key.

    Attributes:
        key: where the sentence stands in `english_sentences()`.
        fields: what goes into its blanks: values, or further sentences.
    """

    key: str
    fields: Mapping[str, object]

    def write(self, sentences: Mapping[str, str]) -> str:
        """Write the sentence, and every sentence in its blanks.

        Args:
            sentences: key and sentence with blanks, in one language.

        Returns:
            The sentence in that language.
        """
        filled = {
            name: value.write(sentences) if isinstance(value, Sentence) else value
            for name, value in self.fields.items()
        }
        return one_line(sentences[self.key].format(**filled))

    def __str__(self) -> str:
        """Write the sentence in English."""
        return self.write(english_sentences())


def say(key: str, **fields: object) -> Sentence:
    """Make a sentence.

    Args:
        key: where it stands in `english_sentences()`.
        fields: what goes into its blanks.

    Returns:
        The sentence.
    """
    return Sentence(key, fields)


def one_line(text: str) -> str:
    """Keep a message on one line, whatever was given."""
    return " ".join(text.split())


class InputError(ValueError):
    """Tells in one line what was given, what is allowed and how to put it right.

    Attributes:
        sentence: what is said, to be written in another language; None if there is English only.
    """

    def __init__(self, message: str | Sentence) -> None:
        """Keep the message on one line, whatever was given."""
        super().__init__(one_line(str(message)))
        self.sentence = message if isinstance(message, Sentence) else None


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Find the valid name that was most likely meant, or None if nothing looks like it."""
    plain = {option.casefold().replace("-", "_"): option for option in sorted(valid)}
    wanted = str(name).strip().casefold().replace("-", "_").replace(" ", "_")
    if wanted in plain:
        return plain[wanted]
    close = get_close_matches(wanted, plain, n=1, cutoff=ALIKE_AT_LEAST)
    if close:
        return plain[close[0]]
    parts = [option for option in plain if len(wanted) > 2 and wanted in option]
    if not parts:
        return None
    return plain[max(parts, key=lambda option: SequenceMatcher(None, wanted, option).ratio())]


def unknown(thing: str, name: str, valid: Iterable[str]) -> InputError:
    """Say that a name does not exist and which name was probably meant."""
    return InputError(unknown_name(thing, name, valid))


def unknown_name(thing: str, name: str, valid: Iterable[str]) -> Sentence:
    """Say that a name does not exist and which name was probably meant.

    Args:
        thing: what kind of name it is: a key of the things that have words, or a word as it stands in a file.
        name: the name given.
        valid: the names that exist.

    Returns:
        The sentence.
    """
    names = sorted(valid)
    found = nearest(name, names)
    if not names:
        allowed = say("name.none")
    elif len(names) <= LISTED_AT_MOST:
        allowed = say("name.list", names=", ".join(names))
    else:
        allowed = say("name.many", count=len(names))
    key = "thing." + thing.replace(" ", "_")
    return say(
        "name.unknown",
        thing=say(key) if key in english_sentences() else thing,
        name=str(name),
        remedy=say("name.meant", name=found) if found is not None else say("name.unlike"),
        allowed=allowed,
    )
