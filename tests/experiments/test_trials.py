"""The statistics of the tables, tried on a small area: coverage, false alarms, luck, power.

T2, T5, T23, T24, T25. The exact binomial test refuses a right count once in a thousand times. Each of these
tests fails on a named fault: replicates counted twice (T23, T24), unequal luck (T5), seeds in order (T2).
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments.trials import (
    BASE,
    BUNDLE,
    COVER_EXPERIMENTS,
    COVER_PAIRS,
    EQUAL_COMPARISONS,
    EQUAL_PAIRS,
    HAZARD,
    LUCK_PAIRS,
    OUTCOMES,
    SEED_NUMBERS,
    Values,
    count_covered,
    count_false_alarms,
    is_accepted,
    play,
    power,
    seed_number_chances,
    variance_reduction,
    with_event_rates,
    world_of,
)

KLEIN = Path(__file__).parents[1] / "areas" / "klein"
SEEDS = range(1, COVER_EXPERIMENTS * COVER_PAIRS + 1)
WORLD = world_of(str(KLEIN))


@pytest.fixture(scope="module")
def base() -> Values:
    return play(WORLD, SEEDS)


@pytest.fixture(scope="module")
def bundle() -> Values:
    return play(replace(WORLD, policy=BUNDLE), SEEDS)


@pytest.mark.slow
def test_intervals_cover_the_truth(base: Values, bundle: Values) -> None:
    """T23. With every replicate counted twice the intervals are too narrow, and that is seen."""
    for name in OUTCOMES:
        differences = bundle[name] - base[name]
        covered, experiments = count_covered(differences, COVER_PAIRS)
        assert experiments == COVER_EXPERIMENTS
        assert is_accepted(covered, experiments, 0.95), (name, covered)
        covered, experiments = count_covered(np.repeat(differences, 2), 2 * COVER_PAIRS)
        assert not is_accepted(covered, experiments, 0.95), name


@pytest.mark.slow
def test_a_policy_does_not_differ_from_itself(base: Values) -> None:
    """T24. Counting every replicate twice raises false alarms, and that is seen."""
    again = play(WORLD, [seed + len(SEEDS) for seed in SEEDS])
    for name in OUTCOMES:
        alarms, comparisons = count_false_alarms(base[name], again[name], EQUAL_PAIRS)
        assert comparisons == EQUAL_COMPARISONS
        assert is_accepted(alarms, comparisons, 0.05), (name, alarms)
        first, second = np.repeat(base[name], 2), np.repeat(again[name], 2)
        assert not is_accepted(*count_false_alarms(first, second, 2 * EQUAL_PAIRS), 0.05), name


@pytest.mark.slow
def test_equal_luck_makes_differences_smaller(base: Values, bundle: Values) -> None:
    """T5. With luck that is not equal nothing is gained."""
    first = {name: of[:LUCK_PAIRS] for name, of in base.items()}
    others = {name: of[:LUCK_PAIRS] for name, of in bundle.items()}
    raised = play(replace(WORLD, parameters={HAZARD: 1.1 * WORLD.values[HAZARD]}), range(1, LUCK_PAIRS + 1))
    assert all(factor > 2.0 for factor in variance_reduction(first, others).values())
    assert all(factor > 2.0 for factor in variance_reduction(first, raised).values())
    unequal = {name: of[LUCK_PAIRS : 2 * LUCK_PAIRS] for name, of in bundle.items()}
    assert not any(factor > 2.0 for factor in variance_reduction(first, unequal).values())


@pytest.mark.slow
def test_the_number_of_a_seed_says_nothing(base: Values) -> None:
    """T2, 1% over the outcomes (Bonferroni): other histories, unrelated to their number; sorted, refused."""
    found = {name: of[:SEED_NUMBERS] for name, of in base.items()}
    assert len(set(found["cost_per_household_per_year"])) == SEED_NUMBERS
    chances = seed_number_chances(found)
    assert len(chances) == len(OUTCOMES) and min(chances.values()) > 0.01 / len(OUTCOMES)
    assert max(seed_number_chances({name: np.sort(of) for name, of in found.items()}).values()) < 1e-6


def test_power_grows_with_what_there_is_to_see() -> None:
    luck = np.random.default_rng(2).normal(size=1200)
    found = [power(luck - size, 60) for size in (0.0, 0.2, 0.5, 1.0)]
    assert found == sorted(found) and found[0] < 0.2 and found[-1] == 1.0


def test_lower_rates_are_written_in_a_copy(tmp_path: Path) -> None:
    copy = with_event_rates(KLEIN, 0.8, tmp_path / "copy")
    before, after = (pd.read_csv(folder / "event_rates.csv", comment="#") for folder in (KLEIN, copy))
    assert after["rate"].to_numpy() == pytest.approx(0.8 * before["rate"].to_numpy())
    assert world_of(str(copy)).loaded_area.event_rates["rate"].to_numpy() == pytest.approx(after["rate"])


def test_a_wrong_chance_is_refused() -> None:
    assert is_accepted(380, 400, 0.95) and not is_accepted(340, 400, 0.95)
    assert WORLD.policy == BASE
