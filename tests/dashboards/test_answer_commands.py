"""The questions about directors, regret and evaluations, as a reader and as a machine meet them."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboards.command_line import main
from results.parts import PARTS
from results.words import load_words
from tests.experiments.sweep.designs import KLEIN
from tests.simulation.little_worlds import area_with_worlds

EVALUATION = ["evaluation", "--area", KLEIN, "--years", "1", "--places", "2", "--warmup-weeks", "30"]
DIRECTORS = ["directors", "--area", KLEIN, "--years", "1", "--replicates", "2", "--warmup-weeks", "4"]


@pytest.fixture(autouse=True)
def _work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def looks_well(shown: str) -> None:
    assert max(map(len, shown.splitlines())) <= 100
    assert "nan" not in shown.lower().split()


def is_kept(folder: str | Path, question: str, *tables: str) -> None:
    """Every question keeps a page, its figure twice and its tables."""
    wanted = {f"{question}.html", f"figures/{question}.svg", f"figures/{question}.png"}
    wanted |= {f"{table}.csv" for table in tables}
    assert [name for name in sorted(wanted) if not (Path(folder) / name).is_file()] == []


def asked_of_the_folder(
    question: str, folder: str | Path, capsys: pytest.CaptureFixture[str]
) -> dict[str, Any]:
    """Ask a folder once more, in English and for a machine: nothing is played again."""
    parts = {path: path.stat().st_mtime_ns for path in (Path(folder) / PARTS).iterdir()}
    assert main([question, str(folder), "--lang", "en", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert found["question"] == question
    assert parts == {path: path.stat().st_mtime_ns for path in (Path(folder) / PARTS).iterdir()}
    return found


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
def test_evaluation_shows_plan_answer_and_figure(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*EVALUATION, "--workers", "1", "--lang", language]) == 0
    shown, words = capsys.readouterr().out, load_words(language)
    looks_well(shown.partition("\n")[2])
    plain = " ".join(shown.split())
    wanted = ("evaluation_design.randomised", "worlds.no_others", "evaluation.how", "compare.stored")
    assert [key for key in wanted if words.text(key) not in plain] == []
    folder = Path("results/runs/evaluation")
    figure = (folder / "figures" / "evaluation.svg").read_text(encoding="utf-8")
    assert figure.startswith("<?xml") and words.text("evaluation_design.before_after") in figure
    is_kept(folder, "evaluation", "evaluation")
    assert (folder / "evaluation.csv").read_text(encoding="utf-8").startswith("design,measure,years,places")
    assert main([*EVALUATION, "--resume", "--json", "--lang", language]) == 0
    found = json.loads(capsys.readouterr().out)
    table = found["tables"]["evaluation"]
    assert len(table) == 12 and len(found["said"]) >= 12 and found["trial"]["places"] == 2
    assert asked_of_the_folder("evaluation", folder, capsys)["tables"]["evaluation"] == table
    next((folder / PARTS).glob("*-000000.*")).unlink()
    found = asked_of_the_folder("evaluation", folder, capsys)
    assert (found["finished"], found["places"]) == (1, 2)


def test_directors_answer_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DIRECTORS, "--out", "out"]) == 0
    shown = capsys.readouterr().out
    looks_well("\n".join(shown.splitlines()[2:]))
    plain = " ".join(shown.split())
    assert "37 punten" in plain and "Voor de gemeente" in plain and "bestaande functies" in plain
    is_kept("out", "directors", "directors")
    assert main([*DIRECTORS, "--out", "out", "--resume", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"rule", "gainer", "level", "marginal", "stop"} <= set(found["tables"]["directors"][0])
    assert any("For the municipality" in text for text in found["said"])
    assert asked_of_the_folder("directors", "out", capsys)["tables"] == found["tables"]
    assert main(["regret", "out", "--lang", "en"]) == 2
    assert "says nothing of regret" in capsys.readouterr().err
    assert main(["evaluation", "out", "--lang", "en"]) == 3
    assert "holds no evaluation" in capsys.readouterr().err


def test_directors_of_a_design_of_ones_own(capsys: pytest.CaptureFixture[str]) -> None:
    Path("own.csv").write_text("director,director_selects\n0,0\n3,1\n8,1\n", encoding="utf-8")
    Path("own.toml").write_text(
        f"""
        [sweep]
        policies = ["vijftig-gezinnen"]
        levers_of = ["vijftig-gezinnen"]
        area = "{KLEIN}"
        years = 1
        warmup_weeks = 4
        [design]
        kind = "table"
        file = "own.csv"
        [replications]
        seeds = 2
        """,
        encoding="utf-8",
    )
    assert main(["directors", "own.toml", "--workers", "1", "--json"]) == 0
    table = json.loads(capsys.readouterr().out)["tables"]["directors"]
    assert {(row["rule"], row["level"]) for row in table} == {("severity", level) for level in (0, 3, 8)}
    assert main(["regret", "own.toml"]) == 2
    assert "spijt" in capsys.readouterr().err
    assert main(["directors", "own.toml", "--posts", "booked"]) == 2
    assert "--posts zegt hier niets" in capsys.readouterr().err


def test_regret_over_made_up_worlds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    area = str(area_with_worlds(tmp_path / "area", 4))
    asked = ["regret", "krachtenbundeling", "--area", area, "--years", "1", "--warmup-weeks", "4"]
    assert main([*asked, "--replicates", "4", "--out", "out", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    looks_well("\n".join(shown.splitlines()[2:]))
    plain = " ".join(shown.split())
    assert "For society" in plain and "smallest worst regret" in plain and "No signpost can be given" in plain
    is_kept("out", "regret", "regret", "signposts")
    assert main([*asked, "--replicates", "4", "--out", "out", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["tables"]["regret"]) == 2 * 8 and found["tables"]["signposts"] == []
    assert found["finished"] == found["runs"] == 8 and found["failed"] == {}
    assert asked_of_the_folder("regret", "out", capsys)["tables"] == found["tables"]
    assert main(["regret", "out", "--years", "2", "--lang", "en"]) == 2
    assert "--years says nothing here" in capsys.readouterr().err
    assert main(["directors", "out"]) == 2
    assert "geen sweep over aantallen regisseurs" in capsys.readouterr().err


def test_a_plan_writes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DIRECTORS, "--plan", "--lang", "en"]) == 0
    assert "37 points" in capsys.readouterr().out
    assert main([*EVALUATION, "--plan", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["plan"]["places"] == 2
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["regret", "--area", KLEIN], "calibrate --area"),
        (["regret", "nonsense"], "nonsense"),
        (["directors", "--posts", "borrowed"], "existing, booked"),
        (["directors", "fragmented", "proeftuin"], "proeftuin"),
        (["evaluation", "--rule", "luck"], "cost, severity, domains"),
        (["evaluation", "--households", "101"], "1"),
        (["evaluation", "--worlds", "few"], "plausible, central"),
        (["evaluation", "--set", "plan_conflict=9"], "plan_conflict"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_wrong_input_is_one_line_with_what_is_right(
    arguments: list[str], wanted: str, language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--lang", language]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and shown.err.count("\n") == 1
    assert shown.err.startswith("zorgbundel: ") and wanted in shown.err


def test_nothing_to_go_on_with_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*EVALUATION, "--resume"]) == 3
    assert capsys.readouterr().err.startswith("zorgbundel: ")
