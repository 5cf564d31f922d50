"""The exact answers agree with published formulas, with each other and with counting by hand."""

from collections import defaultdict

import numpy as np
import pytest
from scipy.stats import binom, poisson

from tests.exact import formulas
from tests.exact.acceptance import Row, binomial_limits, failures, holm
from tests.exact.ladder import CRISIS, Ladder, at_end, at_start, crises
from tests.exact.priority import priority_classes, two_classes
from tests.exact.queues import (
    fixed_weeks,
    fixed_weeks_leaving,
    long_run_deviation,
    stationary,
    wait_of_started,
    weekly_chain,
)

SHORT = 50  # a week of the limit is 1/50 of the time unit of the formula


@pytest.mark.parametrize(
    ("arrivals", "rate", "servers", "wait"),
    [(0.6, 1.0, 1, 1.5), (2.4, 1.0, 3, 1.078652), (0.36, 0.05, 8, 17.538325)],
)
def test_erlang_c_waits_as_published(arrivals: float, rate: float, servers: int, wait: float) -> None:
    """One, three and eight workers: the worked examples."""
    assert formulas.erlang_c_wait(arrivals, rate, servers) == pytest.approx(wait, abs=1e-6)


def test_erlang_c_share_that_waits() -> None:
    """The share of cases that waits: the worked examples; and Erlang B for two workers by hand."""
    assert formulas.erlang_c(2.4, 3) == pytest.approx(0.647191, abs=1e-6)
    assert formulas.erlang_c(7.2, 8) == pytest.approx(0.701533, abs=1e-6)
    assert formulas.erlang_b(1.0, 2) == pytest.approx(0.5 / 2.5)


def test_erlang_a_as_published() -> None:
    """A list that people leave: the worked example."""
    waiting, share, leaving = formulas.erlang_a(0.5, 0.05, 8, 0.03)
    assert waiting == pytest.approx(3.864402, abs=1e-6)
    assert share == pytest.approx(0.847570, abs=1e-6)
    assert leaving == pytest.approx(0.03 * waiting / 0.5)


def test_one_server_formula_gives_erlang_and_half_of_it() -> None:
    """With one worker, equal case lengths halve the wait of exponential ones."""
    assert formulas.one_server_wait(0.6, 1.0, 2.0) == pytest.approx(1.5)
    assert formulas.one_server_wait(0.6, 1.0, 1.0) == pytest.approx(0.75)


def test_cobham_conserves_work() -> None:
    """Putting urgent cases first moves waits between classes but leaves their load-weighted sum."""
    arrivals = (0.5, 0.9, 1.0)
    total = sum(arrivals) * formulas.erlang_c_wait(2.4, 1.0, 3)
    waits = formulas.cobham(arrivals, 1.0, 3)
    assert sum(a * w for a, w in zip(arrivals, waits, strict=True)) == pytest.approx(total)
    assert waits == sorted(waits)


@pytest.mark.parametrize(
    ("teams", "servers", "percent"),
    [(4, 4, (13.0, 7.2, 3.7)), (8, 8, (14.1, 8.3, 4.3)), (12, 10, (13.9, 8.8, 4.5))],
)
def test_break_even_slowdown_as_published(teams: int, servers: int, percent: tuple[float, ...]) -> None:
    """The fuller the teams, the smaller the slowdown that destroys the gain of pooling."""
    got = [100.0 * formulas.break_even_slowdown(teams, servers, rho) for rho in (0.8, 0.9, 0.95)]
    assert got == pytest.approx(percent, abs=0.05)


def test_weekly_chain_as_published() -> None:
    """The worked example of the weekly list."""
    queue = weekly_chain(0.36, 4, 0.1)
    assert queue.mean_waiting == pytest.approx(6.736093, abs=1e-6)
    assert queue.mean_wait == pytest.approx(18.71137, abs=1e-5)
    assert queue.share_waiting == pytest.approx(0.771559, abs=1e-6)
    assert queue.mean_in_system - queue.mean_waiting == pytest.approx(3.6)


def test_fixed_weeks_as_published() -> None:
    """The worked example of cases of five weeks."""
    queue = fixed_weeks(0.68, 4, 5)
    assert queue.mean_waiting == pytest.approx(2.001806, abs=1e-6)
    assert queue.mean_in_system - queue.mean_waiting == pytest.approx(3.4)


def test_cases_of_one_week_are_the_same_in_both_chains() -> None:
    """Ending surely each week equals lasting exactly one week, with and without leaving."""
    assert fixed_weeks(2.4, 3, 1).mean_waiting == pytest.approx(weekly_chain(2.4, 3, 1.0).mean_waiting)
    assert fixed_weeks(2.4, 3, 1).share_waiting == pytest.approx(weekly_chain(2.4, 3, 1.0).share_waiting)
    left, right = fixed_weeks_leaving(3.2, 3, 1, 0.2), weekly_chain(3.2, 3, 1.0, 0.2)
    assert left.mean_waiting == pytest.approx(right.mean_waiting)
    assert left.share_waiting == pytest.approx(right.share_waiting)
    assert left.deviation == pytest.approx(right.deviation)


def test_fixed_weeks_by_phases_equals_the_recursion() -> None:
    """Following who started when gives the same list as N(t+D) = max(N - c, 0) + arrivals."""
    by_phase, recursion = fixed_weeks_leaving(0.68, 3, 3, 0.0), fixed_weeks(0.68, 3, 3)
    assert by_phase.mean_waiting == pytest.approx(recursion.mean_waiting)
    assert by_phase.mean_in_system == pytest.approx(recursion.mean_in_system)
    assert by_phase.share_waiting == pytest.approx(recursion.share_waiting)


@pytest.mark.parametrize(("arrivals", "rate", "servers"), [(0.6, 1.0, 1), (2.4, 1.0, 3), (7.2, 1.0, 8)])
def test_short_weeks_give_erlang_c(arrivals: float, rate: float, servers: int) -> None:
    """With rates/50 the weekly list is within 2% of Erlang C; with rates/100 within half of that error."""
    truth = formulas.erlang_c_wait(arrivals, rate, servers)
    errors = [
        weekly_chain(arrivals / short, servers, rate / short).mean_wait / short / truth - 1.0
        for short in (SHORT, 2 * SHORT)
    ]
    assert abs(errors[0]) < 0.02
    assert errors[1] == pytest.approx(errors[0] / 2.0, rel=0.05)


def test_short_weeks_give_erlang_a() -> None:
    """With rates/50 a list that people leave is within 1% of Erlang-A."""
    waiting, share, leaving = formulas.erlang_a(10.0, 1.0, 8, 0.6)
    queue = weekly_chain(10.0 / SHORT, 8, 1.0 / SHORT, 0.6 / SHORT)
    assert queue.mean_waiting == pytest.approx(waiting, rel=0.01)
    assert queue.share_waiting == pytest.approx(share, rel=0.01)
    assert queue.share_leaving == pytest.approx(leaving, rel=0.01)


def test_short_weeks_give_equal_lengths() -> None:
    """Cases of 50 short weeks are within 1.5% of Pollaczek-Khinchine for equal lengths."""
    truth = formulas.one_server_wait(0.7, 1.0, 1.0)
    assert fixed_weeks(0.7 / SHORT, 1, SHORT).mean_wait / SHORT == pytest.approx(truth, rel=0.015)


def test_short_weeks_give_cobham() -> None:
    """With rates/50 two priority classes are within 3.5% of Cobham; with rates/100 within half of that."""
    truth = np.array(formulas.cobham((0.9, 1.5), 1.0, 3))
    errors = [
        np.array(two_classes((0.9 / short, 1.5 / short), 3, 1.0 / short).mean_wait_by_class) / short / truth
        - 1.0
        for short in (SHORT, 2 * SHORT)
    ]
    assert np.abs(errors[0]).max() < 0.035
    assert errors[1] == pytest.approx(errors[0] / 2.0, rel=0.05)


@pytest.mark.parametrize("leave", [0.0, 0.1])
def test_two_classes_by_counting(leave: float) -> None:
    """Two classes on two workers, counted state by state, agree with the fast method."""
    arrivals, servers, end = (0.25, 0.3), 2, 0.4
    by_hand = _two_classes_by_hand(arrivals, servers, end, leave, 12 if leave else 40)
    queue = two_classes(arrivals, servers, end, leave)
    assert queue.mean_waiting_by_class == pytest.approx(by_hand[:2], rel=2e-4)
    assert queue.share_waiting == pytest.approx(by_hand[2], rel=2e-4)


def _two_classes_by_hand(
    arrivals: tuple[float, float], servers: int, end: float, leave: float, size: int
) -> tuple[float, float, float]:
    """Urgent waiting, others waiting, share that waits; lists are cut off at `size`."""
    most = 8
    urgent_size = 10
    joins = [
        (a, b, float(poisson.pmf(a, arrivals[0]) * poisson.pmf(b, arrivals[1])))
        for a in range(most)
        for b in range(most)
    ]
    states = [(n, 0, 0) for n in range(servers)]
    states += [(servers, x, y) for x in range(urgent_size) for y in range(size)]
    place = {state: number for number, state in enumerate(states)}
    matrix, beyond = np.zeros((len(states), len(states))), np.zeros(len(states))
    for state in states:
        before: dict[tuple[int, int, int], float] = defaultdict(float)
        for kept in range(state[0] + 1):
            for x in range(state[1] + 1) if leave else [state[1]]:
                for y in range(state[2] + 1) if leave else [state[2]]:
                    chance = binom.pmf(kept, state[0], 1 - end)
                    if leave:
                        chance *= binom.pmf(x, state[1], 1 - leave) * binom.pmf(y, state[2], 1 - leave)
                    before[kept, x, y] += float(chance)
        row = place[state]
        for (busy, x, y), chance in before.items():
            for a, b, joint in joins:
                free = servers - busy
                taken = min(free, x + a)
                other = min(free - taken, y + b)
                after = (
                    busy + taken + other,
                    min(x + a - taken, urgent_size - 1),
                    min(y + b - other, size - 1),
                )
                matrix[row, place[after]] += chance * joint
                waits = (a - max(taken - x, 0)) + (b - max(other - y, 0))
                beyond[row] += chance * joint * waits
    matrix /= matrix.sum(axis=1, keepdims=True)
    law = stationary(matrix)
    counts = np.array(states, dtype=np.float64)
    return float(law @ counts[:, 1]), float(law @ counts[:, 2]), float(law @ beyond) / sum(arrivals)


def test_priority_with_one_week_cases() -> None:
    """With cases of one week the urgent class does not notice the others at all."""
    queue = two_classes((0.9, 1.5), 3, 1.0)
    assert queue.mean_wait_by_class[0] == pytest.approx(weekly_chain(0.9, 3, 1.0).mean_wait, rel=1e-8)


def test_three_classes_are_ordered_and_sum_to_the_list() -> None:
    """More urgent waits shorter, and all classes together are the one-class list."""
    queue = priority_classes((0.2, 0.3, 0.4), 2, 0.5)
    assert sorted(queue.mean_wait_by_class) == list(queue.mean_wait_by_class)
    assert sum(queue.mean_waiting_by_class) == pytest.approx(weekly_chain(0.9, 2, 0.5).mean_waiting)
    pair = two_classes((0.2, 0.7), 2, 0.5)
    assert queue.mean_wait_by_class[0] == pytest.approx(pair.mean_wait_by_class[0])


def test_wait_of_started_counts_everybody_once() -> None:
    """Cases are started or leave; without leaving the started ones are all, with the mean wait of all."""
    _, started = wait_of_started(0.5, 8, 0.05, 0.03)
    assert started == pytest.approx(1.0 - weekly_chain(0.5, 8, 0.05, 0.03).share_leaving)
    wait, started = wait_of_started(0.36, 4, 0.1, 0.0)
    assert (wait, started) == pytest.approx((18.71137, 1.0), abs=1e-5)


def test_long_run_deviation_of_two_states() -> None:
    """With two states the covariance of weeks falls by a fixed factor; the deviation is a geometric sum."""
    chain = np.array([[0.9, 0.1], [0.3, 0.7]])
    law = stationary(chain)
    spread, correlation = law[1] * (1 - law[1]), 0.6
    deviation, memory = long_run_deviation(chain, law, np.array([0.0, 1.0]))
    assert deviation**2 == pytest.approx(spread * (1 + correlation) / (1 - correlation))
    assert memory == pytest.approx(4.0)


def test_overload_without_leaving_is_refused() -> None:
    """A list that grows for ever has no long run."""
    with pytest.raises(ValueError, match="no long run"):
        weekly_chain(2.0, 1, 0.5)


LADDER = Ladder(0.006, (0.01, 0.015, 0.02), (0.01, 0.005, 0.002), 0.25)


def test_ladder_in_balance() -> None:
    """In the long run as many needs go up as down between neighbouring severities."""
    law, matrix = LADDER.occupancy(), LADDER.transition()
    assert law.sum() == pytest.approx(1.0)
    for state in range(CRISIS):
        assert law[state] * matrix[state, state + 1] == pytest.approx(
            law[state + 1] * matrix[state + 1, state]
        )
    assert LADDER.crises_per_1000_per_year() == pytest.approx(52_000 * law[CRISIS] * LADDER.crisis_exit)


def test_ladder_that_ends_is_gamblers_ruin() -> None:
    """With equal chances up and down the share that ends in crisis is 1/4, 2/4 and 3/4."""
    fair = Ladder(0.0, (0.1, 0.1, 0.1), (0.1, 0.1, 0.1), 0.0, absorbing=True)
    assert fair.share_crisis_first() == pytest.approx([0.25, 0.5, 0.75])
    assert fair.weeks_to_end() == pytest.approx([15.0, 20.0, 15.0])
    sure = Ladder(0.0, (0.2, 0.2, 0.2), (0.0, 0.0, 0.0), 0.0, absorbing=True)
    assert sure.weeks_to_end() == pytest.approx([15.0, 10.0, 5.0])
    assert sure.variance_of_weeks_to_end() == pytest.approx([60.0, 40.0, 20.0])


def test_ladder_over_a_fixed_number_of_weeks() -> None:
    """Totals over some weeks equal the sum of weekly chances; the variance equals counting pairs of weeks."""
    matrix, weeks, warmup = LADDER.transition(), 30, 7
    laws = [np.linalg.matrix_power(matrix, warmup + t)[1] for t in range(weeks + 1)]
    mean, variance = LADDER.over_weeks(at_end(2), 1, weeks, warmup)
    assert mean == pytest.approx(sum(law[2] for law in laws[1:]))
    pairs = sum(
        laws[min(s, t)][2] * np.linalg.matrix_power(matrix, abs(s - t))[2, 2]
        for s in range(1, weeks + 1)
        for t in range(1, weeks + 1)
    )
    assert variance == pytest.approx(pairs - mean**2)
    assert LADDER.over_weeks(at_start(2), 1, weeks, warmup)[0] == pytest.approx(
        sum(law[2] for law in laws[:-1])
    )
    assert LADDER.over_weeks(crises(), 1, weeks, warmup)[0] == pytest.approx(
        sum(law[3] for law in laws[:-1]) * 0.02
    )


def test_ladder_that_ends_over_many_weeks() -> None:
    """Counting the weeks of a long run gives the mean and variance of the time to the end."""
    ladder = Ladder(0.0, (0.1, 0.15, 0.2), (0.2, 0.1, 0.05), 0.0, absorbing=True)
    mean, variance = ladder.over_weeks(sum((at_start(s) for s in (1, 2, 3)), np.zeros((5, 5))), 2, 2000)
    assert mean == pytest.approx(ladder.weeks_to_end()[1])
    assert variance == pytest.approx(ladder.variance_of_weeks_to_end()[1])


def test_help_that_starts_later() -> None:
    """Help at once is the ladder with help; help that changes nothing only loses the weeks that pass."""
    helped = Ladder(0.0, (0.05, 0.05, 0.05), (0.2, 0.2, 0.2), 0.0, absorbing=True)
    alone = Ladder(0.0, (0.1, 0.1, 0.1), (0.1, 0.1, 0.1), 0.0, absorbing=True)
    assert helped.weeks_with_delayed_help(alone, 0) == pytest.approx(helped.weeks_to_end())
    one = np.linalg.matrix_power(alone.transition()[1:4, 1:4], 1).sum(axis=1)
    now, later = alone.weeks_with_delayed_help(alone, 1), alone.weeks_with_delayed_help(alone, 2)
    assert alone.weeks_to_end() - now == pytest.approx([1.0, 1.0, 1.0])
    assert now - later == pytest.approx(one)


def test_discounted_cost_of_a_constant_is_a_perpetuity() -> None:
    """One euro a week for ever has the same present value whatever the severity."""
    beta = 1.03 ** (-1 / 52)
    assert LADDER.discounted_cost([1.0] * 5, 0.03) == pytest.approx([1.0 / (1.0 - beta)] * 5)


def test_binomial_limits_and_holm() -> None:
    """The limits leave at most half the error in each tail; Holm stops at the first test that passes."""
    low, high = binomial_limits(300, 0.01, 0.001)
    assert low == 0
    assert binom.sf(high, 300, 0.01) <= 0.0005 < binom.sf(high - 1, 300, 0.01)
    assert binomial_limits(2000, 0.5, 0.001)[0] > 0
    assert holm([0.5, 0.0001, 0.0004, 0.0006], error=0.001) == [1]
    assert holm([0.0001, 0.0002], error=0.001) == [0, 1]


def _rows(
    generator: np.random.Generator, bias: float, known: bool, rows: int = 20, seeds: int = 12
) -> list[Row]:
    deviation = 1.0 if known else float("nan")
    return [Row(str(n), generator.normal(bias, 1.0, seeds), 0.0, deviation) for n in range(rows)]


@pytest.mark.parametrize("known", [True, False])
def test_acceptance_has_its_stated_error(known: bool) -> None:
    """Right simulations fail at most as often as stated: 300 families at an error of 10%, taken at 0.1%."""
    generator = np.random.Generator(np.random.Philox(1))
    failed = sum(bool(failures(_rows(generator, 0.0, known), error=0.1)) for _ in range(300))
    assert failed <= binomial_limits(300, 0.1)[1]


@pytest.mark.parametrize("known", [True, False])
def test_acceptance_finds_small_common_and_large_single_faults(known: bool) -> None:
    """Half a deviation of one seed in all rows, three in one row, and repeated seeds are all refused."""
    generator = np.random.Generator(np.random.Philox(2))
    assert failures(_rows(generator, 0.5, known))
    rows = _rows(generator, 0.0, known)
    wrong = Row("wrong", generator.normal(3.0, 1.0, 12), 0.0, rows[0].deviation)
    assert failures([*rows, wrong])
    assert not failures(rows)
    if known:
        narrow = [Row(row.name, np.repeat(row.estimates[:1] * 3.0, 12), 0.0, 1.0) for row in rows]
        assert failures(narrow)
