"""Reads built pages as a browser would: what they load, where they lead, what can be led to."""

from html.parser import HTMLParser
from pathlib import Path

LOADED = {"script": "src", "img": "src", "link": "href", "iframe": "src", "source": "src", "object": "data"}


class Page(HTMLParser):
    """What stands in one page.

    Attributes:
        loaded: Addresses of everything the page shows or runs.
        links: Addresses a reader can follow.
        anchors: Places in the page that can be led to.
        equations: How many equations are typeset.
        unshown: Pictures without words for who does not see them.
    """

    def __init__(self, path: Path) -> None:
        """Read a page."""
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.unshown: list[str] = []
        self.equations = 0
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = {name: value or "" for name, value in attrs}
        self.anchors.add(given.get("id", ""))
        if address := given.get(LOADED.get(tag, ""), ""):
            self.loaded.append(address)
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "img" and not given.get("alt"):
            self.unshown.append(given.get("src", ""))
        self.equations += tag == "math"
