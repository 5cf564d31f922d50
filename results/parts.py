"""A result that grows part by part: what is finished is never lost, overwritten or taken for something else.

The folder holds `manifest.json` (the passport, written first), `parts/<part>.<digest>.parquet` and, while
somebody works in it, a lock. A part is written under a name that starts with a dot and gets its own name when
it is whole; that name ends in the first half of the SHA-256 of its content, and its content names the design
and the code it was made with. So a part that was damaged, cut off, or put there from another folder shows.
"""

import contextlib
import hashlib
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.parquet as pq

from results.errors import StoreError
from results.store import MANIFEST, flush

try:
    import fcntl
except ImportError:  # pragma: no cover (a system without locks on files: two sweeps are not told apart)
    fcntl = None  # type: ignore[assignment]

FORMAT, FORMAT_VERSION = "zorgbundel-parts", 1
PARTS, LOCK, DRAFT = "parts", ".lock", ".unfinished-"
DIGITS = 32
_NAME = re.compile(rf"(?P<part>[a-z0-9-]+)\.(?P<digest>[0-9a-f]{{{DIGITS}}})\.parquet")


@dataclass
class Parts:
    """The parts of one result.

    Attributes:
        folder: Where they are.
        design: Fingerprint of what is played.
        code: Fingerprint of what it is played with.
        files: The finished parts by name.
    """

    folder: Path
    design: str
    code: str
    files: dict[str, Path] = field(default_factory=dict)

    def has(self, part: str) -> bool:
        """Whether a part is finished."""
        return part in self.files

    def write(self, part: str, table: pa.Table) -> None:
        """Keeps a part as a whole, or not at all.

        Args:
            part: Its name.
            table: What it holds.

        Raises:
            StoreError: There is no room, or the folder cannot be written; all finished parts are still there.
        """
        own = {"design": self.design, "code": self.code, "part": part}
        content = pa.BufferOutputStream()
        pq.write_table(table.replace_schema_metadata(own), content, compression="zstd")
        data = content.getvalue().to_pybytes()
        name = f"{part}.{hashlib.sha256(data).hexdigest()[:DIGITS]}.parquet"
        self.files[part] = write_whole(self.folder / PARTS / name, data)

    def read(self, part: str, columns: list[str] | None = None) -> pa.Table:
        """Reads a finished part.

        Args:
            part: Its name.
            columns: Which columns; all unless given.
        """
        return pq.read_table(self.files[part], columns=columns)

    def find(self) -> None:
        """Looks which parts there are, and reads each to see that it is whole and belongs here.

        Raises:
            StoreError: A part is damaged, is there twice, or was made by another design or other code; or
                something else lies between the parts.
        """
        self.files.clear()
        for path in sorted((self.folder / PARTS).iterdir()):
            if path.name.startswith(DRAFT):
                continue
            named = _NAME.fullmatch(path.name)
            if named is None or named["part"] in self.files:
                raise StoreError("error.sweep_strange_file", folder=self.folder, file=path.name)
            self._check(path, named["part"], named["digest"])
            self.files[named["part"]] = path

    def _check(self, path: Path, part: str, digest: str) -> None:
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest()[:DIGITS] != digest:
            raise StoreError("error.sweep_damaged_part", folder=self.folder, file=f"{PARTS}/{path.name}")
        found = pq.read_schema(pa.BufferReader(data)).metadata or {}
        said = {name: found.get(name.encode(), b"").decode() for name in ("design", "code", "part")}
        if said["design"] != self.design or said["part"] != part:
            raise StoreError("error.sweep_other_part", folder=self.folder, file=f"{PARTS}/{path.name}")
        if said["code"] != self.code:
            raise StoreError("error.sweep_other_code_part", folder=self.folder, file=f"{PARTS}/{path.name}")


def check_parts_folder(folder: Path, design: str, code: str) -> bool:
    """Refuses a folder that holds something else, or parts of another design or other code; writes nothing.

    Args:
        folder: Where the parts are or will be.
        design: Fingerprint of what is to be played.
        code: Fingerprint of what it is played with.

    Returns:
        Whether there is such a result already.

    Raises:
        StoreError: It says what is there instead.
    """
    if not folder.exists():
        return False
    if not folder.is_dir():
        raise StoreError("error.out_is_file", folder=folder)
    if not (folder / MANIFEST).exists():
        known = (LOCK, PARTS)
        names = sorted(path.name for path in folder.iterdir())
        strange = [name for name in names if name not in known and not name.startswith(DRAFT)]
        if PARTS in names and any((folder / PARTS).iterdir()):
            strange.append(PARTS)
        if strange:
            raise StoreError("error.out_not_empty", folder=folder, example=strange[0])
        return False
    manifest = read_parts_manifest(folder)
    if manifest["design"] != design:
        raise StoreError("error.sweep_other_design", folder=folder)
    if manifest["code"] != code:
        raise StoreError("error.sweep_other_code", folder=folder, found=manifest["code"], wanted=code)
    return True


def read_parts_manifest(folder: Path) -> dict[str, Any]:
    """Reads the passport of a folder of parts.

    Raises:
        StoreError: It is no such folder, or its passport is damaged.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise StoreError("error.sweep_no_sweep", folder=folder) from None
    except ValueError:
        raise StoreError("error.sweep_damaged_part", folder=folder, file=MANIFEST) from None
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise StoreError("error.out_not_empty", folder=folder, example=MANIFEST)
    if manifest.get("format_version") != FORMAT_VERSION:
        found = manifest.get("format_version")
        raise StoreError("error.other_format", folder=folder, found=found, wanted=FORMAT_VERSION)
    return manifest


@contextlib.contextmanager
def claim_parts(folder: Path, design: str, code: str, passport: Mapping[str, Any]) -> Iterator[Parts]:
    """Takes a folder for as long as work goes on in it; nobody else can work there meanwhile.

    Args:
        folder: An absent or empty folder, or one with parts of the same design and code.
        design: Fingerprint of what is played.
        code: Fingerprint of what it is played with.
        passport: What is written down of it, the first time.

    Yields:
        The parts, those that were there looked through.

    Raises:
        StoreError: Somebody else works there, it holds something else, or a part is not what it should be.
    """
    place = folder.resolve()
    check_parts_folder(place, design, code)
    try:
        (place / PARTS).mkdir(parents=True, exist_ok=True)
        stream = (place / LOCK).open("a+", encoding="utf-8")
    except OSError as error:
        raise StoreError("error.out_not_writable", folder=folder, reason=error.strerror) from error
    with stream:
        _lock(stream, folder)
        if not check_parts_folder(place, design, code):
            note = {
                "format": FORMAT,
                "format_version": FORMAT_VERSION,
                "design": design,
                "code": code,
                **passport,
            }
            text = json.dumps(note, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
            write_whole(place / MANIFEST, text.encode())
        for draft in [*place.glob(f"{DRAFT}*"), *(place / PARTS).glob(f"{DRAFT}*")]:
            draft.unlink()
        parts = Parts(place, design, code)
        parts.find()
        yield parts


def open_parts(folder: Path) -> tuple[Parts, dict[str, Any]]:
    """Opens a folder of parts for reading; somebody may be working in it.

    Args:
        folder: A folder of parts.

    Returns:
        The parts that are finished, and the passport.

    Raises:
        StoreError: It is no such folder, or a part is damaged.
    """
    place = folder.resolve()
    manifest = read_parts_manifest(place)
    parts = Parts(place, manifest["design"], manifest["code"])
    parts.find()
    return parts, manifest


def write_whole(path: Path, data: bytes) -> Path:
    """Writes a file as a whole or not at all; an earlier one of that name makes way when it is whole.

    Args:
        path: Where it goes.
        data: What it holds.

    Raises:
        StoreError: There is no room, or the folder cannot be written.
    """
    with drafted(path) as draft:
        draft.write_bytes(data)
    return path


@contextlib.contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Gives a place to write a file, and puts it where it belongs when it is whole.

    Args:
        path: Where it goes.

    Yields:
        Where to write it.

    Raises:
        StoreError: There is no room, or the folder cannot be written.
    """
    draft: Path | None = None
    try:
        number, name = tempfile.mkstemp(prefix=DRAFT, dir=path.parent)
        draft = Path(name)
        os.close(number)
        draft.chmod(0o644)
        yield draft
        flush(draft)
        draft.replace(path)
        if os.name == "posix":
            _flush_folder(path.parent)
    except OSError as error:
        reason = error.strerror or str(error)
        raise StoreError("error.sweep_not_written", folder=path.parent, reason=reason) from error
    finally:
        if draft is not None:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _lock(stream: IO[str], folder: Path) -> None:
    """Locks a folder until this process ends, however it ends: the machine itself lets go of the lock."""
    if fcntl is None:  # pragma: no cover
        return
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.seek(0)
        raise StoreError("error.sweep_busy", folder=folder, process=stream.read().strip() or "?") from None
    stream.truncate(0)
    stream.write(str(os.getpid()))
    stream.flush()
