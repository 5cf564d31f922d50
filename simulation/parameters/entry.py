"""Describes one number of the model and checks that its description is complete."""

import math
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields

from simulation.errors import InputError, Sentence, say, unknown

GRADES = ("A", "B", "C", "D")
SCOPES = ("universal", "local", "choice")
KINDS = ("model", "policy")
WHOLE = ("integer", "choice")
DISTRIBUTIONS = ("uniform", "log-uniform", *WHOLE)
_LABELS = {"distribution": DISTRIBUTIONS, "grade": GRADES, "scope": SCOPES, "kind": KINDS}
_NUMBERS = ("value", "low", "high", "null")
_TEXTS = (
    "symbol",
    "unit",
    "distribution",
    "grade",
    "source",
    "date",
    "scope",
    "kind",
    "submodel",
    "text_nl",
    "text_en",
)
_MAY_BE_EMPTY = ("symbol",)


@dataclass(frozen=True)
class Parameter:
    """Tells what one number of the model means, what it is now and what it could be.

    Attributes:
        name: Name used in scenarios and on the command line.
        symbol: Symbol in the model description, empty if there is none.
        value: The value used when nobody asks for another.
        unit: What it is counted in.
        low: Lowest value that is accepted.
        high: Highest value that is accepted.
        distribution: How to draw between low and high; "integer" and "choice" mean whole numbers.
        null: The value at which the effect is absent (the value itself where that makes no sense).
        grade: How well it is known, from A (measured in the Netherlands) to D (assumption).
        source: Document or evidence id.
        date: When it was last looked at.
        scope: Whether it holds everywhere, must be replaced in another municipality, or is a choice.
        kind: "policy" for the levers a policy may set, "model" for all others.
        submodel: Number of the submodel that uses it.
        text_nl: Meaning in Dutch.
        text_en: Meaning in English.
        choices: What each whole number stands for, counted from the lowest.
        plausible: Range in which the truth probably lies; narrower than low to high where the null is outside
            it.
    """

    name: str
    symbol: str
    value: float
    unit: str
    low: float
    high: float
    distribution: str
    null: float
    grade: str
    source: str
    date: str
    scope: str
    kind: str
    submodel: str
    text_nl: str
    text_en: str
    choices: tuple[str, ...] = ()
    plausible: tuple[float, float] = (-math.inf, math.inf)

    @property
    def whole(self) -> bool:
        """Say whether only whole numbers are accepted."""
        return self.distribution in WHOLE

    def accepts(self, value: object) -> float:
        """Give the value back as a number, or say in one line why it cannot be used."""
        number = finite(value)
        if number is None:
            raise InputError(say("value.not_finite", name=self.name, value=value, allowed=self._allowed()))
        nearest = min(max(number, self.low), self.high)
        if self.whole:
            nearest = float(round(nearest))
        if number != nearest:
            allowed = self._allowed()
            raise InputError(
                say("value.outside", name=self.name, value=number, allowed=allowed, nearest=nearest)
            )
        return number

    def _allowed(self) -> Sentence:
        """Write down what is allowed."""
        if self.choices:
            first = round(self.low)
            labels = (f"{number} ({label})" for number, label in enumerate(self.choices, first))
            return say("allowed.choices", choices=", ".join(labels))
        kind = "whole_range" if self.whole else "number_range"
        return say(f"allowed.{kind}", low=self.low, high=self.high, unit=self.unit)


REQUIRED = tuple(
    field.name for field in fields(Parameter) if field.default is MISSING and field.name != "name"
)
ALLOWED = tuple(field.name for field in fields(Parameter) if field.name != "name")


def finite(value: object) -> float | None:
    """Read a finite number, or None for text, switches, infinity and what is not a number."""
    if isinstance(value, bool | str | bytes) or not hasattr(value, "__float__"):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def read_entry(file: str, name: str, raw: object) -> Parameter:
    """Make an entry from its description in a file, and refuse an incomplete or impossible one."""
    where = f"parameter file {file}, entry {name!r}"
    if not isinstance(raw, Mapping):
        raise InputError(f"{where}: must be a table with {', '.join(REQUIRED)}")
    _check_fields(where, raw)
    numbers = {field: _number(where, field, raw[field]) for field in _NUMBERS}
    texts = {field: _text(where, field, raw[field]) for field in _TEXTS}
    for field, labels in _LABELS.items():
        if texts[field] not in labels:
            raise InputError(f"{where}: {field} is {texts[field]!r}; allowed: {', '.join(labels)}")
    choices = tuple(
        _text(where, "choices", label) for label in _series(where, "choices", raw.get("choices", []))
    )
    plausible = _pair(where, "plausible", raw.get("plausible", [numbers["low"], numbers["high"]]))
    entry = Parameter(
        name=name,
        symbol=texts["symbol"],
        value=numbers["value"],
        unit=texts["unit"],
        low=numbers["low"],
        high=numbers["high"],
        distribution=texts["distribution"],
        null=numbers["null"],
        grade=texts["grade"],
        source=texts["source"],
        date=texts["date"],
        scope=texts["scope"],
        kind=texts["kind"],
        submodel=texts["submodel"],
        text_nl=texts["text_nl"],
        text_en=texts["text_en"],
        choices=choices,
        plausible=plausible,
    )
    _check_order(where, entry)
    return entry


def _check_fields(where: str, raw: Mapping[str, object]) -> None:
    """Refuse an entry with a field too few or a field nobody knows."""
    missing = [field for field in REQUIRED if field not in raw]
    if missing:
        raise InputError(f"{where}: missing {', '.join(missing)}; add it")
    for field in raw:
        if field not in ALLOWED:
            raise InputError(f"{where}: {unknown('field', field, ALLOWED)}")


def _check_order(where: str, entry: Parameter) -> None:
    """Refuse an entry whose value, null or plausible range lies outside its bounds."""
    for field, number in (("value", entry.value), ("null", entry.null)):
        if not entry.low <= number <= entry.high:
            raise InputError(
                f"{where}: {field} is {number:g}; allowed is low {entry.low:g} to high {entry.high:g}"
            )
        if entry.whole and not number.is_integer():
            raise InputError(f"{where}: {field} is {number:g}; a {entry.distribution} must be a whole number")
    first, last = entry.plausible
    if not entry.low <= first <= entry.value <= last <= entry.high:
        raise InputError(
            f"{where}: plausible is {first:g} to {last:g}; it must lie within low {entry.low:g} "
            f"to high {entry.high:g} and contain the value {entry.value:g}"
        )
    if entry.distribution == "log-uniform" and entry.low <= 0:
        raise InputError(f"{where}: low is {entry.low:g}; log-uniform needs a low above 0")
    if entry.distribution == "choice" and len(entry.choices) != entry.high - entry.low + 1:
        raise InputError(
            f"{where}: choices has {len(entry.choices)} labels; give one for each value from low to high"
        )


def _series(where: str, field: str, value: object) -> tuple[object, ...]:
    """Read a list from a file."""
    if not isinstance(value, list):
        raise InputError(f"{where}: {field} is {value!r}; allowed is a list")
    return tuple(value)


def _pair(where: str, field: str, value: object) -> tuple[float, float]:
    """Read a pair of numbers from a file."""
    match _series(where, field, value):
        case (first, last):
            return _number(where, field, first), _number(where, field, last)
    raise InputError(f"{where}: {field} is {value!r}; allowed is a pair of numbers")


def _number(where: str, field: str, value: object) -> float:
    """Read a finite number from a file."""
    number = finite(value)
    if number is None:
        raise InputError(f"{where}: {field} is {value!r}; allowed is a finite number")
    return number


def _text(where: str, field: str, value: object) -> str:
    """Read a text from a file."""
    if not isinstance(value, str):
        raise InputError(f"{where}: {field} is {value!r}; allowed is a text between quotes")
    if not value.strip() and field not in _MAY_BE_EMPTY:
        raise InputError(f"{where}: {field} is empty; write it down")
    return value
