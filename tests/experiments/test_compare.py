"""The main job: the same luck for every policy, whatever the number of workers, and nothing lost."""

import threading
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import Comparison, Progress, compare
from results.errors import StoreError
from results.store import read_result
from simulation import Scenario, simulate
from simulation.errors import InputError

AREA = str(Path(__file__).parents[1] / "areas" / "klein")
POLICIES = ("fragmented", "krachtenbundeling")
REPLICATES = 4


def small(**changes: object) -> Comparison:
    settings = {
        "area": AREA,
        "years": 1,
        "warmup_weeks": 26,
        "replicates": REPLICATES,
        "workers": 1,
        **changes,
    }
    return compare(settings.pop("policies", POLICIES), **settings)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def result() -> Comparison:
    return small()


def test_table_has_every_outcome_for_every_policy(result: Comparison) -> None:
    run = simulate(Scenario(area=AREA, policy="fragmented", seed=1, years=1, warmup_weeks=26))
    assert list(dict.fromkeys(result.table.index.get_level_values("outcome"))) == list(run.summary.index)
    assert set(result.table.index.get_level_values("policy")) == set(POLICIES)
    assert {"mean", "difference", "low", "high", "same_sign_share", "pairs"} <= set(result.table.columns)


def test_every_replicate_is_the_run_of_its_seed(result: Comparison) -> None:
    for policy in POLICIES:
        run = simulate(Scenario(area=AREA, policy=policy, seed=3, years=1, warmup_weeks=26))
        kept = result.runs[(result.runs["policy"] == policy) & (result.runs["seed"] == 3)]
        np.testing.assert_array_equal(kept["value"].to_numpy(), run.summary.to_numpy(dtype=float))
        prints = {(f["policy"], f["seed"]): f["fingerprint"] for f in result.passport["fingerprints"]}
        assert prints[policy, 3] == run.fingerprint


def test_number_of_workers_changes_nothing(result: Comparison) -> None:
    many = small(workers=4)
    pd.testing.assert_frame_equal(many.runs, result.runs, check_exact=True)
    pd.testing.assert_frame_equal(many.weekly, result.weekly, check_exact=True)
    pd.testing.assert_frame_equal(many.table, result.table, check_exact=True)
    assert many.passport["fingerprints"] == result.passport["fingerprints"]


def test_a_later_seed_continues_the_series(result: Comparison) -> None:
    last = small(seed=REPLICATES, replicates=1)
    wanted = result.runs[result.runs["seed"] == REPLICATES].reset_index(drop=True)
    pd.testing.assert_frame_equal(last.runs, wanted, check_exact=True)


def test_the_same_policy_twice_under_another_name_differs_in_nothing(tmp_path: Path) -> None:
    twin = tmp_path / "twin.toml"
    twin.write_text("[levers]\nintake = 0\nqueue = 0\nplan = 0\noutreach = 0\n")
    same = small(policies=["fragmented", str(twin)], replicates=2)
    assert (same.table["difference"].dropna() == 0).all()


def test_passport_makes_it_again(result: Comparison) -> None:
    passport = result.passport
    assert passport["seeds"] == [1, 2, 3, 4]
    assert passport["partial"] is False
    assert "zorgbundel compare fragmented krachtenbundeling" in passport["command"]
    assert "--replicates 4" in passport["command"]
    assert set(passport["parameter_digests"]) == set(POLICIES)
    assert passport["area"]["digest"]


def test_it_is_kept_and_read_back(result: Comparison, tmp_path: Path) -> None:
    result.save(tmp_path / "out")
    stored = read_result(tmp_path / "out")
    together = pd.concat([stored.tables[f"runs/{policy}.parquet"] for policy in POLICIES])
    wanted = result.runs.sort_values(["policy", "seed"], kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(together.reset_index(drop=True), wanted, check_exact=True)
    assert len(stored.tables["summary.csv"]) == len(result.table)


def test_progress_only_grows_and_ends_at_the_whole() -> None:
    seen: list[Progress] = []
    small(replicates=3, workers=2, progress=seen.append)
    assert seen[0].preparing
    assert [p.finished for p in seen] == sorted(p.finished for p in seen)
    assert (seen[-1].finished, seen[-1].share) == (3, 1.0)


def interrupt_after(finished: int) -> tuple[list[int], object]:
    """Makes a progress report that interrupts, as Ctrl-C does, once so many replicates are finished."""
    seen: list[int] = []

    def report(progress: Progress) -> None:
        if not progress.preparing and progress.finished >= finished:
            seen.append(progress.finished)
            raise KeyboardInterrupt

    return seen, report


def test_interruption_keeps_what_is_finished(result: Comparison, tmp_path: Path) -> None:
    seen, report = interrupt_after(2)
    part = small(replicates=50, progress=report, out=tmp_path / "out")
    assert part.partial
    assert part.seeds == tuple(range(1, seen[0] + 1))
    both = part.runs[part.runs["seed"] <= 2].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        both, result.runs[result.runs["seed"] <= 2].reset_index(drop=True), check_exact=True
    )
    manifest = read_result(tmp_path / "out").manifest
    assert manifest["partial"] is True
    assert (manifest["replicates_finished"], manifest["replicates_wanted"]) == (seen[0], 50)
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("replicate")]


def test_interruption_before_anything_is_finished_keeps_nothing(tmp_path: Path) -> None:
    def report(_: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        small(progress=report, out=tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"policies": ["fragmented"]}, "policies"),
        ({"policies": "fragmented"}, "policies"),
        ({"policies": ["fragmented", "fragmented"]}, "twice"),
        ({"policies": ["fragmented", "krachtbundeling"]}, "krachtenbundeling"),
        ({"area": "mastricht-noordoost"}, "maastricht-noordoost"),
        ({"parameters": {"plan_conflikt": 0.1}}, "plan_conflict"),
        ({"parameters": {"plan_conflict": 99}}, "plan_conflict"),
        ({"years": 0}, "years"),
        ({"years": "five"}, "years"),
        ({"replicates": 0}, "replicates"),
        ({"replicates": 2.5}, "replicates"),
        ({"workers": 0}, "workers"),
    ],
)
def test_bad_input_is_refused_in_one_line(changes: dict[str, object], named: str) -> None:
    with pytest.raises(InputError) as caught:
        small(**changes)
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_that_holds_something_else_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    seen: list[Progress] = []
    with pytest.raises(StoreError):
        small(out=tmp_path, progress=seen.append)
    assert seen == []


def test_a_lever_of_one_policy_leaves_the_others_as_they_were(result: Comparison) -> None:
    """The start-up and the yardstick stay the same to the last bit; command and passport say what differs."""
    changed = small(levers={"krachtenbundeling": {"queue": 0.1}})
    before, after = (one.runs.set_index(["policy", "seed", "outcome"])["value"] for one in (result, changed))
    pd.testing.assert_series_equal(before["fragmented"], after["fragmented"])
    assert not before["krachtenbundeling"].equals(after["krachtenbundeling"])
    assert changed.passport["command"].endswith("--set krachtenbundeling:queue=0.1")
    assert [one["parameters"] for one in changed.passport["scenarios"]] == [{}, {"queue": 0.1}]


@pytest.mark.parametrize(
    ("levers", "told"),
    [
        ({"krachtenbundeling": {"plan_conflict": 0.05}}, "plan_conflict"),
        ({"krachtenbundeling": {"queu": 0.5}}, "queu"),
        ({"kaasschaaf": {"queue": 0.5}}, "kaasschaaf"),
    ],
)
def test_only_a_lever_of_a_compared_policy_may_differ(levers: dict[str, dict[str, float]], told: str) -> None:
    with pytest.raises(InputError, match=told):
        small(levers=levers)
