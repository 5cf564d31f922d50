"""A dashboard that runs, and a browser that looks at it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.dashboards.browser.visitor import Visitor

KLEIN = str(Path(__file__).parents[2] / "areas" / "klein")
BASE = "/buurt"
START_SECONDS = 300
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a dashboard under a path, as behind a reverse proxy, with a small neighbourhood."""
    with served(tmp_path_factory.mktemp("dashboard"), BASE) as address:
        yield address


@contextmanager
def served(folder: Path, base: str = "") -> Iterator[str]:
    """Runs a dashboard with a small neighbourhood beside the others, and gives its address.

    Args:
        folder: Where what it says is written.
        base: The path under which it is shown.
    """
    port = free_port()
    said = folder / "said"
    with said.open("w") as stream:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "dashboards.command_line", "dashboard", "--port", str(port)),
                *("--base-path", base, "--area", KLEIN),
            ],
            stdout=stream,
            stderr=subprocess.STDOUT,
            env={**os.environ, "SOLARA_SESSION_SECRET_KEY": "only for this test"},
        )
        try:
            wait_for_server(port, process, said)
            yield f"http://127.0.0.1:{port}{base}"
        finally:
            process.terminate()
            process.wait(timeout=60)
    told = said.read_text()
    assert "Traceback" not in told, told


def wait_for_server(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    began = time.monotonic()
    while time.monotonic() - began < START_SECONDS:
        assert process.poll() is None, said.read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0 and re.search("http://", said.read_text()):
                return
        time.sleep(0.2)
    raise AssertionError(f"no dashboard after {START_SECONDS} s: {said.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine; install the package chromium to run the browser tests")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def context(browser: Browser) -> Iterator[BrowserContext]:
    """One profile for all visitors, so that what never changes is fetched once; each has an own page."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def visitor(address: str, context: BrowserContext) -> Iterator[Visitor]:
    """Somebody with a page open; what must never happen is checked when he leaves."""
    visitor = Visitor(address, context)
    yield visitor
    faults = visitor.faults()
    visitor.page.close()
    assert faults == []
