"""What a visitor can choose: neighbourhood, policies, years, and numbers; and the button that plays it."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from html import escape
from typing import Any

import reacton.ipyvuetify as v
import solara

from dashboards.cards import swatch
from dashboards.pages.keep import Keep
from dashboards.pages.levers import Levers
from dashboards.question import FEWEST_POLICIES, MOST_POLICIES, MOST_REPLICATES, MOST_YEARS
from dashboards.reference import reference_is_current
from dashboards.shell import box, html
from dashboards.visit import Visit, change, current, places
from dashboards.watching import begin, course, give_up
from results.elements import say
from results.findings import join
from results.looks import OWN, look_up
from results.numbers import Language, write_duration
from results.words import Words

FIRST_SHOWN = ("fragmented", "krachtenbundeling", "alleen-voordeur", "alleen-gedeelde-capaciteit")
"""Policies that are always in sight; the others are a click away."""
FEWEST_REPLICATES = 2


@solara.component
def Panel() -> Any:  # noqa: N802 (Solara wants this form)
    """Everything that can be chosen; on a tablet folded to one line, so that the answer comes first."""
    now = current()
    words = now.words
    is_open, set_open = solara.use_state(False)
    same = is_shown(now)
    folded = "panel" if is_open else "panel folded"
    with box("aside", f"{folded} idle" if same else folded, aria_label=words.text("dash.choices")) as main:
        with box("div", "bar"):
            html("h2", say(words, "dash.choices"))
            html("p", _in_short(now), "short")
            solara.Button(
                words.text("dash.fold" if is_open else "dash.unfold"),
                classes=["plain"],
                on_click=lambda: set_open(not is_open),
                attributes={"aria-expanded": "true" if is_open else "false"},
            )
        with box("div", "columns"):
            with box("div", "group"):
                Area()
                Policies()
            with box("div", "group"):
                Numbers()
                Levers()
                Keep()
        with box("div", "run"):
            Run(lambda: set_open(False))
    return main


def is_shown(now: Visit) -> bool:
    """Says whether what is chosen is what is on screen."""
    shown = now.shown
    if shown is None or shown.question != now.chosen or not shown.whole:
        return False
    return not shown.stored or reference_is_current()


def _in_short(now: Visit) -> str:
    """Writes the choices in one line."""
    from simulation.policies import policies

    words = now.words
    dutch = now.language == "nl"
    known = [policies()[name] for name in now.chosen.policies]
    facts = [
        _area_titles(words)[now.chosen.area],
        join([one.title_nl if dutch else one.title_en for one in known], words),
        words.text("dash.short", years=words.years(now.chosen.years), replicates=now.chosen.replicates),
    ]
    return escape(" · ".join(facts))


@solara.component
def Area() -> None:  # noqa: N802
    """The neighbourhood."""
    now = current()
    words = now.words
    titles = _area_titles(words)
    html("h3", say(words, "dash.area"), id="area-title")
    with v.RadioGroup(
        v_model=now.chosen.area,
        on_v_model=lambda name: change(chosen=replace(now.chosen, area=name)),
        attributes={"aria-labelledby": "area-title"},
        dense=True,
        hide_details=True,
    ):
        for name, title in titles.items():
            v.Radio(label=title, value=name)


def _area_titles(words: Words) -> dict[str, str]:
    return {name: _area_title(folder, words.language) for name, folder in places().items()}


@cache
def _area_title(folder: str, language: Language) -> str:
    from simulation.areas import load_area

    area = load_area(folder)
    return area.title_nl if language == "nl" else area.title_en


@solara.component
def Policies() -> None:  # noqa: N802
    """The policies as cards, each with what changes for people."""
    from simulation.policies import policies

    now = current()
    words = now.words
    more, show_more = solara.use_state(False)
    html("h3", say(words, "dash.policies", least=FEWEST_POLICIES, most=MOST_POLICIES))
    others = [name for name in FIRST_SHOWN if name in policies() and name not in now.chosen.policies]
    rest = [name for name in policies() if name not in (*now.chosen.policies, *others)]
    for name in (*now.chosen.policies, *others, *(rest if more else ())):
        PolicyCard(name).key(name)
    label = words.text("dash.fewer_policies" if more else "dash.more_policies", count=len(policies()))
    solara.Button(label, classes=["quiet"], text=True, on_click=lambda: show_more(not more))


@solara.component
def PolicyCard(name: str) -> None:  # noqa: N802
    """One policy: whether it is compared, what it looks like, and what it is."""
    from simulation.policies import policies

    now = current()
    words, dutch = now.words, now.language == "nl"
    policy, chosen = policies()[name], now.chosen.policies
    here = name in chosen
    look = look_up(chosen).get(name) or OWN.get(name)
    text = policy.text_nl if dutch else policy.text_en
    begin_of, _, rest = text.partition(". ")
    colour = f"--policy:{look.colour}" if look is not None else ""
    full = not here and len(chosen) >= MOST_POLICIES
    needed = here and len(chosen) <= FEWEST_POLICIES

    def choose(wanted: bool) -> None:
        names = [one for one in policies() if (one == name and wanted) or (one != name and one in chosen)]
        change(chosen=now.chosen.choose(names))

    with v.Html(tag="div", class_="policy chosen" if here else "policy", style_=colour):
        with box("div", "head"):
            solara.Checkbox(
                label=policy.title_nl if dutch else policy.title_en,
                value=here,
                on_value=choose,
                disabled=full or needed,
            )
            html("span", swatch(look if here else None))
        yardstick = (
            f' <span class="first">{say(words, "dash.yardstick")}</span>'
            if here and name == chosen[0]
            else ""
        )
        rest_of = (
            f"<details><summary>{say(words, 'dash.read_more')}</summary>{escape(rest)}</details>"
            if rest
            else ""
        )
        html("div", f'<p class="line">{escape(begin_of.rstrip("."))}.{yardstick}</p>{rest_of}')


@solara.component
def Numbers() -> None:  # noqa: N802
    """How far to look ahead, and how often with other luck."""
    now = current()
    words = now.words
    html("h3", say(words, "dash.how_far"))
    solara.SliderInt(
        words.text("dash.years", years=words.years(now.chosen.years)),
        value=now.chosen.years,
        min=1,
        max=MOST_YEARS,
        thumb_label=False,
        on_value=lambda years: change(chosen=replace(now.chosen, years=years)),
    )
    solara.SliderInt(
        words.text("dash.replicates", replicates=now.chosen.replicates),
        value=now.chosen.replicates,
        min=FEWEST_REPLICATES,
        max=MOST_REPLICATES,
        thumb_label=False,
        on_value=lambda count: change(chosen=replace(now.chosen, replicates=count)),
    )


@solara.component
def Run(on_begin: Callable[[], None]) -> None:  # noqa: N802
    """Plays what was chosen, or tells how far it is."""
    now = current()
    words = now.words
    if now.play is not None:
        Progress()
        return
    same = is_shown(now)

    def play() -> None:
        on_begin()
        begin(now.chosen)

    solara.Button(
        words.text("dash.same" if same else "dash.run", replicates=now.chosen.replicates),
        classes=["main"],
        disabled=same,
        on_click=play,
    )
    html("p", say(words, "dash.run_note"), "note")


@solara.component
def Progress() -> None:  # noqa: N802
    """How far the comparison is, how long it will take, and a way to stop it."""
    words = current().words
    far = course.value
    percent = round(100 * far.share)
    if far.preparing:
        told = words.text("dash.preparing")
    elif far.left is None:
        told = words.text("dash.started", finished=far.finished, total=far.total)
    else:
        left = write_duration(far.left, words.language)
        told = words.text("dash.progress", finished=far.finished, total=far.total, left=left)
    others = f"<p>{say(words, 'dash.others', count=far.waiting)}</p>" if far.waiting > 0 else ""
    with box("div", "progress"):
        html("p", escape(told), role="status")
        label = say(words, "dash.progress_bar")
        html(
            "div",
            f'<div class="bar" role="progressbar" aria-label="{label}" aria-valuemin="0" aria-valuemax="100" '
            f'aria-valuenow="{percent}"><span style="width:{percent}%"></span></div>{others}',
        )
        solara.Button(words.text("dash.stop"), classes=["plain"], on_click=give_up)
