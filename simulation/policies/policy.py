"""Describes a way of organising help as a set of levers, and reads it from a preset or a file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from simulation.errors import InputError, nearest, unknown
from simulation.parameters import entries
from simulation.parameters.entry import finite

FOLDER = Path(__file__).parent
SUFFIX = ".toml"
BASELINE = "fragmented"
NOT_YET = ("account", "budget", "collective", "custom", "director", "own_choice", "partners")
"""Switches of the model description that have no submodel yet; a policy may name them without effect."""
_TEXTS = ("title_nl", "title_en", "text_nl", "text_en", "source")
_FIELDS = (*_TEXTS, "partners", "levers", "not_yet")


@dataclass(frozen=True)
class Policy:
    """Tells how help is organised under one policy.

    Attributes:
        name: Name used in scenarios and on the command line.
        title_nl: Title in Dutch.
        title_en: Title in English.
        text_nl: What changes for residents and professionals, in Dutch.
        text_en: The same in English.
        source: Which documents it was read from.
        partners: Organisations that take part in the bundled work (names of the area's organisations).
        levers: Value of each lever the policy sets; all other levers keep their own value.
        not_yet: Values of switches that belong to the policy but have no submodel yet.
    """

    name: str
    title_nl: str
    title_en: str
    text_nl: str
    text_en: str
    source: str
    partners: tuple[str, ...]
    levers: Mapping[str, float] = field(hash=False)
    not_yet: Mapping[str, float] = field(hash=False)


@cache
def policies() -> Mapping[str, Policy]:
    """Give every preset: first how it is now, then the others by name."""
    found = {path.stem: read_policy(path) for path in sorted(FOLDER.glob("*" + SUFFIX))}
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (item[0] != BASELINE, item[0]))))


def policy(name_or_path: str | Path) -> Policy:
    """Give the preset with this name, or read a policy from a file of your own.

    Raises:
        InputError: There is no such preset or file, or the file says something impossible.
    """
    presets = policies()
    name = str(name_or_path)
    if name in presets:
        return presets[name]
    path = Path(name)
    if path.suffix == SUFFIX:
        return read_policy(path)
    raise unknown("policy", name, presets)


def read_policy(path: Path) -> Policy:
    """Read a policy from a file, and say in one line what is wrong if it cannot be used."""
    where = f"policy file {path.name}"
    raw = _read_file(where, path)
    for name in raw:
        if name not in _FIELDS:
            raise InputError(f"{where}: {_misplaced(name)}")
    if "levers" not in raw:
        raise InputError(f"{where}: missing [levers]; add it, with for example: intake = 1")
    texts = {name: _text(where, name, raw.get(name, "")) for name in _TEXTS}
    return Policy(
        name=path.stem,
        title_nl=texts["title_nl"] or texts["title_en"] or path.stem,
        title_en=texts["title_en"] or texts["title_nl"] or path.stem,
        text_nl=texts["text_nl"],
        text_en=texts["text_en"],
        source=texts["source"],
        partners=_partners(where, raw.get("partners", [])),
        levers=_levers(where, _table(where, "levers", raw["levers"])),
        not_yet=_not_yet(where, _table(where, "not_yet", raw.get("not_yet", {}))),
    )


def _read_file(where: str, path: Path) -> dict[str, object]:
    """Read the text of a policy file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{where}: there is no file {str(path)!r}; {_other_file(path)}") from None
    except OSError as error:
        raise InputError(
            f"{where}: {str(path)!r} cannot be read ({error.strerror}); give a readable file"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{where}: not readable as TOML ({error}); correct that place") from None


def _other_file(path: Path) -> str:
    """Suggest a preset or a file in the same folder."""
    presets = policies()
    if path.stem in presets:
        return f"did you mean the preset {path.stem!r}?"
    beside = [other.name for other in path.parent.glob("*" + SUFFIX)] if path.parent.is_dir() else []
    found = nearest(path.name, beside)
    return (
        f"did you mean {found!r}?"
        if found
        else "give the path of a .toml file or one of: " + ", ".join(presets)
    )


def lever_names() -> tuple[str, ...]:
    """Name every lever a policy may set."""
    return tuple(name for name, entry in entries().items() if entry.kind == "policy")


def _misplaced(name: str) -> str:
    """Say where a name that stands in the wrong place belongs."""
    if name in lever_names():
        return f"{name!r} is a lever: put it under [levers]"
    if name in NOT_YET:
        return f"{name!r} has no submodel yet: put it under [not_yet] or leave it out"
    return str(unknown("field", name, _FIELDS))


def _levers(where: str, raw: Mapping[str, object]) -> dict[str, float]:
    """Check the levers a policy sets."""
    known = entries()
    found: dict[str, float] = {}
    for name, value in raw.items():
        if name in NOT_YET:
            raise InputError(f"{where}: {_misplaced(name)}")
        if name in known and known[name].kind != "policy":
            raise InputError(
                f"{where}: {name!r} is a fact of the world, not a lever; "
                f"allowed: {', '.join(lever_names())}; "
                "set it as a parameter of the scenario instead"
            )
        if name not in known:
            raise InputError(f"{where}: {unknown('lever', name, lever_names())}")
        try:
            found[name] = known[name].accepts(value)
        except InputError as error:
            raise InputError(f"{where}: {error}") from None
    return found


def _not_yet(where: str, raw: Mapping[str, object]) -> dict[str, float]:
    """Check the switches that have no submodel yet."""
    found: dict[str, float] = {}
    for name, value in raw.items():
        if name in lever_names():
            raise InputError(f"{where}: {_misplaced(name)}")
        if name not in NOT_YET:
            raise InputError(f"{where}: {unknown('switch', name, NOT_YET)}")
        number = finite(value)
        if number is None or number < 0:
            raise InputError(f"{where}: {name} is {value!r}; allowed is a number of 0 or more")
        found[name] = number
    return found


def _partners(where: str, raw: object) -> tuple[str, ...]:
    """Check the list of organisations that take part."""
    if not isinstance(raw, list):
        raise InputError(f"{where}: partners is {raw!r}; allowed is a list of names of organisations")
    names = tuple(_text(where, "partners", name) for name in raw)
    for name in names:
        if names.count(name) > 1:
            raise InputError(f"{where}: partners names {name!r} more than once; name each organisation once")
    return names


def _table(where: str, name: str, raw: object) -> Mapping[str, object]:
    """Check that a part of the file is a table."""
    if not isinstance(raw, Mapping):
        raise InputError(f"{where}: {name} is {raw!r}; allowed is a table, written as [{name}]")
    return raw


def _text(where: str, name: str, value: object) -> str:
    """Check that a value of the file is a text."""
    if not isinstance(value, str):
        raise InputError(f"{where}: {name} is {value!r}; allowed is a text between quotes")
    return value.strip()
