"""Regret from the small area with made-up worlds."""

from pathlib import Path

import pytest

from experiments import sweep
from experiments.discovery import worlds_design
from experiments.regret import Regret, find_regret, regret_design
from experiments.regret.answer import check_regret
from experiments.regret.losses import LOSSES, NET
from experiments.sweep.replications import Replications
from experiments.world_order import world_of_seed
from simulation.errors import InputError
from tests.experiments.sweep.designs import KLEIN, small
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
    assert (table.groupby("chooser")["clear"].nunique() == 1).all()


def test_regret_is_that_of_the_runs(found: Regret) -> None:
    """Of each world the mean over its seeds, and how far that lies above the lowest there."""
    (runs,) = list(found.sweep.runs())
    cost = runs.groupby(["world", "policy"])["cost_municipality"].mean().unstack()
    regret = cost.sub(cost.min(axis=1), axis=0)
    table = found.table.set_index(["chooser", "policy"]).loc["municipality"]
    assert table["worst_regret"].to_dict() == pytest.approx(regret.max().to_dict())
    assert table["mean_regret"].to_dict() == pytest.approx(regret.mean().to_dict())
    assert table["worst_world"].to_dict() == regret.idxmax().to_dict()
    assert table.index[table["robust"]].tolist() == [regret.max().idxmin()]
    assert regret.max().nunique() == len(regret.columns)  # else the last line says nothing


def test_who_counts_health_in_euros_is_added(found: Regret) -> None:
    both = find_regret(found.sweep, 50_000.0)
    assert [choice.chooser for choice in both.choices] == ["society", NET, *list(LOSSES)[1:]]
    losses = both.table.set_index(["chooser", "policy"])["mean_loss"]
    per_year = (losses["society"] - losses[NET]) / -losses["health"] / 50_000.0
    assert per_year.nunique() == 1 or per_year.std() < 1e-9
    assert 1.0 < per_year.iloc[0] < 4.0  # residents per household


def test_losses_are_those_of_the_runs(found: Regret) -> None:
    (runs,) = list(found.sweep.runs())
    own = runs[runs["policy"] == "kaasschaaf"]
    mean = own.groupby("world")["cost_municipality"].mean().mean()
    table = found.table.set_index(["chooser", "policy"])
    assert table.loc[("municipality", "kaasschaaf"), "mean_loss"] == pytest.approx(mean)


def test_an_area_without_worlds_is_refused_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"calibrate --area"):
        regret_design(POLICIES, KLEIN)


def test_a_sweep_of_ones_own_over_all_worlds_answers_too(tmp_path: Path) -> None:
    area = str(area_with_worlds(tmp_path, 3))
    facts = {"years": 1, "warmup_weeks": 4, "replications": Replications(2, 2)}
    design = worlds_design(["krachtenbundeling", "fragmented"], area, **facts)
    assert design is not None
    found = find_regret(sweep(design, tmp_path / "out", workers=1))
    assert {choice.worlds for choice in found.choices} == {3}
    assert list(found.table["policy"].unique()) == ["fragmented", "krachtenbundeling"]


def test_a_sweep_that_says_nothing_of_regret_is_refused() -> None:
    worlds = Replications(2, 2, plausible=True)
    check_regret(small(1, factors=(), replications=worlds))
    wrong = {
        "it plays the central world only": small(1, factors=()),
        "varied between points beside the world: ": small(2, replications=worlds),
        "no policy beside": small(1, factors=(), replications=worlds, policies=("fragmented",)),
        "fragmented is missing": small(1, factors=(), replications=worlds, policies=("kaasschaaf", "breed")),
    }
    for problem, design in wrong.items():
        with pytest.raises(InputError, match=f"says nothing of regret: .*{problem}"):
            check_regret(design)
