"""Writes the generated part of docs/parameters.md: every number of the model with range, grade and source.

Run it as ``python -m experiments.parameters_page`` after a change of a parameter.
"""

import math
from collections import defaultdict

from experiments.page import TOP, markdown_table, write_blocks
from simulation.parameters import Parameter, entries
from simulation.submodels import SUBMODELS

PARAMETERS_PAGE = TOP / "docs" / "parameters.md"
_HEADS = ("number", "value", "range", "null", "grade", "scope", "source")
_TITLES = {
    "4": "The week",
    "6": "Products and hours",
    "7": "Registered events",
    "bookings": "Bookings",
    "outcomes": "Outcomes",
}


def build_blocks() -> dict[str, str]:
    """Gives the generated part of the page: one table per submodel, in the order of the description."""
    groups: dict[str, list[Parameter]] = defaultdict(list)
    for entry in entries().values():
        groups[entry.submodel].append(entry)
    parts = []
    for group in sorted(groups, key=_place):
        table = markdown_table(_HEADS, map(_write_row, groups[group]), words=len(_HEADS))
        parts.append(f"## {name_group(group)}\n\n{table}")
    return {"parameters": "\n\n".join(parts)}


def name_group(group: str) -> str:
    """Names the part of the model that a number belongs to.

    Args:
        group: Its number or word in the entry, such as 8.10.
    """
    names = {f"8.{submodel.id}": f"{submodel.id} {submodel.name_en}" for submodel in SUBMODELS}
    return names.get(group) or _TITLES.get(group) or group.capitalize()


def _place(group: str) -> tuple[float, str]:
    """Puts submodels in their order, and the rest after them."""
    number = group.removeprefix("8.")
    return (float(number), "") if group.startswith("8.") and number.isdigit() else (math.inf, group)


def _write_row(entry: Parameter) -> list[str]:
    choices = (f"{round(entry.low) + place} {label}" for place, label in enumerate(entry.choices))
    meaning = f"{entry.text_en} ({'; '.join(choices)})" if entry.choices else entry.text_en
    low, high = max(entry.low, entry.plausible[0]), min(entry.high, entry.plausible[1])
    unit = "" if entry.choices else f" {entry.unit}"
    return [
        f"`{entry.name}`<br>{meaning}",
        f"{entry.value:g}{unit}",
        f"{low:g} to {high:g}<br>{entry.distribution}",
        f"{entry.null:g}",
        entry.grade,
        entry.scope + (", lever" if entry.kind == "policy" else ""),
        f"{entry.source}<br>{entry.date}",
    ]


if __name__ == "__main__":
    write_blocks(PARAMETERS_PAGE, build_blocks())
