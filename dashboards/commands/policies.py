"""`zorgbundel policies`: the ways of organising help that can be compared."""

from argparse import Namespace

from dashboards.commands.layout import dim, show_heading, show_text
from dashboards.commands.machine import show_json
from dashboards.commands.parser import Command
from results.words import Words


def work(settings: Namespace, words: Words) -> int:
    """Lists the policies with what they change and where that was read."""
    from simulation.policies import ALL, Policy, policies

    if settings.json:
        show_json([_plain(policy) for policy in policies().values()])
        return 0
    dutch = words.language == "nl"
    print(words.text("policies.title"))
    policy: Policy
    for policy in policies().values():
        title = policy.title_nl if dutch else policy.title_en
        show_heading(f"{policy.name} · {title}")
        show_text(policy.text_nl if dutch else policy.text_en, "  ")
        levers = ", ".join(f"{name} {value:g}" for name, value in policy.levers.items())
        show_text(dim(words.text("policies.levers", levers=levers)), "  ")
        idle = [
            f"{words.text(f'switch.{name}')} {value:g}" for name, value in policy.not_yet.items() if value
        ]
        if idle:
            show_text(dim(words.text("policies.not_yet", switches=", ".join(idle))), "  ")
        if any(policy.levers.values()):
            everyone = ALL in policy.partners
            partners = words.text("policies.all_partners") if everyone else ", ".join(policy.partners)
            show_text(dim(words.text("policies.partners", partners=partners)), "  ")
        show_text(dim(words.text("policies.source", source=policy.source)), "  ")
    return 0


def _plain(policy: object) -> dict[str, object]:
    facts = {name: getattr(policy, name) for name in policy.__dataclass_fields__}  # type: ignore[attr-defined]
    return {name: dict(value) if hasattr(value, "items") else value for name, value in facts.items()}


COMMAND = Command(name="policies", work=work, options=("json",))
