"""How far evaluations are off, and how often they see something, also where nothing was done."""

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import stdtrit

from experiments.evaluation.samples import Sample, estimate
from results.worlds import CERTAINTY

type Floats = NDArray[np.float64]
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


def judge(samples: Mapping[Case, Sequence[Sample]], check: Callable[[], None] = lambda: None) -> pd.DataFrame:
    """Judges each design on each measure, for studies of each size.

    Args:
        samples: Design, measure and years -> what each place shows.
        check: Called now and then; it may raise to stop.

    Returns:
        One row per design, measure, years and size: `places` that go together, `households` in a study,
        `studies`; `truth` and `estimate` (means a treated household a year), `bias` with its 95% interval
        `bias_low` to `bias_high`, `spread` (standard deviation of estimates), `power` (share of studies with
        p < 0.05), and where nothing was done `nothing` (mean estimate) and `false_alarm` (share with p <
        0.05).
    """
    rows = []
    for (design, measure, years), own in samples.items():
        check()
        many = len(own)
        apart = [_study([one]) for one in own]
        for size in sizes(many):
            studies = (
                apart if size == 1 else [_study([own[i] for i in group]) for group in groups(many, size)]
            )
            first = studies[: many // size]  # no place twice
            rows.append(
                {"design": design, "measure": measure, "years": years, "places": size}
                | _summary(np.array(studies), np.array(first))
            )
    return pd.DataFrame(rows)


def groups(places: int, size: int) -> list[list[int]]:
    """Gives which places go together in each study; the first ones use no place twice.

    Args:
        places: How many there are.
        size: How many go together.
    """
    rng = np.random.default_rng(LUCK)
    each = places // size
    rounds = 1 if size == 1 else max(1, math.ceil(WANTED / each))
    found: list[list[int]] = []
    for _ in range(rounds):
        order = rng.permutation(places)[: each * size]
        found += order.reshape(each, size).tolist()
    return found


def _study(samples: list[Sample]) -> tuple[float, ...]:
    """Gives truth, estimate and chance, the same where nothing was done, and the number of households."""
    truth = np.concatenate([one.truth for one in samples])
    seen, nothing = estimate(samples), estimate(samples, nothing=True)
    households = sum(one.households for one in samples)
    really = float(truth.mean()) if len(truth) else math.nan
    return really, seen.effect, seen.chance, nothing.effect, nothing.chance, float(households)


def _summary(studies: Floats, apart: Floats) -> dict[str, float]:
    told = studies[~np.isnan(studies[:, :5]).any(axis=1)]
    base = apart[~np.isnan(apart[:, :5]).any(axis=1)]
    households = float(studies[:, 5].mean())
    if len(told) < 2 or len(base) < 2:
        missing = dict.fromkeys(_MEASURED, math.nan)
        return {"households": households, "studies": float(len(told)), **missing}
    off = base[:, 1] - base[:, 0]
    error = float(off.std(ddof=1)) / math.sqrt(len(off))
    width = float(stdtrit(len(off) - 1, (1 + CERTAINTY) / 2)) * error
    bias = float(off.mean())
    values = (
        float(told[:, 0].mean()),
        float(told[:, 1].mean()),
        bias,
        bias - width,
        bias + width,
        float(told[:, 1].std(ddof=1)),
        float((told[:, 2] < CONVINCED).mean()),
        float(told[:, 3].mean()),
        float((told[:, 4] < CONVINCED).mean()),
    )
    return {
        "households": households,
        "studies": float(len(told)),
        **dict(zip(_MEASURED, values, strict=True)),
    }


_MEASURED = (
    "truth",
    "estimate",
    "bias",
    "bias_low",
    "bias_high",
    "spread",
    "power",
    "nothing",
    "false_alarm",
)
