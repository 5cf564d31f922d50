"""What is on screen: a comparison with its sentences, figures and files, made once for all who look at it."""

import hashlib
import threading
from dataclasses import dataclass, field
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from dashboards.question import Question, ask_again
from dashboards.reference import load_reference
from results.chart import Chart
from results.evidence import Evidence, weekly_columns
from results.figures.canvas import NARROW, WIDE, Canvas, inline, render
from results.numbers import Language
from results.words import LANGUAGES, Words, load_words

if TYPE_CHECKING:
    from experiments.compare import Comparison


@dataclass(eq=False)
class Answer:
    """A comparison that can be looked at.

    Attributes:
        evidence: What was played.
        question: What was asked.
        stored: Whether it came with the project, and was not played here.
    """

    evidence: Evidence
    question: Question
    stored: bool = False
    _building: threading.Lock = field(default_factory=threading.Lock)
    _drawing: threading.Lock = field(default_factory=threading.Lock)
    _charts: dict[Language, list[Chart]] = field(default_factory=dict)
    _drawings: dict[tuple[Language, str, bool], str] = field(default_factory=dict)

    @cached_property
    def key(self) -> str:
        """Names the answer: the same for the same question, version and number of replicates."""
        facts = self.evidence.manifest
        told = (self.question.query(), facts["version"], facts["seeds"], self.stored)
        return hashlib.sha256(repr(told).encode()).hexdigest()[:20]

    @property
    def whole(self) -> bool:
        """Says whether all replicates are in."""
        return not self.evidence.manifest["partial"]

    def charts(self, words: Words) -> list[Chart]:
        """Gives the figures, in the order of the report."""
        from results.report import build_charts

        with self._building:
            if words.language not in self._charts:
                self._charts[words.language] = build_charts(self.evidence, words)
            return self._charts[words.language]

    def chart(self, name: str, words: Words) -> Chart | None:
        """Gives a figure by name, or nothing where this comparison has none of that name."""
        return next((chart for chart in self.charts(words) if chart.name == name), None)

    def drawing(self, chart: Chart, wide: bool, words: Words) -> str:
        """Gives a figure drawn for a wide or a narrow place, as an SVG element.

        Args:
            chart: The figure.
            wide: For which width.
            words: The language of the reader.
        """
        known = (words.language, chart.name, wide)
        with self._drawing:
            if known not in self._drawings:
                canvas = Canvas(WIDE if wide else NARROW, words.language)
                label = escape(f"{words.text('report.figure')}: {chart.finding}. {chart.alt}")
                kind = "wide" if wide else "narrow"
                drawn = render(chart.draw, canvas)[0]
                self._drawings[known] = inline(drawn, f"{chart.name}-{kind}", label)
            return self._drawings[known]


def answer_of(comparison: "Comparison", question: Question) -> Answer:
    """Makes a comparison ready to be looked at, without keeping it in a folder first.

    Args:
        comparison: What was played.
        question: What was asked.
    """
    tables = {part: getattr(comparison, part) for part in ("runs", "helpers", "waits", "payers", "groups")}
    weekly = comparison.weekly[weekly_columns()]
    return Answer(Evidence(comparison.passport, weekly=weekly, **tables), question)


_stored: list[Answer] = []
_stored_lock = threading.Lock()


def stored_answer() -> Answer:
    """Gives the comparison that came with the project, read once."""
    with _stored_lock:
        if not _stored:
            evidence = load_reference()
            _stored.append(Answer(evidence, ask_again(evidence.manifest), stored=True))
        return _stored[0]


def warm_up() -> None:
    """Makes the stored comparison ready before the first visitor comes."""
    for language in LANGUAGES:
        stored_answer().charts(load_words(language))
