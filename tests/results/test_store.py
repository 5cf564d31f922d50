"""A result folder is whole or not there, and nothing else is ever touched."""

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from results import store
from results.errors import StoreError
from results.passport import build_passport
from results.store import check_folder, read_manifest, read_result, write_result

RUNS = pd.DataFrame({"policy": ["a", "a"], "seed": [1, 2], "outcome": ["x", "x"], "value": [0.1, 1 / 3]})
TABLES = {"summary.csv": RUNS, "runs/a.parquet": RUNS}


def passport(**facts: Any) -> dict[str, Any]:
    return build_passport("comparison", "uv run zorgbundel compare", seeds=[1, 2], **facts)


def nothing_beside(folder: Path) -> bool:
    return [path.name for path in folder.parent.iterdir()] == [folder.name]


def test_what_is_written_is_read_back_exactly(tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_result(out, passport(), TABLES)
    stored = read_result(out)
    assert stored.manifest["seeds"] == [1, 2]
    assert stored.manifest["format"] == store.FORMAT
    assert set(stored.tables) == set(TABLES)
    pd.testing.assert_frame_equal(stored.tables["runs/a.parquet"], RUNS)
    pd.testing.assert_frame_equal(stored.tables["summary.csv"], RUNS)
    assert nothing_beside(out)


def test_passport_says_where_it_came_from(tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_result(out, passport(partial=False), TABLES)
    manifest = json.loads((out / "manifest.json").read_text())
    assert {"version", "git_commit", "platform", "packages", "command", "made", "partial"} <= set(manifest)
    assert {"numpy", "numba", "mesa", "pandas"} <= set(manifest["packages"])
    assert manifest["files"]["summary.csv"]["bytes"] == (out / "summary.csv").stat().st_size


def test_parents_are_made_and_an_empty_folder_is_used(tmp_path: Path) -> None:
    out = tmp_path / "a" / "b" / "result"
    write_result(out, passport(), TABLES)
    assert read_manifest(out)
    empty = tmp_path / "empty"
    empty.mkdir()
    write_result(empty, passport(), TABLES)
    assert read_manifest(empty)


def test_an_earlier_result_is_replaced_whole(tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_result(out, passport(), {**TABLES, "runs/b.parquet": RUNS})
    write_result(out, passport(), {"summary.csv": RUNS})
    assert set(read_result(out).tables) == {"summary.csv"}
    assert not (out / "runs").exists()
    assert nothing_beside(out)


@pytest.mark.parametrize("name", ["notes.txt", "runs/extra.parquet", ".hidden"])
def test_a_result_with_something_else_in_it_is_refused(tmp_path: Path, name: str) -> None:
    out = tmp_path / "result"
    write_result(out, passport(), TABLES)
    (out / name).write_text("mine")
    with pytest.raises(StoreError) as caught:
        write_result(out, passport(), TABLES)
    assert caught.value.key == "error.out_not_empty"
    assert caught.value.fields["example"] == name
    assert (out / name).read_text() == "mine"


@pytest.mark.parametrize("manifest", [None, "{}", "not json", '{"format": "other", "files": {}}', "[1]"])
def test_a_folder_that_holds_something_else_is_refused(tmp_path: Path, manifest: str | None) -> None:
    out = tmp_path / "photos"
    out.mkdir()
    (out / "cat.jpg").write_text("cat")
    if manifest is not None:
        (out / "manifest.json").write_text(manifest)
    with pytest.raises(StoreError) as caught:
        check_folder(out)
    assert caught.value.key == "error.out_not_empty"
    assert (out / "cat.jpg").read_text() == "cat"
    assert nothing_beside(out)


def test_a_folder_with_only_a_folder_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out" / "sub").mkdir(parents=True)
    with pytest.raises(StoreError):
        check_folder(tmp_path / "out")


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(StoreError) as caught:
        check_folder(tmp_path / "out")
    assert caught.value.key == "error.out_is_file"


def test_a_place_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(StoreError) as caught:
        check_folder(tmp_path / "file" / "out")
    assert caught.value.key == "error.out_not_writable"


@pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may write everywhere")
def test_a_folder_without_permission_is_refused(tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    with pytest.raises(StoreError) as caught:
        check_folder(locked / "out")
    assert caught.value.key == "error.out_not_writable"


class Fault(Exception):
    """A fault half-way."""


class Broken(pd.DataFrame):
    """A table that fails while it is written."""

    def to_csv(self, *_: Any, **__: Any) -> None:  # type: ignore[override]
        raise Fault


@pytest.mark.parametrize("earlier", [True, False])
def test_a_fault_half_way_leaves_what_was_there(tmp_path: Path, earlier: bool) -> None:
    out = tmp_path / "result"
    if earlier:
        write_result(out, passport(), TABLES)
    with pytest.raises(Fault):
        write_result(out, passport(), {"runs/a.parquet": RUNS, "summary.csv": Broken(RUNS)})
    if earlier:
        assert set(read_result(out).tables) == set(TABLES)
        assert nothing_beside(out)
    else:
        assert list(tmp_path.iterdir()) == []


def test_a_half_written_result_is_no_result(tmp_path: Path) -> None:
    out = tmp_path / "result"
    write_result(out, passport(), TABLES)
    (out / "manifest.json").unlink()
    with pytest.raises(StoreError) as caught:
        read_result(out)
    assert caught.value.key == "error.no_result"


@pytest.mark.parametrize("damage", ["cut", "gone"])
def test_a_damaged_result_is_noticed(tmp_path: Path, damage: str) -> None:
    out = tmp_path / "result"
    write_result(out, passport(), TABLES)
    path = out / "runs" / "a.parquet"
    path.write_bytes(path.read_bytes()[:-8]) if damage == "cut" else path.unlink()
    with pytest.raises(StoreError) as caught:
        read_result(out)
    assert caught.value.fields["file"] == "runs/a.parquet"


def test_a_link_is_followed_to_its_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "real", target_is_directory=True)
    write_result(link, passport(), TABLES)
    assert link.is_symlink()
    assert read_manifest(tmp_path / "real")
