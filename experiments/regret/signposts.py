"""Signposts: what can be seen now that tells in which worlds another policy is better than the robust choice.

A signpost is a rule of one line: where this quantity under fragmented working is above (or below) a value,
take the other policy. What it wins is the mean over worlds of what choosing by the rule costs less than
always the robust choice. The quantity comes from one half of the luck of a world and the difference from the
other half, so that no signpost is made of luck. The best of many rules is compared with the best that would
be found if worlds had nothing to do with each other (differences dealt out to the worlds at random, all other
policies together), and corrected for how many choosers are looked at (Holm).

The best of many rules wins too much in the worlds that it was chosen in. What is told is what it wins in
worlds that had no say: the worlds are cut in ten parts, and each part takes the rule that is best in the
other nine (cross-validation).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.regret.losses import Losses
from results.together import correct_together

type Floats = NDArray[np.float64]
OBSERVABLES = (
    "crises_per_1000_households_per_year",
    "helpers_mean",
    "helpers_p90",
    "helpers_indicated_mean",
    "cost_municipality",
    "cost_zvw",
    "weeks_to_first_help",
    "weeks_to_all_help",
    "left_waiting_share",
    "staff_sickness",
    "staff_turnover_per_year",
    "direct_time_share",
    "households_indicated_share",
    "households_two_laws_share",
    "youth_care_share",
    "wmo_clients_per_1000",
    "problem_debt_share",
)
"""What a municipality, an insurer or a team leader counts already, before anything is chosen."""
FEWEST_WORLDS = 20
LEAST_SIDE = 0.1
"""A rule must hold for at least this part of the worlds, and not hold for as many."""
RESAMPLES, LUCK = 500, 1
PARTS = 10
"""In how many parts worlds are cut to see what a rule wins in worlds that had no say in it."""
ABOVE, BELOW = "above", "below"


@dataclass(frozen=True)
class Signpost:
    """A rule of one line.

    Attributes:
        observable: What is looked at, under fragmented working.
        side: "above" or "below".
        value: The value it is compared with.
        policy: The policy to take there.
        share: Part of the worlds where the rule holds.
        gain: What choosing a rule so wins over always the robust choice, in worlds that had no say in it;
            for the first rule of all policies together, for the others for their own policy.
        fitted: What the rule wins in the worlds that it was chosen in.
        chance: Chance that the best of all rules wins as much if worlds told nothing.
    """

    observable: str
    side: str
    value: float
    policy: str
    share: float
    gain: float
    fitted: float
    chance: float


def find_signposts(losses: Losses, robust: str, seen: pd.DataFrame) -> list[Signpost]:
    """Finds the best rule for each other policy, the one that wins most first.

    Args:
        losses: What is lost in each world under each policy.
        robust: The robust choice.
        seen: World (index) x observable, from the first half of the luck.

    Returns:
        Rules that win anything; nothing with too few worlds.
    """
    whole = ~np.isnan(losses.halves).any(axis=(1, 2))
    names = [str(name) for name in seen if seen[name].notna().all() and seen[name].nunique() > 1]
    if whole.sum() < FEWEST_WORLDS or not names:
        return []
    worlds = np.array(losses.worlds)[whole]
    observed = seen.loc[worlds, names].to_numpy(float)
    own = losses.policies.index(robust)
    second = losses.halves[whole, 1]
    wins = np.delete(second[:, own : own + 1] - second, own, axis=1)
    others = [name for name in losses.policies if name != robust]
    order = np.argsort(observed, axis=0, kind="stable")
    gains, sides, cuts = best_rules(wins, observed, order)
    rng = np.random.default_rng(LUCK)
    largest = np.array(
        [best_rules(wins[rng.permutation(len(wins))], observed, order)[0].max() for _ in range(RESAMPLES)]
    )
    held = cross_validate(wins, observed)
    found = []
    for place, policy in enumerate(others):
        name = int(gains[:, place].argmax())
        gain = float(gains[name, place])
        if gain > 0:
            cut, above = int(cuts[name, place]), bool(sides[name, place])
            ranked = observed[order[:, name], name]
            value = float(ranked[cut - 1] + ranked[cut]) / 2
            share = (len(ranked) - cut if above else cut) / len(ranked)
            chance = float((1 + np.sum(largest >= gain)) / (1 + RESAMPLES))
            side, first = ABOVE if above else BELOW, gain == gains.max()
            told = float(held[-1] if first else held[place])
            found.append(Signpost(names[name], side, value, policy, share, told, gain, chance))
    return sorted(found, key=lambda one: (-one.fitted, one.policy))


def cross_validate(wins: Floats, observed: Floats) -> Floats:
    """Gives what choosing the best rule wins in worlds that had no say in it.

    Args:
        wins: World x other policy: what it costs less there.
        observed: World x observable.

    Returns:
        For each other policy, and last for all of them together.
    """
    worlds, policies = wins.shape
    part = np.random.default_rng(LUCK).permutation(worlds) % PARTS
    won = np.zeros(policies + 1)
    for number in range(PARTS):
        known, new = part != number, part == number
        seen = observed[known]
        order = np.argsort(seen, axis=0, kind="stable")
        gains, sides, cuts = best_rules(wins[known], seen, order)
        for place in range(policies + 1):
            policy = place if place < policies else int(gains.max(axis=0).argmax())
            name = int(gains[:, policy].argmax())
            if gains[name, policy] > 0:
                ranked, cut = seen[order[:, name], name], int(cuts[name, policy])
                above = observed[new, name] > (ranked[cut - 1] + ranked[cut]) / 2
                holds = above == sides[name, policy]
                won[place] += wins[new, policy][holds].sum() / worlds
    return won


def correct_signposts(signposts: Mapping[str, Sequence[Signpost]]) -> dict[str, list[Signpost]]:
    """Corrects the chances of rules for how many choosers are looked at (Holm, by the best of each).

    Args:
        signposts: Chooser -> rules, the best first.
    """
    firsts = {chooser: rules[0].chance for chooser, rules in signposts.items() if rules}
    corrected = dict(zip(firsts, correct_together(list(firsts.values())), strict=True))
    found = {}
    for chooser, rules in signposts.items():
        least = corrected.get(chooser, 1.0)
        others = [max(least, min(1.0, rule.chance * len(firsts))) for rule in rules[1:]]
        together = zip(rules, [least, *others], strict=False)
        found[chooser] = [replace(rule, chance=chance) for rule, chance in together]
    return found


def best_rules(
    wins: Floats, observed: Floats, order: NDArray[np.int64]
) -> tuple[Floats, NDArray[np.bool_], NDArray[np.int64]]:
    """Gives what the best rule on each observable wins for each other policy.

    Args:
        wins: World x other policy: what it costs less there.
        observed: World x observable.
        order: The worlds in order of each observable.

    Returns:
        Observable x policy: what is won, whether it is above the cut, and how many worlds are below it.
    """
    worlds = len(wins)
    least = max(1, int(np.ceil(LEAST_SIDE * worlds)))
    cuts = np.arange(least, worlds - least + 1)
    gains = np.empty((observed.shape[1], wins.shape[1]))
    sides = np.empty(gains.shape, bool)
    places = np.empty(gains.shape, np.int64)
    for name in range(observed.shape[1]):
        ranked = observed[order[:, name], name]
        below = np.cumsum(wins[order[:, name]], axis=0)
        apart = ranked[cuts - 1] < ranked[cuts]
        low = np.where(apart[:, np.newaxis], below[cuts - 1], -np.inf)
        high = np.where(apart[:, np.newaxis], below[-1] - below[cuts - 1], -np.inf)
        best_low, best_high = low.max(axis=0), high.max(axis=0)
        sides[name] = best_high > best_low
        places[name] = np.where(sides[name], cuts[high.argmax(axis=0)], cuts[low.argmax(axis=0)])
        gains[name] = np.maximum(best_low, best_high) / worlds
    return gains, sides, places


def observe(runs: pd.DataFrame, baseline: str) -> pd.DataFrame:
    """Gives what can be seen in each world under fragmented working, from the first half of its luck.

    Args:
        runs: One row per run: policy, seed, world and the outcomes.
        baseline: Fragmented working.
    """
    own = runs[runs["policy"] == baseline].sort_values(["world", "seed"])
    first = own[own.groupby("world").cumcount() % 2 == 0]
    return first.groupby("world")[list(OBSERVABLES)].mean()
