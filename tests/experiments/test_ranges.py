"""Which numbers the facts narrow, and which they leave as they were."""

from dataclasses import replace

import numpy as np
import pytest

from experiments.ranges import NARROWED, lay_out_ranges
from simulation.parameters import entries
from simulation.worlds import PlausibleWorld, PlausibleWorlds

KNOWN, UNKNOWN = "plan_conflict", "spill_over"


def worlds_with(values: list[dict[str, float]]) -> PlausibleWorlds:
    worlds = [PlausibleWorld(number, of, {}, {}) for number, of in enumerate(values, 1)]
    return PlausibleWorlds("test.csv", "digest", {}, tuple(worlds))


def test_a_narrowed_number_comes_first_and_an_untouched_one_is_not_identified() -> None:
    (low, high), (least, most) = (entries()[name].plausible for name in (KNOWN, UNKNOWN))
    places = (np.arange(200) + 0.5) / 200
    table = lay_out_ranges(
        worlds_with(
            [
                {UNKNOWN: least + place * (most - least), KNOWN: low + (0.2 + 0.1 * place) * (high - low)}
                for place in places
            ]
        )
    )
    assert list(table["parameter"]) == [KNOWN, UNKNOWN]
    assert list(table["identified"]) == [True, False]
    assert table["kept"].to_list() == pytest.approx([0.1, 1.0], abs=0.01)
    assert table["q50_place"].to_list() == pytest.approx([0.25, 0.5], abs=0.01)
    assert table["q50"].to_list() == pytest.approx([low + 0.25 * (high - low), (least + most) / 2], rel=0.02)
    assert 0 < NARROWED < 1


def test_a_number_that_no_fact_could_touch_is_never_called_identified() -> None:
    low = entries()[KNOWN].plausible[0]
    found = worlds_with([{KNOWN: low, UNKNOWN: entries()[UNKNOWN].plausible[0]}] * 3)
    drawn = replace(found, passport={"drawn": f"{KNOWN} other"})
    table = lay_out_ranges(drawn)
    assert list(table["parameter"]) == [UNKNOWN, KNOWN]
    assert list(table["drawn"]) == [False, True] and list(table["identified"]) == [True, False]


def test_without_worlds_nothing_was_narrowed() -> None:
    assert len(lay_out_ranges(None)) == 0
    assert "identified" in lay_out_ranges(None).columns
