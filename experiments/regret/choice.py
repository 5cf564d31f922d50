"""Regret: how much more a policy costs in a world than the policy that is best there.

Luck makes regret look too large: the best of noisy numbers is too good, and the worst world is partly one
with bad luck. So it is checked: the best policy, and the worst world, are found with one half of the luck and
measured with the other. The plain regret is at least the true one on average, the checked one at most.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.regret.losses import HALVES, Losses

type Floats = NDArray[np.float64]
RESAMPLES, LUCK = 500, 1
BEST_WITHIN = 1e-9


@dataclass(frozen=True)
class Choice:
    """The robust choice of one chooser.

    Attributes:
        chooser: Who chooses.
        outcome: What less of is better.
        table: One row per policy: `policy`, `mean_loss`, `worst_regret`, `worst_world`, `mean_regret`,
            `worst_checked`, `mean_checked`, `best_share` (part of the worlds in which it is best).
        robust: The policy with the smallest worst regret; of equals the one with the smallest mean regret.
        on_average: The policy with the smallest mean loss.
        steady: Part of resamples of the worlds in which the robust choice is the same.
        worlds: How many worlds.
    """

    chooser: str
    outcome: str
    table: pd.DataFrame
    robust: str
    on_average: str
    steady: float
    worlds: int


def choose(chooser: str, outcome: str, losses: Losses) -> Choice:
    """Finds the robust choice.

    Args:
        chooser: Who chooses.
        outcome: What less of is better.
        losses: What is lost in each world under each policy.
    """
    loss = losses.mean
    regret = regret_of(loss)
    worst_checked, mean_checked = _check(losses)
    table = pd.DataFrame(
        {
            "policy": losses.policies,
            "mean_loss": loss.mean(axis=0),
            "worst_regret": regret.max(axis=0),
            "worst_world": [losses.worlds[place] for place in regret.argmax(axis=0)],
            "mean_regret": regret.mean(axis=0),
            "worst_checked": worst_checked,
            "mean_checked": mean_checked,
            "best_share": (regret <= BEST_WITHIN).mean(axis=0),
        }
    )
    place = find_robust(regret)
    rng = np.random.default_rng(LUCK)
    drawn = rng.integers(0, len(regret), (RESAMPLES, len(regret)))
    steady = float(np.mean([find_robust(regret[rows]) == place for rows in drawn]))
    return Choice(
        chooser,
        outcome,
        table,
        losses.policies[place],
        losses.policies[int(loss.mean(axis=0).argmin())],
        steady,
        len(losses.worlds),
    )


def regret_of(loss: Floats) -> Floats:
    """Gives the regret of each policy in each world.

    Args:
        loss: World x policy.
    """
    found: Floats = loss - loss.min(axis=1, keepdims=True)
    return found


def find_robust(regret: Floats) -> int:
    """Gives the place of the policy whose worst regret is smallest, of equals the smaller on average.

    Args:
        regret: World x policy.
    """
    return int(np.lexsort((regret.mean(axis=0), regret.max(axis=0)))[0])


def _check(losses: Losses) -> tuple[Floats, Floats]:
    """Finds best policy and worst world with one half of the luck, and measures with the other."""
    policies = len(losses.policies)
    whole = losses.halves[~np.isnan(losses.halves).any(axis=(1, 2))]
    if not len(whole):
        return np.full(policies, np.nan), np.full(policies, np.nan)
    worst, mean = np.zeros(policies), np.zeros(policies)
    for part in range(HALVES):
        seen, other = whole[:, part], whole[:, 1 - part]
        best = other[np.arange(len(whole)), seen.argmin(axis=1)]
        checked = other - best[:, np.newaxis]
        mean += checked.mean(axis=0) / HALVES
        worst += checked[regret_of(seen).argmax(axis=0), np.arange(policies)] / HALVES
    return worst, mean
