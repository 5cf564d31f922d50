"""The neighbourhood as a Mesa model: real agents over the records, and interventions that change the run."""

import mesa
import pytest

from agents import Household, Organisation, Professional
from simulation import NeighbourhoodModel, Scenario, simulate
from simulation.errors import InputError

SMALL = "tests/areas/klein"


def scenario(**changes: object) -> Scenario:
    """One year on the small area after a short start-up."""
    return Scenario(**{"area": SMALL, "years": 1, "warmup_weeks": 20, **changes})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def plain() -> str:
    """Fingerprint of the run nobody touched."""
    return simulate(scenario()).fingerprint


def test_stepping_gives_the_run_of_simulate(plain: str) -> None:
    """Week by week with agents made halfway equals the run in one go."""
    model = NeighbourhoodModel(scenario())
    assert isinstance(model, mesa.Model)
    model.step()
    assert len(model.agents_by_type[Household]) == 660
    model.run_for(51)
    assert model.result.fingerprint == plain
    assert model.conservation["largest_deviation"].max() == 0.0


def test_agent_sets_select_aggregate_group_and_do() -> None:
    """AgentSet works on people: select, agg, groupby, do."""
    model = NeighbourhoodModel(scenario())
    model.run_for(4)
    households = model.agents_by_type[Household]
    helped = households.select(lambda household: household.helpers > 0)
    assert 0 < len(helped) < len(households)
    total = households.agg("helpers", sum)
    assert total == model.weekly["helpers_sum"].iloc[-1]
    groups = households.groupby("kind").groups
    assert set(groups) == {"single", "couple", "couple_with_children", "single_parent"}
    assert sum(len(group) for group in groups.values()) == len(households)
    seen: list[int] = []
    model.agents_by_type[Professional].do(lambda worker: seen.append(worker.caseload))
    organisations = model.agents_by_type[Organisation]
    assert sum(seen) == organisations.agg("open_cases", sum)
    assert organisations.agg("waiting", sum) >= 0


@pytest.mark.parametrize(
    ("kind", "attribute", "value"), [(Household, "trust", 0.0), (Professional, "contract_hours", 6.0)]
)
def test_an_intervention_in_week_10_changes_the_run(
    kind: type, attribute: str, value: float, plain: str
) -> None:
    """Half the agents get other trust or hours in week 10; the books still balance."""
    model = NeighbourhoodModel(scenario())
    model.run_for(10)
    half = model.agents_by_type[kind].select(lambda agent: agent.index % 2 == 0)
    half.set(attribute, value)
    assert half.agg(attribute, max) == value
    model.run_for(42)
    assert model.result.fingerprint != plain
    assert model.conservation["largest_deviation"].max() == 0.0


def test_writing_back_the_same_value_changes_nothing(plain: str) -> None:
    """A setter only marks; a value that was there already leaves the run as it is."""
    model = NeighbourhoodModel(scenario())
    model.run_for(10)
    for household in model.agents_by_type[Household]:
        household.trust = household.trust
    model.run_for(42)
    assert model.result.fingerprint == plain


def test_severity_can_be_set_and_presses_on_other_needs() -> None:
    """A need made severe from outside is counted and moves the clocks of the others."""
    model = NeighbourhoodModel(scenario())
    model.run_for(2)
    quiet = model.agents_by_type[Household].select(
        lambda household: all(level == "none" for level in household.severities.values())
    )
    household = next(iter(quiet))
    household.set_severity("money", 3)
    assert household.severities["money", None] == "severe"
    model.step()
    assert model.conservation["largest_deviation"].max() == 0.0
    with pytest.raises(InputError, match="domain"):
        household.set_severity("monney", 3)


def test_what_does_not_fit_is_refused() -> None:
    """Every refusal names the thing, the value and what is allowed."""
    model = NeighbourhoodModel(scenario())
    household = next(iter(model.agents_by_type[Household]))
    with pytest.raises(ValueError, match=r"trust 2: give a number from 0 to 1"):
        household.trust = 2
    with pytest.raises(AttributeError):
        household.helpers = 3
    with pytest.raises(InputError, match="52 weeks are still to be lived"):
        _ = model.result
    model.run_for(52)
    with pytest.raises(InputError, match="ask for more years"):
        model.step()
    with pytest.raises(InputError, match="copies"):
        NeighbourhoodModel(scenario(copies=2))
