"""Ownership: whoever took a case over makes it his own hour by hour (model 8.22)."""

from pathlib import Path

import pytest

from agents.case import OPEN
from simulation import simulate
from tests.simulation.bookkeeper import Bookkeeper
from tests.simulation.neighbourhood import (
    NO_LEARNING,
    SAME_WAYS,
    lived,
    one_line,
    scenario,
    weeks_lived,
)

RESTLESS = {"leaving_rate_per_year": 0.4, "vacancy_weeks": 8.0}
LOSS = {"ownership_loss": 0.17}


def test_own_share_is_the_share_of_the_hours_given(area: Path) -> None:
    """Recounted from the hours of every week, by whoever had the case at the end of it."""
    hours: dict[int, dict[tuple[int, int], int]] = {}
    handed = 0
    for world, _, broken in weeks_lived(scenario(area, years=2, parameters={**RESTLESS, **LOSS}), 78):
        assert broken == {}
        for case in world.cases[(world.cases.state == OPEN) & (world.cases.worker >= 0)]:
            who = (int(case.worker), int(world.professionals.person[case.worker]))
            mine = hours.setdefault(int(case.key), {})
            mine[who] = mine.get(who, 0) + int(case.given)
    for case in world.cases[(world.cases.state == OPEN) & (world.cases.worker >= 0)]:
        who = (int(case.worker), int(world.professionals.person[case.worker]))
        mine = hours[int(case.key)]
        assert case.own_seconds + case.other_seconds == sum(mine.values())
        assert case.own_seconds == mine[who]
        handed += case.other_seconds > 0
    assert handed > 0


def test_what_is_lost_follows_from_that_share_within_one_step(area: Path) -> None:
    parameters = {**RESTLESS, **LOSS, "ownership_review_weeks": 1.0, "reckoning_step": 0.0}
    lost = 0
    for world, week, broken in weeks_lived(scenario(area, parameters=parameters), 40):
        assert broken == {}
        for case in world.cases[(world.cases.state == OPEN) & (world.cases.other_seconds > 0)]:
            own = case.own_seconds + case.given * (week - case.account_week)
            share = own / (own + case.other_seconds)
            assert case.owned == pytest.approx(1.0 - 0.17 * (1.0 - share), abs=0.002)
            lost += case.owned < 1.0
        assert Bookkeeper(world, week).contradictions() == []
    assert lost > 0


def test_without_loss_it_does_not_matter_who_began(area: Path) -> None:
    """The null is the default: every case counts in full, however often it changed hands."""
    of = scenario(area, parameters=RESTLESS)
    world = lived(of, 52)
    opened = world.cases[world.cases.state == OPEN]
    assert (opened.owned == 1.0).all() and (opened.other_seconds > 0).any()
    often = simulate(scenario(area, parameters={**RESTLESS, "ownership_review_weeks": 1.0}))
    assert often.fingerprint == simulate(of).fingerprint


@pytest.mark.parametrize(
    ("levers", "wins"),
    [({"joint_recruitment": 1.0}, True), ({"queue": 1.0, "team_extra_regimes": 1.0}, False)],
)
def test_ownership_alone_can_make_bundling_win_or_lose(
    area: Path, levers: dict[str, float], wins: bool
) -> None:
    """Whoever keeps his people keeps ownership; a strained team changes hands more often.

    Part of the hours of running cases that is lost, where people leave for no other reason.
    """
    strained = {
        "strain_eased_by_autonomy": 0.04,
        "strain_recovery": 0.01,
        "registration_per_extra_regime": 0.0,
        "poached_share": 0.6,
    }
    still = {**SAME_WAYS, **NO_LEARNING, **RESTLESS, **LOSS, **strained}
    lost = []
    for change in ({}, levers):
        total = 0.0
        for seed in (1, 2, 3, 4):
            of = scenario(area, seed=seed, years=2, parameters={**still, **change})
            for world, week, _ in weeks_lived(of, 104):
                if week >= 26 and week % 13 == 0:
                    opened = world.cases[(world.cases.state == OPEN) & (world.cases.worker >= 0)]
                    total += float(((1.0 - opened.owned) * opened.given).sum() / max(1, opened.given.sum()))
        lost.append(total)
    assert (lost[1] < lost[0]) == wins


def test_the_largest_loss_with_people_who_leave_makes_a_difference(area: Path) -> None:
    """The edge, where one product of one organisation is all the help there is."""
    unmet = []
    for loss in (0.0, 0.17):
        weekly = one_line(area, 1, {**SAME_WAYS, **RESTLESS, "ownership_loss": loss})
        unmet.append(int(weekly["total_unmet"].sum()))
    assert unmet[1] != unmet[0]
