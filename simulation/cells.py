"""Groups of households that are compared: by neighbourhood, kind of household and income."""

from agents.compiled import Record, rule
from agents.household import HOUSEHOLD_KINDS

KINDS_N = len(HOUSEHOLD_KINDS)
INCOMES = ("other_income", "low_income")
INCOMES_N = len(INCOMES)

# What is counted of a group on every census date of the policy; scores in millionths.
CELL_NAMES = ("helped", "helpers", "unmet", "quality", "residents", "utility")
HELPED, HELPERS, UNMET, QUALITY, RESIDENTS, UTILITY = range(len(CELL_NAMES))


@rule
def cell_of(household: Record) -> int:
    """To which group a household belongs; whoever moves in belongs to the same.

    Args:
        household: record of the household.

    Returns:
        Number of the group.
    """
    return (household.neighbourhood * KINDS_N + household.kind) * INCOMES_N + household.low_income


def count_cells(neighbourhoods: int) -> int:
    """Count the groups of an area.

    Args:
        neighbourhoods: number of neighbourhoods.

    Returns:
        Number of groups.
    """
    return neighbourhoods * KINDS_N * INCOMES_N
