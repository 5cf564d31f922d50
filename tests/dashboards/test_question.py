"""A question and its address say the same; an address that is wrong is explained and never carried out."""

import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from dashboards import reference
from dashboards.pages.evidence import facts_card
from dashboards.play import Theatre
from dashboards.question import Question, ask_again, built_in_places, read_question
from dashboards.reference import load_reference, reference_is_current, validation_is_current
from results.elements import say
from results.words import load_words

WORDS = load_words("nl")
MANY = Question(
    area="den-bosch-west",
    policies=("fragmented", "alleen-voordeur", "krachtenbundeling"),
    years=3,
    warmup=52,
    replicates=12,
    seed=7,
    worlds="central",
    changes=(
        ("", "plan_conflict", 0.05),
        ("alleen-voordeur", "queue", 0.25),
        ("krachtenbundeling", "queue", 0.25),
    ),
)


@pytest.mark.parametrize("question", [Question(), MANY])
def test_an_address_asks_the_same_again(question: Question) -> None:
    assert read_question(question.query(), built_in_places(), WORDS) == (question, {}, [])


def test_the_usual_question_has_an_empty_address_and_is_the_stored_one() -> None:
    assert Question().query() == ""
    assert ask_again(load_reference().manifest) == Question()


def test_stored_facts_of_another_model_are_told_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = say(WORDS, "dash.facts_before")
    assert validation_is_current(), "make it again: uv run python -m dashboards.reference"
    assert told not in facts_card(WORDS)
    monkeypatch.setattr(reference, "VALIDATION_FOLDER", tmp_path)
    validation_is_current.cache_clear()
    try:
        assert told in facts_card(WORDS)
    finally:
        validation_is_current.cache_clear()


def test_a_stored_answer_of_another_model_is_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is shown as made before, and the same question is played anew."""
    assert reference_is_current(), "make it again: uv run python -m dashboards.reference"
    copied = tmp_path / "stored"
    shutil.copytree(reference.FOLDER, copied)
    (copied / reference.MADE_FROM).write_text("0123456789abcdef\n", encoding="utf-8")
    monkeypatch.setattr(reference, "FOLDER", copied)
    reference_is_current.cache_clear()
    try:
        assert not reference_is_current() and Theatre(1).known(Question()) is None
        (copied / reference.MADE_FROM).unlink()
        reference_is_current.cache_clear()
        assert not reference_is_current()
    finally:
        reference_is_current.cache_clear()
    monkeypatch.undo()
    known = Theatre(1).known(Question())
    assert known is not None and known.stored


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("area=/etc", "/etc"),
        ("policies=krachtenbundeling", "2 tot 4"),
        ("policies=fragmented,fragmented", "2 tot 4"),
        ("years=0", "1"),
        ("years=²", "²"),
        ("replicates=1e3", "1e3"),
        ("set=queue:nan", "nan"),
        ("set=queue:1e999", "1e999"),
        ("set=queue", "queue"),
        ("set=a:b:c:d", "a:b:c:d"),
        ("set=krachtenbundeling:plan_conflict:0.05", "plan_conflict"),
        ("set=kaasschaaf:queue:0.5", "kaasschaaf"),
        ("colour=red", "colour"),
        ("years=3" * 1000, "6000"),
        (f"area={quote('<script>')}", "<script>"),
    ],
)
def test_an_address_that_is_wrong_falls_back_and_says_why(query: str, told: str) -> None:
    question, _, complaints = read_question(query, built_in_places(), WORDS)
    assert question == Question()
    assert len(complaints) == 1
    assert told in complaints[0]


def test_what_is_right_in_an_address_is_kept() -> None:
    question, others, complaints = read_question("years=3&area=x&shown=1", built_in_places(), WORDS)
    assert (question.years, question.area) == (3, Question().area)
    assert others == {"shown": "1"}
    assert len(complaints) == 1


def test_a_lever_goes_to_every_policy_but_the_first() -> None:
    changed = Question().change(("krachtenbundeling",), "queue", 0.5)
    wider = changed.choose(("fragmented", "alleen-voordeur", "krachtenbundeling"))
    assert wider.changes == (("alleen-voordeur", "queue", 0.5), ("krachtenbundeling", "queue", 0.5))
    first, second, third = wider.scenarios(built_in_places())
    assert "queue" not in first.parameters
    assert second.values["queue"] == third.values["queue"] == 0.5
    assert first.start_digest == second.start_digest == third.start_digest
    assert wider.change(("alleen-voordeur", "krachtenbundeling"), "queue", None).changes == ()
