"""The calendar of onsets: per week the quiet needs whose clock runs out then.

A need whose week moves is written down anew; what stood in its old week is passed over when that week comes.
A week has pages of lines. The first line of a page says where the page before ends; of a free page, which
free page comes after it.
"""

import numpy as np

from agents.compiled import Record, prefetch, rule
from simulation.counters import BEFORE, FREE_PAGE
from simulation.world import World

NOBODY = -1
PAGE = 16  # lines of a page, which fill a cache line
LINES_PER_NEED = 2  # lines that no longer hold are passed over, or wiped when all pages are used


def blank_pages(needs: int, weeks: int) -> np.ndarray:
    """Room for the calendar of a world.

    Args:
        needs: number of needs.
        weeks: number of weeks.

    Returns:
        Lines: pages for some onsets of each need, and one for every week that has no more than begun a page.
    """
    pages = weeks + 1 + -(-LINES_PER_NEED * needs // (PAGE - 1))
    return np.zeros(pages * PAGE, np.int32)


@rule
def note_onset(w: World, index: int) -> None:
    """Write the week of onset of a quiet need into the calendar, if it comes before the end of the run.

    Args:
        w: the world.
        index: which need.
    """
    place = w.needs[index].onset_week + w.counters[BEFORE]
    if place >= w.calendar.size:
        return
    if w.counters[FREE_PAGE] == NOBODY:
        write_anew(w)  # which writes down this need as well
        return
    write_line(w, index, place)


@rule
def write_line(w: World, index: int, place: int) -> None:
    """Use the next line of a week for a need; there is a free page.

    Args:
        w: the world.
        index: which need.
        place: week counted from the first of the run.
    """
    last = int(w.calendar[place])
    if last == NOBODY or (last + 1) % PAGE == 0:
        page = int(w.counters[FREE_PAGE])
        w.counters[FREE_PAGE] = w.onset_lines[page]
        w.onset_lines[page] = last
        last = page
    w.onset_lines[last + 1] = index
    w.calendar[place] = last + 1


@rule
def write_anew(w: World) -> None:
    """Start the calendar again with what holds now.

    Args:
        w: the world.
    """
    w.calendar[:] = NOBODY
    for page in range(0, w.onset_lines.size, PAGE):
        w.onset_lines[page] = page + PAGE
    w.onset_lines[w.onset_lines.size - PAGE] = NOBODY
    w.counters[FREE_PAGE] = 0
    for index in range(w.needs.size):
        need = w.needs[index]
        place = need.onset_week + w.counters[BEFORE]
        if is_quiet(need) and place < w.calendar.size:
            write_line(w, index, place)


@rule
def is_quiet(need: Record) -> bool:
    """Whether a need can begin: its owner is of the age for it and it is not there.

    Args:
        need: record of the need.

    Returns:
        Whether it can.
    """
    return bool(need.eligible) and need.severity == 0


@rule
def take_week(w: World, week: int) -> int:
    """Take all that stands in the calendar in this week out of it, and have its needs fetched.

    Args:
        w: the world; ``steps`` gets the needs, in the order in which they begin.
        week: this week.

    Returns:
        How many; a need that begins in another week by now, or has begun, is among them too.
    """
    place = week + w.counters[BEFORE]
    found = 0
    line = int(w.calendar[place])
    while line != NOBODY:
        page = line // PAGE * PAGE
        while line > page:
            w.steps[found].index = w.onset_lines[line]
            prefetch(w.needs, w.onset_lines[line])
            found += 1
            line -= 1
        line = int(w.onset_lines[page])
        w.onset_lines[page] = w.counters[FREE_PAGE]
        w.counters[FREE_PAGE] = page
    w.calendar[place] = NOBODY
    return found
