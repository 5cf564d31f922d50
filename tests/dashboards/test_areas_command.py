"""An area of one's own: a template that works as it is, and constants solved in one command."""

import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from dashboards.command_line import main
from results.words import LANGUAGES
from simulation.areas import load_area
from simulation.areas.loader import ENTRIES
from simulation.areas.schema import SOLVED_TABLES, TABLES
from simulation.solving import HOURS, RATES, REST, Solved, remarks, write_solved

KLEIN = Path(__file__).parents[1] / "areas" / "klein"
DEFAULT = "maastricht-noordoost"


@pytest.fixture
def klein(tmp_path: Path) -> Path:
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    return folder


@pytest.fixture(scope="module")
def mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("areas") / "mijn wijk"
    assert main(["areas", "new", str(folder)]) == 0
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str], code: int = 2) -> str:
    assert main(arguments) == code
    shown = capsys.readouterr()
    assert shown.out == "" and len(shown.err.splitlines()) == 1
    return shown.err


def test_the_template_explains_every_column_in_two_languages(mine: Path) -> None:
    for table, (columns, _) in {**TABLES, **SOLVED_TABLES}.items():
        head = remarks(mine / f"{table}.csv")
        dutch, english = head.split("\n#\n")[:2]
        for column in columns:
            assert f"#   {column.name}: " in dutch and f"#   {column.name}: " in english
        assert "toegestaan" in dutch and "allowed" in english
        assert max(map(len, head.splitlines())) <= 100
    head = (mine / "area.toml").read_text(encoding="utf-8")
    assert all(head.count(f"#   {entry}: ") == 2 for entry in ENTRIES)


def test_the_template_is_the_default_area_under_its_own_name(mine: Path) -> None:
    area, default = load_area(mine), load_area(DEFAULT)
    assert area.name == "mijn wijk" and "mijn wijk" in area.title_nl
    assert default.title_nl in area.text_nl and default.title_en in area.text_en
    for table in ("marginals", "posts", "routes", "prices", "capacities", "event_rates", "background_rest"):
        assert getattr(area, table).equals(getattr(default, table)), table
    assert area.sources == default.sources


def test_the_template_runs_as_it_is(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "fragmented", "--area", str(mine), "--years", "1", "--warmup-weeks", "13"]) == 0
    assert "Eigen wijk mijn wijk" in capsys.readouterr().out


def test_the_people_of_the_template_fit(mine: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", str(mine), "--json"]) == 0
    assert all(row["within"] for row in json.loads(capsys.readouterr().out)["marginals"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_to_do_next_is_said_with_the_folder(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "new" / "area"
    assert main(["areas", "new", str(folder), "--lang", language]) == 0
    shown = capsys.readouterr().out
    for command in ("areas", "areas solve", "run fragmented --area"):
        assert f"zorgbundel {command} {folder}" in shown
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["area"]


def test_an_empty_folder_is_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").mkdir()
    assert main(["areas", "new", str(tmp_path / "mine"), "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["files"]) == set(contents(tmp_path / "mine"))
    assert load_area(tmp_path / "mine").name == "mine"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_there_already_stays(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    line = refused(["areas", "new", str(tmp_path), "--lang", language], capsys, 3)
    assert str(tmp_path) in line and "mine.txt" in line
    assert str(tmp_path / "mine.txt") in refused(["areas", "new", str(tmp_path / "mine.txt")], capsys, 3)
    inside = tmp_path / "mine.txt" / "area"
    assert "mine.txt" in refused(["areas", "new", str(inside)], capsys, 3)
    assert contents(tmp_path) == {"mine.txt": b"mine"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (["new"], ["areas new "]),
        (["new", "a", "b"], ["'b'"]),
        (["solve"], ["areas solve "]),
        (["solve", "nowhere"], ["'nowhere'", "areas new nowhere"]),
        (["solve", DEFAULT], [DEFAULT, "areas new", str(Path("simulation") / "areas" / DEFAULT)]),
        (["solve", str(KLEIN), "--replicates", "0"], ["--replicates", "'0'"]),
        (["--replicates", "3"], ["--replicates"]),
        ([DEFAULT, "den-bosch-west"], ["den-bosch-west"]),
    ],
)
def test_what_cannot_be_done_is_refused(
    arguments: list[str], named: list[str], language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    line = refused(["areas", *arguments, "--lang", language], capsys)
    assert [word for word in named if word not in line] == []


def test_an_area_is_solved_and_says_so(klein: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (klein / RATES).write_text("# mine\n# too\n" + (klein / RATES).read_text())
    (klein / HOURS).unlink()
    (klein / REST).unlink()
    before = contents(klein)
    assert main(["areas", "solve", str(klein), "--replicates", "1"]) == 0
    shown = capsys.readouterr()
    assert "Klein proefgebied" in shown.out and "Crisisopname oudere" in shown.out
    assert "Norm in weken" in shown.out and "schuldhulpverlening, " in shown.out
    assert str(klein / RATES) in shown.out.replace("\n", "") and "Traceback" not in shown.err
    after = contents(klein)
    assert {name for name in after if after[name] != before.get(name)} == {HOURS, RATES, REST}
    assert after[RATES].startswith(b"# mine\n# too\nevent,rate,digest\n")
    area = load_area(klein)
    assert (area.event_rates["rate"] > 0).all()
    assert len(area.background_rest) == len(area.background)


def test_solving_again_gives_the_same_files(klein: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copies = [klein, klein.parent / "again" / "klein"]
    shutil.copytree(klein, copies[1])
    (copies[1] / HOURS).unlink()
    (copies[1] / RATES).unlink()
    assert main(["areas", "solve", *map(str, copies), "--replicates", "1", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [entry["folder"] for entry in found] == [str(copy.resolve()) for copy in copies]
    assert found[0]["events"] == found[1]["events"]
    assert found[0]["waits"] == found[1]["waits"]
    assert {"organisation", "product", "norm", "got", "factor", "met"} == set(found[0]["waits"][0])
    assert contents(copies[0]) == contents(copies[1])


def test_solved_tables_that_no_longer_fit_are_solved_anew(klein: Path) -> None:
    (klein / HOURS).write_text("organisation,product,factor\ngone,social_work,0\n")
    assert main(["areas", "solve", str(klein), "--replicates", "1", "--json"]) == 0
    assert len(load_area(klein).capacities) == len(load_area(KLEIN).capacities)


def test_a_broken_area_is_refused_before_any_is_solved(
    klein: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = klein.parent / "broken"
    shutil.copytree(klein, broken)
    (broken / "posts.csv").unlink()
    before = contents(klein)
    assert "broken/posts.csv" in refused(["areas", "solve", str(klein), str(broken)], capsys)
    assert contents(klein) == before


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_solve_changes_nothing(number: signal.Signals, klein: Path) -> None:
    before = contents(klein)
    call = [sys.executable, "-m", "dashboards.command_line", "areas", "solve", str(klein)]
    process = subprocess.Popen(
        [*call, "--replicates", "5000"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if " van " in line:
            break
    time.sleep(0.2)
    process.send_signal(number)
    shown, said = process.communicate(timeout=300)
    assert (process.returncode, shown) == (130, "")
    assert "Traceback" not in said and str(klein) in said
    assert contents(klein) == before


def test_all_files_are_written_or_none(klein: Path) -> None:
    """The last file cannot be put in its place, since a folder stands there."""
    (klein / REST).unlink()
    (klein / REST).mkdir()
    (klein / REST / "in the way").touch()
    before = {name: (klein / name).read_bytes() for name in (HOURS, RATES)}
    table = pd.DataFrame({"event": ["eviction"], "rate": [1.0]})
    with pytest.raises(OSError):
        write_solved(klein, Solved(table, table, table, table, table, 1))
    assert {name: (klein / name).read_bytes() for name in before} == before
    assert sorted(path.name for path in klein.iterdir()) == sorted([*(path.name for path in KLEIN.iterdir())])


def test_den_bosch_is_shown_as_derived_and_its_check_as_circular(capsys: pytest.CaptureFixture[str]) -> None:
    main(["areas", "den-bosch-west"])
    shown = capsys.readouterr().out
    assert "(afgeleid van stadscijfers)" in shown and "Afgeleid, niet gemeten" in shown and "cirkel" in shown
    main(["areas", "den-bosch-west", "--lang", "en"])
    shown = capsys.readouterr().out
    assert "Derived, not measured" in shown and "circular" in shown
    main(["areas", "den-bosch-west", "--json"])
    assert json.loads(capsys.readouterr().out)["derived"] is True
