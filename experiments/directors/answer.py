"""How many directors? Every number of households with a director, by who is chosen, with the same luck."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.directors.curve import Curve, find_curve
from experiments.evaluation.trial import POSTS, RULES
from experiments.sweep.design import Design
from experiments.sweep.factor import Factor
from experiments.sweep.play import Sweep
from experiments.sweep.refusals import refuse
from experiments.sweep.replications import Replications
from experiments.sweep.runs import values_of
from experiments.sweep.sampling import TABLE, Sampling
from results.together import correct_together
from results.worlds import CERTAINTY
from simulation import Scenario
from simulation.parameters import resolve
from simulation.population import build_population

NAME = "directors"
USUAL_POLICY = "vijftig-gezinnen"
LEVELS = (0, 1, 2, 4, 6, 9, 12, 18, 24, 36, 50, 75, 100)
DOCUMENTS = 6
"""Households with a director per area in the documents: fifty in the city (policy vijftig-gezinnen)."""
THOUSAND = 1000.0
SOCIETY, MUNICIPALITY, ESCALATIONS = "society", "municipality", "escalations"
GAINS: Mapping[str, tuple[str, float]] = {
    SOCIETY: ("cost_per_household_per_year", 1.0),
    MUNICIPALITY: ("cost_municipality", 1.0),
    ESCALATIONS: ("crises_per_1000_households_per_year", 1 / THOUSAND),
}
"""Who gains -> what less of is a gain, and how much of it a household of the area counts for."""

OF_THE_WHOLE = ("stop", "stop_low", "stop_high", "checked", "checked_low", "checked_high")


@dataclass(frozen=True)
class Directors:
    """The answer.

    Attributes:
        sweep: What was played.
        curves: Rule and who gains -> what directors bring the area in a year: euros, or escalations less.
        households: Households in the area.
        caseload: Households that a director follows at most.
        posts: Where hours of directors come from, "existing" or "booked".
        worlds: How many plausible worlds were met; 0 for the central one alone.
    """

    sweep: Sweep
    curves: dict[tuple[str, str], Curve]
    households: int
    caseload: int
    posts: str
    worlds: int

    @property
    def table(self) -> pd.DataFrame:
        """One row per rule, who gains and number of households; gains of the whole area in a year."""
        return curve_table(self.curves)


def directors_design(
    policy: str = USUAL_POLICY,
    area: str = Design.area,
    *,
    years: int = Design.years,
    warmup_weeks: int = Design.warmup_weeks,
    replicates: int = 30,
    first_seed: int = 1,
    posts: str = POSTS[0],
    plausible: bool = True,
    parameters: Mapping[str, float] | None = None,
    levels: Sequence[int] = LEVELS,
) -> Design:
    """Makes the design: one policy with every number of households, under every rule of choosing.

    Args:
        policy: The policy whose other levers hold.
        area: The area.
        years: Years of the policy period.
        warmup_weeks: Weeks of start-up.
        replicates: How many seeds each number meets.
        first_seed: The first seed.
        posts: Where hours of directors come from, "existing" or "booked".
        plausible: Whether each seed meets a plausible world, where the area has them.
        parameters: Numbers that differ from the register everywhere.
        levels: Numbers of households, rising, the first 0.

    Raises:
        InputError: The design cannot be played.
    """
    rows = [(0.0, float(RULES.index("domains")))]  # without directors the rule does not matter
    rows += [(float(level), float(rule)) for rule in range(len(RULES)) for level in levels if level]
    given = pd.DataFrame(rows, columns=["director", "director_selects"])
    factors = tuple(Factor(str(name), tuple(sorted(set(given[name])))) for name in given)
    there = plausible and Scenario(area=area).plausible_worlds is not None
    design = Design(
        name=NAME,
        policies=(policy,),
        sampling=Sampling(TABLE),
        factors=factors,
        replications=Replications(replicates, replicates, first_seed, plausible=there),
        area=area,
        years=years,
        warmup_weeks=warmup_weeks,
        parameters={**(parameters or {}), "director_posts": float(POSTS.index(posts))},
        levers_of=(policy,),
        given=given,
        command=NAME,
    )
    design.check()
    return design


def check_directors(design: Design) -> None:
    """Refuses a design that does not tell how many directors.

    Args:
        design: The design of a sweep.

    Raises:
        InputError: Something else differs between points than how many households have a director and who is
            chosen, the first point has directors, or no point has.
    """
    points = design.points
    there = set(points) == {"director", "director_selects"} and design.baseline in design.levers_of
    if not there or float(points["director"].iloc[0]) != 0 or not points["director"].any():
        raise refuse("directors_other_design", design=design.name)


def count_directors(played: Sweep) -> Directors:
    """Finds what every number of directors brings.

    Args:
        played: The sweep of what `directors_design` gave, or another of numbers of directors.

    Raises:
        InputError: The sweep does not tell how many directors.
    """
    design = played.design
    check_directors(design)
    scenario = design.scenario(0, design.baseline)
    homes = len(build_population(scenario.central_area, resolve()).households)
    runs = pd.concat(played.runs(), ignore_index=True)
    met = runs["world"].nunique() if design.replications.plausible else 0
    caseload, posts = (int(scenario.values[name]) for name in ("director_caseload", "director_posts"))
    return Directors(played, find_curves(design, runs, homes), homes, caseload, POSTS[posts], met)


def find_curves(design: Design, runs: pd.DataFrame, homes: int) -> dict[tuple[str, str], Curve]:
    """Finds what directors bring the whole area in a year, by who is chosen and who gains.

    Args:
        design: What was played.
        runs: One row per run.
        homes: Households in the area.
    """
    points, seeds = design.points, design.replications.most
    seen = {
        point: values_of(
            runs[runs["point"] == point], design.baseline, [name for name, _ in GAINS.values()], seeds
        )
        for point in range(design.count)
    }
    worlds = values_of(runs[runs["point"] == 0], design.baseline, ["world"], seeds)[:, 0]
    worlds = np.where(np.isnan(worlds) | (not design.replications.plausible), 0, worlds).astype(int)
    curves = {}
    for number, rule in enumerate(RULES):
        own = points.index[(points["director_selects"] == number) & (points["director"] > 0)]
        if not len(own):  # nobody is chosen by this rule here
            continue
        order = sorted(own, key=lambda point: float(points["director"][point]))
        levels = (0, *(int(points["director"][point]) for point in order))
        for place, (gainer, (_, part)) in enumerate(GAINS.items()):
            columns = [seen[0][:, place], *(seen[point][:, place] for point in order)]
            gains = np.column_stack([columns[0] - column for column in columns]) * part * homes
            curves[rule, gainer] = find_curve(levels, gains, worlds)
    return curves


def curve_table(curves: Mapping[tuple[str, str], Curve]) -> pd.DataFrame:
    """Puts all curves in one table.

    Args:
        curves: Rule and who gains -> curve.

    Returns:
        Columns `rule`, `gainer`, `level`; `total` and `marginal`, each with `_low` and `_high`; `pooled`;
        and of the curve as a whole `stop`, `stop_low`, `stop_high`, `chance` (corrected for all curves,
        Holm), `checked`, `checked_low`, `checked_high` and `clear`: whether a number visibly brings
        something, which takes that chance below 5% and a checked gain above 0.
    """
    chances = correct_together([curve.chance for curve in curves.values()])
    parts = []
    for ((rule, gainer), curve), chance in zip(curves.items(), chances, strict=True):
        columns: dict[str, object] = {"rule": rule, "gainer": gainer, "level": curve.levels}
        for name, values in (("total", curve.total), ("marginal", curve.marginal)):
            columns |= {name: values[:, 0], f"{name}_low": values[:, 1], f"{name}_high": values[:, 2]}
        columns["pooled"] = np.concatenate([[np.nan], curve.pooled])
        columns |= {name: getattr(curve, name) for name in OF_THE_WHOLE}
        columns |= {"chance": chance, "clear": chance < 1 - CERTAINTY and curve.checked_low > 0}
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)
