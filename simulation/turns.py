"""Whose turn comes first within a week, where what one gets another can get no more.

A household has one benefit. When two of its needs ask for it in the same phase of a week, the first in the
household gets it, in whatever order the lists of the week stand. A new face costs trust, with which the next
need of the same household is asked for.
"""

from agents.compiled import rule
from simulation.world import World


@rule
def in_turn(w: World, count: int) -> None:
    """Put what was found this week in the order of its needs.

    Args:
        w: the world; the first of ``steps``, each with a need as its index, are put in order.
        count: how many.
    """
    apart = count // 2
    while apart > 0:  # Shell's sort: first those that stand far apart, last the neighbours
        for number in range(apart, count):
            index, severity = w.steps[number].index, w.steps[number].severity
            place = number
            while place >= apart and w.steps[place - apart].index > index:
                w.steps[place].index = w.steps[place - apart].index
                w.steps[place].severity = w.steps[place - apart].severity
                place -= apart
            w.steps[place].index = index
            w.steps[place].severity = severity
        apart //= 2
