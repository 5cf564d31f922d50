"""What outlasts a change: plans, the last week of help, whom a door serves, who knows of whom."""

from pathlib import Path

import numpy as np

from agents.case import BEFORE_INTAKE, OPEN
from agents.need import NEED
from simulation import Scenario
from simulation.counters import CASES_USED, DOOR_LIST, OPEN_N
from simulation.handle import held
from simulation.phases.intakes import needs_a_start
from simulation.phases.review import knows_the_others
from simulation.startup import branch, started
from simulation.week import live_weeks
from simulation.world import World
from tests.simulation.neighbourhood import scenario, weeks_lived

PLANS = {"plan": 1.0, "queue": 0.0, "intake": 0.0}


def open_cases(world: World) -> dict[int, tuple[int, int]]:
    """Cases that are open now: their key, and the household and who helps."""
    cases = world.cases
    return {
        int(cases.key[i]): (int(cases.household[i]), int(cases.link[i]))
        for i in np.flatnonzero(cases.state == OPEN)
    }


def test_a_plan_stays_as_long_as_somebody_helps(area: Path) -> None:
    """Colleagues take over, outside providers send someone else: the plan of the household stays."""
    of = scenario(area, "alleen-voordeur", warmup_weeks=52, parameters=PLANS)
    before: dict[int, tuple[int, int]] = {}
    planned = np.zeros(0, bool)
    changed_alone = 0
    for world, week, _ in weeks_lived(of, 52):
        now = open_cases(world)
        if week == 0:
            world.p["leaving_rate_per_year"] = world.p["outside_worker_change_per_year"] = 3.0
        if week > 0:
            for key, (household, link) in now.items():
                goes_on = key in before and before[key][0] == household and min(link, before[key][1]) >= 0
                if goes_on and planned[household]:
                    assert world.households.plan[household]
                    changed_alone += (
                        link != before[key][1] and world.households.helpers_with_hours[household] == 1
                    )
        before, planned = now, world.households.plan == 1
    assert changed_alone > 0  # also where nobody else helped


def test_the_last_week_of_help_counts(area: Path) -> None:
    """Help that ends at the end of a week still acts on the step that follows; a week later it is gone."""
    of = scenario(area, warmup_weeks=52)
    gone, after = 0, set[int]()
    for world, week, _ in weeks_lived(of, 12):
        helped = (world.needs.dose > 0.0) & (world.needs.walks_in == 0)
        over = {int(i) for i in np.flatnonzero(helped & (world.needs.open_cases == 0))}
        assert not after & over
        gone += len(over)
        after = over if week >= 0 else set()
    assert gone > 0


def test_a_broad_intake_asks_again_no_sooner_than_the_household() -> None:
    """After a wrong product or a list that was left, weeks pass before anything new is asked."""
    need = np.zeros(1, NEED).view(np.recarray)[0]
    need.severity, need.first_case, need.ask_from = 2, -1, 10
    assert not needs_a_start(need, 9)
    assert needs_a_start(need, 10)
    need.first_case = 3
    assert not needs_a_start(need, 10)


def test_the_door_is_that_of_the_partners(tmp_path: Path) -> None:
    """Help of an organisation that does not take part is asked for at its own desk."""
    path = tmp_path / "one.toml"
    path.write_text('partners = ["schakel"]\n[levers]\nintake = 1\n', encoding="utf-8")
    of = Scenario(area="tests/areas/klein", policy=str(path), years=1, warmup_weeks=26)
    names = of.loaded_area.organisations["organisation"].to_numpy()
    world = branch(started(of), of)
    seen = set()
    for week in range(12):
        live_weeks(held(world), week, week + 1)
        cases = world.cases
        used = np.arange(cases.size) < world.counters[CASES_USED]
        at_door = used & (cases.queue == world.counters[DOOR_LIST]) & (cases.state == BEFORE_INTAKE)
        lists = cases.own_list[at_door & (cases.own_list >= 0)]
        seen |= {str(names[number]) for number in world.lists.organisation[lists]}
    assert seen == {"schakel"}


def test_a_plan_with_one_helper_tells_nobody_about_others(area: Path) -> None:
    """Whoever comes alone knows of no others; beside somebody else he does once they have met."""
    of = scenario(area, "alleen-voordeur", warmup_weeks=52, parameters=PLANS)
    answers: dict[bool, set[bool]] = {True: set(), False: set()}
    for world, week, _ in weeks_lived(of, 26):
        if week < 20:
            continue
        holder = held(world)
        for place in range(int(world.counters[OPEN_N])):
            case = world.cases[world.opened[place].case]
            household = world.households[case.household]
            if household.plan and case.link >= 0:
                alone = household.helpers == 1
                meets = household.pair_seconds > 0 and world.links[case.link].cases_with_hours > 0
                if alone or meets:
                    answers[bool(alone)].add(bool(knows_the_others(holder, case)))
    assert answers == {True: {False}, False: {True}}
