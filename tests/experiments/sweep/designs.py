"""Small designs for tests, on the small area."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from experiments.sweep import Design
from experiments.sweep.factor import Factor
from experiments.sweep.reading import build_design
from experiments.sweep.replications import Replications
from experiments.sweep.sampling import GRID, Sampling

KLEIN = str(Path(__file__).parents[2] / "areas" / "klein")
POLICIES = ["fragmented", "krachtenbundeling"]
SMALL: Mapping[str, Any] = {"policies": POLICIES, "area": KLEIN, "years": 1, "warmup_weeks": 4}


def read(**parts: Mapping[str, Any]) -> Design:
    """Reads a small design of which some tables are given."""
    content: dict[str, Any] = {"sweep": SMALL, "design": {"kind": "grid"}, **parts}
    return build_design(content, Path("small.toml"))


def small(points: int = 2, seeds: int = 2, **changes: Any) -> Design:
    """Makes a grid over one number with a few seeds."""
    values = tuple(round(0.01 * number, 2) for number in range(points))
    design = Design(
        name="small",
        policies=tuple(POLICIES),
        sampling=Sampling(GRID),
        factors=(Factor("plan_conflict", values),),
        replications=Replications(seeds, seeds),
        area=KLEIN,
        years=1,
        warmup_weeks=4,
        levers_of=(POLICIES[1],),
    )
    return replace(design, **changes)
