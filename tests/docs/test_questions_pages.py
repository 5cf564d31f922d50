"""The examples of the pages about questions work as written, and each page names every column and choice."""

import contextlib
import re
from pathlib import Path

import pandas as pd
import pytest

from dashboards.command_line import COMMANDS
from experiments.directors.answer import DOCUMENTS, LEVELS, curve_table
from experiments.directors.curve import find_curve
from experiments.evaluation.judge import judge
from experiments.evaluation.place import MEASURES
from experiments.evaluation.samples import DESIGNS
from experiments.evaluation.trial import POSTS, RULES
from experiments.regret.signposts import OBSERVABLES
from tests.docs.conftest import DOCS, TOP
from tests.experiments.directors.test_curve import CENTRAL, played
from tests.experiments.directors.test_curve import LEVELS as TRIED
from tests.experiments.evaluation.test_judge import made_up

PAGES = ("questions_robust_choice", "questions_directors", "questions_evaluation")
SHOWN = {PAGES[0]: "krachtenbundeling", PAGES[1]: "12", PAGES[2]: "stepped_wedge"}


def text(page: str) -> str:
    return (DOCS / f"{page}.md").read_text(encoding="utf-8")


def named(page: str) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", re.sub(r"(?s)```.*?```", "", text(page))))


@pytest.mark.parametrize("page", PAGES)
def test_the_example_runs(page: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = re.findall(r"```python\n(.*?)```", text(page), re.DOTALL)
    (tmp_path / "tests").symlink_to(TOP / "tests")
    with contextlib.chdir(tmp_path):
        exec(compile(example, page, "exec"), {})
    assert SHOWN[page] in capsys.readouterr().out


@pytest.mark.parametrize("page", PAGES)
def test_commands_of_the_page_exist(page: str) -> None:
    called = re.findall(r"uv run zorgbundel ([a-z]+)", text(page))
    assert called and set(called) <= set(COMMANDS)


def test_the_page_about_directors_names_every_column_rule_and_number() -> None:
    curves = {("cost", "society"): find_curve(TRIED, played(1.0), CENTRAL)}
    assert {*curve_table(curves), *RULES} <= named(PAGES[1])
    said = text(PAGES[1])
    assert f"{', '.join(map(str, LEVELS[:-1]))} and {LEVELS[-1]}" in said.replace("\n", " ")
    assert f"**{DOCUMENTS} is the number" in said and all(f"--posts {name}" in said for name in POSTS)


def test_the_page_about_evaluation_names_every_column_design_and_measure() -> None:
    import numpy as np

    samples = [made_up(np.random.default_rng(seed), 1.0, 0.0) for seed in range(4)]
    table: pd.DataFrame = judge({("before_after", "total", 1): samples}, [0] * 4)
    assert {*table, *DESIGNS, *MEASURES} <= named(PAGES[2])


def test_the_page_about_regret_says_how_much_is_looked_at() -> None:
    assert f"Looked at are {len(OBSERVABLES)} things" in text(PAGES[0])
