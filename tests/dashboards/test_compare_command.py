"""The main job as a reader and as a machine meet it."""

import json
import shlex
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from dashboards.command_line import main
from results.numbers import Language
from results.store import read_result
from results.words import LANGUAGES, load_words

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
SMALL = ["--area", AREA, "--years", "1", "--warmup-weeks", "13"]
THREE = ["fragmented", "alleen-voordeur", "krachtenbundeling"]
FEW = ["--replicates", "2", "--seed", "5", "--json"]


@pytest.fixture(autouse=True)
def _work_in_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@dataclass(frozen=True)
class Shown:
    """What a comparison wrote on the two streams, and where its result is."""

    out: str
    err: str
    folder: Path

    @property
    def told(self) -> dict[str, Any]:
        return dict(json.loads(self.out))


def compare(folder: Path, *arguments: str) -> Shown:
    """Compares into `out` in a folder of its own."""
    with chdir(folder), redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        assert main(["compare", *SMALL, "--out", "out", *arguments]) == 0
    return Shown(out.getvalue(), err.getvalue(), folder / "out")


@pytest.fixture(scope="module")
def readable(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """The same comparison for a reader in each language."""
    return {
        language: compare(tmp_path_factory.mktemp(language), "--replicates", "3", "--lang", language)
        for language in LANGUAGES
    }


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A comparison for a machine."""
    return compare(tmp_path_factory.mktemp("plain"), *FEW)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The same with two numbers changed."""
    settings = ["--set", "plan_conflict=0.1", "--set", "admission=first come"]
    return compare(tmp_path_factory.mktemp("changed"), *FEW, *settings)


@pytest.mark.parametrize(
    ("language", "wanted"),
    [
        (
            "nl",
            [
                "In het kort",
                "Escalaties",
                "Verschil",
                "Zelfde kant",
                "3/3",
            ],
        ),
        (
            "en",
            ["In short", "Escalations", "Difference", "Same side", "3/3"],
        ),
    ],
)
def test_table_is_readable(language: str, wanted: list[str], readable: dict[str, Shown]) -> None:
    shown = readable[language]
    plain = " ".join(shown.out.split())
    assert [text for text in wanted if text not in plain] == []
    assert max(map(len, shown.out.splitlines())) <= 100
    assert "nan" not in shown.out
    assert "\x1b" not in shown.out + shown.err
    assert "\n  out\n" in shown.out
    assert shown.out.endswith("\n  out/report.html\n")


def test_headline_outcomes_come_first(readable: dict[str, Shown]) -> None:
    shown = readable["nl"].out
    places = [
        shown.index(f"\n{title}")
        for title in ("In het kort", "Escalaties", "Hulpverleners", "Geld", "Wachten")
    ]
    assert places == sorted(places)
    assert shown.index("Kosten voor de samenleving") < shown.index("Waarvan inboekbaar") < places[1]


def test_without_out_a_new_folder_is_made_each_time_and_one_replicate_has_no_interval(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second has three policies, each compared with the first."""
    for policies, told in ((THREE[::2], (0, False)), (THREE, (2, True))):
        assert main(["compare", *policies, *SMALL, "--replicates", "1"]) == 0
        shown = capsys.readouterr().out
        assert " tot " not in shown[shown.index("In het kort") : shown.index("Verschil =")]
        assert "zonder spreiding" in shown
        assert (shown.count("vergeleken met"), "summary.csv" in shown) == told
    made = sorted((tmp_path / "results" / "runs").iterdir())
    assert sorted(len(list((folder / "runs").iterdir())) for folder in made) == [2, 3]
    assert all(read_result(folder).manifest["kind"] == "comparison" for folder in made)


def test_json_is_all_there_is_on_standard_output(plain: Shown) -> None:
    assert {"passport", "table", "partial", "out"} <= set(plain.told)
    assert plain.told["out"] == str(plain.folder.resolve())
    stored = read_result(plain.folder)
    assert len(plain.told["table"]) == len(stored.tables["summary.csv"])
    assert plain.told["passport"]["fingerprints"] == stored.manifest["fingerprints"]
    assert "herhalingen" in plain.err


def test_changed_numbers_are_shown_and_change_the_result(plain: Shown, changed: Shown) -> None:
    passport = changed.told["passport"]
    assert passport["scenarios"][0]["parameters"] == {"admission": 0.0, "plan_conflict": 0.1}
    assert "--set plan_conflict=0.1" in passport["command"]
    assert passport["fingerprints"] != plain.told["passport"]["fingerprints"]


def test_the_command_in_the_passport_makes_it_again(
    changed: Shown, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = read_result(changed.folder)
    words = shlex.split(first.manifest["command"])
    assert words[:3] == ["uv", "run", "zorgbundel"]
    main([*words[3:], "--out", str(tmp_path / "again")])
    capsys.readouterr()
    second = read_result(tmp_path / "again")
    for name, table in first.tables.items():
        pd.testing.assert_frame_equal(table, second.tables[name], check_exact=True)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_run_shows_years_and_weeks(
    language: Language, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = load_words(language)
    assert (
        main(["run", "krachtenbundeling", *SMALL[:2], "--years", "7", "--lang", language, "--out", "out"])
        == 0
    )
    shown = capsys.readouterr().out
    for key in ("run.yearly", "run.waits", "run.weekly", "run.alone"):
        assert " ".join(words.text(key).split()) in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= 100
    assert words.text("run.year", year=7) in shown
    stored = read_result(tmp_path / "out")
    assert len(stored.tables["weekly.csv"]) == 208 + 7 * 52
    assert len(stored.tables["yearly.csv"]) == 7
    assert stored.manifest["kind"] == "run"


def test_the_number_of_cores_does_not_change_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    prints = []
    for workers in ("1", "2"):
        assert main(["run", "fragmented", *SMALL, "--copies", "2", "--workers", workers, "--json"]) == 0
        prints.append(json.loads(capsys.readouterr().out)["fingerprint"])
    assert prints[0] == prints[1]
    assert main(["run", "fragmented", *SMALL, "--workers", "0"]) == 2
    assert "--workers" in capsys.readouterr().err


def test_run_json_holds_every_week(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "fragmented", *SMALL, "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert len(result["weekly"]["week"]) == len(result["weekly"]["events"]) == 13 + 52
    assert len(result["fingerprint"]) == 64
    assert max(row["largest_deviation"] for row in result["conservation"]) == 0
    assert result["out"] is None
