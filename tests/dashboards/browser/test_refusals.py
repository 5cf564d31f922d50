"""What does not belong is refused politely, nothing is carried out, and the page stays usable."""

import http.client
from urllib.parse import quote, urlsplit

import pytest

from tests.dashboards.browser.visitor import Visitor

MISCHIEF = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("area=atlantis", "atlantis"),
        ("area=../../etc", "../../etc"),
        ("policies=fragmented", "Kies 2 tot 4"),
        (f"policies=fragmented,{quote(MISCHIEF)}", MISCHIEF),
        ("years=999", "999"),
        ("years=NaN&replicates=-4", "NaN"),
        ("set=queue:inf", "inf"),
        ("set=krachtenbundeling:plan_conflict:0.1", "plan_conflict"),
        (f"{quote(MISCHIEF)}=1", MISCHIEF),
        ("set=" + "x" * 7000, "6000"),
    ],
)
def test_a_link_that_is_wrong_is_explained(visitor: Visitor, query: str, told: str) -> None:
    page = visitor.go("/", query)
    notice = page.get_by_role("alert")
    notice.wait_for()
    assert told in notice.inner_text()
    assert page.locator("img[src=x]").count() == 0
    assert page.locator(".tile").count() == 8
    page.get_by_role("button", name="Begrepen").click()
    notice.wait_for(state="detached")


def test_an_unknown_page_or_file_leads_back(visitor: Visitor) -> None:
    visitor.allowed = (404,)
    for place in ("/bestaat-niet", "/files/0/nl/x.svg", "/files/0/nl/..%2F..%2Fetc%2Fpasswd"):
        visitor.page.goto(visitor.address + place)
        assert visitor.page.locator("h1").inner_text()
        assert visitor.page.locator("main a").get_attribute("href") == "/buurt/"


def test_something_huge_is_not_received(address: str) -> None:
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.netloc, timeout=120)
    connection.putrequest("POST", f"{where.path}/")
    connection.putheader("Content-Length", str(10**9))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert "te groot" in answer.read().decode("utf-8")


def test_the_cookie_cannot_be_read_by_scripts_and_strangers_are_kept_out(address: str) -> None:
    where = urlsplit(address)
    connection = http.client.HTTPConnection(where.netloc, timeout=120)
    connection.request("GET", f"{where.path}/")
    answer = connection.getresponse()
    page = answer.read().decode("utf-8")
    assert '<html lang="nl">' in page and "user-scalable=no" not in page
    cookies = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    assert cookies and all("httponly" in cookie.lower() for cookie in cookies)
    assert "default-src 'self'" in (answer.getheader("content-security-policy") or "")
