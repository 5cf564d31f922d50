"""Lists of what falls due in some week, read once a week."""

import numpy as np

from agents.compiled import rule
from simulation.columns import LOST
from simulation.world import World


@rule
def note_due(w: World, agenda: np.ndarray, counter: int, index: int, week: int) -> None:
    """Write down that something falls due in a week.

    Args:
        w: the world.
        agenda: the list.
        counter: which counter holds its length.
        index: what or whom it concerns.
        week: the week.
    """
    length = w.counters[counter]
    if length >= agenda.size:
        w.now[LOST] += 1
        return
    agenda[length].index = index
    agenda[length].week = week
    w.counters[counter] = length + 1


@rule
def strike_out(w: World, agenda: np.ndarray, counter: int, place: int) -> None:
    """Take one line off a list; the last line comes in its place.

    Args:
        w: the world.
        agenda: the list.
        counter: which counter holds its length.
        place: which line.
    """
    w.counters[counter] -= 1
    last = agenda[w.counters[counter]]
    agenda[place].index = last.index
    agenda[place].week = last.week
