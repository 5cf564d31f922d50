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
SIDE_BY_SIDE = 6  # columns of numbers that fit on a page


def build_blocks() -> dict[str, str]:
    """Gives the generated parts: the policies side by side, each by itself, and the documents."""
    known = list(policies().values())
    return {
        "levers": "\n\n".join(_lever_tables(known)),
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


def _lever_tables(known: list[Policy]) -> Iterator[str]:
    """Gives tables no wider than a page: what every policy sets, and then what only some set."""
    names = list(dict.fromkeys(name for policy in known for name in policy.levers))
    switches = [name for name in names if all(name in policy.levers for policy in known)]
    for part in (switches[:SIDE_BY_SIDE], switches[SIDE_BY_SIDE:]):
        rows = ([policy.name, *(f"{policy.levers[name]:g}" for name in part)] for policy in known)
        yield markdown_table(["policy", *(name.replace("_", " ") for name in part)], rows)
    others = (name for name in names if name not in switches)
    yield markdown_table(["other lever", "set by"], ([f"`{n}`", _set_by(n, known)] for n in others), words=2)


def _set_by(name: str, known: list[Policy]) -> str:
    """Names the policies that set a lever, each with its value."""
    return ", ".join(f"{one.name} {one.levers[name]:,g}" for one in known if name in one.levers)


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
