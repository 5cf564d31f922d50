"""The address bar, title and language of the page, kept in step with what is on screen."""

from pathlib import Path

import anywidget
import traitlets


class Address(anywidget.AnyWidget):
    """Lets Python write the address without a step in the history, and hears of back and forward."""

    _esm = (Path(__file__).parent / "address.js").read_text(encoding="utf-8")
    guide = traitlets.Bool(False).tag(sync=True)
    search = traitlets.Unicode("").tag(sync=True)
    popped = traitlets.Unicode("").tag(sync=True)
    title = traitlets.Unicode("").tag(sync=True)
    lang = traitlets.Unicode("").tag(sync=True)
    width = traitlets.Unicode("").tag(sync=True)
    origin = traitlets.Unicode("").tag(sync=True)
    copy = traitlets.Unicode("").tag(sync=True)
    copied = traitlets.Unicode("").tag(sync=True)
