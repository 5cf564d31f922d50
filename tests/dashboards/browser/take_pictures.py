"""Takes the pictures of the documentation: `python -m tests.dashboards.browser.take_pictures ADDRESS`.

ADDRESS is where a dashboard runs, such as http://127.0.0.1:8765.
"""

import io
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.dashboards.browser.conftest import CHROMIUM

FOLDER = Path(__file__).parents[3] / "docs" / "pictures"
PICTURES = (
    ("compare", "/", "section.summary", (1366, 768)),
    ("payers", "/betalen", "section#payers", (1366, 768)),
    ("account", "/verantwoording", "#passport", (1366, 768)),
    ("compare-tablet", "/", "section.summary", (820, 1180)),
    ("compare-projector", "/", "section.summary", (1920, 1080)),
)
"""Name, page, what must be there, and size."""
DRAWN = """() => [...document.querySelectorAll("[data-drawing][aria-busy]")]
    .every((place) => place.getBoundingClientRect().top > innerHeight)"""
"""Whether every figure in view is there."""
COLOURS = 128
PATIENCE = 300_000


def take(address: str) -> None:
    """Takes every picture, in few colours so that they stay small."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for name, place, there, (width, height) in PICTURES:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.set_default_timeout(PATIENCE)
            page.goto(f"{address.rstrip('/')}{place}", timeout=PATIENCE)
            page.wait_for_selector(there)
            page.wait_for_timeout(1500)
            page.wait_for_function(DRAWN)
            taken = Image.open(io.BytesIO(page.screenshot(timeout=PATIENCE))).convert("RGB")
            taken.quantize(COLOURS).save(FOLDER / f"dashboard-{name}.png", optimize=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    take(sys.argv[1])
