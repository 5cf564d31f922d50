"""Under which conditions does a bundle fail? Rules over worlds in which it comes out worse, or better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from experiments.discovery.conditions import (
    SEEN,
    SEEN_KIND,
    UNKNOWN_KIND,
    seen_before,
    unknown_numbers,
)
from experiments.discovery.rule import CHANCE, Rule, find_rule
from experiments.sweep.design import Design
from experiments.sweep.play import Sweep
from experiments.sweep.refusals import refuse
from experiments.sweep.values import Values, gather, mean_of_points
from results.measures import ESCALATIONS
from results.outcomes import find_outcome
from results.primary import AIMS
from results.together import correct_together
from results.worlds import take_apart

WORSE, BETTER = "worse", "better"
ASKED = (*AIMS, ESCALATIONS, "cost_municipality")
LEAST_POINTS = 40


@dataclass(frozen=True)
class Verdict:
    """What was found for one outcome and one kind of conditions.

    Attributes:
        policy: The policy.
        outcome: The outcome.
        kind: "seen" (of fragmented working, beforehand) or "unknown" (numbers nobody knows for sure).
        side: What was looked for: the rarer of "worse" and "better".
        share_worse: In which part of the worlds the policy is worse than the yardstick, luck taken off, with
            its 95% interval (`results.worlds.take_apart`); not-a-number with one seed in each world.
        worlds: How many worlds could tell.
        rule: The rule with its test; none where nothing stood out.
        chance: Its chance, corrected for all rules that were looked for (Holm); 1 without a rule.
    """

    policy: str
    outcome: str
    kind: str
    side: str
    share_worse: tuple[float, float, float]
    worlds: int
    rule: Rule | None
    chance: float = 1.0

    @property
    def holds(self) -> bool:
        """Whether the rule is more than luck."""
        return self.rule is not None and self.chance <= CHANCE


@dataclass(frozen=True)
class Failing:
    """When a policy fails.

    Attributes:
        sweep: The sweep of worlds.
        verdicts: What was found, per policy, outcome and kind of conditions.
        conditions: Kind -> one row per point.
        worse: (Policy, outcome) -> 1.0 where the runs of the policy are worse, luck included; not-a-number
            where nobody can tell. Rules are looked for in these.
        apart: Whether what is seen beforehand and what came of it were taken from different seeds.
    """

    sweep: Sweep
    verdicts: tuple[Verdict, ...]
    conditions: dict[str, pd.DataFrame]
    worse: dict[tuple[str, str], np.ndarray]
    apart: bool


def check_worlds(design: Design) -> None:
    """Refuses a design that has too little to look for rules in.

    Args:
        design: The design of a sweep.

    Raises:
        InputError: There is one policy only, or too few points.
    """
    if len(design.policies) < 2 or design.count < LEAST_POINTS:
        raise refuse("discover_too_little", design=design.name, points=design.count, least=LEAST_POINTS)


def where_it_fails(sweep: Sweep, outcomes: Sequence[str] = ASKED, seed: int = 1) -> Failing:
    """Looks for rules that tell in which worlds a policy fails.

    What can be seen beforehand is measured with other seeds than what the policy does, where there are two
    seeds or more: the same luck in both would make a bad start look like a good result.

    Args:
        sweep: A sweep over worlds or over unknown numbers, with two policies or more.
        outcomes: Which outcomes.
        seed: Of the halves in which rules are found and tested.

    Raises:
        InputError: There is one policy only, or too few points.
    """
    check_worlds(sweep.design)
    values = gather(sweep, tuple(dict.fromkeys((*outcomes, *SEEN))))
    seeds = np.arange(values.array.shape[1])
    early, late = (seeds[1::2], seeds[0::2]) if len(seeds) > 1 else (seeds, seeds)
    conditions = {SEEN_KIND: seen_before(values, early), UNKNOWN_KIND: unknown_numbers(sweep)}
    worse = {
        (policy, outcome): _worse(values, policy, outcome, late)
        for policy in values.policies[1:]
        for outcome in outcomes
        if outcome in values.names
    }
    verdicts = [
        verdict
        for (policy, outcome), bad in worse.items()
        for verdict in _look((policy, outcome), bad, _share(values, policy, outcome), conditions, seed)
    ]
    return Failing(sweep, tuple(_together(verdicts)), conditions, worse, len(seeds) > 1)


def _worse(values: Values, policy: str, outcome: str, seeds: np.ndarray) -> np.ndarray:
    """Tells at which points a policy is worse; what a payer pays counts as worse when it is more."""
    mean = mean_of_points(_losses(values, policy, outcome)[:, seeds])
    return np.where(np.isnan(mean), np.nan, (mean > 0).astype(float))


def _losses(values: Values, policy: str, outcome: str) -> np.ndarray:
    """Gives how much worse a policy is than the yardstick: point x seed."""
    sign = -1.0 if find_outcome(outcome).better == "more" else 1.0
    return sign * values.difference(policy, outcome)


def _share(values: Values, policy: str, outcome: str) -> tuple[float, float, float]:
    """Gives in which part of the worlds a policy is worse, luck taken off."""
    return share_worse(_losses(values, policy, outcome))


def share_worse(losses: np.ndarray) -> tuple[float, float, float]:
    """Gives in which part of the worlds there is more, and the 95% interval of that.

    Args:
        losses: World x seed: how much more; not-a-number where a run is missing.

    Returns:
        Nothing anywhere is 0; not-a-number where no world has two seeds.
    """
    there = ~np.isnan(losses)
    if there.any() and not losses[there].any():
        return 0.0, 0.0, 0.0
    worlds = np.broadcast_to(np.arange(1, len(losses) + 1)[:, np.newaxis], losses.shape)
    found = take_apart(losses[there], worlds[there])
    return found["worlds_more"], found["worlds_more_low"], found["worlds_more_high"]


def _look(
    asked: tuple[str, str],
    bad: np.ndarray,
    worse: tuple[float, float, float],
    conditions: dict[str, pd.DataFrame],
    seed: int,
) -> Iterator[Verdict]:
    there = ~np.isnan(bad)
    side = BETTER if there.any() and bad[there].mean() > 0.5 else WORSE
    interest = (bad[there] == 1.0) if side == WORSE else (bad[there] == 0.0)
    for kind, table in conditions.items():
        rule = find_rule(table[there], interest, seed) if len(table.columns) else None
        chance = rule.chance if rule else 1.0
        yield Verdict(*asked, kind, side, worse, int(there.sum()), rule, chance)


def _together(verdicts: Sequence[Verdict]) -> Iterator[Verdict]:
    """Corrects the chances for all rules that were looked for (Holm), and keeps the order."""
    corrected = correct_together([verdict.chance for verdict in verdicts])
    for verdict, chance in zip(verdicts, corrected, strict=True):
        yield replace(verdict, chance=chance)
