"""Ten visitors at once for two minutes: everyone is served in turn, and memory falls back when they leave."""

import re
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboards.browser.visitor import SMALL, Visitor

VISITORS, SECONDS = 10, 120
MOST_MB_EACH = 15
KILOBYTES = 1024


def memory_mb(port: str) -> float:
    """The memory of the server that listens on a port, found among the processes of this machine."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            called = (place / "cmdline").read_bytes().split(b"\0")
            if b"dashboard" in called and port.encode() in called:
                found = re.search(r"VmRSS:\s+(\d+)", (place / "status").read_text())
                return int(found[1]) / KILOBYTES if found else 0.0
        except OSError:
            continue
    raise AssertionError(f"no server on port {port}")


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_ten_visitors_are_served_in_turn(address: str, browser: Browser) -> None:
    port = address.rsplit(":", 1)[1].split("/")[0]
    first = Visitor(address, browser.new_context())
    first.go()
    first.page.wait_for_selector("#take")
    before = memory_mb(port)
    visitors = [Visitor(address, browser.new_context()) for _ in range(VISITORS)]
    for number, visitor in enumerate(visitors):
        visitor.go("/", SMALL.format(replicates=20, seed=100 * (number + 1)))
        visitor.page.get_by_role("button", name="Reken 20 keer door").click()
    began = time.monotonic()
    answered = [False] * VISITORS
    while time.monotonic() - began < SECONDS:
        for number, visitor in enumerate(visitors):
            answered[number] |= visitor.page.locator(".chip.partial, .chip.own").count() > 0
            visitor.page.get_by_role("button", name=re.compile("English|Nederlands")).click()
            visitor.page.wait_for_timeout(200)
    assert all(answered), "somebody got no answer while the others played"
    assert memory_mb(port) - before < VISITORS * MOST_MB_EACH
    faults = [fault for visitor in visitors for fault in visitor.faults()]
    for visitor in visitors:
        visitor.context.close()
    assert faults == []
    first.page.reload()
    first.page.wait_for_selector(".tile")
    first.context.close()
