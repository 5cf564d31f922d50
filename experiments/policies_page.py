"""Writes the generated parts of docs/presets.md: what every policy changes, and where that was read.

Run it as ``python -m experiments.policies_page`` after a change of a policy, a lever or a document.
"""

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from experiments.page import TOP, markdown_table, write_blocks
from simulation.parameters import entries
from simulation.policies import ALL, Policy, policies

POLICIES_PAGE = TOP / "docs" / "presets.md"


def build_blocks() -> dict[str, str]:
    """Gives the generated parts: the policies side by side, each by itself, and the documents."""
    known = list(policies().values())
    heads = ["lever", *(policy.name for policy in known)]
    return {
        "levers": markdown_table(heads, _lever_rows(known)),
        "policies": "\n\n".join(_describe_policy(policy) for policy in known),
        "documents": "\n\n".join(_describe_document(name) for name in documents()),
    }


@cache
def documents() -> dict[str, dict[str, str]]:
    """Reads what is known of each document: title, kind, what it says, what it cannot carry."""
    file = Path(__file__).parent / "source_documents.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


def name_sources(policy: Policy) -> list[str]:
    """Names the documents a policy was read from.

    Args:
        policy: The policy.
    """
    return [name.strip() for name in policy.source.split(",") if name.strip()]


def _lever_rows(known: list[Policy]) -> Iterator[list[str]]:
    """Gives a row per lever that any of them sets."""
    for name in dict.fromkeys(name for policy in known for name in policy.levers):
        cells = (f"{policy.levers[name]:g}" if name in policy.levers else "" for policy in known)
        yield [f"`{name}`", *cells]


def _describe_policy(policy: Policy) -> str:
    """Writes what a policy changes: in words, lever by lever, for whom, and where that was read."""
    everyone = "every organisation of the area" if ALL in policy.partners else ", ".join(policy.partners)
    changes = [_describe_lever(name, value) for name, value in policy.levers.items() if value]
    return "\n".join(
        [
            f"### {policy.title_en} (`{policy.name}`)",
            "",
            policy.text_en,
            "",
            *changes,
            f"- Takes part: {everyone}.",
            f"- Read from: {'; '.join(_link_document(name) for name in name_sources(policy))}.",
        ]
    )


def _describe_lever(name: str, value: float) -> str:
    lever = entries()[name]
    meant = lever.choices[round(value - lever.low)] if lever.choices else f"{value:g} {lever.unit}"
    return f"- `{name}` = {meant}: {lever.text_en}"


def _link_document(name: str) -> str:
    return f"[{name}](#{_anchor(name)})" if name in documents() else name


def _anchor(name: str) -> str:
    """Gives the anchor of the heading of a document, such as `seed000`."""
    return name.replace(" ", "-").replace(":", "")


def _describe_document(name: str) -> str:
    document = documents()[name]
    return "\n".join(
        [
            f"### {name}",
            "",
            f"*{document['title']}.* {document['kind']}.",
            "",
            f"- Says: {document['says']}",
            f"- Cannot carry: {document['limits']}",
        ]
    )


if __name__ == "__main__":
    write_blocks(POLICIES_PAGE, build_blocks())
