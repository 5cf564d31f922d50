"""Writes the plausible worlds of an area: one small file with its passport."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from agents.domains import EVENTS
from experiments.calibration.course import DESIGN_SEED, Course, Found
from experiments.calibration.points import Played
from experiments.calibration.space import DRAWN, Space
from experiments.page import TOP, digest_sources
from experiments.targets import target_text
from results.passport import describe_version
from simulation.footing import wanted_waits
from simulation.parameters import digest, resolve

WORLDS_FOLDER = TOP / "simulation" / "worlds"
DIGITS = "%.8g"
DRAWN_SEED = 2
"""Of the even spread of numbers about which facts of fragmented working say nothing."""


def write_worlds(path: Path, course: Course, found: Found, command: str) -> None:
    """Writes the file, whole or not at all.

    Args:
        path: The file.
        course: How it was found.
        found: What was found.
        command: What was typed.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    head = "".join(f"# {key}: {value}\n" for key, value in passport(course, found, command).items())
    unfinished = path.with_suffix(".unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        file.write(head)
        table = worlds_table(course, found.plausible, found.silent)
        table.to_csv(file, index=False, float_format=DIGITS, lineterminator="\n")
    unfinished.replace(path)


def worlds_table(course: Course, plausible: Sequence[Played], silent: tuple[str, ...]) -> pd.DataFrame:
    """Gives one row a world: its number, its values, hours of its lists and rates of its events.

    Numbers that fragmented working never uses cannot be learnt from facts about it. They are unknown all the
    same, so every world has its own values of them, spread evenly over their plausible range (by a Latin
    hypercube).

    Args:
        course: How they were found.
        plausible: The points.
        silent: The numbers that fragmented working never uses.
    """
    drawn = draw_silent(silent, len(plausible)).to_dict("records")
    area = course.ground.world.loaded_area
    norms = wanted_waits(area)
    lists = [f"hours:{row.organisation}:{row.product}" for row in norms.itertuples(index=False)]
    rows = []
    for number, one in enumerate(plausible, start=1):
        hours = {
            name: factor
            for name, norm, factor in zip(lists, norms["norm"], one.factors, strict=True)
            if norm > 0.0
        }
        rates = {f"rate:{event}": rate for event, rate in zip(EVENTS, one.rates, strict=True)}
        own = {str(name): value for name, value in drawn[number - 1].items()}
        rows.append({"world": number, **one.values, **own, **hours, **rates})
    return pd.DataFrame(rows)


def draw_silent(names: tuple[str, ...], worlds: int) -> pd.DataFrame:
    """Draws values for each world, evenly over the plausible range of each number.

    Args:
        names: The numbers.
        worlds: How many worlds.
    """
    space = Space(names)
    return space.values(space.fill(worlds, DRAWN_SEED)) if names else pd.DataFrame(index=range(worlds))


def passport(course: Course, found: Found, command: str) -> Mapping[str, str]:
    """Says what it takes to make the file again.

    Args:
        course: How it was found.
        found: What was found.
        command: What was typed.
    """
    version, world = describe_version(), course.ground.world
    widened = ", ".join(f"{name} x{factor:g}" for name, factor in found.widened.items())
    return {
        "version": str(version["version"]),
        "commit": str(version["git_commit"])[:12],
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "command": command,
        "targets": hashlib.sha256(target_text().encode()).hexdigest(),
        "parameters": digest(resolve()),
        "rules": digest_sources(),
        "area": world.loaded_area.name,
        "area_digest": world.loaded_area.digest,
        "design_seed": str(DESIGN_SEED),
        "policy": world.policy,
        "start-up": f"{world.warmup_weeks} weeks",
        "years": str(world.years),
        "runs_per_world": str(course.size.last.seeds),
        "solved_on": f"{course.size.last.seeds} own runs, then {sum(course.size.settled.rounds)} more",
        "cut": "3, largest implausibility of all fitted targets, by runs",
        "widened": widened or "none",
        DRAWN: " ".join(found.silent) or "none",
        "drawn_seed": str(DRAWN_SEED),
        "worlds": str(len(found.plausible)),
    }
