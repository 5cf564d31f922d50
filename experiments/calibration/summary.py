"""What a calibration found, in numbers and in words: facts met, numbers not identified, trust."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from experiments.calibration.course import Course, Found
from experiments.calibration.points import Played
from experiments.calibration.space import HELD, Floats
from experiments.page import markdown_table
from experiments.ranges import NARROWED
from experiments.targets import Target, load_targets

MIDDLE = (0.05, 0.95)
NAMES_OF_USES = {"fitted": "fitted", "kept": "kept for checking", "construction": "by construction"}


def met_table(plausible: Sequence[Played], checked: Sequence[Played]) -> pd.DataFrame:
    """Lays the plausible worlds beside every target, fitted, kept and by construction.

    Args:
        plausible: The worlds, each measured in several runs.
        checked: Some of them lived for seven years, for what only that can tell.

    Returns:
        One row a target: id, use, low, high, mean over worlds, from and to (the middle 90% of worlds), inside
        (the mean lies in the band), worlds_inside (share of worlds), misses_by (in discrepancies).
    """
    rows = []
    for target in load_targets():
        source = checked if target.over_years else plausible
        values = np.array([one.mean(target.id) for one in source])
        values = values[np.isfinite(values)]
        if not values.size:
            continue
        mean = float(values.mean())
        low, high = np.quantile(values, MIDDLE)
        rows.append(
            {
                "id": target.id,
                "use": target.use,
                "low": target.low,
                "high": target.high,
                "mean": mean,
                "from": float(low),
                "to": float(high),
                "inside": target.inside(mean),
                "worlds_inside": float(np.mean([target.inside(value) for value in values])),
                "misses_by": target.misses_by(mean),
            }
        )
    return pd.DataFrame(rows)


def narrowing(course: Course, found: Found) -> pd.DataFrame:
    """How much the facts narrow each freed number.

    Args:
        course: How it was found.
        found: What was found.

    Returns:
        One row a number: prior low and high, middle 90% and median in the worlds, narrower (part of the prior
        range that the middle 90% lost), identified.
    """
    names = list(found.space.names)
    values = pd.DataFrame([one.values for one in found.plausible], columns=names)
    unit: Floats = found.space.unit(values)
    rows = []
    for place, parameter in enumerate(found.space.parameters):
        low, high = np.quantile(unit[:, place], MIDDLE)
        lost = 1 - (high - low) / (MIDDLE[1] - MIDDLE[0])
        of = values[parameter.name]
        rows.append(
            {
                "parameter": parameter.name,
                "prior_low": parameter.plausible[0],
                "prior_high": parameter.plausible[1],
                "from": float(of.quantile(MIDDLE[0])),
                "median": float(of.median()),
                "to": float(of.quantile(MIDDLE[1])),
                "narrower": float(lost),
                "identified": lost >= NARROWED,
            }
        )
    return pd.DataFrame(rows)


def describe(course: Course, found: Found, met: pd.DataFrame, minutes: float) -> str:
    """Writes the results in Markdown.

    Args:
        course: How it was found.
        found: What was found.
        met: What `met_table` gave.
        minutes: How long it took.
    """
    narrow = narrowing(course, found)
    parts = [
        _describe_run(course, found, minutes),
        _describe_met(met),
        _met_rows(met),
        _describe_identified(narrow),
        _narrow_rows(narrow),
        _describe_drawn(found),
        "How far the emulators can be believed, on points held back after each wave: part of the spread of "
        "the mean over seeds that they explain (Q2), and how often the 95% interval holds.",
        _trust_rows(found),
    ]
    return "\n\n".join(parts)


def count_inside(met: pd.DataFrame, use: str) -> tuple[int, int]:
    """Counts the targets of one use inside their band, and all of them."""
    rows = met[met["use"] == use]
    return int(rows["inside"].sum()), len(rows)


def _describe_run(course: Course, found: Found, minutes: float) -> str:
    world, last = course.ground.world, course.size.last
    left = "; ".join(
        f"{stage}: {cells['share']:.2g}" for stage, cells in found.left.items() if np.isfinite(cells["level"])
    )
    widened = ", ".join(f"`{name}` × {factor:g}" for name, factor in found.widened.items()) or "none"
    return (
        f"Area `{world.loaded_area.name}`, {world.warmup_weeks} weeks of start-up and {world.years} years, "
        f"fragmented working only; {len(found.moves)} numbers screened, {found.space.size} freed; waves of "
        f"{', '.join(str(len(wave)) for wave in found.waves)} points; **{len(found.plausible)} plausible "
        f"worlds** confirmed with {last.seeds} runs each, of {len(found.judged)} candidates. Discrepancies "
        f"widened: {widened}. Estimated part of the space left before each stage: {left}."
        + (f" The last stretch of the command took {minutes:.0f} minutes." if minutes >= 1 else "")
    )


def _describe_met(met: pd.DataFrame) -> str:
    sentences = []
    for use, name in NAMES_OF_USES.items():
        inside, total = count_inside(met, use)
        sentences.append(f"{inside} of {total} {name}")
    worst = met.iloc[int(met["misses_by"].fillna(-1.0).to_numpy().argmax())]
    return (
        f"Inside the published band, mean over the worlds: {', '.join(sentences)}. Worst miss: "
        f"`{worst['id']}`, {float(worst['misses_by']):.1f} tolerated discrepancies outside."
    )


def _met_rows(met: pd.DataFrame) -> str:
    targets = {target.id: target for target in load_targets()}
    heads = ("target", "use", "band", "worlds: mean", "middle 90%", "worlds inside", "verdict")
    rows = []
    for row in met.to_dict("records"):
        target: Target = targets[str(row["id"])]
        miss = float(row["misses_by"])
        rows.append(
            (
                target.text_en,
                target.use,
                f"{target.write(target.low)} to {target.write(target.high)}",
                target.write(float(row["mean"])),
                f"{target.write(float(row['from']))} to {target.write(float(row['to']))}",
                f"{100 * float(row['worlds_inside']):.0f}%",
                "inside" if row["inside"] else f"misses by {miss:.1f} discrepancies",
            )
        )
    return markdown_table(heads, rows, words=3)


def _describe_identified(narrow: pd.DataFrame) -> str:
    not_identified = [f"`{name}`" for name in narrow.loc[~narrow["identified"], "parameter"]]
    return (
        f"**Not identified**: the middle 90% of the worlds is less than {100 * NARROWED:.0f}% narrower "
        "than the plausible range it was drawn from. The facts say next to nothing about these numbers, and "
        f"they keep that range: {', '.join(not_identified) or 'none'}."
    )


def _describe_drawn(found: Found) -> str:
    names = ", ".join(f"`{name}`" for name in found.silent) or "none"
    kept = len(found.moves.index.difference([*found.space.names, *found.silent]))
    return (
        f"**Out of reach of these facts**: {len(found.silent)} unknown numbers change nothing at all under "
        "fragmented working, to the last bit, at either end of their range. They decide what a policy does, "
        "and nothing here can say what they are, so every world has its own values of them, spread evenly "
        f"over their range: {names}.\n\n**Held at their default**: {kept} other numbers were screened, move "
        "the facts too little to be freed, and have one value in all worlds; so have norms, registration, "
        f"prices and {', '.join(f'`{name}`' for name in HELD)}. What is not known about these is not in "
        "the worlds."
    )


def _narrow_rows(narrow: pd.DataFrame) -> str:
    heads = ("number", "plausible range", "worlds: 5%, median, 95%", "narrower by")
    rows = [
        (
            f"`{row['parameter']}`",
            f"{row['prior_low']:g} to {row['prior_high']:g}",
            f"{row['from']:.3g}, {row['median']:.3g}, {row['to']:.3g}",
            f"{100 * max(0.0, float(row['narrower'])):.0f}%",
        )
        for row in narrow.sort_values("narrower", ascending=False).to_dict("records")
    ]
    return markdown_table(heads, rows)


def _trust_rows(found: Found) -> str:
    heads = ["target", *(f"wave {number + 1}: Q2, coverage" for number in range(len(found.trust)))]
    names = list(found.trust[0]) if found.trust else []
    rows = [
        [f"`{name}`", *(f"{trust[name].q2:.2f}, {trust[name].coverage:.0%}" for trust in found.trust)]
        for name in names
    ]
    return markdown_table(heads, rows)
