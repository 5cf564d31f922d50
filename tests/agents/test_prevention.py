"""Who pays for prevention (model 8.16) and what a referral to the own employer weighs (8.23)."""

import numpy as np
import pytest

from agents import prevention as rules
from agents.organisation import closes_later, own_employer_weight


def test_beliefs_are_lognormal_around_their_median() -> None:
    luck = np.random.default_rng(1)
    drawn = [rules.believed_effect(0.05, 0.5, u, v) for u, v in luck.random((20_000, 2))]
    logs = np.log(drawn)
    assert np.median(drawn) == pytest.approx(0.05, rel=0.02)
    assert logs.std() == pytest.approx(0.5, rel=0.02)
    assert logs.mean() == pytest.approx(np.log(0.05), abs=0.02)


def test_without_spread_everyone_believes_the_median() -> None:
    assert rules.believed_effect(0.05, 0.0, 0.3, 0.9) == 0.05
    assert rules.believed_effect(0.0, 0.5, 0.3, 0.9) == 0.0
    assert np.isfinite(rules.believed_effect(0.05, 0.5, 0.0, 0.0))


def test_savings_grow_with_cost_effect_and_years() -> None:
    assert rules.expected_saving(1_000.0, 0.05, 2.0) == pytest.approx(100.0)
    assert rules.expected_saving(1_000.0, 0.05, 3.0) > rules.expected_saving(1_000.0, 0.05, 2.0)


def test_what_others_hand_over_counts_for_the_agreed_part() -> None:
    assert rules.counted_saving(10.0, 100.0, 0.0) == 10.0
    assert rules.counted_saving(10.0, 100.0, 1.0) == 110.0


def test_a_payer_that_gets_its_money_back_exactly_pays() -> None:
    assert rules.pays_for(100.0, 100.0)
    assert not rules.pays_for(99.0, 100.0)


def test_without_incentive_nothing_changes_to_the_last_bit() -> None:
    for share in (0.0, 0.1, 0.46, 1.0 / 3.0):
        assert own_employer_weight(share, True, 0.0) == share
        assert closes_later(share, 0.0) == share


def test_an_incentive_draws_to_the_own_employer_and_keeps_help_going() -> None:
    assert own_employer_weight(0.4, True, 0.5) == pytest.approx(0.6)
    assert own_employer_weight(0.4, False, 0.5) == 0.4
    assert closes_later(0.03, 0.5) == pytest.approx(0.02)
