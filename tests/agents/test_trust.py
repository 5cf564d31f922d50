"""Trust rises with contact, falls with setbacks, and never leaves 0-1."""

from hypothesis import given
from hypothesis import strategies as st

from agents.trust import trust_after_contacts, trust_after_setback

shares = st.floats(0.0, 1.0)


@given(trust=shares, gain=shares, first=st.integers(0, 80), then=st.integers(0, 80))
def test_weeks_may_be_taken_together(trust: float, gain: float, first: int, then: int) -> None:
    """Bit for bit: it does not matter when somebody looks."""
    apart = trust_after_contacts(trust_after_contacts(trust, gain, first), gain, then)
    assert apart == trust_after_contacts(trust, gain, first + then)


@given(trust=shares, gain=shares, weeks=st.integers(0, 200))
def test_contact_never_costs_trust(trust: float, gain: float, weeks: int) -> None:
    after = trust_after_contacts(trust, gain, weeks)
    assert trust <= after <= 1.0
    assert (1.0 - after) <= (1.0 - trust) * (1.0 - gain) ** weeks + 1e-12


@given(trust=shares, loss=shares)
def test_a_setback_costs_a_part_of_trust(trust: float, loss: float) -> None:
    assert 0.0 <= trust_after_setback(trust, loss) <= trust
    assert trust_after_setback(trust, 0.0) == trust
    assert trust_after_setback(trust, 1.0) == 0.0
