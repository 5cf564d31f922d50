"""Who compiles what, so that processes that start at the same time do not all do the same work.

A file in the cache folder has room for one mark per rule. Whoever compiles a rule holds its mark; others
wait, and then take what was kept. A process that ends gives its marks back, however it ends. Rules call each
other in one direction only, so nobody waits for somebody who waits for him.
"""

import contextlib
import hashlib
import os
import time
from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover (a system without marks in files: everybody works for himself)
    fcntl = None  # type: ignore[assignment]

LOOK_EVERY_SECONDS = 0.02
PATIENCE_SECONDS = 120.0


class Claims:
    """The marks of one cache folder, as one process holds them."""

    def __init__(self, path: Path, patience: float = PATIENCE_SECONDS) -> None:
        """Opens nothing yet.

        Args:
            path: The file with the marks.
            patience: Seconds to wait for others, all together; then this process works for itself.
        """
        self._path = path
        self._patience = patience
        self._process = 0
        self._file = -1
        self._held: set[str] = set()

    def take(self, name: str) -> bool:
        """Claims a rule, and waits while another process has it.

        Args:
            name: The rule.

        Returns:
            False if it took too long: the rule may be compiled, but not be kept.
        """
        self._open()
        while not self._try(name):
            if self._patience <= 0.0:
                return False
            time.sleep(LOOK_EVERY_SECONDS)
            self._patience -= LOOK_EVERY_SECONDS
        self._held.add(name)
        return True

    def holds(self, name: str) -> bool:
        """Whether this process has claimed a rule."""
        return name in self._held and self._process == os.getpid()

    def give_back(self, name: str) -> None:
        """Lets others have a rule.

        Args:
            name: The rule.
        """
        self._held.discard(name)
        if fcntl is not None and self._file >= 0:
            with contextlib.suppress(OSError):
                fcntl.lockf(self._file, fcntl.LOCK_UN, 1, _place(name))

    def _open(self) -> None:
        """Opens the file, anew in a process that was split off, which holds nothing yet."""
        if self._process != os.getpid():
            self._process, self._held, self._file = os.getpid(), set(), -1
            if fcntl is not None:
                with contextlib.suppress(OSError):
                    self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _try(self, name: str) -> bool:
        if fcntl is None or self._file < 0:
            return True
        try:
            fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _place(name))
        except (BlockingIOError, PermissionError):
            return False
        except OSError:  # a file system without marks: everybody works for himself
            return True
        return True


def _place(name: str) -> int:
    return int.from_bytes(hashlib.sha256(name.encode()).digest()[:7])
