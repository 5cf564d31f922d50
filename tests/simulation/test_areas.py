"""An area is opened whole or refused in one line that says where and why."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from agents.domains import DOMAINS, EVENTS
from simulation.areas import Area, area_names, load_area
from simulation.areas.schema import products, products_delivered
from simulation.build import build_world
from simulation.errors import InputError
from simulation.parameters import resolve

KLEIN = Path(__file__).parent.parent / "areas" / "klein"
REAL = "maastricht-noordoost"
THE_TWELVE = {
    "trajekt", "levanto", "radar", "anacare", "youz", "kredietbank",
    "altracura", "xonar", "envida", "mee", "zio", "municipality",
}  # fmt: skip


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area(REAL)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    folder = tmp_path / "klein"
    shutil.copytree(KLEIN, folder)
    return folder


def refusal(folder: Path) -> str:
    """The message with which an area is refused, checked to be one line."""
    with pytest.raises(InputError) as caught:
        load_area(folder)
    message = str(caught.value)
    assert "\n" not in message
    return message


def change(folder: Path, table: str, change: Callable[[pd.DataFrame], object]) -> None:
    """Change a table of an area as someone would in a spreadsheet."""
    path = folder / f"{table}.csv"
    content = pd.read_csv(path, dtype=str, keep_default_na=False)
    changed = change(content)
    (changed if isinstance(changed, pd.DataFrame) else content).to_csv(path, index=False)


def put(table: str, row: int, column: str, value: str) -> Callable[[Path], None]:
    def do(folder: Path) -> None:
        def in_table(content: pd.DataFrame) -> None:
            content.loc[row, column] = value

        change(folder, table, in_table)

    return do


def test_the_area_has_its_four_neighbourhoods_and_twelve_organisations(area: Area) -> None:
    assert area.neighbourhoods == ("Nazareth", "Limmel", "Wyckerpoort", "Wittevrouwenveld")
    assert area.residents_on_paper == 14_884
    inside = area.organisations[area.organisations["in_area"] == 1]
    assert set(inside["organisation"]) == THE_TWELVE
    assert inside["regimes"].between(1, 3).all()
    assert not area.derived
    assert any(source["licence"] == "CC BY 4.0" for source in area.sources)


def test_about_200_professionals_work_in_the_area(area: Area) -> None:
    """Posts were fitted to the wait norms; the hours they need stay below the 200-230 FTE first assumed."""
    assert 190 <= area.posts["people"].sum() <= 230
    assert (area.posts["people"] >= area.posts["fte"]).all()


def test_every_product_has_a_price_and_somebody_who_delivers_it(area: Area) -> None:
    assert set(products()) <= set(area.prices["item"])
    assert set(area.providers["product"]) == set(products_delivered("own"))
    assert set(area.outside["product"]) == set(products_delivered("outside"))
    assert area.providers.groupby("product")["share"].sum().to_numpy() == pytest.approx(1)


def test_every_domain_has_routes_and_every_event_a_rate(area: Area) -> None:
    assert set(area.routes["domain"]) == set(DOMAINS)
    assert set(area.events["event"]) == set(EVENTS)
    routes = {
        (row["domain"], row["age_group"], row["severity"]): row for row in area.routes.to_dict("records")
    }
    assert routes["money", "adult", 3]["third"] == "income_administration"
    work = routes["work", "adult", 3]
    assert (work["first"], work["first_share"], work["first_else"]) == (
        "social_assistance",
        1,
        "work_support",
    )


def test_own_products_are_not_cashable_since_the_posts_remain(area: Area) -> None:
    own = area.prices[area.prices["item"].isin(products_delivered("own"))]
    assert (own["cashable_share"] == 0).all()


def test_every_row_has_a_source_and_a_grade(area: Area) -> None:
    for name in (
        "marginals",
        "posts",
        "prices",
        "events",
        "routes",
        "background",
        "budgets",
        "age_by_position",
    ):
        table = getattr(area, name)
        assert (table["source"] != "").all() and table["grade"].isin(list("ABCD")).all(), name


def test_an_area_opens_by_name_and_by_folder() -> None:
    assert area_names() == ["den-bosch-west", REAL, "maastricht-noordwest"]
    klein = load_area(KLEIN)
    assert klein.name == "klein"
    assert load_area(str(KLEIN)).digest == klein.digest
    inside = klein.organisations[klein.organisations["in_area"] == 1]
    assert (len(inside), klein.posts["people"].sum()) == (3, 30)


def test_the_digest_notices_one_changed_cell(copy: Path) -> None:
    before = load_area(copy).digest
    assert before == load_area(KLEIN).digest
    put("outside", 0, "hours_per_week", "75")(copy)
    assert load_area(copy).digest != before


def test_solved_tables_may_be_absent_or_there(copy: Path) -> None:
    for name in ("capacities", "event_rates", "background_rest"):
        (copy / f"{name}.csv").unlink(missing_ok=True)
    empty = load_area(copy)
    assert empty.capacities.empty and empty.event_rates.empty and empty.background_rest.empty
    (copy / "event_rates.csv").write_text("event,rate,digest\npolice_e33,0.001,abc\n")
    assert load_area(copy).event_rates["rate"].tolist() == [0.001]
    (copy / "event_rates.csv").write_text("event,rate,digest\npolice_e34,0.001,abc\n")
    assert "police_e33" in refusal(copy)


def test_hours_of_lists_reach_the_lists_and_the_fingerprint(copy: Path) -> None:
    before = load_area(copy)
    put("capacities", 0, "factor", "1.75")(copy)
    change(copy, "capacities", lambda table: table.drop(index=1))
    after = load_area(copy)
    assert after.digest != before.digest
    world = build_world(after, resolve(), seed=1, copy=0, warmup_weeks=8)
    assert world.lists.factor[:2].tolist() == [1.75, 1.0]
    assert world.lists.solved[:2].tolist() == [1, 0]


def test_a_misspelt_area_gets_the_right_name() -> None:
    with pytest.raises(InputError, match=REAL):
        load_area("mastricht-noordoost")


def test_a_missing_table_and_a_missing_column_are_named(copy: Path) -> None:
    change(copy, "posts", lambda table: table.rename(columns={"fte": "ftes"}))
    assert re.search(r"klein/posts\.csv has no column 'fte'.*ftes", refusal(copy))
    (copy / "posts.csv").unlink()
    assert "klein/posts.csv is missing" in refusal(copy)


WRONG_CELLS = [
    (
        "posts",
        1,
        "fte",
        "-2",
        r"posts\.csv row 3 column 'fte': -2 is not allowed; allowed: a number of 0 or more",
    ),
    ("posts", 1, "fte", "veel", r"row 3 column 'fte': 'veel' is not allowed"),
    ("posts", 1, "people", "1.5", r"row 3 column 'people': 1.5 is not allowed; allowed: a whole number"),
    ("posts", 0, "people", "1", r"row 2 column 'people': 1 people for 3.28 fte"),
    ("posts", 2, "product", "guidence", r"row 4 column 'product'.*'guidence'.*'guidance'"),
    ("posts", 2, "organisation", "schakkel", r"row 4 column 'organisation'.*'schakkel'.*'schakel'"),
    ("posts", 2, "organisation", "outside", r"row 4 column 'organisation'.*'outside'"),
    (
        "providers",
        0,
        "share",
        "0.9",
        r"providers\.csv row 2 column 'share': shares of 'social_work' add up to 0.9",
    ),
    ("providers", 0, "share", "1.2", r"row 2 column 'share': 1.2 is not allowed.*at most 1"),
    ("providers", 0, "organisation", "municipality", r"'municipality' has no posts for 'social_work'"),
    ("outside", 0, "provider", "nobody", r"outside\.csv row 2 column 'provider'.*'nobody'"),
    ("outside", 0, "hours_per_week", "inf", r"row 2 column 'hours_per_week': inf is not allowed"),
    ("routes", 0, "domain", "huosing", r"routes\.csv row 2 column 'domain'.*'huosing'.*'housing'"),
    ("routes", 0, "severity", "5", r"row 2 column 'severity': 5 is not allowed.*at most 4"),
    ("routes", 0, "first_share", "0.5", r"row 2 column 'first_else': '' is not allowed with first_share 0.5"),
    (
        "routes",
        0,
        "severity",
        "3",
        r"row 3: domain 'housing', age_group 'adult', severity 3 stands there twice",
    ),
    ("prices", 0, "payer", "wmmo", r"prices\.csv row 2 column 'payer'.*'wmmo'.*'wmo'"),
    (
        "prices",
        0,
        "payer",
        "zvw",
        r"row 2 column 'payer': 'zvw' is not allowed for 'social_work'; allowed: 'wmo'",
    ),
    ("prices", 0, "source", "", r"row 2 column 'source': '' is not allowed"),
    ("prices", 0, "grade", "E", r"row 2 column 'grade'.*'E'"),
    (
        "events",
        0,
        "second_share",
        "0.3",
        r"events\.csv row 2 column 'second_share': 0.3 with second_payer ''",
    ),
    ("marginals", 0, "neighbourhood", "Noord", r"marginals\.csv row 2 column 'neighbourhood'.*'Noord'"),
    ("marginals", 5, "value", "31.5", r"row 7 column 'value': ages of 'Oost' add up to 120"),
    (
        "marginals",
        10,
        "value",
        "2",
        r"row 7 column 'value': age_0_15 of 'Oost' is 11.5; allowed: at most age_under_18 2",
    ),
    (
        "marginals",
        0,
        "value",
        "600",
        r"marginals\.csv row 2 column 'value': 'Oost' has 588 residents in households, but .* need 681",
    ),
    ("marginals", 1, "value", "-200", r"row 3 column 'value': -200 is not allowed.*a number of 0 or more"),
    ("marginals", 13, "value", "130", r"row 15 column 'value': rented of 'Oost' is 130 percent.*at most 100"),
    ("marginals", 10, "value", "40", r"row 12 column 'value': age_under_18 of 'Oost' is 40;.*at most.* 27"),
    ("marginals", 0, "value", "0", r"row 2 column 'value': residents of 'Oost' is 0; allowed: 1 or more"),
    (
        "household_sizes",
        2,
        "share",
        "0.5",
        r"household_sizes\.csv row 4 column 'share'.*'couple_with_children'",
    ),
    (
        "household_sizes",
        0,
        "children",
        "1",
        r"row 2 column 'children': 1 is not allowed for 'single'; allowed: 0",
    ),
    ("age_by_position", 1, "age_from", "6", r"row 3 column 'age_from': class 6-10.*starts at 5"),
    ("composition", 0, "item", "share", r"composition\.csv row 2 column 'item'.*'share'"),
    (
        "capacities",
        0,
        "factor",
        "0",
        r"capacities\.csv row 2 column 'factor': 0 is not allowed; allowed: a number above 0",
    ),
    ("capacities", 0, "factor", "-1", r"row 2 column 'factor': -1 is not allowed; allowed: a number above 0"),
    ("capacities", 1, "organisation", "schakkel", r"row 3 column 'organisation'.*'schakkel'.*'schakel'"),
    ("capacities", 1, "product", "client_suport", r"row 3 column 'product'.*'client_support'"),
    ("capacities", 0, "product", "decision", r"row 2 column 'product'.*'decision'"),
    (
        "capacities",
        1,
        "organisation",
        "zorggroep",
        r"row 3 column 'organisation': 'zorggroep' has no list for 'social_work'",
    ),
    ("capacities", 1, "product", "client_support", r"row 4: organisation 'schakel', product.* twice"),
    ("budgets", 0, "room", "", r"budgets\.csv row 2 column 'room': '' is not allowed"),
]


@pytest.mark.parametrize(("table", "row", "column", "value", "message"), WRONG_CELLS)
def test_a_wrong_cell_is_refused_with_its_place(
    copy: Path, table: str, row: int, column: str, value: str, message: str
) -> None:
    put(table, row, column, value)(copy)
    assert re.search(message, refusal(copy))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("routes", "domain", "learning"),
        ("prices", "item", "ggz"),
        ("events", "event", "eviction"),
        ("outside", "product", "ggz"),
        ("providers", "product", "nursing"),
        ("marginals", "marginal", "rented"),
        ("posts", "product", "decision"),
        ("household_kinds", "kind", "couple"),
        ("composition", "item", "sibling_gap"),
    ],
)
def test_a_missing_row_is_named(copy: Path, table: str, column: str, value: str) -> None:
    change(copy, table, lambda content: content[content[column] != value])
    message = refusal(copy)
    assert f"klein/{table}.csv" in message and repr(value) in message


def test_staff_without_a_share_of_the_work_is_refused(copy: Path) -> None:
    path = copy / "posts.csv"
    path.write_text(path.read_text() + "zorggroep,guidance,specialist,1,2,test area,D\n")
    assert re.search(
        r"posts\.csv row 12 column 'product': 'zorggroep' has no share of 'guidance'", refusal(copy)
    )


def test_a_row_with_too_few_cells_is_refused(copy: Path) -> None:
    path = copy / "budgets.csv"
    path.write_text(path.read_text() + "wlz,3\n")
    assert re.search(r"budgets\.csv row 9 has 2 cells, allowed: 4", refusal(copy))


def test_what_a_spreadsheet_leaves_behind_does_no_harm(copy: Path) -> None:
    """Quotes around remarks, empty cells at the end of some rows, a mark at the start of the file."""
    path = copy / "budgets.csv"
    lines = path.read_text().splitlines()
    lines = [
        "# mine, with a comma,,",
        '"# quoted",,,,,',
        *(line + ",,"[: row % 3] for row, line in enumerate(lines)),
    ]
    path.write_text("\r\n".join(lines) + "\r\n", encoding="utf-8-sig")
    path.with_name("area.toml").write_text((KLEIN / "area.toml").read_text(), encoding="utf-8-sig")
    assert load_area(copy).budgets.equals(load_area(KLEIN).budgets)


def test_a_remark_is_no_remark_within_quotes(copy: Path) -> None:
    path = copy / "budgets.csv"
    path.write_text(path.read_text().replace("wmo,1.1,test area,D", 'wmo,1.1,"two\n# lines",D'))
    assert load_area(copy).budgets["room"].tolist() == load_area(KLEIN).budgets["room"].tolist()
    path.write_text(path.read_text().replace("wlz,", "wlx,"))
    assert "budgets.csv row 7 column 'payer'" in refusal(copy)


def test_a_table_that_is_not_utf8_is_refused(copy: Path) -> None:
    (copy / "budgets.csv").write_bytes("payer\ncaf\xe9".encode("latin-1"))
    assert "UTF-8" in refusal(copy)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('name = "klein"', "", "entry 'name': 'nothing'"),
        ("derived = true", 'derived = "yes"', "entry 'derived': 'yes'"),
        ('["Oost", "West"]', "[]", "entry 'neighbourhoods'"),
        ('["Oost", "West"]', "[", "cannot be read"),
        ('["Oost", "West"]', '["Oost", "West", "Zuid"]', "'Zuid' has no row 'residents'"),
    ],
)
def test_a_wrong_description_is_refused(copy: Path, old: str, new: str, message: str) -> None:
    path = copy / "area.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert message in refusal(copy)


def test_a_folder_without_description_is_refused(tmp_path: Path) -> None:
    assert "area.toml is missing" in refusal(tmp_path)
