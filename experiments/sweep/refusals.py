"""Says in one line, in the reader's language, what in a design cannot be used."""

from dataclasses import dataclass

from results.words import load_words
from simulation.errors import InputError, Sentence, english_sentences


@dataclass(frozen=True)
class Said(Sentence):
    """A sentence of the words of the reader, whose blanks may hold sentences of the simulation."""

    def __str__(self) -> str:
        """Writes the sentence in English."""
        return self.write({**load_words("en").entries, **english_sentences()})


def say(key: str, **fields: object) -> Said:
    """Makes a sentence.

    Args:
        key: The name of the message in the [error] part of the words.
        fields: What goes into its blanks: values, or further sentences.
    """
    return Said(f"error.{key}", fields)


def refuse(key: str, **fields: object) -> InputError:
    """Makes the refusal of a design.

    Args:
        key: The name of the message in the [error] part of the words.
        fields: What goes into its blanks: values, or further sentences.
    """
    return InputError(say(key, **fields))


def at(place: str, error: InputError) -> InputError:
    """Says where in a design the simulation found something it cannot use.

    Args:
        place: File and table of the design.
        error: What the simulation said.
    """
    return refuse("sweep_at", place=place, problem=error.sentence or str(error))
