"""How far evaluations are off, and how often they see something, also where nothing was done."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from experiments.evaluation.samples import Sample, estimate
from results.shares import share_interval
from results.tables import mean_and_interval
from results.worlds import CERTAINTY

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Case = tuple[str, str, int]
"""Design, measure, years."""
CONVINCED = 1 - CERTAINTY
WANTED = 200
"""About how many evaluations each line is made of, where there are enough places."""
LEAST_GROUPS = 10
"""A study so large that fewer of it can be made without using a place twice is not judged."""
LUCK = 1


def sizes(places: int) -> tuple[int, ...]:
    """Gives how many places go together in a study: 1, 2, 4, ... as long as enough studies can be made."""
    found = [2**power for power in range(20) if 2**power * LEAST_GROUPS <= places]
    return tuple(found) or (1,)


def judge(
    samples: Mapping[Case, Sequence[Sample]],
    worlds: Sequence[int],
    check: Callable[[], None] = lambda: None,
) -> pd.DataFrame:
    """Judges each design on each measure, for studies of each size.

    Args:
        samples: Design, measure and years -> what each place shows.
        worlds: The plausible world of each place; 0 where it is the central one.
        check: Called now and then; it may raise to stop.

    Returns:
        One row per design, measure, years and size: `places` that go together, `households` in a study,
        `studies`, and how many of them have nothing in common (`apart`: no place and no world);
        `had` and `had_others`, the part of the time in which who was assigned a director had one, and who
        was not; `truth` and `estimate` (means a year per household that was assigned one), `bias`;
        `spread` (standard deviation of estimates); `power` (share of studies with p < 0.05 on the side of the
        truth) and `wrong_side` (on the other); and where nothing was done `nothing` (mean estimate) and
        `false_alarm` (share with p < 0.05). `truth`, `bias`, `power`, `wrong_side` and `false_alarm` have
        a 95% interval, `_low` to `_high`, in which places of one world count as one.
    """
    met = np.array(worlds, np.int64)
    rows = []
    for (design, measure, years), own in samples.items():
        check()
        many = len(own)
        single = [_study([one]) for one in own]
        for size in sizes(many):
            chosen = groups(met, size)
            studies = single if size == 1 else [_study([own[i] for i in group]) for group in chosen]
            first = chosen[: many // size]  # no place twice
            rows.append(
                {"design": design, "measure": measure, "years": years, "places": size}
                | _time_with(own)
                | _summary(np.array(studies), share_worlds(first, met))
            )
    return pd.DataFrame(rows)


def groups(worlds: Ints, size: int) -> list[list[int]]:
    """Gives which places go together in each study; the first ones use no place twice.

    A study is done in one world, whichever it is, so places of one world go together as far as they can.

    Args:
        worlds: The plausible world of each place; 0 where it is the central one.
        size: How many places go together.
    """
    rng = np.random.default_rng(LUCK)
    places = len(worlds)
    each = places // size
    if size == 1:
        return [[place] for place in range(places)]
    _, world, counts = np.unique(worlds, return_inverse=True, return_counts=True)
    found: list[list[int]] = []
    for _ in range(math.ceil(WANTED / each)):
        turn = rng.random(len(counts))
        order = np.lexsort((rng.random(places), turn[world], -counts[world]))[: each * size]
        found += order.reshape(each, size).tolist()
    return found


def share_worlds(studies: Sequence[Sequence[int]], worlds: Ints) -> Ints:
    """Numbers studies so that two have the same number where a world links them; all 0 in the central world.

    Args:
        studies: The places of each study.
        worlds: The plausible world of each place.
    """
    if not worlds.any():
        return np.zeros(len(studies), np.int64)
    leader = {int(world): int(world) for world in worlds}

    def find(world: int) -> int:
        while leader[world] != world:
            world = leader[world]
        return world

    for study in studies:
        for one, other in pairwise(study):
            leader[find(int(worlds[one]))] = find(int(worlds[other]))
    return np.array([find(int(worlds[study[0]])) for study in studies], np.int64)


def _study(samples: list[Sample]) -> tuple[float, ...]:
    """Gives truth, estimate and chance, the same where nothing was done, and the number of households."""
    truth = np.concatenate([one.truth for one in samples])
    seen, nothing = estimate(samples), estimate(samples, nothing=True)
    households = sum(one.households for one in samples)
    really = float(truth.mean()) if len(truth) else math.nan
    return really, seen.effect, seen.chance, nothing.effect, nothing.chance, float(households)


def _time_with(samples: Sequence[Sample]) -> dict[str, float]:
    """Gives the part of the time in which there was a director, with who was assigned one and who was not."""
    found = {}
    for name, assigned in (("had", True), ("had_others", False)):
        shares = np.concatenate([one.time_with(assigned=assigned) for one in samples])
        found[name] = float(shares.mean()) if len(shares) else math.nan
    return found


def _summary(studies: Floats, linked: Ints) -> dict[str, float]:
    """Sums up studies.

    Args:
        studies: What `_study` gave of each.
        linked: Of the first ones, which use no place twice, which hang together.
    """
    whole = ~np.isnan(studies[:, :5]).any(axis=1)
    base, together = studies[: len(linked)][whole[: len(linked)]], linked[whole[: len(linked)]]
    told = studies[whole]
    apart = len(np.unique(together)) if together.any() else len(base)
    sizes = {"households": float(studies[:, 5].mean()), "studies": float(len(told)), "apart": float(apart)}
    if len(base) < 2:
        return {**sizes, **dict.fromkeys(_MEASURED, math.nan)}
    truth, truth_low, truth_high = mean_and_interval(base[:, 0], together)
    bias, bias_low, bias_high = mean_and_interval(base[:, 1] - base[:, 0], together)
    seen, alarm = told[:, 2] < CONVINCED, told[:, 4] < CONVINCED
    right = np.sign(told[:, 1]) == np.sign(truth)
    shares = {"power": seen & right, "wrong_side": seen & ~right, "false_alarm": alarm}
    found = {
        "truth": truth,
        "truth_low": truth_low,
        "truth_high": truth_high,
        "estimate": mean_and_interval(base[:, 1], together)[0],
        "bias": bias,
        "bias_low": bias_low,
        "bias_high": bias_high,
        "spread": float(told[:, 1].std(ddof=1)),
        "nothing": float(told[:, 3].mean()),
    }
    for name, which in shares.items():
        share = float(which.mean())
        found[name] = share
        found[f"{name}_low"], found[f"{name}_high"] = share_interval(share, apart)
    return {**sizes, **found}


_SHARES = ("power", "wrong_side", "false_alarm")
_MEASURED = (
    *(f"{name}{end}" for name in ("truth", "bias", *_SHARES) for end in ("", "_low", "_high")),
    "estimate",
    "spread",
    "nothing",
)
