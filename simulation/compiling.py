"""Two hands compile the rules: one begins with the first phase of a week, the other with the last.

Compiling takes a minute of one core. Where there are two, a second process compiles into the same cache from
the other end, until they meet; see `agents.claims`. It changes nothing but the time that takes.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from numba import types

from agents.compiled import cache_base, is_kept
from simulation.conservation import check_week
from simulation.handle import WORLD
from simulation.luck import deal_luck
from simulation.phases.allocation import allocation
from simulation.phases.asking import asking
from simulation.phases.bookings import bookings
from simulation.phases.census import census
from simulation.phases.delivery import delivery
from simulation.phases.events import events
from simulation.phases.intake import intake
from simulation.phases.learning import learning
from simulation.phases.lists import lists
from simulation.phases.needs import needs
from simulation.phases.networks import networks
from simulation.phases.partners import partners
from simulation.phases.recording import recording
from simulation.phases.review import review
from simulation.phases.staff import staff
from simulation.phases.turnover import turnover
from simulation.phases.walk_ins import walk_ins
from simulation.purses import begin_budget_year
from simulation.rollout import roll_out
from simulation.startup import start_policy
from simulation.week import live_weeks

_A_WEEK = (WORLD, types.int64)
_WEEKS = (WORLD, types.int64, types.int64)
_CHECK = (WORLD, types.int64, types.float64[::1])
_HELP = "from simulation.compiling import lend_a_hand; lend_a_hand()"

# In the order of the second hand, the opposite of that in which they are needed.
_FROM_THE_END: tuple[tuple[Any, tuple[Any, ...]], ...] = (
    (check_week, _CHECK),
    (start_policy, (WORLD,)),
    *(
        (phase, _A_WEEK)
        for phase in (
            census,
            recording,
            lists,
            networks,
            turnover,
            learning,
            bookings,
            review,
            delivery,
            allocation,
            intake,
            partners,
            walk_ins,
            asking,
            events,
            needs,
            staff,
            begin_budget_year,
            roll_out,
            deal_luck,
        )
    ),
)


@contextmanager
def second_hand(cores: int) -> Iterator[bool]:
    """Has a second process compile along, as long as this lasts, if there is anything to compile.

    Args:
        cores: how many cores there are; with one, nobody helps.

    Yields:
        Whether somebody helps.
    """
    process = None
    if cores > 1 and not is_kept(live_weeks, _WEEKS):
        with suppress(OSError):
            process = _start()
    try:
        yield process is not None
    finally:
        if process is not None:
            process.kill()
            process.communicate()


def _start() -> "subprocess.Popen[bytes]":
    """Starts the second hand on the same sources with the same cache; it never outlives this process."""
    sources = os.pathsep.join(part or os.getcwd() for part in sys.path)
    environment = {**os.environ, "PYTHONPATH": sources, "ZORGBUNDEL_CACHE": str(cache_base())}
    nothing = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _HELP],
        stdin=subprocess.PIPE,
        stdout=nothing,
        stderr=nothing,
        env=environment,
    )


def lend_a_hand() -> None:
    """Compile from the end, until all is done or whoever asked for it is gone."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    for compiled, kinds in _FROM_THE_END:
        compiled.compile(kinds)


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    os._exit(0)
