"""What is played beforehand, while nobody waits: what visitors are choosing, and what most of them ask."""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from dashboards.memory import give_back
from dashboards.question import Question, built_in_places

if TYPE_CHECKING:
    from experiments.batch import Batch
    from experiments.repertoire import Repertoire
    from simulation import Scenario
    from simulation.shelf import Shelf

USUAL = Question()
"""What most visitors ask; of it every policy is rehearsed, and in other neighbourhoods its own policies."""
MOST_EXPECTED = 30
"""Replicates that are rehearsed of what a visitor has chosen but not asked."""


@dataclass(frozen=True, eq=False)
class Expected:
    """What a visitor has chosen, and may ask.

    Attributes:
        question: What is chosen in the panel.
        places: Where the tables of each neighbourhood are.
    """

    question: Question
    places: Mapping[str, str]


class Rehearsal:
    """Fills the repertoire and the shelf while nobody waits.

    It gives way as soon as somebody asks something, and goes on where it was. Nothing depends on it but time:
    what was rehearsed is what would be played.
    """

    def __init__(
        self,
        repertoire: "Repertoire",
        shelf: "Shelf | None",
        prepare: Callable[[], None],
        waiting: Callable[[], int],
        usual: Question = USUAL,
        elsewhere: Sequence[str] = (),
    ) -> None:
        """Takes what is filled, by what, and what is asked of it.

        Args:
            repertoire: Where replicates are kept.
            shelf: Where start-ups are kept.
            prepare: Has the rules compiled.
            waiting: Counts the comparisons that visitors wait for.
            usual: What most visitors ask.
            elsewhere: Other neighbourhoods in which it is rehearsed too.
        """
        self._repertoire, self._shelf = repertoire, shelf
        self._prepare, self._waiting = prepare, waiting
        self._usual, self._elsewhere = usual, tuple(elsewhere)
        self._batch: Batch | None = None
        self._finished: tuple[int, int] | None = None
        self._expected: OrderedDict[str, Expected] = OrderedDict()
        self._going = False
        self._lock = threading.Lock()

    @property
    def finished(self) -> bool:
        """Says whether all of the usual question was rehearsed and nothing of it can have gone since."""
        return self._finished == self._lost()

    @property
    def expected(self) -> int:
        """How many visitors have chosen something that is not rehearsed to its end."""
        with self._lock:
            return len(self._expected)

    @property
    def going(self) -> bool:
        """Says whether it is going on now."""
        return self._going

    def begin(self) -> None:
        """Goes on in a thread of its own, unless somebody waits or it is going on already."""
        if self._may_go():
            threading.Thread(target=self._go, name="rehearse", daemon=True).start()

    def play(self) -> None:
        """Rehearses until all is done or somebody waits.

        First what visitors have chosen, the last choice first, and then every policy of the usual question.
        Its yardstick comes first: with that and its start-ups much of a comparison is known whatever levers
        are pulled. Then the usual question in other neighbourhoods.
        """
        if self._may_go():
            self._go()

    def give_way(self) -> None:
        """Stops what is being rehearsed; what is to be rehearsed then is looked at anew."""
        batch = self._batch
        if batch is not None:
            batch.cancelled.set()

    def expect(self, question: Question, places: Mapping[str, str], visitor: str) -> None:
        """Says what a visitor has chosen: before anything else, that is rehearsed.

        Args:
            question: What he may ask.
            places: Where the tables of each neighbourhood are.
            visitor: Who; of each visitor only the last choice counts.
        """
        with self._lock:
            self._expected.pop(visitor, None)
            self._expected[visitor] = Expected(question, places)
        self.give_way()
        self.begin()

    def forget(self, visitor: str) -> None:
        """Says that a visitor has asked what he chose, or is gone."""
        with self._lock:
            known = self._expected.pop(visitor, None)
        if known is not None:
            self.give_way()

    def _may_go(self) -> bool:
        """Says whether to go on now: nobody waits, and no other thread does it."""
        with self._lock:
            if self._going or self._waiting():
                return False
            self._going = True
            return True

    def _go(self) -> None:
        from simulation.run import Cancelled

        try:
            self._prepare()
            while (task := self._next()) is not None:
                with suppress(Cancelled):
                    task()
        except BaseException:
            self._going = False
            raise
        give_back()

    def _next(self) -> Callable[[], None] | None:
        """Gives what is to be rehearsed now; where there is nothing, or somebody waits, it ends."""
        with self._lock:
            if not self._waiting():
                if self._expected:
                    return partial(self._play_expected, *next(reversed(self._expected.items())))
                if not self.finished:
                    return self._play_usual
            self._going = False
            return None

    def _newest(self) -> tuple[str, Expected] | None:
        with self._lock:
            return next(reversed(self._expected.items()), None)

    def _play_expected(self, visitor: str, expected: Expected) -> None:
        from experiments.compare import draw_worlds
        from simulation.errors import InputError
        from simulation.run import Cancelled

        question = expected.question
        try:
            scenarios = question.scenarios(expected.places)
            worlds = draw_worlds(scenarios[0], question.replicates, question.worlds)
            self._play_together(scenarios, dict(islice(worlds.items(), MOST_EXPECTED)), (visitor, expected))
        except Cancelled:
            raise
        except (InputError, KeyError):
            pass  # that is told when it is asked
        except Exception:
            logging.getLogger(__name__).exception("a rehearsal failed")
        with self._lock:
            if self._expected.get(visitor) is expected:
                del self._expected[visitor]

    def _play_usual(self) -> None:
        from experiments.compare import draw_worlds
        from simulation.policies import policies

        usual = self._usual
        yardstick = usual.policies[0]
        others = tuple(name for name in policies() if name != yardstick)
        together = [replace(usual, policies=names) for names in ((yardstick,), others)]
        together += [replace(usual, area=area) for area in self._elsewhere]
        played = []
        for question in together:
            scenarios = question.scenarios(built_in_places())
            worlds = draw_worlds(scenarios[0], question.replicates, question.worlds)
            played.append((question, scenarios, worlds))
            for scenario in scenarios:  # all before any, or a run that is played would push out the next one
                for seed in worlds:
                    self._repertoire.touch(_met(scenario, worlds, seed))
        for question, scenarios, worlds in played:
            self._play_together(scenarios, worlds, None, again=question.area == usual.area)
        self._finished = self._lost()

    def _lost(self) -> tuple[int, int]:
        """Counts the replicates and the start-ups that had to make room."""
        return self._repertoire.lost, self._shelf.lost if self._shelf is not None else 0

    def _play_together(
        self,
        scenarios: "Sequence[Scenario]",
        worlds: Mapping[int, int],
        expected: tuple[str, Expected] | None,
        *,
        again: bool = True,
    ) -> None:
        """Plays policies that share start-ups.

        Args:
            scenarios: The policies.
            worlds: The world of each seed.
            expected: For whom, nothing for nobody in particular.
            again: Whether start-ups that are gone are lived again where all runs are known.

        Raises:
            Cancelled: Somebody asks something, or has chosen something else.
        """
        from experiments.batch import Batch
        from simulation.run import Cancelled
        from simulation.startup import lived, started

        batch = Batch(scenarios, worlds, None, repertoire=self._repertoire)
        self._batch = batch
        room = again and self._shelf is not None
        for seed in worlds:
            if self._waiting() or self._newest() != expected:
                raise Cancelled
            mine = [_met(scenario, worlds, seed) for scenario in scenarios]
            if not all([self._repertoire.touch(scenario) for scenario in mine]):
                batch.play_seed(seed)
            elif room and not lived(mine[0]):
                started(mine[0])
                room = self._shelf is not None and (mine[0].start_digest, 0) in self._shelf


def _met(scenario: "Scenario", worlds: Mapping[int, int], seed: int) -> "Scenario":
    """Gives the scenario with the luck of a seed, in the world that it meets."""
    return scenario.with_world(worlds[seed]).with_seed(seed)
