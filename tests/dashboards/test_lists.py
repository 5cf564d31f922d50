"""What there is: policies, areas, parameters."""

import json
from pathlib import Path

import pytest

from dashboards.command_line import main
from results.words import LANGUAGES
from simulation.parameters import entries
from simulation.policies import policies

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
LISTS = (
    ["policies"],
    ["areas"],
    ["areas", "maastricht-noordoost"],
    ["areas", "maastricht-noordwest"],
    ["areas", "den-bosch-west"],
    ["areas", AREA],
    ["parameters"],
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", LISTS)
def test_lists_are_readable(arguments: list[str], language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--lang", language]) == 0
    shown = capsys.readouterr()
    assert shown.err == ""
    assert max(map(len, shown.out.splitlines())) <= 100


@pytest.mark.parametrize("arguments", LISTS)
def test_lists_for_a_machine(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*arguments, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)


def test_every_parameter_is_listed_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    main(["parameters", "--json"])
    listed = {entry["name"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert set(listed) == set(entries())
    assert all(entry["source"] and entry["grade"] in "ABCD" for entry in listed.values())
    main(["parameters"])
    shown = capsys.readouterr().out
    assert [name for name in entries() if f"{name} = " not in shown] == []


def test_parameters_are_found_by_text(capsys: pytest.CaptureFixture[str]) -> None:
    main(["parameters", "gamma", "--json"])
    assert [entry["name"] for entry in json.loads(capsys.readouterr().out)] == ["plan_conflict"]


def test_every_policy_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    main(["policies"])
    shown = capsys.readouterr().out
    assert [name for name in policies() if f"\n{name} · " not in shown] == []


def test_only_named_policies_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    named = ["proeftuin", "fragmented"]
    main(["policies", *named, "--json"])
    assert [policy["name"] for policy in json.loads(capsys.readouterr().out)] == named
    main(["policies", *named])
    shown = capsys.readouterr().out
    assert [name for name in policies() if f"\n{name} · " in shown] == sorted(named)


def test_every_marginal_is_shown_wanted_and_got(capsys: pytest.CaptureFixture[str]) -> None:
    main(["areas", "maastricht-noordoost", "--json"])
    area = json.loads(capsys.readouterr().out)
    assert area["residents_on_paper"] == 14884
    assert all(row["within"] for row in area["marginals"])
    assert {"age_under_18", "age_67_plus", "under_18_with_single_parent"} <= {
        row["marginal"] for row in area["marginals"]
    }
    main(["areas", "maastricht-noordoost"])
    shown = capsys.readouterr().out
    assert "14.884" in shown
    assert "Onder 18 bij één" in shown
