"""The finder: households whose two lives differ most, ordinarily, or by kind."""

from functools import cache

import pytest

from agents.domains import PAYERS
from agents.household import HOUSEHOLD_KINDS
from experiments.households_worth_telling import differences, worth_telling
from simulation import Run, Scenario, simulate
from simulation.errors import InputError
from tests.simulation.neighbourhood import KLEIN


@cache
def run(policy: str, seed: int = 1) -> Run:
    return simulate(Scenario(area=str(KLEIN), policy=policy, years=1, warmup_weeks=20, seed=seed))


def both() -> tuple[Run, Run]:
    return run("fragmented"), run("krachtenbundeling")


def test_the_most_different_come_first() -> None:
    table = differences(*both()).set_index("household")
    found = worth_telling(*both(), count=8)
    assert len(found) == len(set(found)) == 8
    told = table.loc[found, "distance"]
    assert told.is_monotonic_decreasing
    assert told.iloc[0] == table.loc[table["helped"], "distance"].max() > 0


def test_a_typical_difference_is_one_in_the_middle() -> None:
    table = differences(*both()).set_index("household")
    differ = table[table["helped"] & (table["distance"] > 0)]["distance"]
    found = worth_telling(*both(), "typical", 5)
    for household in found:
        rank = (differ < table.loc[household, "distance"]).mean()
        assert 0.4 < rank < 0.6


@pytest.mark.parametrize("kind", HOUSEHOLD_KINDS)
def test_by_kind_there_is_no_other_kind(kind: str) -> None:
    table = differences(*both()).set_index("household")
    found = worth_telling(*both(), kind, 4)
    assert found and (table.loc[found, "kind"] == kind).all()
    best = table[(table["kind"] == kind) & table["helped"]]["distance"].max()
    assert table.loc[found[0], "distance"] == best


def test_differences_are_second_less_first() -> None:
    a, b = both()
    table = differences(a, b)
    euros = [f"euros_{payer}" for payer in PAYERS]
    assert table["euros"].sum() == pytest.approx(
        b.households[euros].to_numpy().sum() - a.households[euros].to_numpy().sum()
    )
    assert (differences(a, a)["distance"] == 0).all()
    assert worth_telling(a, a, "typical") == []


def test_what_does_not_exist_is_refused() -> None:
    with pytest.raises(InputError, match="single_parent"):
        worth_telling(*both(), "single_parents")
    other = simulate(Scenario(area="den-bosch-west", years=1, warmup_weeks=0))
    with pytest.raises(InputError, match="different areas"):
        worth_telling(run("fragmented"), other)
