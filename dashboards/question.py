"""What a visitor asks: everything that decides a comparison, and the address that asks it again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from dashboards.commands.bad_input import BadInput, bad, unknown_name, write_input_error
from results.words import Words

if TYPE_CHECKING:
    from simulation import Scenario

FEWEST_POLICIES, MOST_POLICIES = 2, 4
MOST_YEARS, MOST_REPLICATES, MOST_WARMUP = 15, 60, 520
MOST_CHANGES = 40
LONGEST_ADDRESS = 6000
WHOLE = {
    "years": (1, MOST_YEARS),
    "warmup": (0, MOST_WARMUP),
    "replicates": (1, MOST_REPLICATES),
    "seed": (0, 2**31 - 1),
}
"""Whole numbers in an address, with their lowest and highest value for visitors."""
KNOWN = ("lang", "area", "policies", *WHOLE, "worlds", "set", "shown")
MOST_PARTS = MOST_CHANGES + len(KNOWN) + 1
"""Parts that are read; with more there are too many changes among them, and that is said."""


@dataclass(frozen=True)
class Question:
    """A comparison as a visitor asks it.

    Attributes:
        area: Name of the neighbourhood.
        policies: Names of the policies, the first is the yardstick.
        years: Years under the policies.
        warmup: Weeks before them.
        replicates: How many times with other luck.
        seed: The first luck.
        worlds: "plausible" or "central".
        changes: Policy ("" for all), name and value of each number that is not as usual, in order.
    """

    area: str = "maastricht-noordoost"
    policies: tuple[str, ...] = ("fragmented", "krachtenbundeling")
    years: int = 5
    warmup: int = 208
    replicates: int = 30
    seed: int = 1
    worlds: str = "plausible"
    changes: tuple[tuple[str, str, float], ...] = ()

    def change(self, policies: Sequence[str], name: str, value: float | None) -> "Question":
        """Gives the same question with another value of a number.

        Args:
            policies: For which policies; "" for all alike.
            name: The number.
            value: Its value, or nothing to take the usual one again.
        """
        kept = [one for one in self.changes if not (one[1] == name and one[0] in policies)]
        if value is not None:
            kept += [(policy, name, value) for policy in policies]
        return replace(self, changes=tuple(sorted(kept)))

    def choose(self, policies: Sequence[str]) -> "Question":
        """Gives the same question about other policies; changed levers hold for all but the first."""
        others = {(name, value) for policy, name, value in self.changes if policy}
        shared = [one for one in self.changes if not one[0]]
        own = [(policy, name, value) for policy in policies[1:] for name, value in others]
        return replace(self, policies=tuple(policies), changes=tuple(sorted([*shared, *own])))

    def scenarios(self, places: Mapping[str, str]) -> "list[Scenario]":
        """Gives the scenario of each policy.

        Args:
            places: Where the tables of each neighbourhood are.

        Raises:
            InputError: It cannot be played.
        """
        from experiments.compare import build_scenarios

        levers: dict[str, dict[str, float]] = {}
        for policy, name, value in self.changes:
            if policy:
                levers.setdefault(policy, {})[name] = value
        shared = {name: value for policy, name, value in self.changes if not policy}
        return build_scenarios(
            self.policies,
            places[self.area],
            self.years,
            self.warmup,
            self.seed,
            parameters=shared,
            levers=levers,
        )

    def query(self) -> str:
        """Writes the question as the end of an address; what is as usual is left out."""
        usual = Question()
        parts: list[tuple[str, str]] = []
        if self.area != usual.area:
            parts.append(("area", self.area))
        if self.policies != usual.policies:
            parts.append(("policies", ",".join(self.policies)))
        for name in WHOLE:
            if getattr(self, name) != getattr(usual, name):
                parts.append((name, str(getattr(self, name))))
        if self.worlds != usual.worlds:
            parts.append(("worlds", self.worlds))
        for policy, name, value in self.changes:
            parts.append(("set", f"{policy}:{name}:{value!r}" if policy else f"{name}:{value!r}"))
        return urlencode(parts, safe=",:")


def ask_again(manifest: Mapping[str, Any], area: str | None = None) -> Question:
    """Gives the question that a passport answers.

    Args:
        manifest: The passport.
        area: Name of the neighbourhood, where it differs from what the passport says.
    """
    from experiments.compare import ONLY_CENTRAL, PLAUSIBLE

    scenarios = manifest["scenarios"]
    first = scenarios[0]
    shared = {
        name: value
        for name, value in first["parameters"].items()
        if all(one["parameters"].get(name) == value for one in scenarios)
    }
    own = [
        (one["policy"], name, value)
        for one in scenarios
        for name, value in one["parameters"].items()
        if name not in shared
    ]
    there = manifest["worlds"]["there"]
    central = there and not any(manifest["worlds"]["drawn"])
    return Question(
        area=area or first["area"],
        policies=tuple(one["policy"] for one in scenarios),
        years=first["years"],
        warmup=first["warmup_weeks"],
        replicates=manifest["replicates_wanted"],
        seed=first["seed"],
        worlds=ONLY_CENTRAL if central else PLAUSIBLE,
        changes=tuple(sorted([*(("", name, value) for name, value in shared.items()), *own])),
    )


def read_question(
    query: str, places: Mapping[str, str], words: Words
) -> tuple[Question, dict[str, str], list[str]]:
    """Reads an address, and says of every part that cannot be used what is wrong with it.

    Args:
        query: What stands after the question mark.
        places: Where the tables of each neighbourhood are, by name.
        words: The language of the complaints.

    Returns:
        The question, with the usual choice wherever the address could not be used; the other parts of the
        address by name; and the complaints.
    """
    if len(query) > LONGEST_ADDRESS:
        return Question(), {}, [words.text("dash.link_long", most=LONGEST_ADDRESS)]
    return read_parts(parse_qsl(query, keep_blank_values=True), places, words)


def read_parts(
    parts: Iterable[tuple[str, str]], places: Mapping[str, str], words: Words
) -> tuple[Question, dict[str, str], list[str]]:
    """Reads what is asked part by part, as `read_question` does with an address.

    Args:
        parts: Name and value of each part.
        places: Where the tables of each neighbourhood are, by name.
        words: The language of the complaints.

    Returns:
        The question, the other parts by name, and the complaints.
    """
    found, complaints = Question(), []
    others: dict[str, str] = {}
    for name, value in islice(parts, MOST_PARTS):
        try:
            if name not in KNOWN:
                raise unknown_name(words, "option", name[:60], KNOWN)
            if name in ("lang", "shown"):
                others[name] = value
            else:
                found = _read_part(found, name, value[:500], places, words)
        except BadInput as error:
            complaints.append(str(error))
    found, said = _drop_strangers(found, words)
    return found, others, [*complaints, *said]


def _read_part(
    question: Question, name: str, value: str, places: Mapping[str, str], words: Words
) -> Question:
    from experiments.compare import WORLDS

    if name == "area":
        _check(value, places, "area", words)
        return replace(question, area=value)
    if name == "worlds":
        _check(value, WORLDS, "worlds", words)
        return replace(question, worlds=value)
    if name == "policies":
        return replace(question, policies=read_policies(value.split(","), words))
    if name in WHOLE:
        return replace(question, **{name: _read_whole(name, value, words)})  # type: ignore[arg-type]
    return _read_change(question, value, words)


def read_policies(names: Sequence[str], words: Words) -> tuple[str, ...]:
    """Reads names of policies, and refuses unknown ones, doubles, and too few or too many.

    Args:
        names: The names.
        words: The language of a complaint.
    """
    from simulation.policies import policies

    for name in names:
        _check(name, policies(), "policy", words)
    if len(set(names)) != len(names) or not FEWEST_POLICIES <= len(names) <= MOST_POLICIES:
        raise BadInput(words.text("dash.policies_count", least=FEWEST_POLICIES, most=MOST_POLICIES))
    return tuple(sorted(names, key=list(policies()).index))


def _read_whole(name: str, value: str, words: Words) -> int:
    low, high = WHOLE[name]
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 12 else low - 1
    if not low <= number <= high:
        example = f"{name}={getattr(Question(), name)}"
        raise bad(words, "not_whole", option=name, value=value[:60], low=low, high=high, example=example)
    return number


def _read_change(question: Question, value: str, words: Words) -> Question:
    from dashboards.commands.options import read_assignment
    from experiments.compare import check_lever
    from simulation.errors import InputError

    if value.count(":") not in (1, 2):
        raise bad(words, "no_assignment", value=value[:60])
    *policy, name, text = value.split(":")
    if len(question.changes) >= MOST_CHANGES:
        raise BadInput(words.text("dash.link_changes", most=MOST_CHANGES))
    name, number = read_assignment(f"{name}={text}", words)
    owner = policy[0] if policy else ""
    if owner:
        from simulation.policies import policies

        _check(owner, policies(), "policy", words)
        try:
            check_lever(name)
        except InputError as error:
            raise BadInput(write_input_error(error, words)) from None
    return question.change([owner], name, number)


def _drop_strangers(question: Question, words: Words) -> tuple[Question, list[str]]:
    """Leaves out levers of policies that are not compared."""
    strange = sorted({policy for policy, _, _ in question.changes if policy} - set(question.policies))
    kept = tuple(one for one in question.changes if one[0] not in strange)
    said = [words.text("dash.link_other_policy", policy=policy) for policy in strange]
    return replace(question, changes=kept), said


def _check(name: str, valid: Sequence[str] | Mapping[str, Any], thing: str, words: Words) -> None:
    if name not in valid:
        raise unknown_name(words, thing, name[:60], list(valid))


@cache
def built_in_places() -> Mapping[str, str]:
    """Gives the neighbourhoods that come with the project."""
    from simulation.areas import area_names

    return {name: name for name in area_names()}
