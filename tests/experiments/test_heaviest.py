"""The heaviest households left alone: who is chosen, what is counted, and that they fall by themselves."""

import numpy as np
import pandas as pd
import pytest

from experiments.heaviest import (
    MEASURES,
    QUARTERS,
    Sight,
    interval,
    look_for_two_years,
    measure_fall,
    tell_both_ways,
    tell_paths,
)
from simulation import Scenario
from simulation.run import Cancelled
from tests.simulation.neighbourhood import KLEIN

HOMES = 6


def sights_of(quarterly: np.ndarray, helpers: np.ndarray, keys: np.ndarray | None = None) -> list[Sight]:
    """Nine days of some homes, from euros per quarter and helpers on each day."""
    spent = np.vstack([np.zeros(HOMES), np.cumsum(quarterly, axis=0)])
    who = np.tile(np.arange(HOMES, dtype=np.uint64), (2 * QUARTERS + 1, 1)) if keys is None else keys
    return [
        Sight(
            who[day],
            np.ones(HOMES, np.int64),
            {
                "euros": spent[day],
                "events": np.zeros(HOMES),
                "helpers": helpers[day],
                "severe_needs": np.ones(HOMES),
            },
        )
        for day in range(2 * QUARTERS + 1)
    ]


def at_quarter(path: pd.DataFrame, quarter: int, name: str) -> float:
    return float(path.loc[path["quarter"] == quarter, name].to_numpy(float)[0])


def found(falls: pd.DataFrame, by: str, measure: str) -> dict[str, float]:
    row = falls[(falls["by"] == by) & (falls["measure"] == measure)].to_dict("records")[0]
    return {str(name): float(value) for name, value in row.items() if name not in ("by", "measure")}


def test_the_dearest_of_the_year_before_are_chosen_and_followed() -> None:
    quarterly = np.full((2 * QUARTERS, HOMES), 10.0)
    quarterly[:QUARTERS, 2] = 100.0  # dear before, cheap after
    quarterly[QUARTERS:, 2] = 40.0
    quarterly[QUARTERS:, 5] = 500.0  # only dear afterwards: not chosen
    helpers = np.zeros((2 * QUARTERS + 1, HOMES))
    helpers[QUARTERS, 4], helpers[-1, 4] = 9.0, 6.0
    sights = sights_of(quarterly, helpers)
    path = tell_paths(sights, "euros", 1)
    assert path["euros"].tolist()[1:] == [400.0] * 4 + [160.0] * 4
    assert np.isnan(path["euros"].to_numpy()[0])
    assert path["others_euros"].tolist()[1:5] == [40.0] * 4
    by_helpers = tell_paths(sights, "helpers", 1)
    assert [at_quarter(by_helpers, quarter, "helpers") for quarter in (0, 4)] == [9.0, 6.0]
    assert at_quarter(by_helpers, 0, "others_helpers") == 0.0
    falls = measure_fall(pd.concat([path, by_helpers]).assign(seed=1))
    assert found(falls, "euros", "euros")["fall"] == pytest.approx(1 - 160 / 400)
    assert found(falls, "helpers", "helpers")["fall"] == pytest.approx(1 / 3)
    assert np.isnan(found(falls, "euros", "events")["fall"])


def test_who_moved_in_is_not_chosen_and_who_leaves_is_not_followed() -> None:
    quarterly = np.full((2 * QUARTERS, HOMES), 10.0)
    quarterly[:QUARTERS, 0], quarterly[:QUARTERS, 1], quarterly[:QUARTERS, 2] = 300.0, 200.0, 100.0
    keys = np.tile(np.arange(HOMES, dtype=np.uint64), (2 * QUARTERS + 1, 1))
    keys[2:, 0] = 100  # a newcomer, however dear the dwelling was
    keys[6:, 1] = 101  # chosen, and moves away
    path = tell_paths(sights_of(quarterly, np.zeros((9, HOMES)), keys), "euros", 2)
    assert set(path["chosen"]) == {2} and set(path["still_there"]) == {1}
    assert at_quarter(path, 0, "euros") == 400.0


def test_nobody_without_cost_or_helpers_is_chosen() -> None:
    sights = sights_of(np.zeros((2 * QUARTERS, HOMES)), np.zeros((9, HOMES)))
    path = tell_paths(sights, "helpers", 3)
    assert set(path["chosen"]) == {0} and path["helpers"].isna().all()


def test_the_interval_is_that_of_student() -> None:
    student = interval([0.1, 0.2, 0.3])
    assert student["fall"] == pytest.approx(0.2)
    assert student["high"] - 0.2 == pytest.approx(4.302653 * 0.1 / 3**0.5, rel=1e-5)
    assert np.isnan(interval([0.1])["low"]) and np.isnan(interval([])["fall"])


def followed(scenario: Scenario) -> pd.DataFrame:
    return tell_both_ways(look_for_two_years(scenario), 30).assign(seed=scenario.seed)


def test_the_heaviest_of_a_neighbourhood_fall_by_themselves() -> None:
    scenarios = [Scenario(area=str(KLEIN), seed=seed, years=1, warmup_weeks=104) for seed in range(1, 7)]
    paths = pd.concat([followed(scenario) for scenario in scenarios])
    assert len(paths) == 6 * 2 * 9 and set(paths["chosen"]) == {30}
    falls = measure_fall(paths)
    assert set(falls["measure"]) == set(MEASURES)
    helpers = found(falls, "helpers", "helpers")
    assert helpers["low"] > 0 and helpers["before"] > 3 * helpers["others_before"]
    again = followed(scenarios[0])
    pd.testing.assert_frame_equal(again, paths[paths["seed"] == 1], check_exact=True)


def test_it_can_be_stopped() -> None:
    with pytest.raises(Cancelled):
        look_for_two_years(Scenario(area=str(KLEIN), years=1, warmup_weeks=26), cancelled=lambda: True)
