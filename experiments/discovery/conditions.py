"""What a rule may be said in: numbers that nobody knows for sure, and what can be seen before one begins."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from experiments.sweep.design import Design
from experiments.sweep.factor import FACTS
from experiments.sweep.play import Sweep
from experiments.sweep.values import Values, mean_of_points

SEEN = (
    "weeks_to_first_help",
    "weeks_to_all_help",
    "left_waiting_share",
    "staff_turnover_per_year",
    "staff_sickness",
    "direct_time_share",
    "helpers_mean",
    "helpers_multi_mean",
    "households_multi_problem_share",
    "households_two_laws_share",
    "problem_debt_share",
    "wmo_clients_per_1000",
    "youth_care_share",
    "crises_per_1000_households_per_year",
    "experienced_quality",
)
"""What somebody who leads the work knows, or can know, of fragmented working."""
SEEN_KIND, UNKNOWN_KIND = "seen", "unknown"


def seen_before(values: Values, seeds: np.ndarray) -> pd.DataFrame:
    """Gives what can be seen of the yardstick at every point.

    Args:
        values: The outcomes of a sweep.
        seeds: Numbers of the seeds that may be looked at.
    """
    base = values.policies[0]
    names = [name for name in SEEN if name in values.names]
    table = pd.DataFrame({name: mean_of_points(values.of(base, name)[:, seeds]) for name in names})
    return _telling(table)


def unknown_numbers(sweep: Sweep) -> pd.DataFrame:
    """Gives the numbers that differ between the points; those of a plausible world where points are worlds.

    Args:
        sweep: The sweep.
    """
    design = sweep.design
    points = design.points
    table = points[[name for name in points if name not in FACTS]].astype(float)
    if "world" in points:
        rows = [values_of_world(design, int(world)) for world in points["world"]]
        table = pd.concat([table, pd.DataFrame(rows, index=table.index)], axis=1)
    return _telling(table)


def values_of_world(design: Design, world: int) -> Mapping[str, float]:
    """Gives the values of a plausible world of the area of a design; nothing for the central one."""
    known = design.scenario(0, design.baseline).plausible_worlds
    return known.worlds[world - 1].values if world and known is not None else {}


def _telling(table: pd.DataFrame) -> pd.DataFrame:
    """Leaves out conditions that are the same everywhere, or that many points have no value of."""
    there = [name for name in table if table[name].nunique() > 1 and table[name].isna().mean() <= MOST_GAPS]
    return table[there]


MOST_GAPS = 0.1
"""A condition that more points have no value of is left out."""
