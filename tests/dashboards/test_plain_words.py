"""No English inside Dutch: units, choices and what the machine says."""

import errno
import os
import tomllib
from pathlib import Path

import pytest

from dashboards.command_line import main
from dashboards.commands.plain_words import REASONS, name_reason
from results.words import load_words

BROKEN = {
    "no_value": "a = krachten",
    "no_equals": "a krachten",
    "twice": "a = 1\na = 2",
    "no_quote": 'a = "krachten',
    "no_bracket": "a = [1, 2",
    "no_end": "a = 1 b = 2",
}
ERRORS = {
    errno.ENOENT: "absent",
    errno.EACCES: "not_allowed",
    errno.EISDIR: "is_folder",
    errno.ENOTDIR: "no_folder",
    errno.ENOSPC: "full",
}


@pytest.mark.parametrize("key", BROKEN)
def test_what_is_wrong_with_toml_is_said_in_dutch(key: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(BROKEN[key])
    said = name_reason(caught.value, load_words("nl"))
    assert said.startswith(load_words("nl").text(f"reason.{key}"))
    assert "line" not in said


@pytest.mark.parametrize("number", ERRORS)
def test_what_the_machine_says_is_said_in_dutch(number: int) -> None:
    assert name_reason(os.strerror(number), load_words("nl")) == load_words("nl").text(
        f"reason.{ERRORS[number]}"
    )


def test_what_nobody_knows_stays_as_it_was() -> None:
    assert name_reason("something else", load_words("nl")) == "something else"
    assert set(ERRORS.values()) <= set(REASONS.values())


def test_a_broken_policy_names_line_and_column_in_dutch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "eigen.toml"
    own.write_text("[levers]\nintake = veel\n")
    assert main(["run", str(own)]) == 2
    said = capsys.readouterr().err
    assert "regel 2, kolom" in said
    assert "Invalid" not in said


def test_choices_and_levers_are_told_in_dutch(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["parameters", "intake_depth"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "alleen de vraag" in said
    assert "presenting need" not in said
    assert main(["policies"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "Wat de knoppen betekenen" in said
    assert "seed:" in said
