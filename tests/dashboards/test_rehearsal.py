"""What nearly every visitor asks is played beforehand: the same numbers sooner, and it gives way."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from dashboards.play import MOST_REPLICATES, SHELF_BYTES, SHELF_FILES, Play, Theatre
from dashboards.question import MOST_POLICIES, Question, built_in_places
from experiments.compare import draw_worlds
from results.words import load_words
from simulation import Scenario, startup
from simulation.policies import policies
from simulation.shelf import Shelf
from simulation.startup import forget_states, keep_on
from simulation.world import World
from tests.experiments.test_repertoire import assert_same

SECONDS = 300
USUAL = Question(years=1, warmup=26, replicates=3)
ASKED = Question(years=1, warmup=26, replicates=3, policies=("fragmented", "alleen-voordeur"))
PULLED = ASKED.change(("alleen-voordeur",), "queue", 0.25)


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
    assert not theatre.rehearsal.finished and not len(shelf)
    theatre.rehearsal.play()
    assert theatre.rehearsal.finished and len(shelf) == USUAL.replicates
    played, pulled = (play(theatre, question).batch for question in (ASKED, PULLED))
    assert theatre.rehearsal.finished  # nothing of it was pushed out
    repertoire = played.repertoire
    assert repertoire is not None and len(repertoire) == USUAL.replicates * (len(policies()) + 1)
    everything = {(seed, number) for seed in played.worlds for number in (0, 1)}
    assert played.known == everything
    assert pulled.known == {(seed, number) for seed, number in everything if number == 0}
    keep_on(None)
    forget_states()
    for batch, question in ((played, ASKED), (pulled, PULLED)):
        plain = play(Theatre(2), question).batch
        assert batch.worlds == plain.worlds
        for seed in plain.worlds:
            yardstick = batch.scenarios[0].with_world(batch.worlds[seed]).with_seed(seed)
            known = repertoire.find(yardstick)
            assert known is not None
            assert_same(batch.finished[seed][0], known)
            for mine, others in zip(batch.finished[seed], plain.finished[seed], strict=True):
                assert_same(mine, others)


def test_elsewhere_the_policies_of_the_usual_question_are_rehearsed(shelf: Shelf) -> None:
    elsewhere = tuple(area for area in built_in_places() if area != USUAL.area)
    theatre = Theatre(1, shelf, replace(USUAL, replicates=2), elsewhere)
    theatre.rehearsal.play()
    assert theatre.rehearsal.finished
    assert elsewhere and len(theatre._repertoire) == 2 * (len(policies()) + 2 * len(elsewhere))
    assert len(shelf) == 2 * (1 + len(elsewhere))
    for area in elsewhere:
        there = replace(USUAL, area=area, replicates=2)
        played = play(theatre, there).batch
        assert len(played.known) == 2 * 2
        plain = play(Theatre(2), there).batch
        assert played.worlds == plain.worlds
        for seed in plain.worlds:
            for mine, others in zip(played.finished[seed], plain.finished[seed], strict=True):
                assert_same(mine, others)
    keep_on(shelf)  # the plain one keeps none
    shelf.clear()
    forget_states()
    theatre.rehearsal.play()
    assert theatre.rehearsal.finished and len(shelf) == 2  # of the usual neighbourhood only


def test_there_is_room_for_all_that_is_rehearsed_and_a_question(shelf: Shelf) -> None:
    usual = Question()
    elsewhere = len(usual.policies) * (len(built_in_places()) - 1)
    assert usual.replicates * (len(policies()) + elsewhere + MOST_POLICIES) <= MOST_REPLICATES
    before, lengths = 0, []
    for area in built_in_places():
        shelf.put((area, 0), startup._live(Scenario(area=area), 0))
        lengths.append(shelf.bytes - before)
        before = shelf.bytes
    assert usual.replicates * (len(lengths) + 1) <= SHELF_FILES
    assert usual.replicates * (sum(lengths) + max(lengths)) <= SHELF_BYTES


def test_what_is_known_is_not_looked_through_again(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearsal.play()
    looked: list[object] = []
    together = theatre.rehearsal._play_together

    def look(*asked: object, again: bool) -> None:
        looked.append(asked)
        together(*asked, again=again)  # type: ignore[arg-type]

    monkeypatch.setattr(theatre.rehearsal, "_play_together", look)
    theatre.rehearsal.play()
    assert not looked
    shelf.clear()
    assert not theatre.rehearsal.finished
    theatre.rehearsal.play()
    assert theatre.rehearsal.finished and len(looked) == 2


def test_it_gives_way_and_goes_on_when_nobody_waits(shelf: Shelf) -> None:
    usual = Question(years=15, warmup=26, replicates=1)
    theatre = Theatre(1, shelf, usual)
    theatre.prepare()
    rehearsal = threading.Thread(target=theatre.rehearsal.play)
    rehearsal.start()
    wait_for(lambda: len(shelf) > 0)
    asked = theatre.start(ASKED, built_in_places(), "somebody")
    rehearsal.join(SECONDS)
    assert not rehearsal.is_alive() and not theatre.rehearsal.finished
    yardstick = usual.scenarios(built_in_places())[0]
    worlds = draw_worlds(yardstick, usual.replicates, usual.worlds)
    repertoire = asked.batch.repertoire
    assert repertoire is not None  # the run of fifteen years that was under way was not played to its end
    assert not any(yardstick.with_world(worlds[seed]).with_seed(seed) in repertoire for seed in worlds)
    assert asked.job is not None and asked.job.done.wait(SECONDS)
    assert not theatre.rehearsal.finished
    theatre.leave(asked, "somebody")
    wait_for(lambda: theatre.rehearsal.finished)


def test_what_a_visitor_chooses_is_rehearsed_before_the_usual(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, USUAL)
    chosen = replace(PULLED, seed=50, replicates=4)
    theatre.prepare()
    theatre.expect(chosen, built_in_places(), "somebody")
    assert theatre.rehearsal.expected == 1
    wait_for(lambda: theatre.rehearsal.expected == 0)
    repertoire = theatre._repertoire
    begun = [key[4] for key in list(repertoire._kept)[:8]]
    assert begun == [
        seed for seed in dict.fromkeys(begun) for _ in chosen.policies
    ]  # both policies, seed by seed
    assert min(int(str(seed)) for seed in begun) >= chosen.seed
    wait_for(lambda: theatre.rehearsal.finished)
    played = play(theatre, chosen).batch
    assert len(played.known) == 2 * len(played.worlds) == 8
    keep_on(None)
    forget_states()
    plain = play(Theatre(2), chosen).batch
    for seed in plain.worlds:
        for mine, others in zip(played.finished[seed], plain.finished[seed], strict=True):
            assert_same(mine, others)


def test_only_the_last_choice_of_a_visitor_counts(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearsal.play()
    long = Question(years=15, warmup=26, replicates=20)
    theatre.expect(long, built_in_places(), "somebody")
    theatre.expect(replace(long, seed=900), built_in_places(), "somebody else")
    theatre.expect(PULLED, built_in_places(), "somebody")
    assert theatre.rehearsal.expected == 2
    theatre.rehearsal.forget("somebody else")
    wait_for(lambda: theatre.rehearsal.expected == 0)
    played = play(theatre, PULLED)
    assert len(played.batch.known) == 2 * PULLED.replicates
    answer = played.gather(load_words("nl"))
    assert answer is not None
    theatre.keep(answer)
    theatre.expect(long, built_in_places(), "somebody")
    theatre.expect(PULLED, built_in_places(), "somebody")
    assert theatre.rehearsal.expected == 0  # the answer is known already
    wait_for(lambda: not theatre.rehearsal.going)


def test_when_the_last_to_choose_leaves_the_one_before_is_next(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, replace(USUAL, replicates=1))
    theatre.prepare()
    long = Question(years=15, warmup=26, replicates=20)
    theatre.expect(PULLED, built_in_places(), "before")
    theatre.expect(long, built_in_places(), "last")
    theatre.rehearsal.forget("last")
    wait_for(lambda: theatre.rehearsal.finished and not theatre.rehearsal.going)
    assert theatre.rehearsal.expected == 0
    assert len(play(theatre, PULLED).batch.known) == 2 * PULLED.replicates


def test_many_choices_take_one_thread(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, replace(USUAL, replicates=1))
    for number in range(50):
        theatre.expect(replace(PULLED, seed=100 * number), built_in_places(), "somebody")
    assert sum(thread.name == "rehearse" for thread in threading.enumerate()) == 1
    theatre.rehearsal.forget("somebody")
    wait_for(lambda: theatre.rehearsal.finished and not theatre.rehearsal.going)


def test_what_is_being_played_is_not_expected(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, replace(USUAL, replicates=1))
    asked = theatre.start(replace(ASKED, years=15), built_in_places(), "somebody")
    theatre.expect(asked.question, built_in_places(), "somebody")
    assert theatre.rehearsal.expected == 0
    theatre.leave(asked, "somebody")
    wait_for(lambda: theatre.rehearsal.finished and not theatre.rehearsal.going)


def test_what_was_lost_is_played_again_and_nothing_else(shelf: Shelf) -> None:
    """Even where the repertoire is full: what is still there is not pushed out by what is played again."""
    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearsal.play()
    repertoire = theatre._repertoire
    full = repertoire._most = len(repertoire)
    played = play(theatre, replace(ASKED, seed=500)).batch  # takes the place of some of the oldest
    assert len(played.known) == 0 and repertoire.lost == 2 * USUAL.replicates < full
    assert not theatre.rehearsal.finished
    theatre.rehearsal.play()
    assert theatre.rehearsal.finished and repertoire.lost == 4 * USUAL.replicates


def test_a_choice_that_cannot_be_played_is_passed_over(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, USUAL)
    theatre.prepare()
    nowhere = replace(ASKED, area="nowhere")
    impossible = ASKED.change(("alleen-voordeur",), "queue", -1.0)
    for visitor, question in (("one", nowhere), ("two", impossible)):
        theatre.expect(question, built_in_places(), visitor)
    wait_for(lambda: theatre.rehearsal.finished)
    assert theatre.rehearsal.expected == 0


def test_what_was_asked_is_no_longer_expected(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, replace(USUAL, replicates=1))
    theatre.prepare()
    theatre.expect(ASKED, built_in_places(), "somebody")
    asked = theatre.start(ASKED, built_in_places(), "somebody")
    assert theatre.rehearsal.expected == 0
    assert asked.job is not None and asked.job.done.wait(SECONDS)
    assert len(asked.batch.finished) == ASKED.replicates
    theatre.leave(asked, "somebody")
    wait_for(lambda: theatre.rehearsal.finished and not theatre.rehearsal.going)


def test_start_ups_that_are_gone_are_lived_again(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearsal.play()
    shelf.clear()
    forget_states()
    theatre.rehearsal.play()
    assert theatre.rehearsal.finished and len(shelf) == USUAL.replicates


def test_start_ups_that_cannot_be_kept_are_not_lived_again(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    tight = Shelf(most_bytes=1000)
    theatre = Theatre(1, tight, USUAL)
    theatre.rehearsal.play()
    forget_states()
    count, live = 0, startup._live

    def counted(scenario: Scenario, copy: int) -> World:
        nonlocal count
        count += 1
        return live(scenario, copy)

    monkeypatch.setattr(startup, "_live", counted)
    tight.lost += 1  # as if something had been pushed out
    theatre.rehearsal.play()
    assert (
        theatre.rehearsal.finished and count == 2 and not len(tight)
    )  # once for the yardstick, once for the others


def test_what_was_known_tells_nothing_of_the_time_left(shelf: Shelf) -> None:
    theatre = Theatre(1, shelf, USUAL)
    longer = replace(USUAL, years=5, replicates=8)
    play(theatre, replace(longer, replicates=4))
    again = theatre.start(longer, built_in_places(), "somebody")
    assert again.job is not None
    told: list[float] = []
    while not again.job.done.wait(0.005):
        lived = again.share - len(again.batch.known) / (2 * again.total)
        left = again.seconds_left
        if left is not None and lived < 0.2:
            told.append(left / (time.monotonic() - (again.job.began or 0.0)))
    assert len(again.batch.known) == 2 * 4
    assert min(told) > 1.0  # at most a fifth was lived: what is left, three tenths or more, takes longer


def test_answers_are_the_same_to_the_last_bit(shelf: Shelf) -> None:
    from experiments.compare import gather

    theatre = Theatre(1, shelf, USUAL)
    theatre.rehearsal.play()
    first, again = (gather(play(theatre, ASKED).batch) for _ in range(2))
    keep_on(None)
    forget_states()
    plain = gather(play(Theatre(1), ASKED).batch)
    for made in (first, again):
        pd.testing.assert_frame_equal(made.table, plain.table, check_exact=True)
        assert made.passport["fingerprints"] == plain.passport["fingerprints"]
