"""What is said of a hundred worlds: the one scale of certainty, and never more than is known."""

import numpy as np
import pytest

from results.hundred_worlds import (
    SCALE,
    share_of_worlds,
    tells_worlds,
    write_certainty,
    write_ends,
    write_hundred,
    write_not_knowing,
    write_sentence,
    write_split,
    write_worlds,
)
from results.numbers import NOTHING
from results.outcomes import find_outcome, load_outcomes
from results.primary import primary_outcomes
from results.tables import Row, compare_pairs
from results.words import LANGUAGES, load_words

NL = load_words("nl")
WORLDS = np.repeat(np.arange(1, 16), 2)
COST, QUALITY, CLIENTS = "cost_per_household_per_year", "experienced_quality", "wmo_clients_per_1000"


def row(mean: float, between: float = 1.0) -> Row:
    rng = np.random.default_rng(7)
    values = mean + (rng.normal(0, between, 16) if between else np.zeros(16))[WORLDS] + rng.normal(0, 1, 30)
    return {**compare_pairs(values, WORLDS), "mean": 10.0 + mean}


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (1.0, "vrijwel zeker"),
        (0.947, "vrijwel zeker"),  # 95 of 100, and so it is written
        (0.95, "vrijwel zeker"),
        (0.94, "waarschijnlijk"),
        (0.80, "waarschijnlijk"),
        (0.79, "eerder wel dan niet"),
        (0.60, "eerder wel dan niet"),
        (0.59, "niet te zeggen"),
        (0.40, "niet te zeggen"),
        (0.39, "eerder niet dan wel"),
        (0.19, "waarschijnlijk niet"),
        (0.04, "vrijwel zeker niet"),
        (0.0, "vrijwel zeker niet"),
    ],
)
def test_certainty_follows_one_scale(share: float, said: str) -> None:
    assert write_certainty(share, NL) == said


def test_the_scale_goes_down() -> None:
    assert [least for least, _ in SCALE] == sorted((least for least, _ in SCALE), reverse=True)


def test_nearly_all_is_not_all() -> None:
    assert [write_hundred(share, NL) for share in (0.0, 0.001, 0.5, 0.999, 1.0)] == [
        "0",
        "<1",
        "50",
        ">99",
        "100",
    ]


def test_ends_are_rounded_outwards() -> None:
    assert write_ends(0.0, 0.003) == ("0", "1")
    assert write_ends(0.149, 0.9901) == ("14", "100")


def test_better_counts_the_worlds_on_the_better_side() -> None:
    fell = row(-1.0)
    _, cost, low, high = share_of_worlds(find_outcome(COST), fell)
    _, quality, _, _ = share_of_worlds(find_outcome(QUALITY), fell)
    assert low < cost < high and cost == pytest.approx(1 - quality) and cost > 0.5
    assert write_worlds(find_outcome(COST), fell, NL).endswith(" beter")
    assert write_worlds(find_outcome(CLIENTS), fell, NL).endswith(" minder")
    assert write_worlds(find_outcome(CLIENTS), row(1.0), NL).endswith(" meer")
    assert " tot " in write_worlds(find_outcome(COST), fell, NL, ends=True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_counts_and_says_how_sure(language: str) -> None:
    words = load_words(language)
    said = write_sentence(find_outcome(QUALITY), row(3.0, between=0.0), words)
    assert words.text("worlds.certainty.almost_certain") in said and "100" in said and "{" not in said
    assert "nan" not in said


def test_without_worlds_nothing_is_said_of_them() -> None:
    central: Row = {**compare_pairs(np.array([1.0, 2.0, 1.5])), "mean": 1.0}
    assert write_worlds(find_outcome(COST), central, NL) == NOTHING
    assert write_split(central, NL) == write_not_knowing(central, NL) == NOTHING
    assert write_sentence(find_outcome(COST), central, NL) == ""
    assert not tells_worlds({("x", "a"): central}) and tells_worlds({("x", "a"): row(1.0)})


def test_equal_is_equal_in_all_worlds() -> None:
    same: Row = {**compare_pairs(np.zeros(30), WORLDS), "mean": 1.0}
    assert write_worlds(find_outcome(COST), same, NL) == "gelijk"


def test_luck_and_not_knowing_are_the_whole() -> None:
    said = write_split(row(1.0), NL)
    luck, unknown = (int(part.strip().split("%")[0]) for part in said.split(" (")[0].split("/"))
    assert luck + unknown in (99, 100, 101)
    assert write_not_knowing(row(1.0), NL) == f"{unknown}%"


def test_every_headline_and_primary_outcome_has_a_better_side() -> None:
    for name, outcome in load_outcomes().items():
        assert outcome.better in ("more", "less", ""), name
        assert outcome.better or not (outcome.headline or name in primary_outcomes()), name
