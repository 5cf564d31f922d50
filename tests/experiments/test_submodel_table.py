"""The table of submodels: which outcome moves most, what moves nothing, and where it is written."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.page import digest_sources, markdown_table, replace_block
from experiments.submodel_table import (
    MOVES,
    NOTHING,
    UNCLEAR,
    Outcomes,
    Probe,
    build_submodel_table,
    critical_errors,
    judge,
    load_probes,
)
from experiments.validation_page import describe_table, write_page
from simulation import Scenario
from simulation.errors import InputError
from simulation.parameters import entries

KLEIN = str(Path(__file__).parents[1] / "areas" / "klein")
WORLD = Scenario(area=KLEIN, years=1, warmup_weeks=13)
PAGE = """Before
<!-- begin: submodels -->
what stood here
<!-- end: submodels -->

"""


def level(values: np.ndarray, other: np.ndarray) -> list[Outcomes]:
    return [(pd.Series({"steady": a, "restless": b}), f"{a} {b}") for a, b in zip(values, other, strict=True)]


def test_the_outcome_with_the_most_standard_errors_is_found() -> None:
    luck = np.random.default_rng(1).normal(size=(2, 6))
    base, noise = np.linspace(1, 2, 6), 10 * luck[0]
    found = judge(
        [
            level(base - 1 + 0.01 * luck[0], noise),
            level(base, noise),
            level(base + 3 + 0.01 * luck[1], noise + 5 * luck[1]),
        ]
    )
    assert (found["outcome"], found["verdict"]) == ("steady", MOVES)
    assert found["at_default"] == pytest.approx(1.5)
    assert float(str(found["errors_null"])) < -100 < 100 < float(str(found["errors_extreme"]))


def test_noise_is_not_called_a_move() -> None:
    luck = np.random.default_rng(2).normal(size=(6, 6))
    found = judge([level(luck[0], luck[1]), level(luck[2], luck[3]), level(luck[4], luck[5])])
    assert found["verdict"] == UNCLEAR


def test_equal_runs_are_called_nothing() -> None:
    same = level(np.arange(6.0), np.arange(6.0))
    found = judge([same, same, same])
    assert (found["outcome"], found["verdict"]) == ("", NOTHING)


def test_a_difference_without_error_has_no_standard_errors() -> None:
    base = np.arange(6.0)
    found = judge([level(base, base), level(base + 1, base), level(base, base)])
    assert (found["outcome"], found["verdict"]) == ("", UNCLEAR)


def test_a_clear_shift_holds_for_all_outcomes_together() -> None:
    """With 6 pairs and 100 comparisons the largest of 100 t-values without any effect rarely passes."""
    luck = np.random.default_rng(3).normal(size=(2000, 100, 6))
    t = luck.mean(axis=2) / (luck.std(axis=2, ddof=1) / np.sqrt(6))
    passed = int((np.abs(t).max(axis=1) >= critical_errors(6, 100)).sum())
    assert passed <= 37  # 20 expected at 1%; more than 37 happens by chance once in 5,000 times


def test_every_probe_has_different_values() -> None:
    for probe in load_probes(WORLD):
        null, default, extreme = probe.levels
        at_the_end = (
            default in entries()[probe.parameter].plausible
        )  # such as a switch: nothing lies beyond it
        assert len({null, default, extreme}) == 3 - at_the_end, probe.parameter
        assert null <= default <= extreme or null >= default >= extreme, probe.parameter


def test_table_of_a_small_area() -> None:
    probes = [
        Probe("12", "registration_share", WORLD),
        Probe("8", "queue", replace(WORLD, policy="krachtenbundeling")),
    ]
    table = build_submodel_table(probes, seeds=2, workers=2)
    assert list(table["parameter"]) == ["registration_share", "queue"]
    assert all(seeds == 4 for seeds in table["seeds"][table["verdict"] == UNCLEAR])
    assert table[["null", "default", "extreme"]].to_numpy()[1].tolist() == [0, 0.8, 1]
    assert "`registration_share`" in describe_table(table)


def test_page_is_rewritten_between_its_marks(tmp_path: Path) -> None:
    page = tmp_path / "validation.md"
    page.write_text(PAGE, encoding="utf-8")
    table = build_submodel_table([Probe("12", "registration_share", WORLD)], seeds=2, workers=1)
    write_page(page, table, WORLD)
    text = page.read_text(encoding="utf-8")
    assert text.startswith("Before\n<!-- begin: submodels -->\nMade ")
    assert "what stood here" not in text and "Open work" in text


@pytest.mark.parametrize("text", ["", "<!-- begin: a -->", "<!-- end: a --><!-- begin: a -->"])
def test_page_without_marks_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="page part 'a'"):
        replace_block(text, "a", "new")


def test_content_of_a_part_is_taken_literally() -> None:
    assert replace_block("<!-- begin: a --><!-- end: a -->", "a", r"\1 \n") == (
        "<!-- begin: a -->\n\\1 \\n\n<!-- end: a -->"
    )


def test_markdown_table() -> None:
    assert markdown_table(["a", "b"], [["x", "1"]]) == "| a | b |\n| --- | ---: |\n| x | 1 |"


def test_fingerprint_of_sources_changes_with_any_edit(tmp_path: Path) -> None:
    for room in ("agents", "simulation"):
        (tmp_path / room).mkdir()
        (tmp_path / room / "rule.py").write_text("x = 1\n")
    before = digest_sources(tmp_path)
    assert digest_sources(tmp_path) == before
    (tmp_path / "simulation" / "area.csv").write_text("a,b\n")
    assert digest_sources(tmp_path) != before
