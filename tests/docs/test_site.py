"""The site builds without a warning, works from a file without network, and shows no stored output."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from results.outcomes import load_outcomes
from simulation.parameters import entries
from simulation.policies import policies
from tests.docs.conftest import DOCS, TOP, build
from tests.docs.pages import Page

NOTEBOOKS = sorted((DOCS / "notebooks").glob("*.ipynb"))
PLAIN = sorted(DOCS.glob("*.md"))


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, Page]:
    """Every page of the site by its address."""
    return {path.relative_to(site).as_posix(): Page(path) for path in site.rglob("*.html")}


def cells(path: Path, kind: str) -> list[str]:
    book = json.loads(path.read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == kind]


def test_every_page_is_there(pages: dict[str, Page]) -> None:
    wanted = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in (*PLAIN, *NOTEBOOKS)}
    assert len(NOTEBOOKS) == 3
    assert wanted <= pages.keys()


def test_every_page_can_be_reached_from_the_first(pages: dict[str, Page]) -> None:
    reached = {link.split("#")[0] for link in pages["index.html"].links}
    for path in (*PLAIN, *NOTEBOOKS):
        address = path.relative_to(DOCS).with_suffix(".html").as_posix()
        assert address == "index.html" or address in reached, address


def test_nothing_comes_from_elsewhere(site: Path, pages: dict[str, Page]) -> None:
    """Scripts, styles, pictures and fonts lie beside the page: it works from a file without network."""
    for address, page in pages.items():
        for loaded in page.loaded:
            assert "://" not in loaded and not loaded.startswith("//"), f"{address} loads {loaded}"
            path = (site / address).parent / unquote(loaded.split("?")[0].split("#")[0])
            assert loaded.startswith("data:") or path.exists(), f"{address} loads {loaded}"
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        assert not re.search(r"(@import|url\()\s*['\"]?(https?:)?//", text), style


def test_every_link_within_the_site_leads_somewhere(site: Path, pages: dict[str, Page]) -> None:
    for address, page in pages.items():
        for link in page.links:
            if re.match(r"\w+:", link) or link.startswith("//"):
                continue
            target, _, anchor = link.partition("#")
            path = ((site / address).parent / unquote(target)).resolve() if target else site / address
            assert path.exists(), f"{address} leads to {link}"
            if anchor and path.suffix == ".html":
                found = pages[path.relative_to(site.resolve()).as_posix()].anchors if target else page.anchors
                assert unquote(anchor) in found, f"{address} leads to {link}"


def test_equations_are_typeset(site: Path, pages: dict[str, Page]) -> None:
    source = (DOCS / "ODD.md").read_text(encoding="utf-8")
    wanted = len(re.findall(r"\$\$[^$]+\$\$|\$[^$]+\$", source))
    assert wanted > 20
    assert pages["ODD.html"].equations == wanted
    shown = (site / "ODD.html").read_text(encoding="utf-8")
    assert "$$" not in shown and "\\prod" not in shown


def test_pictures_have_words(pages: dict[str, Page]) -> None:
    assert {address: page.unshown for address, page in pages.items() if page.unshown} == {}


def test_how_to_cite_is_the_file_for_it(site: Path) -> None:
    shown = re.sub(r"<[^>]+>", "", (site / "index.html").read_text(encoding="utf-8"))
    version = re.search(r"^version: (.+)$", (TOP / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert version is not None and f"version: {version.group(1)}" in shown
    assert "must not be used for" in shown


def test_what_is_wrong_stops_the_build(tmp_path: Path) -> None:
    """A page, a heading or an entry that is not there, a page nothing leads to, LaTeX nobody knows."""
    (tmp_path / "source").mkdir()
    text = "# Page\n\n[a](gone.md) [b](#nowhere) $\\notlatex$\n\n```{toctree}\nnot_there\n```\n"
    (tmp_path / "source" / "index.md").write_text(text, encoding="utf-8")
    (tmp_path / "source" / "lonely.md").write_text("# Lonely\n", encoding="utf-8")
    done = build(tmp_path / "source", tmp_path / "html")
    assert done.returncode != 0
    for told in ("gone.md", "nowhere", "not_there", "lonely.md", "notlatex"):
        assert told in done.stderr


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_holds_no_output(path: Path) -> None:
    """What a reader sees was computed when the site was built."""
    book = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    assert code
    assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in code)
    settings = (DOCS / "conf.py").read_text(encoding="utf-8")
    assert 'nb_execution_mode = "force"' in settings
    assert "nb_execution_raise_on_error = True" in settings


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_shows_its_uncertainty_and_its_limits(path: Path) -> None:
    text = "\n".join(cells(path, "markdown"))
    code = "\n".join(cells(path, "code"))
    assert text.startswith("# ") and text.splitlines()[0].endswith("?")
    assert "## What cannot be concluded" in text and "interval" in text
    assert "tell(" in code and "replicates=" in code


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_names_only_what_exists(path: Path) -> None:
    """Checked here because running it takes longer."""
    code = "\n".join(cells(path, "code"))
    named = {*re.findall(r'"(\w+_(?:\w|per)+)"', code)}
    known = {*load_outcomes(), *entries(), *policies(), "mean_weeks"}
    assert named and named <= known, named - known
    for policy in re.findall(r'"((?:alleen|kracht|fragm)[\w-]*)"', code):
        assert policy in policies()
