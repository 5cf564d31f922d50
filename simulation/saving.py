"""A run put aside and taken up again: the whole state in one file, which is there whole or not at all.

The file is a NumPy archive (.npz): the bytes of every array of the world, and one text in JSON that says
what was lived, up to which week, by which version and rules, with a digest of everything. It is only taken
up by the very rules that wrote it, so a run that was put aside ends as if it had never stopped.
"""

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from agents.compiled import source_digest
from simulation.errors import InputError
from simulation.laws import LAWS
from simulation.policies.calendar import plain_calendar
from simulation.scenario import Scenario
from simulation.world import FIELD_LAYOUT, Floats, World
from simulation.world_room import in_one_room

FORMAT, FORMAT_VERSION = "zorgbundel-state", 2
RULES = source_digest()  # of the rules as they were when this process started
_ABOUT = "about"
_DAMAGE = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError, NotImplementedError)


@dataclass(frozen=True, eq=False)
class State:
    """Everything there is of a run at the start of a week.

    Attributes:
        scenario: what is being lived.
        week: the week that comes next; negative during the start-up.
        begun: whether the policy has begun (the world was branched for it).
        world: every record.
        deviations: largest deviation per conservation law so far.
        luck: state of the generators that Mesa offers to interventions; empty without a Mesa model.
    """

    scenario: Scenario
    week: int
    begun: bool
    world: World
    deviations: Floats
    luck: Mapping[str, Any]


def write_state(path: str | Path, state: State) -> Path:
    """Put a run aside, as a whole or not at all.

    Args:
        path: file to write; an earlier file there is replaced once the new one is whole.
        state: the run at the start of a week.

    Returns:
        The file.

    Raises:
        InputError: the scenario has several copies.
        OSError: the file cannot be written; what was there is still there.
    """
    if state.scenario.copies != 1:
        raise InputError(
            f"copies {state.scenario.copies}: a saved state holds one copy; save them one by one"
        )
    place = Path(path).absolute()
    arrays = dict(_bytes_of(state.world))
    about = _describe(state)
    about["sha256"] = _digest(about, arrays)
    text = np.frombuffer(json.dumps(about).encode(), np.uint8)
    number, draft = tempfile.mkstemp(prefix=f".{place.name}.", suffix=".unfinished", dir=place.parent)
    try:
        with os.fdopen(number, "wb") as file:
            np.savez_compressed(file, allow_pickle=False, **{_ABOUT: text, **arrays})
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(place)
    finally:
        Path(draft).unlink(missing_ok=True)
    return place


def read_state(path: str | Path) -> State:
    """Take a run up again.

    Args:
        path: file written by `write_state`.

    Returns:
        The run as it was put aside.

    Raises:
        InputError: the file is damaged or no saved state, or another version, other rules or another area or
            policy than those of now wrote it.
        OSError: the file cannot be read.
    """
    try:
        with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        about = json.loads(arrays.pop(_ABOUT).tobytes())
        known = about["format"] == FORMAT and about["format_version"] == FORMAT_VERSION
    except OSError as error:
        if error.errno is not None:
            raise
        raise _damaged(path) from None
    except _DAMAGE:
        raise _damaged(path) from None
    if not known:
        raise InputError(f"{path}: a saved state in another form; resume it with the version that wrote it")
    _refuse_others(path, about)
    try:
        if about.pop("sha256") != _digest(about, arrays) or set(arrays) != set(FIELD_LAYOUT):
            raise _damaged(path)
        fields_of_world = {name: _array(name, arrays[name], about["shapes"][name]) for name in FIELD_LAYOUT}
        world = World(**in_one_room(fields_of_world))
        scenario = Scenario(**about["scenario"])
    except InputError:
        raise
    except _DAMAGE:
        raise _damaged(path) from None
    for what, now in (("area", scenario.loaded_area.digest), ("values", scenario.digest)):
        if about[what] != now:
            name = scenario.area if what == "area" else scenario.policy
            raise InputError(f"{path}: saved with another content of {name!r}; put those files back")
    return State(
        scenario=scenario,
        week=about["week"],
        begun=about["begun"],
        world=world,
        deviations=np.array([about["deviations"][law] for law in LAWS]),
        luck=about["luck"],
    )


def _describe(state: State) -> dict[str, Any]:
    facts = {part.name: getattr(state.scenario, part.name) for part in fields(Scenario)}
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "version": metadata.version("zorgbundel"),
        "rules": RULES,
        "scenario": {
            **facts,
            "parameters": dict(state.scenario.parameters),
            "calendar": plain_calendar(state.scenario.calendar),
        },
        "area": state.scenario.loaded_area.digest,
        "values": state.scenario.digest,
        "week": state.week,
        "begun": state.begun,
        "deviations": dict(zip(LAWS, state.deviations.tolist(), strict=True)),
        "luck": dict(state.luck),
        "shapes": {name: list(getattr(state.world, name).shape) for name in FIELD_LAYOUT},
    }


def _bytes_of(world: World) -> Iterator[tuple[str, np.ndarray]]:
    for name in FIELD_LAYOUT:
        yield name, np.ascontiguousarray(getattr(world, name)).reshape(-1).view(np.uint8)


def _digest(about: Mapping[str, Any], arrays: Mapping[str, np.ndarray]) -> str:
    digest = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(arrays[name].data)
    return digest.hexdigest()


def _array(name: str, content: np.ndarray, shape: list[int]) -> np.ndarray:
    dtype, dimensions = FIELD_LAYOUT[name]
    if len(shape) != dimensions:
        raise ValueError(name)
    array = content.view(dtype).reshape(shape)
    return array.view(np.recarray) if dtype.fields else array


def _refuse_others(path: str | Path, about: Mapping[str, Any]) -> None:
    version = metadata.version("zorgbundel")
    if about.get("version") != version:
        raise InputError(
            f"{path}: saved by zorgbundel {about.get('version')}, this is {version}; "
            "resume it with that version"
        )
    if about.get("rules") != RULES:
        raise InputError(
            f"{path}: saved by other rules ({about.get('rules')}) than these ({RULES}); "
            "put the sources back as they were"
        )


def _damaged(path: str | Path) -> InputError:
    return InputError(
        f"{path}: no saved state, or a damaged one; give a file that NeighbourhoodModel.save wrote"
    )
