"""The page that gives account: what the model must not be used for, every number, facts, and the passport."""

from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

import solara

from dashboards.commands.parameters import name_submodel, search
from dashboards.commands.plain_words import name_unit
from dashboards.pages.compare import OnItsWay
from dashboards.reference import load_stored_validation, validation_is_current
from dashboards.shell import box, html
from dashboards.visit import current
from results.elements import passport_section, say
from results.numbers import write_number
from results.validation.evidence import USES, Beside
from results.validation.facts import facts_section
from results.words import Words

if TYPE_CHECKING:
    from simulation.parameters import Parameter

NEVER = ("forecast", "saving", "person", "evaluation", "one_set", "best_number")
MOST_ROWS = 60
DECIMALS = 6


@solara.component
def Evidence() -> Any:  # noqa: N802 (Solara wants this form)
    """What the numbers on screen stand on."""
    now = current()
    words = now.words
    with box("div", "answer") as main:
        html("h1", say(words, "dash.evidence_title"))
        html("p", say(words, "dash.evidence_about"), "sub")
        html("div", _never(words))
        html("div", facts_card(words))
        with box("section", "card", id="numbers", aria_labelledby="numbers-title"):
            html("h2", say(words, "dash.numbers_title"), id="numbers-title")
            ParameterTable()
        if now.shown is None:
            OnItsWay()
        else:
            html("div", passport_section(now.shown.evidence, words))
    return main


def _never(words: Words) -> str:
    items = "".join(f"<li>{say(words, f'dash.never_{name}')}</li>" for name in NEVER)
    return (
        '<section class="card" aria-labelledby="never-title">'
        f'<h2 id="never-title">{say(words, "dash.never_title")}</h2><ul class="never">{items}</ul></section>'
    )


def facts_card(words: Words) -> str:
    """Makes the tables of published facts with the model beside them, where a validation is stored."""
    beside = load_stored_validation()
    if beside is None:
        title, none = say(words, "dash.facts_title"), say(words, "dash.facts_none")
        return f'<section class="card"><h2>{title}</h2><p>{none}</p></section>'
    return _facts_of(beside, words)


def _facts_of(beside: Beside, words: Words) -> str:
    parts = []
    for use in USES:
        inside, count = beside.count(use)
        told = say(words, f"valid.count_{use}", inside=inside, count=count)
        parts.append(f"<details><summary>{told}</summary>{facts_section(use, beside, words)}</details>")
    version = beside.manifest["version"]
    about = say(words, "dash.facts_about", replicates=beside.replicates, version=version)
    if not validation_is_current():
        about += " " + say(words, "dash.facts_before")
    return (
        '<section class="card" aria-labelledby="facts-title">'
        f'<h2 id="facts-title">{say(words, "dash.facts_title")}</h2><p>{about}</p>{"".join(parts)}</section>'
    )


@solara.component
def ParameterTable() -> None:  # noqa: N802
    """Every number of the model, found by a word."""
    from simulation.parameters import entries

    now = current()
    words = now.words
    looked_for, look_for = solara.use_state("")
    with box("div", "find"):
        solara.InputText(
            words.text("dash.numbers_find"), value=looked_for, on_value=look_for, continuous_update=True
        )
    found = search(entries(), looked_for.strip())
    shown = found[:MOST_ROWS]
    told = words.text("dash.numbers_found", found=len(found), total=len(entries()), shown=len(shown))
    html("p", escape(told), "note", role="status")
    rows = tuple(entry.name for entry in shown)
    html("div", _parameter_rows(rows, now.language))


@cache
def _parameter_rows(names: tuple[str, ...], language: Any) -> str:
    from results.words import load_words
    from simulation.parameters import entries

    words = load_words(language)
    if not names:
        return ""
    heads = "".join(
        f'<th scope="col">{say(words, f"dash.column_{name}")}</th>'
        for name in ("number", "value", "range", "grade", "source")
    )
    rows = "".join(_row(entries()[name], words) for name in names)
    label = say(words, "report.scroll", caption=words.text("dash.numbers_title"))
    return (
        f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table class="facts">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(entry: "Parameter", words: Words) -> str:
    text = entry.text_nl if words.language == "nl" else entry.text_en
    low, high = (_short(end, words) for end in entry.plausible)
    kind = say(words, f"parameter_kind.{entry.kind}")
    place = escape(name_submodel(entry.submodel, words))
    return (
        f'<tr><th scope="row"><code>{escape(entry.name)}</code><span class="why">{escape(text)}</span></th>'
        f'<td class="model">{_short(entry.value, words)} {escape(name_unit(entry.unit, words))}</td>'
        f"<td>{escape(words.text('table.between', low=low, high=high))}</td>"
        f'<td><span class="grade" title="{say(words, f"dash.grade_{entry.grade}")}">{entry.grade}</span></td>'
        f'<td class="said">{escape(entry.source)}<br>{kind}; {place}</td></tr>'
    )


def _short(value: float, words: Words) -> str:
    decimals = next((places for places in range(DECIMALS) if round(value, places) == value), DECIMALS)
    return write_number(value, decimals, words.language)
