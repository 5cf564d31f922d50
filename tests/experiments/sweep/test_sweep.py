"""A sweep plays every run once, whatever the workers and interruptions, and counts what is missing."""

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import Sweep, compare, sweep
from experiments.batch import Progress
from experiments.sweep import plan_sweep
from experiments.sweep.factor import Factor
from experiments.sweep.replications import Replications
from experiments.sweep.runs import OUTCOMES, POLICY, SCENARIO, START_UP, find_stage
from experiments.sweep.summary import DIFFERENCES
from experiments.sweep.task import RUNS_A_PART, all_first_tasks
from results.errors import StoreError
from results.outcomes import load_outcomes
from results.parts import PARTS
from results.store import MANIFEST
from results.tables import read_rows
from simulation import Scenario, outcomes, simulate
from simulation.errors import InputError
from simulation.parameters import entries
from simulation.startup import forget_states, started
from tests.experiments.sweep.designs import KLEIN, POLICIES, small

OUTCOME = "cost_per_household_per_year"


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Everything that must be the same to the last bit: every part and the table of differences."""
    files = [*(folder / PARTS).iterdir(), folder / DIFFERENCES]
    return {path.name: path.read_bytes() for path in files}


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Sweep:
    return sweep(small(points=9, seeds=3), tmp_path_factory.mktemp("sweep") / "out", workers=1)


def test_every_run_is_the_run_of_its_scenario(played: Sweep) -> None:
    runs = pd.concat(played.runs(), ignore_index=True)
    assert len(runs) == 9 * 3 * 2 and not runs.duplicated(["point", "policy", "seed"]).any()
    row = runs[(runs["point"] == 4) & (runs["policy"] == POLICIES[1]) & (runs["seed"] == 2)].iloc[0]
    scenario = Scenario(
        area=KLEIN, policy=POLICIES[1], seed=2, years=1, warmup_weeks=4, parameters={"plan_conflict": 0.04}
    )
    run = simulate(scenario)
    assert row["fingerprint"] == run.fingerprint[:16] and row["plan_conflict"] == 0.04
    np.testing.assert_array_equal(row[list(run.summary.index)].to_numpy(dtype=float), run.summary.to_numpy())
    assert runs["scenario"].nunique() == len(runs)


def test_differences_are_those_of_a_comparison(played: Sweep) -> None:
    same = compare(POLICIES, KLEIN, 1, 4, 3, parameters={"plan_conflict": 0.02}, worlds="central")
    row = played.table.query(f"point == 2 and outcome == '{OUTCOME}'").iloc[0]
    wanted = read_rows(same.table)[OUTCOME, POLICIES[1]]
    for name in ("mean", "difference", "low", "high", "pairs"):
        assert row[name] == wanted[name], name


def test_workers_change_no_bit(played: Sweep, tmp_path: Path) -> None:
    assert len(played.parts.files) > 1
    sweep(small(points=9, seeds=3), tmp_path / "out", workers=4)
    assert bytes_of(tmp_path / "out") == bytes_of(played.folder)


def test_nothing_finished_is_played_again(played: Sweep, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(played.folder, folder)
    lost = sorted((folder / PARTS).iterdir())[0]
    lost.unlink()
    kept = {path: path.stat().st_mtime_ns for path in (folder / PARTS).iterdir()}
    seen: list[Progress] = []
    again = sweep(small(points=9, seeds=3), folder, workers=1, resume=True, progress=seen.append)
    assert bytes_of(folder) == bytes_of(played.folder)
    assert {path: path.stat().st_mtime_ns for path in kept} == kept
    first = next(progress for progress in seen if not progress.preparing)
    assert 0 < first.finished < first.replicates == again.overview.finished == 54


def test_another_design_in_the_folder_is_refused(played: Sweep) -> None:
    before = bytes_of(played.folder)
    with pytest.raises(StoreError, match="sweep_other_design"):
        sweep(small(points=9, seeds=4), played.folder)
    assert bytes_of(played.folder) == before


def test_other_code_in_the_folder_is_refused(played: Sweep, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    shutil.copytree(played.folder, folder)
    manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    (folder / MANIFEST).write_text(json.dumps({**manifest, "code": "zorgbundel 0.0.1 x"}), encoding="utf-8")
    with pytest.raises(StoreError, match="sweep_other_code"):
        sweep(small(points=9, seeds=3), folder)


def test_a_value_out_of_range_is_refused_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="'plan_conflict' got 9: allowed"):
        sweep(small(factors=(Factor("plan_conflict", (0.0, 9.0)),)), tmp_path / "out")
    with pytest.raises(InputError, match=r"factor 'plan_conflct'.*'plan_conflict'"):
        sweep(small(factors=(Factor("plan_conflct", (0.0, 0.1)),)), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_resuming_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="sweep_no_sweep"):
        sweep(small(), tmp_path / "out", resume=True)
    assert not (tmp_path / "out").exists()


def test_a_run_that_fails_is_a_row_and_the_rest_goes_on(tmp_path: Path) -> None:
    """An area that is damaged while the sweep is under way: its scenarios cannot be made any more."""
    broken = tmp_path / "broken"
    shutil.copytree(KLEIN, broken)
    design = small(points=1, seeds=2, factors=(Factor("area", (KLEIN, str(broken))),))
    assert design.digest

    def damage(_plan: object) -> None:
        (broken / "prices.csv").unlink()

    found = sweep(design, tmp_path / "out", workers=2, tell=damage)
    runs = pd.concat(found.runs(), ignore_index=True)
    bad = runs["area"] == str(broken)
    assert set(runs.loc[bad, "stage"]) == {SCENARIO} and runs.loc[bad, "message"].str.contains("prices").all()
    assert set(runs.loc[~bad, "stage"]) == {""} and runs.loc[~bad, OUTCOME].notna().all()
    assert found.overview.failed == {SCENARIO: 4} and found.overview.finished == 4
    rows = found.table[found.table["outcome"] == OUTCOME].set_index("point")
    assert rows["pairs"].tolist() == [2, 0] and rows["failed"].tolist() == [0, 2]
    assert rows["difference"].isna().tolist() == [False, True]
    verdict = found.overview.verdicts[OUTCOME, POLICIES[1]]
    assert (verdict.missing, verdict.pairs, verdict.wanted) == (1, 2, 4)


def test_the_stage_is_where_it_failed() -> None:
    scenario = Scenario(area=KLEIN, years=1, warmup_weeks=1)
    run = simulate(scenario)
    halves: dict[str, Callable[[], object]] = {
        START_UP: lambda: started(None),  # type: ignore[arg-type]
        OUTCOMES: lambda: outcomes.summary(run.recording, {}),
        POLICY: lambda: 1 / 0,
    }
    for stage, fails in halves.items():
        try:
            fails()
        except Exception as error:
            assert find_stage(error.__traceback__) == stage


def test_the_analysis_says_how_much_was_not_played(played: Sweep, tmp_path: Path) -> None:
    from experiments.sweep.summary import write_differences

    folder = tmp_path / "out"
    shutil.copytree(played.folder, folder)
    sorted((folder / PARTS).iterdir())[0].unlink()
    played.parts.folder, kept = folder, played.parts.folder
    try:
        played.parts.find()
        overview = write_differences(played.design, played.parts, tuple(load_outcomes()))
    finally:
        played.parts.folder = kept
        played.parts.find()
    assert overview.not_played == 48 and overview.finished == 6 and overview.runs == 54
    table = pd.read_parquet(folder / DIFFERENCES)
    assert (table["not_played"] + table["pairs"] <= table["seeds"]).all()
    assert Counter(table["not_played"]) == {3: 8 * len(load_outcomes()), 0: len(load_outcomes())}


def test_pairs_are_added_until_the_interval_is_narrow_enough(tmp_path: Path) -> None:
    wish = Replications(5, 12, half_width={"helpers_mean": 0.004})
    design = small(points=2, replications=wish)
    one = sweep(design, tmp_path / "one", workers=1)
    two = sweep(design, tmp_path / "two", workers=4)
    assert bytes_of(one.folder) == bytes_of(two.folder)
    rows = one.table[one.table["outcome"] == "helpers_mean"]
    assert rows["seeds"].between(5, 12).all() and rows["seeds"].max() > 5
    assert (rows["pairs"] == rows["seeds"]).all()
    narrow = rows["high"] - rows["low"] <= 0.008
    assert (narrow | (rows["seeds"] == 12)).all()


def test_a_plan_writes_nothing_and_counts_what_is_there(played: Sweep, tmp_path: Path) -> None:
    plan = plan_sweep(small(points=9, seeds=3), tmp_path / "out", workers=2)
    assert not (tmp_path / "out").exists()
    assert (plan.runs, plan.there, plan.points, plan.policies) == (54, 0, 9, 2)
    assert plan.seconds > 0 and plan.workers == 2
    assert plan_sweep(played.design, played.folder).there == 54
    room = sum(path.stat().st_size for path in (played.folder / PARTS).iterdir())
    assert room / 4 < plan.bytes < room * 10


def test_tasks_cover_every_run_once_and_are_small() -> None:
    for points, seeds in ((1, 1), (7, 3), (3, 60), (100, 1)):
        design = small(points=2, seeds=seeds, factors=(Factor("plan_conflict", tuple(range(points))),))
        tasks = list(all_first_tasks(design))
        met = Counter((point, seed) for task in tasks for point in task.points for seed in task.seeds)
        assert set(met.values()) == {1} and len(met) == points * seeds
        assert max(task.pairs for task in tasks) * 2 <= RUNS_A_PART
        assert len({task.name for task in tasks}) == len(tasks)


def test_policies_share_their_start_up(tmp_path: Path) -> None:
    forget_states()
    sweep(small(points=1, seeds=1, factors=()), tmp_path / "out", workers=1)
    from simulation import startup

    assert len(startup._states) == 2  # that of the rules being prepared, and one for both policies


def test_one_policy_and_no_factor_is_a_sweep_too(tmp_path: Path) -> None:
    found = sweep(small(seeds=2, factors=(), policies=(POLICIES[0],)), tmp_path / "out", workers=1)
    rows = found.table
    assert set(rows["policy"]) == {POLICIES[0]} and rows["difference"].isna().all()
    assert rows["low"].notna().any()


def test_a_policy_compared_with_itself_is_the_same(tmp_path: Path) -> None:
    """A lever at its own value: the same luck gives the same run, and no difference anywhere."""
    lever = next(name for name, entry in entries().items() if entry.kind == "policy" and entry.whole)
    own = Scenario(area=KLEIN, policy=POLICIES[1]).values[lever]
    copy = tmp_path / "same.toml"
    copy.write_text(
        (Path(simulate.__code__.co_filename).parent / "policies" / f"{POLICIES[1]}.toml").read_text("utf-8"),
        encoding="utf-8",
    )
    design = small(
        points=1,
        seeds=2,
        factors=(Factor(lever, (own,)),),
        policies=(POLICIES[1], str(copy)),
        levers_of=(str(copy),),
    )
    rows = sweep(design, tmp_path / "out", workers=1).table
    assert (rows["difference"].dropna() == 0.0).all() and rows["difference"].notna().any()


def test_names_of_factors_and_outcomes_never_meet() -> None:
    assert not set(entries()) & set(load_outcomes())
