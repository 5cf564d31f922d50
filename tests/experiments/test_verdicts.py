"""What is said of a fact: inside or outside its band, by how much, and why, if anybody knows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from experiments.targets import Target, load_targets
from experiments.verdicts import form_of, lay_beside_facts, load_misses, side_of
from results.validation.evidence import write_band
from results.validation.facts import verdict, why
from results.words import load_words

(DIRECT_TIME,) = [target for target in load_targets() if target.id == "direct_time"]


def told(target: Target, values: list[float]) -> dict[str, object]:
    table = pd.DataFrame(
        {"seed": range(len(values)), "world": 0, "target": target.id, "value": np.array(values, float)}
    )
    return {
        str(name): value for name, value in lay_beside_facts([target], table).to_dict("records")[0].items()
    }


def test_a_miss_is_explained_only_on_the_side_it_is_about() -> None:
    below = told(DIRECT_TIME, [0.30, 0.32])
    assert not below["inside"] and below["why_en"] == load_misses()["direct_time"].en
    above = told(DIRECT_TIME, [0.60, 0.62])
    assert not above["inside"] and above["why_en"] == ""
    assert why(above, load_words("en")) == "Not explained."
    assert told(DIRECT_TIME, [0.46, 0.48])["why_en"] == ""


def test_how_far_outside_is_told_in_the_form_of_the_fact_and_never_as_zero() -> None:
    words = load_words("en")
    assert verdict(told(DIRECT_TIME, [0.30, 0.32]), words) == "14.0 pp below the band"
    assert verdict(told(DIRECT_TIME, [0.50004]), words) == "0.004 pp above the band"
    assert verdict(told(DIRECT_TIME, [0.47]), words) == "inside the band"
    assert verdict(told(DIRECT_TIME, []), words) == "not measured"
    assert write_band(told(DIRECT_TIME, [0.47]), words) == "45.0 to 50.0%"


def test_replicates_are_counted_one_by_one() -> None:
    row = told(DIRECT_TIME, [0.40, 0.46, 0.47, 0.48])
    assert row["inside_share"] == 0.75 and row["inside"]
    assert row["spread_low"] == pytest.approx(np.quantile([0.40, 0.46, 0.47, 0.48], 0.05))


def test_every_sentence_is_about_a_target_and_a_side() -> None:
    assert set(load_misses()) <= {target.id for target in load_targets()}
    assert side_of(DIRECT_TIME, 0.1) == "below" and side_of(DIRECT_TIME, 0.9) == "above"


def test_euros_shares_and_numbers_are_told_apart() -> None:
    forms = {target.id: form_of(target)[0] for target in load_targets()}
    assert forms["strict_cost_tail"] == "euro" and forms["direct_time"] == "share"
    assert forms["wait_ggz"] == "number" and forms["returned_wmo"] == "share"
    assert form_of(replace(DIRECT_TIME, measure="hours:registration")) == ("share", 1)
