"""Whose turn comes first within a week, where what one gets another can get no more.

A household has one benefit. When two of its needs ask for it in the same phase of a week, the first in the
household gets it, in whatever order the lists of the week stand. A new face costs trust, with which the next
need of the same household is asked for.
"""

import numpy as np

from agents.compiled import rule
from simulation.world import World

DIGIT_BITS = 9
DIGITS = 1 << DIGIT_BITS


@rule
def in_turn(w: World, count: int) -> None:
    """Put what was found this week in the order of its needs.

    Args:
        w: the world; the first of ``steps``, each with a need as its index, are put in order.
        count: how many.
    """
    shift = 0
    while count > 1 and (w.needs.size - 1) >> shift > 0:  # digit by digit, the last digit first
        put_in_order(w.steps, w.laid_out, w.piles, count, shift)
        for number in range(count):
            w.steps[number].index = w.laid_out[number].index
            w.steps[number].severity = w.laid_out[number].severity
        shift += DIGIT_BITS


@rule
def put_in_order(steps: np.ndarray, laid_out: np.ndarray, piles: np.ndarray, count: int, shift: int) -> None:
    """Lay things out by one digit of their need; what has the same digit stays in its order.

    Args:
        steps: the things.
        laid_out: written, in their new order.
        piles: overwritten: by digit, where its next one goes.
        count: how many things there are.
        shift: bits of a need that stand behind this digit.
    """
    piles[:] = 0
    for number in range(count):
        piles[digit_of(steps[number].index, shift)] += 1
    before = 0
    for digit in range(piles.size):
        mine = piles[digit]
        piles[digit] = before
        before += mine
    for number in range(count):
        digit = digit_of(steps[number].index, shift)
        laid_out[piles[digit]].index = steps[number].index
        laid_out[piles[digit]].severity = steps[number].severity
        piles[digit] += 1


@rule
def digit_of(index: int, shift: int) -> int:
    """One digit of a number.

    Args:
        index: the number.
        shift: bits of it that stand behind this digit.

    Returns:
        The digit, below `DIGITS`.
    """
    return (index >> shift) & (DIGITS - 1)
