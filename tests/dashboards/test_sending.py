"""Messages to a page keep their order, keep nobody waiting, and end where the page has gone."""

import asyncio
import inspect
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import solara.server.starlette as pages
import uvicorn
from solara.server.websocket import WebSocketDisconnect
from starlette.applications import Starlette
from starlette.routing import WebSocketRoute
from starlette.websockets import WebSocket
from websockets.sync.client import connect

from dashboards import sending
from dashboards.sending import Sender

COUNT = 300
SOON_SECONDS = 20


class Office:
    """A small server that hands its last connection to the test."""

    def __init__(self) -> None:
        self.there = threading.Event()
        self.over = threading.Event()
        self.sender: Sender | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        app = Starlette(routes=[WebSocketRoute("/", self._receive)])
        self.server = uvicorn.Server(uvicorn.Config(app, port=self.port, log_level="error", loop="asyncio"))

    async def _receive(self, ws: WebSocket) -> None:
        await ws.accept()
        self.sender = Sender(ws, None)
        self.there.set()
        while not self.over.is_set():
            await asyncio.sleep(0.02)

    def open(self) -> Sender:
        assert self.there.wait(SOON_SECONDS) and self.sender is not None
        return self.sender


@pytest.fixture
def office() -> Iterator[Office]:
    made = Office()
    thread = threading.Thread(target=made.server.run, daemon=True)
    thread.start()
    began = time.monotonic()
    while not made.server.started and time.monotonic() - began < SOON_SECONDS:
        time.sleep(0.02)
    yield made
    made.over.set()
    made.server.should_exit = True
    thread.join(SOON_SECONDS)


def test_messages_arrive_in_their_order(office: Office) -> None:
    with connect(f"ws://127.0.0.1:{office.port}/") as page:
        sender = office.open()
        for number in range(COUNT):
            sender.send(f"{number}" if number % 2 else f"{number}".encode())
        got = [page.recv(timeout=SOON_SECONDS) for _ in range(COUNT)]
        assert got == [f"{number}" if number % 2 else f"{number}".encode() for number in range(COUNT)]


def test_nothing_is_sent_to_a_page_that_has_gone(office: Office) -> None:
    with connect(f"ws://127.0.0.1:{office.port}/"):
        sender = office.open()
    began = time.monotonic()
    with pytest.raises(WebSocketDisconnect):
        while time.monotonic() - began < SOON_SECONDS:
            sender.send("is anybody there?")
            time.sleep(0.05)


def test_a_page_that_takes_nothing_is_given_up(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "MOST_WAITING_BYTES", 1000)
    with connect(f"ws://127.0.0.1:{office.port}/"):
        sender = office.open()
        with pytest.raises(WebSocketDisconnect):
            sender.send(b"x" * 1001)


def test_closing_comes_after_what_was_said_before(office: Office) -> None:
    with connect(f"ws://127.0.0.1:{office.port}/") as page:
        sender = office.open()
        sender.send("last words")
        sender.close()
        assert list(page) == ["last words"]


def test_solara_still_finds_its_sender_by_the_name_that_we_replace() -> None:
    assert "WebsocketWrapper(ws, portal)" in inspect.getsource(pages._kernel_connection)
