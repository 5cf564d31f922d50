"""Whoever leaves half-way leaves nothing behind, and the server has nothing to complain of."""

from pathlib import Path

from playwright.sync_api import Browser

from tests.dashboards.browser.conftest import served
from tests.dashboards.browser.visitor import SMALL, Visitor


def test_the_server_is_calm_when_visitors_leave_half_way(browser: Browser, tmp_path: Path) -> None:
    with served(tmp_path) as address:
        stayer = Visitor(address, browser.new_context())
        for number in range(4):
            leaver = Visitor(address, browser.new_context())
            page = leaver.go("/", SMALL.format(replicates=30, seed=1000 * number + 50))
            page.get_by_role("button", name="Reken 30 keer door").click()
            if number == 0:
                page.locator(".chip.partial, .chip.own").first.wait_for(timeout=300_000)
            if number >= 2:
                page.get_by_role("link", name="Wie betaalt, wie wint").click()
            if number == 3:
                page.goto("about:blank")
            leaver.context.close()
        assert stayer.go().locator(".tile").count() == 8
        stayer.context.close()
    told = (tmp_path / "said").read_text()
    assert "Error" not in told and "Exception" not in told, told
