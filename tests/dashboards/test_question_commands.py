"""The commands that ask a question of a sweep, as a reader and as a machine meet them."""

import json
from pathlib import Path

import pytest

from dashboards.command_line import main

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
SMALL = ["--area", AREA, "--years", "1", "--warmup-weeks", "4"]
SCREEN = ["--factor", "plan_conflict", "--factor", "onset_hazard_mental", "--points", "2"]


@pytest.fixture(autouse=True)
def _work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def asked_again(question: str, folder: str, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    """Ask a folder once more, in English and for a machine."""
    assert main([question, folder, "--lang", "en", "--json"]) == 0
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    assert found["question"] == question and found["finished"] == found["runs"]
    return found


def test_what_matters_is_told_with_page_figure_and_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["sensitivity", *SMALL, *SCREEN]) == 0
    shown = capsys.readouterr().out
    for words in ("Wat telt?", "6 punten", "24 runs", "verschil tussen", "aannemelijke bereiken"):
        assert words in " ".join(shown.split())
    assert "nan" not in shown and max(map(len, shown.splitlines()[2:-4])) <= 100
    folder = Path("results/runs/sensitivity")
    assert {"sensitivity.html", "sensitivity.csv", "figures"} <= {path.name for path in folder.iterdir()}
    assert "<svg" in (folder / "figures" / "tornado.svg").read_text(encoding="utf-8")
    assert 'lang="nl"' in (folder / "sensitivity.html").read_text(encoding="utf-8")
    found = asked_again("sensitivity", str(folder), capsys)
    assert "difference between" in str(found["answer"])


def test_shares_of_a_bundle_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--policy", "vijftig-gezinnen", "--pairs", "1", "--replicates", "2", "--worlds", "central"]
    assert main(["shapley", *SMALL, *few, "--out", "shares"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Welk deel van de bundel" in shown and "gezinsregisseur" in shown and "Alles samen" in shown
    found = asked_again("shapley", "shares", capsys)
    assert "family director" in str(found["answer"]) or "no part" in str(found["answer"])


def test_when_it_fails_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    many = [*SMALL, "--factor", "plan_conflict", "--points", "40"]
    assert main(["discover", *many, "--out", "worlds"]) == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "Onder welke omstandigheden" in shown and "van de 100" in shown and "Holm" in shown
    found = asked_again("discover", "worlds", capsys)
    assert len(found["tables"]["discover"]) == 12  # type: ignore[index]
    assert "of 100" in str(found["answer"])


def test_a_plan_is_told_and_nothing_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shapley", *SMALL, "--pairs", "1", "--plan", "--lang", "en"]) == 0
    assert "points" in capsys.readouterr().out
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "code", "wanted"),
    [
        (["sensitivity", "--method", "moris"], 2, "methode 'moris' bestaat niet"),
        (["sensitivity", "--factor", "plan_conflct"], 2, "plan_conflict"),
        (["sensitivity", "--method", "sobol"], 2, "hooguit 30"),
        (["sensitivity", "--policy", "krachtenbundelin"], 2, "krachtenbundeling"),
        (["shapley", "--policy", "fragmented"], 2, "0 onderdelen"),
        (["shapley", "--pairs", "0"], 2, "--pairs"),
        (["discover", "absent"], 3, "absent"),
        (["discover", "absent.toml"], 2, "absent.toml"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    arguments: list[str], code: int, wanted: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == "" and wanted in shown.err and shown.err.count("\n") == 1
