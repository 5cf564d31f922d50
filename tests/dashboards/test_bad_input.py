"""What cannot be used is refused with one line, the right exit code and nothing touched."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from dashboards.command_line import main
from experiments.batch import compile_rules
from results.words import LANGUAGES
from simulation import Scenario

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
SMALL_FILE_BYTES = 20_000


def refuse(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 2) -> str:
    """Carries out a command line that must be refused, and gives the one line it says."""
    assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    assert "Traceback" not in shown.err
    return shown.err


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["compair"], ["compair", "compare", "zorgbundel --help"]),
        (["compare", "fragmented", "krachtbundeling"], ["krachtbundeling", "'krachtenbundeling'"]),
        (["run", "framgented"], ["framgented", "'fragmented'"]),
        (["run"], ["fragmented", "krachtenbundeling"]),
        (["run", "fragmented", "krachtenbundeling"], ["krachtenbundeling"]),
        (["compare", "fragmented", "fragmented"], ["fragmented"]),
        (["compare", "krachtenbundeling"], ["krachtenbundeling", "fragmented"]),
        (["compare", "--area", "mastricht"], ["mastricht", "'maastricht-noord", "den-bosch-west"]),
        (["areas", "mastricht-noordoost"], ["'maastricht-noordoost'"]),
        (["compare", "--set", "plan_conflikt=0.1"], ["plan_conflikt", "'plan_conflict'"]),
        (["compare", "--set", "krachtenbundeling:plan_conflict=0.05"], ["plan_conflict", "queue"]),
        (["compare", "--set", "kaasschaaf:queue=0.5"], ["kaasschaaf", "krachtenbundeling"]),
        (["compare", "--set", "krachtenbundeling:queue=7"], ["--set krachtenbundeling:queue", "7"]),
        (["compare", "--set", "plan_conflict=99"], ["plan_conflict", "99", "0.1"]),
        (["compare", "--set", "plan_conflict=-1"], ["plan_conflict", "-1"]),
        (["compare", "--set", "plan_conflict=nan"], ["plan_conflict", "nan"]),
        (["compare", "--set", "plan_conflict=much"], ["plan_conflict", "much"]),
        (["compare", "--set", "plan_conflict"], ["NA", "plan_conflict=0.05"]),
        (["compare", "--set", "admission=0.5"], ["admission", "0.5"]),
        (["compare", "--set", "plan_conflict=0.1", "--set", "plan_conflict=0.2"], ["plan_conflict", "0.1"]),
        (["compare", "--years", "0"], ["--years", "'0'", "1"]),
        (["compare", "--years", "five"], ["--years", "five"]),
        (["compare", "--years", "2.5"], ["--years", "2.5"]),
        (["compare", "--years", "1000"], ["--years", "1000"]),
        (["compare", "--years", ""], ["--years"]),
        (["compare", "--years"], ["--years"]),
        (["compare", "--warmup-weeks", "-1"], ["--warmup-weeks", "-1"]),
        (["compare", "--replicates", "0"], ["--replicates"]),
        (["compare", "--workers", "0"], ["--workers"]),
        (["compare", "--copies", "none"], ["--copies", "none"]),
        (["compare", "--seed", "-5"], ["--seed", "-5"]),
        (["compare", "--yaers", "3"], ["--yaers", "'--years'"]),
        (["compare", "--yaers=3"], ["--yaers", "'--years'"]),
        (["compare", "--json=yes"], ["--json", "yes"]),
        (["--yaers"], ["--yaers"]),
        (["policies", "fragmentd"], ["fragmentd", "fragmented"]),
        (["parameters", "plan_conflikt"], ["plan_conflikt", "plan_conflict"]),
        (["parameters", "a", "b"], ["b"]),
        (["benchmark", "--repeats", "0"], ["--repeats"]),
        (["run", "no/such/policy.toml"], ["policy.toml"]),
    ],
)
def test_bad_input_is_one_line(
    arguments: list[str], named: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refuse([*arguments, "--lang", language], capsys)
    assert [name for name in named if name not in line] == []


@pytest.mark.parametrize("arguments", [["compare", "--lang", "fr"], ["compare", "--lang"], ["--lang=fr"]])
def test_unknown_language(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    refuse(arguments, capsys)


def test_newlines_in_what_was_typed_stay_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    refuse(["compare", "--area", "two\nlines"], capsys)


@pytest.mark.parametrize("command", [["compare"], ["run", "fragmented"]])
def test_a_folder_that_holds_something_else(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    line = refuse([*command, "--area", AREA, "--out", str(tmp_path)], capsys, code=3)
    assert "mine.txt" in line
    assert (tmp_path / "mine.txt").read_text() == "mine"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("command", [["compare"], ["run", "fragmented"]])
def test_a_folder_that_cannot_be_written(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("a file")
    out = tmp_path / "file" / "out"
    assert str(out) in refuse([*command, "--area", AREA, "--out", str(out)], capsys, code=3)


def test_a_file_in_place_of_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "out").write_text("a file")
    refuse(["compare", "--area", AREA, "--out", str(tmp_path / "out")], capsys, code=3)
    assert (tmp_path / "out").read_text() == "a file"


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_without_permission(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    refuse(["compare", "--area", AREA, "--out", str(tmp_path / "locked" / "out")], capsys, code=3)


def test_a_broken_area_names_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "area.toml" in refuse(["compare", "--area", str(tmp_path)], capsys)


def test_a_broken_policy_names_its_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.toml").write_text("[levers]\nintake = 7\n")
    assert "intake" in refuse(["run", str(tmp_path / "mine.toml"), "--area", AREA], capsys)


def test_a_real_process_gives_the_code_and_one_line() -> None:
    call = [sys.executable, "-m", "dashboards.command_line", "compare", "--area", "mastricht"]
    done = subprocess.run(call, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1


def _small_files_only() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE_BYTES, SMALL_FILE_BYTES))


def test_a_disk_that_fills_up_still_shows_the_result(tmp_path: Path) -> None:
    compile_rules(Scenario(area=AREA))
    small = ["--area", AREA, "--years", "1", "--warmup-weeks", "13", "--replicates", "2"]
    call = [
        sys.executable,
        "-m",
        "dashboards.command_line",
        "compare",
        *small,
        "--out",
        str(tmp_path / "out"),
    ]
    done = subprocess.run(
        call, capture_output=True, text=True, timeout=120, check=False, preexec_fn=_small_files_only
    )
    assert done.returncode == 3
    assert "In het kort" in done.stdout
    assert str(tmp_path / "out") in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
