"""Networks wear out while they carry and come back afterwards, one step a week."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.network import informal_help, network_after, network_shield

shares = st.floats(0.0, 1.0)


@given(network=shares, start=shares, weeks=st.integers(0, 300), carries=st.booleans())
def test_the_weeks_together_are_the_weeks_one_by_one(
    network: float, start: float, weeks: int, carries: bool
) -> None:
    network = min(network, start)
    stepped = network
    for _ in range(weeks):
        stepped = network_after(stepped, start, 1, carries, 0.01, 0.005)
    assert network_after(network, start, weeks, carries, 0.01, 0.005) == pytest.approx(stepped, abs=1e-9)
    assert 0.0 <= stepped <= start


def test_a_network_that_carries_for_long_has_nothing_left() -> None:
    assert network_after(0.6, 0.6, 59, True, 0.01, 0.005) == pytest.approx(0.01)
    assert network_after(0.6, 0.6, 61, True, 0.01, 0.005) == 0.0
    assert network_after(0.0, 0.6, 60, False, 0.01, 0.005) == pytest.approx(0.3)
    assert network_after(0.0, 0.6, 500, False, 0.01, 0.005) == 0.6


@given(protection=st.floats(0.0, 1.5), network=shares, average=shares)
def test_a_strong_network_shields(protection: float, network: float, average: float) -> None:
    shield = network_shield(protection, network, average)
    assert shield == pytest.approx(math.exp(-protection * network) / math.exp(-protection * average))
    assert network_shield(0.0, network, average) == 1.0
    assert 0.0 <= informal_help(0.5, network) <= 0.5
