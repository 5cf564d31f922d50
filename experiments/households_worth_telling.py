"""Finds households whose two lives under two policies are worth telling."""

import numpy as np
import pandas as pd

from agents.household import HOUSEHOLD_KINDS
from simulation import Run
from simulation.errors import InputError, unknown

HOW = ("most_different", "typical")
WAYS = (*HOW, *HOUSEHOLD_KINDS)


def differences(run_a: Run, run_b: Run) -> pd.DataFrame:
    """How much the two lives of every household differ.

    Args:
        run_a: A run under one policy.
        run_b: A run under the other, of the same area, seed and horizon.

    Returns:
        household, kind, helped (somebody came or something happened in either life), events, euros and
        helpers (second less first), and distance: their absolute differences, each relative to its mean over
        the households that were helped.
    """
    a, b = run_a.households, run_b.households
    if len(a) != len(b):
        raise InputError("runs: the two runs are of different areas; give two runs of one area and seed")
    events = [name for name in a.columns if name.startswith("events_")]
    euros = [name for name in a.columns if name.startswith("euros_")]
    found = pd.DataFrame({"household": a["household"], "kind": a["kind"]})
    parts = {"events": events, "euros": euros, "helpers": ["helpers"]}
    happened = np.zeros(len(a), bool)
    for name, columns in parts.items():
        found[name] = b[columns].sum(axis=1) - a[columns].sum(axis=1)
        happened |= (a[columns].sum(axis=1) + b[columns].sum(axis=1) > 0).to_numpy()
    found["helped"] = happened
    scale = found.loc[happened, list(parts)].abs().mean()
    found["distance"] = (found[list(parts)].abs() / scale.where(scale > 0, 1.0)).sum(axis=1)
    return found


def worth_telling(run_a: Run, run_b: Run, how: str = "most_different", count: int = 5) -> list[int]:
    """Picks households whose two lives are worth telling.

    Args:
        run_a: A run under one policy.
        run_b: A run under the other.
        how: most_different; typical (the difference closest to the median of all helped households that
            differ); or a kind of household, of which the most different are given.
        count: How many.

    Returns:
        Places of households, the best first; equal ones in order of their place.

    Raises:
        InputError: There is no such way to choose.
    """
    if how not in WAYS:
        raise unknown("find", how, WAYS)
    table = differences(run_a, run_b)
    table = table[table["helped"]]
    if how == "typical":
        table = table[table["distance"] > 0]
        far = (table["distance"] - table["distance"].median()).abs()
        return [
            int(place)
            for place in table.assign(far=far).sort_values("far", kind="stable")["household"][:count]
        ]
    if how in HOUSEHOLD_KINDS:
        table = table[table["kind"] == how]
    best = table.sort_values("distance", ascending=False, kind="stable")
    return [int(place) for place in best["household"][:count]]
