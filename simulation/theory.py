"""The model's own rules with everything else switched off, to hold against exact mathematics.

Nothing is written a second time here: lists, starts, endings, the ladder and its clock are the rules of the
week.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.case import CASE, ends, lasted, leaves_list, occupy, release
from agents.compiled import Record, rule
from agents.need import NEED, NEVER, level_after_onset, new_clock, next_severity, set_clock
from agents.organisation import CLASSES, START_STAGE, head_of, join_lane, lane, quit_lane
from simulation.draws import CASE_ENDS, CLOCK, LADDER, LEAVES_LIST, child_key, draw, key_of, stream
from simulation.errors import InputError

WEEKS_PER_YEAR = 52
THOUSAND = 1000.0
NONE, CRISIS = 0, 4


@dataclass(frozen=True)
class QueueResult:
    """What a weekly queue showed, over the weeks after the warm-up.

    Attributes:
        mean_wait: weeks from joining to the start, of those who started.
        mean_waiting: cases in line, counted after this week's starts.
        mean_in_system: cases in line and in service, counted then.
        share_waiting: part of those who started that did not start in the week they joined.
        mean_wait_by_class: weeks, per priority class.
        left_share: part of those who joined that left the line.
        started: number of cases that started.
    """

    mean_wait: float
    mean_waiting: float
    mean_in_system: float
    share_waiting: float
    mean_wait_by_class: tuple[float, ...]
    left_share: float
    started: int


@dataclass(frozen=True)
class LadderResult:
    """What a severity ladder showed.

    Attributes:
        occupancy: shares of needs at none, light, moderate, severe, crisis; mean over the weeks after
            warm-up.
        crises_per_1000_per_year: steps into crisis state per 1,000 needs and 52 weeks, after warm-up.
        share_crisis_first: part of the absorbed needs that ended in crisis (absorbing only).
        mean_weeks_to_end: weeks until absorption (absorbing only).
    """

    occupancy: NDArray[np.float64]
    crises_per_1000_per_year: float
    share_crisis_first: float
    mean_weeks_to_end: float


def _chance(name: str, value: float) -> float:
    if not 0.0 <= value <= 1.0:
        raise InputError(f"{name} {value!r}: give a weekly probability from 0 to 1")
    return float(value)


def weekly_queue(
    arrivals_per_week: float | Sequence[float],
    servers: int,
    end_probability: float | None = None,
    *,
    duration_weeks: int | None = None,
    leave_probability: float = 0.0,
    weeks: int = 200_000,
    warmup_weeks: int = 10_000,
    seed: int = 1,
) -> QueueResult:
    """One list and some professionals with one case each, week by week.

    Args:
        arrivals_per_week: mean number that joins a week (Poisson); several numbers for priority classes, the
            most urgent first, at most three.
        servers: professionals.
        end_probability: probability per week that a running case ends; or leave it out and give
        duration_weeks: whole weeks every case lasts.
        leave_probability: probability per week that someone in line leaves.
        weeks: weeks lived in all.
        warmup_weeks: weeks at the start that are not counted.
        seed: luck.

    Returns:
        Waits and lengths. In each week: joining, starting, counting, ending, leaving. Source: model 13.

    Raises:
        InputError: a number is out of range.
    """
    rates = np.atleast_1d(np.asarray(arrivals_per_week, np.float64))
    if (
        rates.ndim != 1
        or not 1 <= rates.size <= CLASSES
        or not np.all(np.isfinite(rates))
        or np.any(rates < 0.0)
    ):
        raise InputError(f"arrivals_per_week {arrivals_per_week!r}: give one to three rates of 0 or more")
    if (end_probability is None) == (duration_weeks is None):
        raise InputError("end_probability and duration_weeks: give exactly one of the two")
    if servers < 1 or not 0 <= warmup_weeks < weeks:
        raise InputError(
            f"servers {servers}, weeks {weeks}: give 1 or more servers and more weeks than warm-up"
        )
    ending = -1.0 if end_probability is None else _chance("end_probability", end_probability)
    leaving = _chance("leave_probability", leave_probability)
    arrivals = np.random.Generator(np.random.Philox(key=seed)).poisson(rates, (weeks, rates.size))
    cases = np.zeros(_room(arrivals, servers), CASE).view(np.recarray)
    totals = np.zeros((CLASSES, 3), np.int64)
    lengths = np.zeros(3, np.int64)
    fits = _live_queue(
        cases,
        arrivals.astype(np.int64),
        servers,
        ending,
        duration_weeks or 0,
        leaving,
        warmup_weeks,
        key_of("theory", seed),
        totals,
        lengths,
    )
    if not fits:
        raise InputError(f"arrivals_per_week {arrivals_per_week!r}: the line grows without end; lower it")
    counted = weeks - warmup_weeks
    ended = totals[:, 0].sum()
    by_class = [float(t[1] / t[0]) if t[0] else float("nan") for t in totals[: rates.size]]
    gone = lengths[2]
    return QueueResult(
        mean_wait=float(totals[:, 1].sum() / ended) if ended else float("nan"),
        mean_waiting=float(lengths[0] / counted),
        mean_in_system=float((lengths[0] + lengths[1]) / counted),
        share_waiting=float(totals[:, 2].sum() / ended) if ended else float("nan"),
        mean_wait_by_class=tuple(by_class),
        left_share=float(gone / ended) if ended else float("nan"),
        started=int(ended - gone),
    )


def _room(arrivals: NDArray[np.int64], servers: int) -> int:
    return min(max(100_000, servers * 10), int(arrivals.sum()) + servers + 10)


@rule
def _live_queue(
    cases: np.ndarray,
    arrivals: np.ndarray,
    servers: int,
    ending: float,
    duration: int,
    leaving: float,
    warmup: int,
    seed_key: np.uint64,
    totals: np.ndarray,
    lengths: np.ndarray,
) -> bool:
    counters = np.zeros(1, np.int64)
    for index in range(cases.size):
        cases[index].next_of_need = index + 1 if index + 1 < cases.size else -1
    heads = np.full(6, -1, np.int32)
    tails = np.full(6, -1, np.int32)
    running = np.full(servers, -1, np.int64)
    busy, in_line, number = 0, 0, 0
    for week in range(arrivals.shape[0]):
        for priority in range(arrivals.shape[1]):
            for _ in range(arrivals[week, priority]):
                index = occupy(cases, counters, 0)
                if index < 0:
                    return False
                case = cases[index]
                number += 1
                case.key = child_key(seed_key, number)
                case.priority = priority
                case.joined_week = week
                join_lane(cases, heads, tails, index, lane(START_STAGE, priority))
                in_line += 1
        while busy < servers and head_of(heads, START_STAGE) >= 0:
            index = head_of(heads, START_STAGE)
            case = cases[index]
            quit_lane(cases, heads, tails, index, lane(START_STAGE, case.priority))
            in_line -= 1
            case.start_week = week
            running[busy] = index
            busy += 1
            if week >= warmup:
                waited = week - case.joined_week
                totals[case.priority, 0] += 1
                totals[case.priority, 1] += waited
                totals[case.priority, 2] += waited > 0
        if week >= warmup:
            lengths[0] += in_line
            lengths[1] += busy
        of_ending = stream(seed_key, week, CASE_ENDS)
        for place in range(busy - 1, -1, -1):
            case = cases[running[place]]
            if duration > 0:
                over = lasted(case.start_week, week, duration)
            else:
                over = ends(ending, draw(case.key, of_ending))
            if over:
                release(cases, counters, 0, running[place])
                busy -= 1
                running[place] = running[busy]
        of_leaving = stream(seed_key, week, LEAVES_LIST)
        for priority in range(CLASSES):
            index = int(heads[lane(START_STAGE, priority)])
            while index >= 0:
                following = int(cases[index].after)
                if leaves_list(leaving, draw(cases[index].key, of_leaving)):
                    if week >= warmup:
                        totals[priority, 0] += 1
                        totals[priority, 1] += week + 1 - cases[index].joined_week
                        totals[priority, 2] += 1
                    quit_lane(cases, heads, tails, index, lane(START_STAGE, priority))
                    release(cases, counters, 0, index)
                    in_line -= 1
                    lengths[2] += week >= warmup
                index = following
    return True


def severity_ladder(
    onset: float,
    up: Sequence[float],
    down: Sequence[float],
    crisis_exit: float,
    *,
    needs: int = 100_000,
    weeks: int = 520,
    warmup_weeks: int = 0,
    start: int = 0,
    absorbing: bool = False,
    seed: int = 1,
) -> LadderResult:
    """Many needs on the severity ladder, without help and without other needs.

    Args:
        onset: probability per week that a quiet need starts.
        up: probabilities per week of a step up from light, moderate, severe.
        down: probabilities per week of a step down from light, moderate, severe.
        crisis_exit: probability per week of a step from crisis state to severe.
        needs: number of needs.
        weeks: weeks lived in all.
        warmup_weeks: weeks at the start that are not counted.
        start: severity at the start, 0-4.
        absorbing: whether none and crisis end the story.
        seed: luck.

    Returns:
        Shares, crises and, when absorbing, how and when stories end.

    Raises:
        InputError: a number is out of range.
    """
    ups = np.array([0.0, *(_chance("up", value) for value in up), 0.0])
    downs = np.array([0.0, *(_chance("down", value) for value in down), _chance("crisis_exit", crisis_exit)])
    if ups.size != 5 or downs.size != 5:
        raise InputError("up and down: give three probabilities each, from light, moderate and severe")
    if np.any(ups + downs > 1.0):
        raise InputError("up and down: together at most 1 at each severity")
    if needs < 1 or not 0 <= warmup_weeks < weeks or not NONE <= start <= CRISIS:
        raise InputError(f"needs {needs}, weeks {weeks}, start {start}: give 1 or more needs, start 0-4")
    hazard = NEVER if onset >= 1.0 else float(-np.log1p(-_chance("onset", onset)))
    table = np.zeros(1, NEED).view(np.recarray)
    occupancy = np.zeros(5, np.int64)
    found = np.zeros(4, np.int64)
    _climb(
        table,
        needs,
        weeks,
        warmup_weeks,
        start,
        absorbing,
        float(hazard),
        ups,
        downs,
        key_of("theory", seed),
        occupancy,
        found,
    )
    counted = needs * (weeks - warmup_weeks)
    entries, to_crisis, absorbed, weeks_to_end = found
    return LadderResult(
        occupancy=occupancy / counted,
        crises_per_1000_per_year=float(entries * THOUSAND * WEEKS_PER_YEAR / counted),
        share_crisis_first=float(to_crisis / absorbed) if absorbed else float("nan"),
        mean_weeks_to_end=float(weeks_to_end / absorbed) if absorbed else float("nan"),
    )


@rule
def _climb(
    table: np.ndarray,
    needs: int,
    weeks: int,
    warmup: int,
    start: int,
    absorbing: bool,
    hazard: float,
    ups: np.ndarray,
    downs: np.ndarray,
    seed_key: np.uint64,
    occupancy: np.ndarray,
    found: np.ndarray,
) -> None:
    need = table[0]
    for number in range(needs):
        key = child_key(seed_key, number)
        need.severity = start
        need.episode = 0
        need.hazard = 0.0
        if absorbing and (start == NONE or start == CRISIS):
            occupancy[start] += weeks - warmup
            found[1] += start == CRISIS
            found[2] += 1
            continue
        if start == NONE:
            _wind(need, key, seed_key, hazard, -1)
        for week in range(weeks):
            severity = int(need.severity)
            if severity == NONE:
                following = NONE
                if not absorbing and week >= need.onset_week:
                    following = level_after_onset(0)
            else:
                following = next_severity(
                    severity, ups[severity], downs[severity], draw(key, stream(seed_key, week, LADDER))
                )
            need.severity = following
            if week >= warmup:
                occupancy[following] += 1
                found[0] += following == CRISIS and severity != CRISIS
            if following == NONE and severity != NONE and not absorbing:
                _wind(need, key, seed_key, hazard, week)
            if absorbing and (following == NONE or following == CRISIS):
                found[1] += following == CRISIS
                found[2] += 1
                found[3] += week + 1
                occupancy[following] += weeks - max(week + 1, warmup)
                break


@rule
def _wind(need: Record, key: np.uint64, seed_key: np.uint64, hazard: float, week: int) -> None:
    need.episode += 1
    need.budget = new_clock(draw(key, stream(seed_key, need.episode, CLOCK)))
    need.hazard = 0.0
    need.clock_week = week
    set_clock(need, hazard, week)
