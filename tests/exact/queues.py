"""The exact law of a waiting list that moves once a week.

The weekly step: (1) Poisson arrivals join; (2) idle workers take cases, most urgent class first and first
come first served within a class; (3) the list is counted; (4) each case in service ends with a fixed
probability, or after a fixed number of whole weeks; (5) each waiting case leaves with a fixed probability.
"""

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, poisson

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
TAIL = 1e-13


@dataclass(frozen=True)
class Queue:
    """What a waiting list looks like in the long run.

    Attributes:
        mean_waiting: cases waiting when the list is counted.
        mean_in_system: cases waiting or in service when the list is counted.
        mean_wait: weeks, over all cases that arrived (those that left included).
        share_waiting: share of cases that is not taken in the week of arrival.
        share_leaving: share of cases that leaves the list unserved.
        mean_waiting_by_class: cases waiting per priority class.
        mean_wait_by_class: weeks per priority class.
        deviation: the mean number waiting over T weeks has standard deviation `deviation / sqrt(T)`; nan if
            unknown.
        memory: weeks after which the list has about forgotten its past (integrated autocorrelation); nan if
            unknown.
    """

    mean_waiting: float
    mean_in_system: float
    mean_wait: float
    share_waiting: float
    share_leaving: float
    mean_waiting_by_class: tuple[float, ...]
    mean_wait_by_class: tuple[float, ...]
    deviation: float
    memory: float


def stationary(transition: Matrix) -> Vector:
    """The long-run share of weeks in each state.

    Args:
        transition: rows sum to one; one recurrent class.

    Returns:
        Probabilities.
    """
    system = transition.T - np.eye(len(transition))
    system[-1, :] = 1.0
    right = np.zeros(len(transition))
    right[-1] = 1.0
    law: Vector = np.linalg.solve(system, right)
    return law


def long_run_deviation(transition: Matrix, law: Vector, value: Vector) -> tuple[float, float]:
    """How uncertain an average over many weeks is, given that weeks resemble their neighbours.

    Args:
        transition: weekly transition matrix.
        law: its stationary law.
        value: the quantity averaged, per state.

    Returns:
        Standard deviation of the average times the square root of the weeks, and the memory in weeks.
    """
    centred = value - law @ value
    bias = np.linalg.solve(np.eye(len(law)) - transition + law[None, :], centred)
    spread = float(law @ centred**2)
    variance = float(2.0 * (law * centred) @ bias) - spread
    return float(np.sqrt(variance)), variance / spread


def poisson_matrix(mean: float, size: int) -> Matrix:
    """Adds a Poisson number to a count; what does not fit is kept at the last count.

    Args:
        mean: of the Poisson number.
        size: number of counts, from 0.

    Returns:
        Transition matrix.
    """
    chance = poisson.pmf(np.arange(size), mean)
    step = np.arange(size)[None, :] - np.arange(size)[:, None]
    matrix: Matrix = np.where(step >= 0, chance[np.maximum(step, 0)], 0.0)
    matrix[:, -1] += 1.0 - matrix.sum(axis=1)
    return matrix


def thinning_matrix(stay: float, size: int) -> Matrix:
    """Keeps each of a count with a fixed probability.

    Args:
        stay: probability.
        size: number of counts, from 0.

    Returns:
        Transition matrix.
    """
    if stay == 1.0:
        return np.eye(size)
    counts = np.arange(size)
    matrix: Matrix = np.asarray(binom.pmf(counts[None, :], counts[:, None], stay), dtype=np.float64)
    return matrix


def beyond_places(arrivals: float, places: int) -> float:
    """How many of this week's arrivals find no free worker.

    Args:
        arrivals: mean of the Poisson number.
        places: free workers.

    Returns:
        Mean number, E[(A - places)+].
    """
    return float(arrivals * poisson.sf(places - 1, arrivals) - places * poisson.sf(places, arrivals))


def list_size(arrivals: float, servers: int, end: float, leave: float) -> int:
    """How many counts are enough, so that longer lists never happen in practice.

    Args:
        arrivals: cases a week.
        servers: number of workers.
        end: weekly probability that a case ends.
        leave: weekly probability that a waiting case leaves.

    Returns:
        Number of counts, from 0.
    """
    load = arrivals / (servers * end)
    if leave > 0.0:
        balance = max(arrivals - servers * end, 0.0) / leave
        return int(servers + balance + 14.0 * np.sqrt(arrivals / leave + 1.0) + 12 * arrivals + 20)
    if load >= 1.0:
        raise ValueError(f"load {load:.3f} of at least one has no long run")
    decay = 2.0 * (1.0 - load) / (2.0 - end)
    return int(servers - np.log(TAIL) / decay * 1.2 + 12 * np.sqrt(arrivals) + 20)


def ends_and_leaves(servers: int, end: float, leave: float, size: int) -> Matrix:
    """What a week takes from a list: closed cases and people who leave.

    Args:
        servers: number of workers.
        end: weekly probability that a case in service ends.
        leave: weekly probability that a waiting case leaves.
        size: number of counts, from 0.

    Returns:
        Transition matrix.
    """
    served = thinning_matrix(1.0 - end, servers + 1)
    matrix = np.zeros((size, size))
    matrix[: servers + 1, : servers + 1] = served[: min(size, servers + 1)]
    waiters = thinning_matrix(1.0 - leave, size - servers)
    for count in range(servers + 1, size):
        kept = np.convolve(served[servers], waiters[count - servers, : count - servers + 1])
        matrix[count, : count + 1] = kept
    return matrix


def weekly_chain(arrivals: float, servers: int, end: float, leave: float = 0.0) -> Queue:
    """A list whose cases end each week with a fixed probability.

    Args:
        arrivals: cases a week.
        servers: number of workers.
        end: weekly probability that a case in service ends.
        leave: weekly probability that a waiting case leaves.

    Returns:
        The long run.
    """
    size = list_size(arrivals, servers, end, leave)
    after_ends = ends_and_leaves(servers, end, leave, size)
    transition = after_ends @ poisson_matrix(arrivals, size)
    law = stationary(transition)
    counts = np.arange(size)
    waiting = np.maximum(counts - servers, 0).astype(np.float64)
    beyond = [beyond_places(arrivals, max(servers - count, 0)) for count in range(size)]
    deviation, memory = long_run_deviation(transition, law, waiting)
    return _queue(
        arrivals,
        float(law @ waiting),
        float(law @ counts),
        float((law @ after_ends) @ beyond),
        leave,
        deviation,
        memory,
    )


def _queue(
    arrivals: float,
    waiting: float,
    in_system: float,
    beyond: float,
    leave: float,
    deviation: float = np.nan,
    memory: float = np.nan,
) -> Queue:
    wait = waiting / arrivals
    return Queue(
        mean_waiting=waiting,
        mean_in_system=in_system,
        mean_wait=wait,
        share_waiting=beyond / arrivals,
        share_leaving=leave * wait,
        mean_waiting_by_class=(waiting,),
        mean_wait_by_class=(wait,),
        deviation=deviation,
        memory=memory,
    )


def fixed_weeks(arrivals: float, servers: int, duration: int) -> Queue:
    """A list whose cases all last the same number of weeks: N(t+D) = max(N(t) - c, 0) + arrivals in D weeks.

    Args:
        arrivals: cases a week.
        servers: number of workers.
        duration: weeks of each case.

    Returns:
        The long run (deviation unknown).
    """
    mean = arrivals * duration
    decay = 2.0 * (1.0 - mean / servers)
    size = int(servers - np.log(TAIL) / decay * 1.2 + 12 * np.sqrt(mean) + 20)
    counts = np.arange(size)
    left_over = np.maximum(counts - servers, 0)
    law = stationary(poisson_matrix(mean, size)[left_over])
    waiting = float(law @ left_over)
    before = law @ poisson_matrix(mean - arrivals, size)[left_over]
    beyond = float(
        before @ np.array([beyond_places(arrivals, max(servers - count, 0)) for count in range(size)])
    )
    return _queue(arrivals, waiting, float(law @ counts), beyond, 0.0)


def fixed_weeks_leaving(arrivals: float, servers: int, duration: int, leave: float) -> Queue:
    """A list with cases of the same number of weeks that people leave before their turn.

    The state is how many cases started in each of the last D-1 weeks, and how many wait; keep D and c small.

    Args:
        arrivals: cases a week.
        servers: number of workers.
        duration: weeks of each case, at least 1.
        leave: weekly probability that a waiting case leaves.

    Returns:
        The long run.
    """
    size = list_size(arrivals, servers, 1.0 / duration, leave) - servers
    phases = [s for s in itertools.product(range(servers + 1), repeat=duration - 1) if sum(s) <= servers]
    place = {phase: number for number, phase in enumerate(phases)}
    thinned = thinning_matrix(1.0 - leave, size)
    want = thinned @ poisson_matrix(arrivals, size)
    transition = np.zeros((len(phases) * size, len(phases) * size))
    beyond = np.zeros(len(phases) * size)
    waits = np.arange(size)
    for phase in phases:
        free = servers - sum(phase)
        rows = slice(place[phase] * size, (place[phase] + 1) * size)
        for wanting in range(size):
            taken = min(free, wanting)
            after = (taken, *phase[:-1]) if duration > 1 else ()
            transition[rows, place[after] * size + wanting - taken] += want[:, wanting]
        beyond[rows] = thinned @ np.array(
            [beyond_places(arrivals, max(free - old, 0)) for old in range(size)]
        )
    law = stationary(transition)
    value = np.tile(waits, len(phases)).astype(np.float64)
    waiting = float(law @ value)
    started = arrivals - leave * waiting
    deviation, memory = long_run_deviation(transition, law, value)
    return _queue(
        arrivals, waiting, waiting + started * duration, float(law @ beyond), leave, deviation, memory
    )


def wait_of_started(arrivals: float, servers: int, end: float, leave: float) -> tuple[float, float]:
    """The mean wait of cases that were helped, when some others left before their turn.

    A case is followed from arrival: who stands before it leaves or is taken; who comes later does not matter.

    Args:
        arrivals: cases a week.
        servers: number of workers.
        end: weekly probability that a case in service ends.
        leave: weekly probability that a waiting case leaves.

    Returns:
        Mean weeks over the cases that were started, and the share of cases that was started.
    """
    size = list_size(arrivals, servers, end, leave)
    after_ends = ends_and_leaves(servers, end, leave, size)
    before = stationary(after_ends @ poisson_matrix(arrivals, size)) @ after_ends
    # Position of an arrival: people before it in the system, from earlier weeks or the same week.
    batch = poisson.sf(np.arange(size), arrivals) / arrivals
    position = np.convolve(before, batch)[:size]
    ahead = np.concatenate([position[servers:], np.zeros(servers)])
    free = binom.pmf(np.arange(servers + 1), servers, end)
    stay = thinning_matrix(1.0 - leave, size)
    started_now = float(position[:servers].sum())
    weeks, waited, started = 0, 0.0, started_now
    while ahead.sum() > TAIL:
        weeks += 1
        remaining = (1.0 - leave) * (ahead @ stay)
        ahead = np.zeros(size)
        for places, chance in enumerate(free):
            taken = float(remaining[:places].sum()) * chance
            started += taken
            waited += weeks * taken
            ahead[: size - places] += chance * remaining[places:]
    return waited / started, started
