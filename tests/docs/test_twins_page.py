"""Every example of docs/twins.md works as written, and every contribution and way to look is named there."""

import contextlib
import re
from pathlib import Path

import pytest

from agents.contributions import CONTRIBUTIONS
from dashboards.command_line import COMMANDS
from experiments.households_worth_telling import WAYS
from tests.docs.conftest import DOCS

PAGE = (DOCS / "twins.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)


def test_the_page_names_every_contribution_and_way_to_look() -> None:
    named = set(re.findall(r"`([^`\n]+)`", re.sub(r"(?s)```.*?```", "", PAGE)))
    assert {name for name in CONTRIBUTIONS if not name.startswith("from_")} <= named
    assert set(WAYS) <= named | set(re.findall(r"--find (\w+)", PAGE))
    assert "twins" in COMMANDS and "uv run zorgbundel twins" in PAGE


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES, ids=["twins", "branch"])
def test_example_runs(example: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with contextlib.chdir(tmp_path):
        exec(compile(example, "docs/twins.md", "exec"), {})
    assert len(capsys.readouterr().out.splitlines()) > 1
