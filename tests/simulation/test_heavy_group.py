"""The heaviest households: their helpers and faces are all accounted for, and so is what they cost."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from agents.case import OPEN
from agents.domains import MUNICIPAL_PAYERS
from simulation.census_columns import (
    HEAVY_DIRECTORS,
    HEAVY_ENDED,
    HEAVY_HOUSEHOLDS,
    HEAVY_PEOPLE,
    HEAVY_PRODUCTS,
    HEAVY_REFERRALS,
    HEAVY_REPLACED,
    MICRO,
    STRICT_CENTS,
    STRICT_N,
)
from simulation.columns import TOTAL
from simulation.counters import BEFORE
from simulation.heavy_group import heavy_group, strict_cost
from simulation.world import World
from tests.simulation.neighbourhood import NO_TURNOVER, lived, scenario

BUSY = {"onset_hazard_mental": 0.004, "onset_hazard_money": 0.008, "onset_hazard_parenting": 0.008}


def causes(world: World, household: int) -> Counter[str]:
    """Divides the helpers of a household by what brought them, from its cases alone."""
    cases = world.cases
    mine = [
        i
        for i in np.flatnonzero((cases.state == OPEN) & (cases.household == household))
        if cases.link[i] >= 0
    ]
    first: dict[int, tuple[int, int, int]] = {}
    for index in mine:
        person = int(cases.resident[index])
        person = person if person >= 0 else int(world.households.first_resident[household])
        order = (int(cases.start_week[index]), int(cases.key[index]), person)
        if not cases.referred[index]:
            first[int(cases.link[index])] = min(order, first.get(int(cases.link[index]), order))
    everyone = {int(cases.link[index]) for index in mine}
    persons = Counter(person for _, _, person in first.values())
    most = max(persons.values(), default=0)
    referred = len(everyone) - len(first)
    home = world.households[household]
    director = int(world.followed[home.following].link) if home.following >= 0 else -1
    return Counter(
        products=max(0, most - 1),
        people=len(first) - most,
        referrals=referred if first or not referred else referred - 1,
        directors=int(director >= 0 and director not in everyone and bool(everyone)),
    )


def faces(world: World, household: int, week: int) -> Counter[str]:
    """Counts who came in the last year and is gone."""
    links, found = world.links, Counter[str]()
    place = int(world.households.first_link[household])
    while place >= 0:
        if links.cases[place] == 0 and links.end_week[place] > week - 52:
            found["replaced" if links.replaced[place] else "ended"] += 1
        place = int(links.after[place])
    return found


@pytest.mark.parametrize("policy", ["fragmented", "krachtenbundeling"])
def test_every_helper_and_face_has_one_cause(area: Path, policy: str) -> None:
    of = scenario(area, policy, warmup_weeks=26, parameters=BUSY)
    world = lived(of, of.weeks)
    row = world.census[-1]
    wanted = max(1, round(world.households.size * float(world.p.heavy_group_share[0])))
    helpers = world.households.helpers
    level = np.sort(helpers)[-wanted]
    tied = int((helpers == level).sum())
    left = wanted - int((helpers > level).sum())
    total: Counter[str] = Counter()
    for household in np.flatnonzero(helpers >= level):
        weight = MICRO if helpers[household] > level else MICRO * left // tied
        for name, number in (
            causes(world, int(household)) + faces(world, int(household), of.weeks - 1)
        ).items():
            total[name] += weight * number
        total["households"] += weight
    columns = {
        "households": HEAVY_HOUSEHOLDS,
        "products": HEAVY_PRODUCTS,
        "people": HEAVY_PEOPLE,
        "referrals": HEAVY_REFERRALS,
        "directors": HEAVY_DIRECTORS,
        "replaced": HEAVY_REPLACED,
        "ended": HEAVY_ENDED,
    }
    assert {name: int(row[column]) for name, column in columns.items()} == {n: total[n] for n in columns}
    found = heavy_group(world.census[-1:])
    together = 1 + sum(value for name, value in found.items() if name.startswith("helpers_"))
    assert together == pytest.approx(np.sort(helpers)[-wanted:].mean(), abs=1e-3)
    assert row[HEAVY_PRODUCTS] > 0
    assert row[HEAVY_PEOPLE] > 0


def test_nobody_is_there_by_extra_referral_when_there_is_none(area: Path) -> None:
    quiet = {**BUSY, "extra_referral_rate": 0.0}
    world = lived(scenario(area, parameters=quiet), 52)
    assert world.cases.referred[world.cases.state == OPEN].sum() == 0
    assert world.census[:, HEAVY_REFERRALS].sum() == 0
    world = lived(scenario(area, parameters={**BUSY, "extra_referral_rate": 0.06}), 52)
    assert world.census[:, HEAVY_REFERRALS].sum() > 0


def test_no_face_is_replaced_where_everyone_stays(area: Path) -> None:
    stay = {**BUSY, "leaving_rate_per_year": 0.0, "outside_worker_change_per_year": 0.0}
    world = lived(scenario(area, parameters=stay), 52)
    assert world.census[:, HEAVY_REPLACED].sum() == 0
    assert world.links.replaced.sum() == 0
    change = {**BUSY, "outside_worker_change_per_year": 0.3}
    assert lived(scenario(area, parameters=change), 52).census[:, HEAVY_REPLACED].sum() > 0


def test_what_strict_households_cost_is_what_was_booked_for_them(area: Path) -> None:
    of = scenario(
        area, warmup_weeks=26, parameters={**BUSY, **NO_TURNOVER, "strict_multi_problem_domains": 3}
    )
    world = lived(of, of.weeks)
    strict = [bin(int(bits)).count("1") >= 26 for bits in world.households.multi_weeks]
    cents = world.household_cost[:, list(MUNICIPAL_PAYERS)].sum(axis=1) + world.household_benefits
    assert world.census[-1, STRICT_N] == sum(strict) > 0
    assert world.census[-1, STRICT_CENTS] == cents[strict].sum() > 0
    assert world.census[:-1, STRICT_N].sum() == 0, "once a year"
    assert strict_cost(world.census, 0.5) == pytest.approx(0.005 * cents[strict].mean())


def test_a_year_of_cost_ends_where_the_next_begins(area: Path) -> None:
    of = scenario(area, years=2, warmup_weeks=0, parameters=NO_TURNOVER)
    world = lived(of, of.weeks)
    cents = world.household_cost[:, list(MUNICIPAL_PAYERS)].sum(axis=1) + world.household_benefits
    assert world.year_base.tolist() == cents.tolist(), "the last week of the run ends a year"


def test_benefits_of_households_are_those_of_the_area(area: Path) -> None:
    world = lived(scenario(area, "krachtenbundeling"), 52)
    before = int(world.counters[BEFORE])
    assert world.household_benefits.sum() == world.weekly[before:, TOTAL].sum() > 0
