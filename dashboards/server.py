"""The web server of the dashboard: on this machine only, with pages, files and polite refusals."""

import logging
import os
import secrets
import sys
import warnings
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from dashboards import settings
from results.elements import say, whole_page
from results.numbers import Language
from results.words import LANGUAGES, load_words

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HOST = "127.0.0.1"
MOST_BYTES = 64_000
"""Of anything that is sent to the server other than the messages of an open page."""
MOST_MESSAGE_BYTES = 1_000_000
"""Of one message of an open page."""
PATIENCE_SECONDS = 300.0
"""How long a page may take to say that it is still there, where many comparisons are played at once."""
TURN_SECONDS = 0.001
"""How long a drawing may keep a page waiting that has something small to do."""
MOST_MADE_AT_ONCE = 2
"""Files and drawings; a page has something small to do more often than somebody looks at a figure."""
KEEP_CLOSED_PAGE = "10m"
"""How long a page that lost its connection is kept, so that a tablet that slept finds it again."""
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "SAMEORIGIN",
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'self'; form-action 'self'"
    ),
}


def prepare_environment(base: str) -> None:
    """Sets what Solara reads when it is imported: offline, no telemetry, cookies that scripts cannot read.

    Args:
        base: The path under which a reverse proxy shows the dashboard, "" for none.
    """
    settings.set_base(base)
    os.environ.update(
        SOLARA_APP="dashboards.app",
        SOLARA_MODE="production",
        SOLARA_TELEMETRY_MIXPANEL_ENABLE="False",
        SOLARA_ASSETS_CDN="http://127.0.0.1:9",
        SOLARA_ASSETS_FONTAWESOME_ENABLED="False",
        SOLARA_SESSION_HTTP_ONLY="True",
        SOLARA_KERNEL_CULL_TIMEOUT=KEEP_CLOSED_PAGE,
        SOLARA_THEME_SHOW_BANNER="False",
        SOLARA_THEME_VARIANT="light",
        SOLARA_THEME_TITLE="zorgbundel",
    )
    os.environ.setdefault("SOLARA_SESSION_SECRET_KEY", secrets.token_hex(32))
    if base:
        os.environ["SOLARA_ROOT_PATH"] = settings.base()


def build_server() -> "Starlette":
    """Builds the web application; `prepare_environment` comes first."""
    import solara.server.starlette as pages
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.routing import Mount, Route

    from dashboards import sending, template

    sending.install()
    missing = template.install()
    if missing:
        logging.getLogger(__name__).warning("page template: not found: %s", missing)
    routes = [
        Route("/state", _tell_state),
        Route("/files/{key}/{language}/{name}", _send_file),
        Mount("/", app=pages.app),
    ]
    if settings.base():
        routes = [Mount(settings.base(), routes=routes), *routes]
    return Starlette(
        routes=routes,
        lifespan=pages.lifespan,
        middleware=[Middleware(Guard)],
    )


class Guard:
    """Refuses what is too large, explains what is refused, and sends headers that keep strangers out."""

    def __init__(self, app: "ASGIApp") -> None:
        """Takes the application behind it."""
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        """Lets a request through, or refuses it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if b"transfer-encoding" in headers or not length.isdigit() or int(length) > MOST_BYTES:
            await _page(413, "dash.too_large", _language(headers))(scope, receive, send)
            return
        refused = 0

        async def answer(message: "Message") -> None:
            nonlocal refused
            if message["type"] == "http.response.start":
                kind = dict(message["headers"]).get(b"content-type", b"")
                if message["status"] >= 400 and kind.startswith(b"text/plain"):
                    refused = message["status"]
                    return
                seen = {name.lower() for name, _ in message["headers"]}
                extra = [(k.lower().encode(), v.encode()) for k, v in SAFE_HEADERS.items()]
                kept = [*message["headers"], *(header for header in extra if header[0] not in seen)]
                message = {**message, "headers": kept}
            if not refused:
                await send(message)

        await self._app(scope, receive, answer)
        if refused:
            key = "dash.no_page" if refused == 404 else "dash.refused"
            await _page(refused, key, _language(headers))(scope, receive, send)


async def _send_file(request: "Request") -> "Response":
    """Makes a file in a thread, so that other visitors do not wait for it; few are made at once."""
    from anyio import to_thread
    from starlette.responses import Response

    from dashboards.files import DRAWINGS, make_file
    from dashboards.play import theatre

    key, language, name = (request.path_params[part] for part in ("key", "language", "name"))
    answer = theatre().find(key)
    if answer is None and name.endswith(DRAWINGS):
        return Response(status_code=204)  # the page shows a next stage by now
    if language not in LANGUAGES or answer is None:
        return _page(404, "dash.no_file", _language(dict(request.scope["headers"])))
    made = await to_thread.run_sync(make_file, answer, name, load_words(language), limiter=_makers())
    if made is None:
        return _page(404, "dash.no_file", language)
    content, kind = made
    return Response(content, media_type=kind)


async def _tell_state(request: "Request") -> "Response":
    """Tells machines how the server is: whether it is ready, and how many comparisons are under way."""
    from starlette.responses import JSONResponse

    from dashboards.play import theatre

    now = theatre()
    rehearsal = now.rehearsal
    return JSONResponse(
        {
            "prepared": now.prepared,
            "rehearsed": rehearsal.finished,
            "expected": rehearsal.expected,
            "under_way": now.waiting(),
        }
    )


@cache
def _makers() -> "CapacityLimiter":
    from anyio import CapacityLimiter

    return CapacityLimiter(MOST_MADE_AT_ONCE)


def _language(headers: dict[bytes, bytes]) -> Language:
    wanted = headers.get(b"accept-language", b"").decode("latin-1").lower()
    return "en" if wanted.startswith("en") else "nl"


def _page(status: int, key: str, language: Language) -> "Response":
    """Makes a page that says what is the matter and leads back."""
    from starlette.responses import HTMLResponse

    words = load_words(language)
    title = words.text(key)
    body = (
        f'<main id="main" class="card"><h1>{escape(title)}</h1>'
        f'<p><a href="{escape(settings.base())}/">{say(words, "dash.back_home")}</a></p></main>'
    )
    return HTMLResponse(whole_page(title, [body], words), status)


def serve(port: int) -> None:
    """Serves the dashboard until it is interrupted.

    Args:
        port: The port on this machine.
    """
    import uvicorn

    sys.setswitchinterval(TURN_SECONDS)
    warnings.filterwarnings("ignore", message="Cookies with samesite=none require https")
    uvicorn.run(
        build_server(),
        host=HOST,
        port=port,
        loop="asyncio",
        log_level="warning",
        access_log=False,
        ws_max_size=MOST_MESSAGE_BYTES,
        ws_ping_timeout=PATIENCE_SECONDS,
        timeout_graceful_shutdown=2,
    )
