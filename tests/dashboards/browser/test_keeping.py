"""Choices kept in a file and loaded again; what is no such file is refused, and nothing is carried out."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload

from dashboards.choices import MOST_BYTES
from tests.dashboards.browser.visitor import Visitor

MISCHIEF = "<img src=x onerror=alert(1)>"
FIELD = "input[type=file]"


def payload(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/toml", "buffer": content}


def test_choices_are_kept_and_loaded_again(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.go("/", "area=klein&years=3&seed=8&set=krachtenbundeling:queue:0.25")
    with page.expect_download() as download:
        page.get_by_role("link", name="Bewaar als bestand").click()
    assert download.value.suggested_filename == "zorgbundel-keuzes.toml"
    kept = tmp_path / "mijn keuzes.toml"
    download.value.save_as(kept)
    assert "years = 3" in kept.read_text()
    page = visitor.go()
    page.get_by_label("Laad een bestand").set_input_files(kept)
    page.get_by_text("De keuzes uit mijn keuzes.toml zijn geladen.").wait_for()
    page.wait_for_function("location.search.includes('years=3')")
    here = visitor.here()
    assert all(part in here for part in ("area=klein", "seed=8", "set=krachtenbundeling:queue:0.25"))


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_wrong_file_is_refused_and_choices_stay(visitor: Visitor, language: str) -> None:
    page = visitor.go("/", f"years=4&lang={language}")
    dutch = language == "nl"
    too_large = b"years = 3\n" * MOST_BYTES
    for name, content, told in (
        ("huge.toml", too_large, "toegestaan is 64 kB" if dutch else "allowed is 64 kB"),
        ("photo.toml", b"\x89PNG\r\n\x1a\n\xff\xfe", "geen tekstbestand" if dutch else "no text file"),
        ("letter.toml", b"Dear all,\nyears is 3", "geen TOML" if dutch else "no TOML"),
        (f"{MISCHIEF}.toml", f"area = '{MISCHIEF}'".encode(), MISCHIEF),
        ("policy.toml", b"[levers]\nqueue = 0.5", "eigen beleid" if dutch else "policy of your own"),
        ("years.toml", b"years = 99", "99"),
    ):
        page.locator(FIELD).set_input_files(payload(name, content))
        refusal = page.locator(".keep .refused", has_text=name)
        refusal.wait_for()
        assert told in refusal.inner_text()
        assert page.locator("img[src=x]").count() == 0
        assert "years=4" in visitor.here()
    assert page.locator(".tile").count() == 8


def test_a_browser_that_hides_the_size_is_refused_too(visitor: Visitor) -> None:
    page = visitor.go("/", "years=4")
    page.evaluate("Object.defineProperty(File.prototype, 'size', {get: () => 10})")
    page.locator(FIELD).set_input_files(payload("sly.toml", b"years = 3\n" * (MOST_BYTES // 4)))
    page.locator(".keep .refused", has_text=re.compile("toegestaan is 64 kB")).wait_for()
    assert "years=4" in visitor.here()


def test_keeping_can_be_reached_with_the_keyboard(visitor: Visitor) -> None:
    page = visitor.go()
    field = page.locator(FIELD)
    field.focus()
    assert field.evaluate("field => document.activeElement === field")
    assert visitor.check_access() == []
