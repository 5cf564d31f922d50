"""Submodel 27: residents in the lead refuse helpers, turn down offers, say what is first and when to stop."""

from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.case import FREE, OPEN
from agents.own_choice import turns_down
from simulation.handle import held
from simulation.listing import first_need, root_need
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.corners import HELP_WORKS, alone, weeks_of_trouble
from tests.simulation.neighbourhood import counted, lived, scenario, weeks_lived

WEEKS = 40
shares = st.floats(0.0, 1.0)


@settings(deadline=None, derandomize=True)
@given(share=shares, trust=shares, u=st.floats(0.0, 0.999))
def test_who_trusts_turns_down_less(share: float, trust: float, u: float) -> None:
    """Law: the chance is the share times the trust that is missing; nothing is turned down at the null."""
    assert turns_down(share, trust, u) == (u < share * (1.0 - trust))
    assert not turns_down(0.0, trust, u) and not turns_down(share, 1.0, u)


def test_nobody_is_refused_more_often_than_allowed(area: Path) -> None:
    for most in (0.0, 2.0):
        choosing = {"own_choice": 1.0, "mismatch_chance": 0.4, "refusals_max": most}
        last = None
        for world, week, broken in weeks_lived(scenario(area, parameters=choosing), 20):
            assert broken == {}, f"week {week}"
            last = world
        assert last is not None
        used = last.cases[last.cases.state != FREE]
        assert used.refusals.max() <= most
        assert (counted(last, "total_helpers_refused") > 0) == (most > 0.0)
        assert Bookkeeper(last, 19).contradictions() == []


def test_everybody_gets_on_at_the_null(area: Path) -> None:
    still = {
        "mismatch_chance": 0.0,
        "offers_turned_down": 0.0,
        "own_choice_goal_weeks": 8.0,
        "intake_depth": 0.0,
    }
    worlds = [lived(scenario(area, parameters={**still, "own_choice": share}), WEEKS) for share in (0.0, 1.0)]
    assert np.array_equal(worlds[0].weekly, worlds[1].weekly)
    assert counted(worlds[0], "total_mismatches") == 0 and not worlds[0].cases.mismatch.any()


def test_the_wildest_refusals_end(area: Path) -> None:
    """Everybody is refused as often as allowed, and help starts nevertheless."""
    of = scenario(area, parameters={"own_choice": 1.0, "refusals_max": 5.0})
    world = lived(of, WEEKS, mismatch_chance=1.0)
    assert (world.cases.state == OPEN).sum() > 0
    assert Bookkeeper(world, WEEKS - 1).contradictions() == []


def test_residents_in_the_lead_put_first_what_weighs_most(area: Path) -> None:
    world = lived(scenario(area, warmup_weeks=26, parameters={"own_choice": 1.0}), 4)
    differs = 0
    for index in range(world.households.size):
        household = world.households[index]
        needs: Any = world.needs[household.first_need : household.first_need + household.needs]
        felt = first_need(held(world), index)
        if needs.severity.max() == 0:
            assert felt == -1
            continue
        assert world.needs.severity[felt] == needs.severity.max()
        differs += felt != root_need(held(world), index)
        household.own_choice = 0
        assert first_need(held(world), index) == root_need(held(world), index)
    assert differs > 0


# ---- corners: own choice alone wins, and loses


def test_choosing_whom_to_let_in_wins(area: Path) -> None:
    """Who gets on with his helpers keeps them: fewer drop out, and trouble is over sooner."""
    mechanism = {"mismatch_chance": 0.4, "mismatch_drop_out_rate": 0.05, "quality_no_choice": 1.0}
    led, choosing = alone(area, {"own_choice": 1.0}, mechanism, HELP_WORKS)
    assert weeks_of_trouble(choosing) < weeks_of_trouble(led)
    assert choosing.summary["experienced_quality"] > led.summary["experienced_quality"]


def test_turning_down_what_would_have_helped_loses(area: Path) -> None:
    """Where the first product has no hours the second is what helps: without it trouble lasts longer."""
    world = {**HELP_WORKS, "extra_referral_rate": 0.06, "no_improvement_weeks": 13.0}
    led, choosing = alone(area, {"own_choice": 1.0}, {"offers_turned_down": 1.0}, world)
    assert weeks_of_trouble(choosing) > weeks_of_trouble(led)
