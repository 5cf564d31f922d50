"""Says which parts of the model are missing, and that nothing may be concluded about bundling."""

from collections.abc import Mapping
from typing import Any

from dashboards.commands.layout import show_heading, show_text
from results.words import Words


def show_notice(passport: Mapping[str, Any], words: Words) -> None:
    """Shows the notice under every table, as long as submodels are missing.

    Args:
        passport: The passport of the result.
        words: The language of the reader.
    """
    missing = passport["submodels_not_in"]
    if not missing:
        return
    show_heading(words.text("notice.title"))
    show_text(words.text("notice.text"))
    names = ", ".join(f"{submodel[words.language]} ({submodel['id']})" for submodel in missing)
    show_text(f"{words.text('notice.missing')} {names}.")
    for policy, values in passport["switches_without_submodel"].items():
        idle = [words.text(f"switch.{name}") for name, value in values.items() if value]
        if idle:
            name = passport["policy_titles"][policy][words.language]
            show_text(words.text("notice.switches", policy=name, switches=", ".join(idle)))
