"""Shows on standard error how far the work is: one living line on a screen, now and then a line elsewhere."""

import math
import sys
import time
from typing import TYPE_CHECKING, TextIO

from results.numbers import write_duration
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Progress

SECONDS_BETWEEN_LINES = 15.0
"""How long a log file waits for the next line."""
SECONDS_BEFORE_ESTIMATE = 2.0
"""How long the work runs before the time left is worth showing."""


class ProgressLine:
    """A line that says how many replicates are done and how long the rest will take."""

    def __init__(self, words: Words, stream: TextIO | None = None) -> None:
        """Takes the language and the stream to write on (standard error unless given)."""
        self._words = words
        self._stream = stream or sys.stderr
        self._living = self._stream.isatty()
        self._shown = ""
        self._last_line = -math.inf

    def show(self, progress: "Progress") -> None:
        """Shows how far a comparison is."""
        total = progress.replicates
        if progress.preparing:
            self.prepare()
        elif progress.finished == total:
            spent = write_duration(progress.seconds, self._words.language)
            self.say(self._words.text("progress.done", total=total, spent=spent))
        elif progress.seconds_left is None or progress.seconds < SECONDS_BEFORE_ESTIMATE:
            self._hint(self._words.text("progress.line_start", finished=progress.finished, total=total))
        else:
            left = write_duration(progress.seconds_left, self._words.language)
            self._hint(self._words.text("progress.line", finished=progress.finished, total=total, left=left))

    def show_weeks(self, week: int, weeks: int) -> None:
        """Shows how far a single run is."""
        self._hint(self._words.text("progress.run", week=week, weeks=weeks))

    def show_runs(self, what: str, done: int, runs: int, seconds_left: float) -> None:
        """Shows how many runs of many are done, and for what."""
        left = write_duration(seconds_left, self._words.language)
        self._hint(self._words.text("progress.solve", folder=what, done=done, runs=runs, left=left))

    def show_stage(self, stage: str, done: int, points: int, seconds_left: float) -> None:
        """Shows how far a stage of a long study is."""
        left = write_duration(seconds_left, self._words.language)
        self._hint(self._words.text("progress.stage", stage=stage, done=done, points=points, left=left))

    def prepare(self) -> None:
        """Says that the rules are being prepared; the next hint follows without delay."""
        self.say(self._words.text("progress.prepare"))
        self._last_line = -math.inf

    def say(self, text: str) -> None:
        """Writes a line that stays in a log and makes way for the next on a screen."""
        self._write(text)

    def end(self) -> None:
        """Wipes the living line, so that the table starts on a clean screen."""
        if self._living and self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()
        self._shown = ""

    def stop(self, text: str) -> None:
        """Wipes the living line and says why the work ended."""
        self.end()
        self._stream.write(f"{text}\n")
        self._stream.flush()

    def _hint(self, text: str) -> None:
        if self._living or time.monotonic() - self._last_line >= SECONDS_BETWEEN_LINES:
            self._write(text)

    def _write(self, text: str) -> None:
        if text == self._shown:
            return
        self._shown = text
        self._last_line = time.monotonic()
        self._stream.write(f"\r\x1b[K{text}" if self._living else f"{text}\n")
        self._stream.flush()
