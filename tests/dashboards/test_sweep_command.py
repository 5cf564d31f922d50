"""The command `sweep` as a reader and as a machine meet it."""

import json
from pathlib import Path

import pytest

from dashboards.command_line import main
from results.parts import PARTS

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
DESIGN = f"""
[sweep]
policies = ["fragmented", "krachtenbundeling"]
area = "{AREA}"
years = 1
warmup_weeks = 4

[design]
kind = "grid"

[factors]
plan_conflict = VALUES

[replications]
seeds = 2
"""


@pytest.fixture(autouse=True)
def _work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write([0.0, 0.05])


def write(values: list[float]) -> None:
    Path("design.toml").write_text(DESIGN.replace("VALUES", str(values)), encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        ("nl", ["2 punten", "8 runs", "8 van 8 runs", "Punt 2: plan_conflict 0.05", "Escalaties", "2/2"]),
        ("en", ["2 points", "8 runs", "8 of 8 runs", "Point 2: plan_conflict 0.05", "Escalations", "2/2"]),
    ],
)
def test_a_few_points_are_shown_one_by_one(
    language: str, wanted: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sweep", "design.toml", "--lang", language]) == 0
    shown = capsys.readouterr()
    plain = " ".join(shown.out.split())
    assert [text for text in wanted if text not in plain] == []
    assert max(map(len, shown.out.splitlines()[2:])) <= 100
    assert "nan" not in shown.out and shown.out.endswith("\n  results/runs/design\n")
    assert (Path("results/runs/design") / PARTS).is_dir()


def test_many_points_are_shown_together_and_a_machine_gets_every_row(
    capsys: pytest.CaptureFixture[str],
) -> None:
    write([0.01 * number for number in range(8)])
    assert main(["sweep", "design.toml", "--out", "out", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    headings = " ".join(shown.partition("Escalations (")[0].split())
    assert headings.count("Points") == 3 and {"more", "less", "unclear"} <= set(headings.split())
    assert "Point 1" not in shown and "differences.parquet" in shown
    assert main(["sweep", "design.toml", "--out", "out", "--resume", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["runs"], found["finished"], found["failed"], found["not_played"]) == (32, 32, {}, 0)
    rows = [row for row in found["table"] if row["outcome"] == "helpers_mean"]
    assert [row["point"] for row in rows] == list(range(8))
    assert {"difference", "low", "high", "pairs", "failed", "not_played"} <= set(rows[0])
    assert found["overview"][0]["wanted"] == 16


def test_a_plan_is_told_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", "design.toml", "--plan", "--lang", "en"]) == 0
    assert "2 points" in capsys.readouterr().out
    assert main(["sweep", "design.toml", "--plan", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plan"]["runs"] == 8
    assert [path.name for path in Path().iterdir()] == ["design.toml"]


@pytest.mark.parametrize(
    ("arguments", "code", "wanted"),
    [
        ([], 2, "geen ontwerp"),
        (["absent.toml"], 2, "absent.toml kan niet worden gelezen (bestaat niet"),
        (["design.toml", "--workers", "0"], 2, "--workers"),
        (["design.toml", "--resume"], 3, "bevat geen sweep"),
        (["design.toml", "--out", "design.toml"], 3, "is een bestand"),
        (["wrong.toml"], 2, "wrong.toml [factors]: factor 'plan_conflct' bestaat niet"),
        (["far.toml"], 2, "far.toml [factors]: 'plan_conflict' is 50: toegestaan is"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], code: int, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    text = Path("design.toml").read_text(encoding="utf-8")
    Path("wrong.toml").write_text(text.replace("plan_conflict", "plan_conflct"), encoding="utf-8")
    Path("far.toml").write_text(text.replace("0.05", "50"), encoding="utf-8")
    assert main(["sweep", *arguments]) == code
    shown = capsys.readouterr()
    assert shown.out == "" and wanted in shown.err and shown.err.count("\n") == 1
