"""A need: how severe it is, how it worsens and recovers, and how quiet needs are kept for free."""

import math

import numpy as np

from agents.compiled import Record, rule

# What is read every week stands first, so that it lies in one cache line; the record fills three of them.
NEED = np.dtype(
    [
        ("key", "u8"),  # who and what this is, common to all policies and seeds
        ("domain", "i1"),
        ("eligible", "u1"),  # the owner has the age for it
        ("severity", "i1"),  # 0 none, 1 light, 2 moderate, 3 severe, 4 crisis state
        ("floor", "i1"),  # chronic level below which it never recovers
        ("stale", "u1"),  # severity, spill-over or dose changed: probabilities must be computed anew
        ("in_count", "u1"),  # among the needs a household asked all help for (weeks to all help)
        ("open_cases", "i2"),
        ("up", "f8"),  # probabilities of a step this week
        ("down", "f8"),
        ("history_new", "u8"),  # severities of the last weeks, three bits a week
        ("history_old", "u8"),
        ("household", "i4"),
        ("resident", "i4"),  # -1 when the need belongs to the household
        ("return_week", "i4"),  # sent to the wrong place: asks anew in this week, -1 none
        ("ask_from", "i4"),  # not asking before this week
        ("dose", "f8"),  # x, help that counts this week, 0-1
        ("spill", "f8"),  # M, what other needs add
        ("pressure", "f8"),  # weighted severities of the other needs, the exponent of M over sigma
        ("hazard", "f8"),
        ("budget", "f8"),  # what is left of the exponential clock of the next onset
        ("frailty", "f8"),  # f of the owner, mean one
        ("level_week", "i4"),  # week this severity was reached
        ("severe_week", "i4"),  # week it last became 3 or more
        ("clock_week", "i4"),
        ("onset_week", "i4"),
        ("before", "i4"),  # neighbours in the calendar of onsets
        ("after", "i4"),
        ("active", "i4"),  # place in the list of active needs, -1 when quiet
        ("episode", "i4"),
        ("first_case", "i4"),
        ("asks", "i4"),
        ("asked_week", "i4"),  # first week of the asking that is still without help
        ("room_1", "u8"),  # fills the record to whole cache lines
        ("room_2", "u8"),
        ("room_3", "u8"),
        ("room_4", "u8"),
    ],
    align=True,
)

_BITS = np.uint64(3)
_LEVEL = np.uint64(7)
_WEEKS_PER_WORD = 21
_WORD = np.uint64((1 << (3 * 21)) - 1)
_CARRY = np.uint64(60)
NEVER = 2_000_000_000


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
    if total <= 0.0:
        return 0.0
    return -math.expm1(-total) * hazard / total


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
def remember(need: Record) -> None:
    """Write this week's severity into the need's memory of the last 42 weeks.

    Args:
        need: record of a need.
    """
    carried = (need.history_new >> _CARRY) & _LEVEL
    need.history_old = ((need.history_old << _BITS) | carried) & _WORD
    need.history_new = ((need.history_new << _BITS) | np.uint64(need.severity)) & _WORD


@rule
def severity_before(need: Record, weeks: int) -> int:
    """How severe this need was some weeks ago.

    Args:
        need: record of a need.
        weeks: 0-41.

    Returns:
        Severity then.
    """
    if weeks < _WEEKS_PER_WORD:
        return int((need.history_new >> np.uint64(3 * weeks)) & _LEVEL)
    return int((need.history_old >> np.uint64(3 * (weeks - _WEEKS_PER_WORD))) & _LEVEL)


@rule
def long_run_severity(floor: int, up: np.ndarray, down: np.ndarray, u: float) -> int:
    """Draw a severity from the long-run law of a need without help.

    Args:
        floor: chronic level, 0-3; a need with a floor never falls below it.
        up: probability per week of a step up from severity 0-3; from 0 the step goes to at least the floor.
        down: probability per week of a step down from severity 1-4 (places 1-4 used).
        u: uniform draw.

    Returns:
        Severity 0-4. A birth-and-death chain: flows up and down over each edge are equal.
    """
    weight = 1.0
    total = 1.0
    for s in range(floor, 4):
        weight = weight * up[s] / down[s + 1] if up[s] > 0.0 else 0.0
        total += weight
    left = u * total
    weight = 1.0
    for s in range(floor, 4):
        left -= weight
        if left < 0.0:
            return s
        weight = weight * up[s] / down[s + 1] if up[s] > 0.0 else 0.0
    return 4


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
