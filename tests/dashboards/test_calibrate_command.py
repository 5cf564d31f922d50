"""`zorgbundel calibrate`: what it refuses, and how it reads its size."""

from pathlib import Path

import pytest

from dashboards.command_line import main
from dashboards.commands.calibrate import COMMAND, _read_size
from results.words import load_words


def test_help_says_what_it_does(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--help", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "fragmented working" in " ".join(shown.split()) and "--waves" in shown and "--policy" not in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["--area", "nowhere"], "nowhere"),
        (["--waves", "0"], "--waves"),
        (["--points", "many"], "--points"),
        (["--workers", "0"], "--workers"),
        (["krachtenbundeling"], "krachtenbundeling"),
    ],
)
def test_what_cannot_be_used_is_refused(
    typed: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["calibrate", "--out", str(tmp_path / "new"), *typed]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_folder_with_other_things_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letter.txt").write_text("mine")
    assert main(["calibrate", "--out", str(tmp_path), "--area", "tests/areas/klein"]) == 2
    assert "letter" not in capsys.readouterr().out and (tmp_path / "letter.txt").read_text() == "mine"


def test_waves_and_points_are_read() -> None:
    words = load_words("en")
    read = [
        _read_size(COMMAND.build_parser(words).parse_args(typed), words).points
        for typed in ([], ["--waves", "2"], ["--waves", "4", "--points", "50"])
    ]
    assert read == [(160, 140), (160, 140), (50, 50, 50, 50)]
