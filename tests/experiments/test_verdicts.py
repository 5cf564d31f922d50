"""What is said of a fact: inside or outside its band, by how much, and why, if anybody knows."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from dashboards.reference import VALIDATION_FOLDER
from experiments.targets import Target, load_targets
from experiments.validation_blocks import PAGE
from experiments.verdicts import Miss, form_of, lay_beside_facts, load_misses, side_of
from results.validation.evidence import read_validation, write_band
from results.validation.facts import verdict, why
from results.words import load_words

(DIRECT_TIME,) = [target for target in load_targets() if target.id == "direct_time"]
MISSES = load_misses().of


def told(target: Target, values: list[float]) -> dict[str, object]:
    table = pd.DataFrame(
        {"seed": range(len(values)), "world": 0, "target": target.id, "value": np.array(values, float)}
    )
    return {
        str(name): value
        for name, value in lay_beside_facts([target], table, MISSES).to_dict("records")[0].items()
    }


def test_a_miss_is_explained_only_on_the_side_it_is_about() -> None:
    below = told(DIRECT_TIME, [0.30, 0.32])
    assert not below["inside"] and below["why_en"] == MISSES["direct_time"].en
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
    assert set(MISSES) <= {target.id for target in load_targets()}
    assert side_of(DIRECT_TIME, 0.1) == "below" and side_of(DIRECT_TIME, 0.9) == "above"


def test_euros_shares_and_numbers_are_told_apart() -> None:
    forms = {target.id: form_of(target)[0] for target in load_targets()}
    assert forms["strict_cost_tail"] == "euro" and forms["direct_time"] == "share"
    assert forms["wait_ggz"] == "number" and forms["returned_wmo"] == "share"
    assert form_of(replace(DIRECT_TIME, measure="hours:registration")) == ("share", 1)


def test_a_sentence_holds_only_for_a_miss_of_the_size_it_was_written_for() -> None:
    small = Miss("below", "klein", "small", up_to=0.01)
    assert small.tells(DIRECT_TIME, 0.441) and not small.tells(DIRECT_TIME, 0.439)
    assert not small.tells(DIRECT_TIME, 0.46) and not small.tells(DIRECT_TIME, 0.509)


def test_sentences_are_told_only_of_the_area_in_which_their_reasons_were_seen() -> None:
    assert load_misses().told_of("maastricht-noordoost") is MISSES
    assert load_misses().told_of("den-bosch-west") == {}


def test_every_miss_that_is_shown_has_its_sentence_or_is_known_to_be_unexplained() -> None:
    shown, known = read_validation(VALIDATION_FOLDER), load_misses().open
    assert known <= {target.id for target in load_targets()} - set(MISSES)
    untold = {fact["id"] for fact in shown.facts if not fact["inside"] and not fact["why_nl"]}
    assert shown.facts and untold <= known
    assert PAGE.read_text(encoding="utf-8").count(load_words("en").text("valid.unexplained")) == len(untold)
