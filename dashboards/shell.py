"""What is around every page: its name, where one can go, the language, and the address."""

from functools import cache
from html import escape
from importlib.resources import files
from typing import Any

import reacton.ipyvuetify as v
import solara

from dashboards import settings
from dashboards.address import Address
from dashboards.question import Question
from dashboards.settings import file_address
from dashboards.visit import Visit, arrive, change, current, visit
from dashboards.watching import Watch, begin
from results.elements import say
from results.numbers import Language
from results.words import Words

PAGES = (
    ("/", "dash.page_compare"),
    ("/betalen", "dash.page_payers"),
    ("/verantwoording", "dash.page_evidence"),
)
ACCENT = "#00574f"


def html(tag: str, content: str, classes: str = "", **attributes: str) -> None:
    """Puts HTML of our own on the page; whoever calls it has made names of others harmless."""
    solara.HTML(tag, unsafe_innerHTML=content, class_=classes, attributes=attributes)


def box(tag: str, classes: str, **attributes: Any) -> Any:
    """Opens an element that holds others."""
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    return v.Html(tag=tag, class_=classes, attributes=named)


def use_theme() -> None:
    """Gives the controls our one colour, in light."""

    def paint() -> None:
        theme = solara.lab.theme
        theme.dark = False
        for themes in (theme.themes.light, theme.themes.dark):
            themes.primary = ACCENT

    solara.use_memo(paint, [])


@solara.component
def Layout(children: list[Any] = []) -> Any:  # noqa: B006, N802 (Solara wants this form)
    """The frame of every page."""
    use_theme()
    router = solara.use_router()
    solara.use_memo(lambda: _arrive(router.search or ""), [])
    if visit.value is None:
        return solara.Div()
    now = current()
    words = now.words
    with solara.Div(classes=["shell"]) as main:
        solara.Style(_style())
        Address.element(
            guide=True,
            search=now.address,
            on_popped=_pop,
            title=_title(router.path, words),
            lang=now.language,
            on_width=lambda width: change(wide=width != "narrow"),
            on_origin=lambda origin: change(origin=origin),
        )
        Watch()
        html("div", f'<a class="skip" href="#main">{say(words, "report.skip")}</a>', "skips")
        Header(router.path)
        with box("main", "page", id="main", tabindex="-1"):
            Complaints()
            solara.Div(children=children, classes=["content"])
        Footer()
    return main


@cache
def _style() -> str:
    return files("dashboards").joinpath("style.css").read_text(encoding="utf-8")


def _arrive(query: str) -> None:
    if visit.peek() is None:
        found, wanted = arrive(query)
        visit.set(found)
        if wanted:
            begin(found.chosen)


def _pop(told: str) -> None:
    """Follows back and forward to an address that asks something else."""
    query = told.rpartition("#")[0]
    here = visit.peek()
    if here is None or query == here.address:
        return
    found, wanted = arrive(query, here.wide)
    visit.set(found)
    if wanted:
        begin(found.chosen)


def _title(path: str, words: Words) -> str:
    key = next((key for place, key in PAGES if place == path), PAGES[0][1])
    return f"{words.text(key)} · zorgbundel"


@solara.component
def Header(path: str) -> None:  # noqa: N802
    """Name, pages, briefing and language."""
    now = current()
    words = now.words
    with box("header", "top"):
        html("p", "zorgbundel", "brand")
        with box("nav", "pages", aria_label=words.text("dash.pages")):
            for place, key in PAGES:
                Goto(place, words.text(key), place == path)
        with box("div", "actions"):
            if now.shown is not None:
                where = escape(file_address(now.shown.key, now.language, "briefing.pdf"))
                save = f'href="{where}" download="zorgbundel-briefing.pdf"'
                html("span", f'<a class="button" {save}>{say(words, "dash.briefing")}</a>')
            CopyLink(path)
            other: Language = "en" if now.language == "nl" else "nl"
            solara.Button(
                words.text("dash.other_language"),
                classes=["plain"],
                on_click=lambda: change(language=other),
                attributes={"aria-label": words.text("dash.other_language_said"), "lang": other},
            )


@solara.component
def Goto(place: str, label: str, here: bool) -> None:  # noqa: N802
    """A link to another page that keeps what is on screen."""
    now = current()
    query = f"?{now.address}" if now.address else ""
    attributes = {"href": f"{settings.base()}{place}{query}"}
    if here:
        attributes["aria-current"] = "page"
    v.Html(tag="a", children=[label], attributes=attributes)


@solara.component
def CopyLink(path: str) -> None:  # noqa: N802
    """Copies the address that shows again what is on screen."""
    now = current()
    words = now.words
    told, tell = solara.use_state("")
    asked, ask = solara.use_state("")
    where = full_link(now, path)
    times = solara.use_ref(0)

    def copy() -> None:
        times.current += 1
        ask(f"{where}#{times.current}")

    def hear(how: str) -> None:
        tell("dash.copied" if how.startswith("yes") else "dash.copy_by_hand")

    with box("span", "copy"):
        solara.Button(
            words.text("dash.copied_short" if told == "dash.copied" else "dash.copy_link"),
            classes=["plain"],
            on_click=copy,
        )
        html("span", escape(words.text(told)) if told else "", "hidden", role="status")
        Address.element(copy=asked, on_copied=hear)


def full_link(now: Visit, path: str) -> str:
    """Gives the address, from its first slash, that shows again what is on screen."""
    return f"{settings.base()}{path}{f'?{now.link}' if now.link else ''}"


@solara.component
def Complaints() -> None:  # noqa: N802
    """What was wrong with the address or the comparison, and what is shown in its place."""
    now = current()
    if not now.complaints:
        return
    words = now.words
    items = "".join(f"<li>{escape(line)}</li>" for line in now.complaints)
    with box("section", "notice", role="alert"):
        html("div", f"<p><strong>{say(words, f'dash.wrong_{now.wrong}')}</strong></p><ul>{items}</ul>")
        solara.Button(
            words.text("dash.understood"), classes=["plain"], on_click=lambda: change(complaints=())
        )


@solara.component
def Footer() -> None:  # noqa: N802
    """What this is and what it is not."""
    words = current().words
    html("div", f"<p>{say(words, 'dash.foot')}</p>", "foot", role="contentinfo")


def reset() -> None:
    """Goes back to the stored comparison."""
    change(chosen=Question(), complaints=())
