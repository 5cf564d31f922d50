"""`zorgbundel report` and the report that compare makes, as a reader meets them."""

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from dashboards.command_line import main
from results import report
from results.store import DERIVED, read_result
from results.words import LANGUAGES
from tests.results.stored import AREA, read_derived

SMALL = ["--area", AREA, "--years", "1", "--warmup-weeks", "0", "--replicates", "2"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is shown of a comparison for a reader of English and then, in the same folder, for a machine."""
    out = tmp_path_factory.mktemp("compared") / "out"
    told = {"out": str(out)}
    for name, asked in (("reader", ["--lang", "en"]), ("machine", ["--json"])):
        with redirect_stdout(StringIO()) as said:
            assert main(["compare", *SMALL, "--out", str(out), *asked]) == 0
        told |= {name: said.getvalue(), f"{name}'s page": (out / "report.html").read_text(encoding="utf-8")}
    return told


@pytest.fixture(scope="module")
def compared(shown: dict[str, str]) -> Path:
    """The comparison, with a report in Dutch."""
    return Path(shown["out"])


def refuse(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> str:
    assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == ""
    assert len(shown.err.splitlines()) == 1
    return shown.err


def test_compare_says_where_the_report_is(shown: dict[str, str]) -> None:
    page = Path(shown["out"]) / "report.html"
    assert shown["reader"].endswith(f"\n  {page}\n")
    assert 'lang="en"' in shown["reader's page"]
    assert Path(json.loads(shown["machine"])["report"]) == page
    assert 'lang="nl"' in shown["machine's page"]


def test_report_makes_the_same_again(compared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = read_derived(compared)
    for name in made:
        (compared / name).unlink()
    read_result(compared)
    assert main(["report", str(compared)]) == 0
    shown = capsys.readouterr()
    assert shown.out.endswith(f"\n  {compared / 'report.html'}\n")
    assert shown.err == ""
    assert read_derived(compared) == made
    assert main(["report", str(compared), "--lang", "en"]) == 0
    assert b'lang="en"' in read_derived(compared)["report.html"]
    capsys.readouterr()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_result_is_refused(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(arguments: list[str], code: int) -> str:
        return refuse(["report", *arguments, "--lang", language], code, capsys)

    (tmp_path / "photos").mkdir()
    assert "zorgbundel report" in said([], 2)
    assert "b" in said(["a", "b"], 2)
    assert str(tmp_path / "photos") in said([str(tmp_path / "photos")], 3)
    assert str(tmp_path / "gone") in said([str(tmp_path / "gone")], 3)
    assert "--replicates" in said([str(tmp_path), "--replicates", "3"], 2)


def copy(source: Path, target: Path) -> Path:
    for path in source.rglob("*"):
        if path.is_file():
            (target / path.relative_to(source)).parent.mkdir(parents=True, exist_ok=True)
            (target / path.relative_to(source)).write_bytes(path.read_bytes())
    return target


def test_a_damaged_or_older_result_is_refused(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    changed = copy(compared, tmp_path / "changed")
    (changed / "waits" / "fragmented.parquet").write_bytes(b"x")
    assert "waits/fragmented.parquet" in refuse(["report", str(changed)], 3, capsys)
    older = copy(compared, tmp_path / "older")
    manifest = json.loads((older / "manifest.json").read_text(encoding="utf-8"))
    (older / "manifest.json").write_text(json.dumps({**manifest, "format_version": 1}), encoding="utf-8")
    assert "1" in refuse(["report", str(older)], 3, capsys)
    bare = copy(compared, tmp_path / "bare")
    del manifest["scenarios"]
    (bare / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert "manifest.json" in refuse(["report", str(bare)], 3, capsys)


def test_a_single_run_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "out")
    assert main(["run", "fragmented", *SMALL[:-2], "--out", out]) == 0
    capsys.readouterr()
    assert "zorgbundel compare" in refuse(["report", out], 3, capsys)


def test_a_place_that_cannot_be_written_is_refused(
    compared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy(compared, tmp_path / "out")
    for name in DERIVED:
        (folder / name).unlink(missing_ok=True)
    (folder / "figures").rmdir()
    (folder / "figures").write_text("a file")
    assert str(folder) in refuse(["report", str(folder)], 3, capsys)
    assert not list(folder.glob(".unfinished*"))


def test_ctrl_c_while_the_report_is_made_keeps_the_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(report, "make_report", interrupted)
    out = tmp_path / "out"
    assert main(["compare", *SMALL, "--out", str(out)]) == 130
    shown = capsys.readouterr()
    assert shown.out.endswith(f"\n  {out}\n")
    assert f"zorgbundel report {out}" in shown.err
    assert read_result(out).manifest["partial"] is False
