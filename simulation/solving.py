"""Constants solved once per area on the fragmented baseline: event rates, and care the model leaves out.

Only published facts of the fragmented situation are used; no policy is ever run here.
"""

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from agents.domains import EVENTS, PAYERS
from simulation import tables
from simulation.areas import Area, load_area
from simulation.build import population_of
from simulation.columns import COST_EVENTS, COST_OUTSIDE, COST_OWN, EVENT_COUNTS
from simulation.handle import held
from simulation.scenario import BASELINE, Scenario
from simulation.startup import branch, started
from simulation.week import live_weeks
from simulation.world import Floats

PER_RESIDENTS = 15_000.0
FIRST_GUESS = 1e-3
ROUNDS = 5
CENTS = 100.0


def solve_area(folder: Path, seeds: int = 8, years: int = 5, say: Callable[[str], None] = print) -> None:
    """Solve an area and write event_rates.csv and background_rest.csv into its folder.

    Args:
        folder: folder of the area.
        seeds: number of seeds to average over.
        years: years per seed.
        say: told what happens.
    """
    for name in ("event_rates.csv", "background_rest.csv"):
        (folder / name).unlink(missing_ok=True)
    area = load_area(str(folder))
    rates = np.full(len(EVENTS), FIRST_GUESS)
    wanted = wanted_events(area)
    for turn in range(ROUNDS):
        _write_rates(folder, rates)
        counts = np.mean([_event_counts(folder, seed, years) for seed in range(1, seeds + 1)], axis=0)
        got, asked = np.round(counts, 2).tolist(), np.round(wanted, 2).tolist()
        say(f"round {turn + 1}: events a year {got}, wanted {asked}")
        rates = np.where(counts > 0.0, rates * wanted / np.maximum(counts, 1e-9), rates * 2.0)
    _write_rates(folder, rates)
    rest = _background(folder, seeds, years)
    rest.to_csv(folder / "background_rest.csv", index=False, lineterminator="\n")
    say(rest.pivot(index="age_class", columns="payer", values="euros_per_resident_per_year").to_string())


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


def _write_rates(folder: Path, rates: Floats) -> None:
    table = pd.DataFrame({"event": EVENTS, "rate": [f"{rate:.6g}" for rate in rates], "digest": BASELINE})
    table.to_csv(folder / "event_rates.csv", index=False, lineterminator="\n")


def _lived(folder: Path, seed: int, years: int) -> tuple[Scenario, np.ndarray, np.ndarray]:
    scenario = Scenario(area=str(folder), seed=seed, years=years)
    world = branch(started(scenario), scenario)
    live_weeks(held(world), 0, scenario.weeks)
    return scenario, world.weekly[scenario.warmup_weeks :], world.household_cost


def _event_counts(folder: Path, seed: int, years: int) -> Floats:
    _, weekly, _ = _lived(folder, seed, years)
    counts: Floats = weekly[:, EVENT_COUNTS : EVENT_COUNTS + len(EVENTS)].sum(axis=0) / years
    return counts


def _background(folder: Path, seeds: int, years: int) -> pd.DataFrame:
    area = load_area(str(folder))
    residents = population_of(area, Scenario(area=str(folder)).values)[0].residents
    classes = area.background.drop_duplicates("age_class")
    names = list(classes["age_class"])
    edges = classes["age_from"].to_numpy(np.int64)
    of_resident = np.searchsorted(edges, residents.age, side="right") - 1
    persons = np.bincount(residents.household)
    modelled = np.zeros((len(PAYERS), len(names)))
    for seed in range(1, seeds + 1):
        _, weekly, by_household = _lived(folder, seed, years)
        for number in range(len(PAYERS)):
            columns = [first + number for first in (COST_OWN, COST_OUTSIDE, COST_EVENTS)]
            paid = weekly[:, columns].sum() / CENTS / years / seeds
            each = (by_household[:, number] / persons)[residents.household]
            weights = np.bincount(of_resident, weights=each, minlength=len(names))
            total = weights.sum()
            modelled[number] += paid * (weights / total if total > 0 else 1.0 / len(names))
    counts = tables.age_counts(residents.age, area.background)
    rows = []
    for row in tables.each_row(area.background):
        per_resident = (
            modelled[PAYERS.index(str(row.payer)), names.index(row.age_class)] / counts[str(row.age_class)]
        )
        rest = max(0.0, float(row.euros_per_resident_per_year) - per_resident)
        rows.append(
            {"payer": row.payer, "age_class": row.age_class, "euros_per_resident_per_year": f"{rest:.2f}"}
        )
    return pd.DataFrame(rows)


if __name__ == "__main__":
    solve_area(Path(sys.argv[1]))
