"""The commands that answer a question, as a reader and as a machine meet them."""

import json
from pathlib import Path

import pytest

from dashboards.command_line import main
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


@pytest.mark.parametrize("language", ["nl", "en"])
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
    assert (folder / "evaluation.csv").read_text(encoding="utf-8").startswith("design,measure,years,places")
    assert main([*EVALUATION, "--resume", "--json", "--lang", language]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["evaluation"]) == 12 and len(found["said"]) == 12 and found["trial"]["places"] == 2


def test_directors_answer_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*DIRECTORS, "--out", "out"]) == 0
    shown = capsys.readouterr().out
    looks_well("\n".join(shown.splitlines()[2:]))
    plain = " ".join(shown.split())
    assert "37 punten" in plain and "Voor de gemeente" in plain and "bestaande functies" in plain
    assert Path("out/figures/directors.svg").is_file() and Path("out/directors.csv").is_file()
    assert main([*DIRECTORS, "--out", "out", "--resume", "--json", "--lang", "en"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {"rule", "gainer", "level", "marginal", "stop"} <= set(found["directors"][0])
    assert any("For the municipality" in text for text in found["said"])


def test_regret_over_made_up_worlds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    area = str(area_with_worlds(tmp_path / "area", 4))
    asked = ["regret", "krachtenbundeling", "--area", area, "--years", "1", "--warmup-weeks", "4"]
    assert main([*asked, "--replicates", "4", "--out", "out", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    looks_well("\n".join(shown.splitlines()[2:]))
    plain = " ".join(shown.split())
    assert "For society" in plain and "smallest worst regret" in plain and "No signpost can be given" in plain
    assert Path("out/figures/regret.svg").is_file() and Path("out/signposts.csv").is_file()
    assert main([*asked, "--replicates", "4", "--out", "out", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["regret"]) == 2 * 7 and found["signposts"] == [] and found["failed"] == 0


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
