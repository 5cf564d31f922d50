"""Comparisons that are being played: each once, whoever asks, and better with every replicate."""

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from dashboards.answer import Answer, answer_of, stored_answer
from dashboards.fair_queue import FairQueue, Job
from dashboards.question import Question, built_in_places
from dashboards.reference import reference_is_current
from dashboards.rehearsal import USUAL, Rehearsal
from results.words import Words

if TYPE_CHECKING:
    from experiments.batch import Batch
    from simulation.shelf import Shelf

STAGES = (2, 8, 30)
"""After how many replicates the screen is made anew; after the last one too."""
LEAST_TO_GO_ON = 0.02
"""Part of the work that must be done before it is told how long the rest takes."""
MOST_KEPT = 8
"""Whole answers that are kept when nobody looks at them; the one asked for longest ago goes first.

Whoever asks for one that went has it again in a second or two: its replicates are kept much longer.
"""
MOST_REPLICATES = 2400
"""Replicates that are kept for whoever asks the same run again, 11 kB each; 450 are rehearsed."""
SHELF_FILES, SHELF_BYTES = 128, 3200 * 10**6
"""Start-ups kept on disk: of the usual comparison in each neighbourhood, and of one that somebody asks."""
CROWD = 2
"""With more comparisons under way only the first stage and the last are shown: all get a first one soon."""
_one_at_a_time = threading.Lock()
"""Held while an answer is made: ten made at once would all be late."""


@dataclass
class Play:
    """One comparison on its way.

    Attributes:
        question: What is played.
        batch: Its replicates.
        job: Its place in the queue.
        watchers: The visitors who wait for it.
        answer: What is known so far, nothing before the first replicates.
    """

    question: Question
    batch: "Batch"
    job: Job[int] | None = None
    watchers: set[str] = field(default_factory=set)
    answer: Answer | None = None
    _gathered: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def total(self) -> int:
        """How many replicates were asked for."""
        return len(self.batch.worlds)

    @property
    def share(self) -> float:
        """Which part of the work is done."""
        running = sum(
            part for seed, part in list(self.batch.running.items()) if seed not in self.batch.finished
        )
        return min(1.0, (len(self.batch.finished) + running) / self.total)

    @property
    def seconds_left(self) -> float | None:
        """How long it will still take, nothing while there is too little to go on.

        What was known already took no time, and tells nothing of how long the rest takes.
        """
        began, share = self.job.began if self.job else None, self.share
        lived = share - len(self.batch.known) / (len(self.batch.scenarios) * self.total)
        if began is None or lived < LEAST_TO_GO_ON:
            return None
        return (time.monotonic() - began) * (1 - share) / lived

    def gather(self, words: Words) -> Answer | None:
        """Gives what is known now; made anew only when a next stage of replicates is in.

        Args:
            words: The language in which it is shown first.
        """
        from experiments.compare import gather

        with self._lock:
            count = len(self.batch.finished)
            stage = max((stage for stage in (*STAGES, self.total) if stage <= count), default=0)
            if count == self.total:
                stage = self.total
            if stage > self._gathered:
                with _one_at_a_time:
                    self.answer = answer_of(gather(self._so_far()), self.question)
                    self.answer.charts(words)
                self._gathered = count
            return self.answer

    def _so_far(self) -> "Batch":
        """Takes what is finished at this moment, so that nothing is added while it is counted."""
        from experiments.batch import Batch

        batch = Batch(self.batch.scenarios, self.batch.worlds, None)
        batch.finished = dict(self.batch.finished)
        return batch


class Theatre:
    """All comparisons that are played or were played, for all visitors together.

    Attributes:
        rehearsal: What is played while nobody waits.
    """

    def __init__(
        self,
        workers: int,
        shelf: "Shelf | None" = None,
        usual: Question = USUAL,
        elsewhere: Sequence[str] = (),
    ) -> None:
        """Takes how many are played at once, where start-ups are kept, and what is rehearsed where."""
        from experiments.repertoire import Repertoire

        self._shelf = shelf
        self._repertoire = Repertoire(MOST_REPLICATES)
        self.rehearsal = Rehearsal(self._repertoire, shelf, self.prepare, self.waiting, usual, elsewhere)
        self._queue = FairQueue(ThreadPoolExecutor(workers, thread_name_prefix="theatre"), workers)
        self._plays: dict[Question, Play] = {}
        self._answers: OrderedDict[str, Answer] = OrderedDict()
        self._on_screen: WeakValueDictionary[str, Answer] = WeakValueDictionary()
        self._lock = threading.Lock()
        self._compiling = threading.Lock()
        self._compiled = False

    def known(self, question: Question) -> Answer | None:
        """Gives the whole answer to a question where it is known already."""
        if question == stored_answer().question and reference_is_current():
            return stored_answer()
        with self._lock:
            found = (one for one in self._answers.values() if one.question == question and one.whole)
            return next(found, None)

    def find(self, key: str) -> Answer | None:
        """Gives an answer by its key, nothing when it is gone."""
        if key == stored_answer().key:
            return stored_answer()
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return self._on_screen.get(key)

    def keep(self, answer: Answer) -> None:
        """Keeps an answer as long as somebody looks at it, and a whole one for who asks it later."""
        with self._lock:
            self._on_screen[answer.key] = answer
            if not answer.whole:
                return
            self._answers[answer.key] = answer
            while len(self._answers) > MOST_KEPT:
                self._answers.popitem(last=False)

    def start(self, question: Question, places: Mapping[str, str], visitor: str) -> Play:
        """Starts a comparison, or joins it when somebody else has asked the same.

        Args:
            question: What is asked.
            places: Where the tables of each neighbourhood are.
            visitor: Who asks.

        Raises:
            InputError: It cannot be played.
        """
        from experiments.batch import Batch
        from experiments.compare import draw_worlds

        self.rehearsal.forget(visitor)
        with self._lock:
            play = self._under_way(question)
            if play is not None:
                play.watchers.add(visitor)
                return play
        scenarios = question.scenarios(places)
        worlds = draw_worlds(scenarios[0], question.replicates, question.worlds)
        play = Play(question, Batch(scenarios, worlds, None, repertoire=self._repertoire))
        play.watchers.add(visitor)
        with self._lock:
            self._plays[question] = play
        play.job = self._queue.submit(lambda seed: self._play_seed(play, seed), play.batch.worlds)
        self.rehearsal.give_way()
        return play

    def _under_way(self, question: Question) -> Play | None:
        """Gives the comparison that is being played about a question; for who holds the lock."""
        play = self._plays.get(question)
        return play if play is not None and play.job is not None and not play.job.done.is_set() else None

    def leave(self, play: Play, visitor: str) -> None:
        """Says that a visitor waits no longer; a comparison nobody waits for is given up."""
        with self._lock:
            play.watchers.discard(visitor)
            nobody = not play.watchers
            if nobody and self._plays.get(play.question) is play:
                del self._plays[play.question]
        if nobody and play.job is not None and not play.job.done.is_set():
            play.batch.cancelled.set()
            self._queue.cancel(play.job)
        if nobody:
            self.rehearsal.begin()

    def expect(self, question: Question, places: Mapping[str, str], visitor: str) -> None:
        """Says what a visitor has chosen and may ask; while nobody waits it is rehearsed.

        Args:
            question: What he chose.
            places: Where the tables of each neighbourhood are.
            visitor: Who.
        """
        with self._lock:
            under_way = self._under_way(question) is not None
        if self.known(question) is None and not under_way:
            self.rehearsal.expect(question, places, visitor)
        else:
            self.rehearsal.forget(visitor)

    def waiting(self) -> int:
        """Counts the comparisons that are being played or wait for their turn."""
        return self._queue.waiting()

    @property
    def crowded(self) -> bool:
        """Says whether so many comparisons are under way that stages in between are left out."""
        return self.waiting() > CROWD

    def prepare(self) -> None:
        """Has the rules of the model compiled, once."""
        from experiments.batch import compile_rules
        from simulation import Scenario
        from simulation.startup import forget_states, keep_on

        with self._compiling:
            if not self._compiled:
                keep_on(None)  # nobody asks for what is lived to have rules compiled
                compile_rules(Scenario())
                forget_states()
                keep_on(self._shelf)
                self._compiled = True

    @property
    def prepared(self) -> bool:
        """Says whether the rules are compiled."""
        return self._compiled

    def _play_seed(self, play: Play, seed: int) -> None:
        from simulation.run import Cancelled

        self.prepare()
        try:
            play.batch.finished[seed] = play.batch.play_seed(seed)
        except Cancelled:
            return
        play.batch.running.pop(seed, None)


@cache
def theatre() -> Theatre:
    """Gives the one theatre of this process; it has a shelf, and rehearses in each neighbourhood."""
    from simulation.run import count_cores
    from simulation.shelf import Shelf

    elsewhere = tuple(area for area in built_in_places() if area != USUAL.area)
    return Theatre(count_cores(), Shelf(SHELF_FILES, SHELF_BYTES), USUAL, elsewhere)
