"""A family director: consent, proposals, order of choice and how time is spent (model 8.4, 8.6, 8.20)."""

from hypothesis import given
from hypothesis import strategies as st

from agents import director as rules

chances = st.floats(0.0, 1.0)
draws = st.floats(0.0, 1.0, exclude_max=True)
marks = st.integers(0, 10)


@given(chance=chances, more=chances, u=draws)
def test_more_consent_never_takes_an_adult_away(chance: float, more: float, u: float) -> None:
    assert rules.consents(max(chance, more), u) >= rules.consents(min(chance, more), u)
    assert rules.consents(1.0, u) and not rules.consents(0.0, u)


@given(u=draws, rate=chances)
def test_without_a_rate_nothing_is_proposed(u: float, rate: float) -> None:
    assert not rules.proposes_to_close(0.0, u)
    assert rules.proposes_to_close(rate, u) == (u < rate)


@given(u=draws, taken_up=chances)
def test_what_a_director_decides_himself_always_happens(u: float, taken_up: float) -> None:
    assert rules.is_carried_out(True, 0.0, u)
    assert rules.is_carried_out(False, taken_up, u) == (u < taken_up)
    assert not rules.is_carried_out(False, 0.0, u)


@given(st.lists(st.tuples(marks, marks, st.integers(0, 3)), min_size=1, max_size=8, unique=True))
def test_the_order_of_choice_is_one_order(households: list[tuple[int, int, int]]) -> None:
    """Dear first, then severe, then by key: sorting by it is sorting by these three."""
    wanted = sorted(households, key=lambda one: (-one[0], -one[1], one[2]))
    for place, one in enumerate(wanted):
        for other in wanted[place + 1 :]:
            assert rules.chosen_before(*one, *other)
            assert not rules.chosen_before(*other, *one)


@given(households=st.integers(0, 100), caseload=st.integers(1, 30))
def test_directors_have_just_enough_places(households: int, caseload: int) -> None:
    needed = rules.directors_needed(households, caseload)
    assert needed * caseload >= households > (needed - 1) * caseload or needed == households == 0


@given(seconds=st.integers(0, 20_000), share=chances, others=st.integers(0, 20))
def test_nobody_gets_time_that_is_not_there(seconds: int, share: float, others: int) -> None:
    each = rules.time_with_each(seconds, share, others)
    assert 0 <= each * others <= seconds * share
    assert each == 0 if others == 0 else each > seconds * share / others - 1
