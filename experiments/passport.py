"""What a passport says about scenarios: which policies, which area, which values."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from simulation import Scenario
from simulation.areas import load_area
from simulation.parameters import digest, resolve
from simulation.policies import policy
from simulation.run import Run


def describe_scenarios(scenarios: Sequence[Scenario], runs: Sequence[Run]) -> dict[str, Any]:
    """Describes what was played: scenarios, values, area, people, fingerprints and what is not in yet.

    Args:
        scenarios: One scenario per policy, with the first seed.
        runs: All runs of the result.
    """
    first = scenarios[0]
    area = load_area(first.area)
    return {
        "scenarios": [_plain(asdict(scenario)) for scenario in scenarios],
        "parameter_digests": {scenario.policy: _parameter_digest(scenario) for scenario in scenarios},
        "area": {
            "name": area.name,
            "digest": area.digest,
            "residents_on_paper": area.residents_on_paper,
            "population_digest": runs[0].population_digest,
            "households": len(runs[0].households),
        },
        "fingerprints": [
            {"policy": run.scenario.policy, "seed": run.scenario.seed, "fingerprint": run.fingerprint}
            for run in runs
        ],
        "submodels_not_in": [
            {"id": number, "nl": dutch, "en": english} for number, dutch, english in runs[0].not_in
        ],
        "switches_without_submodel": {
            scenario.policy: dict(policy(scenario.policy).not_yet) for scenario in scenarios
        },
        "conclusion": "none about bundling while submodels are not in",
    }


def _parameter_digest(scenario: Scenario) -> str:
    return digest(resolve({**policy(scenario.policy).levers, **scenario.parameters}))


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: dict(value) if hasattr(value, "items") else value for name, value in facts.items()}
