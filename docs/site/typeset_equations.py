"""Typesets equations while the site is built, so that a page needs no script and no network to show them."""

from html import escape

from docutils import nodes
from docutils.utils.math import MathError
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator

_LOG = logging.getLogger(__name__)


def typeset(equation: nodes.math | nodes.math_block, *, displayed: bool) -> str:
    """Turns LaTeX into MathML; what cannot be typeset is a warning and is shown as it was written.

    Args:
        equation: The equation, in LaTeX.
        displayed: Whether it stands on a line of its own.

    Returns:
        What stands in the page.
    """
    latex = equation.astext()
    try:
        written: str = tex2mathml(latex, as_block=displayed)
    except MathError as error:
        _LOG.warning("equation %r: %s Write it with simpler commands.", latex, error, location=equation)
        return f"<code>{escape(latex)}</code>"
    return written


def write_in_line(page: HTML5Translator, equation: nodes.math) -> None:
    """Writes an equation within a sentence.

    Args:
        page: The page being written.
        equation: The equation, in LaTeX.

    Raises:
        docutils.nodes.SkipNode: Always: there is nothing more to write.
    """
    page.body.append(typeset(equation, displayed=False))
    raise nodes.SkipNode


def write_displayed(page: HTML5Translator, equation: nodes.math_block) -> None:
    """Writes an equation on a line of its own.

    Args:
        page: The page being written.
        equation: The equation, in LaTeX.

    Raises:
        docutils.nodes.SkipNode: Always: there is nothing more to write.
    """
    page.body.append(f'<div class="equation">{typeset(equation, displayed=True)}</div>\n')
    raise nodes.SkipNode


def setup(app: Sphinx) -> ExtensionMetadata:
    """Makes `mathml` one of the ways in which Sphinx can typeset.

    Args:
        app: Sphinx itself.
    """
    app.add_html_math_renderer(
        "mathml", inline_renderers=(write_in_line, None), block_renderers=(write_displayed, None)
    )
    return {"parallel_read_safe": True, "parallel_write_safe": True}
