"""Ctrl-C in a real process: a clean end, what is finished kept, nothing half-written."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from results.store import read_result

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
MANY = "10000"


def start(*arguments: str) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "dashboards.command_line", *arguments, "--area", AREA]
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def wait_for(process: subprocess.Popen[str], text: str) -> None:
    """Waits until the process says a text on standard error."""
    assert process.stderr is not None
    for line in process.stderr:
        if re.search(text, line):
            return
    raise AssertionError(f"the process ended without saying {text!r}")


def interrupt(process: subprocess.Popen[str], number: signal.Signals) -> tuple[int, str, str]:
    process.send_signal(number)
    shown, said = process.communicate(timeout=300)
    return process.returncode, shown, said


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_compare_keeps_finished_replicates(number: signal.Signals, tmp_path: Path) -> None:
    small = ["--replicates", MANY, "--years", "1", "--warmup-weeks", "13"]
    process = start("compare", *small, "--out", str(tmp_path / "out"))
    wait_for(process, r"(^|\s)[1-9]\d* van .*herhalingen klaar")
    code, shown, said = interrupt(process, number)
    assert code == 130
    assert "Traceback" not in said
    assert "ONVOLLEDIG" in shown
    stored = read_result(tmp_path / "out")
    finished = stored.manifest["replicates_finished"]
    assert stored.manifest["partial"] is True
    assert 0 < finished < int(MANY) == stored.manifest["replicates_wanted"]
    assert len(set(stored.tables["runs/fragmented.parquet"]["seed"])) == finished
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert "ONVOLLEDIG" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")


def test_run_leaves_nothing_behind(tmp_path: Path) -> None:
    process = start("run", "fragmented", "--copies", "2000", "--out", str(tmp_path / "out"))
    wait_for(process, "week ")
    code, shown, said = interrupt(process, signal.SIGINT)
    assert (code, shown) == (130, "")
    assert "Traceback" not in said
    assert list(tmp_path.iterdir()) == []
