"""Every command and every example of docs/first_run.md works as written, one after the other."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from dashboards.command_line import COMMANDS
from tests.docs.conftest import DOCS, TOP

PAGE = (DOCS / "first_run.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
EXAMPLES = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
START, RUN = "pip install uv", "uv run zorgbundel "


def test_the_page_holds_commands_that_exist() -> None:
    assert LINES[0] == START
    assert all(line.startswith(RUN) for line in LINES[1:])
    assert {line.removeprefix(RUN).split()[0] for line in LINES[1:]} <= set(COMMANDS)
    assert len(LINES) > 5 and len(EXAMPLES) == 2


@pytest.mark.slow
def test_the_commands_work_in_their_order(tmp_path: Path) -> None:
    program = Path(sys.executable).parent / "zorgbundel"
    for line in LINES[1:]:
        arguments = shlex.split(line.removeprefix(RUN))
        done = subprocess.run(
            [str(program), *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(TOP)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=900,
        )
        assert done.returncode == 0 and done.stdout.strip(), f"{line}\n{done.stderr}"
    for file in re.findall(r"`(first-run/[\w./-]+)`", PAGE):
        assert (tmp_path / file).is_file(), file


@pytest.mark.slow
@pytest.mark.parametrize("example", EXAMPLES)
def test_the_examples_run(example: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(example, "first_run.md", "exec"), {})
    assert capsys.readouterr().out.strip()
