"""Ctrl-C in a real process: a clean end, what is finished kept, nothing half-written."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboards.command_line import main
from results.parts import PARTS
from results.store import read_result
from tests.simulation.little_worlds import area_with_worlds

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
MANY = "10000"
SHORT = ["--years", "1", "--warmup-weeks", "4", "--workers", "1"]
QUESTIONS = {
    "regret": ["krachtenbundeling", "kaasschaaf", *SHORT, "--replicates", "24"],
    "directors": [*SHORT, "--replicates", "2"],
    "evaluation": [*SHORT, "--places", "4"],
    "shapley": [*SHORT, "--pairs", "1", "--replicates", "8"],
    "discover": [
        *SHORT,
        "--points",
        "64",
        "--factor",
        "travel_hours_per_direct_hour",
        "--factor",
        "talk_hours_per_week",
    ],
    "sensitivity": [
        *SHORT,
        "--points",
        "16",
        "--factor",
        "travel_hours_per_direct_hour",
        "--factor",
        "talk_hours_per_week",
    ],
}
NOW = "directors"
"""The question that is always tried; the others play longer."""


STOPPED = (130, -signal.SIGINT)
"""A shell tells 130 of both: Python ends itself by the signal where it struck inside code made from text."""


def start(*arguments: str, area: str = AREA) -> subprocess.Popen[str]:
    call = [sys.executable, "-m", "dashboards.command_line", *arguments, "--area", area]
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


def finished(out: Path) -> dict[str, int]:
    """The finished parts of a folder, with when each was written."""
    found = (out / PARTS).glob("[!.]*") if (out / PARTS).is_dir() else ()
    return {path.name: path.stat().st_mtime_ns for path in found}


@pytest.mark.parametrize(
    "question", [NOW, *(pytest.param(name, marks=pytest.mark.slow) for name in QUESTIONS if name != NOW)]
)
def test_a_question_goes_on_where_it_was_interrupted(
    question: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    area, out = str(area_with_worlds(tmp_path / "area", 4)), tmp_path / "out"
    asked = [question, *QUESTIONS[question], "--out", str(out), "--json"]
    process = start(*asked, area=area)
    while not finished(out) and process.poll() is None:
        time.sleep(0.01)
    code, shown, said = interrupt(process, signal.SIGINT)
    assert (code in STOPPED, shown) == (True, ""), said
    assert "Traceback" not in said and f"({out})" in said.splitlines()[-1]
    kept = finished(out)
    assert kept and not list(out.glob("*.html"))
    assert main([*asked, "--area", area, "--resume"]) == 0
    resumed = json.loads(capsys.readouterr().out)
    parts = finished(out)
    assert len(kept) < len(parts) and kept.items() <= parts.items()
    assert main([*asked, "--area", area, "--out", str(tmp_path / "whole")]) == 0
    whole = json.loads(capsys.readouterr().out)
    assert resumed["tables"] == whole["tables"] and set(parts) == set(finished(tmp_path / "whole"))
