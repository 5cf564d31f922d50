"""Submodel 19: what stands in the way, who sees it, and what a payment does."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.bottleneck import hindered_recovery, thinks_money_helps
from agents.case import FREE, OPEN
from agents.domains import LEARNING
from simulation import simulate
from simulation.bottleneck import solve
from simulation.casework import ask_for
from simulation.columns import column
from simulation.handle import held
from simulation.hindrance import may_bring_bottleneck
from simulation.pressure import set_severity
from simulation.products import STUDENT_TRANSPORT
from simulation.startup import branch
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.corners import alone, weeks_of_trouble
from tests.simulation.neighbourhood import first_day, lived, scenario

shares = st.floats(0.0, 1.0)


@settings(deadline=None, derandomize=True)
@given(sensitivity=shares, specificity=shares, u=st.floats(0.0, 0.999))
def test_who_looks_sees_some_and_imagines_some(sensitivity: float, specificity: float, u: float) -> None:
    assert thinks_money_helps(True, sensitivity, specificity, u) == (u < sensitivity)
    assert thinks_money_helps(False, sensitivity, specificity, u) == (u < 1.0 - specificity)


@settings(deadline=None, derandomize=True)
@given(hazard=st.floats(0.0, 5.0), factor=shares)
def test_recovery_is_slower_while_something_stands(hazard: float, factor: float) -> None:
    assert hindered_recovery(hazard, True, factor) == hazard * factor
    assert hindered_recovery(hazard, False, factor) == hazard


def test_the_chance_of_recovery_is_halved_in_hazard(area: Path) -> None:
    """Law: with the same worsening, the hazards of a week down differ by the factor alone."""
    of = scenario(area, warmup_weeks=0, parameters={"bottleneck_share": 0.4, "help_speeds_recovery": 0.0})
    world = first_day(of, rate=0.0)
    live_weeks(held(world), 0, 0)
    world = lived(of, 8, world)
    active: Any = world.active[: int((world.needs.active >= 0).sum())]
    needs: Any = world.needs[active.need]
    stands = needs.hindered
    sure = (needs.severity > needs.floor) & (needs.severity < 4)
    found = {}
    for hindered in (0, 1):
        mine = sure & (stands == hindered)
        speed = world.ladder[needs.domain[mine], 1]
        rate = np.array([0.0, *(world.p[f"down_hazard_{level}"][0] for level in (1, 2, 3))])
        found[hindered] = active.down[mine] / (rate[needs.severity[mine]] * speed)
    assert found[1].size > 10
    assert found[0] == pytest.approx(1.0) and found[1] == pytest.approx(0.5)


def paid(world: World) -> tuple[int, int]:
    """Payments from the custom budget and from special assistance.

    Args:
        world: the world.

    Returns:
        How many of each.
    """
    names = ("total_custom_payments", "total_special_assistance")
    first, second = (int(world.weekly[:, column(name)].sum()) for name in names)
    return first, second


def test_nothing_stands_and_nothing_is_paid_at_the_null(area: Path) -> None:
    of = scenario(area, "krachtenbundeling", parameters={"bottleneck_share": 0.0, "custom": 1.0})
    world = lived(of, 30)
    assert paid(world) == (0, 0) and not world.needs.bottleneck.any() and not world.needs.hindered.any()


@pytest.mark.parametrize("specificity", [0.0, 1.0])
def test_money_is_paid_for_what_is_seen_rightly_or_wrongly(area: Path, specificity: float) -> None:
    common = {"bottleneck_share": 0.4, "bottleneck_specificity": specificity}
    exact = common | {"bottleneck_sensitivity": 0.0, "custom": 1.0}
    custom, _ = paid(lived(scenario(area, "krachtenbundeling", parameters=exact), 30))
    assert (custom > 0) == (specificity == 0.0)
    without = lived(scenario(area, parameters=common | {"custom": 0.0, "special_assistance_works": 1.0}), 30)
    assert paid(without)[0] == 0 and paid(without)[1] > 0
    assert without.weekly[:8, column("total_special_assistance")].sum() == 0


def test_special_assistance_takes_its_weeks(area: Path) -> None:
    late = {"bottleneck_share": 0.4, "special_assistance_works": 1.0, "special_assistance_weeks": 26.0}
    world = lived(scenario(area, warmup_weeks=0, parameters=late), 30)
    weekly = world.weekly[:, column("total_special_assistance")]
    assert weekly[:26].sum() == 0 and weekly[26:].sum() > 0


def test_a_car_that_drives_again_ends_student_transport(area: Path) -> None:
    """The example of the documents: a repair makes the transport to school superfluous."""
    of = scenario(area, warmup_weeks=0, parameters={"bottleneck_share": 0.0, "decision_weeks": 0.0})
    world = branch(first_day(of), of)
    holder = held(world)
    pupils = (world.needs.domain == LEARNING) & (world.needs.eligible == 1) & (world.needs.floor == 0)
    need = int(np.flatnonzero(pupils & (world.needs.severity == 0))[0])
    world.carried[LEARNING] += 2
    set_severity(holder, need, 2, -1)
    case = ask_for(holder, need, STUDENT_TRANSPORT, 3, int(world.needs.resident[need]), -1)
    assert world.cases.state[case] == OPEN
    world.p.bottleneck_share = 1.0
    may_bring_bottleneck(holder, need)
    assert world.needs.bottleneck[need] and world.needs.hindered[need]
    solve(holder, need, -1)
    assert not world.needs.bottleneck[need] and not world.needs.hindered[need]
    assert world.cases.state[case] == FREE


# ---- corners: money alone wins, and loses


def test_a_payment_that_works_wins(area: Path) -> None:
    mechanism = {"bottleneck_share": 0.4, "bottleneck_recovery": 0.0, "bottleneck_sensitivity": 1.0}
    world = {"bottleneck_share": 0.0, "custom_payment_works": 0.9, "special_assistance_works": 0.0}
    without, custom = alone(area, {"custom": 1.0}, mechanism, world)
    assert weeks_of_trouble(custom) < weeks_of_trouble(without)


def test_paying_for_what_is_not_there_loses(area: Path) -> None:
    """Nobody recovers sooner, and money is gone."""
    mechanism = {"bottleneck_share": 0.05, "bottleneck_specificity": 0.0, "bottleneck_recovery": 1.0}
    world = {"bottleneck_share": 0.0, "special_assistance_works": 0.0}
    without, custom = alone(area, {"custom": 1.0}, mechanism, world)
    assert weeks_of_trouble(custom) == weeks_of_trouble(without)
    cost = "cost_per_household_per_year"
    assert custom.summary[cost] > without.summary[cost]


def test_a_run_books_payments_with_the_household(area: Path) -> None:
    run = simulate(scenario(area, "krachtenbundeling", parameters={"bottleneck_share": 0.4}), check_every=1)
    assert (run.conservation["largest_deviation"] <= 1e-6).all()
    assert run.weekly.loc[0:, "total_custom_payments"].sum() > 0
