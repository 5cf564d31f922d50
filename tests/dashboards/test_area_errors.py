"""What is wrong in a file of one's own is said in the reader's language, with place, value and remedy."""

import re
import shutil
from pathlib import Path

import pytest

from dashboards.command_line import main

KLEIN = Path(__file__).parents[1] / "areas" / "klein"
REMARKS = '# a remark\n# another, with a comma and one "quote\n'


@pytest.fixture
def klein(tmp_path: Path) -> Path:
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    return folder


def said(arguments: list[str], capsys: pytest.CaptureFixture[str], language: str) -> str:
    assert main([*arguments, "--lang", language]) == 2
    shown = capsys.readouterr()
    assert shown.out == "" and len(shown.err.splitlines()) == 1
    return shown.err.removeprefix("zorgbundel: ").strip()


WRONG = [
    (
        ("posts", "schakel,guidance,specialist,4.92,6,", "schakel,guidance,specialist,-2,6,"),
        "klein/posts.csv rij 6 kolom 'fte': -2 mag niet; toegestaan: een getal van 0 of meer",
        "klein/posts.csv row 6 column 'fte': -2 is not allowed; allowed: a number of 0 or more",
    ),
    (
        ("posts", "schakel,guidance,", "schakel,guidence,"),
        "klein/posts.csv rij 6 kolom 'product': product 'guidence' bestaat niet: bedoelt u 'guidance'?",
        "klein/posts.csv row 6 column 'product': unknown product 'guidence': did you mean 'guidance'?",
    ),
    (
        ("prices", "social_work,75,hour,wmo", "social_work,75,hour,wmmo"),
        "klein/prices.csv rij 4 kolom 'payer': payer 'wmmo' bestaat niet: bedoelt u 'wmo'?",
        "klein/prices.csv row 4 column 'payer': unknown payer 'wmmo': did you mean 'wmo'?",
    ),
    (
        ("posts", "role,fte,people", "role,ftes,people"),
        "klein/posts.csv heeft geen kolom 'fte' (wel: organisation, product, role, ftes, people,",
        "klein/posts.csv has no column 'fte' (columns there: organisation, product, role, ftes, people,",
    ),
    (
        ("marginals", "Oost,households_single,200", "Oost,households_single,-200"),
        "klein/marginals.csv rij 5 kolom 'value': -200 mag niet; toegestaan: een getal van 0 of meer",
        "klein/marginals.csv row 5 column 'value': -200 is not allowed; allowed: a number of 0 or more",
    ),
    (
        ("marginals", "Oost,age_0_15,11.5", "Oost,age_0_15,31.5"),
        "klein/marginals.csv rij 9 kolom 'value': de leeftijden van 'Oost' zijn samen 120; toegestaan: 100",
        "klein/marginals.csv row 9 column 'value': ages of 'Oost' add up to 120; allowed: 100",
    ),
    (
        ("marginals", "Oost,households_couple,92", "Oost,households_couple,292"),
        "klein/marginals.csv rij 4 kolom 'value': 'Oost' heeft 686 bewoners in huishoudens, maar",
        "klein/marginals.csv row 4 column 'value': 'Oost' has 686 residents in households, but",
    ),
    (
        ("marginals", "Oost,low_income,17", "Oost,low_income,170"),
        "klein/marginals.csv rij 18 kolom 'value': low_income van 'Oost' is 170 procent; toegestaan:",
        "klein/marginals.csv row 18 column 'value': low_income of 'Oost' is 170 percent; allowed:",
    ),
    (
        ("providers", "social_work,schakel,1", "social_work,schakel,0.9"),
        "klein/providers.csv rij 4 kolom 'share': de delen van 'social_work' zijn samen 0.9; toegestaan:",
        "klein/providers.csv row 4 column 'share': shares of 'social_work' add up to 0.9; allowed: exactly 1",
    ),
    (
        ("budgets", "payer,room,source,grade", "payer;room;source;grade"),
        "klein/budgets.csv rij 3 heeft puntkomma's tussen de cellen: sla het op met komma's",
        "klein/budgets.csv row 3 has semicolons between its cells: save it with commas",
    ),
    (
        ("budgets", "wmo,1.1,", "wmo,1.1,12,"),
        "klein/budgets.csv rij 4 heeft 5 cellen; toegestaan: 4, net als de kopregel",
        "klein/budgets.csv row 4 has 5 cells, allowed: 4 as in the header",
    ),
    (
        ("outside", "ggz,37,outside,", "ggz,37,nobody,"),
        "klein/outside.csv rij 8 kolom 'provider': organisatie 'nobody' bestaat niet: geen geldige naam",
        "klein/outside.csv row 8 column 'provider': unknown organisation 'nobody': no valid name looks like",
    ),
    (
        ("routes", "housing,adult,3,social_work", "housing,adult,2,social_work"),
        "klein/routes.csv rij 5: domain 'housing', age_group 'adult', severity 2 staat er twee keer",
        "klein/routes.csv row 5: domain 'housing', age_group 'adult', severity 2 stands there twice",
    ),
]


@pytest.mark.parametrize(("change", "dutch", "english"), WRONG, ids=[dutch[:45] for _, dutch, _ in WRONG])
def test_a_table_with_remarks_names_the_real_line(
    klein: Path, change: tuple[str, str, str], dutch: str, english: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table, old, new = change
    path = klein / f"{table}.csv"
    content = path.read_text(encoding="utf-8")
    assert content.count(old) == 1
    path.write_text(REMARKS + content.replace(old, new), encoding="utf-8")
    for command in (["areas", str(klein)], ["run", "fragmented", "--area", str(klein)]):
        assert said(command, capsys, "nl").startswith(dutch)
        assert said(command, capsys, "en").startswith(english)


def test_remarks_and_empty_lines_may_stand_anywhere(klein: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = klein / "budgets.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines[:3], "# halfway", "", ",,,", *lines[3:6], "zvw,x,y,D"]) + "\n")
    assert "budgets.csv rij 10 kolom 'room': 'x' mag niet" in said(["areas", str(klein)], capsys, "nl")


@pytest.mark.parametrize(
    ("text", "dutch"),
    [
        ("[levers]\nintake = 7\n", "'intake' is 7: toegestaan is een getal van 0 tot en met 1"),
        ("[levers]\nintake = 'x'\n", "dat is geen eindig getal"),
        ("[levers]\nintke = 1\n", "knop 'intke' bestaat niet: bedoelt u 'intake'?"),
        ("intake = 1\n[levers]\n", "'intake' is een knop: zet het onder [levers]"),
        ("", "[levers] ontbreekt"),
        ("[levers\n", "niet te lezen als TOML"),
        ("[levers]\nplan_conflict = 0\n", "'plan_conflict' is een feit over de wereld, geen knop"),
        (
            "[levers]\n[not_yet]\nbudget = 1\n",
            "onderdeel 'not_yet' bestaat niet: geen geldige naam lijkt erop (toegestaan: calendar, levers",
        ),
        ("partners = 1\n[levers]\n", "of een lijst met namen van organisaties"),
    ],
)
def test_a_policy_file_is_refused_in_dutch(
    text: str, dutch: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mijn.toml").write_text(text)
    line = said(["run", str(tmp_path / "mijn.toml"), "--area", str(KLEIN)], capsys, "nl")
    assert line.startswith("beleidsbestand mijn.toml: ") and dutch in line


def test_a_missing_policy_file_is_refused_in_dutch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    line = said(["run", str(tmp_path / "fragmented.toml"), "--area", str(KLEIN)], capsys, "nl")
    assert "bestaat niet; bedoelt u de beleidsvariant 'fragmented'?" in line


@pytest.mark.parametrize(
    ("old", "new", "dutch"),
    [
        ('name = "klein"', "", "area.toml onderdeel 'name' ontbreekt; toegestaan: een tekst"),
        (
            'name = "klein"',
            'name = " "',
            "onderdeel 'name': ' ' mag niet; toegestaan: een tekst die niet leeg",
        ),
        ("derived = true", 'derived = "ja"', "onderdeel 'derived': 'ja' mag niet; toegestaan: true (ja)"),
        ('["Oost", "West"]', '["Oost", "Oost"]', "onderdeel 'neighbourhoods': ['Oost', 'Oost']"),
        ('["Oost", "West"]', '["Oost", "West", "Zuid"]', "'Zuid' heeft geen rij 'residents'"),
        ("[[sources]]", "sources = [1]\n[x]", "onderdeel 'sources': 1; toegestaan: tabellen met teksten"),
    ],
)
def test_a_description_is_refused_in_dutch(
    klein: Path, old: str, new: str, dutch: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = klein / "area.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert dutch in said(["areas", str(klein)], capsys, "nl")


def test_an_area_that_is_not_solved_says_how(klein: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (klein / "event_rates.csv").unlink()
    line = said(["run", "fragmented", "--area", str(klein)], capsys, "nl")
    assert re.search(rf"event_rates\.csv ontbreekt.*zorgbundel areas solve {re.escape(str(klein))}", line)


def test_children_and_parents_that_do_not_fit_are_refused_in_dutch(
    klein: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = klein / "composition.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("oldest_parent_gap,45", "oldest_parent_gap,20"))
    assert "16 tot 20 jaar ouder" in said(["areas", str(klein)], capsys, "nl")
