"""The figures of a page, fetched by the browser when somebody is about to look at them."""

from pathlib import Path

import anywidget


class Drawings(anywidget.AnyWidget):
    """Fills every place for a figure on the page; there is one of it, whatever the number of figures."""

    _esm = (Path(__file__).parent / "drawings.js").read_text(encoding="utf-8")
