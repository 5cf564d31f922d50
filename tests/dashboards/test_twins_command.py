"""`zorgbundel twins`, as a reader meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboards.command_line import main
from results.words import LANGUAGES, load_words
from simulation import Scenario, twins
from tests.results.stored import AREA

SMALL = ["--area", AREA, "--years", "1", "--warmup-weeks", "30"]


def shown(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["twins", *arguments, *SMALL]) == 0
    return capsys.readouterr().out


def as_json(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown(capsys, *arguments, "--json"))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_is_found_and_told(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = load_words(language)
    text = shown(capsys, "--lang", language)
    for key in ("twins.happened", "twins.totals", "twins.left_out", "twins.most_different"):
        assert words.text(key) in " ".join(text.split()), key
    assert " ".join(words.text("story.contributions").split()) in " ".join(text.split())
    assert all(len(line) <= 100 for line in text.splitlines())
    assert not any(mark in text for mark in ("{", "nan", "None", "\N{SOFT HYPHEN}"))


def test_json_says_what_python_says(capsys: pytest.CaptureFixture[str]) -> None:
    told = as_json(capsys, "--find", "most_different")
    a, b = (
        Scenario(area=AREA, policy=policy, years=1, warmup_weeks=30)
        for policy in ("fragmented", "krachtenbundeling")
    )
    found = twins(a, b, told["household"])
    assert told["parted_week"] == found.parted_week and told["weeks"] == found.weeks
    assert [len(history) for history in told["histories"]] == [len(history) for history in found.histories]
    assert len(told["chains"]) == len(told["sentences"]) == len(found.escalations) > 0
    for number, chain in enumerate(told["chains"]):
        assert [step["contribution"] for step in chain] == found.chain(number)["contribution"].tolist()
        assert len(told["sentences"][number]) >= len(chain)
    assert told["worth_telling"][0] == told["household"]
    english = as_json(capsys, "--household", str(told["household"]), "--lang", "en")
    assert english["chains"] == told["chains"] and english["sentences"] != told["sentences"]


@pytest.fixture
def double(tmp_path: Path) -> str:
    """A policy of one's own that changes nothing."""
    path = tmp_path / "double.toml"
    path.write_text('title_nl = "Dubbel"\ntitle_en = "Double"\n[levers]\nintake = 0\n')
    return str(path)


def test_a_household_of_ones_own_and_policies_that_are_the_same(
    double: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = as_json(capsys, "fragmented", double, "--household", "7")
    assert told["household"] == 7 and told["worth_telling"] == [7]
    assert told["parted_week"] is None and told["chains"] == []
    text = shown(capsys, "fragmented", double, "--household", "7", "--lang", "en")
    assert load_words("en").text("story.never", weeks=52) in text
    assert load_words("en").text("story.none") in text
    assert "Double" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_when_no_life_differs_nobody_is_told(
    language: str, double: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["twins", "fragmented", double, "--find", "typical", *SMALL, "--lang", language]) == 2
    said = capsys.readouterr()
    assert said.out == "" and "typical" in said.err and "--household" in said.err


def test_a_kind_of_household_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert as_json(capsys, "--find", "single_parent")["kind"] == "single_parent"
    assert as_json(capsys, "--find", "typical")["parted_week"] is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["--household", "99999999"], ("--household", "99999999", "0", "9999999")),
        (["--household", "5000"], ("5000", "0")),
        (["--household", "two"], ("--household", "two")),
        (["--find", "typicl"], ("typicl", "typical")),
        (["fragmented"], ("zorgbundel twins", "1")),
        (["fragmented", "proeftuin", "breed"], ("breed",)),
        (["fragmented", "krachtenbundling"], ("krachtenbundling", "krachtenbundeling")),
        (["--copies", "2"], ("--copies",)),
    ],
    ids=str,
)
def test_what_does_not_fit_is_refused_in_one_line(
    language: str, arguments: list[str], names: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["twins", *arguments, *SMALL, "--lang", language]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    message = said.err.strip().splitlines()[-1].split("\r")[-1]
    assert message.count("\n") == 0
    for name in names:
        assert name in message
