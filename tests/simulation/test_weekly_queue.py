"""The waiting list of the model, with everything else switched off, follows its exact law.

Every case runs its own seeds, numbered on from 1 over all cases, so that no luck is shared between rows. Each
test of agreement fails a right simulation with a chance of at most 0.1% (`tests.exact.acceptance.failures`);
the seeds are fixed, so a test that passes keeps passing until the rules change. At the end the same runs are
held against six wrong conventions, and each of those must be refused.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import spearmanr

from simulation.theory import weekly_queue
from tests.exact import formulas
from tests.exact.acceptance import Row, failures
from tests.exact.priority import priority_classes, two_classes
from tests.exact.queues import Queue, Vector, fixed_weeks, fixed_weeks_leaving, weekly_chain

SEEDS = 12
MEMORIES = 400  # a run is at least this many times as long as the list remembers
SHORT = 50


@dataclass(frozen=True)
class Case:
    """One setting of the weekly list.

    Attributes:
        arrivals: cases a week per priority class.
        servers: number of workers.
        end: weekly probability that a case ends; 0 with fixed weeks.
        duration: weeks of each case; 0 with an end probability.
        leave: weekly probability that a waiting case leaves.
    """

    arrivals: tuple[float, ...]
    servers: int
    end: float = 0.0
    duration: int = 0
    leave: float = 0.0

    def exact(self) -> Queue:
        """The exact long run.

        Returns:
            The long run.
        """
        total = sum(self.arrivals)
        if self.duration and (self.leave or (self.servers + 1) ** (self.duration - 1) <= 100):
            return fixed_weeks_leaving(total, self.servers, self.duration, self.leave)
        if self.duration:
            return fixed_weeks(total, self.servers, self.duration)
        if len(self.arrivals) == 2:
            return two_classes(self.arrivals, self.servers, self.end, self.leave)
        if len(self.arrivals) > 2:
            return priority_classes(self.arrivals, self.servers, self.end, self.leave)
        return weekly_chain(total, self.servers, self.end, self.leave)

    def waiting(self) -> float:
        """The exact mean number waiting, whatever the classes.

        Returns:
            Cases.
        """
        if self.duration and not self.leave:
            return fixed_weeks(sum(self.arrivals), self.servers, self.duration).mean_waiting
        return replace(self, arrivals=(sum(self.arrivals),)).exact().mean_waiting

    def simulate(self, seed: int, weeks: int, warmup_weeks: int) -> Any:
        """One run of the model's own rules.

        Args:
            seed: luck.
            weeks: weeks that count.
            warmup_weeks: weeks before.

        Returns:
            The answer of `weekly_queue`.
        """
        chosen: dict[str, Any] = (
            {"duration_weeks": self.duration} if self.duration else {"end_probability": self.end}
        )
        if self.leave:
            chosen["leave_probability"] = self.leave
        arrivals = self.arrivals[0] if len(self.arrivals) == 1 else list(self.arrivals)
        return weekly_queue(
            arrivals_per_week=arrivals,
            servers=self.servers,
            weeks=weeks + warmup_weeks,
            warmup_weeks=warmup_weeks,
            seed=seed,
            **chosen,
        )


CASES = {
    "one worker, load .30": Case((0.15,), 1, end=0.5),
    "one worker, load .80": Case((0.2,), 1, end=0.25),
    "one worker, load .95, one week each": Case((0.95,), 1, duration=1),
    "two workers, load .70": Case((0.7,), 2, end=0.5),
    "four workers, load .90, worked example": Case((0.36,), 4, end=0.1),
    "four workers, load .50": Case((1.0,), 4, end=0.5),
    "eight workers, load .85": Case((1.36,), 8, end=0.2),
    "ten workers, load .97": Case((4.85,), 10, end=0.5),
    "twenty workers, load .90": Case((1.8,), 20, end=0.1),
    "fifty workers, load .94": Case((4.7,), 50, end=0.1),
    "three workers, two weeks each, load .85": Case((1.275,), 3, duration=2),
    "four workers, five weeks each, worked example": Case((0.68,), 4, duration=5),
    "ten workers, thirteen weeks each, load .90": Case((9.0 / 13.0,), 10, duration=13),
    "forty workers, eight weeks each, load .95": Case((4.75,), 40, duration=8),
    "eight workers, leaving": Case((0.5,), 8, end=0.05, leave=0.03),
    "two workers, much leaving": Case((0.9,), 2, end=0.25, leave=0.2),
    "thirty workers, overloaded, little leaving": Case((3.3,), 30, end=0.1, leave=0.02),
    "three workers, three weeks each, leaving": Case((1.1,), 3, duration=3, leave=0.05),
    "two workers, two weeks each, overloaded, leaving": Case((1.5,), 2, duration=2, leave=0.25),
    "two classes on two workers, load .90": Case((0.3, 0.6), 2, end=0.5),
    "two classes on four workers, load .80": Case((0.3, 0.5), 4, end=0.25),
    "two classes on ten workers, mostly urgent": Case((1.4, 0.4), 10, end=0.2),
    "two classes on three workers, leaving": Case((0.5, 0.7), 3, end=0.3, leave=0.1),
    "three classes on two workers, load .90": Case((0.2, 0.3, 0.4), 2, end=0.5),
}


@dataclass(frozen=True)
class Outcome:
    """What the seeds of one case gave, beside the truth.

    Attributes:
        name: of the case.
        case: the setting.
        exact: its exact long run.
        weeks: that counted per seed.
        waiting: cases waiting per seed.
        in_service: cases in service per seed.
        wait: mean wait per seed.
        share: share that waits per seed.
        wait_by_class: seed by priority class.
    """

    name: str
    case: Case
    exact: Queue
    weeks: int
    waiting: Vector
    in_service: Vector
    wait: Vector
    share: Vector
    wait_by_class: Vector

    def deviation(self) -> float:
        """The exact deviation of the mean number waiting in one run; nan if unknown.

        Returns:
            Cases.
        """
        return float(self.exact.deviation / np.sqrt(self.weeks))


@cache
def outcomes() -> tuple[Outcome, ...]:
    """All cases with all their seeds, run once.

    Returns:
        One outcome per case.
    """
    return tuple(_run(number, name, case) for number, (name, case) in enumerate(CASES.items()))


def _run(number: int, name: str, case: Case) -> Outcome:
    exact = case.exact()
    memory = exact.memory if np.isfinite(exact.memory) else 300.0
    weeks = int(np.clip(MEMORIES * memory, 50_000, 400_000))
    seeds = range(1 + number * SEEDS, 1 + (number + 1) * SEEDS)
    runs = [case.simulate(seed, weeks, 1_000 + int(20 * memory)) for seed in seeds]
    waiting = np.array([run.mean_waiting for run in runs])
    return Outcome(
        name=name,
        case=case,
        exact=exact,
        weeks=weeks,
        waiting=waiting,
        in_service=np.array([run.mean_in_system for run in runs]) - waiting,
        wait=np.array([run.mean_wait for run in runs]),
        share=np.array([run.share_waiting for run in runs]),
        wait_by_class=np.array([np.asarray(run.mean_wait_by_class, np.float64) for run in runs]),
    )


def waiting_rows(truth: Callable[[Outcome], float]) -> list[Row]:
    """Cases waiting, beside a truth, with the exact deviation where it is known.

    Args:
        truth: mean number waiting of a case.

    Returns:
        One row per case.
    """
    return [Row(o.name, o.waiting, truth(o), o.deviation()) for o in outcomes()]


def in_service(outcome: Outcome) -> float:
    """Cases in service in the long run.

    Args:
        outcome: of a case.

    Returns:
        Cases.
    """
    return outcome.exact.mean_in_system - outcome.exact.mean_waiting


def test_number_waiting() -> None:
    """The mean number waiting is exact in all cases; error 0.1%."""
    assert failures(waiting_rows(lambda o: o.exact.mean_waiting)) == []


def test_number_in_service() -> None:
    """The mean number in service is exact in all cases; error 0.1%."""
    assert failures([Row(o.name, o.in_service, in_service(o)) for o in outcomes()]) == []


def test_mean_wait() -> None:
    """The mean wait, over all who asked, is exact in all cases; error 0.1%."""
    assert failures([Row(o.name, o.wait, o.exact.mean_wait) for o in outcomes()]) == []


def test_share_that_waits() -> None:
    """The share not helped in the week of asking is exact in all cases of one or two classes; error 0.1%."""
    rows = [
        Row(o.name, o.share, o.exact.share_waiting) for o in outcomes() if np.isfinite(o.exact.share_waiting)
    ]
    assert len(rows) >= 15
    assert failures(rows) == []


@pytest.mark.parametrize("last", [False, True])
def test_wait_by_class(last: bool) -> None:
    """The wait of the most and of the least urgent class is exact; error 0.1% each."""
    place = -1 if last else 0
    rows = [
        Row(o.name, o.wait_by_class[:, place], o.exact.mean_wait_by_class[place])
        for o in outcomes()
        if len(o.case.arrivals) > 1
    ]
    assert len(rows) >= 5
    assert failures(rows) == []


def test_middle_class() -> None:
    """The class in the middle waits as long as the exact chain says; error 0.1%."""
    three = next(o for o in outcomes() if len(o.case.arrivals) == 3)
    assert failures([Row(three.name, three.wait_by_class[:, 1], three.exact.mean_wait_by_class[1])]) == []


def test_little() -> None:
    """Waiting weeks booked on cases equal the sum of list lengths: L = lambda W within 1% on every list."""
    for outcome in outcomes():
        arrivals = np.array(outcome.case.arrivals)
        assert arrivals.sum() * outcome.wait.mean() == pytest.approx(outcome.waiting.mean(), rel=0.01), (
            outcome.name
        )
        by_class = float(arrivals @ outcome.wait_by_class.mean(axis=0))
        assert by_class == pytest.approx(outcome.waiting.mean(), rel=0.01), outcome.name


def test_classes_share_one_amount_of_work() -> None:
    """Priority moves waits between classes and leaves their arrival-weighted sum; error 0.1%."""
    rows = []
    for outcome in outcomes():
        if len(outcome.case.arrivals) > 1:
            total = sum(outcome.case.arrivals)
            one_class = weekly_chain(total, outcome.case.servers, outcome.case.end, outcome.case.leave)
            weights = np.array(outcome.case.arrivals) / total
            rows.append(Row(outcome.name, outcome.wait_by_class @ weights, one_class.mean_wait))
    assert failures(rows) == []


def test_same_seed_same_list_other_seed_other_list() -> None:
    """A seed repeats to the last bit, another seed gives another history."""
    case = CASES["two workers, load .70"]
    first, again, other = (case.simulate(seed, 5_000, 100) for seed in (1, 1, 2))
    assert first.mean_wait == again.mean_wait
    assert first.mean_waiting == again.mean_waiting
    assert first.mean_waiting != other.mean_waiting


def test_seed_number_says_nothing_about_the_list() -> None:
    """The lists of 50 seeds differ and are unrelated to the seed's number (p > 0.01, seeds fixed before)."""
    case = CASES["four workers, load .50"]
    waiting = np.array([case.simulate(seed, 5_000, 100).mean_waiting for seed in range(1, 51)])
    assert len(set(waiting.tolist())) >= 40  # a count over few weeks can coincide
    assert spearmanr(np.arange(50), waiting).pvalue > 0.01


# The continuous formulas, with rates/50: setting, wait by the formula, and the stated error, which is the
# exact error of the weekly step (half a week per mean case length for Erlang C). The luck of the runs comes
# on top.
LIMITS: dict[str, tuple[Case, float, float]] = {
    "Erlang C, one worker": (
        Case((0.5 / SHORT,), 1, end=1 / SHORT),
        formulas.erlang_c_wait(0.5, 1.0, 1),
        0.0101,
    ),
    "Erlang C, three workers": (
        Case((1.8 / SHORT,), 3, end=1 / SHORT),
        formulas.erlang_c_wait(1.8, 1.0, 3),
        0.0101,
    ),
    "Erlang C, eight workers": (
        Case((5.2 / SHORT,), 8, end=1 / SHORT),
        formulas.erlang_c_wait(5.2, 1.0, 8),
        0.0101,
    ),
    "Pollaczek-Khinchine, equal lengths": (
        Case((0.7 / SHORT,), 1, duration=SHORT),
        formulas.one_server_wait(0.7, 1.0, 1.0),
        0.0001,
    ),
    "Erlang-A": (
        Case((10.0 / SHORT,), 8, end=1 / SHORT, leave=0.6 / SHORT),
        formulas.erlang_a(10.0, 1.0, 8, 0.6)[0] / 10.0,
        0.0005,
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_short_weeks_give_the_continuous_formula(name: str) -> None:
    """With rates/50 the wait is that of the formula: error of the step as stated, 4 deviations of 12 runs."""
    case, formula, stated = LIMITS[name]
    first = 1 + (len(CASES) + list(LIMITS).index(name)) * SEEDS
    waits = (
        np.array([case.simulate(seed, 1_000_000, 5_000).mean_wait for seed in range(first, first + SEEDS)])
        / SHORT
    )
    luck = 4.0 * float(waits.std(ddof=1)) / np.sqrt(len(waits))
    assert case.exact().mean_wait / SHORT == pytest.approx(formula, rel=stated)
    assert luck < 0.1 * formula
    assert waits.mean() == pytest.approx(formula, abs=stated * formula + luck)


def test_short_weeks_give_cobham() -> None:
    """With rates/50 both classes wait as Cobham says: stated error 3.5%, and 4 deviations of 12 runs."""
    truth = np.array(formulas.cobham((0.9, 1.5), 1.0, 3))
    case = Case((0.9 / SHORT, 1.5 / SHORT), 3, end=1 / SHORT)
    first = 1 + (len(CASES) + len(LIMITS)) * SEEDS
    waits = np.array(
        [case.simulate(seed, 1_000_000, 5_000).mean_wait_by_class for seed in range(first, first + SEEDS)]
    )
    luck = 4.0 * waits.std(axis=0, ddof=1) / SHORT / np.sqrt(len(waits))
    assert (np.abs(waits.mean(axis=0) / SHORT - truth) <= 0.035 * truth + luck).all()


def _longer(outcome: Outcome) -> float:
    case = outcome.case
    slower = (
        replace(case, duration=case.duration + 1)
        if case.duration
        else replace(case, end=case.end / (1.0 + case.end))
    )
    load = sum(case.arrivals) * (slower.duration or 1.0 / (slower.end or 1.0)) / case.servers
    return slower.waiting() if load < 0.99 or case.leave else outcome.exact.mean_waiting * 10.0


def _rates_for_probabilities(outcome: Outcome) -> float:
    case = outcome.case
    if case.duration:
        return outcome.exact.mean_waiting
    slower = replace(case, end=1.0 - float(np.exp(-case.end)), leave=1.0 - float(np.exp(-case.leave)))
    load = sum(case.arrivals) / slower.end / case.servers
    return slower.waiting() if load < 0.99 or case.leave else outcome.exact.mean_waiting * 10.0


WRONG: dict[str, Callable[[Outcome], float]] = {
    "cases last one week longer": _longer,
    "weekly probabilities read as rates": _rates_for_probabilities,
    "the list is counted before workers take cases": lambda o: (
        o.exact.mean_waiting + sum(o.case.arrivals) * (1.0 - o.exact.share_leaving)
    ),
    "the list is counted after people leave": lambda o: o.exact.mean_waiting * (1.0 - o.case.leave),
    "one percent more cases": lambda o: replace(
        o.case, arrivals=tuple(1.01 * a for a in o.case.arrivals)
    ).waiting(),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_convention_is_refused(fault: str) -> None:
    """The same runs do not agree with a list that follows another convention."""
    assert failures(waiting_rows(WRONG[fault])) != []


def test_the_least_urgent_first_is_refused() -> None:
    """The same runs do not agree with priorities the other way round."""
    rows: Sequence[Row] = [
        Row(o.name, o.wait_by_class[:, -1], o.exact.mean_wait_by_class[0])
        for o in outcomes()
        if len(o.case.arrivals) > 1
    ]
    assert failures(rows) != []
