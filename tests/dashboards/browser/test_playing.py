"""Playing in the browser: run, watch, stop, reload, take along."""

import json
import re
import time
import urllib.request
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pypdf

from tests.dashboards.browser.visitor import PATIENCE, SMALL, Visitor


def test_a_comparison_is_played_and_reproduced_by_its_link(visitor: Visitor) -> None:
    page = visitor.go("/", SMALL.format(replicates=3, seed=1))
    page.get_by_role("button", name="Reken 3 keer door").click()
    page.locator(".chip.own").wait_for(timeout=5 * PATIENCE)
    page.wait_for_function("location.search.includes('shown=1')")
    shown = page.locator(".tiles").inner_text()
    assert page.locator("#take code").first.inner_text() == visitor.here()
    page.reload()
    page.locator(".chip.own").wait_for()
    assert page.locator(".tiles").inner_text() == shown
    command = page.locator("#take code").nth(1).inner_text()
    assert re.search(r"compare fragmented krachtenbundeling --area \S+ --years 1 --warmup-weeks 13", command)


def test_a_link_to_what_nobody_has_played_is_played(visitor: Visitor) -> None:
    page = visitor.go("/", SMALL.format(replicates=2, seed=5) + "&shown=1")
    page.locator(".chip.own").wait_for(timeout=5 * PATIENCE)


def test_stopping_keeps_what_was_on_screen(visitor: Visitor) -> None:
    page = visitor.go("/", SMALL.format(replicates=60, seed=9).replace("years=1", "years=15"))
    page.get_by_role("button", name="Reken 60 keer door").click()
    page.get_by_role("progressbar", name="Voortgang van het rekenen").wait_for()
    page.get_by_role("button", name="Stop met rekenen").click()
    page.get_by_role("button", name="Reken 60 keer door").wait_for()
    assert page.locator("h1").count() == 1


def test_machines_are_told_how_the_server_is(visitor: Visitor) -> None:
    def wait_for(what: str, count: int) -> dict[str, Any]:
        began = time.monotonic()
        while time.monotonic() - began < 5 * PATIENCE / 1000:
            with urllib.request.urlopen(f"{visitor.address}/state") as told:
                state: dict[str, Any] = json.load(told)
            if state[what] == count:
                return state
            time.sleep(0.1)
        raise AssertionError(f"never {count} {what}: {state}")

    assert set(wait_for("under_way", 0)) == {"prepared", "rehearsed", "expected", "under_way"}
    page = visitor.go("/", SMALL.format(replicates=60, seed=70).replace("years=1", "years=15"))
    wait_for("expected", 1)
    page.get_by_role("button", name="Reken 60 keer door").click()
    assert wait_for("under_way", 1)["expected"] == 0
    page.get_by_role("button", name="Stop met rekenen").click()
    assert wait_for("under_way", 0)["prepared"]
    page.get_by_role("slider").first.press("ArrowLeft")
    wait_for("expected", 1)
    page.goto("about:blank")
    wait_for("expected", 0)


def test_going_to_another_page_does_not_stop_it(visitor: Visitor) -> None:
    page = visitor.go("/", SMALL.format(replicates=40, seed=700).replace("years=1", "years=3"))
    page.get_by_role("button", name="Reken 40 keer door").click()
    for place in ("Verantwoording", "Wie betaalt, wie wint", "Vergelijken"):
        page.get_by_role("link", name=place).click()
        page.locator(".pages a[aria-current=page]", has_text=place).wait_for()
    page.locator(".chip.own").wait_for(timeout=5 * PATIENCE)


def test_files_open(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.go()
    page.wait_for_selector("#take")

    def take(name: str) -> bytes:
        with page.expect_download() as download:
            page.locator(f'a[download="zorgbundel-{name}"]').first.click()
        target = tmp_path / name
        download.value.save_as(target)
        return target.read_bytes()

    reader = pypdf.PdfReader(BytesIO(take("briefing.pdf")))
    assert len(reader.pages) == 2
    text = " ".join(page.extract_text() for page in reader.pages)
    assert "Krachtenbundeling" in text and "zorgbundel compare" in text and "Pagina 2 van 2" in text
    assert any("DejaVu" in str(font) for font in _fonts(reader))
    html = take("briefing.html").decode("utf-8")
    assert html.startswith("<!DOCTYPE html>") and "http" not in re.sub(r"xmlns(:\w+)?=\S+", "", html)
    table = take("outcomes.csv").decode("utf-8-sig")
    assert "Escalaties" in table and ";" in table
    book = openpyxl.load_workbook(BytesIO(take("outcomes.xlsx")))
    assert "Escalaties" in str([cell.value for cell in book.worksheets[0]["A"]])
    assert any(isinstance(cell.value, float) for row in book.worksheets[-1].iter_rows() for cell in row)
    assert take("helpers.svg").lstrip().startswith(b"<?xml")
    assert take("helpers.png").startswith(b"\x89PNG")


def _fonts(reader: pypdf.PdfReader) -> list[str]:
    fonts = reader.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    return [str(font.get_object()["/BaseFont"]) for font in fonts.values()]
