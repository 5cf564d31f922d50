"""Chances of a week, shares of a year and what counts from the next week are used as such in a whole run.

Counts of a run of the small area are held against exact binomial limits; each test refuses a right program
with a chance of at most 0.1%. Seeds are fixed.
"""

import math

import numpy as np
import pytest

from agents.domains import DOMAINS
from agents.need import share_of_week
from simulation.draws import LADDER, draw, stream
from simulation.handle import held
from simulation.parameters import entries
from simulation.week import live_weeks
from tests.exact.acceptance import binomial_limits
from tests.simulation.neighbourhood import (
    KLEIN,
    NO_FLOORS,
    NO_ONSET,
    NO_TURNOVER,
    UNLIMITED,
    counted,
    first_day,
    lived,
    one_product,
    scenario,
)

WEEKS = 52
QUIET = {**NO_ONSET, **NO_FLOORS}
NOTHING_PRESSES = {"spill_over": 0.0, "network_protection": 0.0, "bottleneck_share": 0.0}


# ---- what is done this week counts from the next


def test_help_counts_from_the_week_after_it_was_given() -> None:
    """Every step recomputed, need by need, from the dose at the end of the week before and this week's luck.

    Some steps would be others if the hours of the week itself counted: those tell the two apart.
    """
    effects = {"help_speeds_recovery": 4.0, "help_prevents_worsening": 0.7}
    of = scenario(KLEIN, warmup_weeks=8, parameters={**NO_TURNOVER, **NOTHING_PRESSES, **effects})
    world = lived(of, 0)
    stepped = told = 0
    for week in range(24):
        before = world.needs.copy()
        live_weeks(held(world), week, week + 1)
        same = (world.needs.key == before.key) & (before.severity > 0)
        for index in np.flatnonzero(same):
            need, luck = (
                before[index],
                draw(before.key[index], np.uint64(stream(world.seed_key[0], week, LADDER))),
            )
            after = severity_after(world.p[0], need, float(need.dose), luck)
            assert world.needs.severity[index] == after, (week, index)
            stepped += after != need.severity
            told += after != severity_after(world.p[0], need, float(world.needs.dose[index]), luck)
    assert stepped > 100 and told > 5


def severity_after(p: np.record, need: np.record, dose: float, luck: float) -> int:
    """One week on the ladder without other needs, as the model describes it."""
    severity, speed = int(need.severity), float(p[f"severity_speed_{DOMAINS[need.domain]}"])
    if severity == 4:
        return 3 if luck > 1.0 - p.crisis_state_exit else 4
    up = p[f"up_hazard_{severity}"] * speed * (1.0 - p.help_prevents_worsening * dose)
    down = p[f"down_hazard_{severity}"] * speed * (1.0 + p.help_speeds_recovery * dose)
    down *= severity > need.floor
    if luck < share_of_week(up, up + down):
        return severity + 1
    return severity - (luck > 1.0 - share_of_week(down, up + down))


# ---- shares of a year


@pytest.mark.parametrize(("name", "old"), [("", False), ("_67_plus", True)])
def test_as_many_move_in_a_year_as_the_share_says(name: str, old: bool) -> None:
    """Where nothing else happens, two years; with the share as a hazard of a week it would be fifty times."""
    share = entries()[f"household_moves_per_year{name}"].value
    parameters = {**QUIET, **NO_TURNOVER, f"household_moves_per_year{name}": share}
    world = lived(scenario(KLEIN, years=2, warmup_weeks=0, parameters=parameters), 2 * WEEKS)
    households = int((world.households.old_only == old).sum())
    low, high = binomial_limits(households * 2 * WEEKS, 1.0 - math.exp(-share / WEEKS))
    assert 0 < low <= counted(world, "moves_common") <= high


def test_as_many_leave_their_post_in_a_year_as_the_share_says() -> None:
    share = entries()["leaving_rate_per_year"].value
    alone = {"strain_per_load": 0.0, "strain_per_registration": 0.0, "strain_eased_by_autonomy": 0.0}
    parameters = {**QUIET, **NO_TURNOVER, **alone, "poached_share": 0.0}
    world = lived(scenario(KLEIN, years=10, warmup_weeks=0, parameters=parameters), 10 * WEEKS)
    posts, vacant, left, hired = (
        counted(world, f"staff_{name}") for name in ("posts", "vacant", "left", "hired")
    )
    at_risk = posts - vacant + left - hired  # whoever is new may leave from the next week
    low, high = binomial_limits(at_risk, 1.0 - math.exp(-share / WEEKS))
    assert 0 < low <= left <= high


# ---- endings


def test_as_much_help_ends_in_a_week_as_its_chances_say() -> None:
    """Without its goal or by dropping out, each open case once a week; nothing else ends it here."""
    chances = {"closing_without_goal_rate": 0.03, "drop_out_rate": 0.02}
    nobody_minds = {"mismatch_chance": 0.0, "mismatch_drop_out_rate": 0.05, "provider_incentive": 0.0}
    parameters = {**UNLIMITED, **NO_TURNOVER, **NO_FLOORS, **chances, **nobody_minds}
    of = scenario(KLEIN, warmup_weeks=0, parameters=parameters)
    world = lived(of, WEEKS, one_product(first_day(of)), goal_closing_rate=0.0)
    ended, still_open = (counted(world, f"{name}_social_work") for name in ("ended", "open"))
    low, high = binomial_limits(ended + still_open, 0.03 + 0.02)
    assert 0 < low <= ended <= high
