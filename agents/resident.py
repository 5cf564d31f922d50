"""A resident: age, role in the household, and what the long-term care act (Wlz) does with him."""

import numpy as np

from agents.compiled import rule
from agents.domains import OLD_AGE

RESIDENT = np.dtype(
    [
        ("key", "u8"),
        ("place_key", "u8"),  # the place in the dwelling; key changes with who lives there, this does not
        ("frailty", "f8"),  # z of this resident, added to that of the household
        ("levels", "u4"),  # severities of his needs, three bits a domain
        ("levels_used", "u4"),  # those his hazards were last computed from
        ("household", "i4"),
        ("first_need", "i4"),
        ("generation", "i4"),
        ("wlz_until", "i4"),
        ("needs", "i2"),
        ("age", "i2"),
        ("start_age", "i2"),  # age of whoever is born or moves into this place
        ("wmo_open", "i2"),  # open Wmo tailor-made cases
        ("youth_open", "i2"),  # open Youth Act cases
        ("role", "i1"),  # 0 adult, 1 partner, 2 parent, 3 child at home
        ("comes_of_age", "u1"),  # a child's place in which 17-year-olds become 18
        ("in_wlz", "u1"),
        ("wmo_seen", "u1"),  # had one in this half-year
        ("youth_seen", "u1"),  # had one in this calendar year while under 18
    ],
    align=True,
)


@rule
def wlz_hazard(
    age: int, floor: int, weeks: int, needed_weeks: int, old_rate: float, young_rate: float
) -> float:
    """Who has severe limitations in daily living for half a year may get long-term care.

    Args:
        age: age in years.
        floor: chronic level of the daily-living need.
        weeks: weeks in a row at severity 3 or more.
        needed_weeks: weeks after which the care assessment centre (CIZ) will look at it.
        old_rate: hazard per week from 67.
        young_rate: hazard per week under 67, only with a chronic level of 3.

    Returns:
        Hazard per week. Decided outside the team. Source: model 8.26.
    """
    if weeks < needed_weeks:
        return 0.0
    if age >= OLD_AGE:
        return old_rate
    return young_rate if floor == 3 else 0.0


@rule
def utility(loss: float, lowest: float) -> float:
    """How good life is, from 1 (nothing the matter) down to a floor.

    Args:
        loss: sum of the losses of own and household needs.
        lowest: floor.

    Returns:
        Utility weight of a week. Source: model 10.
    """
    return max(lowest, 1.0 - loss)
