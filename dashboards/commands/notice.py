"""Says which parts of the model are missing, and that nothing may be concluded about bundling."""

from collections.abc import Mapping, Sequence

from dashboards.commands.layout import show_heading, show_text
from results.words import Words


def show_notice(
    not_in: Sequence[tuple[int | str, str, str]], switches: Mapping[str, Mapping[str, float]], words: Words
) -> None:
    """Shows the notice under every table, as long as submodels are missing.

    Args:
        not_in: Number, Dutch and English name of each missing submodel.
        switches: For each policy, the switches of the plan that do nothing yet.
        words: The language of the reader.
    """
    if not not_in:
        return
    show_heading(words.text("notice.title"))
    show_text(words.text("notice.text"))
    names = (
        f"{dutch if words.language == 'nl' else english} ({number})" for number, dutch, english in not_in
    )
    show_text(f"{words.text('notice.missing')} {', '.join(names)}.")
    for policy, values in switches.items():
        idle = [words.text(f"switch.{name}") for name, value in values.items() if value]
        if idle:
            show_text(words.text("notice.switches", policy=policy, switches=", ".join(idle)))
