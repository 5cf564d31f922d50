"""A shelf of start-ups on disk: taken from there sooner than lived again, and gone with the process."""

import tempfile
import zlib
from collections import OrderedDict
from contextlib import suppress
from dataclasses import dataclass, field
from shutil import disk_usage
from threading import Lock
from typing import IO, Any

import numpy as np

from simulation.world import World
from simulation.world_room import empty_room, rows_in_use

MEGABYTE = 10**6
MOST_FILES = 64
"""Two comparisons of 30 start-ups, and some."""
MOST_BYTES = 1600 * MEGABYTE
"""On disk; a start-up of the default area takes 25 MB."""
SPARE_BYTES = 2000 * MEGABYTE
"""What stays free on the disk for others."""

type Key = tuple[str, int]
"""Fingerprint of all that decides a start-up, and the copy of the area."""


@dataclass(frozen=True, eq=False)
class _Kept:
    """One start-up on disk.

    Attributes:
        file: what is in use of each array, one after the other.
        kinds: type of item and shape of each array.
        rows: how many rows are in use, of arrays that are not in use as a whole.
        length: of the file, in bytes.
        checksum: of all that is in it.
        reading: held while it is read.
    """

    file: IO[bytes]
    kinds: dict[str, tuple[np.dtype[Any], tuple[int, ...]]]
    rows: dict[str, int]
    length: int
    checksum: int
    reading: Lock = field(default_factory=Lock)


class Shelf:
    """Keeps start-ups in files without a name: nobody else can open them, and they end with the process.

    A full disk or a damaged file costs time, never a result: the start-up is then lived again.

    Attributes:
        lost: how many start-ups went.
    """

    def __init__(self, most_files: int = MOST_FILES, most_bytes: int = MOST_BYTES) -> None:
        """Take how much is kept; the start-up that was used longest ago goes first."""
        self._most_files, self._most_bytes = most_files, most_bytes
        self._kept: OrderedDict[Key, _Kept] = OrderedDict()
        self._lock = Lock()
        self.lost = 0

    def __len__(self) -> int:
        """How many start-ups it holds."""
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        """Whether it holds a start-up."""
        return key in self._kept

    @property
    def bytes(self) -> int:
        """How much it takes on disk."""
        with self._lock:
            return sum(kept.length for kept in self._kept.values())

    def put(self, key: Key, world: World) -> bool:
        """Keep a start-up.

        Args:
            key: its fingerprint and copy.
            world: the world at its end.

        Returns:
            Whether it is kept; not where there is no room for it.
        """
        rows = rows_in_use(world)
        used = {name: _bytes_of(array[: rows.get(name)]) for name, array in world._asdict().items()}
        length = sum(content.nbytes for content in used.values())
        try:
            if length > self._most_bytes or disk_usage(tempfile.gettempdir()).free < length + SPARE_BYTES:
                return False
            file = tempfile.TemporaryFile()  # noqa: SIM115 (open as long as it is kept)
        except OSError:
            return False
        checksum = 0
        try:
            for content in used.values():
                checksum = zlib.crc32(content, checksum)
                file.write(content)
            file.flush()
        except OSError:
            with suppress(OSError):
                file.close()
            return False
        kinds = {name: (array.dtype, array.shape) for name, array in world._asdict().items()}
        with self._lock:
            self._drop(key)
            self._kept[key] = _Kept(file, kinds, rows, length, checksum)
            self._make_room()
        return True

    def take(self, key: Key) -> World | None:
        """Give a start-up that was kept.

        Args:
            key: its fingerprint and copy.

        Returns:
            A world with all that was in use, the rest empty; nothing where it is not there or is damaged.
        """
        with self._lock:
            kept = self._kept.get(key)
            if kept is None:
                return None
            self._kept.move_to_end(key)
        world = _read(kept)
        if world is not None:
            return world
        with self._lock:
            if self._kept.get(key) is kept:
                self._drop(key)
        return None

    def clear(self) -> None:
        """Let go of everything."""
        with self._lock:
            for key in list(self._kept):
                self._drop(key)

    def _make_room(self) -> None:
        """Let the oldest go until the others fit."""
        taken = sum(kept.length for kept in self._kept.values())
        while len(self._kept) > self._most_files or taken > self._most_bytes:
            oldest = next(iter(self._kept))
            taken -= self._kept[oldest].length
            self._drop(oldest)

    def _drop(self, key: Key) -> None:
        kept = self._kept.pop(key, None)
        if kept is not None:
            self.lost += 1
            with kept.reading, suppress(OSError):
                kept.file.close()


def _read(kept: _Kept) -> World | None:
    """Give what is in a file, nothing when it is not what was written."""
    arrays = empty_room(kept.kinds)
    checksum = 0
    try:
        with kept.reading:
            kept.file.seek(0)
            for name, array in arrays.items():
                content = _bytes_of(array[: kept.rows.get(name)])
                kept.file.readinto(content)  # type: ignore[attr-defined]
                checksum = zlib.crc32(content, checksum)
    except (OSError, ValueError):
        return None
    return World(**arrays) if checksum == kept.checksum else None


def _bytes_of(array: np.ndarray) -> np.ndarray:
    """Give the bytes of an array that lies in one piece."""
    return array.view(np.ndarray).reshape(-1).view(np.uint8)
