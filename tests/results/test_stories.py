"""Two lives in sentences: complete in both languages, without gaps."""

import re

import pytest

from agents.domains import DOMAINS, EVENTS
from results.stories import Teller, worth_a_line
from results.words import LANGUAGES, load_words
from simulation.diary import HAPPENINGS
from simulation.pair import STANDING
from simulation.products import rows
from simulation.tracing_back import HAZARDS, KINDS, WHAT_BECAME

TOLD = tuple(name for name in HAPPENINGS if name not in STANDING)


def teller(language: str, ages: tuple[int, ...] = (41, 15)) -> Teller:
    words = load_words(language)
    products = {row["product"]: row[f"title_{language}"] for row in rows()}
    return Teller(("Versnip\N{SOFT HYPHEN}perd", "Bundeling"), ages, products, words)


def step(**facts: object) -> dict[str, object]:
    line = {"step": 1, "world": 0, "week": 7, "resident": 1, "domain": "mental", "contribution": "waiting"}
    line |= {"severity": 3, "severity_other": 2, "difference": 0.4, "about": "worsening"}
    line |= {"product": "youth_mental_health", "happening": "asks", "happening_week": 2, "other_week": 4}
    return {**line, "helpers": 3, "helpers_other": 2, **facts}


def whole(sentence: str) -> None:
    """Checks that a sentence begins, ends, and has nothing left open."""
    assert sentence[0].isupper() or sentence[0].isdigit(), sentence
    assert sentence.endswith((".", ".)")), sentence
    assert not re.search(r"[{}]|  |nan|None|\N{SOFT HYPHEN}| [.,:;]|-1", sentence), sentence


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_step_is_a_whole_sentence(language: str, kind: str) -> None:
    tell = teller(language)
    for happening in ("", *WHAT_BECAME):
        for other_week in (-1, 4):
            product = "event_eviction" if kind == "registered" else "debt_help"
            about = "" if kind in ("registered", "worsens", "was_worse") else "worsening"
            told = tell.chain(
                [
                    step(
                        contribution=kind,
                        happening=happening,
                        other_week=other_week,
                        product=product,
                        about=about,
                        severity=severity,
                    )
                    for severity in range(5)
                ]
            )
            assert len(set(told)) >= 1
            for sentence in told:
                whole(sentence)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("about", HAZARDS)
def test_how_large_a_contribution_is_is_told_in_times(language: str, about: str) -> None:
    tell = teller(language)
    small, large = (tell.chain([step(about=about, difference=size)])[0] for size in (0.4, 5.0))
    assert ("1,5" if language == "nl" else "1.5") in small
    assert "10" in large and small != large
    assert tell.chain([step(about="")])[0] in small


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_happening_event_and_need_has_a_line(language: str) -> None:
    tell = teller(language)
    lines = set()
    for event in TOLD:
        for product in EVENTS if event == "registered" else ("social_work",):
            name = f"event_{product}" if event == "registered" else product
            for domain in DOMAINS:
                line = tell.line(step(event=event, product=name, domain=domain, severity_after=2))
                assert line.strip() and not re.search(r"[{}]|nan|None", line)
                lines.add(line)
    assert len(lines) > len(TOLD)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_surrounds_a_story(language: str) -> None:
    words = load_words(language)
    tell = teller(language, (41, 15, 9))
    who = tell.who("Amby", "single_parent")
    assert "41, 15" in who and "9" in who and "Amby" in who and "{" not in who
    for sentence in (who, *tell.parting(3, 20, 52), *tell.parting(3, 52, 52), *tell.parting(None, 52, 52)):
        whole(sentence)
    assert len(tell.parting(3, 20, 52)) == 2 and len(tell.parting(3, 52, 52)) == 1
    assert "19" in tell.parting(3, 20, 52)[1]
    assert tell.chain([]) == [words.text("story.none")]
    alone = tell.chain([step(contribution="worsens", about="")])
    assert alone[-1] == words.text("story.by_luck")
    start = [step(), step(domain="money", resident=-1, severity=1)]
    assert words.text("domain.mental").lower() in tell.start(start, 4)
    assert words.text("domain.money").lower() not in tell.start(start, 4)
    whole(tell.start([], 0))


def test_a_single_person_is_not_numbered() -> None:
    assert "bewoner" not in teller("nl", (80,)).chain([step(resident=0)])[0]
    assert "bewoner 2 (15)" in teller("nl").chain([step()])[0]
    assert "bewoner 5" in teller("nl").chain([step(resident=4)])[0]


def test_more_plans_are_told_otherwise_than_less_agreement() -> None:
    more, fewer = (
        teller("nl").chain([step(contribution="conflict", helpers=count, helpers_other=3)])[0]
        for count in (5, 2)
    )
    assert "tegenwerkten" in more and "op één lijn" in fewer


def test_what_stays_light_has_no_line() -> None:
    assert worth_a_line({"event": "worsens", "severity": 1, "severity_after": 2}, False)
    assert worth_a_line({"event": "recovers", "severity": 2, "severity_after": 1}, False)
    assert not worth_a_line({"event": "begins", "severity": 0, "severity_after": 1}, False)
    assert worth_a_line({"event": "asks", "severity": 1, "severity_after": 1}, False)


def test_of_both_lives_only_what_weighs_has_a_line() -> None:
    assert not worth_a_line({"event": "worsens", "severity": 1, "severity_after": 2}, True)
    assert worth_a_line({"event": "worsens", "severity": 2, "severity_after": 3}, True)
    assert worth_a_line({"event": "registered", "severity": 3, "severity_after": 3}, True)
    assert not worth_a_line({"event": "asks", "severity": 3, "severity_after": 3}, True)


@pytest.mark.parametrize("language", LANGUAGES)
def test_contributions_are_never_called_causes(language: str) -> None:
    words = load_words(language)
    texts = [text for key, text in words.entries.items() if key.startswith(("story.", "twins."))]
    named = [text for text in texts if re.search(r"oorza|veroorz|omdat|\bcause|because", text, re.I)]
    assert named == [words.text("story.contributions")]
