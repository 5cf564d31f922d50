"""Parts of a hazard: they add up, and nothing is lost in sharing."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import contributions as rules

weights = st.lists(st.floats(0.0, 100.0), min_size=1, max_size=8)


@given(parts=weights, whole=st.floats(-5.0, 5.0))
def test_what_is_shared_adds_up_and_keeps_its_sign(parts: list[float], whole: float) -> None:
    shared = np.array([7.0, *parts, 7.0])
    rules.share_among(shared, whole, 1, len(parts) + 1)
    assert shared[0] == shared[-1] == 7.0
    assert shared[1:-1].sum() == pytest.approx(whole, abs=1e-9)
    assert (shared[1:-1] * math.copysign(1.0, whole) >= 0.0).all()
    if sum(parts) == 0.0:
        assert shared[1] == whole


def test_shares_are_in_proportion() -> None:
    shared = np.array([1.0, 0.0, 3.0])
    rules.share_among(shared, 2.0, 0, 3)
    assert shared.tolist() == [0.5, 0.0, 1.5]


@given(hazard=st.floats(1e-6, 10.0), reference=st.floats(1e-6, 10.0))
def test_a_ratio_brings_one_hazard_to_the_other(hazard: float, reference: float) -> None:
    assert reference * math.exp(rules.log_ratio(hazard, reference)) == pytest.approx(hazard)
    assert rules.log_ratio(0.0, reference) == rules.log_ratio(hazard, 0.0) == 0.0


def test_every_contribution_has_one_name_and_one_place() -> None:
    assert len(set(rules.CONTRIBUTIONS)) == len(rules.CONTRIBUTIONS)
    assert rules.CONTRIBUTIONS[rules.NO_HELP] == "no_help"
    assert rules.CONTRIBUTIONS[rules.AFTER_HELP] == "bottleneck"
    assert rules.CONTRIBUTIONS[rules.PERCEIVED_WAIT] == "perceived_wait"
