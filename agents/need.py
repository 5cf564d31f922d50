"""A need: how severe it is, how it worsens and recovers, and how quiet needs are kept for free."""

import math

import numpy as np

from agents.cache_lines import in_cache_lines
from agents.compiled import Record, rule
from agents.domains import MODERATE

NEED = in_cache_lines(
    [  # what a quiet need is asked when others press on it
        ("pressure", "f8"),  # weighted severities of the other needs, the exponent of M over sigma
        ("frailty", "f8"),  # f of the owner, mean one
        ("hazard", "f8"),
        ("budget", "f8"),  # what is left of the exponential clock of the next onset
        ("clock_week", "i4"),
        ("onset_week", "i4"),
        ("household", "i4"),
        ("resident", "i4"),  # -1 when the need belongs to the household
        ("active", "i4"),  # place in the list of active needs, -1 when quiet
        ("open_cases", "i2"),
        ("domain", "i1"),
        ("eligible", "u1"),  # the owner has the age for it
        ("severity", "i1"),  # 0 none, 1 light, 2 moderate, 3 severe, 4 crisis state
        ("in_count", "u1"),  # among the needs a household asked all help for (weeks to all help)
        ("in_doubt", "u1"),  # its dose must be computed anew
        ("bottleneck", "u1"),  # brought a material bottleneck, in one domain or in two
    ],
    [  # what one that is there is asked
        ("key", "u8"),  # who and what this is, common to all policies and seeds
        ("spill", "f8"),  # M, what other needs add to one that is there
        ("dose", "f8"),  # x, help that counts this week, 0-1
        ("level_week", "i4"),  # week this severity was reached
        ("severe_week", "i4"),  # week it last became 3 or more
        ("episode", "i4"),
        ("first_case", "i4"),
        ("asked_week", "i4"),  # first week of the asking that is still without help
        ("ask_from", "i4"),  # not asking before this week
        ("course_week", "i4"),  # week that began, before 0 when it is not followed
        ("return_week", "i4"),  # sent to the wrong place: asks anew in this week
        ("asks", "i2"),  # how many cases were asked for it
        ("floor", "i1"),  # chronic level below which it never recovers
        ("walks_in", "u1"),  # 1 visits the walk-in, 2 does so since its day activity closed
        ("referred", "u1"),  # the youth practice nurse has referred it
        ("course", "i1"),  # 0 as it always was, 1 bad, 2 recovered since
        ("hindered", "u1"),  # a material bottleneck of the household stands in its way
    ],
)

# An active need as the week reads it, two to a cache line.
ACTIVE = np.dtype(
    [
        ("key", "u8"),
        ("up", "f8"),  # hazards of a step a week
        ("down", "f8"),  # of the crisis state its probability
        ("need", "i4"),
        ("severity", "i1"),
        ("domain", "i1"),
        ("unseen", "u1"),  # has no help: bits of the seconds in which a visitor could notice it, else 0
    ],
    align=True,
)

_LEVEL = np.uint64(7)
_WEEKS_PER_WORD = 21
_WORD = np.uint64((1 << (3 * 21)) - 1)
_EACH_WEEK = np.uint64(sum(1 << (3 * week) for week in range(21)))
MEMORY_WEEKS = 2 * _WEEKS_PER_WORD
NEVER = 2_000_000_000
UNKNOWN_LEVELS = (1 << 32) - 1  # no severities look like this
AS_IT_WAS, BAD, RECOVERED = range(3)


@rule
def onset_hazard(rate: float, frailty: float, spill: float) -> float:
    """A quiet need starts sooner in a frail household and when other needs press.

    Args:
        rate: hazard per week of an average owner.
        frailty: factor of this owner, mean one.
        spill: factor from the other needs, M.

    Returns:
        Hazard per week. Source: model 8.1.
    """
    return rate * frailty * spill


@rule
def course_of(before: int, severity: int, floor: int) -> int:
    """A need is bad at 2 and over, above its floor; once back at its floor it has recovered.

    Args:
        before: its course so far.
        severity: severity now.
        floor: chronic level.

    Returns:
        AS_IT_WAS, BAD or RECOVERED. Source: model 3.
    """
    if severity > floor and severity >= MODERATE:
        return BAD
    if before == BAD and severity <= floor:
        return RECOVERED
    return before


@rule
def level_after_onset(floor: int) -> int:
    """A new need starts light, or at once at its chronic level.

    Args:
        floor: chronic level, 0-3.

    Returns:
        Severity after onset.
    """
    return max(1, floor)


@rule
def worsening_hazard(rate: float, speed: float, prevents: float, dose: float, spill: float) -> float:
    """Help slows worsening, other needs quicken it.

    Args:
        rate: hazard per week at this severity.
        speed: speed of the domain.
        prevents: e_u, share of worsening that full help takes away.
        dose: x, 0-1.
        spill: M.

    Returns:
        Hazard per week. Source: model 8.1.
    """
    return rate * speed * (1.0 - prevents * dose) * spill


@rule
def recovery_hazard(rate: float, speed: float, speeds: float, dose: float) -> float:
    """Help quickens recovery.

    Args:
        rate: hazard per week at this severity.
        speed: speed of the domain.
        speeds: e_d, extra recovery under full help.
        dose: x, 0-1.

    Returns:
        Hazard per week. Source: model 8.1.
    """
    return rate * speed * (1.0 + speeds * dose)


@rule
def share_of_week(hazard: float, total: float) -> float:
    """Competing risks share a week in proportion to their hazards.

    Args:
        hazard: hazard per week of this risk.
        total: hazard per week of all risks together.

    Returns:
        Probability that this risk strikes this week, so that halving the step changes nothing.
    """
    return part_of_chance(chance_of_week(total), hazard, total)


@rule
def chance_of_week(total: float) -> float:
    """Whether any of several risks strikes in a week.

    Args:
        total: hazard per week of all risks together.

    Returns:
        Probability that one of them strikes this week.
    """
    return -math.expm1(-total)


@rule
def part_of_chance(chance: float, hazard: float, total: float) -> float:
    """Which part of a chance is that of one risk among several.

    Args:
        chance: probability that any of them strikes.
        hazard: hazard of this risk.
        total: hazard of all risks together.

    Returns:
        Probability that this risk strikes.
    """
    return chance * hazard / total if total > 0.0 else 0.0


@rule
def next_severity(severity: int, up: float, down: float, u: float) -> int:
    """One week on the ladder: one step up, one step down, or neither.

    Args:
        severity: 1-4.
        up: probability of a step up.
        down: probability of a step down.
        u: uniform draw; small draws go up, large draws go down, so a changed dose moves one edge only.

    Returns:
        Severity at the end of the week.
    """
    if u < up:
        return severity + 1
    if u > 1.0 - down:
        return severity - 1
    return severity


@rule
def new_clock(u: float) -> float:
    """How much hazard a quiet need can take before it starts.

    Args:
        u: uniform draw.

    Returns:
        A unit-exponential budget.
    """
    return -math.log1p(-u)


@rule
def set_clock(need: Record, hazard: float, week: int) -> None:
    """When the hazard of a quiet need changes, its week of onset moves; its luck stays the same.

    Args:
        need: record of a quiet need.
        hazard: hazard per week from next week on.
        week: this week; its hazard has been spent.
    """
    need.budget -= need.hazard * (week - need.clock_week)
    need.clock_week = week
    need.hazard = hazard
    need.onset_week = NEVER
    if hazard > 0.0:
        weeks = need.budget / hazard
        if weeks < NEVER / 2:
            need.onset_week = week + max(1, int(math.ceil(weeks)))


@rule
def remember(memory: np.ndarray, severity: int, weeks: int) -> None:
    """Write down that a need had one severity for some weeks; the weeks before move back.

    Args:
        memory: two words, the last 21 weeks and the 21 before, three bits a week.
        severity: the severity of those weeks.
        weeks: how many, 0 or more.
    """
    same = _EACH_WEEK * np.uint64(severity)
    if weeks >= MEMORY_WEEKS:
        memory[0] = same
        memory[1] = same
    elif weeks >= _WEEKS_PER_WORD:
        bits = np.uint64(3 * (weeks - _WEEKS_PER_WORD))
        memory[1] = ((memory[0] << bits) | (same & ~(_WORD << bits))) & _WORD
        memory[0] = same
    elif weeks > 0:
        bits = np.uint64(3 * weeks)
        carried = memory[0] >> np.uint64(3 * (_WEEKS_PER_WORD - weeks))
        memory[1] = ((memory[1] << bits) | carried) & _WORD
        memory[0] = ((memory[0] << bits) | (same & ~(_WORD << bits))) & _WORD


@rule
def severity_before(need: Record, memory: np.ndarray, weeks: int, week: int) -> int:
    """How severe this need was some weeks ago.

    Args:
        need: record of a need.
        memory: its two words, up to the week before this severity was reached.
        weeks: how long ago, 0-41.
        week: this week.

    Returns:
        Severity then.
    """
    back = need.level_week - 1 - (week - weeks)
    if back < 0:
        return int(need.severity)
    if back < _WEEKS_PER_WORD:
        return int((memory[0] >> np.uint64(3 * back)) & _LEVEL)
    return int((memory[1] >> np.uint64(3 * (back - _WEEKS_PER_WORD))) & _LEVEL)


@rule
def level_in(levels: int, domain: int) -> int:
    """Read one severity from severities packed by domain.

    Args:
        levels: severities, three bits a domain.
        domain: number of the domain.

    Returns:
        Severity 0-4.
    """
    return (levels >> (3 * domain)) & 7


@rule
def with_level(levels: int, domain: int, severity: int) -> int:
    """Write one severity among severities packed by domain.

    Args:
        levels: severities, three bits a domain.
        domain: number of the domain.
        severity: new severity 0-4.

    Returns:
        The severities with the new one.
    """
    return (levels & ~(7 << (3 * domain))) | (severity << (3 * domain))


@rule
def long_run_severity(floor: int, onset: float, weights: np.ndarray, u: float) -> int:
    """Draw a severity from the long-run law of a need without help.

    Args:
        floor: chronic level, 0-3; a need with a floor never falls below it.
        onset: probability per week that a need without floor starts.
        weights: how often each severity occurs beside the others; for a need without floor, of those from 1
            and per unit of onset, beside a weight of 1 for severity 0.
        u: uniform draw.

    Returns:
        Severity 0-4. A birth-and-death chain: flows up and down over each edge are equal.
    """
    per_unit = onset if floor == 0 else 1.0
    total = 1.0 if floor == 0 else 0.0
    for severity in range(max(1, floor), 5):
        total += per_unit * weights[severity]
    left = u * total
    if floor == 0:
        left -= 1.0
        if left < 0.0:
            return 0
    for severity in range(max(1, floor), 4):
        left -= per_unit * weights[severity]
        if left < 0.0:
            return severity
    highest = 4
    while highest > floor and per_unit * weights[highest] <= 0.0:
        highest -= 1  # rounding put the draw at the very end
    return highest


@rule
def long_run_weights(floor: int, up: np.ndarray, down: np.ndarray, weights: np.ndarray) -> None:
    """How often each severity occurs in the long run, from its steps; see `long_run_severity`.

    Args:
        floor: chronic level, 0-3.
        up: probability per week of a step up from severity 1-3, at places 1-3.
        down: probability per week of a step down from severity 1-4, at places 1-4.
        weights: written, at places 0-4.
    """
    weights[:] = 0.0
    weight = 1.0 if floor > 0 else 1.0 / down[1]
    for severity in range(max(1, floor), 5):
        weights[severity] = weight
        if severity < 4:
            weight = weight * up[severity] / down[severity + 1] if up[severity] > 0.0 else 0.0


@rule
def chronic_level(share: float, light: float, moderate: float, u: float) -> int:
    """Some people carry a need for life; draw whether and at what level.

    Args:
        share: probability of a chronic floor.
        light: share of floors at level 1.
        moderate: share of floors at level 2.
        u: uniform draw.

    Returns:
        0 no floor, else 1, 2 or 3.
    """
    if u >= share:
        return 0
    place = u / share
    if place < light:
        return 1
    if place < light + moderate:
        return 2
    return 3
