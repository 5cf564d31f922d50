"""The exact law of a weekly waiting list with priority classes: urgent cases first, nobody is interrupted."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from scipy.stats import poisson

from tests.exact.queues import (
    TAIL,
    Queue,
    beyond_places,
    ends_and_leaves,
    list_size,
    poisson_matrix,
    stationary,
    thinning_matrix,
    weekly_chain,
)

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]


def two_classes(arrivals: Sequence[float], servers: int, end: float, leave: float = 0.0) -> Queue:
    """A list on which urgent cases go before the others, without interrupting anybody.

    The total is the one-class list; the split is iterated on (urgent waiting, others waiting), each round
    brought back to the exact law of the total.

    Args:
        arrivals: cases a week of the urgent and of the other class.
        servers: number of workers.
        end: weekly probability that a case in service ends.
        leave: weekly probability that a waiting case leaves, the same in both classes.

    Returns:
        The long run; deviation and memory are those of the total.
    """
    total = weekly_chain(sum(arrivals), servers, end, leave)
    split = _Split(arrivals, servers, end, leave)
    waiting = split.urgent_waiting()
    jumped = split.saved_by_jumping() / sum(arrivals)
    by_class = (waiting, total.mean_waiting - waiting)
    waits = (by_class[0] / arrivals[0], by_class[1] / arrivals[1])
    return replace(
        total,
        share_waiting=total.share_waiting - jumped,
        mean_waiting_by_class=by_class,
        mean_wait_by_class=waits,
    )


class _Split:
    """The joint law of urgent and other cases on one list."""

    def __init__(self, arrivals: Sequence[float], servers: int, end: float, leave: float) -> None:
        self.servers, self.rate, self.leave = servers, arrivals[0], leave
        size = list_size(sum(arrivals), servers, end, leave) + servers + 2
        after_ends = ends_and_leaves(servers, end, leave, size)
        self.law = stationary(after_ends @ poisson_matrix(sum(arrivals), size))
        self.others = size - servers
        self.urgent = self._urgent_size(arrivals[0], end)
        self.join_urgent = self._arrivals(arrivals[0], self.urgent)
        self.join_others = self._arrivals(arrivals[1], self.others)
        self.kept = thinning_matrix(1.0 - end, servers + 1)
        self.stay_urgent = thinning_matrix(1.0 - leave, self.urgent)
        self.stay_others = thinning_matrix(1.0 - leave, self.others)
        self.totals = np.arange(self.urgent)[:, None] + np.arange(self.others)[None, :]
        self.below = self._from_free_workers()
        self.split = np.zeros((self.urgent, self.others))

    def _urgent_size(self, arrivals: float, end: float) -> int:
        load = arrivals / (self.servers * end)
        if load >= 0.95:
            return self.others
        size = -np.log(TAIL) * (2.0 - end) / (2.0 * (1.0 - load)) + 12 * np.sqrt(arrivals) + 8
        return min(self.others, max(int(size), self.servers + 2))

    @staticmethod
    def _arrivals(mean: float, size: int) -> Vector:
        chances: Vector = np.asarray(poisson.pmf(np.arange(size), mean), dtype=np.float64)
        return chances[chances > 1e-18]

    def _join(self, law: Matrix) -> Matrix:
        """Arrivals of both classes, by shifting; what does not fit is as good as impossible."""
        half = np.zeros_like(law)
        for number, chance in enumerate(self.join_urgent):
            half[number:] += chance * law[: self.urgent - number]
        joined = np.zeros_like(law)
        for number, chance in enumerate(self.join_others):
            joined[:, number:] += chance * half[:, : self.others - number]
        return joined

    def _stay(self, law: Matrix) -> Matrix:
        """Those who do not leave their list."""
        if self.leave == 0.0:
            return law
        stayed: Matrix = self.stay_urgent.T @ law @ self.stay_others
        return stayed

    def _take(self, joined: Matrix, free: int) -> Matrix:
        """Free workers take urgent cases first; what needs no worker any more is dropped from the lists."""
        left = np.zeros_like(joined)
        left[: self.urgent - free] = joined[free:]
        for urgent in range(min(free, self.urgent)):
            rest = free - urgent
            left[0, : self.others - rest] += joined[urgent, rest:]
        return left

    def _from_free_workers(self) -> Matrix:
        """Weeks that begin with nobody waiting: arrivals meet free workers."""
        mass = self.law[: self.servers] @ self.kept[: self.servers]
        empty = np.zeros((self.urgent, self.others))
        empty[0, 0] = 1.0
        joined = self._join(empty)
        result = np.zeros((self.urgent, self.others))
        for busy in range(self.servers):
            result += mass[busy] * self._take(joined, self.servers - busy)
        return result

    def urgent_waiting(self) -> float:
        """Mean number of urgent cases waiting.

        Returns:
            Cases.
        """
        full = self.law[self.servers :]
        law = np.zeros((self.urgent, self.others))
        law[0] = full
        previous, mean = -1.0, 0.0
        while abs(mean - previous) > 1e-11 * (1.0 + mean):
            previous = mean
            law = self._bring_back(self._week(law), full)
            mean = float(np.arange(self.urgent) @ law.sum(axis=1))
        self.split = law
        return mean

    def saved_by_jumping(self) -> float:
        """Urgent arrivals a week that need not wait because they go before others who already waited.

        Returns:
            Mean number of cases.
        """
        old = self._stay(self.split)
        saved = 0.0
        for ended, chance in enumerate(self.kept[self.servers][::-1]):
            beyond = np.array([beyond_places(self.rate, places) for places in range(ended + 1)])
            jumping = beyond[np.maximum(ended - np.arange(self.urgent), 0)][:, None]
            queueing = beyond[np.maximum(ended - self.totals, 0)]
            saved += float(chance * (old * (queueing - jumping)).sum())
        return saved

    def _week(self, law: Matrix) -> Matrix:
        joined = self._join(self._stay(law))
        result = self.below.copy()
        for ended, chance in enumerate(self.kept[self.servers][::-1]):
            result += chance * self._take(joined, ended)
        return result

    def _bring_back(self, law: Matrix, full: Vector) -> Matrix:
        got = np.bincount(self.totals.ravel(), law.ravel())
        wanted = np.zeros_like(got)
        wanted[: len(full)] = full
        scale = np.divide(wanted, got, out=np.zeros_like(got), where=got > 0.0)
        scaled: Matrix = law * scale[self.totals]
        return scaled


def priority_classes(arrivals: Sequence[float], servers: int, end: float, leave: float = 0.0) -> Queue:
    """A list with any number of priority classes, from pairs of classes: the most urgent k against the rest.

    Args:
        arrivals: cases a week per class, most urgent first.
        servers: number of workers.
        end: weekly probability that a case in service ends.
        leave: weekly probability that a waiting case leaves.

    Returns:
        The long run; the share waiting is left out (nan).
    """
    total = weekly_chain(sum(arrivals), servers, end, leave)
    heads = [
        two_classes((sum(arrivals[:k]), sum(arrivals[k:])), servers, end, leave).mean_waiting_by_class[0]
        for k in range(1, len(arrivals))
    ]
    by_class = tuple(float(x) for x in np.diff([0.0, *heads, total.mean_waiting]))
    waits = tuple(waiting / rate for waiting, rate in zip(by_class, arrivals, strict=True))
    return replace(total, share_waiting=np.nan, mean_waiting_by_class=by_class, mean_wait_by_class=waits)
