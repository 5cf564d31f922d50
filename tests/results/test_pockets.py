"""Who pays more and who less: told of what is clear after correction, and as nothing where nothing is."""

import numpy as np
import pytest

from results.figures.payers import BOOKED, SOCIETY, Account, read_account
from results.numbers import Language
from results.payer_account import PAYERS, yearly_account
from results.pockets import POCKETS, judge_pockets, tell_pockets, tell_together, write_euros
from results.tables import mean_and_interval
from results.words import LANGUAGES, load_words
from tests.exact.acceptance import binomial_limits
from tests.results.test_payer_account import payers_table

YEARS, NAME = 2, "Bundel"


def account_of(extra: dict[str, float], noise: float = 1.0, seeds: int = 8) -> Account:
    """Two policies in which payers differ by a known amount a year, each with luck of its own.

    Args:
        extra: payer -> what it pays more under the second policy.
        noise: Standard deviation of the luck.
        seeds: Replicates.
    """
    table = payers_table(dict.fromkeys(range(1, YEARS + 1), 0.0), seeds, noise=0.0)
    luck = noise * np.random.default_rng(1).normal(size=(seeds + 1, len(PAYERS)))
    place = table["payer"].map({payer: number for number, payer in enumerate(PAYERS)})
    more = table["payer"].map(extra).fillna(0.0) + luck[table["seed"], place]
    for column in ("euros", "cashable"):
        table[column] += more.where(table["policy"] == "new", 0.0)
    return read_account(yearly_account(table, "now"))


def test_where_nobody_pays_more_or_less_somebody_is_named_in_5_percent() -> None:
    """Five payers without difference; by their own intervals one is named in 23% of the answers."""
    rng, rounds, named, plain = np.random.default_rng(1), 300, 0, 0
    words = load_words("en")
    for _ in range(rounds):
        account = {}
        for payer in POCKETS:
            mean, low, high = mean_and_interval(rng.normal(size=30), np.zeros(30, int))
            row = {"difference": mean, "low": low, "high": high, "pairs": 30.0, "worlds": 0.0}
            account["new", payer, BOOKED, -YEARS] = row
        verdicts = judge_pockets(account, "new", YEARS)
        named += "nobody clearly pays more or less" not in tell_pockets(verdicts, NAME, words)
        plain += any(row["low"] > 0 or row["high"] < 0 for row in account.values())
    assert named <= binomial_limits(rounds, 0.05)[1] < plain


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_clear_for_nobody_is_no_gain_and_no_bill(language: Language) -> None:
    words = load_words(language)
    account = account_of({})
    verdicts = judge_pockets(account, "new", YEARS)
    said = tell_together(verdicts, account["new", SOCIETY, BOOKED, -YEARS], YEARS, words)
    assert set(verdicts.values()) == {"none"}
    assert said.startswith(words.text("dash.purse_open"))
    assert words.entries["dash.purse_society_unclear"].split("{")[0] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_bill_and_gain_with_different_payers_are_told_with_their_interval(language: Language) -> None:
    words = load_words(language)
    account = account_of({"wmo": 50_000.0, "zvw": -30_000.0}, noise=100.0)
    verdicts = judge_pockets(account, "new", YEARS)
    assert (verdicts["municipality"], verdicts["zvw"], verdicts["wlz"]) == ("more", "less", "none")
    lead = tell_pockets(verdicts, NAME, words)
    assert words.text("payer.municipality") in lead and words.text("payer.zvw") in lead
    society = account["new", SOCIETY, BOOKED, -YEARS]
    said = tell_together(verdicts, society, YEARS, words)
    assert said.startswith(words.text("dash.purse_wrong")) and write_euros(society, words) in said
    between = {"nl": "+40.000 tot +40.000", "en": "+40,000 to +40,000"}[language]
    assert write_euros(society, words).endswith(f"({between})")
    same = judge_pockets(account_of({"wmo": 50_000.0}, noise=100.0), "new", YEARS)
    assert tell_together(same, society, YEARS, words).startswith(words.text("dash.purse_same"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_replicate_tells_nothing_of_payers(language: Language) -> None:
    words = load_words(language)
    account = account_of({"wmo": 50_000.0}, seeds=1)
    verdicts = judge_pockets(account, "new", YEARS)
    assert set(verdicts.values()) == {"single"}
    lead = tell_pockets(verdicts, NAME, words)
    assert lead == words.text("cost.payers_unknown", policy=NAME).rstrip(".")
    assert "nan" not in tell_together(verdicts, account["new", SOCIETY, BOOKED, -YEARS], YEARS, words)
