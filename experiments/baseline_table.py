"""Lays the fragmented baseline beside what is published about working as it is now."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pandas as pd

from experiments.batch import compile_rules
from experiments.page import markdown_table
from experiments.targets import Observed, load_targets, observe, waits_of
from results.numbers import write_number
from simulation import Scenario
from simulation.run import count_cores

WAITS = ("norm", "mean", "spread")


def observe_seeds(world: Scenario, seeds: int, workers: int | None = None) -> list[Observed]:
    """Lives fragmented working with some seeds.

    Args:
        world: The scenario.
        seeds: Number of seeds: 1, 2, ...
        workers: Threads; all cores unless given.
    """
    compile_rules(world)
    with ThreadPoolExecutor(workers or count_cores()) as pool:
        return list(pool.map(observe, [world.with_seed(seed) for seed in range(1, seeds + 1)]))


def compare_with_targets(observed: Sequence[Observed]) -> pd.DataFrame:
    """Lays runs of the fragmented baseline beside the targets.

    Args:
        observed: One per seed.

    Returns:
        One row per target: id, use, low, high, mean, spread (standard deviation over seeds), inside (the
        published band) and misses_by (in discrepancies).
    """
    rows = []
    for target in load_targets():
        values = pd.Series([one.value(target) for one in observed])
        mean = float(values.mean())
        rows.append(
            {
                "id": target.id,
                "use": target.use,
                "low": target.low,
                "high": target.high,
                "mean": mean,
                "spread": float(values.std()),
                "inside": target.inside(mean),
                "misses_by": target.misses_by(mean) if values.notna().any() else float("nan"),
            }
        )
    return pd.DataFrame(rows)


def describe_baseline(observed: Sequence[Observed]) -> str:
    """Writes both tables in Markdown.

    Args:
        observed: One per seed of the fragmented baseline.
    """
    facts = zip(load_targets(), compare_with_targets(observed).itertuples(index=False), strict=True)
    heads = ("target", "published", "model", "sd over seeds", "verdict", "use", "source")
    rows = [
        (
            target.text_en,
            f"{target.write(target.low)} – {target.write(target.high)}",
            target.write(float(str(row.mean))),
            target.write(float(str(row.spread))),
            "inside" if row.inside else f"misses by {float(str(row.misses_by)):.1f} discrepancies",
            target.use,
            target.source,
        )
        for target, row in facts
    ]
    waits = [
        [str(row["product"]).replace("_", " "), *(write_number(row[name], 1, "en") for name in WAITS)]
        for row in waits_of(observed).to_dict("records")
    ]
    table = markdown_table(heads, rows)
    of_waits = markdown_table(("weeks waited by who started", "norm", "model", "sd over seeds"), waits)
    return f"{_describe_runs(observed)}\n\n{table}\n\n{of_waits}"


def _describe_runs(observed: Sequence[Observed]) -> str:
    first = observed[0].run.scenario
    seeds = [one.run.scenario.seed for one in observed]
    return (
        f"Area `{first.loaded_area.name}` (tables {first.loaded_area.digest[:16]}), policy `{first.policy}`, "
        f"seeds {min(seeds)}-{max(seeds)}, {first.warmup_weeks} weeks of start-up and {first.years} years; "
        f"fingerprint of the first run {observed[0].run.fingerprint[:16]}."
    )
