"""Worlds as a reader meets them: in the table, in single runs, in the list of areas, and when wrong."""

import json
import shutil
from pathlib import Path

import pytest

from dashboards.command_line import main
from results.words import load_words
from tests.simulation.little_worlds import area_with_worlds


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(area_with_worlds(tmp_path_factory.mktemp("worlds")))


@pytest.fixture(autouse=True)
def _work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
def test_the_table_says_worlds_and_luck(area: str, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["--area", area, "--years", "1", "--warmup-weeks", "13", "--replicates", "4", "--lang", language]
    assert main(["compare", *asked, "--out", "out"]) == 0
    shown, words = capsys.readouterr().out, load_words(language)
    plain = " ".join(shown.split())
    fields = {"years": words.years(1), "warmup": 13, "replicates": 4, "worlds": 3}
    assert words.text("worlds.setting", **fields) in plain
    assert words.text("table.same_sign") not in plain
    assert {"nl": "beter", "en": "better"}[language] in plain and "nan" not in plain
    assert max(map(len, shown.splitlines())) <= 100


def test_central_is_said_in_the_table(area: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = [
        "--area",
        area,
        "--years",
        "1",
        "--warmup-weeks",
        "0",
        "--replicates",
        "2",
        "--worlds",
        "central",
    ]
    assert main(["compare", *asked, "--out", "out", "--lang", "nl"]) == 0
    plain = " ".join(capsys.readouterr().out.split())
    words = load_words("nl")
    assert words.text("worlds.only_central") in plain and words.text("table.same_sign") in plain


def test_a_run_in_a_world_says_so_and_differs(area: str, capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["run", "fragmented", "--area", area, "--years", "1", "--warmup-weeks", "0", "--json"]
    prints = []
    for world in ("0", "2"):
        assert main([*asked, "--world", world]) == 0
        told = json.loads(capsys.readouterr().out)
        assert told["passport"]["scenarios"][0]["world"] == int(world)
        prints.append(told["fingerprint"])
    assert prints[0] != prints[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["compare", "--worlds", "centraal"], "central"),
        (["run", "fragmented", "--world", "99"], "8 aannemelijke werelden"),
        (["run", "fragmented", "--world", "-1"], "--world"),
        (["twins", "--world", "many"], "--world"),
        (["twins", "--world", "9"], "1 tot en met 8"),
    ],
)
def test_a_wrong_world_is_refused_in_one_line(
    arguments: list[str], said: str, area: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--area", area]) == 2
    told = capsys.readouterr()
    assert told.out == "" and told.err.count("\n") == 1 and said in told.err


def test_an_area_tells_its_worlds(area: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", area, "--lang", "en"]) == 0
    assert "8 plausible worlds" in capsys.readouterr().out
    assert main(["areas", area, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["worlds"] == 8
    older = shutil.copytree(area, tmp_path / "klein")
    with (older / "budgets.csv").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    assert main(["areas", str(older), "--lang", "en"]) == 0
    assert "make the worlds anew" in " ".join(capsys.readouterr().out.split())
