"""The calendar of onsets: per week the quiet needs whose clock runs out then.

A need stands in it no later than its week of onset. When that week comes forward it is written down anew, and
what stood in the old week is passed over; when it moves back nothing is written before the old week has come.
"""

from agents.compiled import Record, prefetch, rule
from agents.need import NEVER
from simulation.counters import BEFORE, FREE_LINE
from simulation.world import World

NOBODY = -1


@rule
def note_onset(w: World, index: int) -> None:
    """See to it that a quiet need stands in the calendar, if it begins before the end of the run.

    Args:
        w: the world.
        index: which need.
    """
    need = w.needs[index]
    place = need.onset_week + w.counters[BEFORE]
    if need.onset_week >= need.noted_week or place >= w.calendar.size:
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
    w.needs[index].noted_week = place - w.counters[BEFORE]
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
        need.noted_week = NEVER
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
def next_onset(w: World, week: int) -> int:
    """Take the next need that begins this week from the calendar.

    Args:
        w: the world.
        week: this week.

    Returns:
        The need, -1 when there is none left.
    """
    place = week + w.counters[BEFORE]
    while w.calendar[place] != NOBODY:
        number = int(w.calendar[place])
        line = w.onset_lines[number]
        w.calendar[place] = line.after
        if w.calendar[place] != NOBODY:
            prefetch(w.needs, w.onset_lines[w.calendar[place]].need)
        line.after = w.counters[FREE_LINE]
        w.counters[FREE_LINE] = number
        index = int(line.need)
        need = w.needs[index]
        if need.noted_week == week:
            need.noted_week = NEVER
            if is_quiet(need):
                if need.onset_week == week:
                    return index
                note_onset(w, index)
    return NOBODY
