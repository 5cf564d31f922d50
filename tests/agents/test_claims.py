"""Processes that start together share the work of compiling: one has a rule, the others wait for it."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from agents.claims import Claims

TAKE_AND_STAY = """
import sys, time
from pathlib import Path
from agents.claims import Claims
claims = Claims(Path(sys.argv[1]))
print(claims.take("rule"), flush=True)
time.sleep(float(sys.argv[2]))
"""
SHORT, LONG = 0.1, 600.0
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="this system has no marks in files")


def other_process(path: Path, stays: float) -> "subprocess.Popen[str]":
    """Another process that claims a rule and keeps it until it ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", TAKE_AND_STAY, str(path), str(stays)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "True\n"
    return process


def test_who_loses_patience_works_for_himself(tmp_path: Path) -> None:
    other = other_process(tmp_path / "marks", LONG)
    claims = Claims(tmp_path / "marks", patience=SHORT)
    assert not claims.take("rule")
    assert not claims.holds("rule")
    assert claims.take("another rule")
    other.kill()
    other.communicate()
    assert claims.take("rule")


def test_a_process_that_ends_gives_its_marks_back(tmp_path: Path) -> None:
    other = other_process(tmp_path / "marks", 0.5)
    began = time.monotonic()
    claims = Claims(tmp_path / "marks", patience=LONG)
    assert claims.take("rule")
    assert claims.holds("rule")
    assert time.monotonic() - began < LONG / 2
    other.communicate()


def test_a_rule_given_back_is_free(tmp_path: Path) -> None:
    claims = Claims(tmp_path / "marks")
    assert claims.take("rule")
    claims.give_back("rule")
    assert not claims.holds("rule")
    other = other_process(tmp_path / "marks", 0.0)
    other.communicate()


def test_without_a_place_for_marks_everybody_works_for_himself(tmp_path: Path) -> None:
    claims = Claims(tmp_path / "no folder" / "marks", patience=SHORT)
    assert claims.take("rule")
    assert claims.holds("rule")
