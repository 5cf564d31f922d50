"""Keeping choices in a small file, and loading them again."""

from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

import solara

from dashboards.choices import MOST_BYTES, read_choices, too_large, write_choices
from dashboards.commands.bad_input import BadInput
from dashboards.shell import box, html
from dashboards.upload import Upload
from dashboards.visit import change, current, places
from results.elements import say
from results.words import Words

LONGEST_NAME = 60


@dataclass(frozen=True)
class Told:
    """What became of a file that was handed over.

    Attributes:
        name: Its name.
        refusal: Why it was not loaded, nothing when it was.
    """

    name: str
    refusal: str = ""


@solara.component
def Keep() -> Any:  # noqa: N802 (Solara wants this form)
    """Two buttons: keep these choices, and load kept ones."""
    now = current()
    words = now.words
    told, tell = solara.use_state(None)

    def take(given: dict[str, Any]) -> None:
        name = str(given.get("name", ""))[:LONGEST_NAME]
        try:
            chosen = read_choices(_content(given, words), places(), words)
        except BadInput as error:
            tell(Told(name, str(error)))
            return
        tell(Told(name))
        change(chosen=chosen, complaints=())

    kept = quote(write_choices(now.chosen, words), safe="")
    save = f'href="data:application/toml;charset=utf-8,{kept}" download="{say(words, "dash.choices_file")}"'
    with box("div", "keep") as main:
        html("h3", say(words, "dash.keep"))
        with box("div", "pair"):
            html("span", f'<a class="button" {save}>{say(words, "dash.keep_save")}</a>')
            Upload.element(
                label=words.text("dash.keep_load"), kind=".toml,text/plain", most=MOST_BYTES, on_given=take
            )
        if told is not None:
            html("div", *_say(told, words))
    return main


def _content(given: dict[str, Any], words: Words) -> bytes:
    """Gives what was handed over, or refuses what the browser did not read or should not have sent."""
    size, content = given.get("size"), given.get("content")
    if isinstance(size, int) and size > MOST_BYTES:
        raise too_large(size, words)
    if not isinstance(content, bytes | bytearray | memoryview):
        raise BadInput(words.text("dash.file_unread"))
    if len(content) > MOST_BYTES:
        raise too_large(len(content), words)
    return bytes(content)


def _say(told: Told, words: Words) -> tuple[str, str]:
    if told.refusal:
        title = say(words, "dash.file_refused", name=told.name)
        return f'<p role="alert"><strong>{title}</strong> {escape(told.refusal)}</p>', "refused"
    return f'<p role="status">{say(words, "dash.file_loaded", name=told.name)}</p>', "loaded"
