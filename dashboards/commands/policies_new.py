"""`zorgbundel policies new`: a file for a policy of one's own, filled from a preset and explained."""

import json
import shlex
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad, unknown_name
from dashboards.commands.layout import SCREEN_WIDTH
from dashboards.commands.machine import show_json
from dashboards.commands.plain_words import name_choice
from results.words import Words

if TYPE_CHECKING:
    from simulation.parameters import Parameter
    from simulation.policies import Policy

REMARK = "# "
INDENT = 4


def work(file: Path, preset: str, as_json: bool, words: Words) -> int:
    """Writes the template and says what to do next.

    Args:
        file: A .toml file that is not there yet.
        preset: Name of the preset that fills it.
        as_json: Whether the result is for a machine.
        words: The language of the reader, in which the template is explained.
    """
    from simulation.policies import policies

    if preset not in policies():
        raise unknown_name(words, "policy", preset, policies(), "policies")
    if file.suffix != ".toml":
        raise bad(words, "new_no_toml", file=file)
    if file.stem in policies():
        raise bad(words, "new_is_preset", name=file.stem)
    text = template(policies()[preset], words)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as place:
            place.write(text)
    except FileExistsError:
        raise bad(words, "new_file_exists", file=file) from None
    if as_json:
        show_json({"file": str(file.resolve()), "filled_with": preset})
        return 0
    print(words.text("policies.written", file=file, policy=preset))
    for key in ("policies.next_edit", "policies.next_run"):
        print(f"- {words.text(key, file=shlex.quote(str(file)))}")
    return 0


def template(preset: "Policy", words: Words) -> str:
    """Makes a policy file from a preset: every lever with its meaning; those it leaves alone are remarks.

    Args:
        preset: What fills it.
        words: The language of the remarks.

    Returns:
        The file, in TOML.
    """
    lines = [*_remark(words.text("policies.own_head"))]
    lines += [
        f"{name} = {json.dumps(text, ensure_ascii=False)}" for name, text in _texts(preset, words).items()
    ]
    lines += ["", *_remark(words.text("policies.own_partners"))]
    lines += [f"partners = {json.dumps(_partners(preset))}"]
    lines += ["", *_remark(words.text("policies.own_levers")), "[levers]", *_levers(preset, words)]
    lines += ["", *_remark(words.text("policies.own_calendar")), *_calendar()]
    return "".join(f"{line}\n" for line in lines)


def _texts(preset: "Policy", words: Words) -> Mapping[str, str]:
    from results.words import LANGUAGES, load_words

    own = {}
    for language in map(load_words, LANGUAGES):
        title = getattr(preset, f"title_{language.language}")
        own[f"title_{language.language}"] = language.text("policies.own_title", policy=title)
    for name in ("text_nl", "text_en", "source"):
        own[name] = getattr(preset, name)
    return own


def _partners(preset: "Policy") -> object:
    from simulation.policies import ALL

    return ALL if ALL in preset.partners else list(preset.partners)


def _levers(preset: "Policy", words: Words) -> Iterator[str]:
    from simulation.parameters import entries

    levers = {name: entry for name, entry in entries().items() if entry.kind == "policy"}
    for name in sorted(levers, key=lambda name: (name not in preset.levers, name)):
        entry = levers[name]
        text = entry.text_nl if words.language == "nl" else entry.text_en
        yield from _remark(f"{text} {_range(entry, words)}")
        if name in preset.levers:
            yield f"{name} = {preset.levers[name]:g}"
        else:
            yield f"{REMARK}{name} = {entry.value:g}"


def _range(entry: "Parameter", words: Words) -> str:
    if entry.choices:
        choices = enumerate(entry.choices, round(entry.low))
        return "; ".join(f"{number}: {name_choice(label, words)}" for number, label in choices) + "."
    return words.text("policies.own_range", low=f"{entry.low:g}", high=f"{entry.high:g}")


def _calendar() -> Iterator[str]:
    example = (
        ("[calendar]", ("start_week = 0", "phase_in_weeks = 26")),
        (
            "[calendar.Nazareth]",
            ("start_week = 52", "pause_from = 104", "pause_until = 130", "fidelity = 0.5"),
        ),
    )
    for head, lines in example:
        yield REMARK + head
        yield from (REMARK + line for line in lines)


def _remark(text: str) -> Iterator[str]:
    """Breaks a remark into lines that fit the screen."""
    yield from textwrap.wrap(
        text,
        SCREEN_WIDTH,
        initial_indent=REMARK,
        subsequent_indent=REMARK,
        break_long_words=False,
        break_on_hyphens=False,
    )
