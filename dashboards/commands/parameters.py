"""`zorgbundel parameters`: every number of the model and the policies, with its source."""

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad, suggestion
from dashboards.commands.layout import bold, dim, show_text
from dashboards.commands.machine import show_json
from dashboards.commands.parser import Command
from dashboards.commands.plain_words import name_choice, name_unit
from results.words import Words

if TYPE_CHECKING:
    from simulation.parameters import Parameter

SEARCHED = ("name", "symbol", "unit", "source", "text_nl", "text_en")


def work(settings: Namespace, words: Words) -> int:
    """Lists the numbers, all of them or those that fit a text."""
    from simulation.parameters import entries

    text = settings.names[0] if settings.names else ""
    found = search(entries(), text)
    if not found:
        near = suggestion(words, text, entries())
        raise bad(words, "no_match", text=text, suggestion=near, count=len(entries()))
    if settings.json:
        show_json([asdict(entry) for entry in found])
        return 0
    for entry in found:
        _show(entry, words)
    if text:
        print(words.text("parameters.count_filtered", count=len(found), total=len(entries()), text=text))
    else:
        print(words.text("parameters.count", count=len(found)))
    show_text(dim(words.text("sources.key")))
    return 0


def search(known: "Mapping[str, Parameter]", text: str) -> "list[Parameter]":
    """Gives the numbers in which a text is found.

    Args:
        known: All numbers by name.
        text: What is looked for, in their names, meanings and sources.
    """
    wanted = text.casefold()
    return [
        entry
        for entry in known.values()
        if any(wanted in str(getattr(entry, part)).casefold() for part in SEARCHED) or entry.submodel == text
    ]


def name_submodel(place: str, words: Words) -> str:
    """Gives the place in the model description, with the name of the submodel where it is one."""
    from simulation.submodels import SUBMODELS

    dutch = words.language == "nl"
    names = {f"8.{part.id}": part.name_nl if dutch else part.name_en for part in SUBMODELS}
    return f"{place} {names[place]}" if place in names else place


def _show(entry: "Parameter", words: Words) -> None:
    value = words.text("parameters.value", value=_write(entry.value), unit=name_unit(entry.unit, words))
    print(f"{bold(entry.name)} = {value}")
    show_text(entry.text_nl if words.language == "nl" else entry.text_en, "  ")
    if entry.choices:
        labels = ", ".join(
            f"{entry.low + place:g} {name_choice(label, words)}" for place, label in enumerate(entry.choices)
        )
        show_text(words.text("parameters.choices", choices=labels), "  ")
    show_text(dim(_write_spread(entry, words)), "  ")
    facts = words.text(
        "parameters.facts",
        symbol=entry.symbol or "–",
        submodel=name_submodel(entry.submodel, words),
        kind=words.text(f"parameter_kind.{entry.kind}"),
        scope=words.text(f"parameter_scope.{entry.scope}"),
        grade=entry.grade,
        source=entry.source,
        date=entry.date,
    )
    show_text(dim(facts), "  ")
    print()


def _write_spread(entry: "Parameter", words: Words) -> str:
    spread = [
        words.text(
            "parameters.range",
            low=_write(entry.low),
            high=_write(entry.high),
            distribution=words.text(f"distribution.{entry.distribution}"),
        )
    ]
    if entry.plausible != (entry.low, entry.high):
        low, high = map(_write, entry.plausible)
        spread.append(words.text("parameters.plausible", low=low, high=high))
    if entry.null != entry.value or entry.kind == "policy":
        spread.append(words.text("parameters.null", null=_write(entry.null)))
    return "; ".join(spread)


def _write(value: float) -> str:
    return f"{value:.15g}"


COMMAND = Command(
    name="parameters",
    work=work,
    names="parameters_text",
    metavar="text",
    options=("json",),
    most_names=1,
)
