"""The report: whole by itself, true to its tables, the same each time, in both languages."""

import math
import re
import shutil
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pandas as pd
import pytest

from results import store
from results.chart import Chart
from results.errors import StoreError
from results.evidence import read_evidence
from results.figures.canvas import keep_apart
from results.looks import OTHERS, OWN, look_up
from results.measures import (
    ALL_HELP,
    CASHABLE,
    ESCALATIONS,
    FIRST_HELP,
    HEALTH,
    HEAVY,
    MORE,
    SINGLE_BINS,
    TAIL,
    TOTAL_COST,
    helpers_at,
    measure_helpers,
    measure_outcomes,
    measure_quarters,
    measure_waits,
)
from results.numbers import Language
from results.primary import AIMS
from results.report import build_charts, make_report
from results.words import LANGUAGES, load_words
from tests.results.stored import POLICIES, copy_result, read_derived, shift

DECIDES = {
    "helpers": "helpers_mean",
    "heavy": HEAVY,
    "cost": TOTAL_COST,
    "payers": "cost_municipality",
    "events": ESCALATIONS,
    "waiting": FIRST_HELP,
    "life": HEALTH,
}
CLEAR = [0.9, 1.0, 1.1, 1.0]
UNCLEAR = [-1.0, 1.1, -0.9, 1.0]


class Outline(HTMLParser):
    """What a page holds: its tags with attributes, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self._skip = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._skip += tag == "style"
        self.words.append("" if tag == "span" else " ")

    def handle_endtag(self, tag: str) -> None:
        self._skip -= tag == "style"
        self.words.append("" if tag == "span" else " ")

    def handle_data(self, data: str) -> None:
        if not self._skip:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture(scope="module")
def reported(played: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[Language, Path]:
    """The comparison with its report, in each language; nobody changes these."""
    made: dict[Language, Path] = {}
    for language in LANGUAGES:
        made[language] = copy_result(played, tmp_path_factory.mktemp(language) / "out")
        assert make_report(made[language], language) == made[language] / "report.html"
    return made


@pytest.fixture(scope="module", params=LANGUAGES)
def page(request: pytest.FixtureRequest, reported: dict[Language, Path]) -> str:
    return (reported[request.param] / "report.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def charts(played: Path) -> dict[str, Chart]:
    """The figures of the comparison by name, in Dutch."""
    return {chart.name: chart for chart in build_charts(read_evidence(played), load_words("nl"))}


def finding(figure: str, folder: Path, language: Language = "nl") -> str:
    """The title of one figure; the others are not built."""
    build = getattr(import_module(f"results.figures.{figure}"), f"build_{figure}")
    return str(build(read_evidence(folder), load_words(language)).finding)


def findings(folder: Path, language: Language = "nl") -> dict[str, str]:
    return {chart.name: chart.finding for chart in build_charts(read_evidence(folder), load_words(language))}


def test_every_file_is_made_and_declared(reported: dict[Language, Path]) -> None:
    folder = reported["nl"]
    manifest = store.read_manifest(folder)
    assert manifest is not None
    assert set(manifest["derived"]) == set(store.DERIVED)
    for name, content in read_derived(folder).items():
        start = {"svg": b"<?xml", "png": b"\x89PNG", "html": b"<!DOCTYPE html>"}[name.rpartition(".")[2]]
        assert content.startswith(start), name
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    sometimes = {name for name in store.DERIVED if f"/{store.SURE}." in name}  # only with plausible worlds
    sometimes |= {store.VALIDATION, store.BLOCKS}  # only of a validation
    assert found == {store.MANIFEST, *manifest["files"], *manifest["derived"]} - sometimes
    assert store.read_result(folder).manifest == manifest
    store.check_folder(folder)


def test_it_is_the_same_each_time(reported: dict[Language, Path], tmp_path: Path) -> None:
    """Also where there was a report in another language."""
    first, second = reported["nl"], tmp_path / "second"
    shutil.copytree(reported["en"], second)
    assert read_derived(first)["report.html"] != read_derived(second)["report.html"]
    make_report(second)
    assert read_derived(first) == read_derived(second)


def test_it_needs_nothing_beside_itself(page: str) -> None:
    outline = Outline(page)
    assert not {"script", "link", "img", "iframe", "object", "embed"} & {tag for tag, _ in outline.tags}
    for _, attributes in outline.tags:
        assert all(attributes.get(name, "#").startswith("#") for name in ("href", "xlink:href"))
        assert "src" not in attributes
    assert "http" not in page
    assert "@import" not in page
    assert set(re.findall(r"url\((.)", page)) <= {"#"}


def test_every_name_on_the_page_is_there_once(page: str) -> None:
    outline = Outline(page)
    names = Counter(attributes["id"] for _, attributes in outline.tags if "id" in attributes)
    assert [name for name, times in names.items() if times > 1] == []
    asked = {a[1:] for _, t in outline.tags for a in (t.get("href", ""), t.get("xlink:href", "")) if a}
    asked |= set(re.findall(r"url\(#([^)]*)\)", page))
    asked |= {name for _, t in outline.tags for name in t.get("aria-labelledby", "").split()}
    assert asked <= set(names)


def test_it_can_be_read_without_seeing_it(page: str) -> None:
    outline = Outline(page)
    (html,) = outline.all("html")
    assert html["lang"] in LANGUAGES
    drawings = outline.all("svg")
    assert len(drawings) == 2 * len(store.FIGURES)
    assert all(drawing["role"] == "img" and len(drawing["aria-label"]) > 100 for drawing in drawings)
    tags = [tag for tag, _ in outline.tags]
    assert tags.count("caption") == tags.count("table") == tags.count("thead") >= 2 * len(store.FIGURES)
    assert all(heading.get("scope") in ("col", "row", "rowgroup") for heading in outline.all("th"))
    regions = [a for a in outline.all("div") if a.get("class") == "scroll"]
    assert all(region["tabindex"] == "0" and region["aria-label"] for region in regions)
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert {"header", "main", "nav", "footer"} <= set(tags)


def test_a_whole_comparison_of_several_replicates_has_no_notice(page: str) -> None:
    assert [a for a in Outline(page).all("section") if "notice" in a.get("class", "")] == []


def test_nothing_is_left_blank(page: str) -> None:
    text = Outline(page).text
    assert not re.search(r"[{}]|\bnan\b|\binf\b|None\b", text)
    dutch = 'lang="nl"' in page
    assert bool(re.search(r"\d,\d", text)) is dutch or not dutch
    for language in LANGUAGES:
        other = load_words(language).text("report.how")
        assert (other in text) is (f'lang="{language}"' in page)


def test_every_figure_has_unit_source_and_passport(page: str, played: Path) -> None:
    outline = Outline(page)
    evidence = read_evidence(played)
    command = " ".join(evidence.manifest["command"].split())
    assert outline.text.count(command) == len(store.FIGURES) + 1
    words = load_words("nl" if 'lang="nl"' in page else "en")
    for name in store.FIGURES:
        assert words.text(f"{name}.unit") in outline.text
    version, area = evidence.manifest["version"], evidence.manifest["area"]["title"][words.language]
    source = [line for line in re.findall(r'<div class="source">\s*<p>([^<]*)', page)]
    assert len(source) == len(store.FIGURES)
    assert all(version in line and area in line and "1–4" in line for line in source)


@pytest.mark.parametrize("figure", DECIDES)
def test_the_title_says_what_the_table_says(figure: str, played: Path, charts: dict[str, Chart]) -> None:
    chart = charts[figure]
    assert chart.finding == finding(figure, played)
    table = measure_outcomes(read_evidence(played), (DECIDES[figure],))
    row = table[DECIDES[figure], POLICIES[1]]
    interval = re.search(r"95%-interval ([^)]*)\)", chart.finding)
    assert interval is not None
    cells = [cell for numbers in chart.tables for line in numbers.rows for cell in line]
    assert interval[1] in cells
    unclear = chart.finding.startswith("Geen duidelijk verschil")
    assert unclear == (row["low"] <= 0 <= row["high"])


@pytest.mark.parametrize(
    ("figure", "less", "more"),
    [
        ("helpers", "Met Krachtenbundeling minder hulp", "Met Krachtenbundeling meer hulp"),
        ("cost", "Met Krachtenbundeling lagere kosten", "Met Krachtenbundeling hogere kosten"),
        ("events", "Met Krachtenbundeling minder escalaties", "Met Krachtenbundeling meer escalaties"),
        ("waiting", "Met Krachtenbundeling korter", "Met Krachtenbundeling langer"),
        ("heavy", "Met Krachtenbundeling minder hulp", "Met Krachtenbundeling meer hulp"),
        ("payers", "Met Krachtenbundeling lagere kosten", "Met Krachtenbundeling hogere kosten"),
        ("life", "Met Krachtenbundeling slechtere", "Met Krachtenbundeling betere"),
    ],
)
def test_the_title_follows_the_result(
    figure: str, less: str, more: str, played: Path, tmp_path: Path
) -> None:
    outcome = DECIDES[figure]
    up = copy_result(played, tmp_path / "up", change=shift(outcome, CLEAR))
    down = copy_result(played, tmp_path / "down", change=shift(outcome, [-x for x in CLEAR]))
    unclear = copy_result(played, tmp_path / "unclear", change=shift(outcome, UNCLEAR))
    equal = copy_result(played, tmp_path / "equal", change=shift(outcome, [0.0] * 4))
    assert finding(figure, up).startswith(more)
    assert finding(figure, down).startswith(less)
    for folder in (unclear, equal):
        assert finding(figure, folder).startswith("Geen duidelijk verschil")
        assert finding(figure, folder, "en").startswith("No clear difference")


def test_a_title_about_a_primary_outcome_says_when_it_is_lost_in_correction(
    played: Path, tmp_path: Path
) -> None:
    """Four outcomes judged together: p of 0.03 is lost where the others show nothing, p of 0.0001 is not."""

    def change(differences: list[float]) -> Callable[[dict[str, pd.DataFrame]], None]:
        def all_four(tables: dict[str, pd.DataFrame]) -> None:
            for outcome in AIMS:
                shift(outcome, differences if outcome == HEALTH else UNCLEAR)(tables)

        return all_four

    doubtful = copy_result(played, tmp_path / "doubtful", change=change([0.02, 0.05, 0.08, 0.05]))
    clear = copy_result(played, tmp_path / "clear", change=change(CLEAR))
    lost = load_words("nl").text("headline.holm_no")
    assert finding("life", doubtful).startswith("Met Krachtenbundeling betere")
    assert finding("life", doubtful).endswith(lost) and lost not in finding("life", clear)


def test_a_clear_small_difference_never_looks_like_nothing(played: Path, tmp_path: Path) -> None:
    folder = copy_result(played, tmp_path / "o", change=shift("helpers_mean", [0.001, 0.002, 0.001, 0.002]))
    title = finding("helpers", folder)
    value, base = re.findall(r"gemiddeld ([\d,]+) in plaats van ([\d,]+)", title)[0]
    assert value != base
    assert "0,00 " not in title


def test_cost_is_never_told_without_what_is_cashable(charts: dict[str, Chart]) -> None:
    words, cost = load_words("nl"), charts["cost"]
    assert words.text(f"outcome.{CASHABLE}.title") in cost.besides[0]
    assert "Wie betaalt" in cost.besides[1]
    assert "%" not in re.sub("95%-interval", "", cost.finding)


def test_one_replicate_has_no_uncertainty(played: Path, tmp_path: Path) -> None:
    def keep_one(tables: dict[str, object]) -> None:
        for name, table in tables.items():
            if name != "summary.csv":
                tables[name] = table[table["seed"] == 1]  # type: ignore[index]

    folder = copy_result(played, tmp_path / "out", {"seeds": [1]}, keep_one)  # type: ignore[arg-type]
    text = Outline(make_report(folder).read_text(encoding="utf-8")).text
    assert load_words("nl").text("report.one") in text
    assert all(title.startswith("Eén herhaling zegt niets") for title in findings(folder).values())
    assert not re.search(r"95%-interval [−+\d]", text)


def test_many_policies_are_each_told(played_many: Path, tmp_path: Path) -> None:
    folder = copy_result(played_many, tmp_path / "out")
    evidence, words = read_evidence(folder), load_words("en")
    text = Outline(make_report(folder, "en").read_text(encoding="utf-8")).text
    names = [evidence.name(policy, words) for policy in evidence.policies]
    assert len(set(names)) == 5
    for title in findings(folder, "en").values():
        assert all(name in title for name in names)
        assert title in text
    assert len(set(evidence.looks.values())) == 5


def test_an_interrupted_comparison_says_so_and_signs_do_no_harm(played: Path, tmp_path: Path) -> None:
    area = {**read_evidence(played).manifest["area"], "title": {"nl": "<b>$A$ & B</b>", "en": "x"}}
    facts = {"partial": True, "replicates_wanted": 50, "replicates_finished": 4, "area": area}
    folder = copy_result(played, tmp_path / "out", facts)
    page = make_report(folder).read_text(encoding="utf-8")
    text = Outline(page).text
    assert text.index("ONVOLLEDIG: onderbroken na 4 van 50") < text.index("Wat deze doorrekening laat zien")
    assert "&lt;b&gt;$A$ &amp; B&lt;/b&gt;" in page
    assert "<b>" not in page
    figure = read_derived(folder)["figures/cost.svg"].decode("utf-8")
    assert "ONVOLLEDIG" in figure
    assert "&lt;b&gt;$A$ &amp; B&lt;/b&gt;" in figure


def test_what_nobody_met_is_shown_as_nothing(played: Path, tmp_path: Path) -> None:
    def leave_alone(tables: dict[str, pd.DataFrame]) -> None:
        for name, table in tables.items():
            if name.startswith("helpers/"):
                tables[name] = table[table["helpers"] == 0]
            if name.startswith("waits/"):
                tables[name] = table.assign(asked=0, mean_weeks=math.nan, without_help_share=math.nan)
            if name.startswith("weekly/"):
                events = {str(column): 0 for column in table if str(column).startswith("events_")}
                tables[name] = table.assign(**events)
            if name.startswith("runs/"):
                told = table["outcome"].isin(["helpers_mean", FIRST_HELP, ALL_HELP])
                tables[name] = table.assign(value=table["value"].where(~told))

    folder = copy_result(played, tmp_path / "out", change=leave_alone)
    text = Outline(make_report(folder).read_text(encoding="utf-8")).text
    assert not re.search(r"\bnan\b", text)
    for figure in ("helpers", "waiting"):
        assert finding(figure, folder) == load_words("nl").text(f"finding.{figure}.unknown")


def test_another_kind_of_result_is_refused(played: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        make_report(copy_result(played, tmp_path / "out", {"kind": "run"}))
    assert caught.value.key == "error.not_comparison"


def test_only_what_is_declared_can_be_put_beside_a_result(played: Path, tmp_path: Path) -> None:
    folder = copy_result(played, tmp_path / "out")
    with pytest.raises(ValueError, match=r"notes\.txt"):
        store.write_derived(folder, {"notes.txt": b""})
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(StoreError):
        store.check_folder(folder)


# ---- the numbers behind the figures


def test_shares_of_helpers_add_up_and_have_the_mean_of_the_run(played: Path) -> None:
    evidence = read_evidence(played)
    table = measure_helpers(evidence)
    for policy in POLICIES:
        bins = [table[str(k), policy]["mean"] for k in SINGLE_BINS]
        assert sum(bins) + table[MORE, policy]["mean"] == pytest.approx(1)
        assert sum(table[name, policy]["mean"] for name in TAIL) == pytest.approx(table[MORE, policy]["mean"])
    counts = evidence.helpers[evidence.helpers["helpers"] > 0]
    weighted = counts.assign(sum=counts["helpers"] * counts["households"])
    sums = weighted.groupby(["policy", "seed"])[["sum", "households"]].sum()
    means = sums["sum"] / sums["households"]
    runs = evidence.runs[evidence.runs["outcome"] == "helpers_mean"].set_index(["policy", "seed"])["value"]
    assert means.to_numpy() == pytest.approx(runs.reindex(means.index).to_numpy())
    whole = evidence.helpers.groupby(["policy", "seed"])["households"].sum()
    assert whole.to_numpy() == pytest.approx(evidence.households)


def test_median_and_ninth_decile(played: Path) -> None:
    evidence = read_evidence(played)
    table = measure_helpers(evidence)
    for share in (0.5, 0.9):
        found = helpers_at(evidence, POLICIES[0], share)
        assert 1 <= found <= len(SINGLE_BINS)
        below = sum(table[str(k), POLICIES[0]]["mean"] for k in range(1, found))
        assert below < share + 0.02
        assert below + table[str(found), POLICIES[0]]["mean"] > share - 0.02


def test_quarters_have_the_mean_of_the_run(played: Path) -> None:
    evidence = read_evidence(played)
    quarters, whole = measure_quarters(evidence), measure_outcomes(evidence, (ESCALATIONS,))
    assert {int(quarter) for quarter, _ in quarters} == {-2, -1, 0, 1, 2, 3}
    for policy in POLICIES:
        mean = sum(quarters[str(quarter), policy]["mean"] for quarter in range(4)) / 4
        assert mean == pytest.approx(whole[ESCALATIONS, policy]["mean"])
    for quarter in ("-2", "-1"):
        row = quarters[quarter, POLICIES[1]]
        assert (row["difference"], row["equal_share"]) == (0, 1)


def test_waits_are_those_of_the_runs(played: Path) -> None:
    evidence = read_evidence(played)
    table = measure_waits(evidence, "mean_weeks")
    assert len(table) == 2 * 9
    assert all(0 <= row["mean"] <= 52 for row in table.values())
    assert measure_outcomes(evidence, (ALL_HELP,))[ALL_HELP, POLICIES[0]]["mean"] > 0


# ---- looks


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("look", [*OWN.values(), *OTHERS])
def test_colours_can_be_seen_on_white(look: object) -> None:
    colour, text = (getattr(look, name) for name in ("colour", "text"))
    assert 1.05 / (luminance(colour) + 0.05) >= 3
    assert 1.05 / (luminance(text) + 0.05) >= 4.5


def test_every_policy_has_its_own_colour_dash_and_marker() -> None:
    looks = look_up([*OWN, "a.toml", "b.toml", "c.toml", "d.toml"]).values()
    for part in ("colour", "dash", "marker"):
        assert len({getattr(look, part) for look in looks}) == len(OWN) + len(OTHERS)
    assert look_up(["x.toml", "krachtenbundeling"])["krachtenbundeling"] == OWN["krachtenbundeling"]


def test_labels_are_kept_apart() -> None:
    places = keep_apart([5.0, 5.1, 9.0], 1.0)
    assert places == pytest.approx([4.55, 5.55, 9.0])
    crowded = keep_apart([1.0, 1.0, 1.0, 1.0], 2.0)
    assert all(b - a > 1.9 for a, b in pairwise(sorted(crowded)))
