"""Describes a way of organising help as a set of levers, and reads it from a preset or a file."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from simulation.errors import InputError, Sentence, nearest, say, unknown, unknown_name
from simulation.parameters import entries
from simulation.policies.calendar import plain_calendar, read_calendar

FOLDER = Path(__file__).parent
SUFFIX = ".toml"
BASELINE = "fragmented"
ALL = "all"
_TEXTS = ("title_nl", "title_en", "text_nl", "text_en", "source")
_FIELDS = (*_TEXTS, "partners", "levers", "calendar")


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
        partners: Organisations that take part in the bundled work (names of the area's organisations), or
            only "all" for every organisation of the area.
        levers: Value of each lever the policy sets; all other levers keep their own value.
        calendar: When it is at work: for all neighbourhoods, and what is different in some by name.
    """

    name: str
    title_nl: str
    title_en: str
    text_nl: str
    text_en: str
    source: str
    partners: tuple[str, ...]
    levers: Mapping[str, float] = field(hash=False)
    calendar: Mapping[str, object] = field(hash=False)


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
    where = say("policy.file", name=path.name)
    raw = _read_file(where, path)
    for name in raw:
        if name not in _FIELDS:
            raise _wrong(where, _misplaced(name))
    if "levers" not in raw:
        raise _wrong(where, say("policy.no_levers"))
    texts = {name: _text(where, name, raw.get(name, "")) for name in _TEXTS}
    return Policy(
        name=path.stem,
        title_nl=texts["title_nl"] or texts["title_en"] or path.stem,
        title_en=texts["title_en"] or texts["title_nl"] or path.stem,
        text_nl=texts["text_nl"],
        text_en=texts["text_en"],
        source=texts["source"],
        partners=_partners(where, raw.get("partners", ALL)),
        levers=_levers(where, _table(where, "levers", raw["levers"])),
        calendar=_calendar(where, _table(where, "calendar", raw.get("calendar", {}))),
    )


def _wrong(where: Sentence, problem: Sentence | InputError) -> InputError:
    """Say what is wrong in a policy file."""
    said = problem.sentence or str(problem) if isinstance(problem, InputError) else problem
    return InputError(say("policy.at", where=where, problem=said))


def _read_file(where: Sentence, path: Path) -> dict[str, object]:
    """Read the text of a policy file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        missing = say("policy.no_file", path=str(path), remedy=_other_file(path))
        raise _wrong(where, missing) from None
    except OSError as error:
        raise _wrong(where, say("policy.unreadable", path=str(path), reason=error.strerror)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _wrong(where, say("policy.no_toml", reason=error)) from None


def _other_file(path: Path) -> Sentence:
    """Suggest a preset or a file in the same folder."""
    presets = policies()
    if path.stem in presets:
        return say("policy.preset_meant", name=path.stem)
    beside = [other.name for other in path.parent.glob("*" + SUFFIX)] if path.parent.is_dir() else []
    found = nearest(path.name, beside)
    return say("name.meant", name=found) if found else say("policy.give_one", names=", ".join(presets))


def lever_names() -> tuple[str, ...]:
    """Name every lever a policy may set."""
    return tuple(name for name, entry in entries().items() if entry.kind == "policy")


def _misplaced(name: str) -> Sentence:
    """Say where a name that stands in the wrong place belongs."""
    if name in lever_names():
        return say("policy.is_lever", name=name)
    return unknown_name("field", name, _FIELDS)


def _levers(where: Sentence, raw: Mapping[str, object]) -> dict[str, float]:
    """Check the levers a policy sets."""
    known = entries()
    found: dict[str, float] = {}
    for name, value in raw.items():
        if name in known and known[name].kind != "policy":
            raise _wrong(where, say("policy.is_fact", name=name, names=", ".join(lever_names())))
        if name not in known:
            raise _wrong(where, unknown_name("lever", name, lever_names()))
        try:
            found[name] = known[name].accepts(value)
        except InputError as error:
            raise _wrong(where, error) from None
    return found


def _calendar(where: Sentence, raw: Mapping[str, object]) -> Mapping[str, object]:
    """Check when the policy is at work."""
    try:
        return plain_calendar(read_calendar(raw))
    except InputError as error:
        raise _wrong(where, error) from None


def _partners(where: Sentence, raw: object) -> tuple[str, ...]:
    """Check the list of organisations that take part."""
    if raw == ALL:
        return (ALL,)
    if not isinstance(raw, list):
        raise _wrong(where, say("policy.partners", value=raw))
    names = tuple(_text(where, "partners", name) for name in raw)
    for name in names:
        if names.count(name) > 1:
            raise _wrong(where, say("policy.partner_twice", name=name))
    return names


def _table(where: Sentence, name: str, raw: object) -> Mapping[str, object]:
    """Check that a part of the file is a table."""
    if not isinstance(raw, Mapping):
        raise _wrong(where, say("policy.table", name=name, value=raw))
    return raw


def _text(where: Sentence, name: str, value: object) -> str:
    """Check that a value of the file is a text."""
    if not isinstance(value, str):
        raise _wrong(where, say("policy.text", name=name, value=value))
    return value.strip()
