"""docs/presets.md is what the policies say now, and every document they name is explained."""

import re

from experiments.page import replace_block
from experiments.policies_page import POLICIES_PAGE, build_blocks, documents, name_sources
from simulation.policies import policies

PAGE = POLICIES_PAGE.read_text(encoding="utf-8")


def test_the_page_is_up_to_date() -> None:
    text = PAGE
    for name, content in build_blocks().items():
        text = replace_block(text, name, content)
    assert text == PAGE, "make it again: uv run python -m experiments.policies_page"


def test_every_policy_is_described_with_all_it_changes() -> None:
    parts = re.split(r"(?m)^### ", build_blocks()["policies"])[1:]
    assert len(parts) == len(policies())
    for part, policy in zip(parts, policies().values(), strict=True):
        assert part.startswith(f"{policy.title_en} (`{policy.name}`)") and policy.text_en in part
        for name, value in policy.levers.items():
            assert (f"- `{name}` = " in part) == bool(value), name


def test_every_document_that_is_named_is_explained() -> None:
    named = {source for policy in policies().values() for source in name_sources(policy)}
    unexplained = {name for name in named if name.startswith("seed:")} - documents().keys()
    assert named and not unexplained
    for document in documents().values():
        assert document.keys() == {"title", "kind", "says", "limits"} and all(document.values())
