"""Signallers see needs in their own field only (model 8.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents import domains as d
from agents.signaller import CORPORATION_OFFICER, GP, POLICE, SCHOOL, SIGNALLERS, sees

domains = st.integers(0, len(d.DOMAINS) - 1)
signallers = st.integers(0, len(SIGNALLERS) - 1)


@given(signallers, domains, st.integers(0, 4), st.integers(0, 100), st.booleans(), st.booleans())
def test_what_is_seen_at_one_severity_is_seen_at_the_next(
    signaller: int, domain: int, severity: int, age: int, rented: bool, child: bool
) -> None:
    if severity < d.MODERATE:
        assert not sees(signaller, domain, severity, age, rented, child)
    elif severity < d.CRISIS and sees(signaller, domain, severity, age, rented, child):
        assert sees(signaller, domain, severity + 1, age, rented, child)


FIELDS = {
    GP: {d.MENTAL, d.DAILY, d.ADDICTION},
    SCHOOL: {d.PARENTING, d.LEARNING, d.MENTAL},
    POLICE: {d.ADDICTION, d.MENTAL, d.PARENTING, d.CONNECTION},
    CORPORATION_OFFICER: {d.HOUSING, d.MONEY},
}


@pytest.mark.parametrize("signaller", range(len(SIGNALLERS)))
def test_each_signaller_has_his_own_field(signaller: int) -> None:
    seen = {domain for domain in range(len(d.DOMAINS)) if sees(signaller, domain, d.SEVERE, 10, True, True)}
    assert seen == FIELDS[signaller]


def test_signallers_at_their_edges() -> None:
    assert not sees(SCHOOL, d.MENTAL, d.SEVERE, 18, True, True), "an adult is not at school"
    assert sees(SCHOOL, d.MENTAL, d.MODERATE, 17, True, True)
    assert not sees(SCHOOL, d.PARENTING, d.SEVERE, 40, True, False), "without a child there is no school"
    assert not sees(POLICE, d.MENTAL, d.MODERATE, 40, True, False), "the police see severe trouble only"
    assert sees(POLICE, d.MENTAL, d.SEVERE, 40, True, False)
    assert not sees(CORPORATION_OFFICER, d.MONEY, d.CRISIS, 40, False, False), "an owner has no landlord"
    assert sees(CORPORATION_OFFICER, d.MONEY, d.MODERATE, 40, True, False)
