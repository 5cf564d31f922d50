"""docs/parameters.md is what the entries say now, all of them."""

from experiments.page import replace_block
from experiments.parameters_page import PARAMETERS_PAGE, build_blocks, name_group
from simulation.parameters import entries

PAGE = PARAMETERS_PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    text = PAGE
    for name, content in build_blocks().items():
        text = replace_block(text, name, content)
    assert text == PAGE, "make it again: uv run python -m experiments.parameters_page"


def test_every_number_is_there_once_with_source_and_grade() -> None:
    rows = [line for line in build_blocks()["parameters"].splitlines() if line.startswith("| `")]
    assert len(rows) == len(entries())
    for entry in entries().values():
        (row,) = [row for row in rows if row.startswith(f"| `{entry.name}`<br>")]
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == 7 and cells[4] == entry.grade and cells[6].startswith(entry.source)
        assert entry.text_en in cells[0] and f"{entry.value:g}" in cells[1]


def test_groups_have_names() -> None:
    assert name_group("8.2") == "2 Spill-over"
    assert name_group("7") == "Registered events"
    assert name_group("own") == "Own"
