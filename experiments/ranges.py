"""What the facts leave of the ranges of numbers, and of which numbers they say nothing."""

import numpy as np
import pandas as pd

from experiments.calibration.space import DRAWN, Space
from simulation.parameters import entries
from simulation.worlds import PlausibleWorlds

NARROWED = 0.2
"""A number is identified if the middle 90% of its plausible values became narrower by at least this part."""
QUANTILES = {"q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95}
COLUMNS = (
    "parameter",
    "text_nl",
    "text_en",
    "unit",
    "submodel",
    "low",
    "high",
    "value",
    "place_of_value",
    *QUANTILES,
    *(f"{name}_place" for name in QUANTILES),
    "kept",
    "identified",
    "drawn",
)


def lay_out_ranges(worlds: PlausibleWorlds | None) -> pd.DataFrame:
    """Lays the plausible values of each number beside the range it had before any fact was looked at.

    Args:
        worlds: The plausible worlds; nothing where there are none.

    Returns:
        One row per number, the one of which most was learnt first: its words and range, quantiles of its
        plausible values in its own unit and as a place in the range (`..._place`, 0 lowest and 1 highest as
        the range was drawn from), the place of the value of the register, `kept` (width of 90% of the
        plausible values, of that of the range before), `identified` (at least `NARROWED` of it is lost) and
        `drawn` (fragmented working never uses it, so that no fact could narrow it; these come last).
    """
    if worlds is None:
        return pd.DataFrame(columns=list(COLUMNS))
    values = pd.DataFrame([dict(world.values) for world in worlds.worlds])
    space = Space(tuple(str(name) for name in values.columns))
    places = space.unit(values)
    own = space.unit(pd.DataFrame([{name: entries()[name].value for name in space.names}]))[0]
    drawn = set(worlds.passport.get(DRAWN, "").split())
    before = QUANTILES["q95"] - QUANTILES["q05"]
    rows = []
    for number, entry in enumerate(space.parameters):
        found = {name: float(np.quantile(values[entry.name], part)) for name, part in QUANTILES.items()}
        placed = {f"{name}_place": float(np.quantile(places[:, number], q)) for name, q in QUANTILES.items()}
        kept = (placed["q95_place"] - placed["q05_place"]) / before
        low, high = entry.plausible
        rows.append(
            {
                "parameter": entry.name,
                "text_nl": entry.text_nl,
                "text_en": entry.text_en,
                "unit": entry.unit,
                "submodel": entry.submodel,
                "low": low,
                "high": high,
                "value": entry.value,
                "place_of_value": float(own[number]),
                **found,
                **placed,
                "kept": kept,
                "identified": entry.name not in drawn and 1 - kept >= NARROWED,
                "drawn": entry.name in drawn,
            }
        )
    return pd.DataFrame(rows, columns=list(COLUMNS)).sort_values(
        ["drawn", "kept", "parameter"], ignore_index=True
    )
