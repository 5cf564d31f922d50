"""Choices kept in a file come back as they were; anything else is refused in one line."""

import pytest

from dashboards.choices import MOST_BYTES, read_choices, write_choices
from dashboards.commands.bad_input import BadInput
from dashboards.commands.policies_new import template
from dashboards.question import Question, built_in_places
from results.words import load_words
from simulation.policies import policies
from tests.dashboards.test_question import MANY

WORDS = load_words("nl")


@pytest.mark.parametrize("question", [Question(), MANY])
def test_kept_choices_come_back_as_they_were(question: Question) -> None:
    kept = write_choices(question, WORDS).encode("utf-8")
    assert read_choices(kept, built_in_places(), WORDS) == question


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "geen keuzes"),
        (b"years = 3\n" * (MOST_BYTES // 10 + 1), "64 kB"),
        (b"\x89PNG\r\n\x1a\n\xff\xd8", "geen tekstbestand"),
        (b"years = 3\0", "geen tekstbestand"),
        (b"years is 3", "geen TOML"),
        (b"years = 3\nyears = 4", "geen TOML"),
        (b"years = " + b"[" * 20_000, "geen TOML"),
        (b"years = " + b"9" * 10_000, "geen TOML"),
        (b"years = 99", "99"),
        (b"years = true", "True"),
        (b"years = 2.5", "2.5"),
        (b"years = 2026-11-22", "2026-11-22"),
        (b"replicates = [30]", "[...]"),
        (b"area = '/etc/passwd'", "/etc/passwd"),
        (b"area = '<script>alert(1)</script>'", "<script>"),
        (b"policies = ['fragmented']", "2 tot 4"),
        (b"policies = [['fragmented'], 'krachtenbundeling']", "[...]"),
        (b"policies = ['fragmented', 'krachtenbundeling', 'mijn.toml']", "mijn.toml"),
        (b"[set]\nqueue = inf", "inf"),
        (b"[set]\nqueue = 9.0", "9.0"),
        (b"[set]\nnothing = 1", "nothing"),
        (b"[set.krachtenbundeling]\nplan_conflict = 0.1", "plan_conflict"),
        (b"[set.kaasschaaf]\nqueue = 0.5", "kaasschaaf"),
        (b"[set.krachtenbundeling.queue]\na = 1", "[...]"),
        (b"[set]\n" + b"".join(b'"x%d:queue" = 0.5\n' % n for n in range(500)), "x0"),
        (b"command = 'rm -rf /'", "command"),
        (template(policies()["krachtenbundeling"], WORDS).encode("utf-8"), "eigen beleid"),
    ],
)
def test_a_file_of_something_else_is_refused_in_one_line(content: bytes, told: str) -> None:
    with pytest.raises(BadInput) as refusal:
        read_choices(content, built_in_places(), WORDS)
    assert told in str(refusal.value)
    assert len(str(refusal.value)) < 800 and "\n" not in str(refusal.value)


def test_half_a_file_is_not_loaded() -> None:
    with pytest.raises(BadInput, match="20"):
        read_choices(b"seed = 7\nyears = 20", built_in_places(), WORDS)


def test_more_changes_than_allowed_are_said() -> None:
    from simulation.parameters import entries

    lines = [f"{name} = {entry.value!r}" for name, entry in entries().items()]
    with pytest.raises(BadInput, match="40"):
        read_choices(("[set]\n" + "\n".join(lines[:60])).encode(), built_in_places(), WORDS)
