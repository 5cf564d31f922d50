"""What the benchmark measures is what is lived; whether it is fast is for the reader to see, not a test."""

import json
import os
import re
from pathlib import Path

import pytest

from dashboards.command_line import main
from dashboards.measures import beside_mesa, copies, scale
from dashboards.measures.benchmark import AT_LEAST, AT_MOST, Mark
from dashboards.measures.comparing import measure_compare
from dashboards.measures.copies import fit_line, measure_linear
from dashboards.measures.phases import phases_of_week
from dashboards.measures.timing import spend, summarise
from results.words import LANGUAGES
from simulation import Scenario, simulate

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
SMALL = ("--area", AREA, "--years", "1", "--warmup-weeks", "4", "--replicates", "1")


def test_what_is_timed_is_what_simulate_lives(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "MANY", 3)
    monkeypatch.setattr(copies, "FEW", (1, 2))
    monkeypatch.setattr(scale, "FEW_COPIES", 2)
    monkeypatch.setattr(scale, "FEW_POINTS", 1)
    assert main(["benchmark", "--area", AREA, "--repeats", "2", "--phases", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    again = simulate(Scenario(area=AREA, seed=2))
    assert found["fingerprint"] == found["fingerprint_again"] == again.fingerprint
    weekly = again.weekly.loc[0:]
    assert found["starts"] == weekly.filter(like="started_").to_numpy().sum() > 0
    assert found["events"] == weekly.filter(regex="^events_").to_numpy().sum()
    assert found["open_cases"] == weekly.filter(regex="^open_").iloc[-1].sum() > 0
    severe = weekly.filter(regex="^severity_.*(light|moderate|severe|crisis)").iloc[-1].sum()
    assert found["active_needs"] == severe > 0
    assert 0 < found["rest"]["low"] <= found["rest"]["median"] <= found["rest"]["high"]
    assert found["rest"]["median"] < found["run"]["median"] and found["run"]["repeats"] == 2
    assert found["phases"]["same"] and set(found["phases"]["milliseconds"]) == set(phases_of_week())
    assert found["mesa"]["mesa_starts"] > 0 and found["mesa"]["times_faster"] > 0
    many = simulate(Scenario(area=AREA, copies=3))
    assert found["many"]["fingerprint"] == many.fingerprint and found["many"]["megabytes"] > 50
    assert found["many"]["residents"] == 3 * many.households["persons"].sum()
    assert found["linear"]["copies"] == [1, 2]
    assert (found["country"]["whole"], found["country"]["number"]) == (1200, 2)
    assert (found["sweep"]["whole"], found["sweep"]["number"], found["sweep"]["few"]) == (10_000, 2, 2)
    assert found["country"]["resident_weeks"] == 468 * many.households["persons"].sum()
    assert found["compared"] is None and found["cores"] >= 1
    names = {mark["name"] for mark in found["marks"]}
    assert names == (set(AT_MOST) | set(AT_LEAST)) - {"first_compare", "second_compare"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_short_part_is_readable(capsys: pytest.CaptureFixture[str], language: str) -> None:
    call = ["benchmark", "--area", AREA, "--repeats", "1", "--quick", "--phases", "--lang", language]
    assert main(call) == 0
    shown = capsys.readouterr().out
    assert {"nl": "Mediaan", "en": "Median"}[language] in shown
    mark = {"nl": r"hoogstens [\d,]+ s: (?:niet )?gehaald\b", "en": r"at most [\d.]+ s: (?:not )?met\b"}
    assert len(re.findall(mark[language], shown)) == 3  # rest, run and help
    assert "Mesa" not in shown
    assert max(map(len, shown.splitlines())) <= 100


def test_the_line_of_copies() -> None:
    assert fit_line((1, 2, 4), (1.5, 2.5, 4.5)) == pytest.approx((1.0, 0.0))
    assert fit_line((1, 2, 4, 8), (1.0, 2.0, 4.0, 10.0))[1] > 0.02
    assert measure_linear(AREA, 1, (1, 3)).cpu[1] > 0


def test_an_installed_copy_has_no_mesa_agents(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(beside_mesa, "FILE", tmp_path / "plain_mesa.py")
    assert beside_mesa.measure_beside_mesa(AREA) is None


@pytest.mark.slow
def test_two_comparisons_from_an_empty_cache_give_the_same_table() -> None:
    both = measure_compare(SMALL)
    assert both.same and both.first > 0 and both.second > 0


def test_what_a_second_worker_brings() -> None:
    """Ten runs in 10 s by two workers, four in 6 s by one: each of the two does three quarters as much."""
    found = scale.Scale(1000, 10, 4, 468.0, both=(10.0, 18.0), alone=(6.0, 6.0), megabytes=1.0)
    assert (found.whole_seconds, found.efficiency) == pytest.approx((1000.0, 0.75))
    assert (found.per_core_second, found.core_efficiency) == pytest.approx((260.0, 1.5 / 1.8))


def test_marks_and_middles() -> None:
    assert Mark("run", 0.2, 0.2).met and not Mark("run", 0.2, 0.21).met
    assert Mark("times_faster", 40, 41, at_least=True).met
    assert not Mark("times_faster", 40, 39.9, at_least=True).met
    timing = summarise([(3.0, 1.0), (1.0, 2.0), (2.0, 3.0)])
    assert (timing.median, timing.low, timing.high, timing.cpu, timing.repeats) == (2.0, 1.0, 3.0, 2.0, 3)
    assert spend(lambda: os.getpid())[0] >= 0.0
