"""Memory of the server: taken in few places, and given back when nobody needs it any more."""

import ctypes
import gc
import os
import sys
import threading
import time

ARENA_MAX = -8
"""What glibc calls the most separate places that memory is taken from, M_ARENA_MAX."""
PLACES = 2
"""Otherwise each of dozens of threads gets its own, and each keeps what it once used."""
WAIT_SECONDS = 3.0
"""Before memory is given back: whoever leaves has let go by then, and others who leave share the turn."""
_asked = threading.Event()


def take_from_few_places() -> None:
    """Has memory taken from few places; where the machine has no such choice nothing happens.

    Comes before Arrow is imported: that would keep a place of its own for each thread.
    """
    library = _glibc()
    if library is not None:
        os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
        library.mallopt(ARENA_MAX, PLACES)


def set_apart() -> None:
    """Leaves what stays as long as the server out of every later clearing up, which keeps all waiting."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Asks for memory that is free to be given back to the machine, soon."""
    if not _asked.is_set():
        _asked.set()
        threading.Thread(target=_give_back, name="give-back", daemon=True).start()


def _give_back() -> None:
    time.sleep(WAIT_SECONDS)
    _asked.clear()
    gc.collect()
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)


def _glibc() -> ctypes.CDLL | None:
    """Gives the C library of the machine where it is glibc."""
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "gnu_get_libc_version") else None
