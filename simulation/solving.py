"""Constants solved once per area on the fragmented baseline: event rates, and care the model leaves out.

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
from simulation.run import Run, simulate
from simulation.scenario import BASELINE, Scenario
from simulation.world import Floats

PER_RESIDENTS = 15_000.0
FIRST_GUESS = 1e-3
ROUNDS = 5
SEEDS = 8
YEARS = 5
CENTS = 100.0
RATES, REST = "event_rates.csv", "background_rest.csv"

Report = Callable[[int, int], None]
"""Told how many runs are done, and how many there are in all."""


@dataclass(frozen=True, eq=False)
class Solved:
    """What was solved for an area.

    Attributes:
        rates: event, rate (weekly hazard at severity 3) and under which policy it was solved.
        rest: payer, age_class, euros_per_resident_per_year that the model does not deliver itself.
        events: event, wanted and got, registered events a year; got is counted with the rates of `rates`.
        runs: number of runs that were lived.
    """

    rates: pd.DataFrame
    rest: pd.DataFrame
    events: pd.DataFrame
    runs: int


def solve_area(
    folder: Path, seeds: int = SEEDS, years: int = YEARS, report: Report = lambda _done, _all: None
) -> Solved:
    """Find the event rates and the background rest of an area; its folder is only read.

    Rates are scaled in rounds until the registered events a year are those of events.csv. Then the care that
    the model delivers itself is taken off the background totals.

    Args:
        folder: folder of the area.
        seeds: number of seeds to average over.
        years: years per seed.
        report: told how far it is.

    Returns:
        The two tables, and how well they fit.

    Raises:
        InputError: the area cannot be used.
    """
    wanted = wanted_events(load_area(folder))
    rates = np.full(len(EVENTS), FIRST_GUESS)
    runs = (ROUNDS + 1) * seeds
    with _working_copy(folder) as copy:
        for turn in range(ROUNDS):
            _write(copy / RATES, _rate_table(rates))
            counts = np.zeros(len(EVENTS))
            for number, run in enumerate(_lived(copy, seeds, years), start=1):
                counts += _events_a_year(run) / seeds
                report(turn * seeds + number, runs)
            rates = np.where(counts > 0.0, rates * wanted / np.maximum(counts, 1e-9), rates * 2.0)
        _write(copy / RATES, _rate_table(rates))
        got, delivered = np.zeros(len(EVENTS)), np.zeros((len(PAYERS), len(_age_classes(load_area(copy)))))
        for number, run in enumerate(_lived(copy, seeds, years), start=1):
            got += _events_a_year(run) / seeds
            delivered += _delivered(run) / seeds
            report(ROUNDS * seeds + number, runs)
        rest = _rest_table(copy, delivered)
    events = pd.DataFrame({"event": EVENTS, "wanted": wanted, "got": got})
    return Solved(_rate_table(rates), rest, events, runs)


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


def check_writable(folder: Path) -> None:
    """Try whether files can be written in a folder, before any long work.

    Raises:
        OSError: they cannot.
    """
    trial = _draft(folder / RATES)
    trial.touch()
    trial.unlink()


def write_solved(folder: Path, solved: Solved) -> tuple[Path, ...]:
    """Write both tables into the folder of the area: both whole, or none; remarks at their top stay.

    Args:
        folder: folder of the area.
        solved: what was solved.

    Returns:
        The files.

    Raises:
        OSError: a file cannot be written; what was there is still there.
    """
    contents = {folder / RATES: solved.rates, folder / REST: solved.rest}
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
            if path.suffix in (".csv", ".toml") and path.name not in (RATES, REST):
                shutil.copyfile(path, copy / path.name)
        yield copy


def _rate_table(rates: Floats) -> pd.DataFrame:
    return pd.DataFrame({"event": EVENTS, "rate": [f"{rate:.6g}" for rate in rates], "digest": BASELINE})


def _lived(folder: Path, seeds: int, years: int) -> Iterator[Run]:
    for seed in range(1, seeds + 1):
        yield simulate(Scenario(area=str(folder), seed=seed, years=years))


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
        columns = [f"cost_{kind}_{payer}" for kind in ("own", "outside", "events")]
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
