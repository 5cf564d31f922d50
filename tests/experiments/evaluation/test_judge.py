"""Judging evaluations: known bias, known truth, worlds that hang together, and who is lost on the way."""

import math

import numpy as np
import pandas as pd
import pytest

from experiments.evaluation.judge import groups, judge, share_worlds, sizes
from experiments.evaluation.place import COVARIATES, MEASURES, WITH
from experiments.evaluation.samples import (
    BEFORE_AFTER,
    DESIGNS,
    MATCHED,
    RANDOMISED,
    STEPPED_WEDGE,
    Columns,
    Sample,
    estimate,
    take_sample,
)
from experiments.evaluation.trial import EVERYBODY, LOTTERY, NOBODY, PILOT, WEDGE
from results.tables import rows_of
from tests.exact.acceptance import binomial_limits

CASE = (BEFORE_AFTER, "total", 1)
CENTRAL, PAIRS = [0] * 80, np.repeat(np.arange(1, 31), 2)


def whole(design: str, columns: Columns, without: np.ndarray) -> Sample:
    """A place from which nobody moves, and where who was assigned a director always has one."""
    everybody = np.ones(len(without), bool)
    return Sample(design, columns, without, everybody, everybody, columns["treated"])


def made_up(rng: np.random.Generator, effect: float, drop: float) -> Sample:
    before = rng.normal(100, 10, 24)
    without = before - drop + rng.normal(0, 5, 24)
    columns = {"treated": np.ones(24), "before": before, "value": without + effect}
    return whole(BEFORE_AFTER, columns, without)


def test_studies_are_made_of_places_that_are_used_once_at_first() -> None:
    assert sizes(60) == (1, 2, 4) and sizes(5) == (1,)
    for worlds in (np.zeros(60, int), PAIRS):
        found = groups(worlds, 4)
        first = [place for group in found[:15] for place in group]
        assert sorted(first) == list(range(60)) and len(found) >= 200
        assert all(len(set(group)) == 4 for group in found)


def test_a_study_keeps_to_as_few_worlds_as_it_can() -> None:
    for size, least in ((2, 1), (4, 2)):
        found = groups(PAIRS, size)
        assert {len(set(PAIRS[group])) for group in found} == {least}
        assert len(set(share_worlds(found[: 60 // size], PAIRS))) == 60 // size
    assert len(set(share_worlds([[place] for place in range(60)], PAIRS))) == 30
    assert share_worlds([[0, 2], [3, 4], [6, 7]], PAIRS).tolist()[:2] == [3, 3]
    odd = np.array([7, 1, 1, 2, 2, 3, 3])
    assert {len(set(odd[group])) for group in groups(odd, 2)} == {1}


def test_bias_is_what_was_planted_and_power_grows_with_the_study() -> None:
    """What is dear costs 20 less by itself; the director takes off 2."""
    rng = np.random.default_rng(1)
    off = rows_of(judge({CASE: [made_up(rng, -2.0, 20.0) for _ in range(80)]}, CENTRAL))
    assert [row["places"] for row in off] == [1, 2, 4, 8]
    assert [row["truth"] for row in off] == pytest.approx([-2.0] * 4)
    assert off[0]["bias_low"] <= -20 <= off[0]["bias_high"]
    assert all(row["false_alarm"] == 1.0 for row in off) and off[0]["nothing"] == pytest.approx(-20, abs=0.6)
    fair = rows_of(judge({CASE: [made_up(rng, -2.0, 0.0) for _ in range(80)]}, CENTRAL))
    assert fair[0]["bias_low"] <= 0 <= fair[0]["bias_high"]
    assert fair[0]["power"] < fair[2]["power"] and fair[3]["power"] > 0.95
    assert fair[3]["households"] == 192 and all(row["false_alarm"] < 0.2 for row in fair)


def test_the_interval_of_bias_holds_it_where_worlds_hang_together() -> None:
    """Two places in each of five worlds, three quarters of the variance between worlds: 5% may miss it."""
    rng, rounds, missed = np.random.default_rng(2), 300, 0
    worlds = np.repeat(np.arange(1, 6), 2)
    for _ in range(rounds):
        drops = 4 * (math.sqrt(0.75) * rng.normal(size=6)[worlds] + math.sqrt(0.25) * rng.normal(size=10))
        row = rows_of(judge({CASE: [made_up(rng, 0.0, drop) for drop in drops]}, worlds.tolist()))[0]
        missed += not row["bias_low"] <= 0.0 <= row["bias_high"]
        assert row["apart"] == 5
    low, high = binomial_limits(rounds, 0.05)
    assert low <= missed <= high


def test_a_share_is_as_sure_as_the_studies_that_have_nothing_in_common() -> None:
    """Where half of the worlds alarm always and half never, 30 worlds tell 50% within about 17 points."""
    rng = np.random.default_rng(3)
    samples = [made_up(rng, 0.0, 40.0 * (world % 2)) for world in PAIRS]
    first, second, fourth = rows_of(judge({CASE: samples}, PAIRS.tolist()))
    assert first["false_alarm"] == pytest.approx(0.525, abs=0.06)
    assert [row["apart"] for row in (first, second, fourth)] == [30, 30, 15]
    for row in (first, second):
        assert row["false_alarm_high"] - row["false_alarm_low"] == pytest.approx(0.34, abs=0.02)
    assert fourth["false_alarm_high"] > fourth["false_alarm"] > fourth["false_alarm_low"]


def test_to_see_a_fall_that_is_a_rise_is_not_to_see_it() -> None:
    """A director adds 5, but all fall by 20: every study is sure, and on the wrong side."""
    rng = np.random.default_rng(4)
    row = rows_of(judge({CASE: [made_up(rng, 5.0, 20.0) for _ in range(20)]}, CENTRAL[:20]))[0]
    assert (row["truth"], row["power"], row["wrong_side"]) == (pytest.approx(5.0), 0.0, 1.0)
    assert row["power_high"] < 0.2 and row["wrong_side_low"] > 0.8


def test_a_truth_that_may_be_none_has_an_interval_that_holds_none() -> None:
    """No effect but luck: in at most 5% of the trials its interval leaves out 0."""
    rng, rounds, missed = np.random.default_rng(5), 300, 0
    for _ in range(rounds):
        row = rows_of(judge({CASE: [made_up(rng, rng.normal(), 0.0) for _ in range(8)]}, CENTRAL[:8]))[0]
        missed += not row["truth_low"] <= 0.0 <= row["truth_high"]
    low, high = binomial_limits(rounds, 0.05)
    assert low <= missed <= high


def test_a_study_in_which_nothing_can_be_told_is_a_gap_and_no_number() -> None:
    empty = {"treated": np.ones(0), "value": np.ones(0), "pair": np.ones(0), "pair_without": np.ones(0)}
    table = judge({(MATCHED, "total", 1): [whole(MATCHED, empty, np.ones(0))] * 12}, CENTRAL[:12])
    assert table["bias"].isna().all() and (table["studies"] == 0).all()
    one = {name: np.array([1.0, 0.0, 0.0]) for name in ("treated", "before", "value")}
    table = judge({(RANDOMISED, "total", 1): [whole(RANDOMISED, one, np.zeros(3))] * 2}, CENTRAL[:2])
    assert table["power"].isna().all()


def lives(moves: dict[str, set[int]]) -> pd.DataFrame:
    """Six chosen households and six elsewhere for a year, all with a value of their own.

    Args:
        moves: Way -> households that move away within the year.
    """
    rows = []
    for way in (NOBODY, EVERYBODY, PILOT, LOTTERY, f"{WEDGE}-1"):
        for household in range(12):
            chosen = household < 6
            since = {EVERYBODY: 0, PILOT: 0, LOTTERY: household % 2 - 1, f"{WEDGE}-1": 0}.get(way, -1)
            value = 100.0 * household + (10.0 if chosen and since == 0 and way != NOBODY else 0.0)
            row = {"way": way, "household": household, "week": 52, "rank": household + 1 if chosen else 0}
            row |= {"donor": int(not chosen), "since": since if chosen else -1, WITH: 13 if chosen else 0}
            row |= {name: household % 6 for name in COVARIATES} | dict.fromkeys(MEASURES, value)
            row |= {f"before_{name}": 100.0 * (household % 6) for name in MEASURES}
            rows.append(row | {"there": int(household not in moves.get(way, ()))})
    return pd.DataFrame(rows)


@pytest.mark.parametrize("design", DESIGNS)
def test_an_evaluator_has_who_still_lives_there_and_knows_no_other_life(design: str) -> None:
    """Who would have moved without a director stays in the study; who moves with one is lost."""
    way = {BEFORE_AFTER: EVERYBODY, MATCHED: PILOT, RANDOMISED: LOTTERY, STEPPED_WEDGE: f"{WEDGE}-1"}[design]
    sample = take_sample(lives({NOBODY: {1}, way: {3}}), design, "total", 1)
    assert sample.there.sum() == sample.there_without.sum() == 5 and sample.households == 5
    assert len(sample.truth) == (2 if design == RANDOMISED else 4) - (design == RANDOMISED)
    assert set(sample.truth) == {10.0}
    assert set(sample.had[sample.columns["treated"] > 0]) == {0.25}


def test_who_leaves_only_with_a_director_bends_what_is_reported() -> None:
    """The dearest leave when they get a director: a fall is reported, while in truth each costs 10 more."""
    place = lives({EVERYBODY: {4, 5}})
    place.loc[place["household"].isin([4, 5]) & (place["week"] == 52), list(MEASURES)] += 900.0
    sample = take_sample(place, BEFORE_AFTER, "total", 1)
    assert estimate([sample]).effect == pytest.approx(10.0)
    assert estimate([sample], nothing=True).effect == pytest.approx(300.0)
    assert set(sample.truth) == {10.0}
