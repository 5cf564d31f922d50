"""Messages to an open page: handed over at once, sent in their order, and dropped when the page is gone."""

import asyncio
import threading
from collections import deque
from typing import TYPE_CHECKING

import solara.server.starlette as pages
import starlette.websockets
import websockets.exceptions
from solara.server import websocket

if TYPE_CHECKING:
    import anyio.from_thread

MOST_WAITING_BYTES = 32_000_000
"""Of messages that a page has not taken yet; one that is so far behind has gone, as far as we can see."""

GONE = (
    websocket.WebSocketDisconnect,
    starlette.websockets.WebSocketDisconnect,
    websockets.exceptions.ConnectionClosed,
    RuntimeError,
)
"""What sending raises where nobody is there any more, or the server stops."""


class Sender(pages.WebsocketWrapper):
    """Sends to one page without keeping the work that has something to say waiting for it.

    Solara waits for every message until it is on its way, which takes two turns of a busy server for each,
    and a page takes a hundred. Whatever draws a page here goes on, and one task sends what is there.
    """

    def __init__(
        self, ws: starlette.websockets.WebSocket, portal: "anyio.from_thread.BlockingPortal | None"
    ) -> None:
        """Takes the connection and Solara's way to its loop."""
        super().__init__(ws, portal)
        self._waiting: deque[str | bytes | None] = deque()
        self._bytes = 0
        self._guard = threading.Lock()
        self._sending: asyncio.Task[None] | None = None
        self._busy = False
        self._gone = False

    def send_text(self, data: str) -> None:
        """Has a text sent."""
        self._put(data)

    def send_bytes(self, data: bytes) -> None:
        """Has bytes sent."""
        self._put(data)

    def close(self) -> None:
        """Closes the connection when everything before is sent."""
        self._put(None)

    def _put(self, message: str | bytes | None) -> None:
        with self._guard:
            if self._gone:
                raise websocket.WebSocketDisconnect
            self._waiting.append(message)
            self._bytes += len(message or "")
            if self._bytes > MOST_WAITING_BYTES:
                self._forget()
                raise websocket.WebSocketDisconnect
            if self._busy:
                return
            self._busy = True
        try:
            self.event_loop.call_soon_threadsafe(self._begin)
        except RuntimeError:  # the server stops
            with self._guard:
                self._forget()
            raise websocket.WebSocketDisconnect from None

    def _begin(self) -> None:
        self._sending = self.event_loop.create_task(self._send_all())

    async def _send_all(self) -> None:
        """Sends what waits until nothing does; a page that has gone is written to no more."""
        try:
            while taken := self._take():
                for message in taken:
                    await self._send_one(message)
        except GONE:
            with self._guard:
                self._forget()

    async def _send_one(self, message: str | bytes | None) -> None:
        if message is None:
            await self.ws.close()
        elif isinstance(message, str):
            await self._send_text_exc(message)
        else:
            await self._send_bytes_exc(message)

    def _take(self) -> list[str | bytes | None]:
        with self._guard:
            taken = list(self._waiting)
            self._waiting.clear()
            self._bytes = 0
            self._busy = bool(taken)
            return taken

    def _forget(self) -> None:
        self._gone, self._busy, self._bytes = True, False, 0
        self._waiting.clear()


def install() -> None:
    """Has Solara send through it; `solara.server.starlette` looks its own up by this name."""
    pages.WebsocketWrapper = Sender
