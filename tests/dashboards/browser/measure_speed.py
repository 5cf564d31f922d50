"""Measures the speed marks of the dashboard: `python -m tests.dashboards.browser.measure_speed`.

A real server and a real browser on this machine; run it when the machine is quiet. Prints a table.
"""

import json
import math
import os
import statistics
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.dashboards.browser.conftest import CHROMIUM, served
from tests.dashboards.browser.visitor import PATIENCE

REPEATS = 5
LOOK_SECONDS = 0.5
MILLISECONDS = 1000
PATIENCE_SECONDS = 600
FIRST_SEED = 7001
CHOOSING_SECONDS = 5.0
LEVER = "policies=fragmented,alleen-voordeur&set=alleen-voordeur:queue:"
QUESTIONS = {
    "another policy": ("policies=fragmented,alleen-voordeur", 0.0),
    "another neighbourhood": ("area=maastricht-noordwest", 0.0),
    "a pulled lever": (f"{LEVER}0.25", 0.0),
    "a pulled lever, asked after 5 s": (f"{LEVER}0.3", CHOOSING_SECONDS),
    "seven years": ("years=7", 0.0),
    "another first seed": (f"seed={FIRST_SEED}", 0.0),
}
"""What is asked, and how long the visitor looks at the choice before.

Of another policy and of another neighbourhood all was rehearsed, of a pulled lever the yardstick and the
start-ups, of another number of years the start-ups, of another seed nothing.
"""
FIRST_ANSWER, ALL = "first answer", "30 replicates"
FROM_CLICK_TO_PAINT = """([selector, text]) => {
  window.changed = new Promise((resolve) => {
    let began;
    addEventListener("click", (event) => { began = event.timeStamp; }, { capture: true, once: true });
    const look = () => {
      const wanted = (one) => !text || one.textContent.trim() === text;
      const there = [...document.querySelectorAll(selector)].some(wanted);
      if (began === undefined || !there) return requestAnimationFrame(look);
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
    };
    requestAnimationFrame(look);
  });
}"""
"""Has the page itself tell how long it took from a click until what was asked has been painted.

What the program that drives the browser needs to find a link and to see that it can be clicked is not in it.
"""
MARKS = {"first page": 3.0, "change of view": 0.3, FIRST_ANSWER: 3.0, ALL: 12.0}


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
        Seconds of each time, by what was measured.
    """
    found: dict[str, list[float]] = {"first page": [], "change of view": []}
    for _ in range(REPEATS):
        began = time.monotonic()
        page = open_page(browser, address)
        found["first page"].append(time.monotonic() - began)
        page.context.close()
    page = open_page(browser, address)
    page.wait_for_selector("#life [data-drawing]")
    views: list[tuple[str, str, str, str]] = [
        ("link", "Wie betaalt, wie wint", ".purse", ""),
        ("link", "Vergelijken", ".tiles", ""),
        ("button", "English", "h2", "Your choices"),
        ("button", "Nederlands", "h2", "Uw keuzes"),
    ]
    for _ in range(REPEATS):
        for role, name, selector, text in views:
            page.evaluate(FROM_CLICK_TO_PAINT, [selector, text])
            page.get_by_role(role, name=name).click()  # type: ignore[arg-type]
            found["change of view"].append(page.evaluate("() => window.changed") / MILLISECONDS)
            time.sleep(LOOK_SECONDS)
    for asked, (query, choosing) in QUESTIONS.items():
        wait_until_rehearsed(address)
        page = open_page(browser, address, query)
        time.sleep(choosing)
        worked = core_seconds(address)
        page.get_by_role("button", name="Reken 30 keer door").click()
        began = time.monotonic()
        page.locator(".chip.partial, .chip.own").first.wait_for()
        found[f"{FIRST_ANSWER}, {asked}"] = [time.monotonic() - began]
        page.locator(".chip.own").wait_for()
        found[f"{ALL}, {asked}"] = [time.monotonic() - began]
        print(f"{asked}: {core_seconds(address) - worked:.1f} s of a core", file=sys.stderr)
        page.context.close()
    return found


def core_seconds(address: str) -> float:
    """Gives how long the server has worked, all cores together: that tells more where others work too.

    Args:
        address: Where a dashboard runs.
    """
    for place in Path("/proc").glob("[0-9]*"):
        try:
            called = (place / "cmdline").read_bytes().split(b"\0")
            if b"dashboard" in called and address.rsplit(":", 1)[1].encode() in called:
                user, system = (place / "stat").read_text().rsplit(")", 1)[1].split()[11:13]
                return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        except OSError:
            continue
    return math.nan


def wait_until_rehearsed(address: str) -> None:
    """Waits until the server has rehearsed and nobody plays anything.

    Args:
        address: Where a dashboard runs.

    Raises:
        TimeoutError: It takes too long.
    """
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE_SECONDS:
        with urllib.request.urlopen(f"{address}/state") as answer:
            state = json.load(answer)
        if state["rehearsed"] and not state["under_way"]:
            return
        time.sleep(LOOK_SECONDS)
    raise TimeoutError(f"not rehearsed after {PATIENCE_SECONDS} s")


def show(found: dict[str, list[float]]) -> None:
    """Prints what was found beside what is wanted."""
    print("| what | wanted | half within | longest | met |\n| --- | --- | --- | --- | --- |")
    for name, seconds in found.items():
        middle, wanted = statistics.median(seconds), MARKS[name.split(",")[0]]
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
        print("waiting until the server has rehearsed", file=sys.stderr)
        began = time.monotonic()
        wait_until_rehearsed(address)
        print(
            f"rehearsed after {time.monotonic() - began:.0f} s; load {os.getloadavg()[0]:.1f}",
            file=sys.stderr,
        )
        show(measure(address, browser))
        print(f"load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        browser.close()


if __name__ == "__main__":
    main()
