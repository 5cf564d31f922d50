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
from simulation.footing import (
    HALF_WEEK,
    Footing,
    Lived,
    live,
    mean_events,
    mean_waits,
    step_size,
    wanted_events,
    wanted_waits,
)
from simulation.layout import population_of
from simulation.run import Run
from simulation.scenario import BASELINE, Scenario
from simulation.world import Floats

FIRST_GUESS = 1e-3
ROUNDS = 12
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
    norms = wanted_waits(area)
    guess = np.full(len(EVENTS), FIRST_GUESS)
    footing = Footing(norms, wanted_events(area), np.ones(len(norms)), guess)
    runs = (ROUNDS + 1) * seeds
    with _working_copy(folder) as copy:
        for turn in range(ROUNDS + 1):
            _write(copy / HOURS, _hours_table(norms, footing.factors))
            _write(copy / RATES, _rate_table(footing.rates))
            lived: list[Lived] = []
            for one in _all_lived(copy, seeds, years):
                lived.append(one)
                report(turn * seeds + len(lived), runs)
            if turn < ROUNDS:
                footing = footing.moved(lived, step_size(turn))
        delivered = sum(
            (_delivered(one.run) / seeds for one in lived), np.zeros((len(PAYERS), len(_age_classes(area))))
        )
        rest = _rest_table(copy, delivered)
    counts = mean_events(lived)
    events = pd.DataFrame({"event": EVENTS, "wanted": footing.wanted, "got": counts})
    return Solved(
        _hours_table(norms, footing.factors),
        _rate_table(footing.rates),
        rest,
        events,
        _fit_of_waits(norms, footing.factors, mean_waits(lived, len(norms))),
        runs,
    )


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


def _all_lived(folder: Path, seeds: int, years: int) -> Iterator[Lived]:
    for seed in range(1, seeds + 1):
        yield live(Scenario(area=str(folder), seed=seed, years=years))


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
