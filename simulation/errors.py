"""Says in one line what is wrong with an input and what would be right."""

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

LISTED_AT_MOST = 12
"""How many valid names a message still lists in full."""

ALIKE_AT_LEAST = 0.5
"""How alike two names must be (0-1) to suggest one for the other."""


class InputError(ValueError):
    """Tells in one line what was given, what is allowed and how to put it right."""

    def __init__(self, message: str) -> None:
        """Keep the message on one line, whatever was given."""
        super().__init__(" ".join(str(message).split()))


def nearest(name: str, valid: Iterable[str]) -> str | None:
    """Find the valid name that was most likely meant, or None if nothing looks like it."""
    plain = {option.casefold().replace("-", "_"): option for option in sorted(valid)}
    wanted = str(name).strip().casefold().replace("-", "_").replace(" ", "_")
    if wanted in plain:
        return plain[wanted]
    close = get_close_matches(wanted, plain, n=1, cutoff=ALIKE_AT_LEAST)
    if close:
        return plain[close[0]]
    parts = [option for option in plain if len(wanted) > 2 and wanted in option]
    if not parts:
        return None
    return plain[max(parts, key=lambda option: SequenceMatcher(None, wanted, option).ratio())]


def unknown(thing: str, name: str, valid: Iterable[str]) -> InputError:
    """Say that a name does not exist and which name was probably meant."""
    names = sorted(valid)
    found = nearest(name, names)
    remedy = f"did you mean {found!r}?" if found is not None else "no valid name looks like it"
    if not names:
        allowed = "there are none"
    elif len(names) <= LISTED_AT_MOST:
        allowed = "allowed: " + ", ".join(names)
    else:
        allowed = f"there are {len(names)} valid names"
    return InputError(f"unknown {thing} {str(name)!r}: {remedy} ({allowed})")
