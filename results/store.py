"""Where a result is kept: a folder that is either whole or not there.

A result folder holds `manifest.json` (the passport, with the name, size and SHA-256 of every other file),
`runs/<policy>.parquet` (one row per run and outcome: policy, seed, world, outcome, value), `summary.csv` (the
printed table, plain numbers) and other tables the maker adds; docs/results.md lists them all. It is written
beside its place under a name that starts with a dot and moved there when it is whole. An earlier result is
replaced only if it is one and holds nothing else.

The files in `DERIVED` are made from the tables, and can be made again at any time: the passport names them
under `derived`, without a digest.
"""

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from results.errors import StoreError

MANIFEST = "manifest.json"
FORMAT = "zorgbundel-result"
FORMAT_VERSION = 5
COMPARISON = "comparison"
"""The kind of result of which figures and a report are made."""
FIGURES = ("aim", "helpers", "heavy", "events", "cost", "payers", "waiting", "life", "equity")
"""The figures of a comparison, in the order of the report."""
SURE = "sure"
"""The figure that is only there where plausible worlds tell how sure it is."""
REPORT = "report.html"
VALIDATION = "validation.html"
"""The page of a validation."""
BLOCKS = "validation.md"
"""The generated parts of the page of the documentation, of a validation."""
DERIVED = (
    REPORT,
    VALIDATION,
    BLOCKS,
    *(f"figures/{name}.{kind}" for name in (*FIGURES, SURE) for kind in ("svg", "png")),
)
"""Files that are made from the tables and may be absent, older or in another language."""
_DRAFT = ".unfinished-"


@dataclass(frozen=True)
class Stored:
    """A result read back: its passport and its tables by file name."""

    manifest: Mapping[str, Any]
    tables: Mapping[str, pd.DataFrame]


def check_folder(folder: Path) -> None:
    """Refuses a folder that may not or cannot become a result, before any work is done.

    Args:
        folder: Where the result will go: absent, empty, or an earlier result that may be replaced.

    Raises:
        StoreError: It is a file, holds something else than a result, or cannot be written.
    """
    place = folder.resolve()
    try:
        if place.exists():
            _check_contents(folder, place)
        if place.parent.exists() and not place.parent.is_dir():
            raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
        place.parent.mkdir(parents=True, exist_ok=True)
        Path(tempfile.mkdtemp(prefix=f".{place.name}.", dir=place.parent)).rmdir()
        if place.exists() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    except OSError as error:
        raise _cannot_write(folder, error) from error


def write_result(folder: Path, passport: Mapping[str, Any], tables: Mapping[str, pd.DataFrame]) -> Path:
    """Writes a result as a whole, or not at all.

    Args:
        folder: The result folder; see `check_folder` for what may be there already.
        passport: What `results.passport.build_passport` gave.
        tables: Tables by file name inside the folder; the name ends in .parquet or .csv.

    Raises:
        StoreError: The folder holds something else or cannot be written; what was there is still there.
    """
    check_folder(folder)
    place = folder.resolve()
    draft = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".unfinished", dir=place.parent))
    try:
        draft.chmod(0o755)
        for name, table in tables.items():
            _write_table(draft / name, table)
        _write_manifest(draft, passport, list(tables))
        _move_into_place(draft, place)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return place


def write_derived(folder: Path, files: Mapping[str, bytes]) -> None:
    """Puts files that were made from the tables of a result beside them, each as a whole.

    Args:
        folder: A result folder.
        files: Contents by name; only names in `DERIVED` are allowed. The last one is put in place last.

    Raises:
        StoreError: The folder cannot be written.
        ValueError: A name is not one of `DERIVED`.
    """
    strange = next((name for name in files if name not in DERIVED), None)
    if strange is not None:
        raise ValueError(f"{strange!r} is not a file made from a result: allowed are {', '.join(DERIVED)}")
    place = folder.resolve()
    draft = None
    try:
        draft = Path(tempfile.mkdtemp(prefix=_DRAFT, dir=place))
        for number, content in enumerate(files.values()):
            (draft / str(number)).write_bytes(content)
            flush(draft / str(number))
        for number, name in enumerate(files):
            (place / name).parent.mkdir(exist_ok=True)
            (draft / str(number)).replace(place / name)
    except OSError as error:
        raise _cannot_write(folder, error) from error
    finally:
        if draft is not None:
            shutil.rmtree(draft, ignore_errors=True)


def read_result(folder: Path, columns: Mapping[str, Sequence[str]] | None = None) -> Stored:
    """Reads a result back, after checking that it is whole and unchanged.

    Args:
        folder: A folder written by `write_result`.
        columns: Which columns to read of the tables in a part of the folder, such as {"weekly": ["week"]};
            all columns of the tables in other parts.

    Raises:
        StoreError: It is no result, is of another format, or a file is missing or differs from what the
            passport says.
    """
    manifest = read_manifest(folder)
    if manifest is None:
        raise StoreError("error.no_result", folder=folder)
    if manifest["format_version"] != FORMAT_VERSION:
        raise StoreError(
            "error.other_format", folder=folder, found=manifest["format_version"], wanted=FORMAT_VERSION
        )
    tables = {}
    for name, facts in manifest["files"].items():
        path = folder / name
        if not path.is_file() or digest_file(path) != facts["sha256"]:
            raise StoreError("error.damaged_result", folder=folder, file=name)
        tables[name] = _read_table(path, (columns or {}).get(Path(name).parts[0]))
    return Stored(manifest, tables)


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Reads the passport of a result folder; gives nothing if it is not one."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    known = (
        isinstance(manifest, dict)
        and manifest.get("format") == FORMAT
        and isinstance(manifest.get("files"), dict)
        and all(isinstance(facts, dict) and "sha256" in facts for facts in manifest["files"].values())
        and isinstance(manifest.get("format_version"), int)
    )
    return manifest if known else None


def _check_contents(folder: Path, place: Path) -> None:
    if not place.is_dir():
        raise StoreError("error.out_is_file", folder=folder)
    first = next(place.iterdir(), None)
    if first is None:
        return
    manifest = read_manifest(place)
    if manifest is None:
        raise StoreError("error.out_not_empty", folder=folder, example=first.name)
    own = {MANIFEST, *manifest["files"], *manifest.get("derived", ())}
    found = sorted(path.relative_to(place).as_posix() for path in place.rglob("*") if not path.is_dir())
    strange = next((name for name in found if name not in own and not name.startswith(_DRAFT)), None)
    if strange is not None:
        raise StoreError("error.out_not_empty", folder=folder, example=strange)


def _write_table(path: Path, table: pd.DataFrame) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        table.to_parquet(path, index=False, compression="zstd")
    else:
        table.to_csv(path, index=False, lineterminator="\n")
    flush(path)


def _read_table(path: Path, columns: Sequence[str] | None) -> pd.DataFrame:
    wanted = None if columns is None else list(columns)
    if path.suffix == ".parquet":
        return pd.read_parquet(path, columns=wanted)
    return pd.read_csv(path, usecols=wanted)


def _write_manifest(draft: Path, passport: Mapping[str, Any], names: list[str]) -> None:
    contents = {
        name: {"bytes": (draft / name).stat().st_size, "sha256": digest_file(draft / name)} for name in names
    }
    derived = list(DERIVED) if passport.get("kind") == COMPARISON else []
    manifest = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        **passport,
        "files": contents,
        "derived": derived,
    }
    text = json.dumps(manifest, indent=2, ensure_ascii=False, allow_nan=False)
    (draft / MANIFEST).write_text(text + "\n", encoding="utf-8")
    flush(draft / MANIFEST)


def _move_into_place(draft: Path, place: Path) -> None:
    if not place.exists():
        draft.rename(place)
        return
    earlier = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=".replaced", dir=place.parent))
    place.rename(earlier / place.name)
    try:
        draft.rename(place)
    except BaseException:
        (earlier / place.name).rename(place)
        earlier.rmdir()
        raise
    shutil.rmtree(earlier, ignore_errors=True)


def flush(path: Path) -> None:
    """Has the machine put a file on disk before anything builds on it."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def digest_file(path: Path) -> str:
    """Gives the SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _cannot_write(folder: Path, error: OSError) -> StoreError:
    return StoreError("error.out_not_writable", folder=folder, reason=error.strerror or str(error))
