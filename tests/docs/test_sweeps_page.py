"""The examples of docs/sweeps.md work as written, and it names every kind of design and every column."""

import contextlib
import re
import tomllib
from pathlib import Path

import pytest

from experiments.sweep.factor import FACTS
from experiments.sweep.reading import build_design
from experiments.sweep.runs import STAGES
from experiments.sweep.sampling import KINDS
from experiments.sweep.summary import COUNTED, MEASURED
from tests.docs.conftest import DOCS, TOP
from tests.experiments.sweep.designs import KLEIN

PAGE = (DOCS / "sweeps.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
DESIGN, WISH = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_names_kinds_factors_stages_and_columns() -> None:
    named = set(re.findall(r"`([^`\n]+)`", re.sub(r"(?s)```.*?```", "", PAGE)))
    assert {*KINDS, *FACTS, *STAGES, *MEASURED, *COUNTED} <= named


def test_the_designs_of_the_page_are_accepted() -> None:
    content = tomllib.loads(DESIGN)
    content["sweep"]["area"] = KLEIN
    assert build_design(content, Path("page.toml")).most_runs == 100 * 10 * 2
    wish = build_design({**content, **tomllib.loads(WISH)}, Path("page.toml"))
    assert wish.replications.half_width == {"cost_per_household_per_year": 25.0}


def test_the_example_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tests").symlink_to(TOP / "tests")
    with contextlib.chdir(tmp_path):
        exec(compile(EXAMPLE, "docs/sweeps.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "12 of 12 runs" in shown and "plan_conflict" in shown
