"""The course of a calibration: screening, waves, and plausible worlds that are confirmed by runs."""

import math
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from experiments.calibration.emulator import Data, Emulator, Trust, hold_back
from experiments.calibration.folder import Folder
from experiments.calibration.hours import Hours
from experiments.calibration.plausible import CUT, Fact, Judge, facts_of, implausibility, worst
from experiments.calibration.points import Effort, Ground, Played, Point
from experiments.calibration.sampling import Left, sample_left
from experiments.calibration.screening import choose_free, ends_of, moves_of, silent_of
from experiments.calibration.space import Space, candidates, elsewhere, unknown_only
from experiments.targets import Widening
from simulation.footing import Footing
from simulation.run import count_cores

DESIGN_SEED = 1
HOPELESS = CUT + 1.0
BATCH = 120
SCREEN, HOURS, WAVE = Effort((1,), 1), Effort((), 1), Effort((), 2)
LAST, SETTLED = Effort((), 10, look_after=3), Effort((6,), 10)
SEEDS_OF_A_STAGE, SEEDS_OF_A_POINT = 100_000, 20
FIRST_WAVE, FIRST_BATCH, SETTLING = 10, 30, 500
"""Stages have seeds of their own: playing for hours from 1, waves 10, candidates 30, settling worlds 500."""
HELD_BACK = 2
"""So many of five parts are held back in turn after each wave."""


@dataclass(frozen=True)
class Size:
    """How large a calibration is.

    Attributes:
        free: How many numbers are freed at most.
        points: Points of each wave.
        worlds: Plausible worlds wanted.
        candidates: Points that are played for them at most, before discrepancies are widened.
        hours: How often the points of the first wave are played once, only to learn hours and rates.
        screen: Work per point of the screening.
        wave: Work per point of a wave.
        last: Work per candidate.
        settled: Work per confirmed candidate, to find its hours on its own runs and confirm it once more.
    """

    free: int = 24
    points: tuple[int, ...] = (160, 140)
    worlds: int = 200
    candidates: int = 480
    hours: int = 2
    screen: Effort = SCREEN
    wave: Effort = WAVE
    last: Effort = LAST
    settled: Effort = SETTLED

    def runs(self, screened: int) -> int:
        """Estimates how many runs it takes, if a candidate in two is plausible."""
        waves = sum(self.points) * self.wave.runs + self.hours * self.points[0]
        hopeless = sum(self.last.rounds) + self.last.look_after
        each = self.last.runs + hopeless + self.settled.runs
        silent = (1 + 2 * len(elsewhere())) * self.screen.runs
        return screened * self.screen.runs + silent + waves + self.worlds * each


@dataclass(eq=False)
class Found:
    """What a calibration found.

    Attributes:
        space: The freed numbers.
        moves: How far each candidate moved each target in the screening.
        silent: Unknown numbers that fragmented working never uses: no fact about it can narrow them.
        waves: What was played in each wave.
        left: Stage -> part of the space left before it, and the lowest implausibility that was reached.
        trust: Wave -> target -> how its emulator did on points held back.
        plausible: Points confirmed by runs, in order.
        judged: Every candidate that was played.
        settled: Number of a confirmed candidate -> the same numbers with hours of their own.
        widened: Target -> by what its discrepancy was multiplied.
        widenings: How often one was.
        hours: Where points stand, by what was played so far.
    """

    space: Space
    moves: pd.DataFrame
    silent: tuple[str, ...]
    hours: Hours
    waves: list[list[Played]] = field(default_factory=list)
    left: dict[str, dict[str, float]] = field(default_factory=dict)
    trust: list[dict[str, Trust]] = field(default_factory=list)
    plausible: list[Played] = field(default_factory=list)
    judged: list[Played] = field(default_factory=list)
    settled: dict[int, Played] = field(default_factory=dict)
    widened: dict[str, float] = field(default_factory=dict)
    widenings: int = 0


@dataclass(eq=False)
class Course:
    """Carries out a calibration in a folder, from where it was.

    Attributes:
        folder: Keeps what is played.
        ground: Where points are played.
        size: How large it is.
        widening: In which order discrepancies are widened.
        say: Told in a line what was found.
    """

    folder: Folder
    ground: Ground
    size: Size
    widening: Widening
    say: Callable[[str], None] = lambda _line: None
    _learnt: tuple[int, dict[str, Emulator]] | None = None
    _untold: frozenset[str] = frozenset()

    def run(self) -> Found:
        """Screens, goes through the waves and confirms plausible worlds."""
        self.folder.claim()
        with threadpool_limits(1):
            found = self._screen()
            for number in range(len(self.size.points)):
                self._wave(found, number)
            self._confirm(found)
        return found

    def facts(self, widened: Mapping[str, float] | None = None) -> tuple[Fact, ...]:
        """Gives the fitted targets as facts; those kept for checking are never looked at.

        A target that the defaults cannot tell, such as the cost of families an area has not got, is no fact.
        """
        fitted = [target for target in self.ground.targets if target.use == "fitted"]
        return facts_of([target for target in fitted if target.id not in self._untold], widened)

    def _screen(self) -> Found:
        points = ends_of(candidates())
        many = replace(self.size.screen, seeds=4)
        base = self.folder.play("screening-defaults", self.ground, points[:1], many)
        untold = {fact.id for fact in self.facts() if not math.isfinite(base[0].mean(fact.id))}
        if untold:
            self.say(f"cannot be told in this area, so not fitted: {', '.join(sorted(untold))}")
        self._untold = frozenset(untold)
        ends = self.folder.play("screening", self.ground, points[1:], self.size.screen)
        moves = moves_of([*base, *ends], self.facts())
        space = Space(tuple(choose_free(moves, self.size.free)))
        self.say(f"{len(moves)} numbers screened, {space.size} freed: {', '.join(space.names)}")
        silent = self._silent([*base, *ends])
        world = self.ground.world
        return Found(space, moves, silent, Hours(Footing.of(world.loaded_area, world.start_values), space))

    def _silent(self, screened: Sequence[Played]) -> tuple[str, ...]:
        """Finds what changes nothing at all here: of what was screened, and of what works under policies."""
        points = ends_of(elsewhere())
        others = self.folder.play("elsewhere", self.ground, points, self.size.screen)
        silent = unknown_only([*silent_of(screened), *silent_of(others)])
        speaking = sorted({entry.name for entry in elsewhere()} - set(silent_of(others)))
        self.say(
            f"{len(silent)} unknown numbers change nothing under fragmented working; each world draws them "
            f"from their range (thought to be silent and are not: {', '.join(speaking) or 'none'})"
        )
        return silent

    def _wave(self, found: Found, number: int) -> None:
        """Plays a wave; the first fills the whole space, the others what the waves before have left."""
        space, stage = found.space, f"wave-{number + 1}"
        wanted = self.size.points[number]

        def make() -> pd.DataFrame:
            if number == 0:
                return space.values(space.fill(wanted, DESIGN_SEED))
            judge = Judge(self.facts(), self._emulators(found), place=2)
            left = sample_left(judge, space.size, wanted, CUT, DESIGN_SEED + number)
            self._note_left(stage, left)
            return space.values(left.unit)

        self.folder.begin(f"{stage}-design", {"points": wanted, "numbers": list(space.names)})
        design = self.folder.design(stage, make)
        self._remember_left(found, stage)
        for once in range(self.size.hours if number == 0 else 0):
            points = self._points(found, design, once + 1)
            found.hours.learn(self.folder.play(f"hours-{once + 1}", self.ground, points, HOURS))
        points = self._points(found, design, FIRST_WAVE + number)
        found.waves.append(self.folder.play(stage, self.ground, points, self.size.wave))
        found.hours.learn(found.waves[-1])
        trust = self._trust(found, stage)
        found.trust.append(trust)
        weakest = min(trust, key=lambda name: trust[name].q2)
        self.say(
            f"{stage}: {sum(not one.error for one in found.waves[-1])} points; held back, the weakest "
            f"emulator explains {100 * trust[weakest].q2:.0f}% ({weakest})"
        )

    def _trust(self, found: Found, stage: str) -> dict[str, Trust]:
        """Holds back points of all waves, target by target; written down, since it takes a while."""
        played = [one for wave in found.waves for one in wave]

        def hold(fact: Fact) -> Trust:
            return hold_back(data_of(played, found.space, fact.id), tested=HELD_BACK)

        def find() -> dict[str, object]:
            with ThreadPoolExecutor(self.folder.workers or count_cores()) as pool:
                trusts = pool.map(hold, self.facts())
                return {fact.id: asdict(trust) for fact, trust in zip(self.facts(), trusts, strict=True)}

        kept = self.folder.note(f"{stage}-trust", find)
        return {name: Trust(**cells) for name, cells in kept.items()}  # type: ignore[arg-type]

    def _note_left(self, stage: str, left: Left) -> None:
        self.folder.note(f"{stage}-left", lambda: {"share": left.share, "level": left.level})

    def _remember_left(self, found: Found, stage: str) -> None:
        """Takes what was noted when the points of a stage were drawn."""
        kept = self.folder.note(f"{stage}-left", lambda: {"share": 1.0, "level": math.inf})
        found.left[stage] = {name: float(str(value)) for name, value in kept.items()}

    def _emulators(self, found: Found) -> dict[str, Emulator]:
        """Learns from all waves and candidates, once for each state of them."""
        played = [one for wave in found.waves for one in wave] + found.judged
        if self._learnt is not None and self._learnt[0] == len(played):
            return self._learnt[1]

        def learn(fact: Fact) -> Emulator:
            return Emulator(data_of(played, found.space, fact.id))

        with ThreadPoolExecutor(self.folder.workers or count_cores()) as pool:
            learnt = pool.map(learn, self.facts())
            emulators = {fact.id: one for fact, one in zip(self.facts(), learnt, strict=True)}
        self._learnt = (len(played), emulators)
        return emulators

    def _points(self, found: Found, design: pd.DataFrame, stage: int) -> list[Point]:
        """Gives each point the hours and rates that are foretold for it, and luck of its own."""
        if design.empty:
            return []
        rows = [{str(name): float(value) for name, value in row.items()} for row in design.to_dict("records")]
        stand = found.hours.at(design)
        first = 1 + stage * SEEDS_OF_A_STAGE
        return [
            Point(number, row, *stand[number], seed=first + number * SEEDS_OF_A_POINT)
            for number, row in enumerate(rows)
        ]

    def _confirm(self, found: Found) -> None:
        """Draws candidates until enough worlds are confirmed; widens a discrepancy when they run out."""
        widened: dict[str, float] = {}
        steps = iter(self.widening.steps)
        batch = played = 0
        while True:
            found.widened = dict(widened)
            facts = self.facts(widened)
            found.plausible = self._settle(found, facts, batch)[: self.size.worlds]
            self.say(
                f"{len(found.plausible)} worlds confirmed of {len(found.judged)} candidates, "
                f"{found.widenings} times a discrepancy widened"
            )
            if len(found.plausible) >= self.size.worlds:
                return
            design = self._candidates(found, facts, batch) if played < self.size.candidates else None
            if design is None or design.empty:
                name = next(steps, None)
                if name is None:
                    return
                widened[name] = widened.get(name, 1.0) * self.widening.factor
                found.widenings += 1
                played = max(0, played - BATCH)
                continue
            batch += 1
            played += len(design)
            self._play_candidates(found, facts, design, batch)

    def _settle(self, found: Found, facts: tuple[Fact, ...], batch: int) -> list[Played]:
        """Finds hours of confirmed candidates on their own runs; gives those that stay confirmed with them.

        What a trend through all points foretold of a small list may be far off in a single world.
        """
        chosen = [one for one in found.judged if self.confirmed(one, facts)]
        points = [
            Point(
                one.number,
                one.values,
                *found.hours.moved(one),
                seed=1 + SETTLING * SEEDS_OF_A_STAGE + one.number * SEEDS_OF_A_POINT,
            )
            for one in chosen
            if one.number not in found.settled
        ]
        if points:
            stage = f"settled-{batch}-{_widening_name(found.widenings)}"
            for one in self.folder.play(stage, self.ground, points, self.size.settled):
                found.settled[one.number] = one
        settled = [found.settled[one.number] for one in chosen]
        return [one for one in settled if self.confirmed(one, facts)]

    def _candidates(self, found: Found, facts: tuple[Fact, ...], batch: int) -> pd.DataFrame | None:
        """Draws the next candidates; none when nothing below the cut is left."""
        stage = f"candidates-{batch + 1}-{_widening_name(found.widenings)}"

        def make() -> pd.DataFrame:
            judge = Judge(facts, self._emulators(found))
            left = sample_left(judge, found.space.size, BATCH, CUT, DESIGN_SEED + 100 + batch, spread=False)
            self._note_left(stage, left)
            self.say(f"left of the space: {left.share:.2g}, lowest implausibility {left.level:.2f}")
            return found.space.values(left.unit if left.reached else left.unit[:0])

        design = self.folder.design(stage, make)
        self._remember_left(found, stage)
        return design

    def _play_candidates(
        self, found: Found, facts: tuple[Fact, ...], design: pd.DataFrame, batch: int
    ) -> None:
        first = len(found.judged)
        points = [
            replace(one, number=first + one.number)
            for one in self._points(found, design, FIRST_BATCH + batch)
        ]
        missing = self.size.worlds - len(found.plausible)

        def enough(played: Sequence[Played]) -> bool:
            whole = in_a_row(played, first)
            return sum(self.confirmed(one, facts) for one in whole) >= missing

        played = self.folder.play(
            f"candidates-{batch}-{_widening_name(found.widenings)}",
            self.ground,
            points,
            self.size.last,
            hopeless=lambda one: float(self._height(one, facts)) > HOPELESS,
            enough=enough,
        )
        found.judged += in_a_row(played, first)

    def _height(self, one: Played, facts: tuple[Fact, ...]) -> float:
        means = np.array([[one.mean(fact.id) for fact in facts]])
        luck = np.array([[one.variance(fact.id) for fact in facts]])
        return float(worst(implausibility(facts, means, luck / max(one.runs, 1), luck))[0])

    def confirmed(self, one: Played, facts: tuple[Fact, ...]) -> bool:
        """Says whether runs, not an emulator, put a point below the cut in every fitted target."""
        return not one.error and one.runs == self.size.last.seeds and self._height(one, facts) <= CUT


def in_a_row(played: Sequence[Played], first: int) -> list[Played]:
    """Takes those numbered on from the first without a gap, so that threads decide nothing."""
    return [one for place, one in enumerate(played) if one.number == first + place]


def data_of(played: Sequence[Played], space: Space, target: str) -> Data:
    """Lays what was played out for an emulator.

    Args:
        played: Points.
        space: The freed numbers.
        target: Which target.
    """
    known = [one for one in played if not one.error and one.runs]
    return Data(
        space.unit(pd.DataFrame([one.values for one in known])),
        np.array([one.mean(target) for one in known]),
        np.array([one.variance(target) for one in known]),
        np.array([float(one.runs) for one in known]),
    )


def _widening_name(widenings: int) -> str:
    return f"widened-{widenings}" if widenings else "first"
