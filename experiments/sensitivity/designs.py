"""The designs that a question plays when nobody gives one: which numbers are drawn, and how."""

from collections.abc import Sequence
from typing import Any

from experiments.sensitivity.matters import DIFFERENCE, what_matters
from experiments.sign_freedom import free_parameters
from experiments.sweep.design import Design
from experiments.sweep.factor import Factor, plausible_factor
from experiments.sweep.play import Sweep
from experiments.sweep.refusals import refuse
from experiments.sweep.sampling import SOBOL, Sampling
from results.primary import primary_outcomes
from simulation.errors import unknown_name
from simulation.parameters import entries

MOST_OF_SOBOL = 30
"""More factors make a Sobol design so large that screening first is better."""


def choose_factors(names: Sequence[str]) -> tuple[Factor, ...]:
    """Gives factors over the plausible range of numbers; of every free number where none is named.

    Args:
        names: Names of parameters.

    Raises:
        InputError: A name does not exist or has no range.
    """
    for name in names:
        if name not in entries():
            raise refuse("sweep_at", place="--factor", problem=unknown_name("factor", name, entries()))
        low, high = entries()[name].plausible
        if not low < high:
            raise refuse("sweep_no_width_of", place="--factor", name=name, low=low, high=high)
    chosen = [entries()[name] for name in dict.fromkeys(names)] if names else free_parameters()
    return tuple(plausible_factor(entry) for entry in chosen)


def matters_design(
    policies: Sequence[str], kind: str, points: int, factors: Sequence[Factor], seed: int, **facts: Any
) -> Design:
    """Makes the sweep that tells what matters.

    Args:
        policies: The policies, the yardstick first.
        kind: "morris" or "sobol".
        points: Trajectories of Morris, or base points of Sobol (a power of two).
        factors: What is varied.
        seed: Of the design.
        facts: What else a design takes: area, years, warmup_weeks, parameters, replications.

    Raises:
        InputError: Too many factors for Sobol, or no power of two.
    """
    if kind == SOBOL and len(factors) > MOST_OF_SOBOL:
        raise refuse("matters_too_many", count=len(factors), most=MOST_OF_SOBOL)
    if kind == SOBOL and points & (points - 1):
        raise refuse("matters_no_power", value=points, near=1 << (points.bit_length() - 1))
    sampling = Sampling(kind, points, seed, second_order=False)
    return Design(
        name="sensitivity",
        policies=tuple(policies),
        sampling=sampling,
        factors=tuple(factors),
        levers_of=tuple(policies[1:]),
        **facts,
    )


def screened_factors(sweep: Sweep, most: int) -> list[str]:
    """Gives the numbers that matter most for the difference in the primary outcomes, by a screening.

    Each primary outcome names its most important number in turn, then its second, until there are enough.

    Args:
        sweep: A sweep of Morris or Sobol.
        most: How many.
    """
    found = what_matters(sweep, tuple(primary_outcomes()))
    policies = sweep.design.policies
    quantity = DIFFERENCE if len(policies) > 1 else "level"
    rankings = [
        found.ranking(quantity, policy, outcome)["factor"].tolist()
        for policy in policies[1:] or policies
        for outcome in primary_outcomes()
    ]
    in_turn = [name for place in zip(*rankings, strict=True) for name in place]
    return list(dict.fromkeys(in_turn))[:most]
