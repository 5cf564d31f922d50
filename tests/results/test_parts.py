"""A result that grows part by part: whole parts, nothing overwritten, one at work in a folder at a time."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest

from results.errors import StoreError
from results.parts import LOCK, PARTS, Parts, check_parts_folder, claim_parts, open_parts, write_whole
from results.store import MANIFEST
from results.words import load_words

TABLE = pa.table({"point": [1, 2], "value": [0.5, None]})


def claim(folder: Path, design: str = "design", code: str = "code") -> Parts:
    """Takes a folder, looks through it and lets it go."""
    with claim_parts(folder, design, code, {"kind": "test"}) as parts:
        return parts


def filled(folder: Path) -> Path:
    with claim_parts(folder, "design", "code", {"kind": "test"}) as parts:
        parts.write("p1", TABLE)
        parts.write("p2", TABLE)
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refused(folder: Path, key: str, design: str = "design", code: str = "code") -> None:
    """Wants a refusal that says why in both languages, and that nothing was changed."""
    before = contents(folder) if folder.is_dir() else {}
    with pytest.raises(StoreError) as found:
        claim(folder, design, code)
    assert found.value.key == f"error.{key}"
    for language in ("nl", "en"):
        assert "{" not in load_words(language).text(found.value.key, **found.value.fields)
    if folder.is_dir():
        assert {name: data for name, data in contents(folder).items() if name != LOCK} == {
            name: data for name, data in before.items() if name != LOCK
        }


def test_parts_come_back_as_they_were(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a" / "b")
    parts = claim(folder)
    assert set(parts.files) == {"p1", "p2"} and parts.has("p1") and not parts.has("p3")
    assert parts.read("p1").cast(TABLE.schema).equals(TABLE)
    assert parts.read("p2", ["value"]).column_names == ["value"]
    assert open_parts(folder)[1]["kind"] == "test"


def test_the_same_content_gives_the_same_files(tmp_path: Path) -> None:
    first, second = filled(tmp_path / "a"), filled(tmp_path / "b")
    assert contents(first / PARTS) == contents(second / PARTS)


def test_another_design_or_version_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    refused(folder, "sweep_other_design", design="other")
    refused(folder, "sweep_other_code", code="other")


def test_a_part_of_another_design_or_version_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    for design, code, key in (("x", "code", "sweep_other_part"), ("design", "x", "sweep_other_code_part")):
        with claim_parts(tmp_path / key, design, code, {}) as parts:
            parts.write("p3", TABLE)
        strange = parts.files["p3"]
        there = folder / PARTS / strange.name
        there.write_bytes(strange.read_bytes())
        refused(folder, key)
        there.unlink()
    assert set(claim(folder).files) == {"p1", "p2"}


@pytest.mark.parametrize("change", ["flip", "cut", "empty"])
def test_a_damaged_part_is_refused(change: str, tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    path = claim(folder).files["p2"]
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes({"flip": bytes(data), "cut": bytes(data[:-9]), "empty": b""}[change])
    refused(folder, "sweep_damaged_part")
    path.unlink()
    assert set(claim(folder).files) == {"p1"}


def test_a_part_under_another_name_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    path = claim(folder).files["p1"]
    renamed = path.with_name(path.name.replace("p1", "p9"))
    path.rename(renamed)
    refused(folder, "sweep_other_part")
    renamed.rename(path.with_name("notes.txt"))
    refused(folder, "sweep_strange_file")


def test_a_damaged_passport_is_refused(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    (folder / MANIFEST).write_text("{", encoding="utf-8")
    refused(folder, "sweep_damaged_part")
    (folder / MANIFEST).unlink()
    refused(folder, "out_not_empty")


def test_a_folder_with_something_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").touch()
    refused(tmp_path / "mine", "out_not_empty")
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]
    (tmp_path / "file").touch()
    refused(tmp_path / "file", "out_is_file")
    with pytest.raises(StoreError, match="sweep_no_sweep"):
        open_parts(tmp_path / "absent")


def test_what_was_not_finished_is_cleared_away(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    (folder / PARTS / ".unfinished-abc").write_bytes(b"half")
    assert set(open_parts(folder)[0].files) == {"p1", "p2"}
    claim(folder)
    assert not list(folder.rglob(".unfinished-*"))


def test_a_beginning_that_was_killed_is_no_obstacle(tmp_path: Path) -> None:
    folder = tmp_path / "a"
    (folder / PARTS).mkdir(parents=True)
    (folder / LOCK).touch()
    (folder / ".unfinished-manifest").touch()
    assert not check_parts_folder(folder, "design", "code")
    assert claim(folder).files == {}


HOLD = """
import sys, time
from pathlib import Path
from results.parts import claim_parts
with claim_parts(Path(sys.argv[1]), "design", "code", {}):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_second_is_refused_until_the_first_is_gone_however_it_ends(tmp_path: Path) -> None:
    folder = filled(tmp_path / "a")
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None and holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(StoreError) as found:
            claim(folder)
        assert found.value.key == "error.sweep_busy"
        assert found.value.fields["process"] == str(holder.pid)
    finally:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        holder.stdout.close()
    assert set(claim(folder).files) == {"p1", "p2"}


FULL = """
import resource, sys
from pathlib import Path
import pyarrow as pa
from results.errors import StoreError
from results.parts import claim_parts
with claim_parts(Path(sys.argv[1]), "design", "code", {}) as parts:
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
    try:
        parts.write("p3", pa.table({"x": [float(n) ** 0.5 for n in range(9000)]}))
    except StoreError as error:
        print(error.key, parts.has("p3"))
"""


def test_no_room_is_said_and_leaves_what_was_there(tmp_path: Path) -> None:
    """The machine refuses to write more than 2,000 bytes: what a full disk does, without filling one."""
    assert resource.RLIMIT_FSIZE is not None
    folder = filled(tmp_path / "a")
    before = contents(folder / PARTS)
    said = subprocess.run(
        [sys.executable, "-c", FULL, str(folder)], capture_output=True, text=True, check=True
    )
    assert said.stdout.split() == ["error.sweep_not_written", "False"]
    assert contents(folder / PARTS) == before
    assert set(claim(folder).files) == {"p1", "p2"}


def test_a_file_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write_whole(tmp_path / "a", b"one")
    write_whole(tmp_path / "a", b"two")
    assert os.listdir(tmp_path) == ["a"] and (tmp_path / "a").read_bytes() == b"two"
