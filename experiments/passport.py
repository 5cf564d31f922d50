"""What a passport says about scenarios: which policies, which area, which values."""

import hashlib
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from simulation import Scenario
from simulation.layout import population_of
from simulation.policies import Policy
from simulation.policies.calendar import plain_calendar
from simulation.population import Population
from simulation.run import Run
from simulation.worlds import worlds_file


@dataclass(frozen=True)
class RunFacts:
    """What the passport keeps of one run."""

    policy: str
    seed: int
    world: int
    fingerprint: str

    @classmethod
    def of(cls, run: Run) -> "RunFacts":
        """Takes the facts of a run."""
        return cls(
            policy=run.scenario.policy,
            seed=run.scenario.seed,
            world=run.scenario.world,
            fingerprint=run.fingerprint,
        )


def describe_scenarios(scenarios: Sequence[Scenario], runs: Sequence[RunFacts]) -> dict[str, Any]:
    """Describes what was played: scenarios, values, area, people and fingerprints.

    Args:
        scenarios: One scenario per policy, with the first seed.
        runs: The facts of all runs of the result.
    """
    area, first = scenarios[0].loaded_area, scenarios[0].policy
    people, _ = population_of(area, scenarios[0].start_values)
    return {
        "scenarios": [_describe(scenario) for scenario in scenarios],
        "policy_titles": {
            scenario.policy: {"nl": scenario.loaded_policy.title_nl, "en": scenario.loaded_policy.title_en}
            for scenario in scenarios
        },
        "policies": {scenario.policy: _describe_policy(scenario.loaded_policy) for scenario in scenarios},
        "parameter_digests": {scenario.policy: scenario.digest for scenario in scenarios},
        "area": {
            "name": area.name,
            "title": {"nl": area.title_nl, "en": area.title_en},
            "digest": area.digest,
            "population_digest": digest_people(people),
            "residents_on_paper": area.residents_on_paper,
            "residents_simulated": len(people.residents),
            "households": len(people.households),
        },
        "worlds": describe_worlds(scenarios[0], [run.world for run in runs if run.policy == first]),
        "fingerprints": [asdict(run) for run in runs],
    }


def describe_worlds(scenario: Scenario, drawn: Sequence[int]) -> dict[str, Any]:
    """Describes which worlds of the area were met.

    Args:
        scenario: A scenario of the result.
        drawn: The world of each replicate, in the order of the seeds; 0 is the central world.

    Returns:
        `there`, whether the area has plausible worlds at all, and `drawn`. Where plausible worlds were met
        also how many there are, their file, its digest and what its head says.
    """
    facts: dict[str, Any] = {"there": worlds_file(scenario.area).is_file(), "drawn": list(drawn)}
    worlds = scenario.plausible_worlds if any(drawn) else None
    if worlds is not None:
        facts |= {
            "count": len(worlds),
            "file": worlds.file,
            "digest": worlds.digest,
            "made": dict(worlds.passport),
        }
    return facts


def digest_people(people: Population) -> str:
    """Takes the fingerprint of everyone who lives in an area, before any luck."""
    fingerprint = hashlib.sha256()
    for records in (people.households, people.residents):
        for name in records.dtype.names or ():
            fingerprint.update(name.encode() + records[name].tobytes())
    return fingerprint.hexdigest()


def _describe_policy(policy: Policy) -> dict[str, Any]:
    """Writes a policy down whole, so that one's own can be made again from the passport."""
    facts = {part.name: getattr(policy, part.name) for part in fields(policy)}
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in facts.items()}


def _describe(scenario: Scenario) -> dict[str, Any]:
    facts = {part.name: getattr(scenario, part.name) for part in fields(scenario)}
    return {
        **facts,
        "parameters": dict(scenario.parameters),
        "calendar": plain_calendar(scenario.calendar),
    }


def write_command(
    command: str,
    policies: Sequence[str],
    scenario: Scenario,
    levers: Mapping[str, Mapping[str, float]] | None = None,
    **extra: int | str,
) -> str:
    """Writes the command line that makes a result again.

    Args:
        command: "compare" or "run".
        policies: The policies in their order.
        scenario: A scenario of the result, with its first seed and the values that hold for every policy.
        levers: Policy to the levers that have another value in that policy only.
        extra: Options that only this command has, such as replicates=30 or world=3.
    """
    options = {
        "area": scenario.area,
        "years": scenario.years,
        "warmup-weeks": scenario.warmup_weeks,
        "seed": scenario.seed,
        "copies": scenario.copies,
        **extra,
    }
    words = ["uv", "run", "zorgbundel", command, *policies]
    words += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    for name, value in sorted(scenario.parameters.items()):
        words += ["--set", f"{name}={value!r}"]
    for policy, own in sorted((levers or {}).items()):
        for name, value in sorted(own.items()):
            words += ["--set", f"{policy}:{name}={value!r}"]
    return shlex.join(words)
