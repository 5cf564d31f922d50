"""Files that can be taken along, of the stored comparison."""

from io import BytesIO

import openpyxl
import pytest

from dashboards.answer import stored_answer
from dashboards.files import make_file, write_csv
from dashboards.template import change_template
from results.chart import NumberTable
from results.words import load_words

WORDS = load_words("en")


@pytest.mark.parametrize(
    "name", ["nothing.csv", "helpers.exe", "briefing.csv", "outcomes.svg", "../helpers.svg", ""]
)
def test_there_is_no_other_file(name: str) -> None:
    assert make_file(stored_answer(), name, WORDS) is None


def test_a_text_that_looks_like_a_formula_is_not_carried_out() -> None:
    table = NumberTable("=1+1", ("@a", "b"), (("=cmd()", "+2.0 to +3.0"), ("plain", "−3,2")))
    lines = write_csv((table,), ("-x",)).decode("utf-8-sig").split("\r\n")
    assert lines[:4] == ["'=1+1", "'@a;b", "'=cmd();'+2.0 to +3.0", "plain;−3,2"]
    assert lines[5] == "'-x"


def test_the_table_has_plain_numbers_too() -> None:
    made = make_file(stored_answer(), "outcomes.xlsx", WORDS)
    assert made is not None
    sheet = openpyxl.load_workbook(BytesIO(made[0]))["numbers"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = {(row[0], row[1]): row[2] for row in rows[1:]}
    name = "crises_per_1000_households_per_year"
    for policy in ("fragmented", "krachtenbundeling"):
        assert found[name, policy] == pytest.approx(stored_answer().evidence.table[name, policy]["mean"])


def test_the_page_template_is_the_one_we_know() -> None:
    """A newer Solara may have other words; this is how we notice."""
    assert change_template()[1] == []
