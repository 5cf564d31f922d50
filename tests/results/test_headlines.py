"""A sentence for each headline outcome says what the table says, and no more."""

import numpy as np
import pytest

from results.headlines import write_headline, write_headlines
from results.numbers import Language
from results.outcomes import find_outcome, load_outcomes
from results.primary import AIMS
from results.tables import Row, compare_pairs
from results.words import LANGUAGES, load_words

CLEAR, UNCLEAR = [0.9, 1.0, 1.1, 1.0], [-1.0, 1.1, -0.9, 1.0]
HEADLINES = [name for name, outcome in load_outcomes().items() if outcome.headline]


def row(differences: list[float], base: float = 10.0) -> Row:
    return {**compare_pairs(np.array(differences)), "mean": base + float(np.mean(differences))}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HEADLINES)
def test_every_headline_outcome_has_its_three_sentences(name: str, language: Language) -> None:
    words, outcome = load_words(language), find_outcome(name)
    more = write_headline(outcome, row(CLEAR), 10.0, words)
    less = write_headline(outcome, row([-x for x in CLEAR]), 10.0, words)
    none = write_headline(outcome, row(UNCLEAR), 10.0, words)
    assert len({more.split(":")[0], less.split(":")[0], none.split(":")[0]}) == 3
    assert none.startswith(("Geen duidelijk verschil", "No clear difference"))
    for sentence in (more, less):
        assert "4 van de 4" in sentence or "4 of 4" in sentence
    assert not any("{" in sentence or "nan" in sentence for sentence in (more, less, none))


def test_primary_outcomes_come_first_and_once() -> None:
    names = [*dict.fromkeys([*HEADLINES, *AIMS])]
    table = {(name, "new"): row(CLEAR) for name in names} | {(name, "now"): row([0.0]) for name in names}
    told = write_headlines(table, names, "new", "now", load_words("nl"))
    assert len(told.primary) == len(AIMS)
    assert len(told.primary) + len(told.explore) == len(names)
    assert len({*told.primary, *told.explore}) == len(names)


def test_what_is_clear_alone_and_not_among_four_says_so() -> None:
    words = load_words("nl")
    alone = row([1.0, 2.5, 0.4, 1.6])
    table = {(name, "new"): alone if name == "health_utility" else row(UNCLEAR) for name in AIMS}
    table |= {(name, "now"): row([0.0]) for name in AIMS}
    told = write_headlines(table, [*AIMS], "new", "now", words)
    (health,) = (line for line in told.primary if line.startswith("Betere gezondheid"))
    assert health.endswith(f"{words.text('headline.holm_no')}.")
    assert sum(words.text("headline.holm_no") in line for line in told.primary) == 1


def test_one_replicate_says_nothing_about_chance() -> None:
    words = load_words("nl")
    assert "één herhaling" in write_headline(find_outcome("helpers_mean"), row([1.0]), 10.0, words)
    nothing = {**row([]), "mean": float("nan")}
    assert write_headline(find_outcome("helpers_mean"), nothing, 10.0, words).endswith("niet te zeggen")
