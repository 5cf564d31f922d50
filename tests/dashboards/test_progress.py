"""A living line on a screen, sparse lines in a log."""

import io

from dashboards.commands.progress import ProgressLine
from experiments import Progress
from results.words import load_words


class Screen(io.StringIO):
    """A stream that says it is a screen."""

    def isatty(self) -> bool:
        return True


def play(stream: io.StringIO) -> str:
    line = ProgressLine(load_words("nl"), stream)
    line.show(Progress(0, 30, 0.0, 0.0, preparing=True))
    for finished in range(31):
        line.show(
            Progress(finished, 30, finished / 30, finished / 3, 10 - finished / 3 if finished else None)
        )
    line.end()
    return stream.getvalue()


def test_a_screen_gets_one_line_that_lives() -> None:
    shown = play(Screen())
    assert "\n" not in shown
    assert shown.endswith("\r\x1b[K")
    assert "15 van 30 herhalingen klaar · nog ongeveer 5 s" in shown


def test_a_log_gets_few_whole_lines() -> None:
    shown = play(io.StringIO())
    assert "\r" not in shown
    assert "\x1b" not in shown
    assert shown.splitlines()[-1] == "30 herhalingen klaar in 10 s"
    assert len(shown.splitlines()) <= 4


def test_time_left_is_only_said_when_there_is_something_to_go_on() -> None:
    screen = Screen()
    line = ProgressLine(load_words("nl"), screen)
    line.show(Progress(0, 30, 0.0, 5.0))
    assert "nog ongeveer" not in screen.getvalue()
    line.show(Progress(0, 30, 0.01, 0.5, 60.0))
    assert "nog ongeveer" not in screen.getvalue()
    line.show(Progress(1, 30, 0.03, 5.0, 60.0))
    assert "nog ongeveer 1 min 0 s" in screen.getvalue()
