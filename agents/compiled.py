"""How the rules of the model become fast: one decorator, and a cache that never hides an edited rule.

A cached compiled rule does not notice that a rule it calls was edited in another file. The cache folder is
therefore named by a digest of every source file of the model; an edit anywhere starts a new folder.
"""

import hashlib
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs

from agents.cache_lines import CACHE_LINE
from agents.claims import Claims

Record = Any  # one row of a structured array: `row.severity` reads and writes the array

_ROOMS = ("agents", "simulation")
_FOLDERS_KEPT = 4


def source_digest() -> str:
    """The fingerprint of every rule, and of the products and parameters they know, as the files say now.

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
CLAIMS = Claims(Path(os.environ["NUMBA_CACHE_DIR"]) / ".claims") if _CACHE else None

import numba  # noqa: E402  (the cache folder must be chosen first)
from llvmlite import ir  # noqa: E402
from numba import types  # noqa: E402
from numba.core import cgutils  # noqa: E402
from numba.core.caching import FunctionCache  # noqa: E402
from numba.extending import intrinsic  # noqa: E402

# Rules are full of choices: nothing is gained by doing several items at once, and compiling takes longer.
numba.config.LOOP_VECTORIZE = numba.config.SLP_VECTORIZE = 0
if _CACHE:
    numba.config.CACHE_DIR = os.environ["NUMBA_CACHE_DIR"]


def _wide(kind: Any) -> Any:
    """One kind of whole number and one of fraction, so that a rule is compiled once, not once per width."""
    if isinstance(kind, types.IntegerLiteral):
        return types.int64
    if isinstance(kind, types.BooleanLiteral):
        return types.boolean
    if isinstance(kind, types.Integer) and kind != types.uint64:
        return types.int64
    return types.float64 if isinstance(kind, types.Float) else kind


class _SharedCache(FunctionCache):  # type: ignore[misc]
    """What was compiled of one rule, shared by processes that may run at the same time."""

    def __init__(self, function: Callable[..., object], claims: Claims) -> None:
        super().__init__(function)
        self._claims, self._claim = claims, f"{function.__module__}.{function.__qualname__}"

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Takes what is kept; else waits for whoever is compiling it, or claims the work."""
        found = super().load_overload(sig, target_context)
        if found is None and self._claims.take(self._claim):
            found = super().load_overload(sig, target_context)
            if found is not None:
                self._claims.give_back(self._claim)
        return found

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keeps what was compiled here, unless another process is at it and will, or there is no room."""
        if self._claims.holds(self._claim):
            with suppress(OSError):  # a full disk costs a next start its time, not this one its result
                super().save_overload(sig, data)
            self._claims.give_back(self._claim)

    def keeps(self, sig: Any, target_context: Any) -> bool:
        """Whether this version is kept already."""
        return self._index_key(sig, target_context.codegen()) in self._cache_file._load_index()


def is_kept(compiled: Any, kinds: tuple[Any, ...]) -> bool:
    """Whether a rule need not be compiled any more, or cannot be shared with another process.

    Args:
        compiled: the rule.
        kinds: the types of its arguments.

    Returns:
        False if compiling it would also serve other processes.
    """
    cache = getattr(compiled, "_cache", None)
    return not isinstance(cache, _SharedCache) or cache.keeps(kinds, compiled.targetctx)


def _compile_once(compiled: Any) -> None:
    """Let calls from other rules convert their numbers before they ask for a compiled version."""
    original = compiled.get_call_template

    def widened(args: Any, kws: Any) -> Any:
        return original(tuple(map(_wide, args)), {name: _wide(kind) for name, kind in kws.items()})

    compiled.get_call_template = widened


def rule[F: Callable[..., object]](function: F) -> F:
    """Compile one rule of the model.

    Args:
        function: a pure function of records, arrays and numbers.

    Returns:
        The compiled function; with ``NUMBA_DISABLE_JIT=1`` the function itself.
    """
    compiled: Any = numba.njit(nogil=True, error_model="numpy", no_cfunc_wrapper=True)(function)
    if compiled is not function:
        _compile_once(compiled)
        if CLAIMS is not None:
            compiled._cache = _SharedCache(function, CLAIMS)
    return compiled


def rule_in_place[F: Callable[..., object]](function: F) -> F:
    """Compile a rule as part of whoever calls it; for a rule with one caller.

    Args:
        function: a pure function of records, arrays and numbers.

    Returns:
        The compiled function; with ``NUMBA_DISABLE_JIT=1`` the function itself.
    """
    compiled: F = numba.njit(nogil=True, error_model="numpy", inline="always")(function)
    return compiled


def _ask_for(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    """Writes the machine's hint that a cache line of an item will be read soon."""
    array_type, index_type = signature.args[:2]
    view = context.make_array(array_type)(context, builder, args[0])
    place = context.cast(builder, args[1], index_type, types.intp)
    address = cgutils.get_item_pointer(
        context, builder, array_type, view, [place], wraparound=False, boundscheck=False
    )
    byte = builder.bitcast(address, ir.IntType(8).as_pointer())
    if len(args) > 2:
        line = context.cast(builder, args[2], signature.args[2], types.intp)
        byte = builder.gep(byte, [builder.mul(line, ir.Constant(line.type, CACHE_LINE))])
    word = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte.type, word, word, word])
    hint = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
    builder.call(hint, [byte, word(0), word(3), word(1)])
    return context.get_dummy_value()


@intrinsic  # type: ignore[untyped-decorator]
def _ask_ahead(context: Any, array: Any, index: Any) -> Any:
    return types.void(array, index), _ask_for


@intrinsic  # type: ignore[untyped-decorator]
def _ask_line_ahead(context: Any, array: Any, index: Any, line: Any) -> Any:
    return types.void(array, index, line), _ask_for


def _nothing(array: np.ndarray, index: int) -> None:
    """Without compilation there is nothing to fetch ahead."""


def _no_line(array: np.ndarray, index: int, line: int) -> None:
    """Without compilation there is nothing to fetch ahead."""


# Let the machine fetch the first cache line, or another one, of an item of an array that a rule will read
# soon; changes nothing but time.
prefetch: Callable[[np.ndarray, int], None] = _nothing if numba.config.DISABLE_JIT else _ask_ahead
prefetch_line: Callable[[np.ndarray, int, int], None] = (
    _no_line if numba.config.DISABLE_JIT else _ask_line_ahead
)
