"""What one visitor chose and sees; every tab has its own."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import uuid4

import solara

from dashboards.answer import Answer, stored_answer
from dashboards.play import Play, theatre
from dashboards.question import Question, built_in_places, read_question
from results.numbers import Language
from results.words import LANGUAGES, Words, load_words

if TYPE_CHECKING:
    from collections.abc import Mapping

OWN = "1"
"""Mark in the address: what was chosen is also what is on screen."""
_places: dict[str, str] = {}


def places() -> "Mapping[str, str]":
    """Gives the neighbourhoods a visitor may choose, and where their tables are."""
    return {**built_in_places(), **_places}


def add_place(name: str, folder: str) -> None:
    """Adds a neighbourhood of one's own, for all visitors."""
    _places[name] = folder


@dataclass(frozen=True)
class Visit:
    """What one visitor chose and sees.

    Attributes:
        language: The language of the page.
        chosen: What is chosen in the panel.
        shown: What is on screen, nothing while the first own comparison is on its way.
        complaints: What was wrong with the address, or why a comparison could not be played.
        wrong: Which of the two: "link" or "play".
        play: The comparison under way.
        wide: Whether figures are drawn for a wide screen.
        origin: Where the browser found the page, such as http://127.0.0.1:8765.
        visitor: Tells this visit from all others.
    """

    language: Language = "nl"
    chosen: Question = field(default_factory=Question)
    shown: Answer | None = None
    complaints: tuple[str, ...] = ()
    wrong: str = "link"
    play: Play | None = None
    wide: bool = True
    origin: str = ""
    visitor: str = field(default_factory=lambda: uuid4().hex)

    @property
    def words(self) -> Words:
        """The words of the page."""
        return load_words(self.language)

    @property
    def address(self) -> str:
        """The end of the address of what is on screen now."""
        marked = self.shown is not None and self.shown.question == self.chosen and not self.shown.stored
        return _address(self.chosen, self.language, marked)

    @property
    def link(self) -> str:
        """The end of the address that shows again what is on screen now."""
        if self.shown is None:
            return self.address
        return _address(self.shown.question, self.language, not self.shown.stored)


def _address(question: Question, language: Language, marked: bool) -> str:
    parts: list[tuple[str, str]] = [("lang", language)] if language != "nl" else []
    if marked:
        parts.append(("shown", OWN))
    return "&".join(part for part in (question.query(), urlencode(parts)) if part)


def arrive(query: str, wide: bool = True) -> tuple[Visit, bool]:
    """Begins a visit at an address.

    Args:
        query: What stands after the question mark.
        wide: Whether the screen is wide.

    Returns:
        The visit, and whether what it asks has to be played first.
    """
    language = next((known for known in LANGUAGES if f"lang={known}" in query.split("&")), LANGUAGES[0])
    question, others, complaints = read_question(query, places(), load_words(language))
    known = theatre().known(question)
    wanted = others.get("shown") == OWN and known is None and not complaints
    shown = known or (None if wanted else stored_answer())
    visit = Visit(language, question, shown, tuple(complaints), wide=wide)
    return visit, wanted


visit: solara.Reactive[Visit | None] = solara.reactive(None)


def current() -> Visit:
    """Gives the visit of this tab, and has who asks redrawn when it changes."""
    found: Visit | None = visit.value
    assert found is not None, "the shell begins the visit"
    return found


def change(**parts: object) -> None:
    """Changes parts of the visit of this tab."""
    found = visit.peek()
    assert found is not None, "the shell begins the visit"
    visit.set(replace(found, **parts))
