"""How a number is written for a reader: € 1.234 and 12,5% in Dutch, €1,234 and 12.5% in English."""

import math
from datetime import date
from typing import Literal

Language = Literal["nl", "en"]
Form = Literal["number", "euro", "share"]

NOTHING = "–"
MINUS = "\N{MINUS SIGN}"
_SWAP_MARKS = str.maketrans(",.", ".,")
_MONTHS: dict[Language, str] = {
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
}


def write_number(value: float, decimals: int, language: Language, *, signed: bool = False) -> str:
    """Writes a number as people of that language write it.

    Args:
        value: The number; not-a-number becomes a dash.
        decimals: How many figures after the decimal mark.
        language: "nl" writes 1.234,5 and "en" writes 1,234.5.
        signed: Also writes the plus of a positive number.
    """
    if not math.isfinite(value):
        return NOTHING
    rounded = round(value, decimals)
    size = f"{abs(rounded):,.{decimals}f}"
    return _sign(rounded, signed) + (size.translate(_SWAP_MARKS) if language == "nl" else size)


def write_amount(
    value: float, form: Form, decimals: int, language: Language, *, signed: bool = False, bare: bool = False
) -> str:
    """Writes an outcome in its own form: a plain number, euros or a percentage.

    Args:
        value: The value; a share is given as 0.125 and written 12,5%.
        form: "number", "euro" or "share".
        decimals: Figures after the decimal mark, of the percentage where it is one.
        language: The language of the reader.
        signed: Also writes a plus; a signed share is a difference in percentage points.
        bare: Leaves the euro sign, percent sign or unit away (for intervals).
    """
    if not math.isfinite(value):
        return NOTHING
    if form == "share":
        points = {"nl": "%-punt", "en": " pp"}[language] if signed else "%"
        return write_number(100 * value, decimals, language, signed=signed) + ("" if bare else points)
    if form == "euro" and not bare:
        sign = _sign(round(value, decimals), signed)
        mark = "€ " if language == "nl" else "€"
        return sign + mark + write_number(abs(value), decimals, language)
    return write_number(value, decimals, language, signed=signed)


def write_date(day: date, language: Language) -> str:
    """Writes a day as 3 mrt 2027 or 3 Mar 2027."""
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"


def write_duration(seconds: float, language: Language) -> str:
    """Writes a stretch of time in the two units that matter: 45 s, 3 min 20 s, 2 uur 5 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    hour = "uur" if language == "nl" else "h"
    return f"{whole // 3600} {hour} {whole % 3600 // 60} min"


def _sign(value: float, signed: bool) -> str:
    if value < 0:
        return MINUS
    return "+" if signed and value > 0 else ""
