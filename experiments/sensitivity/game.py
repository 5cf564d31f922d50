"""Shapley values: what each player adds, averaged over the orders in which players can come in.

Of few players every coalition is played and the shares are exact. Of many, orders are drawn in pairs, an
order and its reverse (Mitchell and others 2022, Journal of Machine Learning Research 23(43)); what a player
adds after those before it is averaged (Castro and others 2009, Computers and Operations Research 36). In
both cases the shares add up to the whole for every seed, not only on average.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from results.worlds import CERTAINTY

type Coalition = frozenset[int]
type Order = tuple[int, ...]


@dataclass(frozen=True)
class Shares:
    """What each player brings to one quantity.

    Attributes:
        shares: One value per player; they add up to the whole.
        low: Lower end of the 95% interval of each; not-a-number where one seed or pair cannot tell.
        high: Upper end.
        whole: What all players together bring.
        whole_low: Lower end of its 95% interval.
        whole_high: Upper end.
        seeds: How many seeds had a value everywhere.
    """

    shares: np.ndarray
    low: np.ndarray
    high: np.ndarray
    whole: float
    whole_low: float
    whole_high: float
    seeds: int


def draw_orders(players: int, pairs: int, seed: int) -> tuple[Order, ...]:
    """Draws orders of players in pairs: an order, and the same from back to front.

    Args:
        players: How many players.
        pairs: How many pairs.
        seed: Of the drawing.
    """
    rng = np.random.default_rng(seed)
    drawn = [tuple(int(player) for player in rng.permutation(players)) for _ in range(pairs)]
    return tuple(order for one in drawn for order in (one, one[::-1]))


def coalitions_on(orders: Sequence[Order], players: int) -> tuple[Coalition, ...]:
    """Gives the coalitions that orders pass, from nobody to all; without orders every coalition there is.

    Args:
        orders: The orders.
        players: How many players.
    """
    if not orders:
        return tuple(
            frozenset(player for player in range(players) if number >> player & 1)
            for number in range(2**players)
        )
    passed = (frozenset(order[:length]) for order in orders for length in range(players + 1))
    return tuple(sorted(set(passed), key=lambda one: (len(one), sorted(one))))


def share_out(values: Mapping[Coalition, np.ndarray], orders: Sequence[Order], players: int) -> Shares:
    """Shares out what all players together bring.

    Args:
        values: Coalition -> its value with each seed; not-a-number where it is missing.
        orders: The orders, an order and its reverse in turn; none where every coalition is there.
        players: How many players.

    Returns:
        The shares. Seeds that miss a value anywhere are left out.
    """
    whole_seeds = ~np.isnan(np.stack(list(values.values()))).any(axis=0)
    kept = {coalition: found[whole_seeds] for coalition, found in values.items()}
    gain = kept[frozenset(range(players))] - kept[frozenset()]
    added = _exact(kept, players) if not orders else _along(kept, orders, players)
    errors = np.array([_error(added[:, player]) for player in range(players)])
    freedom = min(added.shape[0] - 1 if orders else math.inf, len(gain) - 1)
    width = errors * _quantile(freedom)  # not-a-number with one pair of orders
    shares = added.mean(axis=(0, 2)) if len(gain) else np.full(players, np.nan)
    apart = _error(gain[None, :]) * _quantile(len(gain) - 1)
    mean = float(gain.mean()) if len(gain) else math.nan
    return Shares(shares, shares - width, shares + width, mean, mean - apart, mean + apart, len(gain))


def _exact(values: Mapping[Coalition, np.ndarray], players: int) -> np.ndarray:
    """Gives what each player adds, weighed over all coalitions of the others: 1 x player x seed."""
    seeds = len(values[frozenset()])
    added = np.zeros((1, players, seeds))
    for coalition, found in values.items():
        size = len(coalition)
        for player in coalition:
            weight = math.factorial(size - 1) * math.factorial(players - size) / math.factorial(players)
            added[0, player] += weight * (found - values[coalition - {player}])
    return added


def _along(values: Mapping[Coalition, np.ndarray], orders: Sequence[Order], players: int) -> np.ndarray:
    """Gives what each player adds along orders, averaged over each pair: pair x player x seed."""
    added = np.zeros((len(orders), players, len(values[frozenset()])))
    for number, order in enumerate(orders):
        for place, player in enumerate(order):
            added[number, player] = values[frozenset(order[: place + 1])] - values[frozenset(order[:place])]
    pairs: np.ndarray = (added[0::2] + added[1::2]) / 2
    return pairs


def _error(added: np.ndarray) -> float:
    """Gives the standard error of the mean over drawn pairs and seeds, every pair with every seed.

    Both are drawn: the spread of the means of pairs and that of the means of seeds count both, less what is
    in both (analysis of variance of two crossed random factors).
    """
    pairs, seeds = added.shape
    if seeds < 2:
        return math.nan
    by_seed = float(added.mean(axis=0).var(ddof=1)) / seeds
    if pairs < 2:
        return math.sqrt(by_seed)
    by_pair = float(added.mean(axis=1).var(ddof=1)) / pairs
    left = added - added.mean(axis=0) - added.mean(axis=1, keepdims=True) + added.mean()
    both = float((left**2).sum()) / ((pairs - 1) * (seeds - 1)) / (pairs * seeds)
    return math.sqrt(max(by_seed + by_pair - both, by_seed, by_pair))


def _quantile(freedom: float) -> float:
    return float(stdtrit(freedom, (1 + CERTAINTY) / 2)) if freedom >= 1 else math.nan
