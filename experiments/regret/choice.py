"""Regret: how much more a policy costs in a world than the policy that is best there.

Luck makes regret look too large: the best of noisy numbers is too good, and the worst world is partly one
with bad luck. So it is checked: the best policy, and the worst world, are found with one half of the luck and
measured with the other. The plain regret is at least the true one on average, the checked one at most.

One policy always has the smallest worst regret, also where all are equal. So a choice is only called visible
where both halves of the luck make the same one, and it beats the next one of that half by more than luck, as
measured with the other half. Worlds are those that were played; luck is all that is drawn again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtr

from experiments.regret.losses import HALVES, Losses
from results.together import correct_together
from results.worlds import CERTAINTY

type Floats = NDArray[np.float64]
type Apart = tuple[float, float]
"""How much more the next loses than the choice, as measured with the other half; and its standard error."""
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
        chance: Chance that luck alone makes the robust choice stand out as much from the next.
        average_chance: The same of the choice that is best on average.
    """

    chooser: str
    outcome: str
    table: pd.DataFrame
    robust: str
    on_average: str
    steady: float
    worlds: int
    chance: float
    average_chance: float

    @property
    def clear(self) -> bool:
        """Whether the robust choice is visibly better than the next."""
        return self.chance < 1 - CERTAINTY

    @property
    def average_clear(self) -> bool:
        """Whether the choice on average is visibly better than the next."""
        return self.average_chance < 1 - CERTAINTY


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
    average = int(loss.mean(axis=0).argmin())
    return Choice(
        chooser,
        outcome,
        table,
        losses.policies[place],
        losses.policies[average],
        steady,
        len(losses.worlds),
        _stands_out(losses, place, _worst),
        _stands_out(losses, average, _average),
    )


def correct_choices(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """Corrects the chances of all choosers for being looked at together (Holm).

    Args:
        choices: The choices.
    """
    robust = correct_together([choice.chance for choice in choices])
    average = correct_together([choice.average_chance for choice in choices])
    together = zip(choices, robust, average, strict=True)
    return tuple(replace(one, chance=first, average_chance=second) for one, first, second in together)


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


def _stands_out(
    losses: Losses, place: int, measure: Callable[[Floats, Floats, Floats], tuple[int, Apart]]
) -> float:
    """Gives the chance that luck alone makes a choice stand out as much from the next one.

    Both ways of using the halves hang together in a way that is not known, so their mean is judged as
    if it were one of them.
    """
    whole = losses.halves[~np.isnan(losses.halves).any(axis=(1, 2))]
    if len(whole) < 2:
        return 1.0
    apart = whole[:, 0] - whole[:, 1]
    found = [measure(whole[:, part], whole[:, 1 - part], apart) for part in range(HALVES)]
    if any(chosen != place for chosen, _ in found):
        return 1.0
    more, error = np.mean([told for _, told in found], axis=0)
    if not error:
        return float(more <= 0)
    return float(stdtr(len(whole) - 1, -more / error))


def _worst(seen: Floats, other: Floats, apart: Floats) -> tuple[int, Apart]:
    """Chooses by the worst regret in one half, and measures it with the other in the same worlds."""
    regret = regret_of(seen)
    first = find_robust(regret)
    second = _next(first, regret.max(axis=0))
    more, variance = 0.0, 0.0
    for policy, sign in ((second, 1.0), (first, -1.0)):
        world = int(regret[:, policy].argmax())
        best = int(seen[world].argmin())
        more += sign * float(other[world, policy] - other[world, best])
        variance += float(((apart[:, policy] - apart[:, best]) ** 2).mean()) / HALVES
    return first, (more, float(np.sqrt(variance)))


def _average(seen: Floats, other: Floats, apart: Floats) -> tuple[int, Apart]:
    """Chooses by the mean loss in one half, and measures it with the other."""
    means = seen.mean(axis=0)
    first = int(means.argmin())
    second = _next(first, means)
    more = float((other[:, second] - other[:, first]).mean())
    variance = float(((apart[:, second] - apart[:, first]) ** 2).mean()) / HALVES / len(seen)
    return first, (more, float(np.sqrt(variance)))


def _next(first: int, sizes: Floats) -> int:
    """Gives the policy that comes next after the choice."""
    return int(min((place for place in range(len(sizes)) if place != first), key=lambda place: sizes[place]))
