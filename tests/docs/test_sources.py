"""docs/sources.md explains every published figure that a number of the model names as its source."""

from experiments.page import replace_block
from experiments.sources_page import SOURCES_PAGE, build_blocks, evidence, find_ids

PAGE = SOURCES_PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    text = PAGE
    for name, content in build_blocks().items():
        text = replace_block(text, name, content)
    assert text == PAGE, "make it again: uv run python -m experiments.sources_page"


def test_every_figure_that_is_named_is_explained() -> None:
    named = find_ids()
    assert len(named) > 30
    assert named.keys() <= evidence().keys(), sorted(named.keys() - evidence().keys())


def test_every_figure_that_is_named_says_what_it_is_and_where_it_was_read() -> None:
    for figure in find_ids():
        row = evidence()[figure]
        assert row["quantity"] and row["value"] and row["grade"] and row["source"], figure
