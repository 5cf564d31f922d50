"""The exact law of one need on the severity ladder: none, light, moderate, severe, crisis.

Each week, from the severity at the start of that week: from none to light with probability `onset`; from
light, moderate or severe one step up or one step down; from crisis back to severe with probability
`crisis_exit`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tests.exact.queues import stationary

Vector = NDArray[np.float64]
Matrix = NDArray[np.float64]
NONE, SEVERE, CRISIS, STATES = 0, 3, 4, 5
WEEKS_PER_YEAR = 52


@dataclass(frozen=True)
class Ladder:
    """The weekly probabilities of a ladder.

    Attributes:
        onset: from none to light.
        up: from light, moderate and severe.
        down: from light, moderate and severe.
        crisis_exit: from crisis to severe.
        absorbing: whether none and crisis are final.
    """

    onset: float
    up: tuple[float, float, float]
    down: tuple[float, float, float]
    crisis_exit: float
    absorbing: bool = False

    def transition(self) -> Matrix:
        """The chance of each severity next week, per severity this week.

        Returns:
            Five rows that sum to one.
        """
        matrix = np.zeros((STATES, STATES))
        if not self.absorbing:
            matrix[NONE, 1] = self.onset
            matrix[CRISIS, SEVERE] = self.crisis_exit
        for state in (1, 2, 3):
            matrix[state, state + 1] = self.up[state - 1]
            matrix[state, state - 1] = self.down[state - 1]
        matrix[np.diag_indices(STATES)] = 1.0 - matrix.sum(axis=1)
        return matrix

    def occupancy(self) -> Vector:
        """The long-run share of weeks at each severity.

        Returns:
            Five shares.
        """
        return stationary(self.transition())

    def crises_per_1000_per_year(self) -> float:
        """How often a need reaches crisis in the long run.

        Returns:
            Entries into crisis per 1,000 needs in 52 weeks.
        """
        return float(1000.0 * WEEKS_PER_YEAR * self.occupancy()[SEVERE] * self.up[2])

    def fundamental(self) -> Matrix:
        """The mean number of weeks at light, moderate and severe before none or crisis, F = (I - Q)^-1.

        Returns:
            Three starts by three severities.
        """
        inner = self.transition()[1:CRISIS, 1:CRISIS]
        result: Matrix = np.linalg.inv(np.eye(3) - inner)
        return result

    def share_crisis_first(self) -> Vector:
        """The chance of reaching crisis before none, per starting severity.

        Returns:
            Three shares.
        """
        result: Vector = self.fundamental() @ self.transition()[1:CRISIS, CRISIS]
        return result

    def weeks_to_end(self) -> Vector:
        """The mean weeks until none or crisis, per starting severity.

        Returns:
            Three means.
        """
        result: Vector = self.fundamental().sum(axis=1)
        return result

    def variance_of_weeks_to_end(self) -> Vector:
        """The variance of the weeks until none or crisis, (2F - I)t - t^2.

        Returns:
            Three variances.
        """
        weeks = self.weeks_to_end()
        result: Vector = (2.0 * self.fundamental() - np.eye(3)) @ weeks - weeks**2
        return result

    def weeks_with_delayed_help(self, without: "Ladder", delay: int) -> Vector:
        """Severe weeks still to come when help that changes the ladder starts after a fixed delay.

        Args:
            without: the ladder before help.
            delay: weeks without help first.

        Returns:
            Mean weeks at light, moderate or severe from the start of help, per starting severity.
        """
        inner = without.transition()[1:CRISIS, 1:CRISIS]
        result: Vector = np.linalg.matrix_power(inner, delay) @ self.weeks_to_end()
        return result

    def discounted_cost(self, cost: Sequence[float], yearly_rate: float) -> Vector:
        """The present value of a weekly cost per severity, for ever, (I - beta P)^-1 c.

        Args:
            cost: a week, per severity.
            yearly_rate: discount rate a year.

        Returns:
            Value per starting severity.
        """
        beta = (1.0 + yearly_rate) ** (-1.0 / WEEKS_PER_YEAR)
        result: Vector = np.linalg.solve(
            np.eye(STATES) - beta * self.transition(), np.asarray(cost, np.float64)
        )
        return result

    def over_weeks(
        self, reward: Matrix, start: int, weeks: int, warmup_weeks: int = 0
    ) -> tuple[float, float]:
        """Mean and variance of a total over a fixed number of weeks, exact for any start and any length.

        Args:
            reward: what a week counts that begins in the row's severity and ends in the column's.
            start: severity at the start of the warm-up.
            weeks: weeks that count.
            warmup_weeks: weeks before, that do not.

        Returns:
            Mean and variance of the total of one need.
        """
        chance = self.transition()
        first, second = np.zeros(STATES), np.zeros(STATES)
        once, twice = (chance * reward).sum(axis=1), (chance * reward**2).sum(axis=1)
        for _ in range(weeks):
            second = twice + 2.0 * (chance * reward) @ first + chance @ second
            first = once + chance @ first
        law = np.linalg.matrix_power(chance, warmup_weeks)[start]
        mean = float(law @ first)
        return mean, float(law @ second) - mean**2


def at_end(severity: int) -> Matrix:
    """Counts the weeks that end at a severity.

    Args:
        severity: 0 to 4.

    Returns:
        Reward for `Ladder.over_weeks`.
    """
    reward = np.zeros((STATES, STATES))
    reward[:, severity] = 1.0
    return reward


def at_start(severity: int) -> Matrix:
    """Counts the weeks that begin at a severity.

    Args:
        severity: 0 to 4.

    Returns:
        Reward for `Ladder.over_weeks`.
    """
    return np.ascontiguousarray(at_end(severity).T)


def crises() -> Matrix:
    """Counts the entries into crisis.

    Returns:
        Reward for `Ladder.over_weeks`.
    """
    reward = np.zeros((STATES, STATES))
    reward[SEVERE, CRISIS] = 1.0
    return reward
