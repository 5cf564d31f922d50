"""Regret from the small area with made-up worlds."""

from pathlib import Path

import pytest

from experiments import sweep
from experiments.regret import Regret, find_regret, regret_design
from experiments.regret.losses import LOSSES
from experiments.world_order import world_of_seed
from simulation.errors import InputError
from tests.experiments.sweep.designs import KLEIN
from tests.simulation.little_worlds import area_with_worlds

POLICIES = ["krachtenbundeling", "kaasschaaf"]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Regret:
    place = tmp_path_factory.mktemp("regret")
    area = str(area_with_worlds(place, 4))
    design = regret_design(POLICIES, area, years=1, warmup_weeks=13, replicates=6)
    return find_regret(sweep(design, place / "out", workers=1))


def test_everybody_has_a_choice_over_the_worlds_that_were_met(found: Regret) -> None:
    assert [choice.chooser for choice in found.choices] == list(LOSSES)
    met = {world_of_seed(seed, 4) for seed in range(1, 7)}
    assert {choice.worlds for choice in found.choices} == {len(met)}
    table = found.table
    assert list(table[table["chooser"] == "society"]["policy"]) == ["fragmented", *POLICIES]
    assert (table.groupby("chooser")["robust"].sum() == 1).all()
    best = table[table["robust"]].set_index("chooser")["worst_regret"]
    assert (best == table.groupby("chooser")["worst_regret"].min()[best.index]).all()


def test_losses_are_those_of_the_runs(found: Regret) -> None:
    (runs,) = list(found.sweep.runs())
    own = runs[runs["policy"] == "kaasschaaf"]
    mean = own.groupby("world")["cost_municipality"].mean().mean()
    table = found.table.set_index(["chooser", "policy"])
    assert table.loc[("municipality", "kaasschaaf"), "mean_loss"] == pytest.approx(mean)


def test_an_area_without_worlds_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"calibrate --area"):
        regret_design(POLICIES, KLEIN)
