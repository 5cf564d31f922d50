"""What matters? How much each number decides of an outcome, and of the difference between policies."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.sensitivity.indices import Indices, find_indices
from experiments.sensitivity.luck import draw_luck
from experiments.sweep.design import Design
from experiments.sweep.play import Sweep
from experiments.sweep.refusals import refuse
from experiments.sweep.sampling import MORRIS, SOBOL, draw_unit
from experiments.sweep.values import Values, gather, mean_of_points, without_shared_luck
from results.outcomes import load_outcomes
from results.worlds import CERTAINTY

DIFFERENCE, LEVEL = "difference", "level"
COLUMNS = ("size", "low", "high", "alone", "alone_low", "alone_high", "spread")


@dataclass(frozen=True)
class Matters:
    """What matters in a sweep.

    Attributes:
        sweep: The sweep.
        table: One row per quantity ("difference" with the yardstick, or "level"), policy, outcome and factor,
            the most important first: the columns of `Indices`, `floor` (how large the largest of all looks by
            luck alone, 95%; not-a-number with one seed), `chance` (that luck alone makes any as large),
            `clear` (whether that is below 5%), `gaps` (points without outcome, left out) and `points`.
    """

    sweep: Sweep
    table: pd.DataFrame

    @property
    def method(self) -> str:
        """The kind of design: sobol or morris."""
        return self.sweep.design.sampling.kind

    def ranking(self, quantity: str, policy: str, outcome: str) -> pd.DataFrame:
        """Gives the factors of one outcome, the most important first."""
        table = self.table
        mine = (table["quantity"] == quantity) & (table["policy"] == policy) & (table["outcome"] == outcome)
        return table[mine].reset_index(drop=True)


def headline_outcomes() -> tuple[str, ...]:
    """Gives the names of the headline outcomes, in the order of the screen."""
    return tuple(name for name, outcome in load_outcomes().items() if outcome.headline)


def check_matters(design: Design) -> None:
    """Refuses a design that does not tell what matters.

    Args:
        design: The design of a sweep.

    Raises:
        InputError: It is not of Sobol or Morris.
    """
    if design.sampling.kind not in (SOBOL, MORRIS):
        raise refuse("matters_other_design", design=design.name, kind=design.sampling.kind)


def what_matters(sweep: Sweep, outcomes: Sequence[str] | None = None) -> Matters:
    """Says how much each factor of a sweep matters.

    Args:
        sweep: A sweep whose design is of Sobol or Morris.
        outcomes: Which outcomes; all headline outcomes unless given.

    Raises:
        InputError: The design is of another kind.
    """
    design = sweep.design
    check_matters(design)
    values = gather(sweep, outcomes or headline_outcomes())
    unit = draw_unit(design.sampling, len(design.factors))
    rows = [row for one in _quantities(values) for row in _rank(sweep, unit, *one)]
    return Matters(sweep, pd.DataFrame(rows))


def _quantities(values: Values) -> Iterator[tuple[str, str, str, np.ndarray]]:
    """Gives what is asked about: the difference of each policy with the yardstick, and each policy itself."""
    for outcome in values.names:
        for policy in values.policies[1:]:
            yield DIFFERENCE, policy, outcome, values.difference(policy, outcome)
        for policy in values.policies:
            yield LEVEL, policy, outcome, values.of(policy, outcome)


def _rank(
    sweep: Sweep, unit: np.ndarray, quantity: str, policy: str, outcome: str, seeds: np.ndarray
) -> Iterator[dict[str, Any]]:
    sampling = sweep.design.sampling
    means = mean_of_points(without_shared_luck(seeds))
    found, luck = find_indices(sampling, unit, means), draw_luck(sampling, unit, seeds, means)
    chances = luck.chances(found.size)
    for place in np.argsort(-found.size, kind="stable"):
        yield {
            "quantity": quantity,
            "policy": policy,
            "outcome": outcome,
            "factor": sweep.design.factors[place].name,
            **_numbers(found, place),
            "floor": luck.floor,
            "chance": float(chances[place]),
            "clear": bool(chances[place] < 1 - CERTAINTY),
            "gaps": int(np.isnan(means).sum()),
            "points": len(means),
        }


def _numbers(found: Indices, place: int) -> dict[str, float]:
    return {name: float(getattr(found, name)[place]) for name in COLUMNS}
