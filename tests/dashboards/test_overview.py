"""Help that answers at once, in both languages."""

import statistics
import subprocess
import sys
import time

import pytest

from dashboards.command_line import COMMANDS, main

SECONDS_FOR_HELP = 0.5
NOT_BUILT_YET = ("sensitivity", "discover")


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"], ["--lang", "nl", "--help"]])
def test_overview_lists_every_command(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 0
    shown = capsys.readouterr()
    assert [name for name in COMMANDS if f"\n  {name} " not in shown.out] == []
    assert [name for name in NOT_BUILT_YET if name in shown.out] == []
    assert shown.err == ""


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize(("language", "word"), [("nl", "gebruik:"), ("en", "usage:")])
def test_every_command_explains_itself(
    command: str, language: str, word: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--help", "--lang", language]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"{word} zorgbundel {command}")
    assert max(map(len, shown.splitlines())) <= 100
    assert "--lang" in shown


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("zorgbundel ")


def test_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from dashboards.command_line import main; main(['--help']);"
        "sys.exit(any(name in sys.modules for name in ('numpy', 'pandas', 'numba', 'mesa', 'simulation')))"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=False).returncode
        == 0
    )


def test_help_answers_at_once() -> None:
    times = []
    for _ in range(5):
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "dashboards.command_line", "--help"], capture_output=True, check=True
        )
        times.append(time.perf_counter() - began)
    assert statistics.median(times) <= SECONDS_FOR_HELP
