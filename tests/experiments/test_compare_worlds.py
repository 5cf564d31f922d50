"""A comparison over plausible worlds: each replicate meets one, all policies the same, and all is kept."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import Comparison, compare
from experiments.single import play
from experiments.world_order import world_of_seed
from results.errors import StoreError
from results.evidence import read_evidence
from results.report import build_charts, make_report
from results.store import MANIFEST, read_result
from results.tables import compare_pairs, read_rows
from results.words import LANGUAGES, load_words
from simulation import Scenario, simulate
from simulation.errors import InputError
from tests.experiments.test_compare import POLICIES, interrupt_after
from tests.simulation.little_worlds import area_with_worlds

REPLICATES, WORLDS = 7, 8
COST = "cost_per_household_per_year"


@pytest.fixture(scope="module")
def area(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(area_with_worlds(tmp_path_factory.mktemp("worlds"), WORLDS))


def small(area: str, **changes: object) -> Comparison:
    settings = {"years": 1, "warmup_weeks": 26, "replicates": REPLICATES, "workers": 1, **changes}
    return compare(POLICIES, area, **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result(area: str) -> Comparison:
    return small(area)


@pytest.fixture(scope="module")
def kept(result: Comparison, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return result.save(tmp_path_factory.mktemp("kept") / "out")


def test_every_replicate_is_the_run_of_its_seed_in_its_world(result: Comparison, area: str) -> None:
    assert result.worlds == tuple(world_of_seed(seed, WORLDS) for seed in result.seeds)
    assert len(set(result.worlds)) == 4
    for policy in POLICIES:
        for seed in (2, 5, 7):
            world = result.worlds[seed - 1]
            run = simulate(
                Scenario(area=area, policy=policy, seed=seed, world=world, years=1, warmup_weeks=26)
            )
            rows = result.runs[(result.runs["policy"] == policy) & (result.runs["seed"] == seed)]
            np.testing.assert_array_equal(rows["value"].to_numpy(), run.summary.to_numpy(dtype=float))
            assert set(rows["world"]) == {world}
            print_ = {(f["policy"], f["seed"]): f for f in result.passport["fingerprints"]}[policy, seed]
            assert (print_["world"], print_["fingerprint"]) == (world, run.fingerprint)


def test_the_first_replicates_of_a_longer_comparison_are_the_same(result: Comparison, area: str) -> None:
    fewer = small(area, replicates=4, workers=3)
    assert fewer.worlds == result.worlds[:4]
    wanted = result.runs[result.runs["seed"] <= 4].reset_index(drop=True)
    pd.testing.assert_frame_equal(fewer.runs, wanted, check_exact=True)


def test_central_keeps_to_the_central_world(area: str) -> None:
    central = small(area, replicates=2, worlds="central")
    assert central.worlds == (0, 0)
    run = simulate(Scenario(area=area, policy=POLICIES[1], seed=2, years=1, warmup_weeks=26))
    rows = central.runs[(central.runs["policy"] == POLICIES[1]) & (central.runs["seed"] == 2)]
    np.testing.assert_array_equal(rows["value"].to_numpy(), run.summary.to_numpy(dtype=float))
    assert central.passport["worlds"] == {"there": True, "drawn": [0, 0]}
    assert "--worlds central" in central.passport["command"]
    assert set(central.table["worlds"].dropna()) == {0.0} and central.table["worlds_more"].isna().all()


def test_other_worlds_are_refused(area: str) -> None:
    with pytest.raises(InputError, match="plausible"):
        small(area, worlds="plausibel")


def test_worlds_for_another_area_are_refused_before_any_work(area: str, tmp_path: Path) -> None:
    copy = shutil.copytree(area, tmp_path / "klein")
    with (copy / "budgets.csv").open("a", encoding="utf-8") as file:
        file.write("# a remark\n")
    seen: list[object] = []
    with pytest.raises(InputError, match="make the worlds anew"):
        small(str(copy), progress=seen.append)
    assert seen == []
    assert play(Scenario(area=str(copy), years=1, warmup_weeks=0)).passport["worlds"]["drawn"] == [0]


def test_the_table_is_that_of_means_of_worlds(result: Comparison) -> None:
    wide = result.runs[result.runs["outcome"] == COST].pivot(index="seed", columns="policy", values="value")
    differences = (wide[POLICIES[1]] - wide[POLICIES[0]]).to_numpy()
    rows = read_rows(result.table)
    row = rows[COST, POLICIES[1]]
    wanted = compare_pairs(differences, np.array(result.worlds))
    assert {name: row[name] for name in wanted} == pytest.approx(wanted)
    assert (row["worlds"], row["pairs"]) == (4, REPLICATES)
    means = [differences[np.array(result.worlds) == world].mean() for world in set(result.worlds)]
    assert row["difference"] == pytest.approx(np.mean(means))
    assert 0.0 <= row["worlds_more_low"] <= row["worlds_more"] <= row["worlds_more_high"] <= 1.0
    base = rows[COST, POLICIES[0]]
    assert row["mean"] - base["mean"] == pytest.approx(row["difference"])


def test_worlds_are_kept_beside_the_seeds(result: Comparison, kept: Path) -> None:
    stored = read_result(kept)
    for name, table in stored.tables.items():
        if name.endswith(".parquet"):
            pairs = table[["seed", "world"]].drop_duplicates()
            assert dict(zip(pairs["seed"], pairs["world"], strict=True)) == dict(
                zip(result.seeds, result.worlds, strict=True)
            ), name
    facts = stored.manifest["worlds"]
    assert facts["drawn"] == list(result.worlds) and facts["count"] == WORLDS
    assert "NOT calibrated" in facts["made"]["note"] and len(facts["digest"]) == 64
    assert "--worlds plausible" in stored.manifest["command"]


def test_an_older_result_folder_is_refused_with_a_remedy(kept: Path, tmp_path: Path) -> None:
    older = shutil.copytree(kept, tmp_path / "older")
    manifest = older / MANIFEST
    text = manifest.read_text(encoding="utf-8")
    assert '"format_version": 5' in text
    manifest.write_text(text.replace('"format_version": 5', '"format_version": 4'), encoding="utf-8")
    with pytest.raises(StoreError) as caught:
        read_evidence(older)
    assert (caught.value.key, caught.value.fields["found"]) == ("error.other_format", 4)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_report_says_how_many_worlds_and_what_is_luck(kept: Path, tmp_path: Path, language: str) -> None:
    folder = shutil.copytree(kept, tmp_path / "out")
    page = make_report(folder, language).read_text(encoding="utf-8")  # type: ignore[arg-type]
    words = load_words(language)
    for key in ("worlds.how_split", "worlds.how_interval", "worlds.passport_file"):
        assert words.text(key) in page, key
    assert words.text("report.how_luck") not in page
    assert words.text("worlds.passport_drawn", worlds=4, count=WORLDS) in page
    assert words.text("worlds.replicates", count=REPLICATES, worlds=4) in page
    assert page.count(words.text("worlds.column")) > 9 and (folder / "figures" / "sure.svg").is_file()
    charts = {chart.name: chart for chart in build_charts(read_evidence(folder), words)}
    assert len(charts["sure"].tables[0].rows) == 6


def test_a_comparison_too_short_to_tell_says_so(area: str, tmp_path: Path) -> None:
    few = small(area, replicates=3)
    assert len(set(few.worlds)) == 3
    assert few.table["worlds_more"].isna().all() and few.table["low"].notna().any()
    page = make_report(few.save(tmp_path / "out"), "en").read_text(encoding="utf-8")
    assert load_words("en").text("worlds.how_few") in page
    assert not (tmp_path / "out" / "figures" / "sure.svg").exists()


def test_interruption_keeps_the_worlds_of_what_is_finished(area: str) -> None:
    seen, report = interrupt_after(2)
    part = small(area, replicates=50, progress=report)
    assert part.partial and part.worlds == tuple(
        world_of_seed(seed, WORLDS) for seed in range(1, seen[0] + 1)
    )
    assert part.passport["worlds"]["drawn"] == list(part.worlds)


def test_a_single_run_of_a_world_can_be_made_again(area: str) -> None:
    passport = play(Scenario(area=area, world=3, years=1, warmup_weeks=0)).passport
    assert "--world 3" in passport["command"] and passport["scenarios"][0]["world"] == 3
    assert passport["worlds"]["drawn"] == [3]
