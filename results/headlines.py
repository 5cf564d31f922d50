"""One sentence in plain words for each headline outcome, the four primary ones first."""

import math
from dataclasses import dataclass

from results.findings import judge, write_apart, write_difference, write_interval
from results.hundred_worlds import write_sentence
from results.outcomes import Outcome, find_outcome, load_outcomes
from results.primary import UNCLEAR, judge_aims, primary_outcomes
from results.tables import Measured, Row
from results.words import Words


@dataclass(frozen=True)
class Headlines:
    """Sentences about one policy.

    Attributes:
        policy: The policy.
        primary: Sentences of the primary outcomes, one per aim.
        explore: Sentences of the other headline outcomes.
    """

    policy: str
    primary: tuple[str, ...]
    explore: tuple[str, ...]


def write_headlines(table: Measured, names: list[str], policy: str, baseline: str, words: Words) -> Headlines:
    """Writes the sentences about one policy.

    Args:
        table: A paired table.
        names: The outcomes there are.
        policy: The policy.
        baseline: The policy it is compared with.
        words: The language of the reader.
    """
    primary = primary_outcomes()
    judged = judge_aims(table, primary, policy)
    told = {}
    for name in [*primary, *(o.name for o in load_outcomes().values() if o.headline and o.name in names)]:
        sentence = write_headline(
            find_outcome(name), table[name, policy], table[name, baseline]["mean"], words
        )
        clear = judge(table[name, policy]) in ("more", "less")
        if clear and judged.get(name) == UNCLEAR:
            sentence = f"{sentence}; {words.text('headline.holm_no')}"
        worlds = write_sentence(find_outcome(name), table[name, policy], words)
        told[name] = f"{sentence}. {worlds}." if worlds else f"{sentence}."
    rest = tuple(sentence for name, sentence in told.items() if name not in primary)
    return Headlines(policy, tuple(told[name] for name in primary), rest)


def write_headline(outcome: Outcome, row: Row, base: float, words: Words) -> str:
    """Writes one sentence, without full stop: the two means, their difference and how sure it is.

    Args:
        outcome: The outcome.
        row: Its row of a paired table.
        base: Its mean under the first policy.
        words: The language of the reader.
    """
    verdict = judge(row)
    if verdict == "unknown":
        return f"{outcome.title(words)}: {words.text('headline.unknown')}"
    value, written = write_apart(outcome, row["mean"], base, words)
    fields = {"value": value, "base": written, "unit": outcome.unit(words)}
    if verdict == "single":
        return f"{outcome.title(words)}: {words.text('headline.one', **fields)}"
    fields |= {
        "difference": write_difference(outcome, row, words),
        "interval": write_interval(outcome, row, words),
    }
    begin = words.text(f"headline.{outcome.name}.{verdict}")
    if verdict == "none":
        return f"{begin}: {words.text('headline.equal', **fields)}"
    if not math.isnan(row["worlds_more"]):
        return f"{begin}: {words.text('worlds.tail', **fields)}"
    same, pairs = round(row["same_sign_share"] * row["pairs"]), int(row["pairs"])
    return f"{begin}: {words.text('headline.tail', **fields, same=same, of=pairs)}"
