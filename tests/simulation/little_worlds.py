"""A few made-up worlds for an area of the tests: no calibration, only values within their plausible ranges.

The draw: each parameter of `FREE` uniformly within its plausible range, the hours of each list and the rate
of each event times exp(N(0, 0.1)). It is made anew for each test, so that it is never for other tables than
those of the area. ``python -m tests.simulation.little_worlds FOLDER`` writes worlds.csv in the folder of an
area.
"""

import math
import shutil
import sys
from pathlib import Path

import numpy as np

from simulation.areas import load_area
from simulation.parameters import entries

KLEIN = Path(__file__).parents[1] / "areas" / "klein"
FREE = (
    "onset_hazard_mental",
    "onset_hazard_money",
    "plan_conflict",
    "same_worker_share",
    "first_product_right",
    "talk_hours_per_week",
)
LOCAL_SPREAD = 0.1
DESIGN_SEED = 1


def little_worlds(folder: Path, worlds: int = 8) -> str:
    """The text of a file of worlds.

    Args:
        folder: folder of the area.
        worlds: how many.
    """
    area, known = load_area(folder), entries()
    rng = np.random.default_rng(DESIGN_SEED)
    lists = list(
        zip(
            area.capacities["organisation"],
            area.capacities["product"],
            area.capacities["factor"],
            strict=True,
        )
    )
    rates = list(zip(area.event_rates["event"], area.event_rates["rate"], strict=True))
    heads = [*FREE, *(f"hours:{o}:{p}" for o, p, _ in lists), *(f"rate:{event}" for event, _ in rates)]
    local = [factor for _, _, factor in lists] + [rate for _, rate in rates]
    lines = [
        "# note: test file, NOT calibrated: drawn within plausible ranges by little_worlds.py",
        "# version: test",
        f"# area_digest: {area.digest}",
        f"# design_seed: {DESIGN_SEED}",
        ",".join(["world", *heads]),
    ]
    for number in range(1, worlds + 1):
        cells = []
        for name in FREE:
            low, high = known[name].plausible
            assert not known[name].whole and math.isfinite(high)
            cells.append(rng.uniform(low, high))
        cells += [value * math.exp(rng.normal(0.0, LOCAL_SPREAD)) for value in local]
        lines.append(",".join([str(number), *(f"{cell:.6g}" for cell in cells)]))
    return "\n".join(lines) + "\n"


def area_with_worlds(place: Path, worlds: int = 8) -> Path:
    """Copies the small area, and gives the copy worlds.

    Args:
        place: an empty folder for it.
        worlds: how many.
    """
    folder = shutil.copytree(KLEIN, place / "klein")
    (folder / "worlds.csv").write_text(little_worlds(folder, worlds), encoding="utf-8")
    return folder


if __name__ == "__main__":
    (Path(sys.argv[1]) / "worlds.csv").write_text(little_worlds(Path(sys.argv[1])), encoding="utf-8")
