"""Who lives where: people settle in, grow up, move out, and others come in their place."""

import numpy as np

from agents.compiled import Record, rule
from agents.domains import (
    ADDICTION,
    DAILY,
    MENTAL,
    MODERATE,
    OLD_AGE,
    SEVERE,
    VERY_OLD_AGE,
    WORK,
    may_have_need,
)
from agents.household import frailty_factor
from agents.need import (
    NEVER,
    UNKNOWN_LEVELS,
    chronic_level,
    long_run_severity,
    onset_hazard,
    share_of_week,
)
from simulation.active import become_active, become_quiet
from simulation.casework import close_any
from simulation.columns import MOVED_LEVELS
from simulation.counters import DELIVERED_WEEK, FREE_LINK, MULTI, MULTI_SUM, UNMET_N
from simulation.diary import HOUSEHOLD_MOVES, note_move
from simulation.directing import unfollow
from simulation.draws import (
    FLOOR,
    FRAILTY,
    NETWORK,
    PEOPLE,
    START_SEVERITY,
    TRUST,
    child_key,
    draw,
    stream,
)
from simulation.fidelity import use_fidelity
from simulation.hindrance import lift, may_bring_bottleneck
from simulation.ledger import spent_by_municipality
from simulation.network import count_severe
from simulation.phases.networks import shield_of
from simulation.pressure import (
    UNKNOWN,
    fill_memory,
    mark_changed,
    note_level,
    start_clock,
)
from simulation.recoveries import begin_course, course_void
from simulation.selecting import begin_account
from simulation.waits import NOT_COUNTED, asking_void, count_void, leave_count
from simulation.walk_in import end_visits
from simulation.world import World

# Numbers that tell the keys of a dwelling's parts apart.
_PLACES = 1_000
_COMMON_WEEK = (
    100_000  # generations of common moves are numbered by week, so that policies meet again afterwards
)
_GENERATIONS_A_WEEK = 64


@rule
def common_generation(week: int) -> int:
    """Whoever moves in at a common move is the same under every policy.

    Args:
        week: week of the move.

    Returns:
        Number of the generation; moves that a policy caused count on from the last one.
    """
    return (week + _COMMON_WEEK) * _GENERATIONS_A_WEEK


@rule
def floor_share(p: Record, domain: int, age: int) -> float:
    """How many people of this age carry this need for life.

    Args:
        p: parameters.
        domain: domain of the need.
        age: age of the owner; 0 for a household need.

    Returns:
        Share before frailty. Source: model 8.1.
    """
    if domain == WORK:
        return p.floor_share_work
    if domain == MENTAL:
        return p.floor_share_mental
    if domain == ADDICTION:
        return p.floor_share_addiction
    if domain == DAILY:
        if age >= VERY_OLD_AGE:
            return p.floor_share_daily_77_plus
        return p.floor_share_daily_67_76 if age >= OLD_AGE else p.floor_share_daily_under_67
    return p.floor_share_other


@rule
def settle_need(
    w: World, index: int, owner_key: np.uint64, z: float, variance: float, age: int, week: int
) -> None:
    """A newcomer's need starts from the long-run law of his frailty, without help.

    Args:
        w: the world.
        index: which need; nothing of the previous owner hangs on it any more.
        owner_key: key of the new owner.
        z: his normal score.
        variance: variance of that score.
        age: his age.
        week: this week.
    """
    p = w.p[0]
    need = w.needs[index]
    domain = need.domain
    need.key = child_key(owner_key, domain)
    need.frailty = frailty_factor(z, variance)
    share = min(p.floor_share_cap, floor_share(p, domain, age) * need.frailty)
    u = draw(need.key, stream(PEOPLE, 0, FLOOR))
    need.floor = chronic_level(share, p.floor_level_1_share, p.floor_level_2_share, u)
    need.eligible = need.resident < 0 or may_have_need(domain, age)
    need.severity = 0
    need.episode = 0
    need.dose = 0.0
    need.spill = 1.0
    need.pressure = UNKNOWN
    need.in_doubt = 0
    need.level_week = week
    need.severe_week = week
    need.onset_week = NEVER
    need.asks = 0
    need.asked_week = NOT_COUNTED
    need.ask_from = week
    need.return_week = -NEVER
    need.in_count = 0
    need.hazard = 0.0
    need.bottleneck = 0
    need.referred = 0
    need.walks_in = 0
    begin_course(need)
    if need.eligible:
        enter_life(w, index, week)


@rule
def enter_life(w: World, index: int, week: int) -> None:
    """Draw how severe a need is when its owner arrives.

    Args:
        w: the world.
        index: which need, eligible.
        week: this week.
    """
    need = w.needs[index]
    hazard = onset_hazard(w.ladder[need.domain, 0], need.frailty, 1.0)
    severity = 0
    if need.floor == 0 or hazard > 0.0:
        u = draw(need.key, stream(w.seed_key[0], 0, START_SEVERITY))
        weights = w.long_run[need.domain, need.floor]
        severity = long_run_severity(need.floor, share_of_week(hazard, hazard), weights, u)
    need.severity = severity
    begin_course(need)
    note_level(w, need, severity)
    if need.resident >= 0:
        w.residents[need.resident].levels_used = UNKNOWN_LEVELS
    else:
        w.households[need.household].levels_used = UNKNOWN_LEVELS
    w.severity_count[need.domain, severity] += 1
    if severity >= SEVERE:
        count_severe(w, need.household, 1)
    w.now[MOVED_LEVELS + int(need.domain)] += severity
    w.tally[UNMET_N] += severity >= MODERATE and need.open_cases == 0
    fill_memory(w, index)
    if severity > 0:
        become_active(w, index)
        if severity >= MODERATE:
            may_bring_bottleneck(w, index)
    else:
        start_clock(w, index, week)


@rule
def clear_need(w: World, index: int, week: int) -> None:
    """Whoever leaves takes his needs along; his cases are closed as moved.

    Args:
        w: the world.
        index: which need.
        week: this week.
    """
    need = w.needs[index]
    while need.first_case >= 0:
        close_any(w, need.first_case, week)
    asking_void(w, need)
    if need.walks_in:
        end_visits(w, index)
    lift(w, index)
    course_void(w, need, week)
    if need.in_count:
        need.in_count = 0
        leave_count(w, need.household, week, False)
    if not need.eligible:
        return
    w.severity_count[need.domain, need.severity] -= 1
    w.now[MOVED_LEVELS + int(need.domain)] -= need.severity
    w.tally[UNMET_N] -= need.severity >= MODERATE
    if need.severity >= SEVERE:
        count_severe(w, need.household, -1)
    if need.severity > 0:
        need.severity = 0
        become_quiet(w, index)
    note_level(w, need, 0)
    need.eligible = 0


@rule
def settle_resident(w: World, resident_index: int, generation: int, age: int, week: int) -> None:
    """Somebody new takes a place in a household; his frailty is like that of the people who live in the area.

    Args:
        w: the world.
        resident_index: which place.
        generation: number that tells him from whoever lived there before.
        age: his age.
        week: this week.
    """
    resident = w.residents[resident_index]
    household = w.households[resident.household]
    resident.generation = generation
    resident.key = child_key(child_key(household.key, resident_index - household.first_resident), generation)
    donors = w.start_resident_frailty
    u = draw(resident.key, stream(PEOPLE, 0, FRAILTY))
    resident.frailty = donors[int(u * donors.size)]
    arrive(w, resident_index, age, week)


@rule
def arrive(w: World, resident_index: int, age: int, week: int) -> None:
    """A resident begins his life here, with the needs that come with his age and frailty.

    Args:
        w: the world.
        resident_index: which place; key and frailty are set.
        age: his age.
        week: this week.
    """
    p = w.p[0]
    resident = w.residents[resident_index]
    resident.age = age
    resident.in_wlz = 0
    resident.wlz_until = -NEVER
    resident.wmo_seen = 0
    resident.youth_seen = 0
    variance = p.frailty_sd_household**2 + p.frailty_sd_resident**2
    z = w.households[resident.household].frailty + resident.frailty
    for index in range(resident.first_need, resident.first_need + resident.needs):
        settle_need(w, index, resident.key, z, variance, age, week)
    mark_changed(w, resident.household)


@rule
def replace_resident(w: World, resident_index: int, age: int, week: int) -> None:
    """One person of a household leaves for good; another of the same kind comes in his place.

    Args:
        w: the world.
        resident_index: which place.
        age: age of whoever comes.
        week: this week.
    """
    resident = w.residents[resident_index]
    for index in range(resident.first_need, resident.first_need + resident.needs):
        clear_need(w, index, week)
    settle_resident(w, resident_index, resident.generation + 1, age, week)
    note_children(w, resident.household)


@rule
def note_children(w: World, household_index: int) -> None:
    """Keep in mind whether someone under 18 lives in a household.

    Args:
        w: the world.
        household_index: which household.
    """
    household = w.households[household_index]
    household.has_child = 0
    for index in range(household.first_resident, household.first_resident + household.persons):
        if w.residents[index].age < 18:
            household.has_child = 1


@rule
def settle_household(w: World, household_index: int, generation: int, week: int) -> None:
    """A household of the same kind moves in, with its own frailty, trust, network and needs.

    Args:
        w: the world.
        household_index: which dwelling; nobody lives there now.
        generation: number that tells these people from those before.
        week: this week.
    """
    p = w.p[0]
    household = w.households[household_index]
    household.generation = generation
    household.key = child_key(w.dwellings[household_index], generation)
    group = int(household.kind) * 2 + int(household.low_income)
    first = w.donor_start[group]
    count = w.donor_start[group + 1] - first
    u = draw(household.key, stream(PEOPLE, 0, FRAILTY))
    v = draw(household.key, stream(PEOPLE, 0, TRUST))
    household.frailty = w.start_frailty[w.donors[first + int(u * count)]]
    household.trust = w.start_trust[w.donors[first + int(v * count)]]
    x = draw(household.key, stream(PEOPLE, 0, NETWORK))
    household.network_start = w.start_network[w.donors[first + int(x * count)]]
    settle_household_needs(w, household_index, p.frailty_sd_household**2, week)
    for index in range(household.first_resident, household.first_resident + household.persons):
        settle_resident(w, index, 0, w.residents[index].start_age, week)
    note_children(w, household_index)
    use_fidelity(w, household_index)


@rule
def settle_household_needs(w: World, household_index: int, variance: float, week: int) -> None:
    """Give a new household its needs in housing, money and parenting, and a clean slate.

    Args:
        w: the world.
        household_index: which household.
        variance: variance of its normal score.
        week: this week.
    """
    household = w.households[household_index]
    household.pillars_seen = 0
    household.multi_weeks = 0
    household.intake_week = -NEVER
    household.story_week = -NEVER
    household.told_week = -NEVER
    household.last_wait = 0
    household.plan = 0
    household.conflict = 1.0
    household.consistency = 0.0
    household.pair_seconds = 0
    household.talk_week = -NEVER
    household.visit_seconds = 0
    household.visit_gone = 0
    household.visits = 0
    household.count_week = NOT_COUNTED
    household.trust_week = w.counters[DELIVERED_WEEK]
    household.door_from = -NEVER
    household.network_week = w.counters[DELIVERED_WEEK]
    household.network_asked = 0
    household.severe_needs = 0
    household.paid_until = -NEVER
    household.appeal_week = -NEVER
    household.no_choice_week = -NEVER
    household.network = household.network_start
    household.network_seen = household.network_start
    household.shield = shield_of(w, household.network_start)
    for index in range(household.first_need, household.first_need + household.household_needs):
        settle_need(w, index, household.key, household.frailty, variance, 0, week)
    mark_changed(w, household_index)


@rule
def move_household(w: World, household_index: int, generation: int, week: int) -> None:
    """A household moves away and another of the same kind comes to live there.

    Args:
        w: the world.
        household_index: which dwelling.
        generation: number of the new people.
        week: this week.
    """
    p = w.p[0]
    household = w.households[household_index]
    common = generation == common_generation(week)
    note_move(w, HOUSEHOLD_MOVES, household_index, -1, common, week)
    count_void(w, household_index)
    unfollow(w, household_index, week)
    for index in range(household.first_need, household.first_need + household.needs):
        clear_need(w, index, week)
    begin_account(w, household_index)
    if household.heavy_domains >= p.multi_problem_domains:
        w.tally[MULTI] -= 1
        w.tally[MULTI_SUM] -= household.helpers
    household.heavy_domains = 0
    forget_faces(w, household)
    w.year_base[household_index] = spent_by_municipality(w, household_index)
    settle_household(w, household_index, generation, week)


@rule
def forget_faces(w: World, household: Record) -> None:
    """New people have not met any helper yet.

    Args:
        w: the world.
        household: record of the household; all its links have ended.
    """
    index = household.first_link
    while index >= 0:
        link = w.links[index]
        following = link.after
        link.after = w.counters[FREE_LINK]
        w.counters[FREE_LINK] = index
        index = following
    household.first_link = -1
