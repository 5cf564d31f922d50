"""Somebody who looks at the dashboard in a real browser."""

from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Response

PATIENCE = 60_000
"""Milliseconds to wait at most: tests run on busy machines, and nothing here measures speed."""
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
SMALL = "area=klein&years=1&warmup=13&replicates={replicates}&seed={seed}"
HARMLESS = ("Failed to evaluate Vue script",)
"""What Solara's own widgets say in the console."""


@dataclass
class Visitor:
    """Somebody with a page open, who notes everything that must never happen."""

    address: str
    context: BrowserContext
    allowed: tuple[int, ...] = ()
    _faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE)
        self.page.on("request", lambda request: self._note_request(request.url))
        self.page.on("response", self._note_response)
        self.page.on("console", lambda said: self._note_console(said.type, said.text))
        self.page.on("pageerror", lambda error: self._faults.append(f"script: {error}"))
        self.page.on("dialog", lambda dialog: self._faults.append(f"dialog: {dialog.message}"))

    def go(self, place: str = "/", query: str = "") -> Page:
        """Opens a page and waits for its title."""
        self.page.goto(f"{self.address}{place}{'?' + query if query else ''}", timeout=PATIENCE)
        self.page.wait_for_selector(".shell h1")
        return self.page

    def see(self, name: str) -> Locator:
        """Scrolls to a figure, as who wants to see it does, and waits until it is drawn."""
        card = self.page.locator(f"section#{name}")
        card.scroll_into_view_if_needed()
        card.locator("svg[role=img]").wait_for()
        return card

    def faults(self) -> list[str]:
        return list(self._faults)

    def check_access(self) -> list[str]:
        """What axe-core finds wrong for who cannot see, hear or point."""
        script = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
        self.page.evaluate(script)
        found: dict[str, Any] = self.page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(RULES)
        )
        return [
            f"{fault['id']} ({fault['impact']}): {node['html'][:160]}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]

    def fits(self) -> bool:
        """Whether nothing sticks out to the right."""
        return bool(self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"))

    def here(self) -> str:
        return str(self.page.evaluate("location.href"))

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.address.rsplit("/", 1)[0], "data:", "blob:")):
            self._faults.append(f"request to elsewhere: {url}")

    def _note_response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.allowed:
            self._faults.append(f"{response.status} for {response.url}")

    def _note_console(self, kind: str, text: str) -> None:
        refused = self.allowed and "Failed to load resource" in text
        if kind == "error" and not refused and not any(known in text for known in HARMLESS):
            self._faults.append(f"console: {text}")
