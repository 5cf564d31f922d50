"""Phase 11, once a quarter: how each group of households fares, counted beside the census."""

from agents.compiled import Record, rule
from simulation.cells import HELPED, HELPERS, QUALITY, RESIDENTS, UNMET, UTILITY, cell_of
from simulation.counters import HEAVY_N
from simulation.world import World


@rule
def count_helped(w: World, household: Record, score: int) -> None:
    """Count a household with helpers in its group.

    Args:
        w: the world.
        household: its record.
        score: how it rates its help, in millionths.
    """
    cell = cell_of(household)
    w.cells[cell, HELPED] += 1
    w.cells[cell, HELPERS] += household.helpers
    w.cells[cell, QUALITY] += score


@rule
def count_member(w: World, household: Record, score: int) -> None:
    """Count a resident in the group of his household.

    Args:
        w: the world.
        household: record of his household.
        score: his health, in millionths.
    """
    cell = cell_of(household)
    w.cells[cell, RESIDENTS] += 1
    w.cells[cell, UTILITY] += score


@rule
def count_unmet(w: World) -> None:
    """Count needs at 2 and over that have no help, in the groups of their households.

    Args:
        w: the world.
    """
    for place in range(w.counters[HEAVY_N]):
        need = w.needs[w.active[place].need]
        if need.open_cases == 0:
            w.cells[cell_of(w.households[need.household]), UNMET] += 1
