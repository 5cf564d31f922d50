"""Ten visitors for two minutes, twice: all are served, no page freezes, memory falls back when they leave.

The first crowd finds a server that has served one visitor only: part of what it takes is what is used for the
first time (modules read when they are needed, threads, drawings) and stays as long as the server. A second
crowd, with other questions, finds all of that there: what stays of its memory is what a crowd leaves behind,
and would come again with every next one.
"""

import re
import statistics
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.dashboards.browser.measure_speed import wait_until_rehearsed
from tests.dashboards.browser.visitor import SMALL, Visitor

VISITORS, SECONDS = 10, 120
MOST_MB_EACH = 15
"""Memory that a visitor of the second crowd may take while all of them play."""
MOST_MB_EACH_COLD = 25
"""The same of the first crowd, which also takes what is used for the first time."""
STAYS = 0.5
"""Part of the memory of a second crowd that may stay when it has left: whole answers are kept for a while."""
FREEZE_SECONDS = 5.0
"""Longest change of view, with ten browsers and the server on the same two cores."""
LEAVING_SECONDS = 30
SETTLE_SECONDS = 100
KILOBYTES = 1024


@dataclass
class Soaked:
    """Somebody in the crowd: whether there was an answer, and how long each change of view took."""

    visitor: Visitor
    answered_after: float | None = None
    changes: list[float] = field(default_factory=list)

    def look_around(self, seconds: float) -> None:
        """Notes an answer, and goes to another page and back."""
        page = self.visitor.page
        if self.answered_after is None and page.locator(".chip.partial, .chip.own").count():
            self.answered_after = seconds
        for place, there in (("Wie betaalt, wie wint", "#payers"), ("Vergelijken", ".tiles")):
            began = time.monotonic()
            page.get_by_role("link", name=place).click()
            page.wait_for_selector(there)
            self.changes.append(time.monotonic() - began)


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


def leave(visitors: list[Visitor]) -> None:
    """Has visitors close their page, as a browser does: the server hears of it."""
    for visitor in visitors:
        visitor.page.goto("about:blank")
        visitor.context.close()


@dataclass
class Crowd:
    """What was seen of ten visitors at once; memory in MB.

    Attributes:
        answers: After how many seconds each had an answer, nothing for who got none.
        changes: How many seconds each change of view took, the longest last.
        before: Memory before they came.
        most: The most memory while they were there.
        after: Memory when they had left.
        faults: What their browsers complained of.
    """

    answers: list[float | None]
    changes: list[float]
    before: float
    most: float
    after: float
    faults: list[str]

    def told(self) -> str:
        """Says what was seen, for who runs this by hand."""
        return (
            f"answers after {self.answers} s; {len(self.changes)} changes of view: half within "
            f"{statistics.median(self.changes):.2f} s, the longest {self.changes[-1]:.2f} s; "
            f"memory {self.before:.0f}, at most {self.most:.0f}, afterwards {self.after:.0f} MB"
        )


@pytest.mark.soak
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read from /proc")
def test_ten_visitors_are_served_in_turn(address: str, browser: Browser) -> None:
    port = address.rsplit(":", 1)[1].split("/")[0]
    first = Visitor(address, browser.new_context())
    page = first.go("/", SMALL.format(replicates=4, seed=1))
    page.get_by_role("button", name="Reken 4 keer door").click()
    page.locator(".chip.own").wait_for()
    page.wait_for_selector("#life [data-drawing]")
    wait_until_rehearsed(address)
    crowds = [soak(address, port, browser, 100 * VISITORS * number) for number in (1, 2)]
    page.reload()
    page.wait_for_selector(".tile")
    first.context.close()
    for crowd in crowds:
        print(crowd.told())
    for crowd in crowds:
        assert crowd.faults == []
        assert None not in crowd.answers, "somebody got no answer while the others played"
        assert crowd.changes[-1] < FREEZE_SECONDS
    first_crowd, last = crowds  # the mark is about a warm server
    assert first_crowd.most - first_crowd.before < VISITORS * MOST_MB_EACH_COLD
    assert last.most - last.before < VISITORS * MOST_MB_EACH
    assert last.after - last.before <= STAYS * (last.most - last.before)


def soak(address: str, port: str, browser: Browser, seed: int) -> Crowd:
    """Has ten visitors each ask something nobody asked before, look around for two minutes, and leave."""
    before = settle(port)
    crowd = [Soaked(Visitor(address, browser.new_context())) for _ in range(VISITORS)]
    for number, one in enumerate(crowd):
        one.visitor.go("/", SMALL.format(replicates=20, seed=seed + 100 * number))
    for one in crowd:
        one.visitor.page.get_by_role("button", name="Reken 20 keer door").click()
    began, most = time.monotonic(), before
    while time.monotonic() - began < SECONDS:
        for one in crowd:
            one.look_around(time.monotonic() - began)
            most = max(most, memory_mb(port))
    faults = [fault for one in crowd for fault in one.visitor.faults()]
    leave([one.visitor for one in crowd])
    wait_until_rehearsed(address)  # start-ups of the crowd took the place of those that were rehearsed
    after = wait_for_less(port, before + STAYS * (most - before))
    changes = sorted(seconds for one in crowd for seconds in one.changes)
    return Crowd([one.answered_after for one in crowd], changes, before, most, after, faults)


def settle(port: str) -> float:
    """Waits until the server has done what it does by itself after a comparison, and gives its memory."""
    began, last = time.monotonic(), 0.0
    while time.monotonic() - began < SETTLE_SECONDS:
        now = memory_mb(port)
        if abs(now - last) < 1:
            return now
        last = now
        time.sleep(SETTLE_SECONDS / 10)
    return last


def wait_for_less(port: str, wanted: float) -> float:
    """Waits a while until the server has given memory back."""
    began = time.monotonic()
    while memory_mb(port) > wanted and time.monotonic() - began < LEAVING_SECONDS:
        time.sleep(1)
    return memory_mb(port)
