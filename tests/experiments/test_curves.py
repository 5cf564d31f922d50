"""The curves of levers: paired with the first value, on the same seeds."""

from pathlib import Path

import pytest

from experiments.curves import CURVES, OUTCOMES, build_curves, describe_curves
from simulation import Scenario
from simulation.parameters import entries

KLEIN = str(Path(__file__).parents[1] / "areas" / "klein")
WORLD = Scenario(area=KLEIN, policy="krachtenbundeling", years=1, warmup_weeks=26)


def test_curves_are_paired_with_the_first_value_of_their_lever() -> None:
    curves = {"outreach": (0, 1), "plan": (1, 0.8, 0)}
    table = build_curves(WORLD, 3, curves, workers=2)
    assert len(table) == 5 * len(OUTCOMES)
    of_plan = table[(table["lever"] == "plan") & (table["outcome"] == "cost_municipality")]
    means = of_plan["mean"].to_numpy()
    assert of_plan["difference"].to_numpy() == pytest.approx(means - means[0])
    assert of_plan["half"].to_numpy()[0] == 0.0 < of_plan["half"].to_numpy()[2]
    written = describe_curves(table, WORLD, 3)
    assert written.count("| `plan` |") == 3
    assert written.count("±") == 3 * len(OUTCOMES)


def test_levers_of_the_curves_exist() -> None:
    for lever, values in CURVES.items():
        entry = entries()[lever]
        assert entry.kind == "policy"
        assert [entry.accepts(value) for value in values] == list(values)
