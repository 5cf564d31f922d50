"""One point: values of the freed parameters, played under fragmented working with hours of its own."""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from experiments.targets import Observed, Target, observe
from simulation import Scenario
from simulation.errors import InputError
from simulation.footing import Footing, mean_events, mean_waits, step_size
from simulation.scenario import BASELINE

SOLVING_SEED, MEASURING_SEED = 10_000_001, 1
"""Seeds of rounds that solve, and of runs that are measured, begin here: the two never share luck."""

FIRST_TURN = 1
"""A point starts near its footing, so its first step is that of the second round of an area."""


@dataclass(frozen=True)
class Effort:
    """How much work goes into a point.

    Attributes:
        rounds: Seeds of each round in which hours and rates are moved.
        seeds: Runs that are then measured.
        look_after: After so many of these a look whether going on makes sense; 0 never.
    """

    rounds: tuple[int, ...]
    seeds: int
    look_after: int = 0

    @property
    def runs(self) -> int:
        """Counts the runs of a point that is played to its end."""
        return sum(self.rounds) + self.seeds


@dataclass(frozen=True)
class Point:
    """What is to be played.

    Attributes:
        number: Place in its stage.
        values: Freed parameter -> value.
        factors: Hours of each list to start from; empty for those of the area.
        rates: Hazard of each event to start from; empty for those of the area.
        seed: Of the first measured run; points of one stage share no luck, so that it averages out.
    """

    number: int
    values: Mapping[str, float]
    factors: tuple[float, ...] = ()
    rates: tuple[float, ...] = ()
    seed: int = MEASURING_SEED


@dataclass
class Played:
    """What became of a point.

    Attributes:
        number: Place in its stage.
        values: Freed parameter -> value.
        factors: Hours of each list with which it was measured.
        rates: Hazard of each event.
        told: Target -> what each measured run said; not a number where it could not tell.
        error: Why it could not be played; empty if it could.
        waits: Mean wait of each list over the measured runs; not a number where nobody started.
        events: Registered events a year over the measured runs.
    """

    number: int
    values: dict[str, float]
    factors: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    told: dict[str, list[float]] = field(default_factory=dict)
    error: str = ""
    waits: list[float] = field(default_factory=list)
    events: list[float] = field(default_factory=list)

    @property
    def runs(self) -> int:
        """Counts the runs that were measured."""
        return max((len(told) for told in self.told.values()), default=0)

    def mean(self, target: str) -> float:
        """Gives the mean over runs; not a number if one of them cannot tell."""
        return float(np.mean(self.told[target])) if self.told.get(target) else float("nan")

    def variance(self, target: str) -> float:
        """Gives the variance over runs; not a number with fewer than two."""
        told = self.told.get(target, [])
        return float(np.var(told, ddof=1)) if len(told) > 1 else float("nan")

    def write(self, path: Path) -> None:
        """Writes it down, whole or not at all."""
        unfinished = path.with_suffix(".unfinished")
        unfinished.write_text(json.dumps(asdict(self)), encoding="utf-8")
        os.replace(unfinished, path)

    @classmethod
    def read(cls, path: Path) -> "Played":
        """Reads what was written down."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Ground:
    """Where points are played: the area and the length of the runs, always fragmented.

    Attributes:
        world: Area, years and start-up.
        targets: What is measured.
    """

    world: Scenario
    targets: tuple[Target, ...]

    def __post_init__(self) -> None:
        """Refuses anything but the fragmented baseline."""
        if self.world.policy != BASELINE:
            raise InputError(
                f"policy {self.world.policy!r}: calibration lives {BASELINE!r} only; no policy is ever tuned"
            )

    def scenario(self, values: Mapping[str, float], seed: int) -> Scenario:
        """Gives the scenario of one run."""
        return Scenario(
            area=self.world.area,
            seed=seed,
            years=self.world.years,
            warmup_weeks=self.world.warmup_weeks,
            parameters={name: float(value) for name, value in values.items()},
        )

    def footing(self, base: Scenario, point: Point) -> Footing:
        """Gives the hours and rates from which a point starts.

        Args:
            base: A scenario of the point.
            point: The point.
        """
        start = Footing.of(base.loaded_area, base.start_values)
        if not point.factors:
            return start
        return Footing(start.norms, start.wanted, np.array(point.factors), np.array(point.rates))

    def play(
        self,
        point: Point,
        effort: Effort,
        *,
        hopeless: Callable[[Played], bool] = lambda _played: False,
        cancelled: Callable[[], bool] = lambda: False,
        note: Callable[[int], None] = lambda _runs: None,
    ) -> Played:
        """Solves a point lightly and measures it.

        Args:
            point: What is played.
            effort: How much work goes into it.
            hopeless: Asked once, after some measured runs: a true answer ends the measuring.
            cancelled: Asked every so often; a true answer stops.
            note: Told how many runs are done.
        """
        played = Played(point.number, dict(point.values))
        try:
            base = self.scenario(point.values, MEASURING_SEED)
            footing = self._solved(base, self.footing(base, point), effort.rounds, cancelled, note)
            played.factors, played.rates = footing.factors.tolist(), footing.rates.tolist()
            area, lived = footing.under(base.loaded_area), []
            for run in range(effort.seeds):
                if run and run == effort.look_after and hopeless(played):
                    break
                seen = observe(base.with_seed(point.seed + run), area, cancelled=cancelled)
                lived.append(seen.lived)
                for target in self.targets:
                    played.told.setdefault(target.id, []).append(seen.value(target))
                note(1)
            played.waits = mean_waits(lived, len(footing.norms)).tolist()
            played.events = mean_events(lived).tolist()
        except (InputError, ArithmeticError, ValueError) as error:
            played.error = f"{type(error).__name__}: {error}"
        return played

    def _solved(
        self,
        base: Scenario,
        footing: Footing,
        rounds: Sequence[int],
        cancelled: Callable[[], bool],
        note: Callable[[int], None],
    ) -> Footing:
        seed = SOLVING_SEED
        for turn, seeds in enumerate(rounds):
            area = footing.under(base.loaded_area)
            seen: list[Observed] = []
            for _ in range(seeds):
                seen.append(observe(base.with_seed(seed), area, cancelled=cancelled))
                seed += 1
                note(1)
            footing = footing.moved([one.lived for one in seen], step_size(FIRST_TURN + turn))
        return footing
