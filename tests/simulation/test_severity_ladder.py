"""The severity ladder of the model, with everything else switched off, follows its exact law.

Every case runs its own seeds, numbered on from 1 over all cases. The deviation of every estimate is known
exactly, so each single seed has an exact 99% interval. Each test of agreement fails a right simulation with a
chance of at most 0.1% (`tests.exact.acceptance.failures`). At the end the same runs are held against wrong
ladders, and each must be refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulation.theory import severity_ladder
from tests.exact.acceptance import Row, failures
from tests.exact.ladder import CRISIS, NONE, STATES, WEEKS_PER_YEAR, Ladder, Matrix, Vector, at_end, crises

SEEDS = 8
NEEDS = 20_000


@dataclass(frozen=True)
class Case:
    """A ladder, where its needs start and how long it is followed.

    Attributes:
        ladder: weekly probabilities.
        start: severity at the start.
        weeks: weeks that count.
        warmup_weeks: weeks before.
    """

    ladder: Ladder
    start: int
    weeks: int
    warmup_weeks: int = 0

    def simulate(self, seed: int, needs: int = NEEDS) -> Any:
        """One run of the model's own rules.

        Args:
            seed: luck.
            needs: number of needs.

        Returns:
            The answer of `severity_ladder`.
        """
        ladder = self.ladder
        return severity_ladder(
            onset=ladder.onset,
            up=ladder.up,
            down=ladder.down,
            crisis_exit=ladder.crisis_exit,
            needs=needs,
            weeks=self.weeks + self.warmup_weeks,
            warmup_weeks=self.warmup_weeks,
            start=self.start,
            absorbing=ladder.absorbing,
            seed=seed,
        )


USUAL = Ladder(0.006, (0.01, 0.015, 0.02), (0.01, 0.005, 0.002), 0.25)
BRISK = Ladder(0.1, (0.2, 0.1, 0.15), (0.3, 0.25, 0.2), 0.5)
CERTAIN = Ladder(0.05, (0.4, 0.5, 0.3), (0.6, 0.5, 0.7), 1.0)

OPEN = {
    "usual, from none": Case(USUAL, 0, 520),
    "usual, from light": Case(USUAL, 1, 260),
    "usual, from moderate, after two years": Case(USUAL, 2, 156, 104),
    "usual, from severe": Case(USUAL, 3, 156),
    "usual, from crisis": Case(USUAL, 4, 104),
    "brisk, from none, long run": Case(BRISK, 0, 400, 200),
    "brisk, from crisis, long run": Case(BRISK, 4, 400, 200),
    "a move every week": Case(CERTAIN, 3, 200, 10),
    "no recovery": Case(Ladder(0.02, (0.05, 0.05, 0.05), (0.0, 0.0, 0.0), 0.05), 0, 200),
    "hardly any crisis": Case(Ladder(0.05, (0.05, 0.02, 0.002), (0.1, 0.1, 0.1), 0.3), 1, 200, 50),
    "one week": Case(BRISK, 2, 1, 3),
    "onset at once": Case(replace(BRISK, onset=1.0), 0, 30),
    "no onset": Case(replace(BRISK, onset=0.0), 3, 30),
}

ENDING = {
    "fair, from light": Case(Ladder(0.3, (0.1,) * 3, (0.1,) * 3, 0.3, absorbing=True), 1, 600),
    "fair, from moderate": Case(Ladder(0.0, (0.1,) * 3, (0.1,) * 3, 0.0, absorbing=True), 2, 600),
    "fair, from severe": Case(Ladder(0.0, (0.1,) * 3, (0.1,) * 3, 0.0, absorbing=True), 3, 600),
    "helped, from severe": Case(
        Ladder(0.0, (0.02, 0.03, 0.04), (0.3, 0.2, 0.1), 0.1, absorbing=True), 3, 600
    ),
    "unhelped, from light": Case(
        Ladder(0.0, (0.1, 0.15, 0.2), (0.1, 0.05, 0.02), 0.1, absorbing=True), 1, 600
    ),
    "fast, from moderate": Case(Ladder(0.0, (0.4, 0.5, 0.3), (0.6, 0.5, 0.7), 1.0, absorbing=True), 2, 200),
    "only up, from light": Case(Ladder(0.0, (0.2,) * 3, (0.0,) * 3, 0.0, absorbing=True), 1, 400),
}


@cache
def runs(name: str) -> tuple[Any, ...]:
    """All seeds of one case.

    Args:
        name: of the case.

    Returns:
        The answers of `severity_ladder`.
    """
    number = [*OPEN, *ENDING].index(name)
    case = (OPEN | ENDING)[name]
    return tuple(case.simulate(seed) for seed in range(1 + number * SEEDS, 1 + (number + 1) * SEEDS))


def average_rows(
    estimate: Callable[[Any], float],
    reward: Matrix,
    per_week: float,
    ladder: Callable[[Ladder], Ladder],
    cases: Mapping[str, Case] = OPEN,
) -> list[Row]:
    """An average over needs and weeks, beside the truth of a ladder.

    Args:
        estimate: reads it from a run.
        reward: what a week counts.
        per_week: scale from a total of one need over the weeks, to the average per week.
        ladder: the ladder that is held to be true.
        cases: by name.

    Returns:
        One row per case where luck plays a part.
    """
    rows = []
    for name, case in cases.items():
        mean, variance = ladder(case.ladder).over_weeks(reward, case.start, case.weeks, case.warmup_weeks)
        scale = per_week / case.weeks
        estimates = np.array([estimate(run) for run in runs(name)])
        if variance > 1e-9:
            rows.append(Row(name, estimates, scale * mean, scale * float(np.sqrt(variance / NEEDS))))
        else:
            assert estimates == pytest.approx(scale * mean, abs=1e-9)
    return rows


def same(ladder: Ladder) -> Ladder:
    """The ladder as it is.

    Args:
        ladder: any.

    Returns:
        The same.
    """
    return ladder


def mean_severity() -> Matrix:
    """Counts the severity at the end of each week.

    Returns:
        Reward for `Ladder.over_weeks`.
    """
    return np.tile(np.arange(float(STATES)), (STATES, 1))


@pytest.mark.parametrize("severity", range(STATES))
def test_occupancy(severity: int) -> None:
    """The share of weeks at each severity is exact from every start and over every period; error 0.1%."""
    assert failures(average_rows(lambda run: run.occupancy[severity], at_end(severity), 1.0, same)) == []


def test_mean_severity() -> None:
    """The mean severity is exact in all cases; error 0.1%."""
    assert failures(average_rows(_severity, mean_severity(), 1.0, same)) == []


def test_occupancy_when_ends_are_final() -> None:
    """Needs that have ended keep counting at none or in crisis; the mean severity is exact; error 0.1%."""
    assert failures(average_rows(_severity, mean_severity(), 1.0, same, ENDING)) == []


def _severity(run: Any) -> float:
    return float(np.arange(STATES) @ np.asarray(run.occupancy, np.float64))


def test_crises() -> None:
    """Crises per 1,000 needs a year are exact in all cases; error 0.1%."""
    rows = average_rows(lambda run: run.crises_per_1000_per_year, crises(), 1000.0 * WEEKS_PER_YEAR, same)
    assert failures(rows) == []


def test_the_long_run_forgets_the_start() -> None:
    """After a warm-up shares and crisis rate are stationary, from none and from crisis; error 0.1%."""
    rows = []
    for name in ("brisk, from none, long run", "brisk, from crisis, long run"):
        case = OPEN[name]
        law = case.ladder.occupancy()
        assert case.ladder.over_weeks(at_end(CRISIS), case.start, case.weeks, 200)[
            0
        ] / case.weeks == pytest.approx(law[CRISIS], rel=1e-6)
        rate = np.array([run.crises_per_1000_per_year for run in runs(name)])
        rows.append(Row(name, rate, case.ladder.crises_per_1000_per_year()))
        rows.append(Row(name, np.array([_severity(run) for run in runs(name)]), float(np.arange(5.0) @ law)))
    assert failures(rows) == []


def test_shares_sum_to_one() -> None:
    """Every need has one severity every week."""
    for name in OPEN | ENDING:
        for run in runs(name):
            assert sum(run.occupancy) == pytest.approx(1.0, abs=1e-12)


def ending_rows(share: bool, ladder: Callable[[Ladder], Ladder]) -> list[Row]:
    """How needs end, beside the truth of a ladder, for every case that ends.

    Args:
        share: the share that ends in crisis, or else the weeks to the end.
        ladder: the ladder that is held to be true.

    Returns:
        One row per case where luck plays a part.
    """
    rows = []
    for name, case in ENDING.items():
        true, place = ladder(case.ladder), case.start - 1
        if share:
            chance = float(true.share_crisis_first()[place])
            estimates: Vector = np.array([run.share_crisis_first for run in runs(name)])
            truth, variance = chance, chance * (1.0 - chance)
        else:
            estimates = np.array([run.mean_weeks_to_end for run in runs(name)])
            truth, variance = float(true.weeks_to_end()[place]), float(true.variance_of_weeks_to_end()[place])
        if variance > 1e-9:
            rows.append(Row(name, estimates, truth, float(np.sqrt(variance / NEEDS))))
        else:
            assert estimates == pytest.approx(truth, abs=1e-9)
    return rows


def test_cases_that_end_have_ended() -> None:
    """The cases that end are followed so long that a need that has not ended is rarer than 1 in 100,000."""
    for case in ENDING.values():
        inner = case.ladder.transition()[1:CRISIS, 1:CRISIS]
        assert np.linalg.matrix_power(inner, case.weeks).sum(axis=1)[case.start - 1] < 1e-5


def test_share_that_reaches_crisis_first() -> None:
    """The share that reaches crisis before recovery is exact from every start; error 0.1%."""
    assert failures(ending_rows(True, same)) == []


def test_weeks_to_the_end() -> None:
    """The mean weeks to recovery or crisis are exact from every start; error 0.1%."""
    assert failures(ending_rows(False, same)) == []


def test_ends_are_final() -> None:
    """With final ends a need that starts at none or in crisis stays there, whatever the other chances."""
    ladder = Ladder(0.3, (0.1,) * 3, (0.1,) * 3, 0.3, absorbing=True)
    for start in (NONE, CRISIS):
        run = Case(ladder, start, 20).simulate(1, needs=50)
        assert run.occupancy[start] == 1.0
        assert run.crises_per_1000_per_year == 0.0


def test_same_seed_same_ladder_other_seed_other_ladder() -> None:
    """A seed repeats to the last bit, another seed gives another history."""
    case = Case(BRISK, 0, 50)
    first, again, other = (case.simulate(seed, needs=500) for seed in (1, 1, 2))
    assert tuple(first.occupancy) == tuple(again.occupancy)
    assert first.crises_per_1000_per_year == again.crises_per_1000_per_year
    assert tuple(first.occupancy) != tuple(other.occupancy)


def _edges(up: float, down: float) -> Callable[[Ladder], Ladder]:
    """Scales the chances of the steps from severe."""

    def change(ladder: Ladder) -> Ladder:
        return replace(
            ladder,
            up=(*ladder.up[:2], ladder.up[2] * up),
            down=(*ladder.down[:2], ladder.down[2] * down),
        )

    return change


def _rates(ladder: Ladder) -> Ladder:
    """Weekly probabilities read as rates."""

    def chance(rates: tuple[float, float, float]) -> tuple[float, float, float]:
        low, middle, high = 1.0 - np.exp(-np.array(rates))
        return float(low), float(middle), float(high)

    return replace(ladder, up=chance(ladder.up), down=chance(ladder.down))


def _one_after_the_other(ladder: Ladder) -> Ladder:
    """Up first, and down only if not up: two draws instead of one."""
    down = [d * (1.0 - u) for d, u in zip(ladder.down, ladder.up, strict=True)]
    return replace(ladder, down=(down[0], down[1], down[2]))


WRONG: dict[str, Callable[[Ladder], Ladder]] = {
    "steps up from severe 3% more likely": _edges(1.03, 1.0),
    "steps down from severe 5% less likely": _edges(1.0, 0.95),
    "weekly probabilities read as rates": _rates,
    "up and down drawn one after the other": _one_after_the_other,
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_ladder_is_refused(fault: str) -> None:
    """The same runs do not agree with a ladder that follows other rules, neither open nor ending."""
    wrong = WRONG[fault]
    assert failures(average_rows(_severity, mean_severity(), 1.0, wrong)) != []
    assert failures(ending_rows(True, wrong)) + failures(ending_rows(False, wrong)) != []


def test_a_period_that_is_one_week_off_is_refused() -> None:
    """The same runs do not agree with counting each week at its start instead of its end."""
    rows = []
    for name, case in OPEN.items():
        mean, variance = case.ladder.over_weeks(
            np.ascontiguousarray(mean_severity().T), case.start, case.weeks, case.warmup_weeks
        )
        estimates = np.array([_severity(run) for run in runs(name)])
        rows.append(Row(name, estimates, mean / case.weeks, float(np.sqrt(variance / NEEDS) / case.weeks)))
    assert failures(rows) != []
