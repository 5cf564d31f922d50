"""In how many of a hundred plausible worlds something is better, and what of its spread is luck, in words."""

import math

from results.numbers import NOTHING, write_amount
from results.outcomes import Outcome
from results.tables import Measured, Row
from results.words import Words

HUNDRED = 100
SCALE = (
    (95, "worlds.certainty.almost_certain"),
    (80, "worlds.certainty.likely"),
    (60, "worlds.certainty.rather"),
    (40, "worlds.certainty.open"),
    (20, "worlds.certainty.rather_not"),
    (5, "worlds.certainty.unlikely"),
    (0, "worlds.certainty.almost_never"),
)
"""The one scale of certainty: the least number of 100 worlds, and the word for it."""
SURENESS = ("worlds.column", "worlds.split")
"""Headings of the columns that say how sure a difference is over all worlds."""


def tells_worlds(table: Measured) -> bool:
    """Says whether the replicates of any row allow to tell worlds and luck apart."""
    return any(not math.isnan(row.get("worlds_more", math.nan)) for row in table.values())


def same_everywhere(row: Row) -> bool:
    """Says whether an outcome was the same in every replicate."""
    return bool(row["pairs"]) and row["equal_share"] == 1.0


def share_of_worlds(outcome: Outcome, row: Row) -> tuple[str, float, float, float]:
    """Gives what is counted, in which share of worlds it is so, and the 95% interval of that share.

    Args:
        outcome: The outcome.
        row: Its row of a paired table.

    Returns:
        Key of the words for it: better where it is known which way that is, else more or less, as the mean
        difference points; share, low and high.
    """
    turned = outcome.better == "less" or (not outcome.better and row["difference"] < 0)
    kind = "worlds.better" if outcome.better else "worlds.less" if turned else "worlds.more"
    share, low, high = (row[name] for name in ("worlds_more", "worlds_more_low", "worlds_more_high"))
    return (kind, 1.0 - share, 1.0 - high, 1.0 - low) if turned else (kind, share, low, high)


def write_hundred(share: float, words: Words, *, said: bool = False) -> str:
    """Writes a share as a number of 100, never as none or all of them unless it is.

    Args:
        share: 0 to 1.
        words: The language of the reader.
        said: In a sentence, in words in place of signs.
    """
    count = round(HUNDRED * share)
    if count == 0 and share > 0.0:
        return words.text("worlds.least_said" if said else "worlds.least")
    if count == HUNDRED and share < 1.0:
        return words.text("worlds.most_said" if said else "worlds.most")
    return str(count)


def write_ends(low: float, high: float) -> tuple[str, str]:
    """Writes the ends of an interval of a share as numbers of 100, rounded outwards."""
    return str(math.floor(HUNDRED * low)), str(math.ceil(HUNDRED * high))


def write_worlds(outcome: Outcome, row: Row, words: Words, *, ends: bool = False) -> str:
    """Writes in how many of 100 worlds it is better, such as "74 better"; a dash where that is not known.

    Args:
        outcome: The outcome.
        row: Its row of a paired table.
        words: The language of the reader.
        ends: Also writes the 95% interval of that number.
    """
    if same_everywhere(row):
        return words.text("table.equal")
    if math.isnan(row["worlds_more"]):
        return NOTHING
    kind, share, low, high = share_of_worlds(outcome, row)
    told = words.text(kind, count=write_hundred(share, words))
    least, most = write_ends(low, high)
    return words.text("worlds.range", count=told, low=least, high=most) if ends else told


def write_not_knowing(row: Row, words: Words) -> str:
    """Writes which part of the spread of a difference is not-knowing, such as 60%."""
    return write_amount(row["not_knowing"], "share", 0, words.language)


def write_split(row: Row, words: Words) -> str:
    """Writes which part of the spread of a difference is luck and which is not-knowing, with its interval."""
    if math.isnan(row["not_knowing"]):
        return NOTHING
    low, high = (
        write_amount(row[name], "share", 0, words.language, bare=name.endswith("low"))
        for name in ("not_knowing_low", "not_knowing_high")
    )
    luck = write_amount(1.0 - row["not_knowing"], "share", 0, words.language)
    return words.text("worlds.parts", luck=luck, unknown=write_not_knowing(row, words), low=low, high=high)


def write_sureness(outcome: Outcome, row: Row, words: Words) -> tuple[str, str]:
    """Writes the cells under `SURENESS`: in how many worlds, and luck against not-knowing.

    Args:
        outcome: The outcome.
        row: Its row of a paired table.
        words: The language of the reader.
    """
    return write_worlds(outcome, row, words, ends=True), write_split(row, words)


def write_certainty(share: float, words: Words) -> str:
    """Writes how sure something is by the number of 100 worlds in which it is so."""
    count = round(HUNDRED * share)
    return words.text(next(name for least, name in SCALE if count >= least))


def write_sentence(outcome: Outcome, row: Row, words: Words) -> str:
    """Writes in a sentence in how many plausible worlds an outcome is better, without full stop.

    Args:
        outcome: An outcome of which it is known which way is better.
        row: Its row of a paired table.
        words: The language of the reader.

    Returns:
        The sentence, or nothing where the replicates do not allow it.
    """
    if not outcome.better or math.isnan(row["worlds_more"]):
        return ""
    _, share, low, high = share_of_worlds(outcome, row)
    least, most = write_ends(low, high)
    return words.text(
        "worlds.sentence",
        count=write_hundred(share, words, said=True),
        certainty=write_certainty(share, words),
        low=least,
        high=most,
    )
