"""What nearly every visitor asks is played beforehand: the same numbers sooner, and it gives way."""

import threading
import time
from collections.abc import Callable

import pandas as pd

from dashboards.play import Play, Theatre
from dashboards.question import Question, built_in_places
from simulation.shelf import Shelf
from simulation.startup import forget_states, keep_on
from tests.experiments.test_repertoire import assert_same

SECONDS = 300
USUAL = Question(years=1, warmup=26, replicates=6)
ASKED = Question(years=1, warmup=26, replicates=6, policies=("fragmented", "alleen-voordeur"))


def play(theatre: Theatre, question: Question) -> Play:
    """Plays a comparison to its end."""
    play = theatre.start(question, built_in_places(), "somebody")
    assert play.job is not None and play.job.done.wait(SECONDS) and play.job.error is None
    return play


def wait_for(met: Callable[[], bool]) -> None:
    began = time.monotonic()
    while not met():
        assert time.monotonic() - began < SECONDS
        time.sleep(0.01)


def test_what_was_rehearsed_is_not_played_again_and_changes_nothing(shelf: Shelf) -> None:
    theatre = Theatre(2, shelf, USUAL)
    theatre.prepare()
    shelf.clear()  # what is played to have rules compiled
    assert not theatre.rehearsed
    theatre.rehearse()
    assert theatre.rehearsed and len(shelf) == USUAL.replicates
    repertoire = theatre.start(USUAL, built_in_places(), "somebody").batch.repertoire
    assert repertoire is not None and len(repertoire) >= USUAL.replicates
    played = play(theatre, ASKED).batch
    keep_on(None)
    forget_states()
    plain = play(Theatre(2), ASKED).batch
    assert played.worlds == plain.worlds
    for seed in plain.worlds:
        yardstick = played.scenarios[0].with_world(played.worlds[seed]).with_seed(seed)
        assert played.finished[seed][0] is repertoire.find(yardstick)
        for mine, others in zip(played.finished[seed], plain.finished[seed], strict=True):
            assert_same(mine, others)


def test_it_gives_way_and_goes_on_when_nobody_waits(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, Question(years=3, warmup=104, replicates=8))
    theatre.prepare()
    rehearsal = threading.Thread(target=theatre.rehearse)
    rehearsal.start()
    wait_for(lambda: len(shelf) > 0)
    asked = theatre.start(ASKED, built_in_places(), "somebody")
    rehearsal.join(SECONDS)
    assert not rehearsal.is_alive() and not theatre.rehearsed
    assert asked.job is not None and asked.job.done.wait(SECONDS)
    assert not theatre.rehearsed
    theatre.leave(asked, "somebody")
    wait_for(lambda: theatre.rehearsed)


def test_start_ups_that_are_gone_are_lived_again(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearse()
    shelf.clear()
    forget_states()
    theatre.rehearse()
    assert theatre.rehearsed and len(shelf) == USUAL.replicates


def test_answers_are_the_same_to_the_last_bit(shelf: Shelf) -> None:
    from experiments.compare import gather

    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearse()
    first, again = (gather(play(theatre, ASKED).batch) for _ in range(2))
    keep_on(None)
    forget_states()
    plain = gather(play(Theatre(1), ASKED).batch)
    for made in (first, again):
        pd.testing.assert_frame_equal(made.table, plain.table, check_exact=True)
        assert made.passport["fingerprints"] == plain.passport["fingerprints"]
