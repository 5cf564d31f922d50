"""Finds a box by the patient rule induction method (PRIM) of the EMA workbench, and prunes it to a rule."""

import logging
import warnings
from collections.abc import Iterator
from importlib.util import find_spec

import numpy as np
import pandas as pd
from scipy.stats import ks_2samp

from experiments.discovery.box import Box, Limit, fit
from results.errors import StoreError

PEEL, LEAST_MASS = 0.05, 0.1
"""Part of the worlds that is peeled away at a time, and the smallest part that a box may hold."""
MOST_CONDITIONS = 3
"""With more conditions nobody can keep a rule in mind."""
SCREENED = 4
"""How many conditions PRIM looks at."""
LEAST_GAIN = 1.0
"""How many standard errors a condition must add; one that adds less is left out."""


def check_workbench() -> None:
    """Says what to install where PRIM is not there, before work is begun.

    Raises:
        StoreError: The extra is not installed.
    """
    if find_spec("ema_workbench") is None:
        raise StoreError("error.discover_missing")


def find_box(conditions: pd.DataFrame, interest: np.ndarray) -> Box | None:
    """Finds the box in which cases of interest stand out most.

    Args:
        conditions: One row per world, one column per condition, without gaps.
        interest: Which worlds are of interest; some and not all.

    Returns:
        A box with round limits and at most three conditions, or none where nothing stands out. PRIM goes over
        the conditions that are left once more, for as long as that makes the box better.
    """
    names = screen(conditions, interest)
    best: Box | None = None
    while names:
        found = _best_box(conditions[names], interest)
        if found is None or (
            best is not None and fit_of(found, conditions, interest) <= fit_of(best, conditions, interest)
        ):
            return best
        best, before = found, names
        names = list(found.limits) if len(found.limits) < len(before) else []
    return best


def _best_box(conditions: pd.DataFrame, interest: np.ndarray) -> Box | None:
    """Gives the pruned box that stands out most of those that PRIM passes."""
    best, highest = None, 0.0
    for box in _boxes(conditions, interest):
        pruned = prune(box.rounded(conditions), conditions, interest)
        found = fit_of(pruned, conditions, interest)
        enough = pruned.holds(conditions).mean() >= LEAST_MASS
        if pruned.limits and enough and found > highest:
            best, highest = pruned, found
    return best


def fit_of(box: Box, conditions: pd.DataFrame, interest: np.ndarray) -> float:
    """Tells how much a box stands out among worlds; see `fit`."""
    return fit(box.holds(conditions), interest)


def screen(conditions: pd.DataFrame, interest: np.ndarray) -> list[str]:
    """Gives the conditions that tell cases of interest apart best by themselves (Kolmogorov-Smirnov).

    Among many conditions PRIM peels along those that fit by luck; few worlds cannot tell more than a few.

    Args:
        conditions: One row per world.
        interest: Which worlds are of interest.
    """
    apart: dict[str, float] = {}
    for name in conditions:
        values = conditions[name].to_numpy(dtype=np.float64)
        apart[str(name)] = float(ks_2samp(values[interest], values[~interest], method="asymp").statistic)
    return sorted(apart, key=lambda name: -apart[name])[:SCREENED]


def prune(box: Box, conditions: pd.DataFrame, interest: np.ndarray) -> Box:
    """Leaves out conditions that add little, one by one, until each adds enough and there are few.

    Args:
        box: A box.
        conditions: The worlds it was found in.
        interest: Which of them are of interest.
    """
    while box.limits:
        now = fit(box.holds(conditions), interest)
        then = {name: fit(box.without(name).holds(conditions), interest) for name in box.limits}
        least = max(then, key=lambda name: then[name])
        if len(box.limits) <= MOST_CONDITIONS and now - then[least] >= LEAST_GAIN:
            return box
        box = box.without(least)
    return box


def _boxes(conditions: pd.DataFrame, interest: np.ndarray) -> Iterator[Box]:
    """Gives every box that PRIM passes while it peels and pastes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of parts of the workbench that are not used here
        from ema_workbench.analysis import prim

        logging.getLogger("EMA").setLevel(logging.WARNING)
        names = {f"x{place}": name for place, name in enumerate(conditions.columns)}
        values = conditions.astype(float).set_axis(list(names), axis=1).reset_index(drop=True)
        found = prim.Prim(values, interest, peel_alpha=PEEL, paste_alpha=PEEL, mass_min=LEAST_MASS).find_box()
    whole = found.box_lims[0]
    for lims in found.box_lims[1:]:
        limits = {}
        for short, name in names.items():
            low, high = (float(lims[short].iloc[end]) for end in (0, 1))
            limit = Limit(
                low if low > float(whole[short].iloc[0]) else -np.inf,
                high if high < float(whole[short].iloc[1]) else np.inf,
            )
            if limit != Limit():
                limits[name] = limit
        yield Box(limits)
