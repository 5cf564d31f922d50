"""Typesets equations while the site is built, so that a page needs no script and no network to show them."""

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata
from sphinx.writers.html5 import HTML5Translator


def write_in_line(page: HTML5Translator, equation: nodes.math) -> None:
    """Writes an equation within a sentence.

    Args:
        page: The page being written.
        equation: The equation, in LaTeX.

    Raises:
        docutils.nodes.SkipNode: Always: there is nothing more to write.
    """
    page.body.append(tex2mathml(equation.astext()))
    raise nodes.SkipNode


def write_displayed(page: HTML5Translator, equation: nodes.math_block) -> None:
    """Writes an equation on a line of its own.

    Args:
        page: The page being written.
        equation: The equation, in LaTeX.

    Raises:
        docutils.nodes.SkipNode: Always: there is nothing more to write.
    """
    typeset = tex2mathml(equation.astext(), as_block=True)
    page.body.append(f'<div class="equation">{typeset}</div>\n')
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
