"""The options commands share, and how their values are read."""

import math
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad, unknown_name
from dashboards.commands.plain_words import name_choice
from results.words import Words

if TYPE_CHECKING:
    from simulation.parameters import Parameter


@dataclass(frozen=True)
class Option:
    """An option: its name, what stands for its value, and what holds when it is not given."""

    name: str
    metavar: str | None
    default: str | None = None
    help: str = ""
    repeatable: bool = False

    @property
    def flag(self) -> str:
        """Gives the option as it is typed."""
        return "--" + self.name.replace("_", "-")


OPTIONS = {
    option.name: option
    for option in (
        Option("area", "area", "maastricht-noordoost"),
        Option("years", "number", "5"),
        Option("warmup_weeks", "number", "208"),
        Option("replicates", "number", "30"),
        Option("seed", "number", "1"),
        Option("worlds", "worlds", "plausible"),
        Option("world", "number", "0"),
        Option("set", "assignment", repeatable=True),
        Option("copies", "number", "1"),
        Option("workers", "number"),
        Option("out", "folder"),
        Option("json", None),
        Option("repeats", "number", "7"),
        Option("quick", None),
        Option("household", "household"),
        Option("find", "find", "most_different"),
        Option("phases", None),
        Option("whole", None),
        Option("from", "policy"),
        Option("event_worth", "number", "0"),
        Option("year_worth", "number", "0"),
        Option("update_docs", None),
        Option("waves", "number"),
        Option("points", "number"),
        Option("port", "number", "8765"),
        Option("base_path", "path"),
        Option("plan", None),
        Option("resume", None),
        Option("cluster", "address"),
        Option("method", "method", "morris"),
        Option("policy", "policy", "krachtenbundeling"),
        Option("factor", "parameter", repeatable=True),
        Option("screened", "folder"),
        Option("most", "number", "8"),
        Option("pairs", "number", "8"),
        Option("lang", "language", "nl"),
    )
}
OPTIONS["solve_replicates"] = Option("replicates", "number", help="solve_replicates")
OPTIONS["with_compare"] = Option("compare", None, help="with_compare")
OPTIONS["out_sweep"] = Option("out", "folder", help="out_sweep")
OPTIONS["households"] = Option("households", "number", "24")
OPTIONS["places"] = Option("places", "number", "60")
OPTIONS["rule"] = Option("rule", "rule", "domains")
OPTIONS["posts"] = Option("posts", "posts", "existing")
OPTIONS["evaluation_years"] = Option("years", "number", "4", help="evaluation_years")
OPTIONS["regret_replicates"] = Option("replicates", "number", "60", help="regret_replicates")
OPTIONS["question_set"] = Option("set", "assignment", help="question_set", repeatable=True)
OPTIONS["out_question"] = Option("out", "folder", help="out_question")
OPTIONS["design_points"] = Option("points", "number", help="design_points")
OPTIONS["question_replicates"] = Option("replicates", "number", "2", help="question_replicates")
OPTIONS["shapley_replicates"] = Option("replicates", "number", "4", help="shapley_replicates")
OPTIONS["question_worlds"] = Option("worlds", "worlds", "plausible", help="question_worlds")
OPTIONS["out_default"] = Option("out", "folder", help="out_default")
MOST_HOUSEHOLDS = 10_000_000
MOST_EUROS = 10_000_000.0
MOST = {
    "replicates": 10_000,
    "workers": 1_024,
    "repeats": 1_000,
    "waves": 10,
    "points": 10_000,
    "households": 100,
    "places": 10_000,
    "most": 30,
    "pairs": 1_000,
}
"""Highest number of the options that are not part of a scenario."""


def limits(name: str) -> tuple[int, int]:
    """Gives the lowest and highest number an option may have."""
    if name in MOST:
        return 1, MOST[name]
    from simulation.scenario import CENTRAL, MOST_COPIES, MOST_WARMUP_WEEKS, MOST_WORLDS, MOST_YEARS

    ranges = {
        "years": (1, MOST_YEARS),
        "warmup_weeks": (0, MOST_WARMUP_WEEKS),
        "copies": (1, MOST_COPIES),
        "seed": (0, 2**63 - 1),
        "world": (CENTRAL, MOST_WORLDS),
        "port": (1024, 65535),
        "household": (0, MOST_HOUSEHOLDS - 1),
    }
    return ranges[name]


def read_whole(settings: Namespace, name: str, words: Words) -> int:
    """Reads an option that is a whole number.

    Args:
        settings: What was typed.
        name: The option.
        words: The language of the reader.
    """
    option, (low, high) = OPTIONS[name], limits(name)
    typed = str(getattr(settings, name)).strip()
    try:
        value = int(typed)
    except ValueError:
        value = low - 1
    if not low <= value <= high:
        example = f"{option.flag} {option.default or low}"
        raise bad(words, "not_whole", option=option.flag, value=typed, low=low, high=high, example=example)
    return value


def read_optional_whole(settings: Namespace, name: str, words: Words) -> int | None:
    """Reads an option that is a whole number or is not given."""
    return None if getattr(settings, name) is None else read_whole(settings, name, words)


def read_euros(settings: Namespace, name: str, words: Words) -> float:
    """Reads an option that is an amount of euros; see `read_whole`."""
    flag, typed = OPTIONS[name].flag, getattr(settings, name)
    try:
        euros = float(typed)
    except ValueError:
        euros = math.nan
    if not 0 <= euros <= MOST_EUROS:
        raise bad(words, "not_euros", option=flag, value=typed, high=f"{MOST_EUROS:.0f}")
    return euros


def read_assignments(settings: Namespace, words: Words, of: str = "") -> dict[str, float]:
    """Reads every --set NAME=VALUE, and refuses unknown names and impossible values.

    Args:
        settings: What was typed.
        words: The language of the reader.
        of: The policy they are for, "" for all; named in what is refused.
    """
    found: dict[str, float] = {}
    typed: dict[str, str] = {}
    for assignment in settings.set:
        name, value = read_assignment(assignment, words, of)
        text = assignment.partition("=")[2].strip()
        if name in typed:
            raise bad(words, "set_twice", name=_named(name, of), first=typed[name], second=text)
        typed[name] = text
        found[name] = value
    return found


def read_assignment(assignment: str, words: Words, of: str = "") -> tuple[str, float]:
    """Reads one NAME=VALUE of a policy or of all, and refuses an unknown name and an impossible value."""
    from simulation.parameters import entries

    name, mark, text = (part.strip() for part in assignment.partition("="))
    if not mark or not name or not text:
        raise bad(words, "no_assignment", value=assignment)
    if name not in entries():
        raise unknown_name(words, "parameter", name, entries(), "parameters")
    return name, _read_value(entries()[name], text, words, of)


def _named(name: str, of: str) -> str:
    return f"{of}:{name}" if of else name


def read_levers(
    settings: Namespace, policies: Sequence[str], words: Words
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Reads every --set, with those of one policy (POLICY:NAME=VALUE) apart.

    Args:
        settings: What was typed.
        policies: The policies that are compared.
        words: The language of the reader.

    Returns:
        The values for every policy, and per policy its own levers.
    """
    shared, own = [], dict[str, list[str]]()
    for assignment in settings.set:
        policy, mark, _ = assignment.partition("=")[0].rpartition(":")
        if mark:
            if policy.strip() not in policies:
                raise unknown_name(words, "policy", policy.strip(), policies)
            own.setdefault(policy.strip(), []).append(assignment[len(policy) + 1 :])
        else:
            shared.append(assignment)
    levers = {policy: read_assignments(Namespace(set=given), words, policy) for policy, given in own.items()}
    return read_assignments(Namespace(set=shared), words), levers


def check_policies(names: Sequence[str], words: Words) -> None:
    """Refuses a policy that is neither a preset nor a file, or is named twice."""
    from simulation.policies import policies

    for name in names:
        if name not in policies() and not _looks_like_file(name):
            raise unknown_name(words, "policy", name, policies(), "policies")
        if list(names).count(name) > 1:
            raise bad(words, "policy_twice", name=name)
        if name not in policies():
            _warn_of_title(name, words)


def _warn_of_title(name: str, words: Words) -> None:
    """Says so when a policy of one's own has the title of a preset: in a table they cannot be told apart."""
    from simulation.policies import policies, policy

    own = policy(name)
    for preset in policies().values():
        if {own.title_nl, own.title_en} & {preset.title_nl, preset.title_en}:
            print(words.text("policies.same_title", file=name, policy=preset.name), file=sys.stderr)


def check_area(name: str, words: Words) -> None:
    """Refuses an area that is neither one of ours nor a folder."""
    from pathlib import Path

    from simulation.areas import area_names

    if name not in area_names() and not Path(name).expanduser().is_dir():
        raise unknown_name(words, "area", name, area_names(), "areas")


def read_choice(settings: Namespace, name: str, allowed: Sequence[str], words: Words) -> str:
    """Reads an option that is one of a few words."""
    value = str(getattr(settings, name))
    if value not in allowed:
        raise unknown_name(words, name, value, allowed)
    return value


def read_worlds(settings: Namespace, words: Words) -> str:
    """Reads in which worlds a comparison is played."""
    from experiments.compare import WORLDS

    return read_choice(settings, "worlds", WORLDS, words)


def _read_value(entry: "Parameter", text: str, words: Words, of: str) -> float:
    name = _named(entry.name, of)
    low, high, example = (f"{number:g}" for number in (entry.low, entry.high, entry.value))
    said = (text, *(label for label in entry.choices if name_choice(label, words) == text))
    known = next((label for label in said if label in entry.choices), None)
    if known is not None:
        return entry.low + entry.choices.index(known)
    try:
        value = float(text)
    except ValueError:
        raise bad(words, "not_number", name=name, value=text, low=low, high=high, example=example) from None
    if not entry.low <= value <= entry.high:
        raise bad(words, "out_of_range", name=name, value=text, low=low, high=high, default=example)
    if entry.whole and not value.is_integer():
        option = f"--set {name}"
        raise bad(
            words, "not_whole", option=option, value=text, low=low, high=high, example=f"{option}={example}"
        )
    return value


def _looks_like_file(name: str) -> bool:
    return name.endswith(".toml")
