"""Numbers that can be changed, each with its unit, plausible range, grade and source."""

import math
from html import escape
from typing import TYPE_CHECKING, Any

import reacton.ipyvuetify as v
import solara

from dashboards.commands.parameters import search
from dashboards.commands.plain_words import name_choice, name_unit
from dashboards.question import MOST_CHANGES
from dashboards.shell import html
from dashboards.visit import change, current
from results.elements import say
from results.numbers import write_number
from results.words import Words

if TYPE_CHECKING:
    from simulation.parameters import Parameter

STEPS = 100
MOST_FOUND = 8
SUGGESTED = ("queue", "intake", "plan", "director", "hours_change")
"""Levers that are shown before anything is looked for: those people ask about first."""


@solara.component
def Levers() -> None:  # noqa: N802 (Solara wants this form)
    """The levers, folded until they are asked for."""
    now = current()
    words = now.words
    is_open, set_open = solara.use_state(bool(now.chosen.changes))
    looked_for, look_for = solara.use_state("")
    count = len({name for _, name, _ in now.chosen.changes})
    html("h3", say(words, "dash.levers"))
    label = words.text("dash.levers_close" if is_open else "dash.levers_open", count=count)
    solara.Button(label, classes=["quiet"], text=True, on_click=lambda: set_open(not is_open))
    if not is_open:
        return
    html("p", say(words, "dash.levers_note"), "note")
    solara.InputText(
        words.text("dash.levers_find"), value=looked_for, on_value=look_for, continuous_update=True
    )
    shown = _shown(looked_for, [name for _, name, _ in now.chosen.changes])
    if not shown:
        html("p", say(words, "dash.levers_none"), "note", role="status")
    for name in shown:
        Lever(name).key(name)
    if count:
        solara.Button(
            words.text("dash.levers_reset"),
            classes=["plain"],
            on_click=lambda: change(chosen=_without_changes(now.chosen)),
        )


def _without_changes(question: Any) -> Any:
    from dataclasses import replace

    return replace(question, changes=())


def _shown(text: str, changed: list[str]) -> list[str]:
    """Gives the numbers that are shown: changed ones, then what was looked for, or the suggested ones."""
    from simulation.parameters import entries

    found = [entry.name for entry in search(entries(), text.strip())] if text.strip() else list(SUGGESTED)
    return list(dict.fromkeys([*changed, *found[:MOST_FOUND]]))


@solara.component
def Lever(name: str) -> Any:  # noqa: N802
    """One number: slider, plausible range, grade and source; amber outside what is plausible."""
    from simulation.parameters import entries

    now = current()
    words, entry = now.words, entries()[name]
    owners = now.chosen.policies[1:] if entry.kind == "policy" else ("",)
    value = _value(entry, now.chosen.changes, owners, now.chosen.policies)
    low, high = entry.plausible
    outside = not low <= value <= high
    step = 1.0 if entry.whole else _step(entry)

    def move(number: float) -> None:
        wanted = float(round(number)) if entry.whole else round(number, 6)
        wanted = min(max(wanted, entry.low), entry.high)
        if len(now.chosen.changes) < MOST_CHANGES:
            change(chosen=now.chosen.change(owners, name, wanted))

    with v.Html(tag="div", class_="lever outside" if outside else "lever") as main:
        solara.SliderFloat(
            f"{_title(entry, words)}: {_write(entry, value, words)}",
            value=value,
            min=entry.low,
            max=entry.high,
            step=step,
            thumb_label=False,
            on_value=move,
        )
        html("div", _about(entry, outside, words))
        if any(one[1] == name for one in now.chosen.changes):
            solara.Button(
                words.text("dash.lever_reset"),
                classes=["quiet"],
                text=True,
                on_click=lambda: change(chosen=now.chosen.change(owners, name, None)),
                attributes={"aria-label": f"{words.text('dash.lever_reset')}: {_title(entry, words)}"},
            )
    return main


def _value(entry: "Parameter", changes: Any, owners: Any, policies: Any) -> float:
    """Gives the value that holds: the changed one, that of the first changed policy, or the usual one."""
    from simulation.policies import policies as presets

    for policy, name, value in changes:
        if name == entry.name and policy in owners:
            return float(value)
    if entry.kind == "policy" and len(policies) > 1:
        return float(presets()[policies[1]].levers.get(entry.name, entry.value))
    return entry.value


def _step(entry: "Parameter") -> float:
    """Gives a round step that cuts the range in about a hundred."""
    rough = (entry.high - entry.low) / STEPS
    size = 10.0 ** math.floor(math.log10(rough))
    return next(size * part for part in (1, 2, 5, 10) if size * part >= rough * 0.999)


def _title(entry: "Parameter", words: Words) -> str:
    text = entry.text_nl if words.language == "nl" else entry.text_en
    return text.rstrip(".")


def _write(entry: "Parameter", value: float, words: Words, *, unit: bool = True) -> str:
    if entry.choices:
        return name_choice(entry.choices[round(value - entry.low)], words)
    decimals = 0 if entry.whole or abs(value) >= 100 else 2 if abs(value) < 10 else 1
    if value and abs(value) < 0.01:
        decimals = 4
    number = write_number(value, decimals, words.language)
    return f"{number} {name_unit(entry.unit, words)}" if unit else number


def _about(entry: "Parameter", outside: bool, words: Words) -> str:
    low, high = entry.plausible
    width = entry.high - entry.low
    left, wide = (100 * (low - entry.low) / width, 100 * (high - low) / width)
    ends = {"low": _write(entry, low, words, unit=False), "high": _write(entry, high, words, unit=False)}
    grade = say(words, f"dash.grade_{entry.grade}")
    warning = f'<p class="outside-note">{say(words, "dash.lever_outside", **ends)}</p>' if outside else ""
    return (
        '<div class="range" aria-hidden="true">'
        f'<span style="left:{left:.1f}%;width:{wide:.1f}%"></span></div>{warning}'
        f'<p class="facts"><span class="grade" title="{grade}">{entry.grade}</span> '
        f"{grade}. {say(words, 'dash.lever_range', **ends)}. "
        f"{say(words, 'dash.lever_usual', value=_write(entry, entry.value, words, unit=False))}. "
        f"{say(words, 'dash.lever_who_policy' if entry.kind == 'policy' else 'dash.lever_who_all')}. "
        f"{say(words, 'dash.source')}: {escape(entry.source)}.</p>"
    )
