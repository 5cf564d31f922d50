"""Holds every number of the model in one register, ready to be looked up, changed and handed to the rules."""

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

import numpy as np

from simulation.errors import InputError, unknown
from simulation.parameters.entry import Parameter, read_entry

FOLDER = Path(__file__).parent


@cache
def entries() -> Mapping[str, Parameter]:
    """Give every number of the model with its meaning, sorted by name."""
    return MappingProxyType(read_folder(FOLDER))


def read_folder(folder: Path) -> dict[str, Parameter]:
    """Read the numbers described in a folder, and refuse a file that is broken or says something twice."""
    found: dict[str, Parameter] = {}
    for path in sorted(folder.glob("*.toml")):
        for name, raw in _read_file(path).items():
            if name in found:
                raise InputError(
                    f"parameter file {path.name}, entry {name!r}: exists already in another file; remove one"
                )
            if not name.isidentifier():
                raise InputError(
                    f"parameter file {path.name}, entry {name!r}: use letters, digits and _ only"
                )
            found[name] = read_entry(path.name, name, raw)
    return dict(sorted(found.items()))


def _read_file(path: Path) -> dict[str, object]:
    """Read one file, and say in one line what is wrong if it cannot be read."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(
            f"parameter file {path.name}: not readable as TOML ({error}); correct that place"
        ) from None


def resolve(overrides: Mapping[str, float] | None = None) -> dict[str, float]:
    """Give the value of every number, with the changes somebody asks for.

    Raises:
        InputError: A name is unknown, or a value is not a finite number within its bounds.
    """
    known = entries()
    values = {name: entry.value for name, entry in known.items()}
    for name, value in (overrides or {}).items():
        if name not in known:
            raise unknown("parameter", name, known)
        values[name] = known[name].accepts(value)
    return values


def nulls() -> dict[str, float]:
    """Give for every number the value at which its effect is absent."""
    return {name: entry.null for name, entry in entries().items()}


@cache
def _layout() -> "np.dtype[np.void]":
    """Lay out one number after the other in order of name."""
    return np.dtype([(name, np.float64) for name in entries()], align=True)


def record(values: Mapping[str, float]) -> np.recarray:
    """Put every number in one record that the rules can read.

    Raises:
        InputError: A number is missing or unknown.
    """
    _check_complete(values)
    row = tuple(float(values[name]) for name in entries())
    return np.array([row], dtype=_layout()).view(np.recarray)


def digest(values: Mapping[str, float]) -> str:
    """Give a fingerprint of a set of values: equal for equal values, whatever their order.

    Raises:
        InputError: A number is missing or unknown.
    """
    _check_complete(values)
    lines = "".join(f"{name}={float(values[name]).hex()}\n" for name in entries())
    return hashlib.sha256(lines.encode()).hexdigest()


def _check_complete(values: Mapping[str, float]) -> None:
    """Refuse a set of values with a number too few or a number nobody knows."""
    known = entries()
    for name in values:
        if name not in known:
            raise unknown("parameter", name, known)
    for name in known:
        if name not in values:
            raise InputError(
                f"parameter {name!r} has no value: a complete set is needed; use resolve() to make one"
            )
