"""Constants solved once per area on the fragmented baseline: hours of lists, event rates, other care.

Only published facts of the fragmented situation are used; no policy is ever run here.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd

from agents.domains import EVENTS, PAYERS
from simulation import tables
from simulation.areas import Area, load_area
from simulation.areas.tables import REMARK
from simulation.build import population_of
from simulation.laws import LAWS
from simulation.parameters import resolve
from simulation.records import take_down
from simulation.run import Run, live_and_check
from simulation.scenario import BASELINE, WEEKS_PER_YEAR, Scenario
from simulation.startup import branch, started
from simulation.world import DECISION_RING, Floats

PER_RESIDENTS = 15_000.0
FIRST_GUESS = 1e-3
ROUNDS = 12
SLOWING_ROUNDS = 3.0  # after so many rounds steps are half those of the first
HOURS_STEP = 0.4  # part of the distance to the norm, in logarithms, by which hours move in the first round
LONGEST_DISTANCE = 1.0  # in logarithms; farther is not followed faster
LEAST_FACTOR, MOST_FACTOR = 0.1, 10.0
HALF_WEEK = 0.5  # waits are counted in whole weeks; below this a difference means nothing
MET_WITHIN = 0.25  # share of the norm, beside half a week
SEEDS = 8
YEARS = 5
CENTS = 100.0
HOURS, RATES, REST = "capacities.csv", "event_rates.csv", "background_rest.csv"

Report = Callable[[int, int], None]
"""Told how many runs are done, and how many there are in all."""


@dataclass(frozen=True, eq=False)
class Solved:
    """What was solved for an area.

    Attributes:
        capacities: organisation, product, factor by which the hours of that list are multiplied.
        rates: event, rate (weekly hazard at severity 3) and under which policy it was solved.
        rest: payer, age_class, euros_per_resident_per_year that the model does not deliver itself.
        events: event, wanted and got, registered events a year; got is counted with the rates of `rates`.
        waits: organisation, product, norm and got, mean weeks from asking to the first hour, factor, and met:
            whether got is near the norm; got is counted with all that was solved, and is not a number when
            nobody started.
        runs: number of runs that were lived.
    """

    capacities: pd.DataFrame
    rates: pd.DataFrame
    rest: pd.DataFrame
    events: pd.DataFrame
    waits: pd.DataFrame
    runs: int


@dataclass(frozen=True, eq=False)
class _Lived:
    """A run, and by list how many started in it and how many weeks they had waited together."""

    run: Run
    weeks: Floats
    starts: Floats


def solve_area(
    folder: Path, seeds: int = SEEDS, years: int = YEARS, report: Report = lambda _done, _all: None
) -> Solved:
    """Find the hours of lists, the event rates and the background rest of an area; its folder is only read.

    In rounds with ever smaller steps the hours of each list are moved towards those with which its mean wait
    meets its norm, and rates towards those with which the registered events a year are those of events.csv:
    both at once, since the one moves the other. Then the care that the model delivers itself is taken off the
    background totals. What was solved before plays no part.

    Args:
        folder: folder of the area.
        seeds: number of seeds to average over.
        years: years per seed.
        report: told how far it is.

    Returns:
        The three tables, and how well they fit.

    Raises:
        InputError: the area cannot be used.
    """
    area = load_area(folder, solved=False)
    wanted, norms = wanted_events(area), wanted_waits(area)
    factors, rates = np.ones(len(norms)), np.full(len(EVENTS), FIRST_GUESS)
    runs = (ROUNDS + 1) * seeds
    with _working_copy(folder) as copy:
        for turn in range(ROUNDS + 1):
            _write(copy / HOURS, _hours_table(norms, factors))
            _write(copy / RATES, _rate_table(rates))
            counts, weeks, starts = np.zeros(len(EVENTS)), np.zeros(len(norms)), np.zeros(len(norms))
            delivered = np.zeros((len(PAYERS), len(_age_classes(area))))
            for number, lived in enumerate(_all_lived(copy, seeds, years), start=1):
                counts += _events_a_year(lived.run) / seeds
                weeks += lived.weeks[: len(norms)]
                starts += lived.starts[: len(norms)]
                if turn == ROUNDS:
                    delivered += _delivered(lived.run) / seeds
                report(turn * seeds + number, runs)
            waits = np.divide(weeks, starts, out=np.full(len(norms), np.nan), where=starts > 0)
            if turn < ROUNDS:
                size = step_size(turn)
                rates = moved_rates(rates, wanted, counts, size)
                factors = moved_factors(factors, norms["norm"].to_numpy(), waits, HOURS_STEP * size)
        rest = _rest_table(copy, delivered)
    events = pd.DataFrame({"event": EVENTS, "wanted": wanted, "got": counts})
    return Solved(
        _hours_table(norms, factors),
        _rate_table(rates),
        rest,
        events,
        _fit_of_waits(norms, factors, waits),
        runs,
    )


def step_size(turn: int) -> float:
    """How far a round moves, relative to the first: ever less, so that luck averages out.

    Args:
        turn: the round, counted from 0.

    Returns:
        1 in the first round, then ever less.
    """
    return 1.0 / (1.0 + turn / SLOWING_ROUNDS)


def moved_rates(rates: Floats, wanted: Floats, counts: Floats, size: float) -> Floats:
    """Move event rates towards the events wanted.

    Args:
        rates: weekly hazards at severity 3.
        wanted: events a year that there should be.
        counts: events a year that were counted with these rates.
        size: 1 scales all the way, less goes part of it.

    Returns:
        New rates; twice as high where nothing was counted.
    """
    nearer = rates * (wanted / np.maximum(counts, 1e-9)) ** size
    result: Floats = np.where(counts > 0.0, nearer, rates * 2.0)
    return result


def moved_factors(factors: Floats, norms: Floats, waits: Floats, size: float) -> Floats:
    """Move the hours of lists towards those with which waits meet their norm.

    Args:
        factors: by what the hours of each list are multiplied.
        norms: norm of each list, in weeks; 0 none.
        waits: mean wait of each list with these hours, in weeks; not a number when nobody started.
        size: part of the distance, in logarithms, that is moved.

    Returns:
        New factors, between `LEAST_FACTOR` and `MOST_FACTOR`; the same without a norm or a wait.
    """
    known = (norms > 0.0) & np.isfinite(waits)
    distance = np.log((np.where(known, waits, 0.0) + HALF_WEEK) / (norms + HALF_WEEK))
    step = size * np.clip(distance, -LONGEST_DISTANCE, LONGEST_DISTANCE)
    result: Floats = np.where(known, np.clip(factors * np.exp(step), LEAST_FACTOR, MOST_FACTOR), factors)
    return result


def wanted_events(area: Area) -> Floats:
    """Registered events a year that an area should have under fragmented working.

    Args:
        area: the area.

    Returns:
        Events a year, in the fixed order.
    """
    per_year = area.events.set_index("event")["per_year_per_15000"]
    wanted: Floats = (
        np.array([float(per_year[event]) for event in EVENTS]) * area.residents_on_paper / PER_RESIDENTS
    )
    return wanted


def wanted_waits(area: Area) -> pd.DataFrame:
    """Mean waits that the lists of an area should have under fragmented working.

    Args:
        area: the area.

    Returns:
        organisation, product and norm (weeks, 0 without one) of each list, in the order of their number.
    """
    values = resolve()
    rows = [
        (organisation, product, values.get(f"wait_norm_{product}", 0.0))
        for product, organisation, _, _ in tables.list_rows(area)
    ]
    return pd.DataFrame(rows, columns=["organisation", "product", "norm"])


def check_writable(folder: Path) -> None:
    """Try whether files can be written in a folder, before any long work.

    Raises:
        OSError: they cannot.
    """
    trial = _draft(folder / RATES)
    trial.touch()
    trial.unlink()


def write_solved(folder: Path, solved: Solved) -> tuple[Path, ...]:
    """Write the tables into the folder of the area: all of them whole, or none; remarks at their top stay.

    Args:
        folder: folder of the area.
        solved: what was solved.

    Returns:
        The files.

    Raises:
        OSError: a file cannot be written; what was there is still there.
    """
    contents = {
        folder / HOURS: solved.capacities,
        folder / RATES: solved.rates,
        folder / REST: solved.rest,
    }
    earlier = {path: path.read_bytes() if path.is_file() else None for path in contents}
    try:
        for path, table in contents.items():
            _write(_draft(path), table, remarks(path))
        _move_all(earlier)
    finally:
        for path in contents:
            _draft(path).unlink(missing_ok=True)
    return tuple(contents)


def remarks(path: Path) -> str:
    """Read the remarks at the top of a table, empty if there are none."""
    if not path.is_file():
        return ""
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    count = next((number for number, line in enumerate(lines) if not line.startswith(REMARK)), len(lines))
    return "".join(lines[:count])


def _move_all(earlier: Mapping[Path, bytes | None]) -> None:
    """Put every draft in its place; if one fails, put back what was there."""
    try:
        for path in earlier:
            _draft(path).replace(path)
    except BaseException:
        for path, content in earlier.items():
            if content is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(content)
        raise


def _draft(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


def _write(path: Path, table: pd.DataFrame, head: str = "") -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        table.to_csv(file, index=False, lineterminator="\n")
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _working_copy(folder: Path) -> Iterator[Path]:
    """Copy the tables of an area to a place of their own, without what is to be solved."""
    with TemporaryDirectory(prefix="zorgbundel-") as place:
        copy = Path(place) / folder.resolve().name
        copy.mkdir()
        for path in folder.iterdir():
            if path.suffix in (".csv", ".toml") and path.name not in (HOURS, RATES, REST):
                shutil.copyfile(path, copy / path.name)
        yield copy


def _rate_table(rates: Floats) -> pd.DataFrame:
    return pd.DataFrame({"event": EVENTS, "rate": [f"{rate:.6g}" for rate in rates], "digest": BASELINE})


def _hours_table(norms: pd.DataFrame, factors: Floats) -> pd.DataFrame:
    table = norms[["organisation", "product"]].assign(factor=[f"{factor:.3f}" for factor in factors])
    return table[norms["norm"] > 0.0].reset_index(drop=True)


def _fit_of_waits(norms: pd.DataFrame, factors: Floats, waits: Floats) -> pd.DataFrame:
    near = (waits - norms["norm"]).abs() <= MET_WITHIN * norms["norm"] + HALF_WEEK
    table = norms.assign(got=waits, factor=factors.round(3), met=near)
    return table[norms["norm"] > 0.0].reset_index(drop=True)


def _all_lived(folder: Path, seeds: int, years: int) -> Iterator[_Lived]:
    for seed in range(1, seeds + 1):
        yield _live(Scenario(area=str(folder), seed=seed, years=years))


def _live(scenario: Scenario) -> _Lived:
    """Live a scenario as `simulate` does, and add up the waits of each list before they are forgotten."""
    world, deviations = branch(started(scenario), scenario), np.zeros(len(LAWS))
    weeks, starts = np.zeros(world.lists.size), np.zeros(world.lists.size)
    for week in range(0, scenario.weeks, WEEKS_PER_YEAR):
        live_and_check(world, week, week + WEEKS_PER_YEAR, deviations)
        kept = np.arange(week, week + WEEKS_PER_YEAR) % DECISION_RING
        weeks += world.wait_sum[:, kept].sum(axis=1)
        starts += world.wait_count[:, kept].sum(axis=1)
    return _Lived(Run(scenario, take_down(world, scenario, whole=True), deviations), weeks, starts)


def _events_a_year(run: Run) -> Floats:
    under_policy = run.weekly[run.weekly.index >= 0]
    counts: Floats = under_policy[[f"events_{event}" for event in EVENTS]].sum().to_numpy(np.float64)
    return counts / run.scenario.years


def _age_classes(area: Area) -> pd.DataFrame:
    return area.background.drop_duplicates("age_class")


def _delivered(run: Run) -> Floats:
    """Euros a year that the model paid itself, by payer and by age class of who lives in the helped homes."""
    area = run.scenario.loaded_area
    residents = population_of(area, run.scenario.values)[0].residents
    classes = _age_classes(area)
    of_resident = np.searchsorted(classes["age_from"].to_numpy(np.int64), residents.age, side="right") - 1
    persons = np.bincount(residents.household)
    under_policy = run.weekly[run.weekly.index >= 0]
    result = np.zeros((len(PAYERS), len(classes)))
    for number, payer in enumerate(PAYERS):
        columns = [f"cost_{kind}_{payer}" for kind in ("own", "outside", "events", "budget", "write_off")]
        paid = float(under_policy[columns].to_numpy().sum()) / CENTS / run.scenario.years
        each = (run.households[f"euros_{payer}"].to_numpy() / persons)[residents.household]
        weights = np.bincount(of_resident, weights=each, minlength=len(classes))
        total = weights.sum()
        result[number] = paid * (weights / total if total > 0 else 1.0 / len(classes))
    return result


def _rest_table(folder: Path, delivered: Floats) -> pd.DataFrame:
    """All care by age less what the model delivers, never below zero."""
    scenario = Scenario(area=str(folder))
    area = scenario.loaded_area
    residents = population_of(area, scenario.values)[0].residents
    counts = tables.age_counts(residents.age, area.background)
    classes = list(_age_classes(area)["age_class"])
    rows = []
    for row in tables.each_row(area.background):
        own = delivered[PAYERS.index(str(row.payer)), classes.index(row.age_class)]
        rest = max(0.0, float(row.euros_per_resident_per_year) - own / counts[str(row.age_class)])
        rows.append((row.payer, row.age_class, f"{rest:.2f}"))
    return pd.DataFrame(rows, columns=["payer", "age_class", "euros_per_resident_per_year"])
