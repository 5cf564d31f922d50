"""`zorgbundel policies`: the ways of organising help that can be compared."""

from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards.commands.bad_input import bad, unknown_name
from dashboards.commands.layout import dim, show_heading, show_text
from dashboards.commands.machine import show_json
from dashboards.commands.parser import Command
from results.words import Words

NEW = "new"
USUAL = "fragmented"
MOST_NAMES = 100


def work(settings: Namespace, words: Words) -> int:
    """Lists the policies, or those named, with what they change, or writes a file for one's own."""
    first, *others = settings.names or [""]
    preset = getattr(settings, "from")
    if first == NEW:
        return _new(others, preset or USUAL, settings, words)
    if preset is not None:
        raise unknown_name(words, "option", "--from", ("--json", "--lang", "--help"), "policies --help")
    return _show(settings.names, settings.json, words)


def _new(names: Sequence[str], preset: str, settings: Namespace, words: Words) -> int:
    from dashboards.commands import policies_new

    if not names:
        raise bad(words, "new_no_file")
    if len(names) > 1:
        raise bad(words, "too_many", value=names[1], command="policies")
    return policies_new.work(Path(names[0]).expanduser(), preset, settings.json, words)


def _show(names: Sequence[str], as_json: bool, words: Words) -> int:
    from simulation.policies import ALL, Policy, policies

    known = policies()
    for name in names:
        if name not in known:
            raise unknown_name(words, "policy", name, known, "policies")
    shown = [known[name] for name in names or known]
    if as_json:
        show_json([_plain(policy) for policy in shown])
        return 0
    dutch = words.language == "nl"
    print(words.text("policies.title"))
    policy: Policy
    for policy in shown:
        title = policy.title_nl if dutch else policy.title_en
        show_heading(f"{policy.name} · {title}")
        show_text(policy.text_nl if dutch else policy.text_en, "  ")
        levers = ", ".join(f"{name} {value:g}" for name, value in policy.levers.items())
        show_text(dim(words.text("policies.levers", levers=levers)), "  ")
        if any(policy.levers.values()):
            everyone = ALL in policy.partners
            partners = words.text("policies.all_partners") if everyone else ", ".join(policy.partners)
            show_text(dim(words.text("policies.partners", partners=partners)), "  ")
        if policy.calendar:
            show_text(dim(words.text("policies.calendar", calendar=_told(policy.calendar))), "  ")
        show_text(dim(words.text("policies.source", source=policy.source)), "  ")
    _explain_levers([policy.levers for policy in shown], words)
    print()
    show_text(dim(words.text("sources.key")))
    return 0


def _explain_levers(used: Sequence[Mapping[str, float]], words: Words) -> None:
    """Tells what each lever means that some policy sets."""
    from simulation.parameters import entries

    show_heading(words.text("policies.meaning"))
    for name, entry in entries().items():
        if any(levers.get(name) for levers in used):
            show_text(f"{name}: {entry.text_nl if words.language == 'nl' else entry.text_en}", "  ")


def _told(calendar: Mapping[str, object]) -> str:
    """Tells a calendar in one line, as it stands in the file."""
    parts = [f"{name} {value}" for name, value in calendar.items() if not isinstance(value, Mapping)]
    for place, own in calendar.items():
        if isinstance(own, Mapping):
            parts.append(f"{place}: " + ", ".join(f"{name} {value}" for name, value in own.items()))
    return "; ".join(parts)


def _plain(policy: object) -> dict[str, object]:
    facts = {name: getattr(policy, name) for name in policy.__dataclass_fields__}  # type: ignore[attr-defined]
    return {name: dict(value) if hasattr(value, "items") else value for name, value in facts.items()}


COMMAND = Command(
    name="policies",
    work=work,
    names="policies_action",
    metavar="policy_action",
    options=("from", "json"),
    most_names=MOST_NAMES,
)
