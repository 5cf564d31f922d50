"""The example of docs/questions_what_matters.md works as written, and it names what is in an answer."""

import contextlib
import re
from pathlib import Path

import pytest

from dashboards.command_line import COMMANDS
from tests.docs.conftest import DOCS, TOP

PAGE = (DOCS / "questions_what_matters.md").read_text(encoding="utf-8")
(EXAMPLE,) = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_every_command_of_the_page_exists_with_its_options() -> None:
    from dashboards.commands.options import OPTIONS

    named = set(re.findall(r"zorgbundel ([a-z]+)", PAGE))
    assert named <= set(COMMANDS) and {"sensitivity", "shapley", "discover"} <= named
    flags = {option.flag for option in OPTIONS.values()}
    assert set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", PAGE)) <= flags


def test_the_example_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "tests").symlink_to(TOP / "tests")
    with contextlib.chdir(tmp_path):
        exec(compile(EXAMPLE, "docs/questions_what_matters.md", "exec"), {})
    shown = capsys.readouterr().out
    assert "plan_conflict" in shown and "director" in shown and "whole" in shown
