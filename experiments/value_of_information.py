"""What it would be worth to know one unknown number: the expected value of partial perfect information.

Whoever must choose a policy now chooses what is best on average over the worlds that may be. Who had
measured one number first could choose what is best at that number. The gain, on average over what the
measurement may say, is what knowing it is worth (Strong, Oakley and Brennan 2014): the mean of the best,
less the best of the means, where the mean at a number is found by regression of net benefit on it. The
regression is a smoothing spline on the ranks of the number, as smooth as generalised cross-validation asks;
ranks lose nothing, since the worth is the same in any increasing scale.

The best of several fits is always a little too good, also where nothing matters. How much, and how sure the
worth is, is seen in halves of the worlds, drawn without putting back: half as many worlds lie about as far
from all of them as all of them from the truth (Politis, Romano and Wolf 1999). Drawing with putting back
would show some worlds twice, and a world beside itself looks like a pattern.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
EVENTS = "crises_per_1000_households_per_year"
THOUSAND = 1000.0
FEWEST_WORLDS = 20
"""With fewer worlds nothing can be told apart from luck."""
CERTAINTY = 0.95
RESAMPLES = 400
TIES_SEED = 1
"""Worlds with the same value stand in an order drawn by lot: in that of their number they show a trend."""
SPLITS = 40
"""So many of the halves are used to see how often a choice is wrong."""
CENTS, EXACT = 2, 1e-9
"""Decimals in which euros are told; part of a benefit below which a difference is rounding."""
UNTOLD = (float("nan"), float("nan"))
MOST_BENDS = 12.0
"""Most degrees of freedom of the spline, however many worlds there are."""
_STIFFNESS = np.concatenate([np.geomspace(1e-3, 1e9, 60), [np.inf]])


@dataclass(frozen=True)
class Worth:
    """What it would be worth to know one number before choosing.

    Attributes:
        parameter: Name of the number.
        euros: Expected gain, in the unit of the net benefit, less what luck makes of it.
        low: Lower end of its 95% interval.
        high: Upper end.
        chance: Chance that the largest of all numbers reaches this much when none matters.
        wrong_now: Share of worlds in which, at their value of this number, another choice is better than the
            choice of now. Choices and what is better are found in different halves of the worlds.
            Not-a-number where the worth is not clear: then luck would be called wrong.
        wrong_then: The same for who knows the number.
    """

    parameter: str
    euros: float
    low: float
    high: float
    chance: float
    wrong_now: float
    wrong_then: float

    @property
    def clear(self) -> bool:
        """Says whether it is more than luck among so many numbers would show, and more than 0 in cents."""
        return self.chance < 1 - CERTAINTY and round(self.euros, CENTS) > 0


def evppi(benefit: Floats, number: Floats) -> float:
    """Gives what knowing a number is worth to who chooses between policies.

    Args:
        benefit: World x policy: net benefit, more is better.
        number: Its value in each world.

    Returns:
        Never below 0; in the unit of the benefit.
    """
    by_lot = np.random.default_rng(TIES_SEED).permutation(len(number))
    order = np.lexsort((by_lot, number))
    return float(_gains(benefit[order][np.newaxis], number[order])[0])


def evpi(benefit: Floats) -> float:
    """Gives what it would be worth to know everything that tells the worlds apart, luck included.

    Args:
        benefit: World x policy.
    """
    return float(benefit.max(axis=1).mean() - benefit.mean(axis=0).max())


def rank_unknowns(
    benefit: Floats, numbers: pd.DataFrame, *, seed: int = 1, check: Callable[[], None] = lambda: None
) -> list[Worth]:
    """Puts unknown numbers in the order of what knowing them would be worth.

    Args:
        benefit: World x policy: net benefit.
        numbers: World x number.
        seed: Luck of the resampling.
        check: Called now and then; it may raise to stop.

    Returns:
        The most worthy first; nothing when there are fewer than `FEWEST_WORLDS` worlds or two policies.
    """
    worlds, policies = benefit.shape
    if worlds < FEWEST_WORLDS or policies < 2:
        return []
    rng = np.random.default_rng(seed)
    mixed = np.argsort(rng.random((RESAMPLES, worlds)), axis=1)
    shuffled = benefit[np.argsort(rng.random((RESAMPLES, worlds)), axis=1)]
    varied = [name for name in numbers.columns if numbers[name].nunique() > 1]
    largest = np.zeros(RESAMPLES)
    found: list[tuple[str, float, tuple[float, float, float]]] = []
    for name in varied:
        check()
        values = numbers[name].to_numpy(float)
        order = np.argsort(values, kind="stable")
        by_luck = _gains(shuffled[:, order], values[order])
        np.maximum(largest, by_luck, out=largest)
        half = _in_order(mixed[:, : worlds // 2], values)
        gain = evppi(benefit, values)
        found.append((str(name), gain, _less_luck(gain, _gains(benefit[half], values[half]), by_luck)))
    worths = []
    for name, gain, told in found:
        worth = Worth(name, *told, _chance(largest, gain), *UNTOLD)
        if worth.clear:
            now, then = _wrong(benefit, numbers[name].to_numpy(float), mixed[:SPLITS])
            worth = replace(worth, wrong_now=now, wrong_then=then)
        worths.append(worth)
    return sorted(worths, key=lambda worth: (-worth.euros, worth.parameter))


def three_most(worths: Sequence[Worth]) -> list[Worth]:
    """Gives the three numbers worth most, as far as they are worth anything that luck does not explain."""
    return [worth for worth in worths if worth.clear][:3]


def net_benefits(runs: pd.DataFrame, costs: Mapping[str, float], event_worth: float = 0.0) -> pd.DataFrame:
    """Gives the net benefit of each policy in each world: less cost is better, and so are fewer escalations.

    Args:
        runs: policy, seed, world, outcome, value of a comparison.
        costs: Outcomes that are costs, with their weight.
        event_worth: Euros that one escalation less is worth; 0 counts costs only.

    Returns:
        World (index) x policy, in the order of the policies; the seeds of a world are averaged. Worlds
        without all values are left out.
    """
    weights = {**costs, EVENTS: event_worth / THOUSAND} if event_worth else dict(costs)
    kept = runs[runs["outcome"].isin(list(weights))]
    weighed = kept.assign(value=-kept["value"] * kept["outcome"].map(weights))
    policies = list(dict.fromkeys(runs["policy"]))
    whole = weighed.groupby(["policy", "seed", "world"], observed=True)["value"].agg(_sum_all).reset_index()
    table = whole.pivot_table(index="world", columns="policy", values="value")
    return table[policies].dropna()


def _sum_all(values: "pd.Series[float]") -> float:
    return float(values.sum(skipna=False))


def _gains(sorted_benefit: Floats, sorted_number: Floats) -> Floats:
    """Resample x (world in order of the number) x policy -> worth of knowing the number."""
    smooth = _levelled(_smoothed(sorted_benefit), sorted_number)
    best: Floats = smooth.max(axis=2).mean(axis=1) - sorted_benefit.mean(axis=1).max(axis=1)
    rounding = EXACT * np.abs(sorted_benefit).max()
    return np.where(best > rounding, best, 0.0)


def _smoothed(sorted_benefit: Floats) -> Floats:
    """Regression of benefit on rank, for each resample and policy, relative to the first policy."""
    base = sorted_benefit[:, :, :1]
    difference = sorted_benefit - base
    waves, bends = _waves(sorted_benefit.shape[1])
    parts = waves.T @ difference
    kept = 1.0 / (1.0 + bends * np.where(np.isinf(_STIFFNESS), 1e300, _STIFFNESS)[:, np.newaxis])
    freedom = kept.sum(axis=1)
    allowed = freedom <= min(MOST_BENDS, sorted_benefit.shape[1] / 5)
    kept, freedom = kept[allowed], freedom[allowed]
    worlds = sorted_benefit.shape[1]
    left = np.moveaxis((1.0 - kept) ** 2 @ parts**2, 1, 0)
    score = left / (1.0 - freedom / worlds)[:, np.newaxis, np.newaxis] ** 2
    chosen = kept[score.argmin(axis=0)]
    smooth: Floats = waves @ (np.moveaxis(chosen, 2, 1) * parts) + base.mean(axis=1, keepdims=True)
    return smooth


def _levelled(smooth: Floats, sorted_number: Floats) -> Floats:
    """Gives worlds with the same value the same benefit, their mean: who knows it knows no more."""
    if (np.diff(sorted_number, axis=-1) > 0).all():
        return smooth
    kinds, code = np.unique(sorted_number, return_inverse=True)
    member = code.reshape(sorted_number.shape)[..., np.newaxis] == np.arange(len(kinds))
    member = np.broadcast_to(member, (*smooth.shape[:2], len(kinds))).astype(np.float64)
    means = np.einsum("rnk,rnp->rkp", member, smooth) / np.maximum(member.sum(axis=1), 1.0)[..., np.newaxis]
    result: Floats = np.einsum("rnk,rkp->rnp", member, means)
    return result


@cache
def _waves(worlds: int) -> tuple[Floats, Floats]:
    """Shapes over the ranks from smooth to wild, and how strongly each bends; the first two are straight."""
    second = np.diff(np.eye(worlds), 2, axis=0)
    bends, waves = np.linalg.eigh(second.T @ second)
    bends[:2] = 0.0
    return waves, bends


def _in_order(drawn: Ints, values: Floats) -> Ints:
    """Puts the worlds of each draw in the order of a number."""
    ordered: Ints = np.take_along_axis(drawn, np.argsort(values[drawn], axis=1, kind="stable"), axis=1)
    return ordered


def _less_luck(gain: float, halves: Floats, by_luck: Floats) -> tuple[float, float, float]:
    """Takes off a gain what luck adds to it, and gives its interval.

    Args:
        gain: As it was found in all worlds.
        halves: As it is found in halves of them, which are off from it as it is off from the truth.
        by_luck: As it is found where the number says nothing.

    Returns:
        The gain and the ends of its 95% interval, never below 0. Where luck alone shows as much in 5% of the
        cases the interval begins at 0. Its upper end is at least that of the halves themselves: a gain near 0
        cannot lie as far below the truth as above it.
    """
    low, high = np.quantile(halves, [(1 - CERTAINTY) / 2, (1 + CERTAINTY) / 2])
    euros = max(0.0, 2 * gain - float(halves.mean()))
    least = max(0.0, 2 * gain - float(high)) if gain > np.quantile(by_luck, CERTAINTY) else 0.0
    return euros, min(euros, least), max(euros, 2 * gain - float(low), float(high))


def _chance(largest: Floats, gain: float) -> float:
    return float((1 + np.sum(largest >= gain)) / (1 + len(largest)))


def _wrong(benefit: Floats, number: Floats, mixed: Ints) -> tuple[float, float]:
    """Gives in which share of worlds a choice is not the best: that of now, and that of who knows the number.

    Choices are made in one half of the worlds and judged in the other, by what is best there at each value of
    the number, so that luck of a world is not called wrong and no choice is judged by what it was made of.

    Args:
        benefit: World x policy.
        number: Its value in each world.
        mixed: Split x world: the worlds in an order drawn by lot, of which the first half chooses.
    """
    middle = benefit.shape[0] // 2
    first, second = _in_order(mixed[:, :middle], number), _in_order(mixed[:, middle:], number)
    learned = _levelled(_smoothed(benefit[first]), number[first])
    really = _levelled(_smoothed(benefit[second]), number[second])
    wrong = np.zeros(2)
    for split in range(len(mixed)):
        known = np.searchsorted(number[first[split]], number[second[split]]).clip(0, middle - 1)
        then = learned[split].argmax(axis=1)[known]
        now = np.full_like(then, int(benefit[first[split]].mean(axis=0).argmax()))
        best = really[split].max(axis=1)
        wrong += [np.mean(really[split][np.arange(len(best)), choice] < best) for choice in (now, then)]
    share = wrong / len(mixed)
    return float(share[0]), float(share[1])
