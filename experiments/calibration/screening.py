"""Which numbers to free: each is set to the ends of its range, one at a time, and the facts decide."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.calibration.plausible import Fact
from experiments.calibration.points import Played, Point
from simulation.parameters import Parameter

LEAST_OF_EACH = 2
"""So many of the numbers that move a target most are always freed, if they move it by enough."""

ENOUGH = 1.0
"""By so many standard deviations of band and discrepancy a number must move some target."""


def ends_of(parameters: Sequence[Parameter]) -> list[Point]:
    """Gives the points of the screening: all defaults, then both ends of each number."""
    points = [Point(0, {})]
    for parameter in parameters:
        for end in parameter.plausible:
            points.append(Point(len(points), {parameter.name: float(end)}))
    return points


def moves_of(played: Sequence[Played], facts: Sequence[Fact]) -> pd.DataFrame:
    """How far each number moves each target, from one end of its range to the other.

    Args:
        played: What became of the points of `ends_of`; the first with several runs.
        facts: The targets that count.

    Returns:
        Parameter x target: largest difference between default and both ends, in standard deviations of band,
        discrepancy and luck.
    """
    base = played[0]
    told: dict[str, list[Played]] = {}
    for one in played[1:]:
        told.setdefault(next(iter(one.values)), []).append(one)
    rows = {}
    for name, ends in told.items():
        cells = {}
        for fact in facts:
            values = [base.mean(fact.id), *(end.mean(fact.id) for end in ends if not end.error)]
            luck = base.variance(fact.id)
            scale = np.sqrt(fact.variance + 2 * (luck if np.isfinite(luck) else 0.0))
            known = [value for value in values if np.isfinite(value)]
            cells[fact.id] = (max(known) - min(known)) / scale if len(known) > 1 else 0.0
        rows[name] = cells
    return pd.DataFrame.from_dict(rows, orient="index", columns=[fact.id for fact in facts])


def choose_free(moves: pd.DataFrame, most: int) -> list[str]:
    """Chooses which numbers are freed.

    Args:
        moves: What `moves_of` found.
        most: How many at most.

    Returns:
        Their names in order: for each target those that move it most, then those that move any target most.
    """
    chosen: list[str] = []
    for target in moves.columns:
        best = moves[target].sort_values(ascending=False, kind="stable")
        chosen += [str(name) for name in best[best >= ENOUGH].index[:LEAST_OF_EACH]]
    most_of_any = moves.max(axis=1).sort_values(ascending=False, kind="stable")
    chosen += [str(name) for name in most_of_any[most_of_any >= ENOUGH].index]
    return sorted(list(dict.fromkeys(chosen))[:most])


def silent_of(played: Sequence[Played]) -> tuple[str, ...]:
    """Names the numbers that change nothing at all, whichever end of their range they have.

    Args:
        played: What became of the points of `ends_of`, all with the same luck and the same rounds.

    Returns:
        Those with which the first measured run tells the same of every target to the last bit, after the same
        hours and rates were found: fragmented working never uses them.
    """
    base = _told_by(played[0])
    speaking = {name for one in played[1:] for name in one.values if _told_by(one) != base}
    return tuple(sorted({name for one in played[1:] for name in one.values} - speaking))


def _told_by(one: Played) -> tuple[object, ...]:
    told = tuple((target, repr(values[0])) for target, values in sorted(one.told.items()))
    return (one.error, tuple(one.factors), tuple(one.rates), told)
