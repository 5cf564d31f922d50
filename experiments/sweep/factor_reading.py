"""Reads factors: from the table [factors] of a design, or from the columns of a CSV file."""

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.sweep.factor import FACTS, LOGARITHMIC, UNIFORM, WHOLE, Factor, Level, plausible_factor
from experiments.sweep.refusals import at, refuse
from simulation.errors import InputError, unknown_name
from simulation.parameters import entries
from simulation.scenario import MOST_WARMUP_WEEKS, MOST_WORLDS, MOST_YEARS

PLAUSIBLE = "plausible"
MOST_STEPS = 1_000
_RANGE = ("low", "high", "spread", "steps")
_LIMITS = {"years": (1, MOST_YEARS), "warmup_weeks": (0, MOST_WARMUP_WEEKS), "world": (0, MOST_WORLDS)}
_POLICIES, _SEEDS = "sweep_policies_elsewhere", "sweep_seeds_elsewhere"
_ELSEWHERE = {"policy": _POLICIES, "policies": _POLICIES, "seed": _SEEDS, "seeds": _SEEDS}


def read_factor(place: str, name: str, said: Any, file: Path) -> Factor:
    """Reads one factor.

    Args:
        place: Where it stands, for complaints.
        name: Its name.
        said: What is said of it: a list of values, a range, or "plausible".
        file: The design; an area may be given from its folder.
    """
    check_name(place, name)
    if isinstance(said, list) and said:
        return Factor(name, read_values(place, name, said, file))
    if name == "area":
        raise refuse("sweep_no_values", place=place, name=name, value=said)
    if said == PLAUSIBLE and name not in FACTS:
        return _checked(place, plausible_factor(entries()[name]))
    if isinstance(said, Mapping) and said:
        return _read_range(place, name, said)
    raise refuse("sweep_no_values", place=place, name=name, value=said)


def check_name(place: str, name: str) -> None:
    """Refuses a factor that is neither a number of the register nor a part of every scenario."""
    if name in _ELSEWHERE:
        raise refuse(_ELSEWHERE[name], place=place, name=name)
    if name not in FACTS and name not in entries():
        problem = unknown_name("factor", name, [*FACTS, *entries()])
        raise refuse("sweep_at", place=place, problem=problem)


def read_values(place: str, name: str, values: Sequence[Any], file: Path) -> tuple[Level, ...]:
    """Reads the values of a factor, each of which must be allowed and none of which may come twice."""
    read = tuple(read_value(place, name, value, file) for value in values)
    if len(set(read)) < len(read):
        raise refuse("sweep_value_twice", place=place, name=name, value=list(values))
    return read


def read_value(place: str, name: str, value: Any, file: Path) -> Level:
    """Reads one value of a factor.

    Args:
        place: Where it stands, for complaints.
        name: The factor.
        value: What was given.
        file: The design; an area may be given from its folder.
    """
    if name == "area":
        if not isinstance(value, str) or not value:
            raise refuse("sweep_no_area", place=place, value=value, example='["maastricht-noordoost"]')
        there = file.parent / value
        return str(there) if there.exists() and not Path(value).exists() else value
    if name not in FACTS:
        try:
            return entries()[name].accepts(value)
        except InputError as error:
            raise at(place, error) from None
    low, high = _LIMITS[name]
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or value != int(value) or not low <= value <= high:
        raise refuse(
            "sweep_not_whole", place=place, name=name, value=value, low=low, high=high, example=str(low or 1)
        )
    return float(value)


def _read_range(place: str, name: str, said: Mapping[str, Any]) -> Factor:
    for key in said:
        if key not in _RANGE:
            problem = unknown_name("field", key, _RANGE)
            raise refuse("sweep_at", place=f"{place} {name}", problem=problem)
    for key in ("low", "high"):
        if key not in said and name in FACTS:
            raise refuse("sweep_missing", place=f"{place} {name}", name=key, example=f"{key} = 1")
    usual = _usual(name)
    low = float(read_value(place, name, said.get("low", usual.low), Path()))
    high = float(read_value(place, name, said.get("high", usual.high), Path()))
    allowed = (WHOLE,) if usual.spread == WHOLE else (UNIFORM, LOGARITHMIC)
    spread = said.get("spread", usual.spread)
    if spread not in allowed:
        problem = unknown_name("spread", str(spread), allowed)
        raise refuse("sweep_at", place=f"{place} {name}", problem=problem)
    steps = said.get("steps", 0)
    if isinstance(steps, bool) or not isinstance(steps, int) or not (steps == 0 or 2 <= steps <= MOST_STEPS):
        raise refuse(
            "sweep_not_whole",
            place=f"{place} {name}",
            name="steps",
            value=steps,
            low=2,
            high=MOST_STEPS,
            example="steps = 5",
        )
    if steps and spread == WHOLE and steps > high - low + 1:
        raise refuse("sweep_steps", place=place, name=name, steps=steps, low=low, high=high)
    return _checked(place, Factor(name, (), low, high, str(spread), steps))


def _usual(name: str) -> Factor:
    if name in FACTS:
        low, high = _LIMITS[name]
        return Factor(name, (), low, high, WHOLE)
    return plausible_factor(entries()[name])


def _checked(place: str, factor: Factor) -> Factor:
    """Refuses a range without width, or one that cannot be filled logarithmically."""
    if not factor.low < factor.high:
        raise refuse("sweep_no_width_of", place=place, name=factor.name, low=factor.low, high=factor.high)
    if factor.spread == LOGARITHMIC and factor.low <= 0.0:
        raise refuse("sweep_not_positive", place=place, name=factor.name, low=factor.low)
    return factor


def read_table(path: Path, file: Path) -> tuple[tuple[Factor, ...], pd.DataFrame]:
    """Reads points from a CSV file: a column per factor, a row per point; lines with # are remarks.

    Args:
        path: The table.
        file: The design that names it.

    Returns:
        The factors with the values that occur, and the points.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse("sweep_not_read", file=path, reason=reason) from None
    rows = [
        (number, [cell.strip() for cell in next(csv.reader([line]))])
        for number, line in enumerate(lines, 1)
        if line.strip() and not line.startswith("#")
    ]
    if len(rows) < 2:
        raise refuse("sweep_empty_table", file=path)
    names = rows[0][1]
    for name in names:
        check_name(path.name, name)
        if names.count(name) > 1:
            raise refuse("sweep_column_twice", file=path.name, name=name)
    columns: dict[str, list[Level]] = {name: [] for name in names}
    for number, cells in rows[1:]:
        if len(cells) != len(names):
            raise refuse("sweep_ragged", file=path.name, row=number, count=len(cells), wanted=len(names))
        for name, cell in zip(names, cells, strict=True):
            columns[name].append(_read_cell(f"{path.name}:{number}", name, cell, file))
    table = pd.DataFrame(
        {name: np.array(values, object if name == "area" else np.float64) for name, values in columns.items()}
    )
    factors = tuple(Factor(name, tuple(dict.fromkeys(values))) for name, values in columns.items())
    return factors, table


def _read_cell(place: str, name: str, cell: str, file: Path) -> Level:
    if name == "area":
        return read_value(place, name, cell, file)
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    return read_value(place, name, cell if math.isnan(number) else number, file)
