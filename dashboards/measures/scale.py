"""A country and a sweep: how many resident-weeks a core lives in a second, and what a second worker adds."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from dashboards.measures.copies import ManyCopies, measure_many, most_memory
from dashboards.measures.one_run import POLICY
from dashboards.measures.timing import Spent, spend
from experiments.sweep import sweep
from experiments.sweep.reading import build_design
from simulation import Scenario
from simulation.layout import population_of

WORKERS = 2
COUNTRY, FEW_COPIES = 1200, 24
"""Copies of the default area that have as many residents as the Netherlands, and how many are timed."""
POINTS, FEW_POINTS = 5000, 48
"""Points of a large sweep, each under two policies, and how many are timed."""
POLICIES = (POLICY, "krachtenbundeling")
FACTORS = ("plan_conflict", "onset_hazard_mental", "frailty_sd_household")
"""One number that only policies know, one of the start-up, and one by which people are drawn anew."""


@dataclass(frozen=True)
class Scale:
    """Work on a large scale, done in part by one worker and by two.

    Attributes:
        whole: How many copies or runs the mark speaks of.
        number: How many two workers played.
        few: How many one worker played.
        resident_weeks: Residents times weeks of one copy or run, start-up included.
        both: Seconds on the clock and of cores that two workers took.
        alone: The same of one worker.
        megabytes: Most memory the process of the two ever had in use.
    """

    whole: int
    number: int
    few: int
    resident_weeks: float
    both: Spent
    alone: Spent
    megabytes: float

    @property
    def whole_seconds(self) -> float:
        """How long two workers take, or would take, for the whole, on the clock."""
        return self.both[0] * self.whole / self.number

    @property
    def per_core_second(self) -> float:
        """How many resident-weeks a core lives in a second, when two are at work."""
        return self.resident_weeks * self.number / self.both[1]

    @property
    def efficiency(self) -> float:
        """What each of two workers does of what one alone does, on the clock: for an idle machine."""
        return (self.alone[0] / self.few) / (self.both[0] / self.number) / WORKERS

    @property
    def core_efficiency(self) -> float:
        """The same by the seconds that cores worked, which others on the machine change less."""
        return (self.alone[1] / self.few) / (self.both[1] / self.number)


def measure_country(area: str, *, whole: bool = False) -> Scale:
    """Lives copies with one worker and with two, each in a process of its own.

    Args:
        area: The area to play.
        whole: Lets two workers live as many as make a country.
    """
    number = COUNTRY if whole else FEW_COPIES
    both, alone = measure_many(area, number, WORKERS), measure_many(area, FEW_COPIES, 1)
    scenario = Scenario(area=area, policy=POLICY)
    lived = both.residents / number * (scenario.warmup_weeks + scenario.weeks)
    return Scale(COUNTRY, number, FEW_COPIES, lived, _spent(both), _spent(alone), both.megabytes)


def measure_sweep(area: str, *, whole: bool = False) -> Scale:
    """Plays a sweep with one worker and with two, from the reading of the design to the stored differences.

    Args:
        area: The area to play.
        whole: Lets two workers play all points.
    """
    points = POINTS if whole else FEW_POINTS
    alone, both = _sweep(area, FEW_POINTS, 1), _sweep(area, points, WORKERS)
    scenario, policies = Scenario(area=area, policy=POLICY), len(POLICIES)
    people, _ = population_of(scenario.loaded_area, scenario.start_values)
    lived = len(people.residents) * (scenario.warmup_weeks / policies + scenario.weeks)
    numbers = (POINTS * policies, points * policies, FEW_POINTS * policies)
    return Scale(*numbers, lived, both, alone, most_memory())


def _spent(many: ManyCopies) -> Spent:
    return many.seconds, many.cpu


def _sweep(area: str, points: int, workers: int) -> Spent:
    content = {
        "sweep": {"policies": list(POLICIES), "area": area},
        "design": {"kind": "latin-hypercube", "points": points},
        "factors": dict.fromkeys(FACTORS, "plausible"),
    }
    with tempfile.TemporaryDirectory() as place:
        design = build_design(content, Path("benchmark.toml"))
        return spend(lambda: sweep(design, Path(place) / "out", workers=workers))
