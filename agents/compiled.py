"""How the rules of the model become fast: one decorator, and a cache that never hides an edited rule.

A cached compiled rule does not notice that a rule it calls was edited in another file. The cache folder is therefore
named by a digest of every source file of the model; an edit anywhere starts a new folder.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import platformdirs

Record = Any  # one row of a structured array: `row.severity` reads and writes the array

_ROOMS = ("agents", "simulation")
_FOLDERS_KEPT = 4


def source_digest() -> str:
    """The fingerprint of every rule, and of the products and parameters they know, as they stand in the files now.

    Returns:
        Sixteen hexadecimal characters that change with any edit in ``agents/`` or ``simulation/``.
    """
    top = Path(__file__).resolve().parent.parent
    digest = hashlib.sha256()
    for room in _ROOMS:
        files = [*(top / room).rglob("*.py"), *(top / room / "products").glob("*.csv")]
        files += (top / room / "parameters").glob("*.toml")
        for path in sorted(files):
            digest.update(str(path.relative_to(top)).encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def cache_base() -> Path:
    """Where zorgbundel may keep things between runs.

    Returns:
        The folder in ``ZORGBUNDEL_CACHE`` if that is set, else the cache folder of this user.
    """
    chosen = os.environ.get("ZORGBUNDEL_CACHE")
    return Path(chosen) if chosen else Path(platformdirs.user_cache_dir("zorgbundel"))


def _forget_old(base: Path, current: Path) -> None:
    folders = sorted((p for p in base.iterdir() if p.is_dir()), key=lambda p: p.stat().st_mtime, reverse=True)
    for folder in [p for p in folders if p != current][_FOLDERS_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)


def _choose_cache_folder() -> bool:
    base = cache_base() / "compiled"
    folder = base / source_digest()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".used").touch()
        _forget_old(base, folder)
    except OSError:
        return False
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    return True


_CACHE = _choose_cache_folder()

import numba  # noqa: E402  (the cache folder must be chosen first)

if _CACHE:
    numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]  # type: ignore[attr-defined]


def rule[F: Callable[..., object]](function: F) -> F:
    """Compile one rule of the model.

    Args:
        function: a pure function of records, arrays and numbers.

    Returns:
        The compiled function; with ``NUMBA_DISABLE_JIT=1`` the function itself.
    """
    compiled: F = numba.njit(cache=_CACHE, nogil=True, error_model="numpy")(function)
    return compiled
