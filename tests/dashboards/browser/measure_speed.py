"""Measures the speed marks of the dashboard: `python -m tests.dashboards.browser.measure_speed`.

A real server and a real browser on this machine; run it when the machine is quiet. Prints a table.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboards.browser.conftest import CHROMIUM, served
from tests.dashboards.browser.visitor import PATIENCE

REPEATS = 5
WARM_SECONDS = 40
FIRST_SEED = 7001
QUESTION = f"seed={FIRST_SEED}"
MARKS = {"first page": 3.0, "change of view": 0.3, "first answer": 3.0, "30 replicates": 12.0}


def open_page(browser: Browser, address: str, query: str = "") -> Page:
    """Opens the first page as somebody who was never here."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/?{query}")
    page.wait_for_selector(".tile")
    return page


def measure(address: str, browser: Browser) -> dict[str, list[float]]:
    """Measures each mark.

    Args:
        address: Where a dashboard runs.
        browser: A browser.

    Returns:
        Seconds of each time, by mark.
    """
    found: dict[str, list[float]] = {name: [] for name in MARKS}
    for _ in range(REPEATS):
        began = time.monotonic()
        page = open_page(browser, address)
        found["first page"].append(time.monotonic() - began)
        page.context.close()
    page = open_page(browser, address)
    page.wait_for_selector("#life [data-drawing]")
    for _ in range(REPEATS):
        for place, there in (("Wie betaalt, wie wint", ".purse"), ("Vergelijken", ".tiles")):
            began = time.monotonic()
            page.get_by_role("link", name=place).click()
            page.wait_for_selector(there)
            found["change of view"].append(time.monotonic() - began)
    for tongue, title in (("English", "Your choices"), ("Nederlands", "Uw keuzes")):
        began = time.monotonic()
        page.get_by_role("button", name=tongue).click()
        page.get_by_role("heading", name=title, exact=True).wait_for()
        found["change of view"].append(time.monotonic() - began)
    page = open_page(browser, address, QUESTION)
    page.get_by_role("button", name="Reken 30 keer door").click()
    began = time.monotonic()
    page.locator(".chip.partial, .chip.own").first.wait_for()
    found["first answer"].append(time.monotonic() - began)
    page.locator(".chip.own").wait_for()
    found["30 replicates"].append(time.monotonic() - began)
    return found


def show(found: dict[str, list[float]]) -> None:
    """Prints what was found beside what is wanted."""
    print("| what | wanted | half within | longest | met |\n| --- | --- | --- | --- | --- |")
    for name, seconds in found.items():
        middle, wanted = statistics.median(seconds), MARKS[name]
        print(
            f"| {name} | {wanted:.1f} s | {middle:.2f} s | {max(seconds):.2f} s | "
            f"{'yes' if middle <= wanted else 'no'} |"
        )


def main() -> None:
    """Starts a server, measures, and prints the table."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        print(f"warming up for {WARM_SECONDS} s", file=sys.stderr)
        time.sleep(WARM_SECONDS)
        show(measure(address, browser))
        browser.close()


if __name__ == "__main__":
    main()
