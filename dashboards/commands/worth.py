"""`zorgbundel worth`: which unknown numbers are worth measuring before a policy is chosen."""

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from dashboards.commands.bad_input import bad
from dashboards.commands.layout import Row, show_heading, show_table, show_text
from dashboards.commands.machine import show_json
from dashboards.commands.options import read_euros
from dashboards.commands.parser import Command
from dashboards.commands.stopping import STOPPING
from results.numbers import NOTHING, write_amount, write_number
from results.words import Words

if TYPE_CHECKING:
    from experiments.value_of_information import Worth
    from experiments.worth import Decision
    from results.evidence import Evidence

DONE = 0


def work(settings: Namespace, words: Words) -> int:
    """Ranks the unknown numbers of a stored comparison by what knowing them would be worth."""
    if not settings.names:
        raise bad(words, "no_folder")
    event_worth = read_euros(settings, "event_worth", words)

    from experiments.page import TOP, write_blocks
    from experiments.worth import describe_worth, weigh

    evidence, decisions = weigh(Path(settings.names[0]), event_worth, STOPPING.check)
    if settings.update_docs:
        write_blocks(
            TOP / "docs" / "validation.md", {"worth": describe_worth(evidence, decisions, event_worth)}
        )
    if settings.json:
        show_json({"event_worth": event_worth, "decisions": [asdict(decision) for decision in decisions]})
        return DONE
    _show(evidence, decisions, event_worth, words)
    return DONE


def _show(evidence: "Evidence", decisions: list["Decision"], event_worth: float, words: Words) -> None:
    show_heading(words.text("worth.title"))
    show_text(words.text("worth.about"))
    euros = write_amount(event_worth, "euro", 0, words.language)
    show_text(
        words.text("worth.counts_events", euros=euros) if event_worth else words.text("worth.counts_costs")
    )
    rows: list[Row] = []
    for decision in decisions:
        choice = evidence.name(decision.choice, words)
        rows.append(Row(words.text(f"worth.for_{decision.chooser}", choice=choice, worlds=decision.worlds)))
        rows += [_row(worth, words) for worth in decision.shown]
    heads = [words.text(f"worth.{name}") for name in ("number", "euros", "interval", "chance", "wrong")]
    if any(decision.shown for decision in decisions):
        show_table(heads, rows)
        print()
    for decision in decisions:
        show_text(_conclude(decision, words))


def _row(worth: "Worth", words: Words) -> Row:
    shares = (
        write_amount(share, "share", 0, words.language) for share in (worth.wrong_now, worth.wrong_then)
    )
    ends = [write_number(end, 2, words.language) for end in (worth.low, worth.high)]
    return Row(
        worth.parameter,
        (
            write_amount(worth.euros, "euro", 2, words.language),
            words.text("table.between", low=ends[0], high=ends[1]),
            write_number(worth.chance, 3, words.language),
            " → ".join(shares) if worth.clear else NOTHING,
        ),
    )


def _conclude(decision: "Decision", words: Words) -> str:
    chooser = words.text(f"worth.who_{decision.chooser}")
    if not decision.worths:
        return words.text("worth.too_few", who=chooser, worlds=decision.worlds)
    if not decision.clear:
        return words.text("worth.nothing", who=chooser)
    names = ", ".join(worth.parameter for worth in decision.clear)
    return words.text("worth.first", who=chooser, names=names)


COMMAND = Command(
    name="worth",
    work=work,
    names="worth_folder",
    metavar="folder",
    options=("event_worth", "update_docs", "json"),
    most_names=1,
)
