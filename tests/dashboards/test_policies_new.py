"""A policy of one's own: a file that works as it is, with every lever explained."""

import json
import tomllib
from pathlib import Path

import pytest

from dashboards.command_line import main
from dashboards.commands.options import check_policies
from experiments.passport import describe_scenarios
from results.words import LANGUAGES, load_words
from simulation import Scenario
from simulation.parameters import entries
from simulation.policies import policies, policy
from simulation.policies.policy import lever_names

KLEIN = str(Path(__file__).parents[1] / "areas" / "klein")


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and len(shown.err.splitlines()) == 1
    return shown.err


@pytest.mark.parametrize("preset", policies())
def test_the_template_is_the_preset_under_another_title(preset: str, tmp_path: Path) -> None:
    path = tmp_path / "eigen plan.toml"
    assert main(["policies", "new", str(path), "--from", preset]) == 0
    own, from_preset = policy(path), policies()[preset]
    for name in ("levers", "partners", "text_nl", "text_en", "source", "calendar"):
        assert getattr(own, name) == getattr(from_preset, name), name
    assert own.title_nl != from_preset.title_nl and own.title_en != from_preset.title_en


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_stands_there_with_its_meaning(language: str, tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    assert main(["policies", "new", str(path), "--lang", language]) == 0
    text = path.read_text(encoding="utf-8")
    flowing = " ".join(line.removeprefix("# ") for line in text.splitlines())
    for name in lever_names():
        assert f"\n{name} = " in text or f"\n# {name} = " in text
        assert getattr(entries()[name], f"text_{language}") in flowing
    assert max(len(line) for line in text.splitlines() if line.startswith("#")) <= 100


def test_remarks_become_levers_and_a_calendar_when_their_mark_is_taken_away(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    main(["policies", "new", str(path)])
    head, levers = path.read_text(encoding="utf-8").split("[levers]\n")
    bare = [line.removeprefix("# ") for line in levers.splitlines()]
    settings = [
        line for line in bare if line.startswith("[") or (" = " in line and " " not in line.split(" = ")[0])
    ]
    path.write_text(head + "[levers]\n" + "\n".join(settings), encoding="utf-8")
    own = policy(path)
    assert set(own.levers) == set(lever_names())
    assert set(own.calendar) == {"start_week", "phase_in_weeks", "Nazareth"}
    assert tomllib.loads(path.read_text(encoding="utf-8"))


def test_what_cannot_be_is_refused_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text("mijn werk", encoding="utf-8")
    assert "bestaat al" in refused(["policies", "new", str(path)], capsys)
    assert path.read_text(encoding="utf-8") == "mijn werk"
    assert "bestand ontbreekt" in refused(["policies", "new"], capsys)
    assert ".toml" in refused(["policies", "new", str(tmp_path / "eigen")], capsys)
    assert "andere naam" in refused(["policies", "new", str(tmp_path / "breed.toml")], capsys)
    other = str(tmp_path / "ander.toml")
    assert "krachtenbundeling" in refused(["policies", "new", other, "--from", "krachtenbundling"], capsys)
    assert "ander" in refused(["policies", "new", other, "nog-een.toml"], capsys) or not Path(other).exists()
    assert "--from" in refused(["policies", "--from", "breed"], capsys)
    assert "nieuw" in refused(["policies", "nieuw"], capsys)
    assert not Path(other).exists()


def test_for_a_machine(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "eigen.toml"
    assert main(["policies", "new", str(path), "--json", "--from", "breed"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(path.resolve()), "filled_with": "breed"}


def test_a_title_that_a_preset_has_gets_a_warning(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "eigen.toml"
    path.write_text('title_nl = "Krachtenbundeling"\n[levers]\nintake = 1\n', encoding="utf-8")
    check_policies(["fragmented", str(path)], load_words("nl"))
    shown = capsys.readouterr()
    assert shown.out == "" and "krachtenbundeling" in shown.err and len(shown.err.splitlines()) == 1
    path.write_text('title_nl = "Mijn plan"\n[levers]\nintake = 1\n', encoding="utf-8")
    check_policies(["fragmented", str(path)], load_words("nl"))
    assert capsys.readouterr().err == ""


def test_the_passport_holds_a_policy_whole(tmp_path: Path) -> None:
    path = tmp_path / "eigen.toml"
    text = 'title_nl = "Mijn plan"\ntext_nl = "Een zin."\n[levers]\nintake = 0.5\ndirector = 3\n'
    path.write_text(text + "[calendar]\nstart_week = 4\n[calendar.West]\nfidelity = 0.5\n")
    passport = describe_scenarios([Scenario(area=KLEIN, policy=str(path))], [])
    written = json.loads(json.dumps(passport))["policies"][str(path)]
    own = policy(path)
    assert written["title_nl"] == "Mijn plan" and written["text_nl"] == "Een zin."
    assert written["levers"] == own.levers == {"intake": 0.5, "director": 3}
    assert written["partners"] == ["all"]
    assert written["calendar"] == {"start_week": 4, "West": {"fidelity": 0.5}}
