"""Which part of the bundle does the work? The effect of a policy shared out over its switches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.sensitivity.game import Coalition, Order, coalitions_on, draw_orders, share_out
from experiments.sensitivity.matters import headline_outcomes
from experiments.sensitivity.switches import Switch, find_switches
from experiments.sweep.design import Design
from experiments.sweep.factor import Factor
from experiments.sweep.play import Sweep
from experiments.sweep.refusals import refuse
from experiments.sweep.replications import Replications
from experiments.sweep.sampling import TABLE, Sampling
from experiments.sweep.values import gather
from results.payer_account import PAYERS

PAYER_OUTCOMES = (*(f"cost_{payer}" for payer in PAYERS), "cost_municipality")
WHOLE = "whole"
"""The row of a table that holds the effect of all switches together."""


@dataclass(frozen=True)
class Parts:
    """The effect of a policy, shared out.

    Attributes:
        sweep: The sweep of coalitions.
        policy: The policy.
        switches: Its switches.
        pairs: Pairs of orders; 0 where every coalition was played and shares are exact but for luck.
        table: One row per outcome and switch ("whole" for all together): `share`, `low`, `high`, `seeds`.
    """

    sweep: Sweep
    policy: str
    switches: tuple[Switch, ...]
    pairs: int
    table: pd.DataFrame

    def of(self, outcome: str) -> pd.DataFrame:
        """Gives the shares of one outcome, the whole last."""
        return self.table[self.table["outcome"] == outcome].set_index("switch")


def bundle_design(policy: str, pairs: int, *, seed: int = 1, **facts: Any) -> Design:
    """Makes the sweep that shares out the effect of a policy.

    Args:
        policy: The policy.
        pairs: Pairs of orders; where every coalition takes no more runs, every coalition is played.
        seed: Of drawing the orders.
        facts: What else a design takes: area, years, warmup_weeks, parameters, replications.

    Raises:
        InputError: The policy cannot be taken apart.
    """
    switches = find_switches(policy)
    coalitions = coalitions_on(choose_orders(len(switches), pairs, seed), len(switches))
    rows = [_levers(switches, coalition) for coalition in coalitions]
    points = pd.DataFrame(rows, dtype=np.float64)
    facts.setdefault("replications", Replications(4, 4))
    return Design(
        name="shapley",
        policies=(policy,),
        sampling=Sampling(TABLE, pairs, seed),
        factors=tuple(Factor(str(name), tuple(dict.fromkeys(points[name]))) for name in points),
        levers_of=(policy,),
        given=points,
        **facts,
    )


def choose_orders(players: int, pairs: int, seed: int) -> tuple[Order, ...]:
    """Draws orders, or gives none where every coalition takes no more runs than they would.

    Args:
        players: How many switches.
        pairs: Pairs of orders.
        seed: Of the drawing.
    """
    return () if 2**players <= 2 * pairs * (players - 1) + 2 else draw_orders(players, pairs, seed)


def bundle_parts(sweep: Sweep, outcomes: Sequence[str] | None = None) -> Parts:
    """Shares out the effect of the policy of a sweep over its switches.

    Args:
        sweep: A sweep of `bundle_design`.
        outcomes: Which outcomes; headline outcomes and payers unless given.

    Raises:
        InputError: The sweep is not one of `bundle_design`.
    """
    design = sweep.design
    policy = design.policies[0]
    switches = find_switches(policy)
    orders = find_orders(design, len(switches))
    place = _find_points(design, switches, coalitions_on(orders, len(switches)))
    names = tuple(dict.fromkeys(outcomes or (*headline_outcomes(), *PAYER_OUTCOMES)))
    values = gather(sweep, names)
    rows = []
    for outcome in values.names:
        own = values.of(policy, outcome)
        by_coalition = {coalition: own[point] for coalition, point in place.items()}
        rows += list(_rows(outcome, by_coalition, orders, switches))
    return Parts(sweep, policy, switches, len(orders) // 2, pd.DataFrame(rows))


def check_bundle(design: Design) -> None:
    """Refuses a design that does not share out the effect of its policy.

    Args:
        design: The design of a sweep.

    Raises:
        InputError: It is not one of `bundle_design`.
    """
    switches = find_switches(design.policies[0])
    _find_points(design, switches, coalitions_on(find_orders(design, len(switches)), len(switches)))


def find_orders(design: Design, players: int) -> tuple[Order, ...]:
    """Finds the orders that a sweep was made of, from its seed and how many coalitions it has.

    Args:
        design: A design of `bundle_design`.
        players: How many switches.

    Raises:
        InputError: It is not made of orders.
    """
    for pairs in range(1, design.count + 1):
        orders = choose_orders(players, pairs, design.sampling.seed)
        many = len(coalitions_on(orders, players))
        if many == design.count:
            return orders
        if many > design.count:
            break
    raise refuse("shapley_other_design", design=design.name, policy=design.policies[0])


def _rows(
    outcome: str, values: Mapping[Coalition, np.ndarray], orders: Sequence[Order], switches: Sequence[Switch]
) -> Iterator[dict[str, Any]]:
    found = share_out(values, orders, len(switches))
    told = zip(found.shares, found.low, found.high, strict=True)
    for switch, (share, low, high) in zip(switches, told, strict=True):
        yield _row(outcome, switch.name, (share, low, high), found.seeds)
    yield _row(outcome, WHOLE, (found.whole, found.whole_low, found.whole_high), found.seeds)


def _row(outcome: str, switch: str, told: tuple[float, float, float], seeds: int) -> dict[str, Any]:
    share, low, high = (float(value) for value in told)
    return {"outcome": outcome, "switch": switch, "share": share, "low": low, "high": high, "seeds": seeds}


def _levers(switches: Sequence[Switch], coalition: Coalition) -> dict[str, float]:
    """Gives the levers of a coalition: those of its switches as the policy sets them, the others off."""
    return {
        lever: value
        for number, switch in enumerate(switches)
        for lever, value in (switch.on if number in coalition else switch.off).items()
    }


def _find_points(
    design: Design, switches: Sequence[Switch], coalitions: Sequence[Coalition]
) -> dict[Coalition, int]:
    """Finds the point of every coalition in a sweep."""
    levers = [lever for switch in switches for lever in switch.on]
    if set(levers) != set(design.points.columns):
        raise refuse("shapley_other_design", design=design.name, policy=design.policies[0])
    there = {tuple(row): number for number, row in enumerate(design.points[levers].to_numpy().tolist())}
    found = {}
    for coalition in coalitions:
        wanted = _levers(switches, coalition)
        point = there.get(tuple(wanted[lever] for lever in levers))
        if point is None:
            raise refuse("shapley_other_design", design=design.name, policy=design.policies[0])
        found[coalition] = point
    return found
