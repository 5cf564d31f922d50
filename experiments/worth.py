"""For municipality, insurer and society: which unknown numbers are worth measuring before they choose."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from experiments.page import markdown_table
from experiments.value_of_information import (
    FEWEST_WORLDS,
    Worth,
    evpi,
    net_benefits,
    rank_unknowns,
    three_most,
)
from results.evidence import Evidence, read_evidence
from results.numbers import NOTHING, write_amount, write_number
from results.words import load_words
from simulation import Scenario
from simulation.errors import InputError
from simulation.parameters import entries

COSTS = {
    "municipality": {"cost_municipality": 1.0},
    "insurer": {"cost_zvw": 1.0},
    "society": {"cost_per_household_per_year": 1.0},
}
"""Net benefit is less of this, in euros per household per year; payments of benefit are in none of them."""
SHOWN = 3
WORDS = load_words("en")
_HEADS = (
    "for",
    "number",
    "worth knowing, euros per household per year",
    "95% interval",
    "chance if nothing mattered",
    "wrong choice now → with it",
)


@dataclass(frozen=True)
class Decision:
    """What one chooser would choose now, and which numbers are worth knowing first.

    Attributes:
        chooser: municipality, insurer or society.
        choice: The policy that is best on average over the worlds that were met.
        worlds: How many worlds were met.
        everything: What it would be worth to know all that tells the worlds apart, luck included.
        worths: Every number, the most worthy first; nothing with too few worlds.
    """

    chooser: str
    choice: str
    worlds: int
    everything: float
    worths: tuple[Worth, ...]

    @property
    def shown(self) -> tuple[Worth, ...]:
        """The three at the top."""
        return self.worths[:SHOWN]

    @property
    def clear(self) -> tuple[Worth, ...]:
        """Those of the three that are worth more than luck explains."""
        return tuple(three_most(self.worths))


def weigh(
    folder: Path, event_worth: float = 0.0, check: Callable[[], None] = lambda: None
) -> tuple[Evidence, list[Decision]]:
    """Weighs what numbers are worth, from a stored comparison over plausible worlds.

    Args:
        folder: The result folder of a comparison.
        event_worth: Euros that society gives for one escalation less; 0 counts costs only.
        check: Called now and then; it may raise to stop.

    Returns:
        The comparison, and a decision for each chooser.

    Raises:
        StoreError: It is no comparison.
        InputError: No plausible worlds were met, or the area has others now.
    """
    evidence = read_evidence(folder)
    numbers = numbers_of(evidence, folder)
    found = []
    for chooser, costs in COSTS.items():
        benefit = net_benefits(evidence.runs, costs, event_worth if chooser == "society" else 0.0)
        values = benefit.to_numpy(float)
        worths = rank_unknowns(values, numbers.loc[benefit.index], check=check)
        choice = str(benefit.columns[int(values.mean(axis=0).argmax())])
        found.append(Decision(chooser, choice, len(benefit), evpi(values), tuple(worths)))
    return evidence, found


def numbers_of(evidence: Evidence, folder: Path) -> pd.DataFrame:
    """Gives the values of the numbers in the worlds of the area, by number of the world.

    Args:
        evidence: The stored comparison.
        folder: Where it lies, for what is said of it.

    Raises:
        InputError: No plausible worlds were met, or the area has others now.
    """
    facts = evidence.manifest["worlds"]
    if not any(facts["drawn"]):
        raise InputError(
            f"{folder}: no plausible worlds were met in this comparison; compare with --worlds plausible "
            f"--replicates {10 * FEWEST_WORLDS}, in an area that has them"
        )
    worlds = Scenario(area=evidence.manifest["scenarios"][0]["area"]).plausible_worlds
    if worlds is None or worlds.digest != facts["digest"]:
        raise InputError(
            f"{folder}: the plausible worlds of the area are not those of this comparison any more "
            f"(digest {facts['digest'][:16]}); compare again"
        )
    rows = [dict(world.values) for world in worlds.worlds]
    return pd.DataFrame(rows, index=[world.number for world in worlds.worlds])


def describe_worth(evidence: Evidence, decisions: list[Decision], event_worth: float) -> str:
    """Writes a table and the sentence that goes with it, in Markdown.

    Args:
        evidence: The stored comparison.
        decisions: What `weigh` gave.
        event_worth: Euros for one escalation less.
    """
    rows = [
        [
            decision.chooser,
            f"`{worth.parameter}`" + ("" if worth.clear else " (not clear)"),
            write_amount(worth.euros, "euro", 2, "en"),
            f"{write_number(worth.low, 2, 'en')} to {write_number(worth.high, 2, 'en')}",
            write_number(worth.chance, 3, "en"),
            " → ".join(write_amount(part, "share", 0, "en") for part in (worth.wrong_now, worth.wrong_then))
            if worth.clear
            else NOTHING,
        ]
        for decision in decisions
        for worth in decision.shown
    ]
    lines = [f"- **{decision.chooser}**: {conclude(decision)}" for decision in decisions]
    counted = WORDS.text("worth.counts_events", euros=write_amount(event_worth, "euro", 0, "en"))
    society = counted if event_worth else WORDS.text("worth.counts_costs")
    table = f"\n\n{markdown_table(_HEADS, rows, words=2)}" if rows else ""
    return f"Made with `{evidence.manifest['command']}`. {society}\n\n" + "\n".join(lines) + table


def conclude(decision: Decision) -> str:
    """Says in one sentence what is worth measuring, or that nothing clearly is."""
    if decision.worlds < FEWEST_WORLDS:
        return f"{decision.worlds} worlds are too few to tell (at least {FEWEST_WORLDS})."
    names = ", ".join(
        f"`{worth.parameter}` ({entries()[worth.parameter].text_en})" for worth in decision.clear
    )
    if not names:
        return (
            f"over {decision.worlds} worlds no number is worth more than luck explains; the choice would be "
            f"`{decision.choice}`, and measuring one of these numbers would not clearly make it better."
        )
    where = f"over {decision.worlds} worlds the choice would be `{decision.choice}`"
    return f"{where}; worth measuring first: {names}."
