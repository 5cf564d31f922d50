"""Opens a sweep that was played before, so that a question can be asked of it without playing anything."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.sweep.design import Design
from experiments.sweep.factor import Factor
from experiments.sweep.play import Sweep
from experiments.sweep.replications import Replications
from experiments.sweep.sampling import HYPERCUBE, MORRIS, SOBOL, TABLE, Sampling
from experiments.sweep.summary import Overview, read_block
from experiments.sweep.task import blocks
from results.errors import StoreError
from results.parts import Parts, open_parts


def open_sweep(folder: str | Path) -> Sweep:
    """Opens the folder of a sweep; nothing is played and nothing is written.

    Args:
        folder: The folder of a sweep, finished or not.

    Raises:
        StoreError: It is no sweep, a part is damaged, or its points cannot be made again.
    """
    parts, manifest = open_parts(Path(folder))
    if "sweep" not in manifest:
        raise StoreError("error.sweep_no_sweep", folder=folder)
    design = rebuild(manifest["sweep"], parts, Path(folder).name)
    overview = Overview()
    for points in blocks(design):
        runs, wanted = read_block(design, points, parts)
        _check_points(design, runs, Path(folder))
        overview.add_runs(runs, sum(wanted.values()) * len(design.policies))
    return Sweep(design, parts, overview, None)


def rebuild(said: Mapping[str, Any], parts: Parts, name: str) -> Design:
    """Makes the design again from what its passport says, and a table of points from the runs themselves.

    Args:
        said: What `Design.describe` wrote down.
        parts: The finished parts.
        name: How the sweep is called.
    """
    table = said["kind"] == TABLE
    given = _read_points(said, parts) if table else None
    wishes = said["replications"]
    factors = [_read_factor(one, given) for one in said["factors"]]
    return Design(
        name=name,
        policies=tuple(said["policies"]),
        sampling=_read_sampling(said, len(factors)),
        factors=tuple(factors),
        replications=Replications(**wishes),
        area=said["area"],
        years=said["years"],
        warmup_weeks=said["warmup_weeks"],
        parameters=said["parameters"],
        levers_of=tuple(said["levers_of"]),
        given=given,
    )


def _read_sampling(said: Mapping[str, Any], factors: int) -> Sampling:
    """Gives how points were chosen; the passport holds how many there are in all."""
    each = {
        HYPERCUBE: 1,
        SOBOL: 2 * factors + 2 if said["second_order"] else factors + 2,
        MORRIS: factors + 1,
    }
    kind = said["kind"]
    points = said["points"] // each[kind] if kind in each else 0
    return Sampling(kind, points, said["design_seed"], said["second_order"], said["levels"])


def _read_factor(said: Mapping[str, Any], given: pd.DataFrame | None) -> Factor:
    if given is not None:
        return Factor(said["name"], tuple(dict.fromkeys(given[said["name"]])))
    if "values" in said:
        return Factor(said["name"], tuple(said["values"]))
    return Factor(said["name"], (), said["low"], said["high"], said["spread"])


def _read_points(said: Mapping[str, Any], parts: Parts) -> pd.DataFrame:
    """Reads the points of a table from the runs; those of which no run is finished cannot be known."""
    names = [one["name"] for one in said["factors"]]
    tables = [parts.read(part, ["point", *names]).to_pandas() for part in parts.files]
    known = pd.concat(tables).drop_duplicates("point").set_index("point") if tables else pd.DataFrame()
    if len(known) < said["points"]:
        raise StoreError("error.sweep_not_finished", folder=parts.folder)
    points: pd.DataFrame = known.sort_index()[names]
    return points.rename_axis(None)


def _check_points(design: Design, runs: pd.DataFrame, folder: Path) -> None:
    """Refuses runs whose numbers are not those of the design, such as after another version of SALib."""
    for name in design.points if len(runs) else ():
        wanted = design.points[name].to_numpy()[runs["point"].to_numpy(dtype=int)]
        found = runs[name].to_numpy()
        same = np.array_equal(found, wanted) if wanted.dtype == object else np.allclose(found, wanted)
        if not same:
            raise StoreError("error.sweep_other_points", folder=folder, name=name)
