"""Settings of the site: Sphinx reads them when it builds docs/ into pages that work from a file."""

import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TOP / "docs" / "site"))

project = "zorgbundel"
author = copyright = "The zorgbundel contributors"
release = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
language = "en"

extensions = ["myst_nb", "typeset_equations", "beyond_the_site"]
exclude_patterns = ["site", "_build", "jupyter_execute"]
nitpicky = True
smartquotes = False

# Plain Markdown with equations between dollar signs; every heading can be linked to.
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4

# Notebooks hold no output; each build runs them, and an error in one stops the build.
nb_execution_mode = "force"
nb_execution_timeout = 1200
nb_execution_raise_on_error = True
nb_merge_streams = True

# Everything a page needs lies beside it: no fonts, scripts or styles from elsewhere.
html_theme = "furo"
html_title = f"zorgbundel {release}"
html_math_renderer = "mathml"
html_static_path = ["site/static"]
html_css_files = ["wide.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_search_summary = False
