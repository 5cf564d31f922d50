"""Corners of submodels 2 to 9 (T19): a world in which each alone makes a lever win, and one in which it loses."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from simulation import Run, simulate
from simulation.handle import held
from simulation.week import live_weeks
from tests.simulation.corners import ALL_ALIKE, HELP_WORKS, weeks_of_trouble
from tests.simulation.neighbourhood import (
    NO_EFFECT_OF_HELP,
    NOBODY_LOOKS_AT_THE_LIST,
    SAME_WAYS,
    first_day,
    lived,
    one_product,
    scenario,
    table_of,
)

SEEDS = (1, 2)
SHORT = {"unlimited_capacity": 0.0, "hours_change": 0.5}
BUSY = {"asking_rate_other": 0.09, "asking_rate_adult_mental": 0.06, "asking_threshold": 1.0}
KNOWN = {"referral_reaches_known": 1.0, "referral_reaches_unknown": 0.0, "meeting_hours": 0.01}
"""Who meets knows whom the others can call in; the meetings themselves take next to no hours."""


def both_ways(
    area: Path, lever: Mapping[str, float], mechanism: Mapping[str, float], world: Mapping[str, float]
) -> list[tuple[Run, Run]]:
    """Per seed the run without and the run with a lever, where one mechanism works and no other.

    Args:
        area: folder of the area.
        lever: what the policy does.
        mechanism: numbers of the mechanism.
        world: other numbers that all share; without the mechanism the lever must leave the needs as they are.
    """
    pairs = []
    for seed in SEEDS:
        none, one, two, three = (
            simulate(
                scenario(
                    area,
                    seed=seed,
                    years=2,
                    warmup_weeks=26,
                    parameters={**ALL_ALIKE, **HELP_WORKS, **world, **changes, **set_to},
                )
            )
            for changes in ({}, mechanism)
            for set_to in ({}, lever)
        )
        assert weeks_of_trouble(none) == weeks_of_trouble(one), "without the mechanism the lever does nothing"
        pairs.append((two, three))
    return pairs


def trouble_wins(pairs: list[tuple[Run, Run]]) -> list[bool]:
    """Says of each seed whether the lever leaves fewer weeks at moderate and over; a tie is no answer."""
    weeks = [(weeks_of_trouble(without), weeks_of_trouble(with_it)) for without, with_it in pairs]
    assert all(without != with_it for without, with_it in weeks), weeks
    return [with_it < without for without, with_it in weeks]
