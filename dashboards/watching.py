"""Follows a comparison that is being played, and shows what is known so far."""

import logging
import time
from dataclasses import dataclass
from typing import Any

import solara
import solara.lab
from solara.server.kernel_context import get_current_context

from dashboards.answer import Answer
from dashboards.commands.bad_input import write_input_error
from dashboards.memory import give_back
from dashboards.play import Play, theatre
from dashboards.question import Question
from dashboards.visit import Visit, change, current, places, visit
from results.words import Words

LOOK_EVERY_SECONDS = 0.2
"""How often is looked whether there is an answer."""
TELL_EVERY_SECONDS = 0.6
"""How often is told how far it is, which has the page made anew."""


@dataclass(frozen=True)
class Course:
    """How far a comparison is.

    Attributes:
        finished: Replicates that are in.
        total: Replicates that were asked for.
        share: Part of the work that is done.
        left: Seconds it will still take, nothing while there is too little to go on.
        waiting: Comparisons of others that are played in turn with it.
        preparing: Whether the rules are still being compiled.
    """

    finished: int = 0
    total: int = 1
    share: float = 0.0
    left: float | None = None
    waiting: int = 0
    preparing: bool = False


course: solara.Reactive[Course] = solara.reactive(Course())


def begin(question: Question) -> None:
    """Starts a comparison, or shows it at once where it is known."""
    from simulation.errors import InputError

    found = visit.peek()
    assert found is not None
    known = theatre().known(question)
    if known is not None:
        change(shown=known, chosen=question, complaints=())
        return
    try:
        play = theatre().start(question, places(), found.visitor)
    except InputError as error:
        change(complaints=(write_input_error(error, found.words),), wrong="play")
        return
    course.set(Course(total=play.total, preparing=not theatre().prepared))
    change(play=play, chosen=question, complaints=())


def give_up() -> None:
    """Stops waiting for a comparison; what is on screen stays."""
    found = visit.peek()
    if found is not None and found.play is not None:
        theatre().leave(found.play, found.visitor)
        change(play=None)


@solara.component
def Watch() -> Any:  # noqa: N802 (Solara wants this form)
    """Follows the comparison under way and says what is chosen; shows nothing itself."""
    now = current()
    play, visitor = now.play, now.visitor
    held: Any = solara.use_ref(None)
    held.current = play

    def follow() -> None:
        if play is None:
            return
        gone = get_current_context().closed_event
        try:
            _follow_to_the_end(play, visitor)
        except Exception:
            if not gone.is_set():  # otherwise nobody is there to be shown anything
                raise

    solara.lab.use_task(follow, dependencies=[id(play)], prefer_threaded=True)

    def choose() -> Any:
        theatre().expect(now.chosen, places(), visitor)
        return lambda: theatre().rehearsal.forget(visitor)

    solara.use_effect(choose, [now.chosen, visitor])

    def on_leave() -> Any:
        def leave() -> None:
            if held.current is not None:
                theatre().leave(held.current, visitor)
            give_back()

        return leave

    solara.use_effect(on_leave, [])
    return solara.Div(style="display:none")


def _follow_to_the_end(play: Play, visitor: str) -> None:
    try:
        _follow(play)
    finally:
        theatre().leave(play, visitor)
        if _still(play):
            change(play=None)


def _still(play: Play) -> bool:
    found = visit.peek()
    return found is not None and found.play is play


def _follow(play: Play) -> None:
    job = play.job
    assert job is not None
    shown: Answer | None = None
    told = -TELL_EVERY_SECONDS
    while _still(play):
        over = job.done.wait(LOOK_EVERY_SECONDS)
        if job.cancelled or not _still(play):
            return
        if job.error is not None:
            _complain(job.error)
            return
        if time.monotonic() - told >= TELL_EVERY_SECONDS:
            told = time.monotonic()
            course.set(_course_of(play))
        if over or shown is None or not theatre().crowded:
            answer = play.gather(_words())
            if answer is not None and answer is not shown:
                _show(answer, play)
                shown = answer
        if over:
            return


def _course_of(play: Play) -> Course:
    return Course(
        len(play.batch.finished),
        play.total,
        round(play.share, 2),
        _whole(play.seconds_left),
        theatre().waiting() - 1,
        not theatre().prepared,
    )


def _words() -> Words:
    """Gives the words of this tab, for a thread of it."""
    found: Visit | None = visit.peek()
    assert found is not None
    return found.words


def _whole(seconds: float | None) -> float | None:
    """Leaves out what nobody can read, so that the page is not sent the same words again."""
    return None if seconds is None else float(round(seconds))


def _complain(error: BaseException) -> None:
    """Says that a comparison could not be played; the page stays as it was."""
    from simulation.errors import InputError

    found = visit.peek()
    assert found is not None
    if isinstance(error, InputError):
        change(complaints=(write_input_error(error, found.words),), wrong="play")
        return
    logging.getLogger(__name__).error("a comparison failed", exc_info=error)
    change(complaints=(found.words.text("dash.failed"),), wrong="play")


def _show(answer: Answer, play: Play) -> None:
    """Keeps and shows an answer; the browser asks for its figures."""
    theatre().keep(answer)
    if _still(play):
        change(shown=answer)
    give_back()
