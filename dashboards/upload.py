"""A button that loads a small file from the visitor's own computer."""

from pathlib import Path

import anywidget
import traitlets


class Upload(anywidget.AnyWidget):
    """Hands a chosen file to Python; one that is too large is not even read by the browser."""

    _esm = (Path(__file__).parent / "upload.js").read_text(encoding="utf-8")
    label = traitlets.Unicode("").tag(sync=True)
    kind = traitlets.Unicode("").tag(sync=True)
    most = traitlets.Int(0).tag(sync=True)
    given = traitlets.Dict().tag(sync=True)
