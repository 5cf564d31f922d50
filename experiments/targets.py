"""The published facts about fragmented working, and what the model says beside each of them."""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import pandas as pd

from experiments.registers import (
    LOOK_WEEKS,
    OVER_YEARS,
    YEAR_WEEKS,
    YEARLY,
    YEARS_SEEN,
    Registers,
    UseOverYears,
)
from experiments.sources_page import evidence
from results.numbers import write_number
from results.outcomes import find_outcome
from results.words import load_words
from simulation import Run, Scenario
from simulation.areas import Area
from simulation.errors import InputError
from simulation.footing import Lived, live
from simulation.products import PRODUCT_NAMES
from simulation.scenario import BASELINE
from simulation.world import World

Use = Literal["fitted", "kept", "construction"]
USES = ("fitted", "kept", "construction")
KINDS = ("outcome", "wait", "event", "hours", "register")
GRADES = ("A", "B", "C", "D")
PER_RESIDENTS = 15_000
LEAST_KEPT = 0.25
WORDS = load_words("en")
_ID = re.compile(r"(?:pop|prog):[A-Z]+\d+[a-z]?")


@dataclass(frozen=True)
class Target:
    """One published fact and how the model is held against it.

    Attributes:
        id: Short name.
        text_nl: What it is, in Dutch.
        text_en: What it is, in English.
        quantity: By which definition it is counted.
        measure: Kind and name of what the model says: outcome, wait, event, hours or register.
        low: Lowest published value.
        high: Highest published value.
        discrepancy: By how much (standard deviation) the model may be off although its numbers are right.
        use: Fitted, kept for checking, or true by construction.
        source: Ids in the evidence; empty where none was found.
        grade: How well it is known.
        place_nl: Where it was measured, in Dutch.
        place_en: The same in English.
        year: When.
        adjustment: How it was brought to this area.
        price_level: Of which year its euros are; empty without euros.
    """

    id: str
    text_nl: str
    text_en: str
    quantity: str
    measure: str
    low: float
    high: float
    discrepancy: float
    use: Use
    source: str
    grade: str
    place_nl: str
    place_en: str
    year: str
    adjustment: str
    price_level: str = ""

    @property
    def kind(self) -> str:
        """Say what kind of measure it is."""
        return self.measure.split(":")[0]

    @property
    def name(self) -> str:
        """Give the name of the measure within its kind."""
        return self.measure.split(":")[1]

    @property
    def middle(self) -> float:
        """Give the middle of the band."""
        return (self.low + self.high) / 2

    @property
    def band_variance(self) -> float:
        """How unsure the published value is: that of an even law over the band."""
        return (self.high - self.low) ** 2 / 12

    @property
    def over_years(self) -> bool:
        """Say whether only a run of seven years can tell."""
        return self.name in OVER_YEARS

    @property
    def sources(self) -> list[str]:
        """List the ids of the evidence it names."""
        return _ID.findall(self.source)

    def inside(self, value: float) -> bool:
        """Say whether a value lies in the published band."""
        return self.low <= value <= self.high

    def misses_by(self, value: float) -> float:
        """How far a value lies outside the band, in discrepancies; 0 inside it."""
        return max(self.low - value, value - self.high, 0.0) / self.discrepancy

    def write(self, value: float) -> str:
        """Writes a value as people read it."""
        if self.kind == "outcome":
            return find_outcome(self.name).write(value, WORDS)
        share = self.kind == "hours" or self.name.endswith("_share") or self.over_years
        if share:
            return f"{100 * value:.1f}%"
        return write_number(value, 0 if self.high >= 1000 else 1 if self.high >= 5 else 2, "en")


@dataclass(frozen=True)
class Widening:
    """In which order discrepancies are widened when too few parameter sets are plausible."""

    factor: float
    order: tuple[str, ...]
    times: int = 1

    @property
    def steps(self) -> tuple[str, ...]:
        """List the targets in the order in which they are widened, each as often as may be."""
        return tuple(name for name in self.order for _ in range(self.times))


@cache
def load_targets() -> tuple[Target, ...]:
    """Reads the targets.

    Raises:
        InputError: One of them cannot be used.
    """
    found = tuple(Target(**row) for row in _table()["target"])
    for target in found:
        check_target(target)
    return found


@cache
def load_widening() -> Widening:
    """Reads the order in which discrepancies are widened."""
    row = _table()["widening"]
    return Widening(float(row["factor"]), tuple(row["order"]), int(row["times"]))


def targets_used(use: Use) -> tuple[Target, ...]:
    """Gives the targets of one use."""
    return tuple(target for target in load_targets() if target.use == use)


def target_text() -> str:
    """Gives the table as it stands in its file, for fingerprints."""
    return files("experiments").joinpath("targets.toml").read_text(encoding="utf-8")


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads(target_text())
    return table


def check_target(target: Target) -> None:
    """Refuses a target that says something impossible.

    Raises:
        InputError: Names the target, what is wrong and what is allowed.
    """
    where = f"targets.toml, target {target.id!r}"
    if target.use not in USES:
        raise InputError(f"{where}: use is {target.use!r}; allowed: {', '.join(USES)}")
    if target.grade not in GRADES:
        raise InputError(f"{where}: grade is {target.grade!r}; allowed: {', '.join(GRADES)}")
    if not target.low < target.high:
        raise InputError(f"{where}: low {target.low} must be below high {target.high}")
    if not target.discrepancy > 0:
        raise InputError(f"{where}: discrepancy is {target.discrepancy}; give a number above 0")
    if target.kind not in KINDS:
        raise InputError(f"{where}: measure is {target.measure!r}; allowed: {', '.join(KINDS)} and a name")
    for source in target.sources:
        if source not in evidence():
            raise InputError(f"{where}: source {source} does not stand in experiments/evidence.csv")
    if target.kind == "register" and target.name not in (*YEARLY, *OVER_YEARS):
        raise InputError(f"{where}: no register tells {target.name!r}")


@dataclass(frozen=True, eq=False)
class Observed:
    """A fragmented run and what registers saw in it."""

    lived: Lived
    registers: Mapping[str, float]

    @property
    def run(self) -> Run:
        """Give the run."""
        return self.lived.run

    def value(self, target: Target) -> float:
        """What the model says beside a target; not a number where the run cannot tell."""
        match target.kind:
            case "outcome":
                return float(self.run.summary[target.name])
            case "wait":
                return mean_wait(self.run.weekly.loc[0:], target.name)
            case "event":
                return events_per_15000(self.run, target.name)
            case "hours":
                hours = self.run.weekly.loc[0:]
                return float(hours[f"hours_{target.name}"].sum() / hours["hours_available"].sum())
        return self.registers.get(target.name, float("nan"))

    def values(self, targets: Sequence[Target] | None = None) -> dict[str, float]:
        """What the model says beside several targets, all unless given."""
        return {target.id: self.value(target) for target in targets or load_targets()}


def observe(
    scenario: Scenario, area: Area | None = None, *, cancelled: Callable[[], bool] = lambda: False
) -> Observed:
    """Lives fragmented working under the eyes of registers; other policies are refused.

    Args:
        scenario: Fragmented, one copy; with seven years and more use over years is followed too.
        area: Its area with other hours and rates.
        cancelled: Asked every so often; a true answer stops the run.

    Raises:
        InputError: The scenario is of another policy.
    """
    if scenario.policy != BASELINE:
        raise InputError(
            f"policy {scenario.policy!r}: only {BASELINE!r} is held against facts, so that no policy is tuned"
        )
    registers, use = Registers(scenario), UseOverYears()
    follows = scenario.years >= YEARS_SEEN

    def watch(world: World, week: int) -> None:
        registers.look(world, week)
        if follows and week <= YEARS_SEEN * YEAR_WEEKS:
            use.look(world, week)

    every = LOOK_WEEKS if follows else YEAR_WEEKS
    lived = live(scenario, area, watch=watch, watch_weeks=every, cancelled=cancelled)
    return Observed(lived, {**registers.found(), **use.found()})


def events_per_15000(run: Run, event: str) -> float:
    """Registered events a year per 15,000 residents on paper."""
    households = run.summary[f"events_{event}_per_1000_households_per_year"] * len(run.households) / 1000
    return float(households * PER_RESIDENTS / run.scenario.loaded_area.residents_on_paper)


def mean_wait(weekly: pd.DataFrame, product: str) -> float:
    """Gives the mean weeks waited by those who started in some weeks.

    Args:
        weekly: These weeks.
        product: Name of the product.
    """
    started = int(weekly[f"started_{product}"].sum())
    return float(weekly[f"waited_{product}"].sum()) / started if started else float("nan")


def waits_of(observed: Sequence[Observed]) -> pd.DataFrame:
    """Lays the waits of lists with a norm beside that norm.

    Args:
        observed: One per seed, of the same scenario but for the seed.

    Returns:
        One row per product: product, norm, mean (weeks waited by who started) and spread over seeds.
    """
    rows = []
    for product in PRODUCT_NAMES:
        norm = observed[0].run.scenario.values.get(f"wait_norm_{product}")
        if norm is None:
            continue
        values = pd.Series([mean_wait(one.run.weekly.loc[0:], product) for one in observed])
        rows.append({"product": product, "norm": norm, "mean": values.mean(), "spread": values.std()})
    return pd.DataFrame(rows)
