"""Choices kept in a small file, and read again with the very checks that an address goes through."""

import tomllib
from collections.abc import Iterator, Mapping
from importlib import metadata

from dashboards.commands.bad_input import BadInput
from dashboards.question import WHOLE, Question, read_parts
from results.words import Words

MOST_BYTES = 64 * 1024
"""Of a file that somebody loads; it is not read any further when it is larger."""
LONGEST_SAID = 60
POLICY_FIELDS = ("levers", "partners", "calendar")
"""What a file of a policy of one's own has, and a file of choices has not."""


def write_choices(question: Question, words: Words) -> str:
    """Writes choices as a small file that a person can read.

    Args:
        question: What was chosen.
        words: The language of the remark on top.

    Returns:
        The file, in TOML.
    """
    version = metadata.version("zorgbundel")
    lines = [f"# {words.text('dash.choices_head', version=version)}", f"area = {_quote(question.area)}"]
    lines += [f"policies = [{', '.join(map(_quote, question.policies))}]"]
    lines += [f"{name} = {getattr(question, name)}" for name in WHOLE]
    lines += [f"worlds = {_quote(question.worlds)}"]
    for owner in dict.fromkeys(owner for owner, _, _ in question.changes):
        lines += ["", f"[set.{_quote(owner)}]" if owner else "[set]"]
        lines += [f"{name} = {value!r}" for policy, name, value in question.changes if policy == owner]
    return "".join(f"{line}\n" for line in lines)


def read_choices(content: bytes, places: Mapping[str, str], words: Words) -> Question:
    """Reads a file of choices; nothing in it is carried out.

    Args:
        content: The file.
        places: Where the tables of each neighbourhood are, by name.
        words: The language of a refusal.

    Raises:
        BadInput: It is too large, no text, no TOML, a file of something else, or asks what is not possible.
    """
    if len(content) > MOST_BYTES:
        raise too_large(len(content), words)
    raw = _read_toml(content, words)
    if any(name in raw for name in POLICY_FIELDS):
        raise BadInput(words.text("dash.file_is_policy"))
    if not raw:
        raise BadInput(words.text("dash.file_empty"))
    question, _, complaints = read_parts(_parts(raw), places, words)
    if complaints:
        raise BadInput(complaints[0])
    return question


def too_large(size: int, words: Words) -> BadInput:
    """Says that a file is too large.

    Args:
        size: Its size in bytes.
        words: The language of the reader.
    """
    kilobytes = {"found": -(-size // 1024), "most": MOST_BYTES // 1024}
    return BadInput(words.text("dash.file_large", **kilobytes))


def _read_toml(content: bytes, words: Words) -> Mapping[str, object]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(words.text("dash.file_no_text")) from None
    if "\0" in text:
        raise BadInput(words.text("dash.file_no_text"))
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError):
        raise BadInput(words.text("dash.file_no_toml")) from None


def _parts(raw: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """Gives the file as the parts of an address, so that both are checked alike."""
    for name, value in raw.items():
        if name == "policies" and isinstance(value, list):
            yield name, ",".join(map(_say, value))
        elif name == "set" and isinstance(value, dict):
            yield from _changes(value)
        else:
            yield name, _say(value)


def _changes(table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from (("set", f"{name}:{lever}:{_say(number)}") for lever, number in value.items())
        else:
            yield "set", f"{name}:{_say(value)}"


def _say(value: object) -> str:
    if isinstance(value, list | dict):
        return "[...]"
    return str(value)[: LONGEST_SAID + 1]


def _quote(name: str) -> str:
    """Writes a name as TOML does; names of areas and policies are checked before they get here."""
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
