"""Corner tests (T19): worlds in which every policy is the same, until one mechanism is switched on alone."""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from agents.domains import DOMAINS
from simulation import Run, simulate
from tests.simulation.neighbourhood import UNLIMITED, scenario
from tests.simulation.test_limiting_cases import NO_EFFECTS

HELP_WORKS = {"help_speeds_recovery": 3.0, "help_prevents_worsening": 0.4}
ALL_ALIKE = {**NO_EFFECTS, **UNLIMITED, "debt_signal_rate": 0.0}


def alone(
    area: Path, lever: Mapping[str, float], mechanism: Mapping[str, float], world: Mapping[str, float]
) -> tuple[Run, Run]:
    """Fragmented working, and the same with one lever, when one mechanism works and no other.

    Args:
        area: folder of the area.
        lever: what the policy does.
        mechanism: numbers of the mechanism.
        world: other numbers that both share; without the mechanism the lever changes nothing in it.

    Returns:
        The run without and the run with the lever.
    """
    common = {**ALL_ALIKE, **world}
    runs = [
        simulate(scenario(area, years=2, warmup_weeks=26, parameters={**common, **changes, **set_to}))
        for changes in ({}, mechanism)
        for set_to in ({}, lever)
    ]
    assert runs[0].fingerprint == runs[1].fingerprint, "without the mechanism the lever does nothing"
    return runs[2], runs[3]


def weeks_of_trouble(run: Run) -> int:
    """Weeks of needs at severity 2 and over, under the policy.

    Args:
        run: the run.

    Returns:
        Sum over needs and weeks.
    """
    return trouble_in(run.weekly.loc[0:])


def trouble_in(weekly: pd.DataFrame) -> int:
    """Weeks of needs at severity 2 and over.

    Args:
        weekly: weekly table.

    Returns:
        Sum over needs and weeks.
    """
    names = [f"severity_{domain}_{level}" for domain in DOMAINS for level in ("moderate", "severe", "crisis")]
    return int(weekly[names].to_numpy().sum())
