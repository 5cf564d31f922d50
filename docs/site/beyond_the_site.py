"""Leads links to files of the project that lie outside docs/ to their page on the site."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

PAGES = {"(../CHANGELOG.md": "(changelog.md"}
"""Link as it works in the repository -> as it works on the site."""


def lead(app: Sphinx, page: str, source: list[str]) -> None:
    """Changes such links in the text of one page.

    Args:
        app: Sphinx itself.
        page: Name of the page.
        source: Its text, in a list of one, to be changed in place.
    """
    for in_repository, on_site in PAGES.items():
        source[0] = source[0].replace(in_repository, on_site)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Lets Sphinx hand over each page as soon as it is read.

    Args:
        app: Sphinx itself.
    """
    app.connect("source-read", lead)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
