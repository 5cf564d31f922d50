"""Reads a design from its TOML file, and refuses what nobody could have meant before any work is done."""

import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from experiments.sweep.design import Design
from experiments.sweep.factor import Factor
from experiments.sweep.factor_reading import read_factor, read_table
from experiments.sweep.refusals import at, refuse
from experiments.sweep.replications import LUCK, SAME, Replications
from experiments.sweep.sampling import FRACTIONAL, GRID, HYPERCUBE, KINDS, MORRIS, SOBOL, TABLE, Sampling
from results.outcomes import load_outcomes
from simulation.errors import InputError, unknown_name
from simulation.parameters import entries
from simulation.scenario import MOST_WARMUP_WEEKS, MOST_YEARS

MOST_SEEDS, MOST_SEED = 100_000, 2**62
MOST_POINTS = 1_000_000
LEAST_FIRST_STAGE = 5
"""Fewer pairs make an interval so wide that a first stage of them asks for needlessly many runs."""
PARTS = ("sweep", "design", "factors", "parameters", "replications")
_SWEEP = ("policies", "levers_of", "area", "years", "warmup_weeks")
_DESIGN = {
    GRID: (),
    HYPERCUBE: ("points", "seed"),
    SOBOL: ("points", "seed", "second_order"),
    MORRIS: ("points", "seed", "levels"),
    FRACTIONAL: (),
    TABLE: ("file",),
}
_REPLICATIONS = ("seeds", "first_seed", "luck", "worlds", "least", "most", "half_width")


@dataclass(frozen=True)
class Part:
    """One table of a design file.

    Attributes:
        place: How it is called in a complaint: file and table.
        content: What stands in it.
    """

    place: str
    content: Mapping[str, Any]

    def only(self, allowed: Sequence[str]) -> None:
        """Refuses an entry that nobody knows."""
        for name in self.content:
            if name not in allowed:
                raise refuse("sweep_at", place=self.place, problem=unknown_name("field", name, allowed))

    def whole(self, name: str, low: int, high: int, otherwise: int | None = None) -> int:
        """Reads a whole number."""
        value = self.content.get(name, otherwise)
        if value is None:
            raise refuse("sweep_missing", place=self.place, name=name, example=f"{name} = {low}")
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            example = f"{name} = {otherwise or low}"
            raise refuse(
                "sweep_not_whole",
                place=self.place,
                name=name,
                value=value,
                low=low,
                high=high,
                example=example,
            )
        return value

    def choice(self, name: str, allowed: Sequence[str], otherwise: str | None = None) -> str:
        """Reads one word out of a few."""
        value = self.content.get(name, otherwise)
        if value is None:
            raise refuse("sweep_missing", place=self.place, name=name, example=f'{name} = "{allowed[0]}"')
        if value not in allowed:
            raise refuse("sweep_at", place=self.place, problem=unknown_name(name, str(value), allowed))
        return str(value)

    def names(self, name: str) -> tuple[str, ...]:
        """Reads a list of texts that are not empty and not given twice."""
        value = self.content.get(name)
        fits = isinstance(value, list) and value and all(isinstance(one, str) and one for one in value)
        if not fits or len(set(value or ())) < len(value or ()):
            example = f'{name} = ["fragmented", "krachtenbundeling"]'
            raise refuse("sweep_no_names", place=self.place, name=name, value=value, example=example)
        return tuple(value or ())


def read_design(path: str | Path) -> Design:
    """Reads a design from a file and checks it whole.

    Args:
        path: The file; files it names (areas, policies, a table) may be given from its own folder.

    Raises:
        InputError: Something in it cannot be used; the message says what, and what would be right.
    """
    file = Path(path)
    try:
        content = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise refuse("sweep_not_read", file=file, reason=error.strerror or str(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse("sweep_not_read", file=file, reason=str(error)) from None
    return build_design(content, file)


def is_design(path: str | Path) -> bool:
    """Whether a file is a design, and not something else in TOML, such as a policy.

    Args:
        path: The file; it need not be there.
    """
    try:
        return "sweep" in tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False


def build_design(content: Mapping[str, Any], file: Path) -> Design:
    """Makes a design from what stands in its file.

    Args:
        content: What stands there.
        file: The file, for complaints, for the name of the sweep and for files beside it.

    Raises:
        InputError: Something in it cannot be used.
    """
    Part(file.name, content).only(PARTS)
    parts = {}
    for name in PARTS:
        part = content.get(name, {})
        if not isinstance(part, Mapping):
            raise refuse("sweep_no_part", file=file.name, part=name, value=part)
        parts[name] = Part(f"{file.name} [{name}]", part)
    general = parts["sweep"]
    general.only(_SWEEP)
    policies = tuple(beside(file, name) for name in general.names("policies"))
    sampling = read_sampling(parts["design"])
    factors, given = _read_factors(parts, sampling, file)
    changed = _read_parameters(parts["parameters"], {factor.name for factor in factors})
    area = general.content.get("area", Design.area)
    if not isinstance(area, str):
        raise refuse("sweep_no_area", place=general.place, value=area, example=f'area = "{Design.area}"')
    design = Design(
        name=file.stem,
        policies=policies,
        sampling=sampling,
        factors=factors,
        replications=read_replications(parts["replications"], len(policies), factors),
        area=beside(file, area),
        years=general.whole("years", 1, MOST_YEARS, Design.years),
        warmup_weeks=general.whole("warmup_weeks", 0, MOST_WARMUP_WEEKS, Design.warmup_weeks),
        parameters=changed,
        levers_of=_read_levers_of(general, policies, file),
        given=given,
    )
    design.check()
    return design


def beside(file: Path, name: str) -> str:
    """Finds a file or folder that a design names from its own folder.

    Args:
        file: The design.
        name: Name of an area or policy, or a path.
    """
    there = file.parent / name
    return str(there) if there.exists() and not Path(name).exists() else name


def read_sampling(part: Part) -> Sampling:
    """Reads how points are chosen."""
    kind = part.choice("kind", KINDS)
    part.only(("kind", *_DESIGN[kind]))
    if "points" not in _DESIGN[kind]:
        return Sampling(kind)
    points = part.whole("points", 1 if kind != MORRIS else 2, MOST_POINTS)
    if kind == SOBOL and points & (points - 1):
        near = 2 ** round(math.log2(points))
        raise refuse("sweep_no_power", place=part.place, value=points, example=f"points = {near}")
    levels = part.whole("levels", 2, 100, Sampling.levels)
    if levels % 2:
        raise refuse("sweep_odd", place=part.place, value=levels, example=f"levels = {levels + 1}")
    second = part.content.get("second_order", True)
    if not isinstance(second, bool):
        raise refuse("sweep_no_switch", place=part.place, name="second_order", value=second)
    return Sampling(kind, points, part.whole("seed", 0, 2**32 - 1, 1), second, levels)


def read_replications(part: Part, policies: int, factors: Sequence[Factor]) -> Replications:
    """Reads how many seeds a point gets, and which worlds they meet."""
    part.only(_REPLICATIONS)
    luck = part.choice("luck", LUCK, SAME)
    first = part.whole("first_seed", 0, MOST_SEED, 1)
    plausible = part.choice("worlds", ("central", "plausible"), "central") == "plausible"
    if plausible and any(factor.name == "world" for factor in factors):
        raise refuse("sweep_worlds_twice", place=part.place)
    if "half_width" not in part.content:
        for name in ("least", "most"):
            if name in part.content:
                raise refuse("sweep_no_wish", place=part.place, name=name)
        seeds = part.whole("seeds", 1, MOST_SEEDS, 1)
        return Replications(seeds, seeds, first, luck, plausible)
    if "seeds" in part.content:
        raise refuse("sweep_seeds_and_wish", place=part.place)
    if plausible:
        raise refuse("sweep_wish_in_worlds", place=part.place)
    if policies < 2:
        raise refuse("sweep_wish_of_one", place=part.place)
    least = part.whole("least", LEAST_FIRST_STAGE, MOST_SEEDS, 10)
    most = part.whole("most", least, MOST_SEEDS)
    return Replications(least, most, first, luck, False, _read_wishes(part))


def _read_wishes(part: Part) -> dict[str, float]:
    wishes = part.content["half_width"]
    if not isinstance(wishes, Mapping) or not wishes:
        raise refuse("sweep_no_widths", place=part.place, value=wishes)
    for name, value in wishes.items():
        if name not in load_outcomes():
            problem = unknown_name("outcome", name, load_outcomes())
            raise refuse("sweep_at", place=part.place, problem=problem)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < math.inf:
            raise refuse("sweep_no_width", place=part.place, name=name, value=value)
    return {name: float(value) for name, value in wishes.items()}


def _read_factors(
    parts: Mapping[str, Part], sampling: Sampling, file: Path
) -> tuple[tuple[Factor, ...], Any]:
    part = parts["factors"]
    if sampling.kind == TABLE:
        if part.content:
            raise refuse("sweep_table_factors", place=part.place)
        name = parts["design"].content.get("file")
        if not isinstance(name, str):
            raise refuse("sweep_missing", place=parts["design"].place, name="file", example='file = "a.csv"')
        return read_table(Path(beside(file, name)), file)
    if sampling.kind != GRID and not part.content:
        raise refuse("sweep_no_factors", place=part.place, kind=sampling.kind)
    factors = tuple(read_factor(part.place, name, value, file) for name, value in part.content.items())
    for factor in factors:
        if sampling.kind == GRID and not factor.levels:
            raise refuse("sweep_no_steps", place=part.place, name=factor.name)
        if sampling.kind == FRACTIONAL and len(factor.ends) != 2:
            raise refuse("sweep_not_two", place=part.place, name=factor.name, count=len(factor.ends))
    return factors, None


def _read_parameters(part: Part, varied: set[str]) -> dict[str, float]:
    changed = {}
    for name, value in part.content.items():
        if name not in entries():
            raise refuse("sweep_at", place=part.place, problem=unknown_name("parameter", name, entries()))
        if name in varied:
            raise refuse("sweep_fixed_and_varied", place=part.place, name=name)
        try:
            changed[name] = entries()[name].accepts(value)
        except InputError as error:
            raise at(part.place, error) from None
    return changed


def _read_levers_of(part: Part, policies: Sequence[str], file: Path) -> tuple[str, ...]:
    if "levers_of" not in part.content:
        return tuple(policies[1:]) or tuple(policies)
    named = tuple(beside(file, name) for name in part.names("levers_of"))
    for name in named:
        if name not in policies:
            raise refuse("sweep_at", place=part.place, problem=unknown_name("policy", name, policies))
    return named
