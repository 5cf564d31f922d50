"""The calendar of onsets: per week the quiet needs whose clock runs out then.

A need whose week moves is written down anew; what stood in its old week is passed over when that week comes.
"""

from agents.compiled import Record, prefetch, rule
from simulation.counters import BEFORE, FREE_LINE
from simulation.world import World

NOBODY = -1


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
    if w.counters[FREE_LINE] == NOBODY:
        write_anew(w)  # which writes down this need as well
        return
    write_line(w, index, place)


@rule
def write_line(w: World, index: int, place: int) -> None:
    """Use a free line for a need.

    Args:
        w: the world.
        index: which need.
        place: week counted from the first of the run.
    """
    number = int(w.counters[FREE_LINE])
    line = w.onset_lines[number]
    w.counters[FREE_LINE] = line.after
    line.need = index
    line.after = w.calendar[place]
    w.calendar[place] = number


@rule
def write_anew(w: World) -> None:
    """Start the calendar again with what holds now.

    Args:
        w: the world.
    """
    w.calendar[:] = NOBODY
    for number in range(w.onset_lines.size):
        w.onset_lines[number].after = number + 1
    w.onset_lines[w.onset_lines.size - 1].after = NOBODY
    w.counters[FREE_LINE] = 0
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
    number = w.calendar[place]
    while number != NOBODY:
        line = w.onset_lines[number]
        following = line.after
        w.steps[found].index = line.need
        prefetch(w.needs, line.need)
        found += 1
        line.after = w.counters[FREE_LINE]
        w.counters[FREE_LINE] = number
        number = following
    w.calendar[place] = NOBODY
    return found
