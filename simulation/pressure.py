"""How needs press on each other inside a household, and what that does to clocks and probabilities."""

from agents.compiled import Record, prefetch, rule
from agents.domains import CHILD, MODERATE, SEVERE, age_group
from agents.household import spill_over
from agents.need import (
    MEMORY_WEEKS,
    NEVER,
    level_in,
    new_clock,
    onset_hazard,
    remember,
    set_clock,
    with_level,
)
from simulation.active import become_active, become_quiet, change_place
from simulation.counters import CHANGED_N, MULTI, MULTI_SUM, UNMET_N
from simulation.diary import BOTTLENECK_ARISES, note_need
from simulation.doubts import unsettle_cases
from simulation.draws import CLOCK, draw, stream
from simulation.hindrance import lift, may_bring_bottleneck
from simulation.ladder import set_hazards
from simulation.network import count_severe
from simulation.onset_calendar import note_onset
from simulation.recoveries import follow
from simulation.waits import NOT_COUNTED, leave_count
from simulation.world import World

DOMAINS_N = 9
UNKNOWN = -1.0  # pressure on a need whose clock has just been wound


@rule
def mark_changed(w: World, household_index: int) -> None:
    """Note that the hazards of a household must be computed anew.

    Args:
        w: the world.
        household_index: which household.
    """
    household = w.households[household_index]
    if not household.changed:
        household.changed = 1
        w.changed[w.counters[CHANGED_N]] = household_index
        w.counters[CHANGED_N] += 1


@rule
def note_level(w: World, need: Record, severity: int) -> None:
    """Write a severity among those of the owner, from which the pressure on other needs follows.

    Args:
        w: the world.
        need: record of the need.
        severity: its severity from now on.
    """
    if need.resident >= 0:
        resident = w.residents[need.resident]
        resident.levels = with_level(int(resident.levels), int(need.domain), severity)
    else:
        household = w.households[need.household]
        household.levels = with_level(int(household.levels), int(need.domain), severity)


@rule
def start_clock(w: World, index: int, week: int) -> None:
    """Wind the clock of a need that has just become quiet.

    Args:
        w: the world.
        index: which need.
        week: this week.
    """
    need = w.needs[index]
    need.episode += 1
    need.budget = new_clock(draw(need.key, stream(w.seed_key[0], need.episode, CLOCK)))
    need.hazard = 0.0
    need.pressure = UNKNOWN
    need.clock_week = week
    need.onset_week = NEVER


@rule
def is_adult_need(w: World, need: Record) -> bool:
    """Whether the owner of a need is 18 or over; household needs count as adult.

    Args:
        w: the world.
        need: record of the need.

    Returns:
        Whether it is an adult's need.
    """
    if need.resident < 0:
        return True
    return age_group(w.residents[need.resident].age) != CHILD


@rule
def refresh_household(w: World, household_index: int, week: int) -> None:
    """Compute the spill-over of a household anew, and so clocks, probabilities and count of heavy domains.

    Args:
        w: the world.
        household_index: which household.
        week: this week; new hazards hold from next week.

    What presses on a household need is the worst of each domain in the whole household; on a resident's need
    his own other needs and those of the household. Residents for whom nothing changed are left alone.
    """
    household = w.households[household_index]
    shared = int(household.levels)
    anywhere = shared
    of_people = range(household.first_resident, household.first_resident + household.persons)
    for member in of_people:
        anywhere = worst_of_both(anywhere, int(w.residents[member].levels))
    heavy = 0
    for domain in range(DOMAINS_N):
        heavy += level_in(anywhere, domain) >= MODERATE
    press_with(w, anywhere)
    set_spills(w, household.first_need, household.first_need + household.household_needs, week)
    everybody = shared != household.levels_used
    for member in of_people:
        resident = w.residents[member]
        own = int(resident.levels)
        if everybody or own != resident.levels_used:
            press_with(w, own | shared)
            set_spills(w, resident.first_need, resident.first_need + resident.needs, week)
            resident.levels_used = own
    household.levels_used = shared
    set_heavy_domains(w, household, heavy)
    household.changed = 0


@rule
def worst_of_both(levels: int, others: int) -> int:
    """The higher severity of each domain.

    Args:
        levels: severities, three bits a domain.
        others: other severities.

    Returns:
        Severities, three bits a domain.
    """
    if levels == 0 or others == 0:
        return levels | others
    worst = 0
    for domain in range(DOMAINS_N):
        worst |= max(level_in(levels, domain), level_in(others, domain)) << (3 * domain)
    return worst


@rule
def press_with(w: World, levels: int) -> None:
    """Compute what needs of the same people press on a need in each domain.

    Args:
        w: the world; the first of ``scratch`` get, by domain, the sum over the other domains of matrix weight
            times severity; the matrix has no diagonal.
        levels: severities that press, three bits a domain.
    """
    pressures = w.scratch
    for target in range(DOMAINS_N):
        pressures[target] = 0.0
    source = 0
    while levels != 0:
        level = levels & 7
        if level != 0:
            for target in range(DOMAINS_N):
                pressures[target] += w.spill[target, source] * level
        levels >>= 3
        source += 1


@rule
def set_spills(w: World, first: int, after_last: int, week: int) -> None:
    """Set M of needs of the same people from what presses on each domain; see `press_with`.

    Args:
        w: the world.
        first: first of their needs.
        after_last: the need after the last.
        week: this week.
    """
    for index in range(first, after_last):
        need = w.needs[index]
        pressure = w.scratch[need.domain]
        if need.eligible and pressure != need.pressure:
            set_spill(w, index, pressure, week)


@rule
def set_spill(w: World, index: int, pressure: float, week: int) -> None:
    """Set M of one need from what presses on it.

    Args:
        w: the world.
        index: which need; its owner is of the age for it.
        pressure: sum over the other needs of matrix weight times severity.
        week: this week.
    """
    need = w.needs[index]
    need.pressure = pressure
    if need.severity > 0:
        need.spill = factor_of(w, need, pressure)
        set_hazards(w, need)
        return
    hazard = onset_hazard(w.ladder[need.domain, 0], need.frailty, factor_of(w, need, pressure))
    if hazard != need.hazard:
        noted = need.onset_week
        set_clock(need, hazard, week)
        if need.onset_week != noted:
            note_onset(w, index)


@rule
def factor_of(w: World, need: Record, pressure: float) -> float:
    """The factor M that other needs and the network put on onset and worsening.

    Args:
        w: the world.
        need: record of the need.
        pressure: weighted sum of the severities of the other needs.

    Returns:
        M, 1 when nothing presses on a household with an average network.
    """
    p = w.p[0]
    shield = w.households[need.household].shield
    return spill_over(p.spill_over, pressure, p.spill_over_cap) * shield if pressure > 0.0 else shield


@rule
def set_heavy_domains(w: World, household: Record, heavy: int) -> None:
    """Keep count of households with needs at 2 and over in three or more domains.

    Args:
        w: the world.
        household: record of the household.
        heavy: number of such domains now.
    """
    was = household.heavy_domains >= w.p[0].multi_problem_domains
    now = heavy >= w.p[0].multi_problem_domains
    household.heavy_domains = heavy
    if now and not was:
        w.tally[MULTI] += 1
        w.tally[MULTI_SUM] += household.helpers
    elif was and not now:
        w.tally[MULTI] -= 1
        w.tally[MULTI_SUM] -= household.helpers


@rule
def refresh_changed(w: World, week: int) -> None:
    """Compute anew what changed in the households that something happened to.

    Args:
        w: the world.
        week: this week.
    """
    count = w.counters[CHANGED_N]
    for place in range(count):
        if place + 2 < count:
            prefetch(w.households, w.changed[place + 2])
        if place + 1 < count:
            following = w.households[w.changed[place + 1]]
            for member in range(following.first_resident, following.first_resident + following.persons):
                prefetch(w.residents, member)
            for index in range(following.first_need, following.first_need + following.needs):
                prefetch(w.needs, index)
        refresh_household(w, w.changed[place], week)
    w.counters[CHANGED_N] = 0


@rule
def set_severity(w: World, index: int, severity: int, week: int) -> None:
    """Write a new severity and everything that hangs on it.

    Args:
        w: the world.
        index: which need.
        severity: new severity.
        week: this week.
    """
    need = w.needs[index]
    w.severity_count[need.domain, need.severity] -= 1
    w.severity_count[need.domain, severity] += 1
    was_quiet = need.severity == 0
    becomes_moderate = severity >= MODERATE and need.severity < MODERATE
    if severity >= SEVERE and need.severity < SEVERE:
        need.severe_week = week
        count_severe(w, need.household, 1)
    elif severity < SEVERE and need.severity >= SEVERE:
        count_severe(w, need.household, -1)
    if need.open_cases == 0:
        w.tally[UNMET_N] += int(severity >= MODERATE) - int(need.severity >= MODERATE)
    remember(w.memory[index], int(need.severity), week - need.level_week)
    need.severity = severity
    need.level_week = week
    follow(w, need, week)
    note_level(w, need, severity)
    unsettle_cases(w, need, week)
    if need.in_count and severity < MODERATE:
        need.in_count = 0
        leave_count(w, need.household, week, False)
    if severity == 0 and need.first_case < 0:
        need.asked_week = NOT_COUNTED
    if severity == 0:
        need.referred = 0
        lift(w, index)
        become_quiet(w, index)
        start_clock(w, index, week)
    elif was_quiet:
        need.spill = factor_of(w, need, need.pressure)
        become_active(w, index)
    else:
        change_place(w, need)
    if becomes_moderate:
        before = need.bottleneck
        may_bring_bottleneck(w, index)
        if need.bottleneck != before:
            note_need(w, BOTTLENECK_ARISES, index, week)
    mark_changed(w, need.household)


@rule
def fill_memory(w: World, index: int) -> None:
    """Give a newcomer's need a past: it was as it is.

    Args:
        w: the world.
        index: which need.
    """
    remember(w.memory[index], int(w.needs[index].severity), MEMORY_WEEKS)
